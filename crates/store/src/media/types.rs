//! What goes in and out.

use answerable_domain::{BrandId, ChannelId, MediaId, MediaState, Millis, Network, PostId};

/// A picture or file as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaRow {
    pub id: MediaId,
    pub brand_id: BrandId,
    /// `None`: uploaded, and of no post yet.
    pub post_id: Option<PostId>,
    /// Where it is at its source; `attachment:…` and `upload:…` have none.
    pub url: String,
    pub name: Option<String>,
    pub alt: Option<String>,
    pub mime: Option<String>,
    pub bytes: Option<u64>,
    /// The name of the file in the media folder; `Some` exactly while it is kept.
    pub hash: Option<String>,
    pub state: MediaState,
    /// A code for the screen, when it is not kept.
    pub why: Option<String>,
    pub created_at: Millis,
}

/// A file that came with a delivery and lies in the media folder already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptFile {
    pub hash: String,
    pub mime: String,
    pub name: Option<String>,
    pub alt: Option<String>,
    pub bytes: u64,
}

/// A file that a person uploaded; it lies in the media folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewUpload {
    pub hash: String,
    pub mime: String,
    pub name: Option<String>,
    pub alt: Option<String>,
    pub bytes: u64,
}

/// Something to fetch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WantedMedia {
    pub id: MediaId,
    pub brand_id: BrandId,
    /// The channel that brought the post: its connector knows where the bytes are.
    pub channel_id: ChannelId,
    pub post_id: PostId,
    pub network: Network,
    pub url: String,
    /// As the network declared it.
    pub mime: Option<String>,
    /// Before this one.
    pub attempts: u32,
}

/// What became of an attempt to fetch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MediaStep {
    Kept {
        hash: String,
        mime: String,
        bytes: u64,
    },
    /// Never to be tried again; `why` is a code: `too_large`, `type`, `not_found`, `address`, …
    Refused {
        why: String,
    },
    /// To be tried again: then, or when its turn comes by itself. After the last attempt it is refused (`unreachable`).
    Later {
        not_before: Option<Millis>,
    },
}
