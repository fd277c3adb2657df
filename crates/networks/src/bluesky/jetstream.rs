//! Jetstream, the public stream of all posts as JSON over a WebSocket.
//!
//! Frames are asked for from five seconds before the last one that is durable: instances differ a little in their clocks, and twice is
//! better than never. A cursor that is too old is moved forward by the server without a word. It shows in the first frame: as the frame
//! at our last position passed our filter once, a full replay must bring it again, so a first frame later than that position (and the
//! tolerance for another instance's clock) proves that something is missing. A quiet network cannot be mistaken for a clamped cursor.
//!
//! A message that is too large or no text is for the quarantine: it never breaks the connection (see [`super::bounded`]).

use super::{
    POST,
    socket::{self, Socket},
};
use crate::{ConnectorError, GapSeen, Page, RawBody, Sink, json, retry};
use answerable_domain::{Clock, Cursor, Millis};
use futures_util::{SinkExt, StreamExt};
use serde::Deserialize;
use std::{sync::Arc, time::Duration};
use tokio::time::{self, Instant};
use tokio_tungstenite::tungstenite::{Bytes, Error, Message};
use url::Url;

const CONNECT: Duration = Duration::from_secs(15);
/// After this long without a frame we ask whether anybody is there; after as long again nobody is.
const QUIET: Duration = Duration::from_secs(30);
const REWIND_US: u64 = 5_000_000;
const CLOCKS_DIFFER_US: u64 = 5_000_000;
/// A time this far in our future is a mistake and does not move the cursor.
const AHEAD_US_MAX: u64 = 600_000_000;
const BATCH_MAX: usize = 500;
/// A person waits: what comes together is stored together, but not for longer than a disk needs for one commit.
const BATCH_FOR: Duration = Duration::from_millis(5);
/// The cursor moves at least this often, even if nothing matters to us.
const CURSOR_FOR: Duration = Duration::from_secs(2);
/// Of a larger message no more is taken in than shows that it is too large.
const MESSAGE_BYTES_MAX: usize = json::BODY_BYTES_MAX + 1;

pub struct Jetstream {
    url: Url,
    clock: Arc<dyn Clock>,
}

/// The stored cursor: `time_us` of the last frame; with `~` when no frame stands at that place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Position {
    micros: u64,
    is_frame: bool,
}

impl Position {
    fn read(cursor: &Cursor) -> Option<Self> {
        let (digits, is_frame) = cursor.0.strip_suffix('~').map_or((cursor.0.as_str(), true), |digits| (digits, false));
        Some(Self { micros: digits.parse().ok()?, is_frame })
    }

    fn to_cursor(self) -> Cursor {
        Cursor(format!("{}{}", self.micros, if self.is_frame { "" } else { "~" }))
    }
}

impl Jetstream {
    pub fn new(url: Url, clock: Arc<dyn Clock>) -> Self {
        Self { url, clock }
    }

    pub fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    /// Whether it answers.
    pub async fn check(&self) -> Result<(), ConnectorError> {
        let mut socket = self.connect(None).await?;
        // It said hello; whether it says goodbye as well is not our question.
        let _ = socket.close(None).await;
        Ok(())
    }

    /// Reads until the connection breaks; what was read before is delivered.
    pub async fn run(&self, cursor: Option<&Cursor>, sink: &dyn Sink) -> Result<(), ConnectorError> {
        let from = cursor.and_then(Position::read);
        let mut socket = self.connect(from).await?;
        // A quiet network is not a silent one: that it answers is news. And from now on nothing may be missed, even if the line breaks before
        // the first frame.
        let next = from.is_none().then(|| self.here().to_cursor());
        sink.push(Page { next, ..Page::default() }).await?;
        let mut batch = Batch::new(from, self.clock.clone());
        let broken = match read(&mut socket, &mut batch, sink).await {
            Ok(never) => match never {},
            Err(broken) => broken,
        };
        if let Broken::Store(error) = broken {
            return Err(error);
        }
        batch.flush(sink).await?;
        let _ = time::timeout(Duration::from_secs(1), socket.close(None)).await;
        match broken {
            Broken::Gone(why) => Err(ConnectorError::Transient(why)),
            Broken::Store(error) => Err(error),
        }
    }

    /// The present, by our clock.
    fn here(&self) -> Position {
        Position { micros: u64::try_from(self.clock.now()).unwrap_or(0).saturating_mul(1_000), is_frame: false }
    }

    async fn connect(&self, from: Option<Position>) -> Result<Socket, ConnectorError> {
        let mut url = self.url.clone();
        url.query_pairs_mut().append_pair("wantedCollections", POST);
        if let Some(from) = from {
            url.query_pairs_mut().append_pair("cursor", &from.micros.saturating_sub(REWIND_US).to_string());
        }
        match time::timeout(CONNECT, socket::open(&url, MESSAGE_BYTES_MAX)).await {
            Ok(Ok(socket)) => Ok(socket),
            Ok(Err(error)) => Err(refused(error, self.clock.now())),
            Err(_) => Err(ConnectorError::Transient(format!("{} did not answer in {CONNECT:?}", self.host()))),
        }
    }
}

enum Broken {
    Gone(String),
    /// Our own side could not take it.
    Store(ConnectorError),
}

impl From<ConnectorError> for Broken {
    fn from(error: ConnectorError) -> Self {
        Self::Store(error)
    }
}

async fn read(socket: &mut Socket, batch: &mut Batch, sink: &dyn Sink) -> Result<std::convert::Infallible, Broken> {
    let mut quiet_until = Instant::now() + QUIET;
    let mut asked = false;
    loop {
        let message = tokio::select! {
            biased;
            () = time::sleep_until(batch.due.unwrap_or(quiet_until)), if batch.due.is_some() => {
                batch.flush(sink).await?;
                continue;
            }
            message = time::timeout_at(quiet_until, socket.next()) => message,
        };
        match message {
            Ok(Some(Ok(message))) => {
                (quiet_until, asked) = (Instant::now() + QUIET, false);
                take(message, batch, sink).await?;
            }
            Ok(Some(Err(error))) => return Err(broken(error)),
            Ok(None) => return Err(Broken::Gone("the stream ended".to_owned())),
            Err(_) if asked => return Err(Broken::Gone(format!("nothing came for {:?}", QUIET * 2))),
            Err(_) => {
                (quiet_until, asked) = (Instant::now() + QUIET, true);
                socket.send(Message::Ping(Bytes::new())).await.map_err(broken)?;
            }
        }
    }
}

async fn take(message: Message, batch: &mut Batch, sink: &dyn Sink) -> Result<(), Broken> {
    match message {
        Message::Text(text) => batch.add(text.as_str().as_bytes(), sink),
        Message::Binary(bytes) => batch.add(&bytes, sink),
        Message::Close(frame) => {
            let why = frame.map(|frame| frame.reason.to_string()).unwrap_or_default();
            return Err(Broken::Gone(format!("the server closed the stream: {why}")));
        }
        Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => {}
    }
    if batch.raws.len() >= BATCH_MAX {
        batch.flush(sink).await?;
    }
    Ok(())
}

/// Frames since the last delivery.
struct Batch {
    clock: Arc<dyn Clock>,
    raws: Vec<RawBody>,
    last: Option<Position>,
    /// Where we asked to go on from; taken by the first frame that tells its time.
    asked_from: Option<Position>,
    gap: Option<GapSeen>,
    newest_at: Option<Millis>,
    /// When it has to be delivered; `None`: nothing new.
    due: Option<Instant>,
}

impl Batch {
    fn new(from: Option<Position>, clock: Arc<dyn Clock>) -> Self {
        Self { clock, raws: Vec::new(), last: from, asked_from: from, gap: None, newest_at: None, due: None }
    }

    fn add(&mut self, frame: &[u8], sink: &dyn Sink) {
        #[derive(Deserialize)]
        struct Head {
            time_us: u64,
        }
        let head = serde_json::from_slice::<Head>(frame);
        if let Ok(head) = &head {
            self.move_to(head.time_us);
        }
        let wanted = if frame.len() > json::BODY_BYTES_MAX {
            Some(&frame[..json::CLIPPED_BYTES])
        } else {
            // What cannot be read goes on as it is: the quarantine is for people to look at.
            (head.is_err() || sink.wants(frame)).then_some(frame)
        };
        let patience = if wanted.is_some() { BATCH_FOR } else { CURSOR_FOR };
        self.raws.extend(wanted.map(<[u8]>::to_vec));
        let due = Instant::now() + patience;
        self.due = Some(self.due.map_or(due, |before| before.min(due)));
    }

    fn move_to(&mut self, micros: u64) {
        let now = u64::try_from(self.clock.now()).unwrap_or(0).saturating_mul(1_000);
        if micros > now.saturating_add(AHEAD_US_MAX) {
            return;
        }
        if let Some(asked) = self.asked_from.take()
            && asked.is_frame
            && micros > asked.micros.saturating_add(CLOCKS_DIFFER_US)
        {
            self.gap = Some(GapSeen { from: Some(millis(asked.micros)), to: millis(micros), why: "clamped_cursor" });
        }
        if self.last.is_none_or(|last| micros >= last.micros) {
            self.last = Some(Position { micros, is_frame: true });
        }
        self.newest_at = self.newest_at.max(Some(millis(micros)));
    }

    async fn flush(&mut self, sink: &dyn Sink) -> Result<(), ConnectorError> {
        if self.due.take().is_none() {
            return Ok(());
        }
        let raws = std::mem::take(&mut self.raws);
        let page =
            Page { raws, next: self.last.map(Position::to_cursor), more: false, gap: self.gap.take(), newest_at: self.newest_at.take() };
        sink.push(page).await
    }
}

fn millis(micros: u64) -> Millis {
    i64::try_from(micros / 1_000).unwrap_or(Millis::MAX)
}

fn refused(error: Error, now: Millis) -> ConnectorError {
    match error {
        Error::Http(answer) if answer.status().as_u16() == 429 => {
            let after = retry::after(answer.headers(), now);
            ConnectorError::RateLimited { after, why: "the stream has too many listeners from here".to_owned() }
        }
        Error::Http(answer) if answer.status().is_client_error() => {
            ConnectorError::Protocol(format!("the stream refuses us: {}", answer.status()))
        }
        other => ConnectorError::Transient(other.to_string()),
    }
}

fn broken(error: Error) -> Broken {
    Broken::Gone(error.to_string())
}
