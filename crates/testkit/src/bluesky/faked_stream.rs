//! The face for the suite of the public stream alone: customers name the brand, and nobody answers.

use super::{FakeBluesky, faked::said};
use crate::{Breakdown, Calls, Cannot, Connection, Faked, Published, Request, Said};
use answerable_domain::{Clock, ConnectorKind};
use serde_json::json;
use std::sync::Arc;

const HUGE_BYTES: usize = 10 * 1024 * 1024;

pub struct FakeBlueskyStream(FakeBluesky);

impl FakeBlueskyStream {
    pub async fn start(clock: Arc<dyn Clock>) -> Self {
        Self(FakeBluesky::start(clock).await)
    }

    /// One frame of ten megabytes, which is no post.
    fn push_huge_frame(&self) {
        let mut frame = vec![b' '; HUGE_BYTES];
        frame[0] = b'{';
        self.0.push_frame(frame);
    }
}

fn naming(text: &str) -> String {
    if text.to_lowercase().contains("acme") { text.to_owned() } else { format!("Acme: {text}") }
}

impl Faked for FakeBlueskyStream {
    fn kind(&self) -> ConnectorKind {
        ConnectorKind::BlueskyStream
    }

    fn connection(&self) -> Connection {
        let config = json!({"url": self.0.stream_url(), "appview": self.0.url()});
        Connection { config, secret: None, allowed_hosts: vec![self.0.served.address.to_string()] }
    }

    fn say(&self, who: &str, text: &str) -> Said {
        let fields = json!({"text": naming(text)});
        said(&self.0.publish(&self.0.member(&format!("{who}.test")), fields.clone()), &fields)
    }

    fn answer(&self, who: &str, to: &str, text: &str) -> Said {
        self.0.say_below(who, to, json!({"text": text}))
    }

    fn edit(&self, said: &Said, text: &str) -> Result<Said, Cannot> {
        Ok(self.0.change(said, &naming(text)))
    }

    fn delete(&self, said: &Said) -> Result<(), Cannot> {
        Faked::delete(&self.0, said)
    }

    fn repeat(&self, said: &Said) -> Result<(), Cannot> {
        self.0.repeat(said)
    }

    fn say_backwards(&self, who: &str, texts: &[&str]) -> Result<Vec<Said>, Cannot> {
        Ok(self.0.thread_backwards(who, texts.iter().map(|text| json!({"text": naming(text)})).collect()))
    }

    fn unknown_event(&self) -> Result<(), Cannot> {
        self.0.unknown_event()
    }

    fn forge(&self, _text: &str) -> Result<(), Cannot> {
        Err(Cannot("the stream is a connection that we opened; nobody else writes into it"))
    }

    /// A stream has no bodies: what is huge is one frame.
    fn break_down(&self, what: Calls, how: Breakdown) {
        match how {
            Breakdown::Huge => self.push_huge_frame(),
            how => self.0.break_down(what, how),
        }
    }

    fn break_next(&self, what: Calls, how: Breakdown) {
        match how {
            Breakdown::Huge => self.push_huge_frame(),
            how => self.0.break_next(what, how),
        }
    }

    fn mend(&self) {
        self.0.mend();
    }

    fn hang_up(&self) {
        self.0.hang_up();
    }

    fn forget(&self) -> Result<(), Cannot> {
        self.0.forget_frames_before(u64::MAX);
        Ok(())
    }

    fn published(&self) -> Vec<Published> {
        self.0.publications()
    }

    fn requests(&self) -> Vec<Request> {
        self.0.requests()
    }
}
