//! A place without an open door: what is said there is pasted by a colleague, and answered there by hand.

use answerable_domain::{ConnectorKind, Millis};
use answerable_networks::manual::PastedPost;
use answerable_testkit::{Breakdown, Calls, Cannot, Connection, Faked, Published, Request, Said};
use serde_json::json;
use std::sync::{Arc, Mutex};

const NOBODY_LISTENS: Cannot = Cannot("nobody listens there: a person pastes what they saw");

/// What waits to be pasted.
pub type Pastes = Arc<Mutex<Vec<PastedPost>>>;

#[derive(Default)]
pub struct PastedPlace {
    pastes: Pastes,
    said: Mutex<Vec<PastedPost>>,
}

impl PastedPlace {
    pub fn pastes(&self) -> Pastes {
        self.pastes.clone()
    }

    fn paste(&self, post: PastedPost) -> Said {
        let said = Said { native_id: post.native_id(), text: post.text.clone() };
        self.said.lock().expect("no holder panics").push(post.clone());
        self.pastes.lock().expect("no holder panics").push(post);
        said
    }

    fn new_post(&self, who: &str, text: &str, time_ms: Option<Millis>) -> PastedPost {
        let count = self.said.lock().expect("no holder panics").len();
        let url = Some(format!("https://place.example/posts/{count}"));
        PastedPost { url, text: text.to_owned(), author: Some(who.to_owned()), time_ms, ..PastedPost::default() }
    }

    fn post(&self, said: &Said) -> Result<PastedPost, Cannot> {
        let posts = self.said.lock().expect("no holder panics");
        posts.iter().rev().find(|post| post.native_id() == said.native_id).cloned().ok_or(Cannot("it was not said here"))
    }
}

impl Faked for PastedPlace {
    fn kind(&self) -> ConnectorKind {
        ConnectorKind::Manual
    }

    fn connection(&self) -> Connection {
        Connection { config: json!({}), secret: None, allowed_hosts: Vec::new() }
    }

    fn say(&self, who: &str, text: &str) -> Said {
        self.paste(self.new_post(who, text, None))
    }

    /// A post of its own: nobody says what it answers.
    fn answer(&self, who: &str, _to: &str, text: &str) -> Said {
        self.say(who, text)
    }

    /// The same address, with other words.
    fn edit(&self, said: &Said, text: &str) -> Result<Said, Cannot> {
        Ok(self.paste(PastedPost { text: text.to_owned(), ..self.post(said)? }))
    }

    fn delete(&self, _said: &Said) -> Result<(), Cannot> {
        Err(Cannot("nobody tells us that it was taken back"))
    }

    fn repeat(&self, said: &Said) -> Result<(), Cannot> {
        self.paste(self.post(said)?);
        Ok(())
    }

    fn say_backwards(&self, who: &str, texts: &[&str]) -> Result<Vec<Said>, Cannot> {
        const LONG_AGO: Millis = 1_790_000_000_000;
        let posts: Vec<(Millis, &&str)> = (LONG_AGO..).zip(texts).collect();
        let pasted = posts.into_iter().rev().map(|(time_ms, text)| self.paste(self.new_post(who, text, Some(time_ms))));
        let mut said: Vec<Said> = pasted.collect();
        said.reverse();
        Ok(said)
    }

    fn unknown_event(&self) -> Result<(), Cannot> {
        Err(NOBODY_LISTENS)
    }

    fn forge(&self, _text: &str) -> Result<(), Cannot> {
        Err(NOBODY_LISTENS)
    }

    fn break_down(&self, _what: Calls, _how: Breakdown) {}

    fn break_next(&self, _what: Calls, _how: Breakdown) {}

    fn mend(&self) {}

    fn hang_up(&self) {}

    fn forget(&self) -> Result<(), Cannot> {
        Err(NOBODY_LISTENS)
    }

    fn published(&self) -> Vec<Published> {
        Vec::new()
    }

    fn requests(&self) -> Vec<Request> {
        Vec::new()
    }
}
