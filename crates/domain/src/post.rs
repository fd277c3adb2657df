//! Posts: what somebody said, with every version of it.

use crate::named::named;
use crate::{AuthorId, BrandId, CaseId, ChannelId, Millis, Network, PostId, Span};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PostKind {
    Post,
    Comment,
    Direct,
    Review,
    Article,
    Mail,
}

impl PostKind {
    pub const ALL: [Self; 6] = [Self::Post, Self::Comment, Self::Direct, Self::Review, Self::Article, Self::Mail];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Post => "post",
            Self::Comment => "comment",
            Self::Direct => "direct",
            Self::Review => "review",
            Self::Article => "article",
            Self::Mail => "mail",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

named! {
    /// Who can read a post where it was said.
    pub enum Visibility {
        Public = "public",
        /// Public, but in no list of the network.
        Unlisted = "unlisted",
        /// Followers, members of a closed group: not for reports.
        Limited = "limited",
        /// The sender and who is named.
        Direct = "direct",
    }
}

impl Visibility {
    /// An answer to it is not for the world.
    pub fn is_private(self) -> bool {
        matches!(self, Self::Limited | Self::Direct)
    }
}

named! {
    /// What became of a picture or file of a post.
    pub enum MediaState {
        /// It will be fetched.
        Wanted = "wanted",
        /// Its bytes lie in the media folder.
        Kept = "kept",
        /// It is not kept: too large, of a kind that is not shown, or nobody could fetch it.
        Refused = "refused",
        /// It was taken away at its source.
        Gone = "gone",
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Media {
    pub url: String,
    pub alt: Option<String>,
    pub mime: Option<String>,
}

/// A post as it stands now. Earlier versions are its [`Revision`]s.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    pub id: PostId,
    pub brand_id: BrandId,
    /// The channel that delivered it first.
    pub channel_id: ChannelId,
    pub network: Network,
    /// Unique within the network (or the channel, where the network has no global ids).
    pub native_id: String,
    /// The network's name for this version: a content hash, an edit id.
    pub version: String,
    pub kind: PostKind,
    pub visibility: Visibility,
    pub author_id: AuthorId,
    pub case_id: Option<CaseId>,
    pub text: String,
    pub spans: Vec<Span>,
    pub media: Vec<Media>,
    pub root_native_id: Option<String>,
    pub parent_native_id: Option<String>,
    pub permalink: Option<String>,
    /// As the author's client declared it; it can lie.
    pub created_at: Millis,
    /// When we heard it, by our clock: what lists are ordered by.
    pub received_at: Millis,
    pub edited_at: Option<Millis>,
    /// When we noticed that it was deleted at its source.
    pub deleted_at: Option<Millis>,
    /// Said by an account of the brand.
    pub ours: bool,
}

/// One version of a post's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    pub version: String,
    pub text: String,
    pub spans: Vec<Span>,
    pub seen_at: Millis,
}
