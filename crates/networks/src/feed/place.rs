//! Where reading a feed has come to: which document was seen last, and what stood in it.
//!
//! A feed shows its newest articles only. When a document shares none with the one before, others may have come and gone between the two:
//! that is a gap, and it is said.

use super::fetch::Known;
use crate::GapSeen;
use answerable_domain::{Inbound, InboundPost, Millis};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The newest of a document are enough to recognise it by.
const KEYS_MAX: usize = 50;

/// The cursor.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    #[serde(flatten)]
    pub known: Known,
    #[serde(default)]
    keys: Vec<String>,
    /// When the document was seen to have changed.
    #[serde(default)]
    at: Millis,
}

impl Place {
    /// After another document, and what may be missing between the two.
    pub fn moved_to(self, known: Known, articles: &[Inbound], now: Millis) -> (Option<GapSeen>, Self) {
        let posts = || articles.iter().filter_map(post);
        let keys: Vec<String> = posts().take(KEYS_MAX).map(key).collect();
        if keys.is_empty() {
            return (None, Self { known, ..self });
        }
        let is_new = |post: &InboundPost| !self.keys.contains(&key(post));
        let gap = (!self.keys.is_empty() && posts().all(is_new)).then(|| {
            let oldest = posts().map(|post| post.created_at).min().unwrap_or(now);
            GapSeen { from: Some(self.at), to: if oldest > self.at { oldest.min(now) } else { now }, why: "truncated_page" }
        });
        (gap, Self { known, keys, at: now })
    }
}

fn post(inbound: &Inbound) -> Option<&InboundPost> {
    match inbound {
        Inbound::Post(post) => Some(post),
        _ => None,
    }
}

fn key(post: &InboundPost) -> String {
    Sha256::digest(&post.native_id).iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn articles(ids: &[i64]) -> Vec<Inbound> {
        let entry = |id: &i64| {
            let at = jiff::Timestamp::from_second(*id).expect("a time");
            format!("<entry><id>urn:{id}</id><title>{id}</title><updated>{at}</updated></entry>")
        };
        let entries: String = ids.iter().map(entry).collect();
        let document = format!(r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title>{entries}</feed>"#);
        let url = url::Url::parse("https://news.example/feed").expect("an address");
        super::super::normalize::articles(document.as_bytes(), &url, 0).expect("a feed")
    }

    #[test]
    fn a_document_that_shares_no_article_with_the_one_before_has_a_gap_before_it() {
        let gaps = |documents: &[&[i64]]| {
            let mut place = Place::default();
            let read = documents.iter().enumerate().map(|(turn, ids)| {
                let turn = i64::try_from(turn).expect("few");
                let (gap, next) = std::mem::take(&mut place).moved_to(Known::default(), &articles(ids), 10_000 * turn);
                place = next;
                gap.map(|gap| (gap.from, gap.to))
            });
            read.collect::<Vec<_>>()
        };
        assert_eq!(gaps(&[&[2, 1], &[3, 2], &[4, 3]]), [None, None, None]);
        assert_eq!(gaps(&[&[2, 1], &[12, 11]]), [None, Some((Some(0), 10_000))], "clipped to the present");
        assert_eq!(gaps(&[&[2, 1], &[9, 8]]), [None, Some((Some(0), 8_000))]);
        assert_eq!(gaps(&[&[2, 1], &[], &[3, 2]]), [None, None, None], "an empty document forgets nothing");
        assert_eq!(gaps(&[&[2, 1], &[], &[15]]), [None, None, Some((Some(0), 15_000))]);
    }

    #[test]
    fn a_cursor_of_before_is_still_read() {
        let place: Place = serde_json::from_str(r#"{"etag":"\"a\"","hash":"00"}"#).expect("a cursor");
        assert_eq!(place.moved_to(Known::default(), &articles(&[1]), 1).0, None);
    }
}
