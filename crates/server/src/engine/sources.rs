//! Listening: one task for each source of each channel, started, paused, restarted and mourned here.
//!
//! A page goes into the store with its cursor in one transaction; only then does the stream go on or the poll sleep. What goes wrong is
//! shown as the health of the source with times, and tried again with back-off; a panic in one source hurts no other.

use super::{
    backoff,
    channels::{self, LiveChannel},
    core::Core,
    health::{Reading, Vital},
};
use answerable_domain::{ChannelState, Millis, SourceState};
use answerable_networks::{ConnectorError, Fut, Page, Sink, Source, SourceKind};
use answerable_store::{HealthChange, NewGap, RawPage};
use std::{sync::Arc, time::Duration};
use tokio_util::sync::CancellationToken;

/// How often a stream's pulse is taken: to notice silence.
const PULSE_EVERY: Duration = Duration::from_secs(2);
/// A stream that broke sooner has failed again, whatever it said in between; after longer it starts with a clean slate.
const STEADY: Duration = Duration::from_secs(20);

/// Starts every source of a channel; they end when `stop` is cancelled. Those of a paused channel rest, and say so.
pub async fn start(core: &Arc<Core>, channel: &Arc<LiveChannel>) {
    if core.settings.sources_off {
        return;
    }
    if channel.channel.state != ChannelState::Active {
        return show_rest(core, channel).await;
    }
    for source in channel.connector.sources() {
        let (core, channel) = (core.clone(), channel.clone());
        core.clone().tasks.spawn(async move { supervise(core, channel, source).await });
    }
}

async fn show_rest(core: &Core, channel: &LiveChannel) {
    let state = if channel.channel.state == ChannelState::Paused { SourceState::Paused } else { SourceState::SignedOut };
    let rest = HealthChange { state: Some(state), retry_at: Some(None), at: core.clock.now(), ..HealthChange::default() };
    for source in channel.connector.sources() {
        if let Err(error) = core.store.set_health(channel.channel.id, source.name, rest.clone()).await {
            tracing::error!(channel = %channel.channel.id, source = source.name, %error, "that a source rests could not be stored");
        }
    }
}

/// Runs one source, and runs it again should it ever panic.
async fn supervise(core: Arc<Core>, channel: Arc<LiveChannel>, source: Source) {
    let mut panics = 0;
    loop {
        let listener = Listener::new(core.clone(), channel.clone(), source.clone());
        let Err(failed) = tokio::spawn(listener.run()).await else { return };
        panics += 1;
        tracing::error!(channel = %channel.channel.id, source = source.name, %failed, "a source crashed and is started again");
        if rest(&channel.stop, backoff::pause(panics, core.random())).await.is_err() {
            return;
        }
    }
}

/// The channel was paused, removed, or the program is ending.
struct Stopped;

async fn rest(stop: &CancellationToken, pause: Duration) -> Result<(), Stopped> {
    tokio::select! {
        () = stop.cancelled() => Err(Stopped),
        () = tokio::time::sleep(pause) => Ok(()),
    }
}

struct Listener {
    core: Arc<Core>,
    channel: Arc<LiveChannel>,
    source: Source,
    vital: Vital,
}

impl Listener {
    fn new(core: Arc<Core>, channel: Arc<LiveChannel>, source: Source) -> Self {
        let vital = Vital::new(core.clock.now(), source.silent_after);
        Self { core, channel, source, vital }
    }

    async fn run(self) {
        self.report(self.vital.reading(self.core.clock.now())).await;
        let stop = self.channel.stop.clone();
        let ended = match self.source.kind {
            SourceKind::Poll { every } => tokio::select! { () = stop.cancelled() => None, ended = self.poll(every) => Some(ended) },
            SourceKind::Stream => tokio::select! { () = stop.cancelled() => None, ended = self.listen() => Some(ended) },
        };
        if let Some(why) = ended {
            self.report(self.vital.signed_out(&why, self.core.clock.now())).await;
            channels::signed_out(&self.core, &self.channel).await;
        }
    }

    /// Polls until the credentials fail; returns why.
    async fn poll(&self, every: Duration) -> String {
        loop {
            match self.poll_once().await {
                Ok(true) => {}
                Ok(false) => self.rest(every).await,
                Err(ConnectorError::SignedOut(why)) => return why,
                Err(error) => {
                    let pause = self.failed(&error, 1).await;
                    self.hold_off(pause).await;
                }
            }
        }
    }

    /// Until the pause is over, or somebody wants to know now.
    async fn rest(&self, pause: Duration) {
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = self.channel.poke.notified() => {}
        }
    }

    /// After a failure nobody hurries us: what a network asks for is kept, and one that is down is not asked more often for being watched.
    async fn hold_off(&self, pause: Duration) {
        let until = self.core.clock.now() + Millis::try_from(pause.as_millis()).unwrap_or(Millis::MAX);
        let over = tokio::time::sleep(pause);
        tokio::pin!(over);
        while self.core.clock.now() < until {
            tokio::select! {
                () = &mut over => return,
                () = self.channel.poke.notified() => {} // the machine's clock may have been set
            }
        }
    }

    /// True when more is waiting.
    async fn poll_once(&self) -> Result<bool, ConnectorError> {
        self.hold_off(self.channel.reading.left(self.core.clock.now())).await;
        let cursor = self.cursor().await?;
        let page = self.channel.connector.poll(self.source.name, cursor.as_ref(), self).await?;
        let more = page.more;
        self.push(page).await?;
        Ok(more)
    }

    /// Holds the stream, reconnecting from the last stored cursor, until the credentials fail; returns why.
    async fn listen(&self) -> String {
        let mut breaks = 0;
        loop {
            let began = tokio::time::Instant::now();
            match self.listen_once().await {
                Err(ConnectorError::SignedOut(why)) => return why,
                Err(error) => {
                    breaks = if began.elapsed() < STEADY { breaks + 1 } else { 1 };
                    let pause = self.failed(&error, breaks).await;
                    self.hold_off(pause).await;
                }
                Ok(()) => self.rest(backoff::pause(1, self.core.random())).await,
            }
        }
    }

    async fn listen_once(&self) -> Result<(), ConnectorError> {
        let cursor = self.cursor().await?;
        let stream = self.channel.connector.stream(self.source.name, cursor.as_ref(), self);
        tokio::pin!(stream);
        let mut pulse = tokio::time::interval(PULSE_EVERY);
        loop {
            tokio::select! {
                ended = &mut stream => return ended,
                _ = pulse.tick() => self.report(self.vital.reading(self.core.clock.now())).await,
            }
        }
    }

    async fn cursor(&self) -> Result<Option<answerable_domain::Cursor>, ConnectorError> {
        let cursor = self.core.store.cursor(self.channel.channel.id, self.source.name).await;
        cursor.map_err(|error| ConnectorError::Store(error.to_string()))
    }

    /// Notes a failure and says how long to wait, after at least so many in a row.
    async fn failed(&self, error: &ConnectorError, in_a_row: u32) -> Duration {
        let pause = match error {
            ConnectorError::RateLimited { after, .. } => *after,
            _ => backoff::pause(in_a_row.max(self.vital.failures() + 1), self.core.random()),
        };
        let now = self.core.clock.now();
        if matches!(error, ConnectorError::RateLimited { .. }) {
            self.channel.reading.keep(now, pause);
        }
        tracing::warn!(channel = %self.channel.channel.id, source = self.source.name, %error, pause_ms = pause.as_millis() as u64, "a source failed");
        self.report(self.vital.failed(&error.to_string(), now + pause.as_millis() as Millis, now)).await;
        pause
    }

    /// Health is worth a write only when it says something new.
    async fn report(&self, reading: Option<Reading>) {
        let Some(reading) = reading else { return };
        let (id, name) = (self.channel.channel.id, self.source.name);
        if let Err(error) = self.core.store.set_health(id, name, reading.into_change()).await {
            tracing::error!(channel = %id, source = name, %error, "the health of a source could not be stored");
        }
    }

    async fn store_page(&self, page: Page) -> Result<(), ConnectorError> {
        let now = self.core.clock.now();
        let items = page.raws.len();
        // A poll that finds nothing new is up to date, however old its newest item is.
        let newest_at = page.newest_at.filter(|_| self.source.kind == SourceKind::Stream);
        if items > 0 || page.next.is_some() || page.gap.is_some() {
            let gap = page.gap.map(|gap| NewGap { from: gap.from, to: gap.to, why: gap.why.to_owned() });
            let page = RawPage { bodies: page.raws, cursor: page.next, gap, received_at: now, newest_at };
            let stored = self.core.store.append_raw(self.channel.channel.id, self.source.name, page).await;
            stored.map_err(|error| ConnectorError::Store(error.to_string()))?;
        }
        if items > 0 {
            self.core.raws_waiting.notify_one();
        }
        self.report(self.vital.heard(items, newest_at, now)).await;
        Ok(())
    }
}

impl answerable_networks::Interest for Listener {
    fn wants(&self, frame: &[u8]) -> bool {
        self.channel.room.interest.wants(self.channel.channel.network, frame)
    }
}

impl Sink for Listener {
    fn push(&self, page: Page) -> Fut<'_, Result<(), ConnectorError>> {
        Box::pin(self.store_page(page))
    }
}
