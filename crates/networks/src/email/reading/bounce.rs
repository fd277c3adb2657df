//! A mail that could not be delivered comes back: which of ours it was, to whom, and why.
//!
//! Anybody can write such a report. It counts only with the signed Message-ID of a mail of ours in it, which the server that returns it has seen.

use super::{
    address::{Mailbox, usable},
    charset,
    headers::Headers,
    loops::is_postmaster,
    mime::{Outline, Part},
    threading::{ids, name, our_id},
};
use answerable_domain::clip_to_bytes;

/// Of every part of a report this much is read.
const PART_BYTES_MAX: usize = 256 * 1024;
const RECIPIENTS_MAX: usize = 10;
const STATUS_BYTES_MAX: usize = 500;
const IDS_MAX: usize = 1_000;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bounce {
    /// The native id of the mail of ours.
    pub ours: Option<String>,
    /// Who could not be reached, and the server's words for it: a line each.
    pub reasons: Vec<String>,
    /// Not given up yet.
    pub is_delayed: bool,
}

/// `None`: not a report about a delivery.
pub fn read(outline: &Outline<'_>, sender: Option<&Mailbox>, key: &[u8; 32]) -> Option<Bounce> {
    let root = &outline.root;
    let is_report = root.kind.mime == "multipart/report" && root.kind.report_type.as_deref().is_none_or(|kind| kind == "delivery-status");
    let from_server = sender.is_some_and(is_postmaster);
    if !is_report && !from_server {
        return None;
    }
    let parts = root.all();
    let statuses = parts.iter().filter(|part| part.kind.mime.ends_with("delivery-status") && !part.kind.is("multipart"));
    let told: Vec<Told> = statuses.flat_map(|part| recipients(part)).take(RECIPIENTS_MAX).collect();
    let failed = |one: &&Told| !matches!(one.action.as_str(), "delayed" | "delivered" | "relayed" | "expanded");
    let is_delayed = !told.is_empty() && !told.iter().any(|one| failed(&one));
    let mut reasons: Vec<String> = told.iter().filter(failed).map(|one| one.reason.clone()).collect();
    if told.is_empty() {
        reasons.extend(root.headers.all("x-failed-recipients").flat_map(|value| usable(&charset::guess(value))).take(RECIPIENTS_MAX));
    }
    Some(Bounce { ours: ours(&parts, &root.headers, key), reasons, is_delayed })
}

struct Told {
    action: String,
    reason: String,
}

/// Groups of fields, one for each recipient (RFC 3464).
fn recipients(part: &Part<'_>) -> Vec<Told> {
    let bytes = part.bytes();
    let mut rest = &bytes[..bytes.len().min(PART_BYTES_MAX)];
    let mut told = Vec::new();
    while !rest.is_empty() && told.len() < RECIPIENTS_MAX {
        let (group, after) = Headers::split(rest);
        if after.len() == rest.len() {
            break;
        }
        rest = after;
        if let Some(recipient) = ["final-recipient", "original-recipient"].iter().find_map(|name| group.text(name)) {
            told.push(reason(&group, &recipient));
        }
    }
    told
}

fn reason(group: &Headers, recipient: &str) -> Told {
    let address = recipient.split_once(';').map_or(recipient, |(_, address)| address).trim();
    let said = |name: &str| group.text(name).unwrap_or_default();
    let code = said("diagnostic-code");
    let words = code.split_once(';').map_or(code.as_str(), |(_, words)| words).trim();
    let line = [said("status").trim(), words].into_iter().filter(|piece| !piece.is_empty()).collect::<Vec<_>>().join(" ");
    let reason = if line.is_empty() { address.to_owned() } else { format!("{address}: {line}") };
    Told { action: said("action").trim().to_ascii_lowercase(), reason: clip_to_bytes(&reason, STATUS_BYTES_MAX).to_owned() }
}

/// The Message-ID of ours anywhere in the report: its header, the returned mail, the text that some servers put it into. An answer names earlier
/// ones of ours as well: its own name counts first, then the last that it names.
fn ours(parts: &[&Part<'_>], headers: &Headers, key: &[u8; 32]) -> Option<String> {
    let in_header = headers.all("x-failed-message-id").chain(headers.all("in-reply-to")).flat_map(ids).find_map(|id| our_id(&id, key));
    let in_header = in_header.or_else(|| last_of_ours(headers.all("references").flat_map(ids), key));
    in_header.or_else(|| parts.iter().filter(|part| part.children.is_empty()).find_map(|part| ours_within(part, key)))
}

fn ours_within(part: &Part<'_>, key: &[u8; 32]) -> Option<String> {
    let bytes = part.bytes();
    let bytes = &bytes[..bytes.len().min(PART_BYTES_MAX)];
    if part.kind.mime == "message/rfc822" || part.kind.mime == "text/rfc822-headers" {
        let returned = Headers::split(bytes).0;
        if let Some(named) = name(&returned, key).and_then(|id| our_id(&id, key)) {
            return Some(named);
        }
    }
    let text = String::from_utf8_lossy(bytes);
    let names =
        text.lines().filter_map(|line| line.trim_start().split_once(':')).filter(|(field, _)| field.eq_ignore_ascii_case("message-id"));
    let named = names.take(IDS_MAX).flat_map(|(_, value)| ids(value.as_bytes())).find_map(|id| our_id(&id, key));
    let inside = text.split('<').skip(1).take(IDS_MAX).filter_map(|piece| piece.split_once('>')).map(|(id, _)| id);
    named.or_else(|| last_of_ours(inside.filter(|id| id.contains('@')).map(str::to_owned), key))
}

fn last_of_ours(ids: impl Iterator<Item = String>, key: &[u8; 32]) -> Option<String> {
    ids.filter_map(|id| our_id(&id, key)).last()
}
