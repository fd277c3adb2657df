//! `monitor add | list | remove`.

use super::{
    arguments::{InBrand, Monitor, Place},
    link::Link,
    output::{print, print_json, table, text_of},
};
use axum::http::Method;
use serde_json::{Value, json};

pub async fn monitor(place: Place, command: Monitor) -> anyhow::Result<()> {
    let link = Link::open(&place).await?;
    let done = match command {
        Monitor::Add { name, any, all, none, within } => {
            add(&link, json!({ "name": name, "query": { "any": any, "all": all, "none": none } }), within).await
        }
        Monitor::List(within) => list(&link, within).await,
        Monitor::Remove { id, within } => remove(&link, &id, within).await,
    };
    link.close().await;
    done
}

async fn add(link: &Link, asked: Value, within: InBrand) -> anyhow::Result<()> {
    let brand = link.brand(within.brand.as_deref()).await?;
    let made = link.call(Method::POST, &format!("/brands/{brand}/monitors"), Some(asked)).await?;
    if within.json {
        return print_json(&made);
    }
    print(&format!("Listening for {} ({}).", text_of(&made, "name"), text_of(&made, "id")))
}

async fn list(link: &Link, within: InBrand) -> anyhow::Result<()> {
    let brand = link.brand(within.brand.as_deref()).await?;
    let monitors = link.get(&format!("/brands/{brand}/monitors")).await?;
    if within.json {
        return print_json(&monitors["items"]);
    }
    let none = Vec::new();
    let words = |monitor: &Value, box_name: &str| {
        let terms = monitor["query"][box_name].as_array().unwrap_or(&none);
        terms.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" | ")
    };
    let rows: Vec<Vec<String>> = monitors["items"]
        .as_array()
        .unwrap_or(&none)
        .iter()
        .map(|monitor| {
            let on = if monitor["enabled"] == true { "on" } else { "off" };
            let named = [text_of(monitor, "id"), text_of(monitor, "name"), on.to_owned()];
            named.into_iter().chain(["any", "all", "none"].map(|name| words(monitor, name))).collect()
        })
        .collect();
    print(&table(&["id", "name", "", "any", "all", "none"], &rows))
}

async fn remove(link: &Link, id: &str, within: InBrand) -> anyhow::Result<()> {
    let brand = link.brand(within.brand.as_deref()).await?;
    link.call(Method::DELETE, &format!("/brands/{brand}/monitors/{id}"), None).await?;
    if within.json { print_json(&json!({ "removed": id })) } else { print("Removed. What it caught stays.") }
}
