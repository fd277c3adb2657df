//! The structure of a mail, walked with limits.
//!
//! A general parser follows whatever structure a mail claims to have, and mails can claim endless ones. Here every level costs one pass over its
//! bytes, and levels and parts are few.

use super::{
    charset,
    headers::{Headers, cut_line, without_comments},
    parameters::Parameters,
    words,
};
use std::borrow::Cow;

/// Parts within parts. Forwarded mails within forwarded mails have a few.
const DEPTH_MAX: usize = 12;
/// Parts of one mail, all levels together.
const PARTS_MAX: usize = 200;
const BOUNDARY_BYTES_MAX: usize = 200;
const NAME_BYTES_MAX: usize = 2_000;
const FIELD_BYTES_MAX: usize = 8_000;

/// A part as it stands in the mail.
#[derive(Debug)]
pub struct Part<'a> {
    pub headers: Headers,
    pub kind: Kind,
    /// Not decoded yet.
    pub body: &'a [u8],
    pub children: Vec<Part<'a>>,
}

/// What a part says it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kind {
    /// `text/plain`, in lower case.
    pub mime: String,
    pub charset: Option<String>,
    boundary: Option<String>,
    pub report_type: Option<String>,
    /// RFC 3676: a space at the end of a line says that the paragraph goes on.
    pub flowed: bool,
    pub delete_space: bool,
    pub name: Option<String>,
    pub is_attachment: bool,
    pub content_id: Option<String>,
}

impl Kind {
    pub fn is(&self, family: &str) -> bool {
        self.mime.strip_prefix(family).is_some_and(|rest| rest.starts_with('/'))
    }
}

/// A mail taken apart.
#[derive(Debug)]
pub struct Outline<'a> {
    pub root: Part<'a>,
    /// More than is read: parts or levels beyond the limits.
    pub is_clipped: bool,
}

pub fn outline(mail: &[u8]) -> Outline<'_> {
    let (headers, body) = Headers::split(mail);
    let mut walk = Walk { parts: 0, is_clipped: false };
    let root = walk.part(headers, body, 0, "text/plain");
    Outline { root, is_clipped: walk.is_clipped }
}

struct Walk {
    parts: usize,
    is_clipped: bool,
}

impl Walk {
    fn part<'a>(&mut self, headers: Headers, body: &'a [u8], depth: usize, usual: &str) -> Part<'a> {
        self.parts += 1;
        let mut kind = kind(&headers, usual);
        let mut children = Vec::new();
        if kind.is("multipart") {
            let boundary = kind.boundary.clone().filter(|boundary| !boundary.is_empty() && boundary.len() <= BOUNDARY_BYTES_MAX);
            match boundary.filter(|_| depth < DEPTH_MAX) {
                Some(boundary) => children = self.children(body, &boundary, depth + 1, &kind.mime),
                None => self.is_clipped |= depth >= DEPTH_MAX,
            }
            if children.is_empty() && depth < DEPTH_MAX {
                // It claims to have parts and has none: a text then.
                kind.mime = "text/plain".to_owned();
            }
        }
        Part { headers, kind, body, children }
    }

    fn children<'a>(&mut self, body: &'a [u8], boundary: &str, depth: usize, mime: &str) -> Vec<Part<'a>> {
        let usual = if mime == "multipart/digest" { "message/rfc822" } else { "text/plain" };
        let mut children = Vec::new();
        for piece in pieces(body, boundary.as_bytes()) {
            if self.parts >= PARTS_MAX {
                self.is_clipped = true;
                break;
            }
            let (headers, inner) = Headers::split(piece);
            children.push(self.part(headers, inner, depth, usual));
        }
        children
    }
}

/// What stands between the lines `--boundary`, up to `--boundary--` or the end.
fn pieces<'a>(body: &'a [u8], boundary: &[u8]) -> Vec<&'a [u8]> {
    let mut pieces = Vec::new();
    let (mut rest, mut start) = (body, None);
    while !rest.is_empty() {
        let (line, after) = cut_line(rest);
        if let Some(tail) = line.strip_prefix(b"--").and_then(|line| line.strip_prefix(boundary)) {
            let is_end = tail.starts_with(b"--");
            let tail = tail.strip_prefix(b"--").unwrap_or(tail);
            if tail.trim_ascii().is_empty() {
                let here = body.len() - rest.len();
                if let Some(start) = start {
                    pieces.push(without_last_break(&body[start..here]));
                }
                start = Some(body.len() - after.len());
                if is_end {
                    return pieces;
                }
                if pieces.len() >= PARTS_MAX {
                    return pieces;
                }
            }
        }
        rest = after;
    }
    // Cut off on the way: what is there is there.
    if let Some(start) = start.filter(|start| *start < body.len()) {
        pieces.push(&body[start..]);
    }
    pieces
}

/// The line end before a boundary belongs to the boundary.
fn without_last_break(piece: &[u8]) -> &[u8] {
    let piece = piece.strip_suffix(b"\n").unwrap_or(piece);
    piece.strip_suffix(b"\r").unwrap_or(piece)
}

fn kind(headers: &Headers, usual: &str) -> Kind {
    let content_type = headers.first("content-type").map(|value| Parameters::read(&without_comments(&field(value)))).unwrap_or_default();
    let disposition = headers.first("content-disposition").map(|value| Parameters::read(&field(value))).unwrap_or_default();
    let mime = match content_type.value.split_whitespace().collect::<String>() {
        value if value.is_empty() => usual.to_owned(),
        value if value.contains('/') => value,
        // `text` alone, as old programs write.
        _ => "text/plain".to_owned(),
    };
    let is = |key: &str, value: &str| content_type.get(key).is_some_and(|found| found.eq_ignore_ascii_case(value));
    let name = disposition.get("filename").or_else(|| content_type.get("name"));
    Kind {
        charset: content_type.get("charset"),
        boundary: content_type.get("boundary"),
        report_type: content_type.get("report-type").map(|value| value.to_ascii_lowercase()),
        flowed: is("format", "flowed"),
        delete_space: is("delsp", "yes"),
        name: name.map(|name| read_name(&name)),
        is_attachment: disposition.value == "attachment",
        content_id: headers.first("content-id").map(|id| charset::guess(id).trim().trim_matches(['<', '>']).to_owned()),
        mime,
    }
}

/// Bytes beyond ASCII have no place there, and are there.
fn field(value: &[u8]) -> String {
    charset::guess(&value[..value.len().min(FIELD_BYTES_MAX)])
}

fn read_name(name: &str) -> String {
    words::decode(answerable_domain::clip_to_bytes(name, NAME_BYTES_MAX).as_bytes())
}

impl<'a> Part<'a> {
    /// The bytes of a part without its transfer encoding.
    pub fn bytes(&self) -> Cow<'a, [u8]> {
        match self.headers.token("content-transfer-encoding").as_deref() {
            Some("base64") => Cow::Owned(words::base64(self.body)),
            Some("quoted-printable") => Cow::Owned(words::unquoted(self.body)),
            _ => Cow::Borrowed(self.body),
        }
    }

    /// About how many bytes [`Self::bytes`] has.
    pub fn size(&self) -> usize {
        match self.headers.token("content-transfer-encoding").as_deref() {
            Some("base64") => self.body.len() / 4 * 3,
            _ => self.body.len(),
        }
    }

    /// This part and all below it, in the order of the mail.
    pub fn all(&self) -> Vec<&Part<'a>> {
        let mut found = vec![self];
        for child in &self.children {
            found.extend(child.all());
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind_of(header: &str) -> Kind {
        kind(&Headers::split(header.as_bytes()).0, "text/plain")
    }

    #[test]
    fn names_are_read_however_they_are_written() {
        for (disposition, expected) in [
            ("filename=\"견적서.pdf\"", "견적서.pdf"),
            ("filename=a.pdf", "a.pdf"),
            ("filename=\"a b;c.pdf\"", "a b;c.pdf"),
            ("filename=\"a \\\"b\\\".pdf\"", "a \"b\".pdf"),
            ("filename*=utf-8''%EA%B2%AC%EC%A0%81%EC%84%9C.pdf", "견적서.pdf"),
            ("filename*=utf-8'ko'%EA%B2%AC%EC%A0%81%EC%84%9C.pdf; filename=x.pdf", "견적서.pdf"),
            ("filename*0*=utf-8''%EA%B2%AC;\n filename*1*=%EC%A0%81%EC%84%9C.pdf", "견적서.pdf"),
            ("filename*0*=euc-kr''%B0%DF%C0;\n filename*1*=%FB%BC%AD.pdf", "견적서.pdf"),
            ("filename*0*=utf-8''%EA%B2;\n filename*1*=%AC%EC%A0%81%EC%84%9C.pdf", "견적서.pdf"),
            ("filename*0=\"long \"; filename*1=\"name.pdf\"", "long name.pdf"),
            ("filename*=iso-2022-jp''%1B%24B%3FM%1B%28B.pdf", "人.pdf"),
            ("filename*=ks_c_5601-1987''%B0%DF%C0%FB%BC%AD.pdf", "견적서.pdf"),
            ("filename=\"=?UTF-8?B?6rKs7KCB7ISc?=.pdf\"", "견적서.pdf"),
            ("filename==?UTF-8?B?6rKs7KCB7ISc?=", "견적서"),
            // Cut within a character.
            ("filename=\"=?UTF-8?B?6rKs7A==?=\n =?UTF-8?B?oIHshJwucGRm?=\"", "견적서.pdf"),
            ("filename=\"=?ISO-2022-JP?B?GyRCP00bKEIucGRm?=\"", "人.pdf"),
        ] {
            let found = kind_of(&format!("Content-Disposition: attachment; {disposition}\n"));
            assert_eq!((found.name.as_deref(), found.is_attachment), (Some(expected), true), "{disposition}");
        }
    }

    #[test]
    fn kinds_are_read_however_they_are_written() {
        for (header, mime, charset, boundary) in [
            ("text/plain; charset=EUC-KR", "text/plain", Some("EUC-KR"), None),
            ("TEXT/HTML; charset=\"ks_c_5601-1987\"; format=flowed", "text/html", Some("ks_c_5601-1987"), None),
            ("multipart/mixed; boundary=\"a;b =c\"", "multipart/mixed", None, Some("a;b =c")),
            ("multipart/mixed;\n\tboundary=----=_Part_1_2.3", "multipart/mixed", None, Some("----=_Part_1_2.3")),
            ("multipart/mixed (comment); boundary=x (y)", "multipart/mixed", None, Some("x")),
            ("text", "text/plain", None, None),
            ("text/plain; charset", "text/plain", None, None),
        ] {
            let found = kind_of(&format!("Content-Type: {header}\n"));
            let expected = (mime, charset, boundary);
            assert_eq!((found.mime.as_str(), found.charset.as_deref(), found.boundary.as_deref()), expected, "{header}");
        }
        assert_eq!(kind_of("Subject: x\n").mime, "text/plain");
    }

    fn shape(part: &Part<'_>) -> String {
        let inner: Vec<String> = part.children.iter().map(shape).collect();
        let kind = part.kind.mime.split('/').nth(1).unwrap_or_default();
        if inner.is_empty() { kind.to_owned() } else { format!("{kind}({})", inner.join(" ")) }
    }

    #[test]
    fn parts_are_found_however_boundaries_are_broken() {
        let head = "Content-Type: multipart/mixed; boundary=b\n\n";
        for (body, expected) in [
            ("--b\n\none\n--b\nContent-Type: text/html\n\ntwo\n--b--\n", "mixed(plain html)"),
            ("preamble\n--b\r\n\r\none\r\n--b--\r\nepilogue\n--b\n\nno", "mixed(plain)"),
            ("--b  \n\none\n--b-- \n", "mixed(plain)"),
            ("--b\n\nnever closed", "mixed(plain)"),
            ("--bb\n\nanother\n--b\n\none\n--bb\n", "mixed(plain)"),
            ("no boundary at all", "plain"),
            ("--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\nx\n--c--\n--b\n\ny\n--b--", "mixed(mixed(plain) plain)"),
            ("--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\nnever closed\n--b\n\ny\n--b--", "mixed(mixed(plain) plain)"),
            ("--b\nContent-Type: multipart/digest; boundary=c\n\n--c\n\nSubject: x\n\ny\n--c--\n--b--", "mixed(digest(rfc822))"),
            ("--b--\n", "plain"),
        ] {
            let mail = format!("{head}{body}");
            assert_eq!(shape(&outline(mail.as_bytes()).root), expected, "{body}");
        }
    }
}
