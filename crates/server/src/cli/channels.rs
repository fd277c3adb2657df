//! `channel add | list | check | remove`.

use super::{
    arguments::{AddChannel, Channel, InBrand, Place},
    link::Link,
    output::{print, print_json, table, text_of},
};
use anyhow::{Context as _, bail};
use axum::http::Method;
use serde_json::{Map, Value, json};
use std::io::{IsTerminal as _, Read as _};

pub async fn channel(place: Place, command: Channel) -> anyhow::Result<()> {
    let link = Link::open(&place).await?;
    let done = match command {
        Channel::Add(options) => add(&link, options).await,
        Channel::List(within) => list(&link, within).await,
        Channel::Check { id, within } => check(&link, &id, within).await,
        Channel::Remove { id, within } => remove(&link, &id, within).await,
    };
    link.close().await;
    done
}

async fn add(link: &Link, options: AddChannel) -> anyhow::Result<()> {
    let brand = link.brand(options.within.brand.as_deref()).await?;
    let connector = options.connector.replace('-', "_");
    let secret = if connector == "bluesky" { Some(secret()?) } else { None };
    let asked = [("identifier", options.identifier), ("service", options.service), ("appview", options.appview), ("url", options.url)];
    let config: Map<String, Value> =
        asked.into_iter().filter_map(|(name, value)| value.map(|value| (name.to_owned(), Value::String(value)))).collect();
    let body = json!({ "connector": connector, "config": config, "secret": secret, "name": options.name });
    let made = link.call(Method::POST, &format!("/brands/{brand}/channels"), Some(body)).await?;
    if options.within.json {
        return print_json(&made);
    }
    print(&format!("Connected {} ({}).", text_of(&made, "name"), text_of(&made, "id")))
}

/// From standard input, so that it stands in no history.
fn secret() -> anyhow::Result<String> {
    let mut input = std::io::stdin();
    if input.is_terminal() {
        eprintln!("App password, then Enter and Ctrl+D:");
    }
    let mut text = String::new();
    input.read_to_string(&mut text).context("the app password cannot be read from standard input")?;
    let text = text.trim().to_owned();
    if text.is_empty() {
        bail!("no app password came on standard input");
    }
    Ok(text)
}

async fn list(link: &Link, within: InBrand) -> anyhow::Result<()> {
    let brand = link.brand(within.brand.as_deref()).await?;
    let channels = link.get(&format!("/brands/{brand}/channels")).await?;
    if within.json {
        return print_json(&channels["items"]);
    }
    let none = Vec::new();
    let items = channels["items"].as_array().unwrap_or(&none);
    let rows: Vec<Vec<String>> = items
        .iter()
        .map(|channel| {
            let sources = channel["sources"].as_array().unwrap_or(&none);
            let health: Vec<String> =
                sources.iter().map(|source| format!("{} {}", text_of(source, "source"), text_of(source, "state"))).collect();
            let fields = ["id", "connector", "name", "state"].map(|field| text_of(channel, field));
            fields.into_iter().chain([health.join(", "), text_of(channel, "quarantined")]).collect()
        })
        .collect();
    print(&table(&["id", "connector", "name", "state", "sources", "quarantined"], &rows))
}

async fn check(link: &Link, id: &str, within: InBrand) -> anyhow::Result<()> {
    let brand = link.brand(within.brand.as_deref()).await?;
    let checked = link.call(Method::POST, &format!("/brands/{brand}/channels/{id}/check"), None).await?;
    if within.json {
        print_json(&checked)?;
    }
    if checked["ok"] == true {
        let account = &checked["account"];
        return if within.json {
            Ok(())
        } else {
            print(&format!("It works: {} {}", text_of(account, "handle"), text_of(account, "native_id")))
        };
    }
    bail!("it does not work: {} ({})", text_of(&checked["error"], "detail"), text_of(&checked["error"], "reason"))
}

async fn remove(link: &Link, id: &str, within: InBrand) -> anyhow::Result<()> {
    let brand = link.brand(within.brand.as_deref()).await?;
    link.call(Method::DELETE, &format!("/brands/{brand}/channels/{id}"), None).await?;
    if within.json { print_json(&json!({ "removed": id })) } else { print("Disconnected. What it brought stays.") }
}
