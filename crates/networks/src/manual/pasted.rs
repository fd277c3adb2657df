//! A pasted post: what the server stores of it, and what is made of that.

use super::address::{Address, hash, read_address};
use crate::{
    Poison,
    json::{self, poison, storable},
};
use answerable_domain::{AuthorSeen, Inbound, InboundPost, Millis, Network, PostKind, Raw, Visibility, clip_to_bytes};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// More than this is no post.
const TEXT_BYTES_MAX: usize = 100_000;
const NAME_BYTES_MAX: usize = 300;

/// What somebody pasted. The payload of a raw is this as JSON.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PastedPost {
    /// Where the address does not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub network: Option<Network>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    pub text: String,
    /// The author as the screen showed them: a name or a handle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_ms: Option<Millis>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<PostKind>,
    /// The colleague who pasted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

impl PastedPost {
    pub fn to_raw(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("texts and numbers")
    }

    fn address(&self) -> Option<Address> {
        self.url.as_deref().and_then(read_address)
    }

    /// The network that it was said on: an address knows better than a person who chose from a list.
    pub fn network(&self) -> Network {
        let told = self.address().map(|address| address.network).filter(|network| *network != Network::Other);
        told.or(self.network).unwrap_or(Network::Other)
    }

    /// What the post is called: by its address, or by what it says.
    pub fn native_id(&self) -> String {
        let told = self.address().and_then(|address| address.native_id);
        told.unwrap_or_else(|| {
            let time = self.time_ms.map(|time| time.to_string()).unwrap_or_default();
            hash(&[self.author.as_deref().unwrap_or_default().trim(), self.text.trim(), &time])
        })
    }

    fn author_seen(&self, native_id: &str, address: Option<&Address>) -> AuthorSeen {
        let named = self.author.as_deref().map(|name| storable(clip_to_bytes(name.trim(), NAME_BYTES_MAX))).filter(|name| !name.is_empty());
        let handle = address.and_then(|address| address.handle.clone());
        let typed = named.as_ref().and_then(|name| name.strip_prefix('@')).filter(|typed| !typed.is_empty());
        let handle = handle.or_else(|| typed.map(str::to_owned));
        // The post's own name tells who said it on Bluesky, so that it meets what a stream says of them.
        let did = native_id.strip_prefix("at://did:").and_then(|rest| rest.split('/').next()).map(|id| format!("did:{id}"));
        let known = did.or_else(|| handle.as_ref().or(named.as_ref()).map(|name| name.to_lowercase()));
        AuthorSeen {
            // Two who gave no name are two.
            native_id: known.unwrap_or_else(|| format!("author of {native_id}")),
            handle,
            display_name: named,
            ..AuthorSeen::default()
        }
    }
}

pub fn normalize(raw: &Raw) -> Result<Vec<Inbound>, Poison> {
    let value = json::parse(&raw.body)?;
    let pasted: PastedPost = serde_json::from_value(value).map_err(|error| {
        let missing = error.to_string().starts_with("missing field");
        poison(if missing { "missing_field" } else { "bad_value" }, error.to_string())
    })?;
    if pasted.text.len() > TEXT_BYTES_MAX {
        return Err(poison("too_large", format!("{} bytes of text; at most {TEXT_BYTES_MAX}", pasted.text.len())));
    }
    let (address, native_id, network) = (pasted.address(), pasted.native_id(), pasted.network());
    let kind = pasted.kind.unwrap_or_else(|| kind_of(network, address.as_ref()));
    let text = storable(pasted.text.trim());
    Ok(vec![Inbound::Post(Box::new(InboundPost {
        network,
        version: hash(&[&text]),
        kind,
        visibility: if matches!(kind, PostKind::Direct | PostKind::Mail) { Visibility::Direct } else { Visibility::Public },
        author: pasted.author_seen(&native_id, address.as_ref()),
        spans: Vec::new(),
        media: Vec::new(),
        root_native_id: None,
        parent_native_id: None,
        parent_author_native_id: None,
        permalink: address.map(|address| address.permalink),
        languages: Vec::new(),
        created_at: pasted.time_ms.unwrap_or(raw.received_at),
        addressed: true,
        context: false,
        answers_us: false,
        hand_off: None,
        attachments: Vec::new(),
        handle: json!({"pasted_by": pasted.by}),
        native_id: storable(&native_id),
        text,
    }))])
}

/// What people say there, where nobody told. What has an address on a messenger's pages was no private message.
fn kind_of(network: Network, address: Option<&Address>) -> PostKind {
    match network {
        Network::Line | Network::Kakaotalk if address.is_some() => PostKind::Post,
        Network::GoogleBusiness | Network::AppReviews => PostKind::Review,
        Network::Email => PostKind::Mail,
        Network::Line | Network::Kakaotalk => PostKind::Direct,
        Network::Rss => PostKind::Article,
        _ => PostKind::Post,
    }
}
