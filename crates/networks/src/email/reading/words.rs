//! Encoded words in headers (RFC 2047), as they are really written.
//!
//! Programs of the region cut texts into words wherever the line is full, also within a character. So the bytes of neighbouring words of one
//! encoding are put together before they are read, and bytes beyond ASCII, which should not be there, are guessed.

use super::charset;
use base64::{
    Engine,
    alphabet::STANDARD,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use std::borrow::Cow;

/// Of a header this much becomes text.
const BYTES_MAX: usize = 8 * 1024;

/// Forgives what is missing at the end.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true).with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The text of a header field, in one line, without control characters.
pub fn decode(value: &[u8]) -> String {
    let value = &value[..value.len().min(BYTES_MAX)];
    let mut pending: Option<(String, Vec<u8>)> = None;
    let mut text = String::with_capacity(value.len());
    let mut rest = value;
    while !rest.is_empty() {
        let start = rest.windows(2).position(|window| window == b"=?").unwrap_or(rest.len());
        let (between, tail) = rest.split_at(start);
        // Space between encoded words is only there to fold the line.
        let only_folds = pending.is_some() && between.trim_ascii().is_empty() && word(tail).is_some();
        if !only_folds && !between.is_empty() {
            flush(&mut pending, &mut text);
            text.push_str(&charset::guess(between));
        }
        match word(tail) {
            Some(word) => {
                if pending.as_ref().is_some_and(|(label, _)| !label.eq_ignore_ascii_case(word.label)) {
                    flush(&mut pending, &mut text);
                }
                pending.get_or_insert_with(|| (word.label.to_owned(), Vec::new())).1.extend(word.bytes);
                rest = word.rest;
            }
            None if tail.is_empty() => rest = tail,
            None => {
                flush(&mut pending, &mut text);
                text.push_str("=?");
                rest = &tail[2..];
            }
        }
    }
    flush(&mut pending, &mut text);
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect::<String>().trim().to_owned()
}

fn flush(pending: &mut Option<(String, Vec<u8>)>, text: &mut String) {
    if let Some((label, bytes)) = pending.take() {
        text.push_str(&charset::decode(&bytes, Some(&label)));
    }
}

struct Word<'a> {
    label: &'a str,
    bytes: Vec<u8>,
    rest: &'a [u8],
}

/// `=?charset*language?B?text?=` at the start of `bytes`.
fn word(bytes: &[u8]) -> Option<Word<'_>> {
    let inside = bytes.strip_prefix(b"=?")?;
    let mut parts = inside.splitn(3, |byte| *byte == b'?');
    let (label, kind, tail) = (parts.next()?, parts.next()?, parts.next()?);
    let end = tail.windows(2).position(|window| window == b"?=")?;
    let label = std::str::from_utf8(label).ok().filter(|label| !label.is_empty() && label.len() <= 40)?;
    let label = label.split('*').next().unwrap_or(label);
    let bytes = match kind {
        b"B" | b"b" => base64(&tail[..end]),
        b"Q" | b"q" => quoted(&tail[..end]),
        _ => return None,
    };
    Some(Word { label, bytes, rest: &tail[end + 2..] })
}

fn quoted(text: &[u8]) -> Vec<u8> {
    let spaced: Vec<u8> = text.iter().map(|byte| if *byte == b'_' { b' ' } else { *byte }).collect();
    unquoted(&spaced)
}

/// Quoted-printable; what is no escape stays as it is.
pub fn unquoted(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        if *byte != b'=' {
            bytes.push(*byte);
        } else if let Some(found) = escaped(after) {
            bytes.push(found);
            rest = &after[2..];
        } else if let Some(line) = soft_break(after) {
            rest = line;
        } else {
            bytes.push(b'=');
        }
    }
    bytes
}

fn escaped(after: &[u8]) -> Option<u8> {
    let digit = |place: usize| char::from(*after.get(place)?).to_digit(16);
    u8::try_from(digit(0)? * 16 + digit(1)?).ok()
}

/// A line that goes on in the next one; spaces before its end were added on the way.
fn soft_break(after: &[u8]) -> Option<&[u8]> {
    let spaces = after.iter().take(80).take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let end = &after[spaces..];
    end.strip_prefix(b"\r\n").or_else(|| end.strip_prefix(b"\n")).or(end.is_empty().then_some(end))
}

/// Base64; what does not belong to it is passed over.
pub fn base64(text: &[u8]) -> Vec<u8> {
    let clean =
        |text: &[u8]| -> Vec<u8> { text.iter().copied().filter(|byte| byte.is_ascii_alphanumeric() || b"+/".contains(byte)).collect() };
    // Padding in the middle: programs that put texts together from pieces.
    let pieces = text.split(|byte| *byte == b'=').map(clean).filter(|piece| !piece.is_empty());
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    for piece in pieces {
        let whole: Cow<'_, [u8]> = if piece.len() % 4 == 1 { Cow::Borrowed(&piece[..piece.len() - 1]) } else { Cow::Borrowed(&piece) };
        bytes.extend(LENIENT.decode(&whole).unwrap_or_default());
    }
    bytes
}
