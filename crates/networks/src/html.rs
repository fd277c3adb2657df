//! From HTML to plain text. What comes out is text, whatever went in: it is never shown as markup.

use answerable_domain::clip_to_bytes;

/// More than this of an article is not kept as its text.
const TEXT_BYTES_MAX: usize = 20_000;

const BLOCKS: [&str; 18] =
    ["address", "article", "blockquote", "br", "div", "dd", "dt", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "p", "tr"];
/// Elements whose contents nobody is meant to read.
const UNSEEN: [&str; 6] = ["script", "style", "template", "head", "noscript", "svg"];
const NAMED: [(&str, &str); 20] = [
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", " "),
    ("hellip", "…"),
    ("mdash", "—"),
    ("ndash", "–"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("middot", "·"),
    ("bull", "•"),
    ("laquo", "«"),
    ("raquo", "»"),
    ("copy", "©"),
    ("reg", "®"),
    ("trade", "™"),
];

/// Tags go, blocks become lines, entities become characters.
pub fn to_text(html: &str) -> String {
    let mut text = String::with_capacity(html.len().min(TEXT_BYTES_MAX));
    let mut rest = html;
    while let Some(letter) = rest.chars().next() {
        if text.len() > TEXT_BYTES_MAX * 2 {
            break;
        }
        rest = match letter {
            '<' => markup(rest, &mut text),
            '&' => entity(rest, &mut text),
            letter if letter.is_whitespace() => {
                text.push(' ');
                &rest[letter.len_utf8()..]
            }
            letter => {
                text.push(letter);
                &rest[letter.len_utf8()..]
            }
        };
    }
    tidy(&text)
}

/// Spaces and empty lines as a person would set them; clipped.
pub fn tidy(text: &str) -> String {
    let lines = text.replace('\0', " ");
    let lines = lines.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|line| !line.is_empty());
    let joined = lines.collect::<Vec<_>>().join("\n");
    clip_to_bytes(&joined, TEXT_BYTES_MAX).to_owned()
}

/// What follows a `<` and whatever belongs to it.
fn markup<'a>(rest: &'a str, text: &mut String) -> &'a str {
    if let Some(comment) = rest.strip_prefix("<!--") {
        return comment.find("-->").map_or("", |end| &comment[end + 3..]);
    }
    let inside = &rest[1..];
    let closing = inside.starts_with('/');
    let name_part = inside.trim_start_matches('/');
    if !name_part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!' || c == '?') {
        text.push('<');
        return inside;
    }
    let name: String = name_part.chars().take_while(char::is_ascii_alphanumeric).take(16).collect::<String>().to_ascii_lowercase();
    let after = end_of_tag(inside);
    if BLOCKS.contains(&name.as_str()) {
        text.push('\n');
    }
    if !closing && UNSEEN.contains(&name.as_str()) { after_element(after, &name) } else { after }
}

/// Behind the `>` that is not within quotes.
fn end_of_tag(inside: &str) -> &str {
    let mut quote = None;
    for (place, letter) in inside.char_indices() {
        match (quote, letter) {
            (None, '>') => return &inside[place + 1..],
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), letter) if open == letter => quote = None,
            _ => {}
        }
    }
    ""
}

fn after_element<'a>(rest: &'a str, name: &str) -> &'a str {
    let closes = |(place, _): (usize, &str)| {
        let tail = &rest[place + 2..];
        tail.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name)).then_some(place)
    };
    rest.match_indices("</").find_map(closes).map_or("", |place| end_of_tag(&rest[place + 1..]))
}

fn entity<'a>(rest: &'a str, text: &mut String) -> &'a str {
    let inside = &rest[1..];
    let end = inside.bytes().take(12).position(|byte| byte == b';');
    let Some((found, end)) = end.and_then(|end| Some((character(inside.get(..end)?)?, end))) else {
        text.push('&');
        return inside;
    };
    text.push_str(&found);
    &inside[end + 1..]
}

fn character(name: &str) -> Option<String> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).map(String::from);
    }
    NAMED.iter().find(|(known, _)| *known == name).map(|(_, text)| (*text).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_out_is_what_a_person_would_read() {
        for (html, expected) in [
            ("plain", "plain"),
            ("<p>하나</p><p>둘<br>셋</p>", "하나\n둘\n셋"),
            ("a &lt;script&gt; &amp; &#44032;&#xac01; &nope; & b", "a <script> & 가각 &nope; & b"),
            ("<script>alert(1)</script>x<style>p{}</style>y", "xy"),
            ("<SCRIPT>x</ScRipt >y", "y"),
            ("<script>never closed", ""),
            ("<!-- <b>no</b> -->yes", "yes"),
            ("<!-- never closed", ""),
            ("<img alt='a > b' src=x>c", "c"),
            ("1 < 2 and 3 <4", "1 < 2 and 3 <4"),
            ("<b", ""),
            ("  lots \t of\n\n\n space ", "lots of space"),
            ("&#0;&#x110000;&#xd800;a", "&#x110000;&#xd800;a"),
            ("<a href=\"javascript:alert(1)\">환불</a>", "환불"),
        ] {
            assert_eq!(to_text(html), expected, "{html:?}");
        }
    }
}
