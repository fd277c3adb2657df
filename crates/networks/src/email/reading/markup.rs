//! An HTML part as text, links and what it quotes.
//!
//! The one reader of HTML ([`crate::html`]) makes text of it. What it does not know is where a mail quotes: before it reads, marks are set where
//! quoting elements begin and end; afterwards they are taken out again.

use crate::html::{self, Links, attributes::attribute};
use answerable_domain::{Span, clip_to_bytes};
use std::ops::Range;

/// Of a part this much is read; most of it is markup.
const HTML_BYTES_MAX: usize = 2 * 1024 * 1024;
const ALTS_MAX: usize = 50;
const OPEN_MAX: usize = 200;

/// Characters that no text has.
const BEGIN: char = '\u{fdd0}';
const END: char = '\u{fdd1}';

/// Classes of elements that mail programs put around what is not said now.
const QUOTING: [&str; 8] = [
    "gmail_signature",
    "moz-cite-prefix",
    "moz-signature",
    "protonmail_quote",
    "tutanota_quote",
    "yahoo_quoted",
    "zmail_extra",
    "x_yahoo_quoted",
];

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Read {
    pub text: String,
    pub spans: Vec<Span>,
    /// Whole lines.
    pub quoted: Vec<Range<usize>>,
    /// What pictures within the text show, by their content id.
    pub alts: Vec<(String, String)>,
}

pub fn read(source: &str, bytes_max: usize) -> Read {
    let (marked, alts) = mark(clip_to_bytes(source, HTML_BYTES_MAX));
    let links = Links { airy: true, bytes_max, ..Links::default() };
    let (text, spans) = html::to_text_and_spans(&marked, &links);
    unmark(&text, spans, alts)
}

/// An element that quotes and is still open: how many of its name are open within it.
struct Open {
    name: String,
    within: usize,
}

fn mark(source: &str) -> (String, Vec<(String, String)>) {
    let mut marked = String::with_capacity(source.len() + 256);
    let (mut open, mut alts): (Vec<Open>, Vec<(String, String)>) = (Vec::new(), Vec::new());
    let mut rest = source;
    while let Some(place) = rest.find('<') {
        push_plain(&mut marked, &rest[..place]);
        let length = tag_length(&rest[place..]);
        let (tag, after) = rest[place..].split_at(length);
        rest = after;
        let inside = tag.trim_start_matches('<').trim_end_matches('>');
        let name: String = inside.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).take(16).collect();
        let name = name.to_ascii_lowercase();
        if inside.starts_with('/') {
            close(&mut open, &name, &mut marked);
            push_plain(&mut marked, tag);
            if matches!(name.as_str(), "td" | "th") {
                marked.push(' ');
            }
            continue;
        }
        push_plain(&mut marked, tag);
        if name == "img" && alts.len() < ALTS_MAX {
            alts.extend(alt(inside));
        } else if open.len() < OPEN_MAX && quotes(&name, inside) {
            marked.push(BEGIN);
            open.push(Open { name, within: 0 });
        } else if let Some(last) = open.iter_mut().rfind(|one| one.name == name) {
            last.within += 1;
        }
    }
    push_plain(&mut marked, rest);
    (marked, alts)
}

fn close(open: &mut Vec<Open>, name: &str, marked: &mut String) {
    let Some(place) = open.iter().rposition(|one| one.name == name) else { return };
    if open[place].within > 0 {
        open[place].within -= 1;
        return;
    }
    // What is still open within it ends with it.
    for _ in place..open.len() {
        marked.push(END);
    }
    open.truncate(place);
}

fn push_plain(marked: &mut String, text: &str) {
    if text.contains([BEGIN, END]) {
        marked.extend(text.chars().filter(|letter| *letter != BEGIN && *letter != END));
    } else {
        marked.push_str(text);
    }
}

/// A tag, a comment or a lonely `<`, with its end.
fn tag_length(rest: &str) -> usize {
    if rest.starts_with("<!--") {
        return rest.find("-->").map_or(rest.len(), |end| end + 3);
    }
    if !rest[1..].starts_with(|letter: char| letter.is_ascii_alphabetic() || "/!?".contains(letter)) {
        return 1;
    }
    let mut quote = None;
    for (place, letter) in rest.char_indices() {
        match (quote, letter) {
            (None, '>') => return place + 1,
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), letter) if open == letter => quote = None,
            _ => {}
        }
    }
    rest.len()
}

fn quotes(name: &str, tag: &str) -> bool {
    match name {
        // Some editors indent with it.
        "blockquote" => {
            let style = attribute(tag, "style").unwrap_or_default().to_ascii_lowercase().replace(' ', "");
            let cites = attribute(tag, "type").is_some_and(|kind| kind.eq_ignore_ascii_case("cite"))
                || class_has(tag, |class| class.contains("quote"));
            cites || !(style.contains("border:none") || style.contains("border:0"))
        }
        "div" | "span" | "p" | "table" | "section" | "pre" => class_has(tag, |class| QUOTING.contains(&class)),
        _ => false,
    }
}

fn class_has(tag: &str, is: impl Fn(&str) -> bool) -> bool {
    attribute(tag, "class").is_some_and(|classes| classes.to_ascii_lowercase().split_ascii_whitespace().any(is))
}

fn alt(tag: &str) -> Option<(String, String)> {
    let source = attribute(tag, "src")?;
    let id = source.strip_prefix("cid:")?.to_owned();
    let alt = attribute(tag, "alt").map(|alt| html::to_text(&alt)).filter(|alt| !alt.is_empty())?;
    Some((id, clip_to_bytes(&alt, 500).to_owned()))
}

/// Takes the marks out; lines that had nothing else go with them.
fn unmark(text: &str, spans: Vec<Span>, alts: Vec<(String, String)>) -> Read {
    let mut read = Read { alts, ..Read::default() };
    // Where bytes went, and how many until there.
    let mut gone: Vec<(usize, usize)> = Vec::new();
    let (mut depth, mut lost, mut place) = (0_usize, 0_usize, 0_usize);
    for line in text.split_inclusive('\n') {
        let start = read.text.len();
        let is_empty = line.trim().is_empty();
        let (mut is_quoted, mut is_said, mut had_marks) = (false, false, false);
        for letter in line.chars() {
            match letter {
                BEGIN | END => {
                    depth = if letter == BEGIN { depth + 1 } else { depth.saturating_sub(1) };
                    had_marks = true;
                    lost += letter.len_utf8();
                    gone.push((place, lost));
                }
                letter => {
                    read.text.push(letter);
                    is_quoted |= depth > 0 && !letter.is_whitespace();
                    is_said |= !letter.is_whitespace();
                }
            }
            place += letter.len_utf8();
        }
        if had_marks && !is_said && !is_empty {
            lost += read.text.len() - start;
            gone.push((place - 1, lost));
            read.text.truncate(start);
        } else if is_quoted {
            read.quoted.push(start..read.text.trim_end().len().max(start));
        }
    }
    let moved = |offset: u32| {
        let old = offset as usize;
        let before = gone.partition_point(|(place, _)| *place < old);
        let lost = before.checked_sub(1).map_or(0, |last| gone[last].1);
        u32::try_from(old.saturating_sub(lost)).unwrap_or(u32::MAX)
    };
    let spans = spans.into_iter().map(|span| Span { start: moved(span.start), end: moved(span.end), kind: span.kind });
    read.spans = spans.filter(|span| span.start < span.end && span.fits(&read.text)).collect();
    read
}
