//! A Bluesky network in memory: account server, AppView and Jetstream at one address, with faults on demand.
//!
//! Shapes, names of errors and limits are those recorded from real servers (`fixtures/bluesky`). What a real network does not promise (the
//! order of pages under change, the name of the error for a key that is taken) is not relied on by those who test against it.

mod answers;
mod calls;
mod faked;
mod faked_stream;
mod network;
mod search;
mod stream;
mod tokens;

pub use faked_stream::FakeBlueskyStream;

use crate::{serve::Served, troubles::Troubles};
use answerable_domain::{Clock, Millis};
use network::Network;
use serde_json::{Value, json};
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::watch;

/// A record that is on the network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostRef {
    pub uri: String,
    pub cid: String,
}

impl PostRef {
    fn to_json(&self) -> Value {
        json!({"uri": self.uri, "cid": self.cid})
    }
}

/// What goes wrong with the next call of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Done, and the answer is cut off: the caller cannot know.
    AnswerLost,
    /// Not done, and no answer.
    RequestLost,
    /// Not done, with an error.
    Refuse { status: u16, error: &'static str },
    /// Done, and yet an error comes back (a gateway that lost patience).
    DoneButRefuse { status: u16, error: &'static str },
    /// 429 with `Retry-After`.
    TooMany { retry_after_seconds: u32 },
    /// Not a fault: takes one turn in the queue.
    None,
}

/// One call that came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged {
    pub nsid: String,
    pub status: u16,
    /// Who called, when signed in.
    pub did: Option<String>,
}

/// Shared by the handlers.
pub(crate) struct Inner {
    /// The network's own, which may be wrong.
    pub clock: Arc<dyn Clock>,
    /// The test's.
    pub true_clock: Arc<dyn Clock>,
    pub troubles: Arc<Troubles>,
    pub network: Mutex<Network>,
    pub faults: Mutex<std::collections::HashMap<String, VecDeque<Fault>>>,
    pub log: Mutex<Vec<Logged>>,
    /// Number of frames, and a count that goes up when all streams shall break.
    pub news: watch::Sender<(usize, u64)>,
    /// Streams opened so far, and the cursor that the last one asked for.
    pub streams: watch::Sender<(usize, Option<u64>)>,
}

impl Inner {
    pub fn network(&self) -> MutexGuard<'_, Network> {
        self.network.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells the streams that there are new frames.
    pub fn announce(&self) {
        let count = self.network().frames.len();
        self.news.send_modify(|(frames, _)| *frames = count);
    }
}

/// The network's clock: the test's, but for a [`crate::Breakdown::ClockOff`].
struct NetworkClock {
    clock: Arc<dyn Clock>,
    troubles: Arc<Troubles>,
}

impl Clock for NetworkClock {
    fn now(&self) -> Millis {
        self.clock.now() + self.troubles.clock_off_ms()
    }
}

pub struct FakeBluesky {
    inner: Arc<Inner>,
    served: Served,
}

impl FakeBluesky {
    pub async fn start(true_clock: Arc<dyn Clock>) -> Self {
        let troubles = Arc::new(Troubles::default());
        let clock: Arc<dyn Clock> = Arc::new(NetworkClock { clock: true_clock.clone(), troubles: troubles.clone() });
        let inner = Arc::new(Inner {
            network: Mutex::new(Network::new(clock.clone())),
            clock,
            true_clock,
            troubles,
            faults: Mutex::default(),
            log: Mutex::default(),
            news: watch::Sender::new((0, 0)),
            streams: watch::Sender::new((0, None)),
        });
        let served = Served::start(calls::router(inner.clone())).await;
        Self { inner, served }
    }

    /// The address of the account server and AppView.
    pub fn url(&self) -> String {
        format!("http://{}", self.served.address)
    }

    /// The address of the Jetstream.
    pub fn stream_url(&self) -> String {
        format!("ws://{}/subscribe", self.served.address)
    }

    /// A new account; returns its DID.
    pub fn add_account(&self, handle: &str, password: &str) -> String {
        self.inner.network().add_account(handle, password)
    }

    pub fn set_display_name(&self, did: &str, name: &str) {
        self.inner.network().account(did).display_name = Some(name.to_owned());
    }

    pub fn set_password(&self, did: &str, password: &str) {
        self.inner.network().account(did).password = password.to_owned();
    }

    pub fn post(&self, did: &str, text: &str) -> PostRef {
        self.publish(did, json!({"text": text}))
    }

    /// A post that mentions an account at its start.
    pub fn mention(&self, did: &str, whom: &str, text: &str) -> PostRef {
        let handle = self.inner.network().account(whom).handle.clone();
        let facet = json!({
            "index": {"byteStart": 0, "byteEnd": handle.len() + 1},
            "features": [{"$type": "app.bsky.richtext.facet#mention", "did": whom}],
        });
        self.publish(did, json!({"text": format!("@{handle} {text}"), "facets": [facet]}))
    }

    pub fn reply(&self, did: &str, text: &str, parent: &PostRef) -> PostRef {
        let root = self.inner.network().root_of(parent);
        self.publish(did, json!({"text": text, "reply": {"root": root.to_json(), "parent": parent.to_json()}}))
    }

    pub fn quote(&self, did: &str, text: &str, what: &PostRef) -> PostRef {
        self.publish(did, json!({"text": text, "embed": {"$type": "app.bsky.embed.record", "record": what.to_json()}}))
    }

    /// Any fields of a post record; `$type` and `createdAt` are filled in.
    pub fn publish(&self, did: &str, fields: Value) -> PostRef {
        let now = self.inner.clock.now();
        self.publish_at(did, fields, now)
    }

    /// As if the network had indexed it at another time: late arrivals.
    pub fn publish_at(&self, did: &str, fields: Value, indexed_at: Millis) -> PostRef {
        let written = self.inner.network().publish(did, fields, indexed_at);
        self.inner.announce();
        written
    }

    pub fn edit(&self, uri: &str, text: &str) -> PostRef {
        let written = self.inner.network().edit(uri, text);
        self.inner.announce();
        written
    }

    pub fn delete(&self, uri: &str) {
        self.inner.network().delete(uri);
        self.inner.announce();
    }

    /// The account is suspended, deleted or deactivated.
    pub fn take_down(&self, did: &str) {
        self.inner.network().take_down(did);
        self.inner.announce();
    }

    /// `by` blocks `whom`.
    pub fn block(&self, by: &str, whom: &str) {
        self.inner.network().blocks.insert((by.to_owned(), whom.to_owned()));
    }

    /// Nobody may answer this post.
    pub fn close_replies(&self, uri: &str) {
        self.inner.network().closed.insert(uri.to_owned());
    }

    /// The next call of this kind goes wrong; several queue up.
    pub fn fault(&self, nsid: &str, fault: Fault) {
        self.inner.faults.lock().unwrap_or_else(PoisonError::into_inner).entry(nsid.to_owned()).or_default().push_back(fault);
    }

    /// No faults any more.
    pub fn clear_faults(&self) {
        self.inner.faults.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Every access token stops working as if it had expired.
    pub fn expire_access_tokens(&self) {
        self.inner.network().tokens.expire_access();
    }

    /// Every session ends: neither token works any more.
    pub fn end_sessions(&self) {
        self.inner.network().tokens.end_all();
    }

    /// Whether a refresh token was used twice, which ends its session on a real server.
    pub fn replayed_refresh_tokens(&self) -> usize {
        self.inner.network().tokens.replays
    }

    pub fn log(&self) -> Vec<Logged> {
        self.inner.log.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How often something was called, whatever came of it.
    pub fn calls(&self, nsid: &str) -> usize {
        self.log().iter().filter(|call| call.nsid == nsid).count()
    }

    /// Record keys and values of an account, in the order of their keys.
    pub fn records(&self, did: &str, collection: &str) -> Vec<(String, Value)> {
        self.inner.network().records_of(did, collection)
    }

    /// What stands on the network below a post, whoever wrote it.
    pub fn replies_to(&self, uri: &str) -> Vec<(String, Value)> {
        self.inner.network().replies_to(uri)
    }

    /// Search shows at most so many results of one question, as real ones do that "may not allow scrolling the whole set".
    pub fn limit_search(&self, results_max: usize) {
        self.inner.network().search_results_max = results_max;
    }

    /// What was searched for so far: every question's `q`, in order.
    pub fn searched(&self) -> Vec<String> {
        self.inner.network().searched.clone()
    }

    /// A frame of any bytes, as a text message where they are UTF-8.
    pub fn push_frame(&self, frame: impl Into<Vec<u8>>) {
        self.inner.network().frames.push((0, frame.into()));
        self.inner.announce();
    }

    /// The last frame once more.
    pub fn repeat_last_frame(&self) {
        self.inner.network().repeat_last_frame();
        self.inner.announce();
    }

    /// Frames before this time are no longer kept; an older cursor is moved forward without a word.
    pub fn forget_frames_before(&self, micros: u64) {
        self.inner.network().frames.retain(|(at, _)| *at >= micros);
        self.inner.announce();
    }

    pub fn frames(&self) -> Vec<(u64, Vec<u8>)> {
        self.inner.network().frames.clone()
    }

    /// Breaks every open stream.
    pub fn break_streams(&self) {
        self.inner.news.send_modify(|(_, breaks)| *breaks += 1);
    }

    /// Waits until this many streams were opened in all; returns the cursor that the last one asked for.
    pub async fn until_streams(&self, count: usize) -> Option<u64> {
        let mut streams = self.inner.streams.subscribe();
        let (_, cursor) = *streams.wait_for(|(opened, _)| *opened >= count).await.expect("the sender lives in self");
        cursor
    }
}
