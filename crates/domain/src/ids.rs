//! Identifiers: time-ordered 64-bit integers, one type for each kind of thing so that they cannot be mixed up.
//!
//! In JSON they are strings: JavaScript cannot hold 64 bits in a number.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A text that is not an identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not an identifier: expected a positive decimal number")]
pub struct InvalidId(pub String);

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = InvalidId;
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                match text.parse::<i64>() {
                    Ok(id) if id > 0 && text.bytes().all(|b| b.is_ascii_digit()) => Ok(Self(id)),
                    _ => Err(InvalidId(text.chars().take(40).collect())),
                }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )+};
}

ids! {
    /// A brand: the tenant. Everything a brand owns carries its id.
    BrandId,
    UserId,
    ChannelId,
    MonitorId,
    PostId,
    AuthorId,
    CaseId,
    ReplyId,
    NoteId,
    /// One payload as a network delivered it.
    RawId,
    GapId,
    /// A picture or file of a post.
    MediaId,
    ImportId,
    InviteId,
    TokenId,
    MuteId,
    CorrectionId,
    WordRuleId,
    ReassessmentId,
    SavedSearchId,
    AlertId,
    NoticeId,
    WebhookId,
    DeliveryId,
    /// The place of an event in the log; strictly increasing.
    EventSeq,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_survives_json_as_a_string() {
        let id = PostId(9_007_199_254_740_993);
        let json = serde_json::to_string(&id).expect("ids serialize");
        assert_eq!(json, "\"9007199254740993\"");
        assert_eq!(serde_json::from_str::<PostId>(&json).expect("ids parse"), id);
    }

    #[test]
    fn what_is_not_a_positive_number_is_refused() {
        for text in ["", "0", "-1", "+1", "1.0", " 1", "१", "99999999999999999999"] {
            assert!(text.parse::<CaseId>().is_err(), "{text:?}");
        }
    }
}
