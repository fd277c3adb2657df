//! What a server says about itself, in both versions of the question.

use super::town::Town;
use serde_json::{Value, json};

pub fn second(town: &Town) -> Value {
    let mut value = json!({
        "domain": town.host(),
        "title": town.host(),
        "version": version(town),
        "source_url": "https://example.org/source",
        "description": "",
        "usage": {"users": {"active_month": 0}},
        "thumbnail": {"url": format!("{}/assets/logo.webp", town.base)},
        "languages": [],
        "configuration": {
            "urls": {"streaming": streaming(town), "about": format!("{}/about", town.base), "privacy_policy": null, "terms_of_service": null},
            "accounts": {"allow_custom_css": false, "max_featured_tags": 10, "max_profile_fields": 6},
            "statuses": statuses(town),
            "media_attachments": media(),
            "polls": {"max_options": 6, "max_characters_per_option": 50, "min_expiration": 300, "max_expiration": 2_629_746},
            "translation": {"enabled": false},
            "emojis": {"emoji_size_limit": 51_200},
            "vapid": {"public_key": "BMq1XwZaTifhCsIfoT3ZJeWjVTJsgKkhElMUygM3jE3q7hSERi7C9sY188pydYdrpMBPtfFjrNkib88cCsLHWCA"},
        },
        "registrations": {"enabled": false, "approval_required": true, "message": null, "min_age": null, "reason_required": true},
        "contact": {"email": ""},
        "rules": [],
    });
    if town.profile.is_gotosocial() {
        value["account_domain"] = json!(town.host());
    } else {
        value["api_versions"] = json!({"mastodon": 7});
        let access = if town.profile.feeds { "authenticated" } else { "disabled" };
        let feed = json!({"local": access, "remote": access});
        value["configuration"]["timelines_access"] = json!({"live_feeds": feed, "hashtag_feeds": feed, "trending_link_feeds": feed});
    }
    value
}

pub fn first(town: &Town) -> Value {
    let mut value = json!({
        "uri": town.host(),
        "title": town.host(),
        "description": "",
        "short_description": "",
        "email": "",
        "version": version(town),
        "languages": [],
        "registrations": false,
        "approval_required": true,
        "invites_enabled": false,
        "configuration": {
            "statuses": statuses(town),
            "media_attachments": media(),
            "polls": {"max_options": 6, "max_characters_per_option": 50, "min_expiration": 300, "max_expiration": 2_629_746},
            "accounts": {"allow_custom_css": false, "max_featured_tags": 10, "max_profile_fields": 6},
            "emojis": {"emoji_size_limit": 51_200},
        },
        "urls": {"streaming_api": streaming(town)},
        "stats": {"domain_count": 0, "status_count": town.statuses.len(), "user_count": town.accounts.len()},
        "thumbnail": format!("{}/assets/logo.webp", town.base),
        "max_toot_chars": town.profile.max_characters,
        "rules": [],
    });
    if town.profile.is_gotosocial() {
        value["account_domain"] = json!(town.host());
    }
    if !town.profile.second_instance {
        // Servers that know only the first version often say only this about it.
        value.as_object_mut().expect("an object").remove("configuration");
    }
    value
}

fn version(town: &Town) -> &'static str {
    if town.profile.is_gotosocial() { "0.19.99-57cb4fe" } else { "4.5.1" }
}

/// As a real server behind a proxy says it: `wss`, even where it is served without encryption.
fn streaming(town: &Town) -> String {
    town.profile.streaming.map_or_else(|| format!("wss://{}", town.host()), str::to_owned)
}

fn statuses(town: &Town) -> Value {
    json!({
        "max_characters": town.profile.max_characters,
        "max_media_attachments": 6,
        "characters_reserved_per_url": town.profile.characters_reserved_per_url,
        "supported_mime_types": ["text/plain", "text/markdown"],
    })
}

fn media() -> Value {
    json!({
        "supported_mime_types": ["image/jpeg", "image/png", "image/webp"],
        "image_size_limit": 41_943_040,
        "image_matrix_limit": 2_147_483_647,
        "video_size_limit": 41_943_040,
        "video_frame_rate_limit": 2_147_483_647,
        "video_matrix_limit": 2_147_483_647,
        "description_limit": 1_500,
    })
}
