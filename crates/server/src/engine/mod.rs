//! The engine: everything that happens without a person asking for it, and the few verbs by which a person makes it happen.
//!
//! Posts go left to right once: a source delivers (`sources`), the payload is stored (`append_raw`), the pure stages read it (`stages`), one
//! transaction takes the result in (`pipeline`). Replies go out through the outbox (`outbox`), deadlines and snoozes through the ticker
//! (`ticker`), profiles and parents are fetched behind (`hydration`), gaps are read again (`backfill`), and when an hour ends each source is
//! asked whether it was as loud as usual (`loudness`). What people correct teaches the stages how to judge, and history is judged again with
//! it (`teaching`).
//!
//! Architecture invariant: the engine knows no HTTP of ours; `http` calls it, never the reverse.

mod alerts;
mod anchors;
mod backfill;
mod backoff;
mod channels;
mod core;
mod decisions;
mod face;
mod hand_offs;
mod health;
mod hydration;
mod import_file;
mod imports;
mod interest;
mod loudness;
mod media;
mod outbox;
mod own;
mod pasting;
mod pipeline;
mod replies;
mod secrets;
mod sign_in;
mod sources;
mod stages;
#[cfg(test)]
mod stages_tests;
mod teaching;
mod ticker;

pub use alerts::{AlertSettings, MailSettings, MailTls, WebhookRefused};
pub use backfill::{BackfillRefused, Because};
pub use face::{
    ActRefused, ChannelError, EngageRefused, EngineSettings, GivenCode, HandOffRefused, ImportFormat, NewChannel, NewImport,
    NotedElsewhere, PasteRefused, PastedCase, ReplyRefused, SignIn, SubmitReply,
};
pub use hand_offs::{Opening, sound_code};
pub use media::{MediaRefused, kinds};
pub use own::OwnAccounts;
pub use replies::UNDO_MS_MAX;
pub use secrets::{Secrets, SecretsError};
pub use teaching::{Learned, Said, Told};

use self::{core::Core, decisions::Care};
use answerable_care::{CareError, CaseEvent};
use answerable_domain::{
    ActionKind, Author, AuthorId, Availability, Brand, BrandId, Case, CaseAction, CaseId, Channel, ChannelId, ChannelState, Clock,
    ConnectorKind, Gap, GapId, ImportId, Limits, MediaId, MonitorId, Network, PostId, RawId, Reply, ReplyId, Scope, UserId, WebhookId,
};
use answerable_networks::{Account, SendTarget, manual::PastedPost};
use answerable_store::{ChannelChange, Import, MediaRow, NewMonitor, Store, StoreError, Webhook, WebhookFormat};
use std::{sync::Arc, time::Duration};

/// How long after an author's last post frames that name them are still of interest at start.
const FOLLOWED_FOR_MS: i64 = 30 * 86_400_000;

/// What the made-up customers call the made-up brand.
const SANDBOX_QUERY: &str = "acme OR 아크메 OR アクメ";

/// A running engine. Clones are handles to the same one.
#[derive(Clone)]
pub struct Engine {
    core: Arc<Core>,
}

impl Engine {
    /// Brings everything up: matchers, channels, pipeline, outbox, ticker.
    pub async fn start(store: Store, settings: EngineSettings, clock: Arc<dyn Clock>, secrets: Secrets) -> anyhow::Result<Self> {
        let http = http_client()?;
        let core = Arc::new(Core::new(store, clock, settings, secrets, http)?);
        for brand in core.store.brands().await? {
            let followed = core.store.followed_authors(brand.id, core.clock.now() - FOLLOWED_FOR_MS).await?;
            core.room(brand.id).interest.follow(followed.iter().map(String::as_str));
            core.rebuild_matcher(brand.id).await?;
        }
        teaching::recall_all(&core).await?;
        channels::start_all(&core).await?;
        if !core.settings.sources_off {
            core.tasks.spawn(pipeline::run(core.clone()));
            core.tasks.spawn(outbox::run(core.clone()));
            core.tasks.spawn(ticker::run(core.clone()));
            core.tasks.spawn(hydration::run(core.clone()));
            core.tasks.spawn(loudness::run(core.clone()));
            core.tasks.spawn(backfill::run(core.clone()));
            core.tasks.spawn(media::run(core.clone()));
            alerts::spawn(&core)?;
            imports::resume_all(&core).await?;
            teaching::resume_all(&core).await?;
        }
        Ok(Self { core })
    }

    /// Stops listening and sending; what is under way is finished or can be taken up again.
    pub async fn drain(&self, within: Duration) {
        self.core.stop.cancel();
        self.core.tasks.close();
        if tokio::time::timeout(within, self.core.tasks.wait()).await.is_err() {
            tracing::warn!("some work was still under way; it is taken up again at the next start");
        }
    }

    pub async fn add_channel(&self, scope: &Scope, new: NewChannel) -> Result<Channel, ChannelError> {
        channels::add(&self.core, scope, new).await
    }

    pub async fn check_channel(&self, scope: &Scope, id: ChannelId) -> Result<Account, ChannelError> {
        channels::check(&self.core, scope, id).await
    }

    pub async fn set_channel_state(&self, scope: &Scope, id: ChannelId, state: ChannelState) -> Result<Channel, ChannelError> {
        channels::set_state(&self.core, scope, id, state).await
    }

    pub async fn rename_channel(&self, scope: &Scope, id: ChannelId, name: String) -> Result<Channel, ChannelError> {
        channels::change(&self.core, scope, id, ChannelChange { name: Some(name), ..ChannelChange::default() }).await
    }

    pub async fn update_secret(&self, scope: &Scope, id: ChannelId, secret: String) -> Result<Channel, ChannelError> {
        channels::update_secret(&self.core, scope, id, &secret).await
    }

    pub async fn remove_channel(&self, scope: &Scope, id: ChannelId) -> Result<(), ChannelError> {
        channels::remove(&self.core, scope, id).await
    }

    /// Whether a gap can be read again, and if not why. Asks nobody.
    pub fn can_read_gap(&self, scope: &Scope, gap: &Gap) -> Result<(), Because> {
        backfill::possible(&self.core, scope, gap)
    }

    /// Begins to read a gap again; it goes on behind.
    pub async fn read_gap(&self, scope: &Scope, channel: ChannelId, gap: GapId) -> Result<Gap, BackfillRefused> {
        backfill::read(&self.core, scope, channel, gap).await
    }

    /// Judges how loud every source was in the last whole hour: for tests, where no loop runs.
    pub async fn judge_loudness(&self) -> Result<(), StoreError> {
        loudness::judge_all(&self.core).await
    }

    /// Puts a brand's changed monitors and mutes into force. Posts are read by the old ones until then, without a pause.
    pub async fn monitors_changed(&self, brand: BrandId) -> Result<(), StoreError> {
        self.core.rebuild_matcher(brand).await
    }

    /// Names of the brand's own accounts on a network.
    pub fn own_accounts(&self, brand: BrandId) -> Arc<OwnAccounts> {
        self.core.room(brand).accounts()
    }

    /// Reads again what a monitor's budget left out; returns how many mentions that are.
    pub async fn read_skipped(&self, scope: &Scope, id: MonitorId) -> Result<u64, StoreError> {
        let count = self.core.store.read_skipped(scope, id).await?;
        self.core.raws_waiting.notify_one();
        Ok(count)
    }

    /// Nothing of it is heard any more; then everything of it goes, and behind it the files that nobody else has.
    pub async fn remove_brand(&self, scope: &Scope) -> Result<(), StoreError> {
        self.core.close_room(scope.brand_id());
        self.core.store.remove_brand(scope).await?;
        let core = self.core.clone();
        self.core.tasks.spawn(async move {
            if let Err(error) = media::sweep_orphans(&core).await {
                tracing::error!(%error, "the files of a removed brand go with the next sweep");
            }
        });
        Ok(())
    }

    /// A brand to look around in: made-up posts that keep arriving.
    pub async fn create_sandbox(&self, owner: UserId, name: &str) -> Result<Brand, ChannelError> {
        let brand = self.core.store.create_brand(owner, name, true).await?;
        let scope = Scope::program(brand.id);
        self.core.store.create_monitor(&scope, NewMonitor::of(name, SANDBOX_QUERY)).await?;
        self.core.rebuild_matcher(brand.id).await?;
        let new =
            NewChannel { connector: ConnectorKind::Sandbox, config: serde_json::Value::Null, secret: None, name: Some(name.to_owned()) };
        self.add_channel(&scope, new).await?;
        Ok(brand)
    }

    /// Channels of the brand that can answer a post of this network, the one that heard it first.
    pub fn answer_channels(&self, brand: BrandId, network: Network, heard_by: ChannelId) -> Vec<ChannelId> {
        replies::answer_channels(&self.core, brand, network, heard_by).iter().map(|live| live.channel.id).collect()
    }

    /// Whether something can be done with a post, and if not why. Asks nobody.
    pub fn can(&self, brand: BrandId, action: ActionKind, target: &SendTarget) -> Availability {
        replies::can(&self.core, brand, action, target)
    }

    pub fn limits(&self, channel: ChannelId) -> Option<Limits> {
        self.core.channel(channel).and_then(|live| live.connector.limits())
    }

    pub async fn submit_reply(&self, scope: &Scope, reply: SubmitReply) -> Result<Reply, ReplyRefused> {
        replies::submit_reply(&self.core, scope, reply).await
    }

    pub async fn cancel_reply(&self, scope: &Scope, id: ReplyId) -> Result<Reply, ReplyRefused> {
        replies::cancel(&self.core, scope, id).await
    }

    pub async fn retry_reply(&self, scope: &Scope, id: ReplyId) -> Result<Reply, ReplyRefused> {
        replies::retry(&self.core, scope, id).await
    }

    /// Likes or reposts.
    pub async fn engage(&self, scope: &Scope, post: PostId, action: ActionKind) -> Result<(), EngageRefused> {
        replies::engage(&self.core, scope, post, action).await
    }

    /// Close, reopen, snooze, assign.
    pub async fn act(&self, scope: &Scope, case: CaseId, action: CaseAction) -> Result<Case, ActRefused> {
        let by = scope.user_id().unwrap_or(UserId(0));
        let decide = move |case: &Case, policy: &answerable_domain::Policy, now| {
            answerable_care::decide(case, &CaseEvent::Action { action: action.clone(), by }, policy, now).map(decisions::change)
        };
        let changed = self.core.store.change_case(scope, case, decide).await?;
        self.core.cases_changed.notify_one();
        changed.map_err(|refusal| ActRefused::Care { code: care_code(refusal) })
    }

    pub async fn set_vip(&self, scope: &Scope, author: AuthorId, vip: bool) -> Result<Author, StoreError> {
        let author = self.core.store.set_vip(scope, author, vip, Arc::new(Care::new(&self.core.clock))).await?;
        self.core.cases_changed.notify_one();
        Ok(author)
    }

    pub async fn start_import(&self, scope: &Scope, new: NewImport) -> Result<Import, ChannelError> {
        imports::start(&self.core, scope, new).await
    }

    pub async fn resume_import(&self, scope: &Scope, id: ImportId) -> Result<Import, ChannelError> {
        imports::resume(&self.core, scope, id).await
    }

    /// `None`: all of the brand. They are read again at once; returns how many.
    pub async fn retry_quarantined(&self, scope: &Scope, id: Option<RawId>) -> Result<u64, StoreError> {
        let count = self.core.store.retry_quarantined(scope, id).await?;
        self.core.raws_waiting.notify_one();
        Ok(count)
    }

    /// Alerts were made, changed or tried, or deliveries replayed: whoever waits looks again.
    pub fn alerts_changed(&self) {
        self.core.alerts.changed.notify_one();
        self.core.alerts.deliveries.notify_one();
    }

    /// The secret comes back in the clear, this once.
    pub async fn create_webhook(
        &self,
        scope: &Scope,
        name: String,
        url: &str,
        format: WebhookFormat,
    ) -> Result<(Webhook, String), WebhookRefused> {
        alerts::create_webhook(&self.core, scope, name, url, format).await
    }

    pub async fn change_webhook(
        &self,
        scope: &Scope,
        id: WebhookId,
        name: Option<String>,
        url: Option<&str>,
        enabled: Option<bool>,
    ) -> Result<Webhook, WebhookRefused> {
        alerts::change_webhook(&self.core, scope, id, name, url, enabled).await
    }

    pub async fn renew_webhook_secret(&self, scope: &Scope, id: WebhookId) -> Result<(Webhook, String), WebhookRefused> {
        alerts::renew_webhook_secret(&self.core, scope, id).await
    }

    /// Where a person signs in on the network's own page, and the ticket that they bring back with the code.
    pub async fn begin_sign_in(
        &self,
        scope: &Scope,
        connector: ConnectorKind,
        config: &serde_json::Value,
    ) -> Result<(String, String), ChannelError> {
        sign_in::begin(&self.core, scope, connector, config).await
    }

    /// The secret that the code stands for.
    pub async fn finish_sign_in(&self, scope: &Scope, config: &serde_json::Value, back: &SignIn) -> Result<String, ChannelError> {
        sign_in::finish(&self.core, scope, config, back).await
    }

    /// Takes in a post that a person pasted, with pictures that they uploaded.
    pub async fn paste(&self, scope: &Scope, post: &PastedPost, uploads: Vec<MediaId>) -> Result<PastedCase, PasteRefused> {
        pasting::paste(&self.core, scope, post, uploads).await
    }

    /// Notes an answer that was given on the network's own site.
    pub async fn note_elsewhere(&self, scope: &Scope, answer: NotedElsewhere) -> Result<Reply, ReplyRefused> {
        pasting::note_elsewhere(&self.core, scope, answer).await
    }

    /// A code with which a customer goes on in private.
    pub async fn hand_off(&self, scope: &Scope, case: CaseId, channel: ChannelId) -> Result<GivenCode, HandOffRefused> {
        hand_offs::give(&self.core, scope, case, channel).await
    }

    /// How one writes to a channel with a code.
    pub fn opening(&self, channel: ChannelId, brand: &str, code: &str) -> Option<Opening> {
        self.core.channel(channel).and_then(|live| hand_offs::opening(&live, brand, code))
    }

    /// The brand's mailboxes that work: whatever was said where, it can be answered by letter from there.
    pub fn letter_channels(&self, brand: BrandId) -> Vec<ChannelId> {
        let mailboxes = replies::mailboxes(&self.core, brand);
        mailboxes.iter().filter(|live| live.channel.state == ChannelState::Active).map(|live| live.channel.id).collect()
    }

    /// Keeps a file that a person uploaded, if it is of a kind that is kept.
    pub async fn upload(&self, scope: &Scope, name: Option<String>, told_mime: &str, bytes: Vec<u8>) -> Result<MediaRow, MediaRefused> {
        media::upload(&self.core, scope, name, told_mime, bytes).await
    }

    /// Where the bytes of a kept file lie.
    pub fn media_path(&self, hash: &str) -> Option<std::path::PathBuf> {
        self.core.media.folder.path(hash)
    }

    /// Fetches the pictures and files that are due: for tests, where no loop runs. Returns how many were tried.
    pub async fn fetch_media(&self) -> Result<usize, StoreError> {
        media::step(&self.core).await
    }

    /// Removes the copies that nobody needs any more: for tests, where no loop runs.
    pub async fn sweep_media(&self) -> Result<(), StoreError> {
        media::sweep(&self.core).await?;
        media::sweep_orphans(&self.core).await
    }

    /// Everything that waits for a time or for news looks again now: after the machine's clock was set, or when a person does not want to
    /// wait for the next poll.
    pub fn look_again(&self) {
        self.core.look_again();
    }

    /// Could this frame of Bluesky's public stream matter to the brand? What it asks for every frame.
    pub fn wants(&self, brand: BrandId, frame: &[u8]) -> bool {
        self.core.room(brand).interest.wants(Network::Bluesky, frame)
    }

    /// Runs one batch of the pipeline now: for the command line and tests, where no loop runs.
    pub async fn pump(&self) -> Result<usize, StoreError> {
        pipeline::step(&self.core).await
    }
}

fn care_code(refusal: CareError) -> &'static str {
    match refusal {
        CareError::AlreadyClosed => "already_closed",
        CareError::AlreadyOpen => "already_open",
        CareError::SnoozeInThePast { .. } => "snooze_in_the_past",
        CareError::SnoozeTooLong { .. } => "snooze_too_long",
    }
}

/// One client for all networks. It follows no redirects: credentials go where they were meant to go and nowhere else.
fn http_client() -> anyhow::Result<reqwest::Client> {
    // Twice is fine: tests start several engines in one process.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder()
        .user_agent(concat!("Answerable/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(Duration::from_secs(10))
        .timeout(Duration::from_secs(20))
        .redirect(reqwest::redirect::Policy::none())
        .pool_idle_timeout(Duration::from_secs(60));
    Ok(client.build()?)
}
