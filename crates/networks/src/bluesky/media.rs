//! Pictures and films of a post: from the view that an AppView serves, or from the blobs of a bare record.

use crate::json;
use answerable_domain::Media;
use serde_json::Value;

const MEDIA_MAX: usize = 20;

/// `view` is the hydrated embed where there is one; a bare record names blobs only, which the network's image server shows.
pub fn media(view: Option<&Value>, record: &Value, did: &str) -> Vec<Media> {
    let mut found = view.map(of_view).unwrap_or_default();
    if found.is_empty() {
        found = record.get("embed").map(|embed| of_record(embed, did)).unwrap_or_default();
    }
    found.truncate(MEDIA_MAX);
    found
}

fn of_view(embed: &Value) -> Vec<Media> {
    let embed = embed.get("media").unwrap_or(embed);
    let mut found: Vec<Media> = json::list(embed, &["images"]).iter().filter_map(|image| media_at(image, "fullsize", None)).collect();
    found.extend(media_at(embed, "playlist", Some("application/vnd.apple.mpegurl")));
    found
}

fn media_at(value: &Value, key: &str, mime: Option<&str>) -> Option<Media> {
    let url = json::text(value, &[key]).filter(|url| url.starts_with("https://") || url.starts_with("http://"))?;
    Some(Media { url: json::storable(url), alt: alt(value), mime: mime.map(str::to_owned) })
}

fn of_record(embed: &Value, did: &str) -> Vec<Media> {
    let embed = embed.get("media").unwrap_or(embed);
    json::list(embed, &["images"]).iter().filter_map(|image| blob(image, did)).collect()
}

fn blob(image: &Value, did: &str) -> Option<Media> {
    let cid = json::text(image, &["image", "ref", "$link"]).filter(|cid| cid.bytes().all(|b| b.is_ascii_alphanumeric()))?;
    let mime = json::text(image, &["image", "mimeType"]).map(json::storable);
    Some(Media { url: format!("https://cdn.bsky.app/img/feed_fullsize/plain/{did}/{cid}@jpeg"), alt: alt(image), mime })
}

fn alt(value: &Value) -> Option<String> {
    json::text(value, &["alt"]).map(json::storable)
}
