//! `channel add | list | check | remove`.

use super::{
    arguments::{AddChannel, Channel, InBrand, Place},
    link::Link,
    output::{print, print_json, table, text_of},
};
use anyhow::{Context as _, anyhow, bail};
use axum::http::Method;
use serde_json::{Map, Value, json};
use std::io::{IsTerminal as _, Read as _};

const SECRET_VARIABLE: &str = "ANSWERABLE_CHANNEL_SECRET";

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
    let mut config = settings(&options.set)?;
    let asked = [("identifier", options.identifier), ("service", options.service), ("appview", options.appview), ("url", options.url)];
    config.extend(asked.into_iter().filter_map(|(name, value)| value.map(|value| (name.to_owned(), Value::String(value)))));
    let secret = secret_of(&connector).map(secret).transpose()?;
    let body = json!({ "connector": connector, "config": config, "secret": secret, "name": options.name });
    let made = link.call(Method::POST, &format!("/brands/{brand}/channels"), Some(body)).await?;
    if options.within.json {
        return print_json(&made);
    }
    print(&format!("Connected {} ({}).", text_of(&made, "name"), text_of(&made, "id")))
}

/// What one signs in with there. `None`: nothing.
fn secret_of(connector: &str) -> Option<&'static str> {
    match connector {
        "bluesky" => Some("app password"),
        "mastodon" => Some("access token"),
        "email" => Some("password"),
        "telegram" => Some("bot's token"),
        _ => None,
    }
}

/// `KEY=VALUE`, `GROUP.KEY=VALUE` or a whole object, in the order in which they were said. A value that is JSON is what it says; all else is
/// text.
fn settings(said: &[String]) -> anyhow::Result<Map<String, Value>> {
    let mut config = Map::new();
    for said in said {
        if said.trim_start().starts_with('{') {
            let whole: Map<String, Value> = serde_json::from_str(said).context("--set: not a JSON object")?;
            config.extend(whole);
            continue;
        }
        let (key, value) = said.split_once('=').ok_or_else(|| anyhow!("--set {said}: expected KEY=VALUE or a JSON object"))?;
        let value = serde_json::from_str(value).unwrap_or_else(|_| Value::String(value.to_owned()));
        let (groups, key) = key.trim().rsplit_once('.').map_or((None, key.trim()), |(groups, key)| (Some(groups), key));
        let mut at = &mut config;
        for group in groups.into_iter().flat_map(|groups| groups.split('.')) {
            let inner = at.entry(group).or_insert_with(|| json!({}));
            at = inner.as_object_mut().ok_or_else(|| anyhow!("--set {said}: {group} is no group of settings"))?;
        }
        at.insert(key.to_owned(), value);
    }
    Ok(config)
}

/// From the environment or standard input, so that it stands in no history.
fn secret(what: &str) -> anyhow::Result<String> {
    if let Ok(text) = std::env::var(SECRET_VARIABLE)
        && !text.trim().is_empty()
    {
        return Ok(text.trim().to_owned());
    }
    let mut input = std::io::stdin();
    if input.is_terminal() {
        eprintln!("Type the {what}, then Enter and Ctrl+D:");
    }
    let mut text = String::new();
    input.read_to_string(&mut text).with_context(|| format!("the {what} cannot be read from standard input"))?;
    let text = text.trim().to_owned();
    if text.is_empty() {
        bail!("no {what} came on standard input or in {SECRET_VARIABLE}");
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

#[cfg(test)]
mod tests {
    use super::*;

    fn said(settings_said: &[&str]) -> anyhow::Result<Value> {
        settings(&settings_said.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>()).map(Value::Object)
    }

    #[test]
    fn settings_are_said_one_by_one_in_groups_or_as_a_whole() {
        for (said_so, expected) in [
            (vec![], json!({})),
            (vec!["server=https://social.example", "poll_seconds=30"], json!({ "server": "https://social.example", "poll_seconds": 30 })),
            (vec!["tags=[\"acme\",\"아크메\"]", "public=off"], json!({ "tags": ["acme", "아크메"], "public": "off" })),
            (
                vec!["imap.host=imap.acme.example", "imap.port=993", "address=care@acme.example"],
                json!({ "imap": { "host": "imap.acme.example", "port": 993 }, "address": "care@acme.example" }),
            ),
            (vec![r#"{"address":"a@b.c","sent":null}"#, "address=d@e.f", "name="], json!({ "address": "d@e.f", "sent": null, "name": "" })),
            (vec!["name=a=b"], json!({ "name": "a=b" })),
        ] {
            assert_eq!(said(&said_so).expect("sound"), expected, "{said_so:?}");
        }
        for wrong in [vec!["server"], vec!["{\"a\":"], vec!["a=1", "a.b=2"]] {
            assert!(said(&wrong).is_err(), "{wrong:?}");
        }
    }
}
