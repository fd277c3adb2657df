//! From the network's frame to a hundred open browsers.

use super::{Line, Options, child::Child, jetstream::Jetstream, measure::Latencies, posts, rig::Rig, wire::Connection};
use answerable_domain::ConnectorKind;
use anyhow::Context as _;
use serde_json::json;
use std::{
    sync::{Arc, OnceLock},
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

const STREAMS: usize = 100;
const POSTS_PER_SECOND: usize = 500;
const SECONDS: usize = 10;
/// Each post is told once in each stream by this.
const MARK: &[u8] = b"\"kind\":\"post_added\"";
const AFTERWARDS: Duration = Duration::from_secs(30);

type SaidAt = Arc<Vec<OnceLock<Instant>>>;

pub async fn run(options: &Options) -> anyhow::Result<Vec<Line>> {
    let (streams, count) = (options.scaled(STREAMS, 5), options.scaled(POSTS_PER_SECOND * SECONDS, 100));
    let network = Jetstream::start().await?;
    let config = json!({"url": network.url, "appview": "http://127.0.0.1:9"});
    let rig = Rig::new("live", ConnectorKind::BlueskyStream, config, vec![posts::BRAND.to_owned()]).await?;
    let (folder, brand, token) = rig.close().await;
    let server = Child::serve(&folder).await?;
    network.until_connected().await;
    let said_at: SaidAt = Arc::new((0..count).map(|_| OnceLock::new()).collect());
    let mut readers = Vec::new();
    for _ in 0..streams {
        let stream = Connection::open(&server.host, &token).await?.stream(&format!("/api/v1/brands/{brand}/stream")).await?;
        readers.push(tokio::spawn(read(stream, said_at.clone())));
    }
    let started = Instant::now();
    say(&network, &said_at).await;
    let spoke_for = started.elapsed();
    let mut seen = Latencies::default();
    for reader in readers {
        seen.merge(tokio::time::timeout(AFTERWARDS, reader).await.context("some posts never appeared in a stream")???);
    }
    server.kill().await?;
    let rate = count as f64 / spoke_for.as_secs_f64();
    let what = format!("frame → {streams} streams at {rate:.0} posts/s");
    Ok(vec![
        Line::at_most(format!("{what}, p50"), 15.0, seen.at(0.5), "ms"),
        Line::at_most(format!("{what}, p99"), 60.0, seen.at(0.99), "ms"),
        Line::told("posts seen in streams", format!("{} of {}", seen.count(), count * streams)),
    ])
}

/// In order, evenly.
async fn say(network: &Jetstream, said_at: &SaidAt) {
    let mut beat = tokio::time::interval(Duration::from_secs(1) / u32::try_from(POSTS_PER_SECOND).unwrap_or(1));
    for (n, said) in said_at.iter().enumerate() {
        beat.tick().await;
        let micros = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_micros();
        let frame = posts::frame(n, &posts::text_about_us(n), u64::try_from(micros).unwrap_or(0));
        let _ = said.set(Instant::now());
        network.say(frame);
    }
}

/// The k-th post told is the k-th post said.
async fn read(mut stream: super::wire::Stream, said_at: SaidAt) -> anyhow::Result<Latencies> {
    let mut seen = Latencies::default();
    while seen.count() < said_at.len() {
        let count = stream.next(MARK).await?;
        let now = Instant::now();
        for _ in 0..count {
            let said = said_at.get(seen.count()).and_then(OnceLock::get).context("a post was told before it was said, or twice")?;
            seen.add(now - *said);
        }
    }
    Ok(seen)
}
