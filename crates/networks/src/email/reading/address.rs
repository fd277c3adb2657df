//! Addresses in headers: who wrote, and to whom.

use super::{charset, headers::Headers, is_hidden, words};

/// Addresses of one header. Mails to a whole company have hundreds.
const ADDRESSES_MAX: usize = 100;
const NAME_CHARACTERS_MAX: usize = 100;
const ADDRESS_BYTES_MAX: usize = 254;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mailbox {
    /// In lower case.
    pub address: String,
    pub name: Option<String>,
}

impl Mailbox {
    pub fn domain(&self) -> &str {
        self.address.rsplit_once('@').map_or("", |(_, domain)| domain)
    }
}

/// All usable addresses of the fields of this name.
pub fn all(headers: &Headers, name: &str) -> Vec<Mailbox> {
    headers.all(name).flat_map(parse).take(ADDRESSES_MAX).collect()
}

/// `Name <a@b>, "Name, too" <a@b>, a@b (Name), group: a@b;` as far as it can be read.
pub fn parse(value: &[u8]) -> Vec<Mailbox> {
    pieces(value).into_iter().filter_map(mailbox).take(ADDRESSES_MAX).collect()
}

/// Cut where commas and semicolons separate: not within quotes, comments, brackets or encoded words.
fn pieces(value: &[u8]) -> Vec<&[u8]> {
    let mut pieces = Vec::new();
    let (mut start, mut in_quotes, mut depth, mut escaped, mut in_bracket) = (0, false, 0_usize, false, false);
    for (place, byte) in value.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_quotes || depth > 0 => escaped = true,
            b'"' if depth == 0 => in_quotes = !in_quotes,
            _ if in_quotes => {}
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            b'<' if depth == 0 => in_bracket = true,
            b'>' if depth == 0 => in_bracket = false,
            b',' | b';' if depth == 0 && !in_bracket => {
                pieces.push(&value[start..place]);
                start = place + 1;
            }
            _ => {}
        }
        if pieces.len() > ADDRESSES_MAX {
            return pieces;
        }
    }
    pieces.push(&value[start..]);
    pieces
}

fn mailbox(piece: &[u8]) -> Option<Mailbox> {
    let piece = piece.trim_ascii();
    // The last bracket counts: names contain addresses to look like them.
    let (name, address) = match piece.iter().rposition(|byte| *byte == b'<') {
        Some(open) => {
            let inside = &piece[open + 1..];
            let end = inside.iter().position(|byte| *byte == b'>').unwrap_or(inside.len());
            (&piece[..open], &inside[..end])
        }
        None => bare(piece),
    };
    let address = usable(&charset::guess(address))?;
    Some(Mailbox { address, name: display_name(name) })
}

/// `a@b (Name)`, or a group's name before the first address.
fn bare(piece: &[u8]) -> (&[u8], &[u8]) {
    let (address, comment) = match piece.iter().position(|byte| *byte == b'(') {
        Some(open) => (&piece[..open], piece[open + 1..].strip_suffix(b")").unwrap_or(&piece[open + 1..])),
        None => (piece, &[][..]),
    };
    let address = address.iter().rposition(|byte| *byte == b':').map_or(address, |colon| &address[colon + 1..]);
    (comment, address)
}

/// An address that can be written to, in lower case.
pub fn usable(text: &str) -> Option<String> {
    let address: String = text.chars().filter(|letter| !letter.is_whitespace() && !is_hidden(*letter)).collect::<String>().to_lowercase();
    let address = address.trim_matches(['\'', '"', '<', '>']);
    let (local, domain) = address.rsplit_once('@')?;
    let forbidden = |letter: char| letter.is_control() || "<>,;:\"()[]\\@".contains(letter);
    let is_plain = !local.is_empty() && !domain.is_empty() && !local.contains(forbidden) && !domain.contains(forbidden);
    (is_plain && address.len() <= ADDRESS_BYTES_MAX).then(|| address.to_owned())
}

/// A name as it is shown: decoded, without quotes, in one line.
pub fn display_name(value: &[u8]) -> Option<String> {
    let text = charset::guess(value.trim_ascii());
    let inner = text.strip_prefix('"').and_then(|inner| inner.strip_suffix('"'));
    let unquoted = inner.map(|inner| inner.replace("\\\"", "\"").replace("\\\\", "\\"));
    // An encoded word within quotes is against the rules, and common.
    let name = words::decode(unquoted.as_ref().unwrap_or(&text).as_bytes());
    let visible: String = name.chars().filter(|letter| !is_hidden(*letter)).take(NAME_CHARACTERS_MAX).collect();
    let name = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = name.trim_matches(['\'', ' ']).to_owned();
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_however_they_are_written() {
        for (value, expected) in [
            ("Sora <Sora@Example.COM>", vec![("sora@example.com", Some("Sora"))]),
            ("\"Kim, Jiwoo\" <j@x.kr>, b@y.jp", vec![("j@x.kr", Some("Kim, Jiwoo")), ("b@y.jp", None)]),
            ("j@x.kr (Jiwoo)", vec![("j@x.kr", Some("Jiwoo"))]),
            ("team: a@x.kr, B <b@x.kr>;", vec![("a@x.kr", None), ("b@x.kr", Some("B"))]),
            ("\"care@acme.com\" <evil@x.com>", vec![("evil@x.com", Some("care@acme.com"))]),
            ("=?UTF-8?B?6rmA7KeA7Jqw?= <j@x.kr>", vec![("j@x.kr", Some("김지우"))]),
            ("\"=?UTF-8?B?6rmA7KeA7Jqw?=\" <j@x.kr>", vec![("j@x.kr", Some("김지우"))]),
            ("김지우 <j@x.kr>", vec![("j@x.kr", Some("김지우"))]),
            ("'j@x.kr'", vec![("j@x.kr", None)]),
            ("<j@x.kr>", vec![("j@x.kr", None)]),
            ("Sora <j@x.kr", vec![("j@x.kr", Some("Sora"))]),
            ("undisclosed-recipients:;", vec![]),
            ("no address", vec![]),
            ("<a@b\r\nBcc: c@d>", vec![]),
            ("", vec![]),
            ("<a@b@c>", vec![]),
            ("moc.\u{202e}x <a@\u{200b}b.kr>", vec![("a@b.kr", Some("moc.x"))]),
        ] {
            let found = parse(value.as_bytes());
            let found: Vec<_> = found.iter().map(|one| (one.address.as_str(), one.name.as_deref())).collect();
            assert_eq!(found, expected, "{value}");
        }
    }

    #[test]
    fn endless_lists_end() {
        assert_eq!(parse("a@b.kr,".repeat(100_000).as_bytes()).len(), ADDRESSES_MAX);
        assert!(parse("<".repeat(100_000).as_bytes()).is_empty());
        assert!(parse("(".repeat(100_000).as_bytes()).is_empty());
    }
}
