//! What the program costs when nobody asks anything of it: time to be ready, memory, size; and what a browser loads first.

use super::{
    Line, Options,
    child::Child,
    folder::Folder,
    rig::{Rig, SETTINGS, quiet_sandbox},
    wire::Connection,
};
use answerable_domain::ConnectorKind;
use std::{fs, time::Duration};

const STARTS: usize = 5;
const POSTS_LARGE: usize = 1_000_000;
const SETTLED_AFTER: Duration = Duration::from_secs(3);
const MB: f64 = 1024.0 * 1024.0;

pub async fn run(options: &Options) -> anyhow::Result<Vec<Line>> {
    let empty = Folder::new("start")?;
    fs::write(empty.path().join("answerable.toml"), SETTINGS)?;
    let mut lines = started(&empty, "empty").await?;
    if options.large {
        let posts = options.scaled(POSTS_LARGE, 500);
        let rig = Rig::new("start-large", ConnectorKind::Sandbox, quiet_sandbox(), Vec::new()).await?;
        rig.take_in_posts(0..posts, false).await?;
        let (folder, ..) = rig.close().await;
        lines.extend(started(&folder, &format!("{posts} posts")).await?);
    }
    let size = fs::metadata(std::env::current_exe()?)?.len();
    lines.push(Line::at_most("the binary", 30.0, size as f64 / MB, "MB"));
    lines.extend(first_paint(&empty).await?);
    Ok(lines)
}

async fn started(folder: &Folder, what: &str) -> anyhow::Result<Vec<Line>> {
    // The very first start makes the database; it is not what is measured.
    Child::serve(folder).await?.kill().await?;
    let mut best = Duration::MAX;
    for _ in 0..STARTS {
        let server = Child::serve(folder).await?;
        best = best.min(server.ready_after);
        server.kill().await?;
    }
    let server = Child::serve(folder).await?;
    tokio::time::sleep(SETTLED_AFTER).await;
    let rss = server.rss_kb()? as f64 / 1024.0;
    server.kill().await?;
    Ok(vec![
        Line::at_most(format!("ready, best of {STARTS} ({what})"), 150.0, best.as_secs_f64() * 1_000.0, "ms"),
        Line::at_most(format!("memory at rest ({what})"), 40.0, rss, "MB"),
    ])
}

/// The page and what it names: scripts, modules to load beforehand, styles; as they travel.
async fn first_paint(folder: &Folder) -> anyhow::Result<Vec<Line>> {
    let server = Child::serve(folder).await?;
    let mut connection = Connection::open(&server.host, "none").await?;
    let page = String::from_utf8_lossy(&connection.get("/").await?.body).into_owned();
    let mut bytes = 0;
    let mut files = vec!["/".to_owned()];
    files.extend(page.split(['"', '\'']).filter(|part| part.ends_with(".js") || part.ends_with(".css")).map(absolute));
    for file in &files {
        bytes += connection.get_with(file, "Accept-Encoding: gzip\r\n").await?.body.len();
    }
    server.kill().await?;
    if files.len() == 1 {
        return Ok(vec![Line::told("web, gzip, at first paint", "the web app is not part of this build")]);
    }
    Ok(vec![Line::at_most(format!("web, gzip, at first paint ({} files)", files.len()), 120.0, bytes as f64 / 1024.0, "KB")])
}

fn absolute(path: &str) -> String {
    format!("/{}", path.trim_start_matches("./").trim_start_matches('/'))
}
