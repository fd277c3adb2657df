//! Sets a text: one space between words, one break between lines, and notes where the links are.

use super::{
    Links,
    attributes::{attribute, has_word},
};
use answerable_domain::{Span, SpanKind, clip_to_bytes};

/// More than this nobody writes by hand.
const SPANS_MAX: usize = 500;

pub struct Writer<'a> {
    links: &'a Links<'a>,
    text: String,
    /// What stands between what was written and what comes.
    gap: &'static str,
    spans: Vec<Span>,
    open: Option<Open>,
}

/// A link that has begun.
struct Open {
    href: String,
    is_tag: bool,
    /// Where its first letter stands.
    start: Option<usize>,
}

impl<'a> Writer<'a> {
    pub fn new(links: &'a Links<'a>) -> Self {
        Self { links, text: String::new(), gap: "", spans: Vec::new(), open: None }
    }

    pub fn length(&self) -> usize {
        self.text.len()
    }

    pub fn push(&mut self, letter: char) {
        if letter.is_whitespace() || letter == '\0' {
            self.widen(" ");
            return;
        }
        if !self.text.is_empty() {
            self.text.push_str(self.gap);
        }
        self.gap = "";
        if let Some(open) = &mut self.open {
            open.start.get_or_insert(self.text.len());
        }
        self.text.push(letter);
    }

    pub fn line(&mut self) {
        self.widen("\n");
    }

    pub fn paragraph(&mut self) {
        self.widen(if self.links.airy { "\n\n" } else { "\n" });
    }

    /// Whether the element of this tag is not to be read.
    pub fn leaves_out(&self, tag: &str) -> bool {
        self.links.unseen_class.is_some_and(|class| has_word(tag, "class", class))
    }

    pub fn open_link(&mut self, tag: &str) {
        self.close_link();
        let href = attribute(tag, "href").unwrap_or_default();
        let is_tag = self.links.tags && (has_word(tag, "class", "hashtag") || has_word(tag, "rel", "tag"));
        self.open = Some(Open { href, is_tag, start: None });
    }

    pub fn close_link(&mut self) {
        let Some(Open { href, is_tag, start: Some(start) }) = self.open.take() else { return };
        let said = &self.text[start..];
        let tag = said.strip_prefix(['#', '＃']).filter(|tag| is_tag && !tag.is_empty());
        let kind = match (tag, self.links.people.iter().find(|(address, _)| *address == href)) {
            (Some(tag), _) => SpanKind::Tag(tag.to_owned()),
            (None, Some((_, native_id))) => SpanKind::Mention(native_id.clone()),
            (None, None) if is_web(&href) => SpanKind::Link(href.replace('\0', " ")),
            (None, None) => return,
        };
        if let (Ok(start), Ok(end)) = (u32::try_from(start), u32::try_from(self.text.len())) {
            self.spans.push(Span { start, end, kind });
        }
    }

    pub fn finish(mut self, bytes_max: usize) -> (String, Vec<Span>) {
        self.close_link();
        let text = clip_to_bytes(&self.text, bytes_max).to_owned();
        self.spans.retain(|span| span.fits(&text));
        self.spans.truncate(SPANS_MAX);
        (text, self.spans)
    }

    fn widen(&mut self, gap: &'static str) {
        let weight = |gap: &str| (gap.matches('\n').count(), gap.len());
        if weight(gap) > weight(self.gap) {
            self.gap = gap;
        }
    }
}

/// `javascript:` and its kin are no links.
fn is_web(href: &str) -> bool {
    url::Url::parse(href).is_ok_and(|url| matches!(url.scheme(), "https" | "http"))
}
