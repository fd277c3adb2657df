//! From bytes to text.
//!
//! What a mail says about its encoding is a hint. Korean mail says `ks_c_5601-1987` and means CP949, Japanese mail says `Shift_JIS` and means
//! CP932, and both say one thing and send another. So a label is tried first, and where it does not fit, what does.

use encoding_rs::{EUC_JP, EUC_KR, Encoding, GB18030, ISO_2022_JP, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// More than this is never looked at to guess an encoding.
const GUESS_BYTES_MAX: usize = 4 * 1024;
/// What a label is worth against what the bytes read like, in thousandths.
const SAID: i64 = 500;
/// Below this it reads like nothing of the region.
const SCORE_MIN: i64 = 700;

/// Labels that mails carry and the web does not know.
const LABELS: [(&str, &Encoding); 22] = [
    ("cp949", EUC_KR),
    ("ms949", EUC_KR),
    ("uhc", EUC_KR),
    ("x-windows-949", EUC_KR),
    ("euckr", EUC_KR),
    ("ks_c_5601", EUC_KR),
    ("ks_c_5601_1987", EUC_KR),
    ("ksc5601-1987", EUC_KR),
    ("ks_x_1001", EUC_KR),
    ("cp932", SHIFT_JIS),
    ("x-ms-cp932", SHIFT_JIS),
    ("shift_jis-2004", SHIFT_JIS),
    ("eucjp", EUC_JP),
    ("eucjp-ms", EUC_JP),
    ("cp51932", EUC_JP),
    ("iso-2022-jp-ms", ISO_2022_JP),
    ("iso-2022-jp-1", ISO_2022_JP),
    ("cp50220", ISO_2022_JP),
    ("cp50221", ISO_2022_JP),
    ("cp936", GB18030),
    ("utf8", UTF_8),
    ("utf-8-mac", UTF_8),
];

/// The text of bytes that are said to be in `label`.
pub fn decode(bytes: &[u8], label: Option<&str>) -> String {
    let label = label.map(|label| label.trim().trim_matches(['"', '\'']).to_ascii_lowercase());
    match label.as_deref() {
        Some("iso-2022-kr" | "csiso2022kr") => return shifted_korean(bytes),
        Some("utf-7" | "unicode-1-1-utf-7") => return utf7(bytes),
        _ => {}
    }
    if let Some(text) = told_by_bytes(bytes) {
        return text;
    }
    let said = label.as_deref().and_then(encoding);
    if said.is_some_and(Encoding::is_single_byte)
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        // Every byte is something in a western encoding; valid UTF-8 is no accident.
        return text.to_owned();
    }
    if let Some(text) = said.and_then(|said| said.decode_without_bom_handling_and_without_replacement(bytes)) {
        return text.into_owned();
    }
    let best = best(bytes, said);
    if best == ISO_2022_JP { escaped_japanese(bytes) } else { best.decode_without_bom_handling(bytes).0.into_owned() }
}

/// The text of bytes that say nothing about themselves.
pub fn guess(bytes: &[u8]) -> String {
    decode(bytes, None)
}

fn encoding(label: &str) -> Option<&'static Encoding> {
    // `us-ascii` says only that the program did not care, and the web takes it for a western encoding.
    if label.contains("ascii") || label == "default" || label.starts_with("unknown") {
        return None;
    }
    LABELS.iter().find(|(known, _)| *known == label).map(|(_, encoding)| *encoding).or_else(|| Encoding::for_label(label.as_bytes()))
}

/// What the bytes themselves leave no doubt about, whatever the label says.
fn told_by_bytes(bytes: &[u8]) -> Option<String> {
    if bytes.is_ascii() {
        return Some(match escapes(bytes) {
            Some(Escapes::Japanese) => escaped_japanese(bytes),
            Some(Escapes::Korean) => shifted_korean(bytes),
            None => String::from_utf8_lossy(bytes).into_owned(),
        });
    }
    for (mark, encoding) in [(&b"\xff\xfe"[..], UTF_16LE), (b"\xfe\xff", UTF_16BE), (b"\xef\xbb\xbf", UTF_8)] {
        if let Some(rest) = bytes.strip_prefix(mark) {
            return Some(encoding.decode_without_bom_handling(rest).0.into_owned());
        }
    }
    // Two bytes that happen to be valid UTF-8 may be a Korean syllable; three make Hangul, kana or an ideograph, and that is no accident.
    let text = std::str::from_utf8(bytes).ok()?;
    let is_no_accident = text.chars().any(|letter| letter.len_utf8() > 2);
    is_no_accident.then(|| text.to_owned())
}

enum Escapes {
    Japanese,
    Korean,
}

fn escapes(bytes: &[u8]) -> Option<Escapes> {
    let mut rest = bytes;
    while let Some(place) = rest.iter().position(|byte| *byte == 0x1b) {
        rest = &rest[place + 1..];
        if [&b"$B"[..], b"$@", b"(J", b"(I"].iter().any(|escape| rest.starts_with(escape)) {
            return Some(Escapes::Japanese);
        }
        if rest.starts_with(b"$)C") {
            return Some(Escapes::Korean);
        }
    }
    None
}

/// The encoding that makes most of the bytes; what was said is believed a little more than what was not.
fn best(bytes: &[u8], said: Option<&'static Encoding>) -> &'static Encoding {
    let head = &bytes[..bytes.len().min(GUESS_BYTES_MAX)];
    if escapes(head).is_some_and(|found| matches!(found, Escapes::Japanese)) && likely(head, EUC_KR).is_none() {
        return ISO_2022_JP;
    }
    let trusted = |encoding: &'static Encoding| if Some(encoding) == said { SAID } else { 0 };
    let all = [UTF_8, EUC_KR, SHIFT_JIS, EUC_JP, GB18030];
    let fitting = all.into_iter().filter_map(|encoding| Some((likely(head, encoding)? + trusted(encoding), encoding)));
    match fitting.max_by_key(|(score, _)| *score) {
        Some((score, encoding)) if score > SCORE_MIN => encoding,
        _ => said.filter(|said| *said != UTF_8).or(std::str::from_utf8(bytes).is_ok().then_some(UTF_8)).unwrap_or(WINDOWS_1252),
    }
}

/// How much the bytes read like a language of that encoding, in thousandths a character; `None` when they cannot be of it.
fn likely(bytes: &[u8], encoding: &'static Encoding) -> Option<i64> {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let (mut total, mut score, mut broken) = (0_i64, 0_i64, 0_i64);
    for letter in text.chars().filter(|letter| !letter.is_ascii()) {
        total += 1;
        broken += i64::from(letter == '\u{fffd}');
        score += match letter {
            '\u{fffd}' | '\u{e000}'..='\u{f8ff}' => -10,
            '\u{ac00}'..='\u{d7a3}' if encoding == EUC_KR && !is_common_syllable(letter) => 0,
            // What Japanese syllables look like in EUC-KR; Korean has them in laughter.
            '\u{3131}'..='\u{318e}' => -1,
            // Chinese has them too, and does not use them.
            '\u{3040}'..='\u{30ff}' if encoding == GB18030 => 0,
            '\u{3040}'..='\u{30ff}' | '\u{ac00}'..='\u{d7a3}' => 4,
            '\u{3000}'..='\u{3002}' | '\u{ff01}'..='\u{ff5e}' => 3,
            '\u{4e00}'..='\u{9fff}' if encoding == EUC_KR => -1,
            '\u{4e00}'..='\u{9fff}' => 2,
            // What every other encoding looks like in Shift_JIS.
            '\u{ff61}'..='\u{ff9f}' => -2,
            _ => 0,
        };
    }
    // A few broken characters, and half a one where the text was clipped.
    (total > 0 && broken * 20 <= total + 20).then(|| score * 1_000 / total)
}

/// Of the first 2350, with which nearly all Korean is written.
fn is_common_syllable(letter: char) -> bool {
    let mut text = [0; 4];
    let (bytes, _, _) = EUC_KR.encode(letter.encode_utf8(&mut text));
    matches!(bytes.as_ref(), [0xb0..=0xc8, 0xa1..=0xff])
}

/// ISO-2022-JP. Where two encoded words meet, one switches back to ASCII and the other away from it at once; the web's reader takes that for
/// an attack and leaves a mark of it.
fn escaped_japanese(bytes: &[u8]) -> String {
    let mut plain = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((byte, after)) = rest.split_first() {
        let is_escape = |bytes: &[u8]| bytes.first() == Some(&0x1b) && bytes.len() >= 3 && matches!(bytes[1], b'(' | b'$');
        if is_escape(rest) && is_escape(&rest[3..]) {
            rest = &rest[3..];
        } else {
            plain.push(*byte);
            rest = after;
        }
    }
    ISO_2022_JP.decode_without_bom_handling(&plain).0.into_owned()
}

/// ISO-2022-KR: after a designator at the start, a shift switches the lower half of the codes to Hangul and back.
fn shifted_korean(bytes: &[u8]) -> String {
    let mut shifted = false;
    let mut plain = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            0x1b if after.starts_with(b"$)C") => rest = &after[3..],
            0x0e => shifted = true,
            0x0f => shifted = false,
            b'\n' => {
                shifted = false;
                plain.push(*byte);
            }
            0x21..=0x7e if shifted => plain.push(byte | 0x80),
            byte => plain.push(*byte),
        }
    }
    EUC_KR.decode_without_bom_handling(&plain).0.into_owned()
}

fn utf7(bytes: &[u8]) -> String {
    mail_parser::decoders::charsets::map::charset_decoder(b"utf-7").map_or_else(|| guess(bytes), |decode| decode(bytes))
}
