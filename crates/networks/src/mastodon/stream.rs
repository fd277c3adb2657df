//! Listening: the stream for what is said now, the lists for what was said before, and nothing between the two.
//!
//! Streams have no memory. So the connection is opened first and what it says is kept waiting, then the lists are read up to the present,
//! and only then is it heard what waited. What both bring is the same twice, which harms nothing. Every so often the lists are read even while
//! the stream is open: what a server filtered, lost, or does not stream is found so. So our place among the notifications is where the list
//! was read to, whatever the stream has told since.

use super::{
    PublicTimeline,
    catch_up::{Reading, Told},
    client::Client,
    frame::{self, Heard},
    home::Home,
    place::{Feed, Place},
    socket::{self, Socket},
};
use crate::{ConnectorError, MastodonSettings, Page, Sink};
use answerable_domain::Cursor;
use futures_util::{SinkExt, StreamExt};
use std::time::Duration;
use tokio::{
    sync::mpsc,
    time::{self, Instant},
};
use tokio_tungstenite::tungstenite::{Bytes, Message};

/// After this long without a frame we ask whether anybody is there; after as long again nobody is.
const QUIET: Duration = Duration::from_secs(30);
/// So much may wait for the lists; then the server waits.
const WAITING_MAX: usize = 1_000;
const BATCH_MAX: usize = 200;

/// Reads until the connection breaks; what was read before is delivered.
pub async fn run(
    client: &Client,
    home: &Home,
    settings: &MastodonSettings,
    cursor: Option<&Cursor>,
    sink: &dyn Sink,
) -> Result<(), ConnectorError> {
    let reading = Reading { client, home, sink };
    let socket = match socket::open(client, home, settings).await {
        Err(closed @ (ConnectorError::Transient(_) | ConnectorError::Protocol(_))) => {
            // Some proxies let no stream through; what can be read is read.
            catch_up(&reading, settings, &mut Place::read(cursor)).await?;
            return Err(closed);
        }
        opened => opened?,
    };
    let (sender, receiver) = mpsc::channel(WAITING_MAX);
    let listening = listen(socket, sender, home, settings.public, sink);
    let working = work(&reading, settings, Place::read(cursor), receiver);
    tokio::pin!(listening, working);
    tokio::select! {
        broken = &mut listening => {
            // Nothing more comes; what came is stored first.
            working.await?;
            Err(broken)
        }
        worked = &mut working => worked,
    }
}

/// Hands on what is heard until there is nothing more to hear; says why.
async fn listen(mut socket: Socket, heard: mpsc::Sender<Heard>, home: &Home, public: PublicTimeline, sink: &dyn Sink) -> ConnectorError {
    let gone = |why: &str| ConnectorError::Transient(why.to_owned());
    let (mut quiet_until, mut asked) = (Instant::now() + QUIET, false);
    loop {
        let message = match time::timeout_at(quiet_until, socket.next()).await {
            Ok(Some(Ok(message))) => message,
            Ok(Some(Err(error))) => return gone(&error.to_string()),
            Ok(None) => return gone("the stream ended"),
            Err(_) if asked => return gone(&format!("nothing came for {:?}", QUIET * 2)),
            Err(_) => {
                (quiet_until, asked) = (Instant::now() + QUIET, true);
                if let Err(error) = socket.send(Message::Ping(Bytes::new())).await {
                    return gone(&error.to_string());
                }
                continue;
            }
        };
        (quiet_until, asked) = (Instant::now() + QUIET, false);
        let text = match message {
            Message::Text(text) => text,
            Message::Close(_) => return gone("the server closed the stream"),
            _ => continue,
        };
        match frame::read(text.as_str(), home, public, sink) {
            Ok(frame) if frame.raw.is_none() && frame.passed.is_none() => {}
            Ok(frame) => {
                if heard.send(frame).await.is_err() {
                    return gone("nobody listens any more");
                }
            }
            Err(refused) => return refused,
        }
    }
}

/// The lists, then what the stream says. Ends well when the stream is over and all of it is stored.
async fn work(
    reading: &Reading<'_>,
    settings: &MastodonSettings,
    mut place: Place,
    mut heard: mpsc::Receiver<Heard>,
) -> Result<(), ConnectorError> {
    catch_up(reading, settings, &mut place).await?;
    // A quiet account is not a silent one: that the server answers is news. Not before all of it does: who looks well is asked again at once.
    reading.sink.push(Page::default()).await?;
    let every = Duration::from_secs(settings.poll_seconds.into());
    let mut look_at = Instant::now() + every;
    let (mut batch, mut told) = (Vec::new(), Told::default());
    loop {
        match time::timeout_at(look_at, heard.recv_many(&mut batch, BATCH_MAX)).await {
            Ok(0) => return Ok(()),
            Ok(_) => deliver(reading, std::mem::take(&mut batch), &mut place, &mut told).await?,
            Err(_) => {
                for feed in feeds(settings) {
                    if feed == Feed::Notifications || !told.is_streamed(&feed) {
                        reading.look_again(&feed, &mut place, &mut told).await?;
                    }
                }
                reading.sink.push(Page::default()).await?;
                look_at = Instant::now() + every;
            }
        }
    }
}

async fn catch_up(reading: &Reading<'_>, settings: &MastodonSettings, place: &mut Place) -> Result<(), ConnectorError> {
    for feed in feeds(settings) {
        reading.catch_up(&feed, place).await?;
    }
    Ok(())
}

/// What matters most comes first: if a server refuses a timeline, the notifications are read already.
fn feeds(settings: &MastodonSettings) -> Vec<Feed> {
    let tags = settings.tags.iter().cloned().map(Feed::Tag);
    let public = (settings.public != PublicTimeline::Off).then_some(Feed::Public(settings.public));
    std::iter::once(Feed::Notifications).chain(tags).chain(public).collect()
}

async fn deliver(reading: &Reading<'_>, batch: Vec<Heard>, place: &mut Place, told: &mut Told) -> Result<(), ConnectorError> {
    let before = place.clone();
    let newest_at = batch.iter().filter_map(|heard| heard.at).max();
    let mut raws = Vec::with_capacity(batch.len());
    for heard in batch {
        raws.extend(heard.raw);
        if let Some((feed, id)) = heard.passed {
            told.hear(&feed, &id);
            if feed != Feed::Notifications {
                place.pass(&feed, &id);
            }
        }
    }
    place.saw(newest_at.map(|at| at.min(reading.client.now())));
    let next = (*place != before).then(|| place.to_cursor());
    reading.sink.push(Page { raws, next, more: false, gap: None, newest_at }).await
}
