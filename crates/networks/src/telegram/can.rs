//! What can be done with a message, and if not, why. No question to the network.

use super::{known::Known, reply::Address};
use crate::SendTarget;
use answerable_domain::{ActionKind, Availability, Millis, Network, Unavailable};

/// A business account may be spoken for so long after the customer's last message.
pub const WINDOW_MS: Millis = 24 * 3_600_000;

pub fn can(action: ActionKind, target: &SendTarget, known: &Known, now: Millis) -> Availability {
    match refusal(action, target, known, now) {
        Some(because) => Availability::No(because),
        None => Availability::Yes,
    }
}

fn refusal(action: ActionKind, target: &SendTarget, known: &Known, now: Millis) -> Option<Unavailable> {
    let post = &target.post;
    let address = Address::of(target).filter(|_| post.network == Network::Telegram);
    let Some(address) = address else { return Some(Unavailable::Unsupported) };
    if post.deleted_at.is_some() {
        return Some(Unavailable::PostDeleted);
    }
    if address.private && address.connection.is_none() && known.blocked.contains(&address.chat) {
        return Some(Unavailable::Blocked);
    }
    let closed = || {
        let connection = address.connection.as_ref()?;
        let allowed = known.connections.get(connection).copied().unwrap_or(true);
        match allowed {
            false => Some(Unavailable::RepliesDisabled),
            true => (now - post.created_at > WINDOW_MS).then_some(Unavailable::WindowClosed),
        }
    };
    match action {
        ActionKind::Reply => closed(),
        ActionKind::Like => address.connection.is_some().then_some(Unavailable::Unsupported),
        // Only somebody who has written to the bot can be written to; Telegram tells when we try.
        ActionKind::Direct => match address.from {
            Some(from) if known.blocked.contains(&from) => Some(Unavailable::Blocked),
            Some(_) if !address.private => None,
            _ => Some(Unavailable::Unsupported),
        },
        ActionKind::Repost => Some(Unavailable::Unsupported),
    }
}
