//! A brand with one channel of one network: the real engine, a real store, the network's fake, and time that is moved by hand.
//!
//! Time passes for both clocks at once, the one that stamps what happens and the one by which tasks wait, so that a pause of a minute is
//! a minute by either and takes no time at all. Between two steps everything that is ready runs.

use super::{
    super::engine::desk::{self, Loops},
    pasted::{PastedPlace, Pastes},
};
use answerable_domain::{
    CaseId, Channel, ChannelId, ChannelState, Clock, Gap, Millis, Reply, ReplyState, Role, Scope, SourceHealth, SourceState,
};
use answerable_networks::Capabilities;
use answerable_server::engine::{AlertSettings, Engine, NewChannel, ReplyRefused};
use answerable_store::{CaseDetail, CaseFilter, CaseOrder, CaseRow, Location, OpenOptions, QuarantinedRaw, Store};
use answerable_testkit::{Calls, Connection, FakeClock, Faked, Request, Said};
use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, Instant},
};
use tempfile::TempDir;

pub const SECOND_MS: Millis = 1_000;
pub const MINUTE_MS: Millis = 60 * SECOND_MS;
/// A condition that has not come true by then never will: real time.
const PATIENCE: Duration = Duration::from_secs(50);
/// By the moved clocks.
const PATIENCE_MS: Millis = 90 * MINUTE_MS;
/// Longer steps would let time-outs pass while an answer is under way.
const STEP_MS_MAX: Millis = 2 * SECOND_MS;

pub struct Bench {
    pub network: Box<dyn Faked>,
    pub abilities: Capabilities,
    pub channel: Channel,
    pub clock: Arc<FakeClock>,
    pub store: Store,
    pub engine: Engine,
    pub scope: Scope,
    pub secret: Option<String>,
    /// Where a colleague pastes what they saw.
    pastes: Pastes,
    allowed_hosts: Vec<String>,
    folder: TempDir,
    /// When it began, by either clock, and by how much more the date moved on.
    began_at: Millis,
    origin: tokio::time::Instant,
    skipped_ms: AtomicI64,
}

impl Bench {
    /// The channel is connected and has heard from its network.
    pub async fn open<F: Faked + 'static>(start: impl AsyncFnOnce(Arc<FakeClock>) -> F) -> Self {
        let clock = FakeClock::new();
        let network = Box::new(start(clock.clone()).await);
        Self::connect(clock, network, Pastes::default()).await
    }

    /// Nothing is heard but what is pasted.
    pub async fn open_pasting() -> Self {
        let place = PastedPlace::default();
        let pastes = place.pastes();
        Self::connect(FakeClock::new(), Box::new(place), pastes).await
    }

    async fn connect(clock: Arc<FakeClock>, network: Box<dyn Faked>, pastes: Pastes) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let Connection { config, secret, allowed_hosts } = network.connection();
        let place = Location::Sqlite(folder.path().join("answerable.db"));
        let store = Store::open(&place, OpenOptions::new(clock.clone())).await.expect("a new database");
        let user = store.create_owner(desk::person("owner@acme.test")).await.expect("the first user").id;
        let brand = desk::brand(&store, user, "Acme", &["acme", "아크메", "アクメ"]).await;
        let engine = desk::start(&store, &clock, folder.path(), (&allowed_hosts, &AlertSettings::default()), Loops::Run).await;
        let scope = Scope::member(brand, user, Role::Owner);
        let new = NewChannel { connector: network.kind(), config, secret: secret.clone(), name: None };
        let channel = engine.add_channel(&scope, new).await.expect("the channel can be connected");
        let abilities = answerable_networks::capabilities(network.kind());
        let (began_at, origin, skipped_ms) = (clock.now(), tokio::time::Instant::now(), AtomicI64::new(0));
        let bench = Self {
            network,
            abilities,
            channel,
            clock,
            store,
            engine,
            scope,
            secret,
            pastes,
            allowed_hosts,
            folder,
            began_at,
            origin,
            skipped_ms,
        };
        bench.until_well().await;
        bench
    }

    /// The engine ends in order and another takes over.
    pub async fn restart(&mut self, loops: Loops) {
        self.stop().await;
        self.start(loops).await;
    }

    pub async fn stop(&mut self) {
        self.engine.drain(Duration::from_secs(10)).await;
    }

    pub async fn start(&mut self, loops: Loops) {
        let settings = (&self.allowed_hosts[..], &AlertSettings::default());
        self.engine = desk::start(&self.store, &self.clock, self.folder.path(), settings, loops).await;
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Time passes, at once. What it really took has passed as well, so that the two clocks never disagree.
    async fn step(&self, by_ms: Millis) {
        tokio::time::pause();
        tokio::time::advance(Duration::from_millis(by_ms.unsigned_abs())).await;
        tokio::time::resume();
        let passed_ms = Millis::try_from(self.origin.elapsed().as_millis()).expect("less than an age");
        self.clock.set(self.began_at + self.skipped_ms.load(Ordering::Relaxed) + passed_ms);
        self.settle().await;
    }

    /// Days pass, but for the tasks that wait: they only see another date.
    pub fn skip(&self, by_ms: Millis) {
        self.skipped_ms.fetch_add(by_ms, Ordering::Relaxed);
        self.clock.advance_ms(by_ms);
    }

    /// What is ready runs: all but the store's own threads are on this one.
    async fn settle(&self) {
        let pasted = std::mem::take(&mut *self.pastes.lock().expect("no holder panics"));
        for post in pasted {
            self.engine.paste(&self.scope, &post, Vec::new()).await.expect("pasted");
        }
        for _ in 0..3 {
            let mut news = self.store.subscribe();
            for _ in 0..20 {
                tokio::task::yield_now().await;
            }
            let _ = tokio::time::timeout(Duration::from_millis(2), news.recv()).await;
        }
    }

    pub fn now(&self) -> Millis {
        self.clock.now()
    }

    /// Every connection breaks, and that is noticed; whoever comes back does so a little later.
    pub async fn hang_up(&self) {
        self.network.hang_up();
        self.settle().await;
    }

    /// So much time passes, in steps.
    pub async fn pass(&self, total_ms: Millis) {
        let step_ms = if total_ms > 2 * MINUTE_MS { STEP_MS_MAX } else { SECOND_MS };
        let until = self.now() + total_ms;
        while self.now() < until {
            self.step((until - self.now()).min(step_ms)).await;
        }
    }

    /// Looks again and again while time passes, faster and faster, until there is something to see.
    pub async fn until<T>(&self, what: &str, look: impl AsyncFn() -> Option<T>) -> T {
        match self.within(PATIENCE_MS, look).await {
            Some(found) => found,
            None => panic!("waited in vain for {what}; the source: {:?}", self.health().await),
        }
    }

    /// As `until`, but it may not come.
    pub async fn within<T>(&self, patience_ms: Millis, look: impl AsyncFn() -> Option<T>) -> Option<T> {
        let (begun, until) = (Instant::now(), self.now() + patience_ms);
        let mut step_ms = 0;
        loop {
            if let Some(found) = look().await {
                return Some(found);
            }
            if begun.elapsed() > PATIENCE || self.now() > until {
                return None;
            }
            self.step(step_ms).await;
            step_ms = (step_ms * 5 / 4 + 10).min(STEP_MS_MAX);
        }
    }

    /// It answers, however long ago somebody last said something.
    pub async fn until_well(&self) {
        let is_well = |health: SourceHealth| {
            let answers = matches!(health.state, SourceState::Live | SourceState::Lagging | SourceState::Silent);
            (answers && health.failures == 0 && health.retry_at.is_none() && health.last_error.is_none()).then_some(())
        };
        if self.listens() {
            self.until("the source to be well", async || self.health().await.and_then(is_well)).await;
        }
    }

    /// Everything that was begun has ended: nothing is asked for, nothing is pending.
    pub async fn rest(&self) {
        self.pass(10 * SECOND_MS).await;
        self.until("nothing to be pending", async || {
            self.store.pending_raws(None, 1).await.expect("the store answers").is_empty().then_some(())
        })
        .await;
    }

    /// Does the channel hear anything by itself?
    pub fn listens(&self) -> bool {
        self.channel.connector != answerable_domain::ConnectorKind::Manual
    }

    /// Can the program answer here?
    pub fn answers(&self) -> bool {
        self.abilities.reply.is_there()
    }

    pub async fn health(&self) -> Option<SourceHealth> {
        let sources = self.store.sources(&self.scope).await.expect("sources");
        sources.into_iter().find(|health| health.channel_id == self.channel.id)
    }

    pub async fn state(&self) -> ChannelState {
        self.store.channel(&self.scope, self.channel.id).await.expect("the channel").channel.state
    }

    pub async fn gaps(&self) -> Vec<Gap> {
        self.store.gaps(&self.scope, self.channel.id, 10).await.expect("gaps")
    }

    pub async fn quarantined(&self) -> Vec<QuarantinedRaw> {
        self.store.quarantined(&self.scope, None, 20).await.expect("a page").items
    }

    pub async fn cases(&self) -> Vec<CaseRow> {
        let all = CaseFilter::All(Vec::new());
        self.store.cases(&self.scope, &all, CaseOrder::Oldest, None, 100).await.expect("a page of cases").items
    }

    pub async fn case(&self, id: CaseId) -> CaseDetail {
        self.store.case(&self.scope, id).await.expect("the case")
    }

    /// The case that this is in, once it is.
    pub async fn heard(&self, said: &Said) -> CaseDetail {
        self.until(&format!("a case with {said:?}"), async || self.case_with(said).await).await
    }

    pub async fn case_with(&self, said: &Said) -> Option<CaseDetail> {
        for row in self.cases().await {
            let detail = self.case(row.case.id).await;
            if detail.thread.iter().any(|item| item.post.native_id == said.native_id && item.post.case_id == Some(row.case.id)) {
                // Its line was read before its thread: once more, so that both tell of the post.
                return Some(self.case(row.case.id).await);
            }
        }
        None
    }

    /// Of every post that is kept.
    pub async fn native_ids(&self) -> Vec<String> {
        let (mut ids, mut after) = (Vec::new(), None);
        loop {
            let page = self.store.recent_posts(&self.scope, 0, after, 100).await.expect("a page of posts");
            ids.extend(page.items.into_iter().map(|row| row.post.native_id));
            after = page.next;
            if after.is_none() {
                return ids;
            }
        }
    }

    /// Hands in an answer to the case's last post that leaves at once.
    pub async fn answer(&self, case: &CaseDetail, text: &str) -> Result<Reply, ReplyRefused> {
        self.engine.submit_reply(&self.scope, desk::submission(case, text)).await
    }

    pub async fn reply(&self, reply: &Reply) -> Reply {
        self.store.reply(&self.scope, reply.id).await.expect("the reply")
    }

    /// Until nothing more will happen to it by itself.
    pub async fn until_over(&self, reply: &Reply) -> Reply {
        self.until(&format!("reply {} to be over", reply.id), async || {
            let now = self.reply(reply).await;
            (!matches!(now.state, ReplyState::Queued | ReplyState::Sending)).then_some(now)
        })
        .await
    }

    /// What the fake was asked from some request on.
    pub fn requests_from(&self, first: usize, what: Calls) -> Vec<Request> {
        self.network.requests().into_iter().skip(first).filter(|request| request.what == what).collect()
    }

    pub fn requests_so_far(&self) -> usize {
        self.network.requests().len()
    }

    pub fn channel_id(&self) -> ChannelId {
        self.channel.id
    }
}
