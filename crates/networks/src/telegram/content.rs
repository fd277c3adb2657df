//! What a message holds besides its sender: words, or what stands for them, and files.

use crate::json::{self, storable};
use answerable_domain::{Media, clip_to_bytes};
use serde_json::Value;

/// What is no service message. Whatever else Telegram reports in a chat (who came, what was pinned) is nobody's words.
const CONTENTS: [&str; 19] = [
    "text",
    "caption",
    "animation",
    "audio",
    "document",
    "paid_media",
    "photo",
    "sticker",
    "story",
    "video",
    "video_note",
    "voice",
    "checklist",
    "contact",
    "dice",
    "game",
    "poll",
    "venue",
    "location",
];
const OPTIONS_MAX: usize = 10;
/// Eight times what Telegram takes, in its longest letters.
const TEXT_BYTES_MAX: usize = 128 * 1024;
const FILE_ID_BYTES_MAX: usize = 500;

pub fn is_service(message: &Value) -> bool {
    !CONTENTS.iter().any(|content| message.get(content).is_some())
}

/// The words and their marks; where there are none, a picture of what was sent that reads the same in every language.
pub fn words(message: &Value) -> (String, &[Value]) {
    if let Some(text) = json::text(message, &["text"]) {
        return (clipped(text), json::list(message, &["entities"]));
    }
    if let Some(caption) = json::text(message, &["caption"]) {
        return (clipped(caption), json::list(message, &["caption_entities"]));
    }
    (stand_in(message).map(|text| clipped(&text)).unwrap_or_default(), &[])
}

fn clipped(text: &str) -> String {
    storable(clip_to_bytes(text, TEXT_BYTES_MAX))
}

fn stand_in(message: &Value) -> Option<String> {
    let text = |path: &[&str]| json::text(message, path).unwrap_or_default();
    let words = |sign: &str, parts: &[&str]| {
        let said: Vec<&str> = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
        Some(format!("[{sign} {}]", said.join(" ")))
    };
    if message.get("venue").is_some() {
        return words("📍", &[text(&["venue", "title"]), text(&["venue", "address"])]);
    }
    if let Some(place) = message.get("location") {
        let degrees = |key: &str| place.get(key).and_then(Value::as_f64).unwrap_or_default();
        return Some(format!("[📍 {:.5}, {:.5}]", degrees("latitude"), degrees("longitude")));
    }
    if message.get("contact").is_some() {
        let contact = |key: &str| text(&["contact", key]);
        return words("👤", &[contact("first_name"), contact("last_name"), contact("phone_number")]);
    }
    if message.get("poll").is_some() {
        let options = json::list(message, &["poll", "options"]).iter().take(OPTIONS_MAX);
        let options: Vec<&str> = options.filter_map(|option| json::text(option, &["text"])).collect();
        return words("📊", &[text(&["poll", "question"]), "—", &options.join(" / ")]);
    }
    if message.get("checklist").is_some() {
        return words("☑", &[text(&["checklist", "title"])]);
    }
    if message.get("game").is_some() {
        return words("🎮", &[text(&["game", "title"])]);
    }
    json::text(message, &["sticker", "emoji"]).or_else(|| json::text(message, &["dice", "emoji"])).map(str::to_owned)
}

/// Pictures and files, each under a name that [`super::TelegramConnector`] makes an address of when somebody wants to see it.
pub fn media(message: &Value) -> Vec<Media> {
    let caption = json::text(message, &["caption"]);
    let file = |value: &Value, mime: &str| {
        let alt = caption.or_else(|| json::text(value, &["file_name"])).or_else(|| json::text(value, &["emoji"]));
        Some(Media {
            url: format!("telegram:{}", storable(json::text(value, &["file_id"]).filter(|id| id.len() <= FILE_ID_BYTES_MAX)?)),
            alt: alt.map(clipped),
            mime: Some(json::text(value, &["mime_type"]).map_or_else(|| mime.to_owned(), storable)),
        })
    };
    if let Some(photo) = largest(json::list(message, &["photo"])) {
        return file(photo, "image/jpeg").into_iter().collect();
    }
    // An animation is told as a document as well.
    let kinds = [
        ("animation", "video/mp4"),
        ("video", "video/mp4"),
        ("video_note", "video/mp4"),
        ("voice", "audio/ogg"),
        ("audio", "audio/mpeg"),
        ("document", "application/octet-stream"),
    ];
    if let Some(found) = kinds.iter().find_map(|(kind, mime)| file(message.get(kind)?, mime)) {
        return vec![found];
    }
    let sticker = message.get("sticker").and_then(|sticker| {
        let mime = match (json::flag(sticker, &["is_video"]), json::flag(sticker, &["is_animated"])) {
            (true, _) => "video/webm",
            (false, true) => "application/x-tgsticker",
            (false, false) => "image/webp",
        };
        file(sticker, mime)
    });
    sticker.into_iter().collect()
}

fn largest(sizes: &[Value]) -> Option<&Value> {
    let side = |size: &Value, key: &str| size.get(key).and_then(Value::as_u64).unwrap_or(0);
    sizes.iter().max_by_key(|size| side(size, "width").saturating_mul(side(size, "height")))
}
