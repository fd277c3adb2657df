//! A page of the inbox over HTTP, with many cases behind it.

use super::{
    Line, Options,
    child::Child,
    measure::Latencies,
    rig::{Rig, quiet_sandbox},
    wire::Connection,
};
use answerable_domain::ConnectorKind;
use anyhow::ensure;
use std::time::Instant;

const CASES: usize = 100_000;
const CASES_LARGE: usize = 1_000_000;
const REQUESTS: usize = 3_000;
const PAGES: [(&str, &str); 3] = [
    ("newest first", "state=open&order=newest"),
    ("most urgent first", "state=open&order=urgent"),
    ("Korean questions", "state=open&language=ko&question=true"),
];

pub async fn run(options: &Options) -> anyhow::Result<Vec<Line>> {
    let mut lines = Vec::new();
    let sizes = [Some(CASES), options.large.then_some(CASES_LARGE)];
    for cases in sizes.into_iter().flatten() {
        let cases = options.scaled(cases, 500);
        let rig = Rig::new("inbox", ConnectorKind::Sandbox, quiet_sandbox(), Vec::new()).await?;
        rig.take_in_posts(0..cases, false).await?;
        rig.store.optimize().await?;
        let (folder, brand, token) = rig.close().await;
        let server = Child::serve(&folder).await?;
        for (name, query) in PAGES {
            let path = format!("/api/v1/brands/{brand}/cases?{query}&limit=25");
            lines.extend(page(&server, &token, &path, &format!("{name}, {cases} cases"), options).await?);
        }
        server.kill().await?;
    }
    Ok(lines)
}

async fn page(server: &Child, token: &str, path: &str, what: &str, options: &Options) -> anyhow::Result<Vec<Line>> {
    let mut connection = Connection::open(&server.host, token).await?;
    let requests = options.scaled(REQUESTS, 100);
    for _ in 0..20 {
        connection.get(path).await?;
    }
    let (cpu, mut seen) = (server.cpu()?, Latencies::default());
    for _ in 0..requests {
        let asked = Instant::now();
        let answer = connection.get(path).await?;
        seen.add(asked.elapsed());
        ensure!(answer.status == 200 && answer.body.len() > 100, "{path}: {}", String::from_utf8_lossy(&answer.body));
    }
    let cpu_ms = (server.cpu()? - cpu).as_secs_f64() * 1_000.0 / requests as f64;
    Ok(vec![
        Line::at_most(format!("{what}: CPU a page of 25"), 1.0, cpu_ms, "ms"),
        Line::at_most(format!("{what}: p99"), 10.0, seen.at(0.99), "ms"),
        Line::told(format!("{what}: p50"), format!("{:.2} ms", seen.at(0.5))),
    ])
}
