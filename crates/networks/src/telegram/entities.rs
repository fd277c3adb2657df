//! Links, mentions and hashtags of a message as spans.
//!
//! Telegram counts in UTF-16 code units, we in bytes of UTF-8. What lies outside the text or cuts a character in two is left out.

use crate::json::{self, storable};
use answerable_domain::{Span, SpanKind};
use serde_json::Value;
use url::Url;

/// Telegram marks at most a hundred; more is somebody's joke.
const ENTITIES_MAX: usize = 500;

/// The bot, as far as it is known: its name comes with the first answer of Telegram's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Me {
    pub id: i64,
    pub name: Option<String>,
}

impl Me {
    /// Is this (`@name`) our name? Before we know it, any bot's may be: rather heard once too often.
    pub fn is_called(&self, name: &str) -> bool {
        let name = name.trim_start_matches('@');
        match &self.name {
            Some(own) => own.eq_ignore_ascii_case(name),
            None => name.len() > 3 && name.get(name.len() - 3..).is_some_and(|end| end.eq_ignore_ascii_case("bot")),
        }
    }
}

/// The bytes at which the UTF-16 code units of a text begin; `None` within a character, and one more for the end.
struct Units(Vec<Option<u32>>);

impl Units {
    fn of(text: &str) -> Self {
        let mut starts = Vec::with_capacity(text.len() + 1);
        for (byte, letter) in text.char_indices() {
            starts.push(u32::try_from(byte).ok());
            starts.extend((1..letter.len_utf16()).map(|_| None));
        }
        starts.push(u32::try_from(text.len()).ok());
        Self(starts)
    }

    fn byte(&self, unit: u64) -> Option<u32> {
        *self.0.get(usize::try_from(unit).ok()?)?
    }
}

/// An entity and the words that it marks.
pub struct Marked<'a> {
    pub kind: &'a str,
    pub words: &'a str,
    pub entity: &'a Value,
    start: u32,
    end: u32,
}

/// In the order in which they stand in the message.
pub fn marked<'a>(text: &'a str, entities: &'a [Value]) -> Vec<Marked<'a>> {
    if entities.is_empty() {
        return Vec::new();
    }
    let units = Units::of(text);
    let read = |entity: &'a Value| {
        let offset = entity.get("offset")?.as_u64()?;
        let length = entity.get("length")?.as_u64()?;
        let (start, end) = (units.byte(offset)?, units.byte(offset.checked_add(length)?)?);
        let words = text.get(start as usize..end as usize).filter(|words| !words.is_empty())?;
        Some(Marked { kind: json::text(entity, &["type"])?, words, entity, start, end })
    };
    entities.iter().take(ENTITIES_MAX).filter_map(read).collect()
}

pub fn spans(marked: &[Marked<'_>], me: &Me) -> Vec<Span> {
    marked.iter().filter_map(|mark| Some(Span { start: mark.start, end: mark.end, kind: kind(mark, me)? })).collect()
}

fn kind(mark: &Marked<'_>, me: &Me) -> Option<SpanKind> {
    match mark.kind {
        // Of others only the name is told, and spans name accounts by number: so it is a link to them.
        "mention" if me.name.is_some() && me.is_called(mark.words) => Some(SpanKind::Mention(me.id.to_string())),
        "mention" => link(&format!("https://t.me/{}", mark.words.trim_start_matches('@'))),
        "text_mention" => mark.entity.get("user")?.get("id")?.as_i64().map(|id| SpanKind::Mention(id.to_string())),
        "hashtag" => Some(SpanKind::Tag(mark.words.trim_start_matches(['#', '＃']).to_owned())),
        "url" => link(mark.words).or_else(|| link(&format!("http://{}", mark.words))),
        "text_link" => link(json::text(mark.entity, &["url"])?),
        _ => None,
    }
}

fn link(address: &str) -> Option<SpanKind> {
    let is_web = Url::parse(address).is_ok_and(|url| matches!(url.scheme(), "https" | "http") && url.has_host());
    is_web.then(|| SpanKind::Link(storable(address)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn me() -> Me {
        Me { id: 7, name: Some("acme_care_bot".to_owned()) }
    }

    #[test]
    fn offsets_are_counted_as_telegram_counts() {
        let text = "👾 안녕 @acme_care_bot #배송 👨‍👩‍👧 https://a.kr 여기";
        let at = |part: &str| text[..text.find(part).expect("a part of it")].encode_utf16().count();
        let entity = |kind: &str, part: &str| json!({"type": kind, "offset": at(part), "length": part.encode_utf16().count()});
        let mut link = entity("text_link", "여기");
        link["url"] = json!("https://b.kr/x");
        let entities = [
            entity("mention", "@acme_care_bot"),
            entity("hashtag", "#배송"),
            entity("url", "https://a.kr"),
            link,
            entity("bold", "안녕"),
            json!({"type": "url", "offset": 1, "length": 2}),
            json!({"type": "url", "offset": 900, "length": 1}),
            json!({"type": "url", "offset": 0, "length": 18_446_744_073_709_551_615_u64}),
            json!({"type": "text_link", "offset": 0, "length": 2, "url": "javascript:alert(1)"}),
            json!({"type": "url", "offset": -1, "length": 2}),
            json!("no entity"),
        ];
        let found: Vec<(&str, SpanKind)> = spans(&marked(text, &entities), &me())
            .into_iter()
            .map(|span| (&text[span.start as usize..span.end as usize], span.kind))
            .collect();
        assert_eq!(
            found,
            [
                ("@acme_care_bot", SpanKind::Mention("7".into())),
                ("#배송", SpanKind::Tag("배송".into())),
                ("https://a.kr", SpanKind::Link("https://a.kr".into())),
                ("여기", SpanKind::Link("https://b.kr/x".into())),
            ]
        );
    }

    #[test]
    fn a_name_is_ours_whatever_its_case_and_any_bots_until_we_know() {
        let nameless = Me { id: 7, name: None };
        for (name, known, unknown) in [
            ("@Acme_Care_Bot", true, true),
            ("@other_bot", false, true),
            ("@kim", false, false),
            ("bot", false, false),
            ("@가봇", false, false),
        ] {
            assert_eq!((me().is_called(name), nameless.is_called(name)), (known, unknown), "{name}");
        }
    }
}
