//! From what was kept to posts: notifications, statuses that a stream or a list brought, deletions. Pure and total.

use super::{
    envelope::Scene,
    status::{self, Heard},
};
use crate::{
    Poison,
    json::{self, required},
};
use answerable_domain::{Deleter, Inbound, Millis, Raw};
use serde_json::Value;

/// Notifications that carry somebody's words.
const WORDS: [&str; 5] = ["mention", "status", "update", "quote", "quoted_update"];

pub fn normalize(raw: &Raw) -> Result<Vec<Inbound>, Poison> {
    let envelope = json::parse(&raw.body)?;
    let scene = Scene::read(&envelope)?;
    let payload = envelope.get("payload").unwrap_or(&Value::Null);
    let via = json::text(&envelope, &["via"]).unwrap_or_default();
    let inbound = match required(&envelope, &["event"])? {
        "notification" => notification(scene, payload, raw.received_at)?,
        "update" | "status.update" => said(scene, payload, raw.received_at)?,
        "delete" => deleted(payload, via)?,
        other => status::ignored(other),
    };
    Ok(vec![inbound])
}

fn notification(scene: Scene<'_>, payload: &Value, received_at: Millis) -> Result<Inbound, Poison> {
    let what = required(payload, &["type"])?;
    let about = payload.get("status").filter(|status| status.is_object());
    match about {
        Some(about) if WORDS.contains(&what) => {
            let told = matches!(what, "mention" | "quote");
            let heard = Heard { addressed: told || status::names_us(scene, about), context: false, received_at };
            status::post(scene, about, heard)
        }
        _ => Ok(status::ignored(what)),
    }
}

fn said(scene: Scene<'_>, payload: &Value, received_at: Millis) -> Result<Inbound, Poison> {
    if payload.get("reblog").is_some_and(Value::is_object) {
        return Ok(status::ignored("reblog"));
    }
    status::post(scene, payload, Heard { addressed: status::names_us(scene, payload), context: false, received_at })
}

/// Of the posts of a whole network most that are deleted were never ours to keep; looking again finds the others.
fn deleted(payload: &Value, via: &str) -> Result<Inbound, Poison> {
    if via == "public" {
        return Ok(status::ignored("delete"));
    }
    let native_id = match payload {
        Value::String(id) => id.clone(),
        Value::Number(id) => id.to_string(),
        other => required(other, &["id"])?.to_owned(),
    };
    if !status::is_id(&native_id) {
        return Err(json::poison("bad_value", "the id of what was deleted"));
    }
    // The author, or a moderator: the stream does not tell.
    Ok(Inbound::Deleted { native_id, by: Deleter::Unknown })
}
