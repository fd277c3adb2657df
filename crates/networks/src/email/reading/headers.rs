//! The header of a mail or of a part: fields in their order, unfolded, bounded.

use super::{charset, words};

/// Fields beyond these are not read. A mail that was relayed often has eighty.
const FIELDS_MAX: usize = 400;
/// Of one field this much is read.
const FIELD_BYTES_MAX: usize = 32 * 1024;
/// Of all fields of one header.
const HEADER_BYTES_MAX: usize = 256 * 1024;

/// One field: its name in lower case, and its bytes in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    pub name: String,
    pub value: Vec<u8>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Headers {
    fields: Vec<Field>,
}

impl Headers {
    /// Reads the header at the start of `bytes`; what follows the empty line is the body. `None`: no line of it is a field.
    pub fn split(bytes: &[u8]) -> (Self, &[u8]) {
        let mut headers = Self::default();
        let (mut rest, mut kept) = (bytes, 0);
        while !rest.is_empty() {
            let (line, after) = cut_line(rest);
            if line.is_empty() {
                return (headers, after);
            }
            let is_continued = line[0] == b' ' || line[0] == b'\t';
            if !is_continued && name_of(line).is_none() && !is_mailbox_line(line) {
                // A body that came without an empty line before it.
                return (headers, rest);
            }
            if kept < HEADER_BYTES_MAX {
                kept += headers.take(line, is_continued);
            }
            rest = after;
        }
        (headers, rest)
    }

    fn take(&mut self, line: &[u8], is_continued: bool) -> usize {
        let clipped = &line[..line.len().min(FIELD_BYTES_MAX)];
        if is_continued {
            let Some(field) = self.fields.last_mut() else { return 0 };
            let room = FIELD_BYTES_MAX.saturating_sub(field.value.len());
            field.value.extend_from_slice(&clipped[..clipped.len().min(room)]);
        } else if let Some((name, value)) = name_of(clipped)
            && self.fields.len() < FIELDS_MAX
        {
            self.fields.push(Field { name, value: value.trim_ascii_start().to_vec() });
        }
        clipped.len()
    }

    pub fn all<'h>(&'h self, name: &'h str) -> impl Iterator<Item = &'h [u8]> {
        self.fields.iter().filter(move |field| field.name == name).map(|field| field.value.as_slice())
    }

    pub fn first(&self, name: &str) -> Option<&[u8]> {
        self.fields.iter().find(|field| field.name == name).map(|field| field.value.as_slice())
    }

    pub fn has(&self, name: &str) -> bool {
        self.first(name).is_some()
    }

    /// A field as text: encoded words and bytes beyond ASCII are read.
    pub fn text(&self, name: &str) -> Option<String> {
        self.first(name).map(words::decode)
    }

    /// A field of ASCII grammar, in lower case, without comments.
    pub fn token(&self, name: &str) -> Option<String> {
        self.first(name).map(|value| without_comments(&charset::guess(value)).trim().to_ascii_lowercase())
    }
}

/// The line without its end, and what follows.
pub fn cut_line(bytes: &[u8]) -> (&[u8], &[u8]) {
    let end = bytes.iter().position(|byte| *byte == b'\n');
    let (line, after) = end.map_or((bytes, &[][..]), |end| (&bytes[..end], &bytes[end + 1..]));
    (line.strip_suffix(b"\r").unwrap_or(line), after)
}

fn name_of(line: &[u8]) -> Option<(String, &[u8])> {
    let colon = line.iter().take(100).position(|byte| *byte == b':')?;
    let name = line[..colon].trim_ascii_end();
    let is_name = !name.is_empty() && name.iter().all(|byte| byte.is_ascii_graphic());
    is_name.then(|| (String::from_utf8_lossy(name).to_ascii_lowercase(), &line[colon + 1..]))
}

/// `From someone Sun Nov 22 …`, as files of mails have it before the first field.
fn is_mailbox_line(line: &[u8]) -> bool {
    line.starts_with(b"From ") || line.starts_with(b">From ")
}

pub fn without_comments(text: &str) -> String {
    let mut depth = 0_usize;
    let mut in_quotes = false;
    let outside = text.chars().filter(|letter| {
        match letter {
            '"' if depth == 0 => in_quotes = !in_quotes,
            '(' if !in_quotes => depth += 1,
            ')' if !in_quotes && depth > 0 => {
                depth -= 1;
                return false;
            }
            _ => {}
        }
        depth == 0
    });
    outside.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_unfolded_and_found_by_any_case() {
        let (headers, body) = Headers::split(b"From: a@b\r\nSubject: one\r\n two\r\n\tthree\r\nSUBJECT: other\r\n\r\nbody\r\n");
        assert_eq!(headers.text("subject").as_deref(), Some("one two three"));
        assert_eq!(headers.all("subject").count(), 2);
        assert_eq!(body, b"body\r\n");
    }

    #[test]
    fn headers_of_bad_mailers_are_read_as_far_as_they_go() {
        for (mail, fields, body) in [
            (&b"From: a@b\nTo: c@d\n\nx"[..], 2, &b"x"[..]),
            (b"From: a@b\n", 1, b""),
            (b"From someone Sun Nov 22 10:00:00 2026\nFrom: a@b\n\nx", 1, b"x"),
            (b"From: a@b\nhello world\nmore", 1, b"hello world\nmore"),
            (b" folded without a field\nFrom: a@b\n\nx", 1, b"x"),
            (b"\n\nno header at all", 0, b"\nno header at all"),
            (b"", 0, b""),
            (b"From : a@b\r\n\r\nx", 1, b"x"),
        ] {
            let (headers, rest) = Headers::split(mail);
            assert_eq!((headers.fields.len(), rest), (fields, body), "{}", mail.escape_ascii());
        }
    }

    #[test]
    fn endless_headers_end() {
        let long = [b"X: ".to_vec(), vec![b'a'; 1 << 20], b"\nFrom: a@b\n\nx".to_vec()].concat();
        let (headers, body) = Headers::split(&long);
        assert_eq!((headers.first("x").map(<[u8]>::len), headers.has("from"), body), (Some(FIELD_BYTES_MAX - 3), true, &b"x"[..]));
        let many = [b"a: b\n".repeat(100_000), b"\nx".to_vec()].concat();
        assert_eq!(Headers::split(&many).0.fields.len(), FIELDS_MAX);
        let folded = [b"a: b\n".to_vec(), b" c\n".repeat(1_000_000)].concat();
        assert!(Headers::split(&folded).0.first("a").unwrap().len() <= FIELD_BYTES_MAX);
    }

    #[test]
    fn comments_are_not_read() {
        assert_eq!(without_comments("no (said (really) so) \"(yes)\""), "no  \"(yes)\"");
        assert_eq!(without_comments("(never closed"), "");
    }
}
