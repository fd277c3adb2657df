//! What an address that somebody pasted stands for: which network, which post, whose.
//!
//! Networks have many addresses for one post: of the phone, of the app, with what tells them who sent it to whom. They all lead to the same
//! native id here, so that a post which is pasted twice is one post. Nothing is asked for and nothing followed: an address is only read.

mod asia;
mod clean;
mod parts;
mod places;
mod talk;
mod video;
mod west;

use answerable_domain::Network;
use parts::Parts;
use sha2::{Digest, Sha256};

/// Longer ones are no addresses of posts.
const ADDRESS_BYTES_MAX: usize = 2_048;
/// A longer name of a post is replaced by its hash.
const ID_BYTES_MAX: usize = 300;

/// An address, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    pub network: Network,
    /// What the post is called, the same for all its addresses. `None`: it leads to a page with many posts on it, or to none.
    pub native_id: Option<String>,
    /// Of the author, as far as the address tells.
    pub handle: Option<String>,
    /// Where a person is sent: as short as it can be, and without what follows people around.
    pub permalink: String,
}

/// What one network makes of an address.
struct Known {
    network: Network,
    /// Under what the network itself knows the post; [`read_address`] puts the network in front where ids are not unique without it.
    id: Option<String>,
    handle: Option<String>,
    permalink: Option<String>,
}

impl Known {
    /// A page of the network that is no post.
    fn page(network: Network) -> Self {
        Self { network, id: None, handle: None, permalink: None }
    }

    fn post(network: Network, id: impl Into<String>, permalink: String) -> Self {
        Self { network, id: Some(id.into()), handle: None, permalink: Some(permalink) }
    }

    fn by(mut self, handle: &str) -> Self {
        let handle = handle.trim_start_matches('@');
        self.handle = (!handle.is_empty()).then(|| handle.to_owned());
        self
    }
}

/// Pure and total. `None`: this is no address on the web.
pub fn read_address(text: &str) -> Option<Address> {
    let text = text.trim().trim_start_matches('<').trim_end_matches('>').trim();
    if text.len() > ADDRESS_BYTES_MAX || text.chars().any(|letter| letter.is_control() || letter.is_whitespace()) {
        return None;
    }
    if let Some(rest) = text.strip_prefix("at://") {
        return west::at_address(rest).map(|known| named(known, text.to_owned()));
    }
    let url = clean::web_address(text)?;
    let parts = Parts::of(&url);
    let readers: [fn(&Parts) -> Option<Known>; 5] = [west::read, video::read, asia::read, talk::read, places::read];
    let known = readers.iter().find_map(|reader| reader(&parts));
    let plain = clean::cleaned(&url);
    Some(match known.or_else(|| talk::fediverse(&parts)) {
        Some(known) => named(known, plain),
        None => Address { network: Network::Other, native_id: clean::identity(&url), handle: None, permalink: plain },
    })
}

fn named(known: Known, plain: String) -> Address {
    let Known { network, id, handle, permalink } = known;
    // Where another channel can hear the same post, it is called the same; elsewhere ids of different networks must not meet.
    let is_shared = matches!(network, Network::Bluesky | Network::HackerNews);
    let native_id = id.map(|id| if is_shared { id } else { format!("{}:{id}", network.as_str()) }).map(short);
    Address { network, native_id, handle, permalink: permalink.unwrap_or(plain) }
}

fn short(id: String) -> String {
    if id.len() <= ID_BYTES_MAX { id } else { hash(&[&id]) }
}

/// Of texts that are told apart by where they end.
pub(super) fn hash(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    let digits: String = hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{digits}")
}
