//! From the fields of a record to a post.

use super::{
    LineError,
    columns::{Column, Layout},
    times,
};
use crate::json::storable;
use answerable_domain::{AuthorSeen, InboundPost, Network, PostKind, Visibility};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

/// A row of a CSV file as the JSON object that is kept as its raw.
pub fn of_row(row: &[String], layout: &Layout) -> Result<Map<String, Value>, LineError> {
    if row.len() > layout.columns.len() && row[layout.columns.len()..].iter().any(|field| !field.trim().is_empty()) {
        let (columns, fields) = (layout.columns.len(), row.len());
        return Err(LineError::new(
            "too_many_columns",
            format!("{fields} fields for {columns} columns; a field with a delimiter needs quotes"),
        ));
    }
    let named = layout.columns.iter().zip(row).filter_map(|(column, field)| Some(((*column)?, field)));
    Ok(named.map(|(column, field)| (column.name().to_owned(), json!(field))).collect())
}

/// A post of a JSON object. Keys that mean nothing to us are left alone.
pub fn to_post(object: &Map<String, Value>) -> Result<InboundPost, LineError> {
    let field = |column: Column| {
        let exact = object.get(column.name());
        let value = exact.or_else(|| object.iter().find(|(name, _)| Column::named(name) == Some(column)).map(|(_, value)| value))?;
        let text = match value {
            Value::String(text) => text.trim().to_owned(),
            Value::Number(number) => number.to_string(),
            _ => return None,
        };
        Some(storable(&text)).filter(|text| !text.is_empty())
    };
    let missing = |code, name: &str| LineError::new(code, format!("there is no {name}"));
    let text = field(Column::Text).ok_or_else(|| missing("missing_text", "text"))?;
    let author = field(Column::Author).or_else(|| field(Column::AuthorName)).ok_or_else(|| missing("missing_field", "author"))?;
    let time = field(Column::Time).ok_or_else(|| missing("missing_field", "time"))?;
    let created_at = times::millis(&time).ok_or_else(|| LineError::new("bad_time", format!("{time:?} is not a time that we know")))?;
    let network = field(Column::Network).map_or(Network::Other, |name| network(&name));
    let link = field(Column::Link).filter(|link| url::Url::parse(link).is_ok_and(|url| matches!(url.scheme(), "https" | "http")));
    let native_id = match (field(Column::Id), &link) {
        (Some(id), _) => format!("{}:{id}", network.as_str()),
        (None, Some(link)) => link.clone(),
        // The same line again is the same post again.
        (None, None) => format!("hash:{}", hash(&[&author, &created_at.to_string(), &text])),
    };
    Ok(InboundPost {
        network,
        native_id,
        version: hash(&[&text]),
        kind: PostKind::Post,
        visibility: Visibility::Public,
        author: seen(&author, field(Column::AuthorName)),
        text,
        spans: Vec::new(),
        media: Vec::new(),
        root_native_id: None,
        parent_native_id: None,
        parent_author_native_id: None,
        permalink: link,
        languages: field(Column::Language).into_iter().collect(),
        created_at,
        addressed: false,
        context: false,
        answers_us: false,
        hand_off: None,
        attachments: Vec::new(),
        handle: Value::Null,
    })
}

/// A name with spaces is no handle.
fn seen(author: &str, name: Option<String>) -> AuthorSeen {
    let handle = author.trim_start_matches('@');
    let is_handle = !handle.is_empty() && !handle.contains(char::is_whitespace);
    AuthorSeen {
        native_id: if handle.is_empty() { author.to_owned() } else { handle.to_owned() },
        handle: is_handle.then(|| handle.to_owned()),
        display_name: name.or_else(|| (!is_handle).then(|| author.to_owned())),
        ..AuthorSeen::default()
    }
}

/// Our own names, and some that people write; what we do not know is "other".
fn network(name: &str) -> Network {
    let name = name.trim().to_lowercase().replace([' ', '-'], "_");
    match name.as_str() {
        "twitter" | "트위터" => Network::X,
        "인스타그램" | "インスタグラム" | "ig" => Network::Instagram,
        "페이스북" | "fb" => Network::Facebook,
        "유튜브" => Network::Youtube,
        "네이버" => Network::Naver,
        "카카오톡" | "kakao" => Network::Kakaotalk,
        "블루스카이" => Network::Bluesky,
        name => Network::parse(name).unwrap_or(Network::Other),
    }
}

fn hash(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hash.finalize().iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}
