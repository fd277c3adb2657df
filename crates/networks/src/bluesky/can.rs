//! What can be done with a post, and if not, why. No question to the network: the screen asks for every post that it shows.

use super::at_uri::AtUri;
use crate::{SendTarget, json};
use answerable_domain::{ActionKind, Availability, Network, Unavailable, Visibility};

pub fn can(action: ActionKind, target: &SendTarget) -> Availability {
    let post = &target.post;
    // A post from a file may say that it is from here without an address that could be answered.
    let is_here = post.network == Network::Bluesky && AtUri::parse(&post.native_id).is_some();
    let because = if !is_here || post.visibility != Visibility::Public || action == ActionKind::Direct {
        Some(Unavailable::Unsupported)
    } else if post.deleted_at.is_some() {
        Some(Unavailable::PostDeleted)
    } else if json::flag(&target.handle, &["blocked"]) {
        Some(Unavailable::Blocked)
    } else if action == ActionKind::Reply && json::flag(&target.handle, &["reply_disabled"]) {
        Some(Unavailable::RepliesDisabled)
    } else {
        None
    };
    because.map_or(Availability::Yes, Availability::No)
}

/// For a channel without an account: a person may do it on the network's own site.
pub fn can_without_account(target: &SendTarget) -> Availability {
    match (target.post.deleted_at, &target.post.permalink) {
        (Some(_), _) => Availability::No(Unavailable::PostDeleted),
        (None, Some(_)) => Availability::Manual(Unavailable::NoAccount),
        (None, None) => Availability::No(Unavailable::NoAccount),
    }
}
