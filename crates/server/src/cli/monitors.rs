//! `monitor add | list | remove`; `monitor try | variants` are in [`listening`].

use super::{
    arguments::{AddMonitor, InBrand, Monitor, Place},
    link::Link,
    listening,
    output::{print, print_json, table, text_of},
};
use axum::http::Method;
use serde_json::{Value, json};

pub async fn monitor(place: Place, command: Monitor) -> anyhow::Result<()> {
    match command {
        Monitor::Try(options) => listening::try_query(&options),
        Monitor::Variants(options) => listening::list_variants(&options),
        Monitor::Add(options) => {
            let asked = asked(&options)?;
            ask(&place, async |link| add(link, asked, options.within).await).await
        }
        Monitor::List(within) => ask(&place, async |link| list(link, within).await).await,
        Monitor::Remove { id, within } => ask(&place, async |link| remove(link, &id, within).await).await,
    }
}

async fn ask(place: &Place, what: impl AsyncFnOnce(&Link) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let link = Link::open(place).await?;
    let done = what(&link).await;
    link.close().await;
    done
}

/// What the API is asked. A query is read here first: its problems are shown where they are.
fn asked(options: &AddMonitor) -> anyhow::Result<Value> {
    if let Some(query) = &options.query {
        listening::read_query(query)?;
        return Ok(json!({ "name": options.name, "query": query }));
    }
    let terms = |words: &[String]| words.iter().map(|word| box_term(word)).collect::<Vec<_>>();
    let boxes = json!({ "any": terms(&options.any), "all": terms(&options.all), "none": terms(&options.none) });
    Ok(json!({ "name": options.name, "boxes": boxes }))
}

/// `~` and `=` before words mean what they mean in a query.
fn box_term(words: &str) -> Value {
    match words.split_at_checked(1) {
        Some(("~", text)) => json!({ "text": text, "variants": true }),
        Some(("=", text)) => json!({ "text": text, "exact": true }),
        _ => json!({ "text": words }),
    }
}

async fn add(link: &Link, asked: Value, within: InBrand) -> anyhow::Result<()> {
    let brand = link.brand(within.brand.as_deref()).await?;
    let made = link.call(Method::POST, &format!("/brands/{brand}/monitors"), Some(asked)).await?;
    if within.json {
        return print_json(&made);
    }
    print(&format!("Listening for {} ({}): {}", text_of(&made, "name"), text_of(&made, "id"), text_of(&made, "query")))
}

async fn list(link: &Link, within: InBrand) -> anyhow::Result<()> {
    let brand = link.brand(within.brand.as_deref()).await?;
    let monitors = link.get(&format!("/brands/{brand}/monitors")).await?;
    if within.json {
        return print_json(&monitors["items"]);
    }
    let row = |monitor: &Value| {
        let on = if monitor["enabled"] == true { "on" } else { "off" };
        vec![text_of(monitor, "id"), text_of(monitor, "name"), on.to_owned(), text_of(monitor, "side"), text_of(monitor, "query")]
    };
    let rows: Vec<Vec<String>> = monitors["items"].as_array().into_iter().flatten().map(row).collect();
    print(&table(&["id", "name", "", "side", "query"], &rows))
}

async fn remove(link: &Link, id: &str, within: InBrand) -> anyhow::Result<()> {
    let brand = link.brand(within.brand.as_deref()).await?;
    link.call(Method::DELETE, &format!("/brands/{brand}/monitors/{id}"), None).await?;
    if within.json { print_json(&json!({ "removed": id })) } else { print("Removed. What it caught stays.") }
}
