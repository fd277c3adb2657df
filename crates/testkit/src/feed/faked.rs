//! The face for the suite: articles that name the brand, in one Atom document, the newest first.
//!
//! A feed has no threads, no private side, and nothing is written to it. It is asked for and never delivers by itself, so nothing can be
//! forged; it asks for no credentials, so [`Breakdown::Expired`] comes back as any other refusal would.

use super::{FakeFeed, FeedAnswer, respond};
use crate::{Breakdown, Calls, Cannot, Connection, Faked, Published, Request, Said, troubles::Refusal};
use answerable_domain::{ConnectorKind, Millis};
use axum::{body::Body, http::Response};
use serde_json::json;

/// Where the document of the suite is.
pub(super) const PATH: &str = "news.atom";

#[derive(Default)]
pub(super) struct Articles {
    /// The oldest first.
    list: Vec<Article>,
    count: usize,
    version: usize,
    /// Goes into the document as it is.
    strange: String,
}

struct Article {
    id: String,
    who: String,
    text: String,
    at: Millis,
}

impl Articles {
    fn add(&mut self, who: &str, text: String, at: Millis) -> Said {
        self.count += 1;
        self.version += 1;
        let id = format!("tag:news.example,2026:{}", self.count);
        self.list.push(Article { id: id.clone(), who: who.to_owned(), text: text.clone(), at });
        Said { native_id: id, text }
    }

    pub fn served(&self) -> FeedAnswer {
        let mut body =
            String::from(r#"<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>News</title>"#);
        // As many feeds have it: what changes with every version and means nothing.
        body.push_str(&format!("<generator>version {}</generator>{}", self.version, self.strange));
        for article in self.list.iter().rev() {
            let at = jiff::Timestamp::from_millisecond(article.at).expect("a moment within the calendar");
            let Article { id, who, text, .. } = article;
            let text = text.replace('&', "&amp;").replace('<', "&lt;");
            body.push_str(&format!(
                r#"<entry><id>{id}</id><title>{text}</title><published>{at}</published><updated>{at}</updated><author><name>{who}</name></author><link href="https://news.example/{id}"/></entry>"#
            ));
        }
        body.push_str("</feed>");
        FeedAnswer { status: 200, body: body.into_bytes(), headers: Vec::new(), etag: Some(format!("\"{}\"", self.version)) }
    }
}

pub(super) fn in_its_words(refusal: Refusal) -> Response<Body> {
    match refusal {
        Refusal::Status(status) => respond(status, Vec::new(), Body::empty()),
        Refusal::TooMany { retry_after_seconds } => {
            let wait = retry_after_seconds.map(|seconds| ("retry-after".to_owned(), seconds.to_string()));
            respond(429, wait.into_iter().collect(), Body::empty())
        }
        Refusal::Expired => respond(403, Vec::new(), Body::empty()),
    }
}

impl FakeFeed {
    fn add(&self, who: &str, text: &str) -> Said {
        let text = if text.to_lowercase().contains("acme") { text.to_owned() } else { format!("Acme: {text}") };
        let at = self.inner.clock.now() + self.inner.troubles.clock_off_ms();
        self.inner.site().articles.add(who, text, at)
    }
}

impl Faked for FakeFeed {
    fn kind(&self) -> ConnectorKind {
        ConnectorKind::Feed
    }

    fn connection(&self) -> Connection {
        let config = json!({"url": self.url(PATH), "poll_seconds": 60});
        Connection { config, secret: None, allowed_hosts: vec![self.host()] }
    }

    fn say(&self, who: &str, text: &str) -> Said {
        self.add(who, text)
    }

    /// An article of its own: a feed knows no answers.
    fn answer(&self, who: &str, _to: &str, text: &str) -> Said {
        self.add(who, text)
    }

    fn edit(&self, said: &Said, text: &str) -> Result<Said, Cannot> {
        let mut site = self.inner.site();
        site.articles.version += 1;
        let text = format!("Acme: {text}");
        let article = site.articles.list.iter_mut().find(|article| article.id == said.native_id).ok_or(Cannot("it was not said here"))?;
        article.text.clone_from(&text);
        Ok(Said { native_id: said.native_id.clone(), text })
    }

    fn delete(&self, _said: &Said) -> Result<(), Cannot> {
        Err(Cannot("feeds show the newest only, so that an article is missing means nothing"))
    }

    /// Another version of the document, with the same articles in it.
    fn repeat(&self, _said: &Said) -> Result<(), Cannot> {
        self.inner.site().articles.version += 1;
        Ok(())
    }

    /// As in every feed: the newest stands first.
    fn say_backwards(&self, who: &str, texts: &[&str]) -> Result<Vec<Said>, Cannot> {
        Ok(texts.iter().map(|text| self.add(who, text)).collect())
    }

    fn unknown_event(&self) -> Result<(), Cannot> {
        let mut site = self.inner.site();
        site.articles.version += 1;
        site.articles.strange = r#"<riddle xmlns="urn:example:riddles"><piece>Acme?</piece></riddle>"#.to_owned();
        Ok(())
    }

    fn forge(&self, _text: &str) -> Result<(), Cannot> {
        Err(Cannot("nothing is delivered: we ask the site itself"))
    }

    fn break_down(&self, what: Calls, how: Breakdown) {
        self.inner.troubles.break_down(what, how);
    }

    fn break_next(&self, what: Calls, how: Breakdown) {
        self.inner.troubles.break_next(what, how);
    }

    fn mend(&self) {
        self.inner.troubles.mend();
    }

    fn hang_up(&self) {
        self.inner.troubles.hang_up();
    }

    /// All of it has been pushed out by newer articles.
    fn forget(&self) -> Result<(), Cannot> {
        let mut site = self.inner.site();
        site.articles.version += 1;
        site.articles.list.clear();
        Ok(())
    }

    fn published(&self) -> Vec<Published> {
        Vec::new()
    }

    fn requests(&self) -> Vec<Request> {
        self.inner.troubles.requests()
    }
}
