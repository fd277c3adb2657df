//! A hundred people at work: claim a case, answer it, close it. Each "yes" is on disk.

use super::{
    Line, Options,
    child::Child,
    measure::{self, Latencies},
    rig::{Rig, quiet_sandbox},
    wire::Connection,
};
use answerable_domain::ConnectorKind;
use anyhow::{Context as _, ensure};
use serde_json::{Value, json};
use std::time::Instant;

const AGENTS: usize = 100;
const CASES_EACH: usize = 100;

/// A case as the list shows it.
#[derive(Debug, Clone)]
struct Work {
    case: String,
    post: String,
    version: u64,
}

pub async fn run(options: &Options) -> anyhow::Result<Vec<Line>> {
    let (agents, each) = (options.scaled(AGENTS, 4), options.scaled(CASES_EACH, 10));
    let rig = Rig::new("actions", ConnectorKind::Sandbox, quiet_sandbox(), Vec::new()).await?;
    rig.take_in_posts(0..agents * each, false).await?;
    let mut tokens = Vec::new();
    for n in 0..agents {
        tokens.push(rig.agent(n).await?);
    }
    let (folder, brand, token) = rig.close().await;
    let server = Child::serve(&folder).await?;
    let base = format!("/api/v1/brands/{brand}");
    let work = list(&server, &token, &base).await?;
    ensure!(work.len() == agents * each, "{} cases, expected {}", work.len(), agents * each);
    let (cpu, started) = (server.cpu()?, Instant::now());
    let mut people = Vec::new();
    for (token, work) in tokens.into_iter().zip(work.chunks(each)) {
        let connection = Connection::open(&server.host, &token).await?;
        people.push(tokio::spawn(answer_all(connection, base.clone(), work.to_vec())));
    }
    let mut seen = Latencies::default();
    for person in people {
        seen.merge(person.await??);
    }
    let (wall, cpu) = (started.elapsed(), server.cpu()? - cpu);
    server.kill().await?;
    Ok(vec![
        Line::at_least(
            format!("claim, reply, close by {agents} people: durable actions"),
            2_000.0,
            measure::per_second(seen.count(), wall),
            "/s",
        ),
        Line::at_most("the same, p99", 25.0, seen.at(0.99), "ms"),
        Line::told("the same, p50", format!("{:.2} ms", seen.at(0.5))),
        Line::told("the server's CPU an action", format!("{:.2} ms", cpu.as_secs_f64() * 1_000.0 / seen.count() as f64)),
    ])
}

async fn list(server: &Child, token: &str, base: &str) -> anyhow::Result<Vec<Work>> {
    let mut connection = Connection::open(&server.host, token).await?;
    let (mut work, mut after) = (Vec::new(), String::new());
    loop {
        let answer = connection.get(&format!("{base}/cases?state=open&limit=100{after}")).await?;
        let page: Value = serde_json::from_slice(&answer.body)?;
        for row in page["items"].as_array().context("a page")? {
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let version = row["thread_version"].as_u64().context("a version")?;
            work.push(Work { case: text(&row["id"]), post: text(&row["preview"]["post_id"]), version });
        }
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => return Ok(work),
        }
    }
}

async fn answer_all(mut connection: Connection, base: String, work: Vec<Work>) -> anyhow::Result<Latencies> {
    let me: Value = serde_json::from_slice(&connection.get("/api/v1/me").await?.body)?;
    let mine = json!({"user_id": me["user"]["id"]}).to_string();
    let mut seen = Latencies::default();
    for Work { case, post, version } in work {
        let reply = json!({"post_id": post, "text": "바로 확인하겠습니다. 불편을 드려 죄송합니다.", "thread_version": version,
            "client_key": format!("bench-{case}"), "undo_ms": 10_000});
        for (path, body) in [("assign", mine.clone()), ("replies", reply.to_string()), ("close", "{}".to_owned())] {
            let asked = Instant::now();
            let answer = connection.post(&format!("{base}/cases/{case}/{path}"), &body).await?;
            seen.add(asked.elapsed());
            ensure!(answer.status < 300, "{path}: {} {}", answer.status, String::from_utf8_lossy(&answer.body));
        }
    }
    Ok(seen)
}
