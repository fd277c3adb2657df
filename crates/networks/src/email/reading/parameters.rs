//! `value; key=value; …`, as MIME fields have it, also as RFC 2231 writes it: in pieces, percent-encoded, in an encoding of its own.
//!
//! The pieces of a name are put together before they are read, since programs cut names within characters.

use super::{charset, words};

/// Parameters of one field.
const PARAMETERS_MAX: usize = 100;
/// Pieces of one parameter.
const PIECES_MAX: usize = 50;

#[derive(Debug, Default)]
pub struct Parameters {
    /// What stands before the first semicolon, in lower case.
    pub value: String,
    all: Vec<(String, String)>,
}

impl Parameters {
    pub fn read(field: &str) -> Self {
        let mut pieces = cut(field).into_iter();
        let value = pieces.next().unwrap_or_default().trim().to_ascii_lowercase();
        let all = pieces.filter_map(|piece| {
            let (key, value) = piece.split_once('=')?;
            Some((key.trim().to_ascii_lowercase(), unquoted(value.trim())))
        });
        Self { value, all: all.take(PARAMETERS_MAX).collect() }
    }

    pub fn get(&self, key: &str) -> Option<String> {
        let plain = || self.exactly(key).map(str::to_owned);
        self.in_pieces(key).or_else(plain).filter(|value| !value.is_empty())
    }

    fn exactly(&self, key: &str) -> Option<&str> {
        self.all.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    /// `key*=utf-8''…`, or `key*0*=…; key*1=…`
    fn in_pieces(&self, key: &str) -> Option<String> {
        let (mut bytes, mut label) = (Vec::new(), None);
        let first = self.exactly(&format!("{key}*")).or_else(|| self.exactly(&format!("{key}*0*")));
        if let Some(first) = first {
            let (said, text) = first.split_once('\'').unwrap_or(("", first));
            let text = text.split_once('\'').map_or(text, |(_, text)| text);
            label = Some(said).filter(|said| !said.is_empty());
            bytes.extend(percent_decoded(text));
        } else {
            bytes.extend(self.exactly(&format!("{key}*0"))?.bytes());
        }
        for number in 1..PIECES_MAX {
            if let Some(encoded) = self.exactly(&format!("{key}*{number}*")) {
                bytes.extend(percent_decoded(encoded));
            } else if let Some(plain) = self.exactly(&format!("{key}*{number}")) {
                bytes.extend(plain.bytes());
            } else {
                break;
            }
        }
        Some(charset::decode(&bytes, label))
    }
}

/// Pieces between semicolons that stand outside quotes.
fn cut(field: &str) -> Vec<&str> {
    let (mut pieces, mut start, mut in_quotes, mut escaped) = (Vec::new(), 0, false, false);
    for (place, letter) in field.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' if in_quotes => escaped = true,
            '"' => in_quotes = !in_quotes,
            ';' if !in_quotes => {
                pieces.push(&field[start..place]);
                start = place + 1;
            }
            _ => {}
        }
    }
    pieces.push(&field[start..]);
    pieces
}

fn unquoted(value: &str) -> String {
    let Some(inside) = value.strip_prefix('"') else { return value.to_owned() };
    let mut plain = String::with_capacity(inside.len());
    let mut letters = inside.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => break,
            // A path of Windows has backslashes that escape nothing.
            '\\' => {
                plain.extend(letters.next().map(|next| if next == '"' || next == '\\' { next.to_string() } else { format!("\\{next}") }))
            }
            letter => plain.push(letter),
        }
    }
    plain
}

/// Percent signs are to RFC 2231 what equals signs are to quoted-printable.
fn percent_decoded(text: &str) -> Vec<u8> {
    let swapped: Vec<u8> = text.bytes().filter(|byte| *byte != b'=').map(|byte| if byte == b'%' { b'=' } else { byte }).collect();
    words::unquoted(&swapped)
}
