//! Posts from a file, a line each, read as they come: the file may be larger than the memory.

use answerable_domain::Network;
use answerable_listen::Document;
use serde::Deserialize;
use std::borrow::Cow;
use std::io::{self, BufRead, Read as _};

/// No post is as long; a longer line is some other file.
const LINE_BYTES_MAX: u64 = 8 * 1024 * 1024;

/// A post as it stands in a line. What is not named here is left unread.
#[derive(Debug, Deserialize)]
pub struct Line<'a> {
    #[serde(borrow)]
    text: Cow<'a, str>,
    #[serde(borrow, default, alias = "lang")]
    language: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    network: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    author: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    author_id: Option<Cow<'a, str>>,
    #[serde(default)]
    followers: Option<u64>,
    #[serde(default)]
    links: Option<Vec<serde::de::IgnoredAny>>,
    #[serde(default)]
    media: Option<Vec<serde::de::IgnoredAny>>,
}

impl<'a> Line<'a> {
    /// What is wrong with a line is said in words for people.
    pub fn read(line: &'a [u8]) -> Result<Self, String> {
        let text = std::str::from_utf8(line).map_err(|error| format!("not UTF-8 (byte {})", error.valid_up_to() + 1))?;
        serde_json::from_str(text.trim_start_matches('\u{FEFF}')).map_err(|error| in_words(&error))
    }

    /// Links that nobody listed are seen in the text.
    pub fn document(&self) -> Result<Document<'_>, String> {
        let network = match self.network.as_deref() {
            None => Network::Other,
            Some(name) => Network::parse(name).ok_or_else(|| format!("{name:?} is no network that Answerable knows"))?,
        };
        let has_link = match &self.links {
            Some(links) => !links.is_empty(),
            None => self.text.contains("http://") || self.text.contains("https://"),
        };
        Ok(Document {
            network,
            language: self.language.as_deref(),
            author_native_id: self.author_id.as_deref().or(self.author.as_deref()).unwrap_or_default(),
            author_handle: self.author.as_deref().map(|name| name.trim_start_matches('@')),
            followers: self.followers,
            has_link,
            has_media: self.media.as_ref().is_some_and(|media| !media.is_empty()),
            ..Document::text(&self.text)
        })
    }
}

/// Without serde's place in the line: there is one line.
fn in_words(error: &serde_json::Error) -> String {
    let told = error.to_string();
    let what = told.split(" at line ").next().unwrap_or_default();
    match error.classify() {
        serde_json::error::Category::Data => what.to_owned(),
        _ => format!("not JSON: {what} (column {})", error.column()),
    }
}

/// What is next in a file.
pub enum Next {
    /// A line is in the buffer, without its end.
    Line,
    /// It was too long and is skipped.
    TooLong,
    End,
}

/// Reads the next line into `line`; `taken` grows by the bytes that it took.
pub fn next_line(from: &mut impl BufRead, line: &mut Vec<u8>, taken: &mut u64) -> io::Result<Next> {
    line.clear();
    let read = from.by_ref().take(LINE_BYTES_MAX).read_until(b'\n', line)? as u64;
    *taken += read;
    match line.last() {
        None => Ok(Next::End),
        Some(b'\n') => {
            line.pop();
            Ok(Next::Line)
        }
        Some(_) if read < LINE_BYTES_MAX => Ok(Next::Line),
        Some(_) => {
            *taken += from.skip_until(b'\n')? as u64;
            Ok(Next::TooLong)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_becomes_a_document() {
        let line = r#"{"text":"hi https://a.example","lang":"ko","network":"naver","author":"@jin","followers":7,"likes":3,"media":[{}]}"#;
        let line = Line::read(line.as_bytes()).expect("it can be read");
        let document = line.document().expect("a document");
        assert_eq!((document.language, document.network, document.followers), (Some("ko"), Network::Naver, Some(7)));
        assert_eq!((document.author_handle, document.has_link, document.has_media), (Some("jin"), true, true));
        let line = Line::read(br#"{"text":"https://a.example","links":[],"language":null}"#).expect("it can be read");
        assert!(!line.document().expect("a document").has_link, "what the file says of links counts");
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        let said = |line: &[u8]| Line::read(line).and_then(|line| line.document().map(|_| ())).expect_err("it cannot be read");
        assert_eq!(said(b"broken"), "not JSON: expected value (column 1)");
        assert_eq!(said(b"{}"), "missing field `text`");
        assert_eq!(said(b"{\"text\":\"\xFF\"}"), "not UTF-8 (byte 10)");
        assert_eq!(said(br#"{"text":"x","network":"myspace"}"#), "\"myspace\" is no network that Answerable knows");
    }

    #[test]
    fn lines_end_where_they_end() {
        let mut from: &[u8] = b"one\n\nlast";
        let (mut line, mut taken) = (Vec::new(), 0);
        let mut seen = Vec::new();
        while let Next::Line = next_line(&mut from, &mut line, &mut taken).expect("memory can be read") {
            seen.push(String::from_utf8(line.clone()).expect("UTF-8"));
        }
        assert_eq!((seen, taken), (vec!["one".to_owned(), String::new(), "last".to_owned()], 9));
        let mut long = vec![b'x'; LINE_BYTES_MAX as usize + 10];
        long.extend(b"\nnext\n");
        let mut from: &[u8] = &long;
        assert!(matches!(next_line(&mut from, &mut line, &mut taken), Ok(Next::TooLong)));
        assert!(matches!(next_line(&mut from, &mut line, &mut taken), Ok(Next::Line)) && line == b"next");
    }
}
