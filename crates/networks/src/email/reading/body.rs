//! Which parts of a mail are its text, and which are files; and what the text is.

use super::{
    charset, markup,
    mime::{Outline, Part},
    plain,
};
use answerable_domain::{Span, clip_to_bytes};
use std::ops::Range;

/// Of the text of a mail this much is kept.
pub const TEXT_BYTES_MAX: usize = 64 * 1024;
/// Of one part this much is decoded.
const PART_BYTES_MAX: usize = 2 * 1024 * 1024;
/// A text part that says no more than "your program cannot show this".
const STUB_CHARACTERS_MAX: usize = 300;

#[derive(Debug, Default)]
pub struct Body {
    pub text: String,
    /// Links, without overlap.
    pub spans: Vec<Span>,
    /// Whole lines that the markup says are quoted.
    pub quoted: Vec<Range<usize>>,
    pub alts: Vec<(String, String)>,
    pub is_clipped: bool,
}

/// Parts by what they are for.
#[derive(Default)]
pub struct Plan<'p, 'a> {
    pub texts: Vec<&'p Part<'a>>,
    pub files: Vec<&'p Part<'a>>,
}

pub fn plan<'p, 'a>(outline: &'p Outline<'a>) -> Plan<'p, 'a> {
    let mut plan = Plan::default();
    sort(&outline.root, true, &mut plan);
    plan
}

fn sort<'p, 'a>(part: &'p Part<'a>, is_root: bool, plan: &mut Plan<'p, 'a>) {
    if part.children.is_empty() {
        if is_text(part, is_root) {
            plan.texts.push(part);
        } else if !is_formal(part) {
            plan.files.push(part);
        }
        return;
    }
    match part.kind.mime.as_str() {
        "multipart/alternative" => alternatives(part, plan),
        // The first is for people; the rest is for programs, or is the mail that could not be delivered.
        "multipart/report" => sort(&part.children[0], true, plan),
        _ => part.children.iter().for_each(|child| sort(child, false, plan)),
    }
}

/// Plain text is preferred, unless it says nothing. Files that come with either are kept.
fn alternatives<'p, 'a>(part: &'p Part<'a>, plan: &mut Plan<'p, 'a>) {
    let mut all: Vec<Plan<'p, 'a>> = Vec::new();
    for child in &part.children {
        let mut one = Plan::default();
        sort(child, false, &mut one);
        all.push(one);
    }
    let has = |one: &Plan<'_, '_>, mime: &str| one.texts.iter().any(|text| text.kind.mime == mime);
    let plain = all.iter().position(|one| has(one, "text/plain") && !has(one, "text/html"));
    let html = all.iter().rposition(|one| has(one, "text/html"));
    let chosen = match (plain, html) {
        (Some(plain), Some(html)) if is_stub(&all[plain], &all[html]) => Some(html),
        (Some(plain), _) => Some(plain),
        (None, html) => html,
    };
    for (place, one) in all.into_iter().enumerate() {
        if Some(place) == chosen {
            plan.texts.extend(one.texts);
        }
        plan.files.extend(one.files);
    }
}

/// Empty, or "this mail is in HTML".
fn is_stub(plain: &Plan<'_, '_>, html: &Plan<'_, '_>) -> bool {
    let said = read(plain).text;
    if said.trim().is_empty() {
        return true;
    }
    let is_short = said.chars().count() <= STUB_CHARACTERS_MAX;
    is_short && said.to_lowercase().contains("html") && read(html).text.len() > said.len() * 2
}

fn is_text(part: &Part<'_>, is_root: bool) -> bool {
    let is_readable = matches!(part.kind.mime.as_str(), "text/plain" | "text/html" | "text/enriched" | "text/markdown");
    is_readable && !part.kind.is_attachment && (is_root || part.kind.name.is_none())
}

/// Signatures of programs and the like: nothing that a person would open.
fn is_formal(part: &Part<'_>) -> bool {
    let formal = ["application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature", "text/rfc822-headers"];
    part.kind.is("multipart") && part.children.is_empty() && part.body.is_empty() || formal.contains(&part.kind.mime.as_str())
}

pub fn read(plan: &Plan<'_, '_>) -> Body {
    let mut body = Body::default();
    for part in &plan.texts {
        if body.text.len() >= TEXT_BYTES_MAX {
            body.is_clipped = true;
            break;
        }
        let (piece, is_clipped) = piece(part);
        body.is_clipped |= is_clipped;
        append(&mut body, piece);
    }
    let clipped = clip_to_bytes(&body.text, TEXT_BYTES_MAX).len();
    body.is_clipped |= clipped < body.text.len();
    body.text.truncate(clipped);
    body.spans.retain(|span| span.fits(&body.text));
    body
}

fn append(body: &mut Body, piece: markup::Read) {
    if piece.text.is_empty() {
        body.alts.extend(piece.alts);
        return;
    }
    if !body.text.is_empty() {
        body.text.push_str("\n\n");
    }
    let offset = body.text.len();
    let moved = |place: u32| u32::try_from(place as usize + offset).unwrap_or(u32::MAX);
    body.spans.extend(piece.spans.into_iter().map(|span| Span { start: moved(span.start), end: moved(span.end), kind: span.kind }));
    body.quoted.extend(piece.quoted.into_iter().map(|range| range.start + offset..range.end + offset));
    body.alts.extend(piece.alts);
    body.text.push_str(&piece.text);
}

/// The text of one part, and whether there is more of it.
fn piece(part: &Part<'_>) -> (markup::Read, bool) {
    let bytes = part.bytes();
    let is_clipped = bytes.len() > PART_BYTES_MAX;
    let head = if is_clipped { whole_lines(&bytes[..PART_BYTES_MAX]) } else { &bytes[..] };
    if part.kind.mime == "text/html" {
        let source = charset::decode(head, part.kind.charset.as_deref().or(declared(head).as_deref()));
        let read = markup::read(&source, TEXT_BYTES_MAX);
        let is_full = read.text.len() + 8 >= TEXT_BYTES_MAX;
        return (read, is_clipped || is_full);
    }
    let text = plain::tidy(&charset::decode(head, part.kind.charset.as_deref()), part.kind.flowed, part.kind.delete_space);
    let kept = clip_to_bytes(&text, TEXT_BYTES_MAX);
    let is_full = kept.len() < text.len();
    let spans = plain::links(kept);
    (markup::Read { text: kept.to_owned(), spans, ..markup::Read::default() }, is_clipped || is_full)
}

/// Half a character at the end would make all of it look like another encoding.
fn whole_lines(bytes: &[u8]) -> &[u8] {
    bytes.iter().rposition(|byte| *byte == b'\n').map_or(bytes, |end| &bytes[..end])
}

/// `<meta charset=…>` in the first bytes.
fn declared(html: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&html[..html.len().min(2_048)]).to_ascii_lowercase();
    let after = &head[head.find("charset=")? + "charset=".len()..];
    let label: String = after
        .trim_start_matches(['"', '\''])
        .chars()
        .take_while(|letter| letter.is_ascii_alphanumeric() || "-_".contains(*letter))
        .collect();
    (!label.is_empty()).then_some(label)
}
