//! The face that every fake network shows to the suite which all connectors pass: what customers do, what goes wrong, what came of it.

use answerable_domain::{ConnectorKind, Millis};
use serde_json::Value;

/// How a channel of the fake network is connected.
#[derive(Debug, Clone)]
pub struct Connection {
    /// The channel's settings.
    pub config: Value,
    pub secret: Option<String>,
    /// `host:port` pairs that must be allowed for feeds and media.
    pub allowed_hosts: Vec<String>,
}

/// Something that somebody said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// As the connector will name it.
    pub native_id: String,
    pub text: String,
}

/// What the brand has said, as the network holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    pub native_id: String,
    pub text: String,
    /// The native id of what it answers.
    pub answers: Option<String>,
    pub private: bool,
}

/// The network has no such thing; why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cannot(pub &'static str);

/// Which requests something happens to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Calls {
    /// Listening, looking, signing in.
    Reading,
    /// What would publish something.
    Sending,
    All,
}

impl Calls {
    pub fn includes(self, other: Self) -> bool {
        self == Self::All || self == other
    }
}

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Breakdown {
    /// An error of the server: 5xx; for mail a temporary failure.
    Status(u16),
    TooMany {
        retry_after_seconds: Option<u32>,
    },
    /// The credentials are refused.
    Expired,
    /// Nothing is done, and no answer comes.
    Lost,
    /// It is done, and no answer comes.
    AnswerLost,
    /// A body of 10 MB.
    Huge,
    /// The connection stays open and nothing more comes.
    HalfClosed,
    /// The network's clock is wrong by this.
    ClockOff {
        by_ms: Millis,
    },
}

/// A request that came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Request {
    /// By the test's clock.
    pub at: Millis,
    /// `Reading` or `Sending`.
    pub what: Calls,
    pub ok: bool,
}

/// A network in memory, on loopback, with a clock that is moved by hand. A breakdown that the network cannot have changes nothing.
pub trait Faked: Send + Sync {
    fn kind(&self) -> ConnectorKind;
    fn connection(&self) -> Connection;
    /// A customer says it so that the brand hears it: a mention, a private message, a mail, a comment with the brand's name.
    fn say(&self, who: &str, text: &str) -> Said;
    /// Below what was said before, by anybody: `to` is a native id.
    fn answer(&self, who: &str, to: &str, text: &str) -> Said;
    fn edit(&self, said: &Said, text: &str) -> Result<Said, Cannot>;
    fn delete(&self, said: &Said) -> Result<(), Cannot>;
    /// The same delivery once more.
    fn repeat(&self, said: &Said) -> Result<(), Cannot>;
    /// Delivered in the wrong order: the last first.
    fn say_backwards(&self, who: &str, texts: &[&str]) -> Result<Vec<Said>, Cannot>;
    fn unknown_event(&self) -> Result<(), Cannot>;
    /// A delivery that pretends: a bad signature, a forged reference. It must not be believed.
    fn forge(&self, text: &str) -> Result<(), Cannot>;
    /// From now on, until [`Faked::mend`].
    fn break_down(&self, what: Calls, how: Breakdown);
    /// Only the next one.
    fn break_next(&self, what: Calls, how: Breakdown);
    fn mend(&self);
    /// Ends every open connection, as a restart of the server would.
    fn hang_up(&self);
    /// What was said so far is beyond what the network delivers afterwards: who was away has a gap.
    fn forget(&self) -> Result<(), Cannot>;
    /// Whether the network says how long to wait when it was asked too often.
    fn tells_how_long(&self) -> bool {
        true
    }
    fn published(&self) -> Vec<Published>;
    fn requests(&self) -> Vec<Request>;
}
