//! The files of a mail: named without tricks, typed by what they are, within limits.

use super::{is_hidden, mime::Part};
use answerable_domain::{Attachment, clip_to_bytes};

const COUNT_MAX: usize = 10;
const BYTES_MAX: usize = 10 * 1024 * 1024;
const NAME_BYTES_MAX: usize = 120;
const UNKNOWN: &str = "application/octet-stream";

/// What is kept, and whether something was left out.
pub fn gather(files: &[&Part<'_>], alts: &[(String, String)]) -> (Vec<Attachment>, bool) {
    let mut ordered: Vec<&&Part<'_>> = files.iter().collect();
    // What somebody attached goes before the pictures of a signature.
    ordered.sort_by_key(|part| !part.kind.is_attachment && part.kind.content_id.is_some());
    let (mut kept, mut left_out) = (Vec::new(), false);
    for part in ordered {
        if part.body.trim_ascii().is_empty() {
            continue;
        }
        if kept.len() >= COUNT_MAX || part.size() > BYTES_MAX + BYTES_MAX / 20 {
            left_out = true;
            continue;
        }
        let bytes = part.bytes().into_owned();
        if bytes.len() > BYTES_MAX {
            left_out = true;
            continue;
        }
        if !bytes.is_empty() {
            kept.push(attachment(part, bytes, alts));
        }
    }
    (kept, left_out)
}

fn attachment(part: &Part<'_>, bytes: Vec<u8>, alts: &[(String, String)]) -> Attachment {
    let alt = part.kind.content_id.as_ref().and_then(|id| alts.iter().find(|(known, _)| known == id)).map(|(_, alt)| alt.clone());
    let name = part.kind.name.as_deref().and_then(file_name);
    let is_mail = part.kind.mime == "message/rfc822";
    Attachment { name: name.or(is_mail.then(|| "mail.eml".to_owned())), mime: mime(&part.kind.mime, &bytes), alt, bytes }
}

/// Pictures by their first bytes; what only says that it is one of them is not.
fn mime(said: &str, bytes: &[u8]) -> String {
    let found = match bytes {
        [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [b'G', b'I', b'F', b'8', ..] => Some("image/gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        _ => None,
    };
    if let Some(found) = found {
        return found.to_owned();
    }
    let sniffed = matches!(said, "image/png" | "image/jpeg" | "image/jpg" | "image/gif" | "image/webp");
    let is_plain = said.len() <= 100 && said.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/.+-_".contains(&byte));
    if sniffed || !is_plain || said.matches('/').count() != 1 { UNKNOWN.to_owned() } else { said.to_owned() }
}

/// The last piece of a path, without what a file system or a reader could be led astray by.
pub fn file_name(said: &str) -> Option<String> {
    let last = said.rsplit(['/', '\\']).next().unwrap_or(said);
    let clean: String =
        last.chars().filter(|letter| !letter.is_control() && !is_hidden(*letter) && !"<>:\"|?*".contains(*letter)).collect();
    let clean = clean.split_whitespace().collect::<Vec<_>>().join(" ");
    let clean = clean.trim_matches(['.', ' ']);
    if clean.is_empty() {
        return None;
    }
    if clean.len() <= NAME_BYTES_MAX {
        return Some(clean.to_owned());
    }
    // The ending says what it is.
    let ending = clean.rsplit_once('.').map(|(_, ending)| ending).filter(|ending| ending.len() <= 10);
    let room = NAME_BYTES_MAX - ending.map_or(0, |ending| ending.len() + 1);
    let stem = clip_to_bytes(clean, room).trim_end_matches(['.', ' ']);
    Some(ending.map_or_else(|| stem.to_owned(), |ending| format!("{stem}.{ending}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_nowhere() {
        let long = format!("{}.pdf", "가".repeat(100));
        for (said, expected) in [
            ("견적서.pdf", Some("견적서.pdf")),
            ("../../etc/passwd", Some("passwd")),
            ("C:\\Users\\me\\사진.png", Some("사진.png")),
            ("invoice\u{202e}fdp.exe", Some("invoicefdp.exe")),
            ("a\r\nb\0.txt", Some("ab.txt")),
            ("..", None),
            ("", None),
            (" .hidden ", Some("hidden")),
            ("a<b>:c|d?.txt", Some("abcd.txt")),
        ] {
            assert_eq!(file_name(said).as_deref(), expected, "{said:?}");
        }
        let clipped = file_name(&long).unwrap();
        assert!(clipped.len() <= NAME_BYTES_MAX && clipped.ends_with(".pdf") && clipped.starts_with('가'), "{clipped}");
    }

    #[test]
    fn a_picture_is_what_begins_like_one() {
        for (said, bytes, expected) in [
            ("application/octet-stream", &b"\x89PNG\r\n\x1a\n"[..], "image/png"),
            ("image/png", b"<script>", UNKNOWN),
            ("image/jpeg", b"\xff\xd8\xff\xe0", "image/jpeg"),
            ("text/plain", b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
            ("image/gif", b"GIF89a", "image/gif"),
            ("application/pdf", b"%PDF", "application/pdf"),
            ("text/html; x", b"a", UNKNOWN),
            ("nonsense", b"a", UNKNOWN),
            ("image/heic", b"....ftyp", "image/heic"),
        ] {
            assert_eq!(mime(said, bytes), expected, "{said}");
        }
    }
}
