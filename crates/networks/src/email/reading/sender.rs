//! Who wrote a mail: the address that it names, and whether that can be believed.

use super::{
    address::{self, Mailbox},
    authentication::{self, Verdict},
    mime::Outline,
    normalize::Own,
    threading::{name, our_id},
};

/// Who speaks, as far as it can be told.
pub struct Sender {
    /// `None`: the mail names nobody who could be written to.
    pub mailbox: Option<Mailbox>,
    pub verdict: Option<Verdict>,
    pub is_own: bool,
    pub reply_to: Option<String>,
}

pub fn sender(outline: &Outline<'_>, own: &Own<'_>) -> Sender {
    let headers = &outline.root.headers;
    let from = address::all(headers, "from");
    let several = from.len() > 1;
    // Of several, the one that really sent it, if it says so.
    let sent_by = address::all(headers, "sender").into_iter().next();
    let named = sent_by.clone().filter(|sender| several && from.iter().any(|one| one.address == sender.address));
    let mailbox = named.or_else(|| from.into_iter().next()).or(sent_by);
    let domain = mailbox.as_ref().map(|mailbox| mailbox.domain().to_owned()).unwrap_or_default();
    let told = authentication::verdict(headers, &domain, own.trusted_hosts);
    let verdict = if several { Some(Verdict::Unverified) } else { told };
    let reply_to = address::all(headers, "reply-to").into_iter().find(|to| !is_ours(&to.address, own.address));
    let reply_to = reply_to.filter(|to| mailbox.as_ref().is_none_or(|from| from.address != to.address));
    let own_address = own.address.to_lowercase();
    let says_own = mailbox.as_ref().is_some_and(|mailbox| mailbox.address == own_address);
    match reply_to {
        // A form on the brand's site: it sends from the brand's address, for somebody else.
        Some(customer) if says_own => Sender { mailbox: Some(customer), verdict: Some(Verdict::Unverified), is_own: false, reply_to: None },
        reply_to => {
            let is_own = says_own && verdict != Some(Verdict::Unverified) && is_from_us(outline, own, verdict);
            Sender { mailbox, verdict: verdict.filter(|_| !is_own), is_own, reply_to: reply_to.map(|to| to.address) }
        }
    }
}

/// Our address, also with a code behind a plus: an answer that goes there comes back to us, and to nobody else. Lists put it into `Reply-To`.
pub fn is_ours(address: &str, own: &str) -> bool {
    let own = own.to_lowercase();
    let plain = address.split_once('+').and_then(|(local, tagged)| Some(format!("{local}@{}", tagged.rsplit_once('@')?.1)));
    address == own || plain.is_some_and(|plain| plain == own)
}

/// Our address above a mail proves nothing. We have signed it, or our server vouches for it and it was written to somebody else.
fn is_from_us(outline: &Outline<'_>, own: &Own<'_>, verdict: Option<Verdict>) -> bool {
    let headers = &outline.root.headers;
    // Whoever has a mail of ours has a signed name, and can write another domain behind it: under the whole name it is the mail that we know.
    let at_ours =
        |id: &str| id.rsplit_once('@').map(|(_, domain)| domain) == own.address.to_lowercase().rsplit_once('@').map(|(_, domain)| domain);
    let is_signed = name(headers, own.reference_key).and_then(|id| our_id(&id, own.reference_key)).is_some_and(|id| at_ours(&id));
    let to_us = address::all(headers, "to").iter().any(|to| to.address == own.address.to_lowercase());
    is_signed || verdict == Some(Verdict::Verified) && !to_us
}
