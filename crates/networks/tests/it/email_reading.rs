//! From the bytes of a mail to a post: what real programs of the region send, and what nobody should.

mod encodings;
mod files;
mod hostile;
mod loops;
mod quoted;
mod threads;

use answerable_domain::{Inbound, InboundPost, Millis, SpanKind, without_quoted};
use answerable_networks::email::{
    reading::{Noted, Own, normalize},
    reference::message_id,
};

pub const KEY: [u8; 32] = [7; 32];
pub const RECEIVED: Millis = 1_795_310_200_000;
pub const ADDRESS: &str = "care@acme.com";

pub fn try_read(mail: &[u8]) -> Result<InboundPost, String> {
    let trusted_hosts = ["acme.com".to_owned()];
    let own = Own { address: ADDRESS, reference_key: &KEY, trusted_hosts: &trusted_hosts };
    let mut found = normalize(mail, RECEIVED, &own).map_err(|poison| poison.code.to_owned())?;
    assert_eq!(found.len(), 1, "a mail is a post");
    match found.remove(0) {
        Inbound::Post(post) => Ok(*post),
        other => panic!("{other:?}"),
    }
}

pub fn read(mail: impl AsRef<[u8]>) -> InboundPost {
    try_read(mail.as_ref()).unwrap()
}

/// A mail of `fixtures/email`; in it, `<OURS>` stands for a mail of ours, `<FORGED>` for one that only looks like it.
pub fn fixture(name: &str) -> Vec<u8> {
    let path = format!("{}/../../fixtures/email/{name}", env!("CARGO_MANIFEST_DIR"));
    let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let with_ours = replace(&bytes, b"<OURS>", format!("<{}>", ours()).as_bytes());
    replace(&with_ours, b"<FORGED>", format!("<{}>", message_id("3mmoojpaqkn2z", &[8; 32], "acme.com")).as_bytes())
}

/// The native id of a mail of ours.
pub fn ours() -> String {
    message_id("3mmoojpaqkn2z", &KEY, "acme.com")
}

pub fn noted(post: &InboundPost) -> Noted {
    Noted::of(&post.handle)
}

pub fn subject(post: &InboundPost) -> &str {
    let span = post.spans.iter().find(|span| span.kind == SpanKind::Subject);
    span.map_or("", |span| &post.text[span.start as usize..span.end as usize])
}

pub fn body(post: &InboundPost) -> &str {
    post.text[subject(post).len()..].trim()
}

/// What a person sees at first: nothing that is folded, no empty lines, no subject.
pub fn visible(post: &InboundPost) -> String {
    let said = without_quoted(&post.text, &post.spans);
    let lines = said[subject(post).len()..].lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

fn replace(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut replaced = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(place) = rest.windows(from.len()).position(|window| window == from) {
        replaced.extend_from_slice(&rest[..place]);
        replaced.extend_from_slice(to);
        rest = &rest[place + from.len()..];
    }
    replaced.extend_from_slice(rest);
    replaced
}
