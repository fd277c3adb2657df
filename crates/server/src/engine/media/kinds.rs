//! Which files are kept, and as what: by what their bytes are, never by what somebody says of them.
//!
//! A page or a drawing with scripts (HTML, SVG) is none of them, whatever it is called. What a browser may show within a page is told apart
//! from what it may only save.

/// Of pictures and documents.
pub const FILE_BYTES_MAX: u64 = 10 * 1024 * 1024;
/// Of films.
pub const FILM_BYTES_MAX: u64 = 25 * 1024 * 1024;
/// So much of a file tells what it is.
pub const HEAD_BYTES: usize = 4 * 1024;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    pub mime: &'static str,
    /// The ending that its name gets when it has another.
    pub ending: &'static str,
    pub shown: Shown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    Picture,
    Film,
    Sound,
    /// Not at all: it is saved.
    Saved,
}

impl Kind {
    pub fn bytes_max(&self) -> u64 {
        if self.shown == Shown::Film { FILM_BYTES_MAX } else { FILE_BYTES_MAX }
    }
}

const fn kind(mime: &'static str, ending: &'static str, shown: Shown) -> Kind {
    Kind { mime, ending, shown }
}

const OLE: Kind = kind("application/x-ole-storage", "ole", Shown::Saved);
const ZIP: Kind = kind("application/zip", "zip", Shown::Saved);
const PLAIN: Kind = kind("text/plain", "txt", Shown::Saved);
const CSV: Kind = kind("text/csv", "csv", Shown::Saved);

const KINDS: [Kind; 29] = [
    kind("image/png", "png", Shown::Picture),
    kind("image/jpeg", "jpg", Shown::Picture),
    kind("image/gif", "gif", Shown::Picture),
    kind("image/webp", "webp", Shown::Picture),
    kind("image/avif", "avif", Shown::Picture),
    kind("image/heic", "heic", Shown::Picture),
    kind("video/mp4", "mp4", Shown::Film),
    kind("video/webm", "webm", Shown::Film),
    kind("video/quicktime", "mov", Shown::Film),
    kind("audio/mpeg", "mp3", Shown::Sound),
    kind("audio/ogg", "ogg", Shown::Sound),
    kind("audio/mp4", "m4a", Shown::Sound),
    kind("audio/wav", "wav", Shown::Sound),
    kind("application/pdf", "pdf", Shown::Saved),
    PLAIN,
    CSV,
    kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx", Shown::Saved),
    kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", Shown::Saved),
    kind("application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx", Shown::Saved),
    kind("application/vnd.oasis.opendocument.text", "odt", Shown::Saved),
    kind("application/vnd.oasis.opendocument.spreadsheet", "ods", Shown::Saved),
    kind("application/vnd.oasis.opendocument.presentation", "odp", Shown::Saved),
    kind("application/hwp+zip", "hwpx", Shown::Saved),
    kind("application/msword", "doc", Shown::Saved),
    kind("application/vnd.ms-excel", "xls", Shown::Saved),
    kind("application/vnd.ms-powerpoint", "ppt", Shown::Saved),
    kind("application/x-hwp", "hwp", Shown::Saved),
    ZIP,
    OLE,
];

/// The kind of that name, as it stands in the store.
pub fn named(mime: &str) -> Option<Kind> {
    KINDS.into_iter().find(|kind| kind.mime == mime)
}

fn ending(ending: &str) -> Option<Kind> {
    KINDS.into_iter().find(|kind| kind.ending == ending)
}

/// What a file is, by its first bytes ([`HEAD_BYTES`] or all of it). `told_mime` and `name` only tell apart what looks alike: they make
/// nothing what it is not. `None`: nothing that is kept.
pub fn sniff(head: &[u8], told_mime: &str, name: &str) -> Option<Kind> {
    let told_mime = told_mime.split(';').next().unwrap_or_default().trim();
    let told_ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    if let Some(mime) = by_signature(head) {
        return named(mime);
    }
    match head {
        [b'P', b'K', 3 | 5, 4 | 6, ..] => Some(in_zip(head, &told_ending)),
        [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ..] => {
            Some(ending(&told_ending).filter(|kind| ["doc", "xls", "ppt", "hwp"].contains(&kind.ending)).unwrap_or(OLE))
        }
        _ => text(head, told_mime, &told_ending),
    }
}

fn by_signature(head: &[u8]) -> Option<&'static str> {
    Some(match head {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => "image/png",
        [0xff, 0xd8, 0xff, ..] => "image/jpeg",
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => "image/gif",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "image/webp",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'A', b'V', b'E', ..] => "audio/wav",
        [_, _, _, _, b'f', b't', b'y', b'p', a, b, c, d, ..] => in_iso_media([*a, *b, *c, *d]),
        [0x1a, 0x45, 0xdf, 0xa3, rest @ ..] if holds(&rest[..rest.len().min(64)], b"webm") => "video/webm",
        [b'O', b'g', b'g', b'S', ..] => "audio/ogg",
        [b'I', b'D', b'3', ..] | [0xff, 0xfb | 0xfa | 0xf3 | 0xf2, ..] => "audio/mpeg",
        [b'%', b'P', b'D', b'F', b'-', ..] => "application/pdf",
        _ => return None,
    })
}

fn in_iso_media(brand: [u8; 4]) -> &'static str {
    match &brand {
        b"avif" | b"avis" => "image/avif",
        b"heic" | b"heix" | b"hevc" | b"heim" | b"heis" | b"mif1" | b"msf1" => "image/heic",
        b"qt  " => "video/quicktime",
        b"M4A " | b"M4B " => "audio/mp4",
        _ => "video/mp4",
    }
}

/// Documents are archives with a certain file at the beginning.
fn in_zip(head: &[u8], told_ending: &str) -> Kind {
    let declared = |mime: &str| holds(head, format!("mimetype{mime}").as_bytes());
    let open_document = KINDS.into_iter().find(|kind| kind.mime.starts_with("application/vnd.oasis") && declared(kind.mime));
    let hwpx = || declared("application/hwp+zip").then(|| ending("hwpx")).flatten();
    let office = || {
        let is_office = holds(head, b"[Content_Types].xml") || holds(head, b"_rels/.rels");
        ending(told_ending).filter(|kind| is_office && ["docx", "xlsx", "pptx"].contains(&kind.ending))
    };
    open_document.or_else(hwpx).or_else(office).unwrap_or(ZIP)
}

/// Text is kept when somebody calls it plain, and when it is no page that only calls itself so.
fn text(head: &[u8], told_mime: &str, told_ending: &str) -> Option<Kind> {
    let told = match (told_mime, told_ending) {
        ("text/csv", _) | (_, "csv") => CSV,
        ("text/plain", _) | (_, "txt") => PLAIN,
        _ => return None,
    };
    let is_text = !head.is_empty() && !head.iter().any(|byte| matches!(byte, 0 | 0x01..=0x06 | 0x0e..=0x1a));
    let start = head.trim_ascii_start().strip_prefix("\u{feff}".as_bytes()).unwrap_or(head.trim_ascii_start());
    (is_text && !start.starts_with(b"<")).then_some(told)
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// A name that a person can save a file under: without a way into other folders, without what a screen would not show, and with the ending
/// of what the file is.
pub fn file_name(name: Option<&str>, kind: &Kind) -> String {
    let plain: String = name
        .unwrap_or_default()
        .rsplit(['/', '\\'])
        .next()
        .unwrap_or_default()
        .chars()
        .filter(|c| !c.is_control() && !is_invisible(*c) && !"<>:\"|?*".contains(*c))
        .take(120)
        .collect();
    let plain = plain.trim_matches([' ', '.']);
    let plain = if plain.is_empty() { "file" } else { plain };
    let has_ending = plain.rsplit_once('.').is_some_and(|(_, ending)| {
        let ending = ending.to_ascii_lowercase();
        ending == kind.ending || sniffed_alike(&ending, kind)
    });
    if has_ending { plain.to_owned() } else { format!("{plain}.{}", kind.ending) }
}

/// Other endings for the same.
fn sniffed_alike(ending: &str, kind: &Kind) -> bool {
    matches!(
        (ending, kind.ending),
        ("jpeg" | "jpe" | "jfif", "jpg") | ("qt", "mov") | ("m4v", "mp4") | ("oga" | "opus", "ogg") | ("heif", "heic")
    )
}

/// Marks that turn the direction of writing make one ending look like another.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_bytes_are() {
        let docx = b"PK\x03\x04\x14\0\0\0\x08\0 [Content_Types].xml ...";
        let odt = b"PK\x03\x04\x14\0\0\0\0\0mimetypeapplication/vnd.oasis.opendocument.textPK";
        for (bytes, told, name, expected) in [
            (b"\x89PNG\r\n\x1a\n....".as_slice(), "text/html", "x.html", Some("image/png")),
            (b"\xff\xd8\xff\xe0", "", "", Some("image/jpeg")),
            (b"GIF89a", "", "", Some("image/gif")),
            (b"RIFF\x01\x02\x03\x04WEBPVP8 ", "", "", Some("image/webp")),
            (b"\0\0\0\x20ftypavif", "", "", Some("image/avif")),
            (b"\0\0\0\x20ftypheic", "", "", Some("image/heic")),
            (b"\0\0\0\x20ftypisom", "", "", Some("video/mp4")),
            (b"\0\0\0\x14ftypqt  ", "", "", Some("video/quicktime")),
            (b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm", "", "", Some("video/webm")),
            (b"\x1a\x45\xdf\xa3\x9f\x42\x82\x88matroska", "", "", None),
            (b"ID3\x04", "", "", Some("audio/mpeg")),
            (b"OggS", "", "", Some("audio/ogg")),
            (b"%PDF-1.7", "image/png", "x.png", Some("application/pdf")),
            (docx, "", "영수증.docx", Some("application/vnd.openxmlformats-officedocument.wordprocessingml.document")),
            (docx, "", "x.exe", Some("application/zip")),
            (odt, "", "x.bin", Some("application/vnd.oasis.opendocument.text")),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "", "문의.hwp", Some("application/x-hwp")),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "", "x.msi", Some("application/x-ole-storage")),
            ("주문 번호 1234".as_bytes(), "text/plain; charset=utf-8", "", Some("text/plain")),
            (b"a,b\n1,2", "application/octet-stream", "x.CSV", Some("text/csv")),
            (b"\x82\xb1\x82\xf1\x82\xc9\x82\xbf\x82\xcd", "text/plain", "", Some("text/plain")),
            (b" <html><script>alert(1)</script>", "text/plain", "x.txt", None),
            ("\u{feff}<svg onload=alert(1)>".as_bytes(), "text/plain", "x.txt", None),
            (b"<svg xmlns='http://www.w3.org/2000/svg'>", "image/svg+xml", "x.svg", None),
            (b"\x7fELF\x02\x01\x01\0", "text/plain", "x.txt", None),
            (b"MZ\x90\0\x03", "application/x-msdownload", "x.exe", None),
            (b"#!/bin/sh\nrm -rf ~", "application/x-sh", "x.sh", None),
            (b"", "text/plain", "x.txt", None),
        ] {
            assert_eq!(sniff(bytes, told, name).map(|kind| kind.mime), expected, "{told} {name}");
        }
    }

    #[test]
    fn every_kind_is_found_by_its_name() {
        for kind in KINDS {
            assert_eq!(named(kind.mime), Some(kind));
        }
    }

    #[test]
    fn a_file_is_saved_under_a_name_that_says_what_it_is() {
        let (png, zip) = (named("image/png").expect("a kind"), ZIP);
        for (name, kind, expected) in [
            (Some("냉장고.png"), &png, "냉장고.png"),
            (Some("photo.JPEG"), &named("image/jpeg").expect("a kind"), "photo.JPEG"),
            (Some("../../etc/passwd"), &png, "passwd.png"),
            (Some("C:\\evil\\a.exe"), &png, "a.exe.png"),
            (Some("invoice\u{202e}gnp.exe"), &png, "invoicegnp.exe.png"),
            (Some("app.apk"), &zip, "app.apk.zip"),
            (Some("a\r\nb\".png"), &png, "ab.png"),
            (Some("..."), &png, "file.png"),
            (None, &png, "file.png"),
        ] {
            assert_eq!(file_name(name, kind), expected, "{name:?}");
        }
    }
}
