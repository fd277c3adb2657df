//! Networks and their rules, as data.

use serde::{Deserialize, Serialize};

/// A platform that posts come from. Closed: a post from elsewhere is [`Network::Other`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Network {
    Bluesky,
    Mastodon,
    X,
    Threads,
    Instagram,
    Facebook,
    Youtube,
    Tiktok,
    Line,
    Kakaotalk,
    Naver,
    Reddit,
    Telegram,
    Discord,
    Email,
    HackerNews,
    GoogleBusiness,
    AppReviews,
    Rss,
    Other,
}

impl Network {
    pub const ALL: [Self; 20] = [
        Self::Bluesky,
        Self::Mastodon,
        Self::X,
        Self::Threads,
        Self::Instagram,
        Self::Facebook,
        Self::Youtube,
        Self::Tiktok,
        Self::Line,
        Self::Kakaotalk,
        Self::Naver,
        Self::Reddit,
        Self::Telegram,
        Self::Discord,
        Self::Email,
        Self::HackerNews,
        Self::GoogleBusiness,
        Self::AppReviews,
        Self::Rss,
        Self::Other,
    ];

    /// The name used in the store, the API and import files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Bluesky => "bluesky",
            Self::Mastodon => "mastodon",
            Self::X => "x",
            Self::Threads => "threads",
            Self::Instagram => "instagram",
            Self::Facebook => "facebook",
            Self::Youtube => "youtube",
            Self::Tiktok => "tiktok",
            Self::Line => "line",
            Self::Kakaotalk => "kakaotalk",
            Self::Naver => "naver",
            Self::Reddit => "reddit",
            Self::Telegram => "telegram",
            Self::Discord => "discord",
            Self::Email => "email",
            Self::HackerNews => "hacker_news",
            Self::GoogleBusiness => "google_business",
            Self::AppReviews => "app_reviews",
            Self::Rss => "rss",
            Self::Other => "other",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|network| network.as_str() == name)
    }
}

/// How a network counts the length of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counter {
    /// Extended grapheme clusters, and bytes as well: both limits count (Bluesky).
    GraphemesAndBytes,
    Codepoints,
    Utf16Units,
    /// Code points, but every address counts `Limits.units_per_url`, and of `@user@host` only `@user` counts.
    Mastodon,
}

/// How long an answer may be. `parts_max` > 1: a longer answer goes out as a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    pub counter: Counter,
    /// In the units of `counter`, for one part.
    pub units_max: u32,
    /// UTF-8 bytes of one part.
    pub bytes_max: u32,
    pub parts_max: u16,
    /// What an address counts, however long it is; 0: what it is.
    pub units_per_url: u32,
}

/// How a connector makes sure that an answer leaves exactly once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryClass {
    /// We choose the id of the record before the first attempt (Bluesky record key).
    OwnId,
    /// The network promises to ignore a repeated key.
    IdempotencyKey,
    /// After a doubtful attempt we look for our own post before another.
    LookUp,
    /// Nobody can know: the reply becomes *unknown* and is never re-sent by itself.
    Hold,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActionKind {
    Reply,
    Like,
    Repost,
    /// Answering a public post in private, on its own network.
    Direct,
}

/// Whether something can be done, and if not, why: the screen shows the reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is", content = "because")]
pub enum Availability {
    Yes,
    /// A person can do it on the network's own site, at `because`'s link if there is one.
    Manual(Unavailable),
    No(Unavailable),
}

/// Why something is not possible. The codes are translated by the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unavailable {
    /// Nobody's account is connected that could do this (e.g. only the public stream).
    NoAccount,
    /// The network or the kind of source has no such action (a feed cannot be answered).
    Unsupported,
    /// The post is gone at its source.
    PostDeleted,
    /// The author allows no replies, or only from some.
    RepliesDisabled,
    /// The network lets us answer for a time only, and that is over until the customer writes again.
    WindowClosed,
    /// The author has blocked the account, or the reverse.
    Blocked,
    /// The credentials of the account no longer work.
    SignedOut,
    /// The channel is paused.
    Paused,
    /// The sandbox: nothing leaves this machine.
    Sandbox,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_same_in_json_and_in_the_store() {
        for network in Network::ALL {
            assert_eq!(serde_json::to_value(network).expect("enum"), network.as_str());
            assert_eq!(Network::parse(network.as_str()), Some(network));
        }
    }
}
