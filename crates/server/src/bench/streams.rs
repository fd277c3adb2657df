//! A thousand open streams, ten events a second in each, beside the least that the same framework can do: a plain server that sends the
//! same bytes to the same readers.

use super::{
    Line, Options,
    child::Child,
    measure::Latencies,
    rig::{Rig, quiet_sandbox},
    wire::{Connection, Stream},
};
use crate::cli;
use answerable_domain::ConnectorKind;
use anyhow::Context as _;
use axum::{
    Router,
    body::{Body, Bytes},
    extract::State,
    http::header,
    response::{IntoResponse as _, Response},
    routing::{get, post},
};
use futures_util::stream;
use serde_json::{Value, json};
use std::{
    convert::Infallible,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};
use tokio::{net::TcpListener, sync::broadcast};

const STREAMS: usize = 1_000;
const EVENTS_PER_SECOND: u32 = 10;
const EVENTS: usize = 100;
const AFTERWARDS: Duration = Duration::from_secs(30);

/// One kind of event: what brings it about, and how it is recognised.
struct Act {
    path: String,
    /// In turn: each is news.
    bodies: [String; 2],
    mark: &'static [u8],
}

struct Measured {
    p50_ms: f64,
    p99_ms: f64,
    kb_each: f64,
    cpu_ms_each_event: f64,
    bytes_each_event: usize,
}

pub async fn run(options: &Options) -> anyhow::Result<Vec<Line>> {
    let size = (options.scaled(STREAMS, 20), options.scaled(EVENTS, 20));
    let what = format!("{} streams × {EVENTS_PER_SECOND} events/s", size.0);
    let mut lines = Vec::new();
    for is_durable in [false, true] {
        let ours = ours(size, is_durable).await?;
        let bare = bare(size, ours.bytes_each_event).await?;
        let ratio = ours.p99_ms / bare.p99_ms;
        let kind = if is_durable { "durable changes of a case" } else { "who looks at what" };
        // A plain server that keeps nothing says little about one that waits for the disk.
        lines.push(match is_durable {
            false => Line::at_most(format!("{what}, {kind}: p99 against a plain server's"), 1.5, ratio, "×"),
            true => Line::told(format!("{what}, {kind}: p99 against a plain server's, which keeps nothing"), format!("{ratio:.1} ×")),
        });
        let milliseconds = |of: &Measured| format!("{:.1} ms, {:.1} ms", of.p50_ms, of.p99_ms);
        lines.push(Line::told(format!("{kind}, {} bytes an event: p50, p99", ours.bytes_each_event), milliseconds(&ours)));
        lines.push(Line::told("the plain server: p50, p99", milliseconds(&bare)));
        let cpu = format!("{:.1} ms, {:.1} ms", ours.cpu_ms_each_event, bare.cpu_ms_each_event);
        lines.push(Line::told("CPU an event, ours and the plain server's", cpu));
        lines.push(Line::at_most(format!("memory of a stream ({kind})"), 48.0, ours.kb_each, "KB"));
        lines.push(Line::told("the plain server: memory of a stream", format!("{:.1} KB", bare.kb_each)));
    }
    Ok(lines)
}

async fn ours(size: (usize, usize), is_durable: bool) -> anyhow::Result<Measured> {
    let rig = Rig::new("streams", ConnectorKind::Sandbox, quiet_sandbox(), Vec::new()).await?;
    rig.take_in_posts(0..1, false).await?;
    let (folder, brand, token) = rig.close().await;
    let server = Child::serve(&folder).await?;
    let base = format!("/api/v1/brands/{brand}");
    let mut hand = Connection::open(&server.host, &token).await?;
    let page: Value = serde_json::from_slice(&hand.get(&format!("{base}/cases")).await?.body)?;
    let case = page["items"][0]["id"].as_str().context("a case")?.to_owned();
    let me: Value = serde_json::from_slice(&hand.get("/api/v1/me").await?.body)?;
    let act = |verb: &str, bodies: [Value; 2], mark| Act {
        path: format!("{base}/cases/{case}/{verb}"),
        bodies: bodies.map(|body| body.to_string()),
        mark,
    };
    let act = match is_durable {
        true => act("assign", [json!({"user_id": me["user"]["id"]}), json!({"user_id": null})], b"event: change"),
        false => act("presence", [json!({"state": "viewing"}), json!({"state": "left"})], b"event: presence"),
    };
    let measured = drive(&server, &token, &format!("{base}/stream"), &act, size).await?;
    server.kill().await?;
    Ok(measured)
}

async fn bare(size: (usize, usize), bytes: usize) -> anyhow::Result<Measured> {
    let server = Child::spawn(&["bench", super::BARE], None).await?;
    let frame = |letter: &str| format!("event: change\ndata: {}\n\n", letter.repeat(bytes.saturating_sub(22)));
    let act = Act { path: "/emit".to_owned(), bodies: [frame("x"), frame("y")], mark: b"event: change" };
    let measured = drive(&server, "none", "/stream", &act, size).await?;
    server.kill().await?;
    Ok(measured)
}

async fn drive(server: &Child, token: &str, listen: &str, act: &Act, size: (usize, usize)) -> anyhow::Result<Measured> {
    let (streams, events) = size;
    let mut hand = Connection::open(&server.host, token).await?;
    // What is allocated once is not counted against the streams.
    for body in act.bodies.iter().cycle().take(10) {
        hand.post(&act.path, body).await?;
    }
    let before_kb = server.rss_kb()?;
    let acted_at = Arc::new(Mutex::new(Vec::<Instant>::with_capacity(events)));
    let mut readers = Vec::new();
    for _ in 0..streams {
        let stream = Connection::open(&server.host, token).await?.stream(listen).await?;
        readers.push(tokio::spawn(read(stream, act.mark, acted_at.clone(), events)));
    }
    let mut beat = tokio::time::interval(Duration::from_secs(1) / EVENTS_PER_SECOND);
    let cpu = server.cpu()?;
    for body in act.bodies.iter().cycle().take(events) {
        beat.tick().await;
        acted_at.lock().unwrap_or_else(PoisonError::into_inner).push(Instant::now());
        hand.post(&act.path, body).await?;
    }
    let after_kb = server.rss_kb()?;
    let (mut seen, mut bytes) = (Latencies::default(), 0);
    for reader in readers {
        let (latencies, read) = tokio::time::timeout(AFTERWARDS, reader).await.context("some events never came")???;
        seen.merge(latencies);
        bytes += read;
    }
    let cpu = server.cpu()? - cpu;
    Ok(Measured {
        p50_ms: seen.at(0.5),
        p99_ms: seen.at(0.99),
        kb_each: after_kb.saturating_sub(before_kb) as f64 / streams as f64,
        cpu_ms_each_event: cpu.as_secs_f64() * 1_000.0 / events as f64,
        bytes_each_event: bytes / (events * streams),
    })
}

/// The k-th event told is the k-th brought about.
async fn read(
    mut stream: Stream,
    mark: &'static [u8],
    acted_at: Arc<Mutex<Vec<Instant>>>,
    events: usize,
) -> anyhow::Result<(Latencies, usize)> {
    let mut seen = Latencies::default();
    while seen.count() < events {
        let count = stream.next(mark).await?;
        let now = Instant::now();
        let acted = acted_at.lock().unwrap_or_else(PoisonError::into_inner);
        for _ in 0..count {
            let at = acted.get(seen.count()).context("an event came before it was made, or twice")?;
            seen.add(now - *at);
        }
    }
    Ok((seen, stream.bytes))
}

/// The plain server: what is posted to `/emit` goes to everyone who reads `/stream`.
pub async fn serve_bare() -> anyhow::Result<()> {
    let (frames, _) = broadcast::channel::<Bytes>(1_024);
    let emit = async |State(frames): State<broadcast::Sender<Bytes>>, frame: Bytes| {
        let _ = frames.send(frame);
        "ok"
    };
    let listen = async |State(frames): State<broadcast::Sender<Bytes>>| -> Response {
        let frames = stream::unfold(frames.subscribe(), async |mut frames| {
            frames.recv().await.ok().map(|frame| (Ok::<_, Infallible>(frame), frames))
        });
        ([(header::CONTENT_TYPE, "text/event-stream")], Body::from_stream(frames)).into_response()
    };
    let router = Router::new().route("/emit", post(emit)).route("/stream", get(listen)).with_state(frames);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    cli::print(&format!("ready at http://{}", listener.local_addr()?))?;
    Ok(axum::serve(listener, router).await?)
}
