//! `import`: sends the file to the server and shows how far the reading is.

use super::{
    arguments::{Import, Place},
    link::Link,
    output::{print, print_json},
};
use answerable_domain::BrandId;
use anyhow::{Context as _, bail};
use axum::http::Method;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::Value;
use std::{path::Path, time::Duration};
use tokio_util::io::ReaderStream;

const LOOK_EVERY: Duration = Duration::from_millis(200);
const ERRORS_SHOWN: usize = 20;

pub async fn import(place: Place, options: Import) -> anyhow::Result<()> {
    let link = Link::open(&place).await?;
    let done = run(&link, &options).await;
    link.close().await;
    done
}

async fn run(link: &Link, options: &Import) -> anyhow::Result<()> {
    let brand = link.brand(options.within.brand.as_deref()).await?;
    let started = match (&options.file, &options.resume) {
        (Some(file), _) => send(link, brand, file, options).await?,
        (None, Some(id)) => link.call(Method::POST, &format!("/brands/{brand}/imports/{id}/resume"), None).await?,
        (None, None) => bail!("say which file"),
    };
    let id = started["id"].as_str().context("the server named no import")?.to_owned();
    let finished = watch(link, brand, &id).await?;
    report(link, brand, &finished, options.within.json).await
}

async fn send(link: &Link, brand: BrandId, file: &Path, options: &Import) -> anyhow::Result<Value> {
    let extension = file.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let format = match (options.format.as_deref(), extension) {
        (Some(format), _) => format,
        (None, "csv") => "csv",
        (None, "jsonl" | "ndjson" | "json") => "jsonl",
        _ => bail!("say --format jsonl or --format csv: the file's name does not tell"),
    };
    let opened = tokio::fs::File::open(file).await.with_context(|| format!("{} cannot be read", file.display()))?;
    let name = file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("format", format), ("name", &name), ("network", &options.network)])
        .finish();
    let body = reqwest::Body::wrap_stream(ReaderStream::new(opened));
    link.send(Method::POST, &format!("/brands/{brand}/imports?{query}"), Some("application/octet-stream"), body).await
}

/// Until it is no longer running.
async fn watch(link: &Link, brand: BrandId, id: &str) -> anyhow::Result<Value> {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    bar.set_style(ProgressStyle::with_template("{bar:30} {percent:>3}% {msg}")?);
    loop {
        // A server that was started for the moment has no loop that reads what came in.
        if let Some(parts) = link.momentary() {
            while parts.app.engine.pump().await? > 0 {}
        }
        let now = link.get(&format!("/brands/{brand}/imports/{id}")).await?;
        let number = |field: &str| now[field].as_u64().unwrap_or(0);
        bar.set_length(number("bytes_total").max(1));
        bar.set_position(number("bytes_done"));
        bar.set_message(format!("{} lines taken in, {} not readable", number("lines_ok"), number("lines_bad")));
        if !matches!(now["state"].as_str(), Some("running" | "receiving")) {
            bar.finish();
            if let Some(parts) = link.momentary() {
                while parts.app.engine.pump().await? > 0 {}
            }
            return Ok(now);
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

async fn report(link: &Link, brand: BrandId, import: &Value, json: bool) -> anyhow::Result<()> {
    let id = import["id"].as_str().unwrap_or_default();
    if json {
        print_json(import)?;
    } else {
        print(&format!("Import {id}: {} lines taken in, {} not readable.", import["lines_ok"], import["lines_bad"]))?;
        let errors = link.get(&format!("/brands/{brand}/imports/{id}/errors?limit={ERRORS_SHOWN}")).await?;
        for error in errors["items"].as_array().into_iter().flatten() {
            eprintln!("  line {}: {}", error["line"], error["detail"].as_str().unwrap_or_default());
        }
        if !errors["next"].is_null() {
            eprintln!("  … more in the web app, or with GET /brands/{brand}/imports/{id}/errors");
        }
    }
    match import["state"].as_str() {
        Some("done") => Ok(()),
        state => bail!("the import ended as {}; go on with --resume {id}", state.unwrap_or("unknown")),
    }
}
