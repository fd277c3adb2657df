//! A text part as lines that a person would read.

use answerable_domain::{Span, SpanKind, clip_to_bytes};
use url::Url;

const LINKS_MAX: usize = 200;
const LINK_BYTES_MAX: usize = 2_000;

/// Line ends, control characters and empty lines as a person would set them; paragraphs of RFC 3676 are put together again.
pub fn tidy(text: &str, flowed: bool, delete_space: bool) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut lines: Vec<String> = Vec::new();
    let mut goes_on = false;
    for line in text.split('\n') {
        let line: String = line.chars().map(|letter| if letter.is_control() || letter == '\u{2028}' { ' ' } else { letter }).collect();
        if !flowed {
            lines.push(line.trim_end().to_owned());
            continue;
        }
        let depth = line.bytes().take_while(|byte| *byte == b'>').count();
        let said = line[depth..].strip_prefix(' ').unwrap_or(&line[depth..]);
        let is_signature = said == "-- ";
        let joins = goes_on && !is_signature && lines.last().is_some_and(|last| quote_depth(last) == depth);
        goes_on = said.ends_with(' ') && !is_signature;
        let said = if goes_on && delete_space { &said[..said.len() - 1] } else { said };
        match lines.last_mut().filter(|_| joins) {
            Some(last) => last.push_str(said),
            None if depth > 0 => lines.push(format!("{} {said}", ">".repeat(depth.min(20)))),
            None => lines.push(said.to_owned()),
        }
    }
    squeeze(&lines)
}

fn quote_depth(line: &str) -> usize {
    line.bytes().take_while(|byte| *byte == b'>').count()
}

/// One empty line at most between others.
fn squeeze(lines: &[String]) -> String {
    let mut text = String::new();
    let mut empty = 0;
    for line in lines {
        // The space of a signature's mark means something.
        let line = if line == "-- " { line } else { line.trim_end() };
        if line.trim().is_empty() {
            empty += 1;
            continue;
        }
        if !text.is_empty() {
            text.push_str(if empty > 0 { "\n\n" } else { "\n" });
        }
        empty = 0;
        text.push_str(line);
    }
    text
}

/// The addresses in a text that has no markup.
pub fn links(text: &str) -> Vec<Span> {
    let starts = text.match_indices("://").filter_map(|(place, _)| {
        let before = &text[..place];
        let scheme = ["https", "http"].into_iter().find(|scheme| {
            before.get(before.len().saturating_sub(scheme.len())..).is_some_and(|found| found.eq_ignore_ascii_case(scheme))
        })?;
        let start = place - scheme.len();
        let is_word = text[..start].chars().next_back().is_some_and(|letter| letter.is_ascii_alphanumeric());
        (!is_word).then_some(start)
    });
    let mut end_before = 0;
    let mut spans = Vec::new();
    for start in starts {
        if start < end_before || spans.len() >= LINKS_MAX {
            continue;
        }
        let address = address_at(clip_to_bytes(&text[start..], LINK_BYTES_MAX + 1));
        end_before = start + address.len();
        let is_link = address.len() <= LINK_BYTES_MAX && Url::parse(address).is_ok_and(|url| url.has_host());
        if let (true, Ok(from), Ok(to)) = (is_link, u32::try_from(start), u32::try_from(start + address.len())) {
            spans.push(Span { start: from, end: to, kind: SpanKind::Link(address.to_owned()) });
        }
    }
    spans
}

/// Up to what no address holds; a particle or a full stop behind it is not part of it.
fn address_at(text: &str) -> &str {
    let end = text.find(|letter: char| !letter.is_ascii_graphic() || "<>\"'`{}|\\^".contains(letter)).unwrap_or(text.len());
    let address = text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_']);
    let unopened = address.ends_with(')') && !address.contains('(') || address.ends_with(']') && !address.contains('[');
    if unopened { address[..address.len() - 1].trim_end_matches(['.', ',']) } else { address }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_set_as_a_person_would() {
        for (text, flowed, delete_space, expected) in [
            ("a\r\nb\r\n\r\n\r\n\r\nc  \r\n", false, false, "a\nb\n\nc"),
            ("\n\n a\0b\x07", false, false, " a b"),
            ("one \ntwo \nthree\n\nnext", true, false, "one two three\n\nnext"),
            ("> old \n> words\nnew", true, false, "> old words\nnew"),
            ("환불 \n요청", true, true, "환불요청"),
            ("text \n-- \nname", true, false, "text\n-- \nname"),
            (" >not a quote", true, false, ">not a quote"),
            ("-- \nname", false, false, "--\nname"),
        ] {
            assert_eq!(tidy(text, flowed, delete_space), expected, "{text:?}");
        }
    }

    #[test]
    fn addresses_are_links_without_what_follows_them() {
        for (text, expected) in [
            ("see https://a.kr/x?y=1.", vec!["https://a.kr/x?y=1"]),
            ("(http://a.kr/x)", vec!["http://a.kr/x"]),
            ("https://a.kr/주문에서", vec!["https://a.kr/"]),
            ("https://a.kr에서 샀어요", vec!["https://a.kr"]),
            ("<HTTPS://A.kr/b>", vec!["HTTPS://A.kr/b"]),
            ("https://a.kr/x_(y) b", vec!["https://a.kr/x_(y)"]),
            ("javascript://a xhttps://a.kr https://", vec![]),
            ("https://a.kr/?u=https://b.kr", vec!["https://a.kr/?u=https://b.kr"]),
        ] {
            let found: Vec<&str> = links(text).iter().map(|span| &text[span.start as usize..span.end as usize]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
