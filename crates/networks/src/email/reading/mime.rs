//! The structure of a mail, walked with limits.
//!
//! A general parser follows whatever structure a mail claims to have, and mails can claim endless ones. Here every level costs one pass over its
//! bytes, and levels and parts are few.

use super::{
    charset,
    headers::{Headers, cut_line},
    words,
};
use mail_parser::{ContentType, HeaderValue, parsers::MessageStream};
use std::borrow::Cow;

/// Parts within parts. Forwarded mails within forwarded mails have a few.
const DEPTH_MAX: usize = 12;
/// Parts of one mail, all levels together.
const PARTS_MAX: usize = 200;
const BOUNDARY_BYTES_MAX: usize = 200;
const NAME_BYTES_MAX: usize = 2_000;

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
    let content_type = headers.first("content-type").and_then(fields_of);
    let disposition = headers.first("content-disposition").and_then(fields_of);
    let said = |field: &Option<ContentType<'static>>, key: &str| {
        field.as_ref().and_then(|field| field.attribute(key)).map(str::to_owned).filter(|value| !value.is_empty())
    };
    let mime = content_type
        .as_ref()
        .map_or_else(|| usual.to_owned(), |field| format!("{}/{}", field.ctype(), field.subtype().unwrap_or("plain")).to_ascii_lowercase());
    let is = |key: &str, value: &str| said(&content_type, key).is_some_and(|found| found.eq_ignore_ascii_case(value));
    Kind {
        charset: said(&content_type, "charset"),
        boundary: said(&content_type, "boundary"),
        report_type: said(&content_type, "report-type").map(|value| value.to_ascii_lowercase()),
        flowed: is("format", "flowed"),
        delete_space: is("delsp", "yes"),
        name: said(&disposition, "filename").or_else(|| said(&content_type, "name")).map(|name| read_name(&name)),
        is_attachment: disposition.as_ref().is_some_and(|field| field.ctype().eq_ignore_ascii_case("attachment")),
        content_id: headers.first("content-id").map(|id| charset::guess(id).trim().trim_matches(['<', '>']).to_owned()),
        mime,
    }
}

/// `type/subtype; key=value`, also as RFC 2231 writes it. Encoded words and bytes beyond ASCII have no place there and are there.
fn fields_of(value: &[u8]) -> Option<ContentType<'static>> {
    let value = &value[..value.len().min(4 * NAME_BYTES_MAX)];
    let mut text = charset::guess(value);
    text.push('\n');
    match MessageStream::new(text.as_bytes()).parse_content_type().into_owned() {
        HeaderValue::ContentType(found) => Some(found),
        _ => None,
    }
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
