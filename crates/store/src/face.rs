//! Signatures whose bodies are still to come. Each moves to its module with its body.
#![expect(unused_variables, clippy::too_many_arguments, reason = "bodies are being filled in")]

use crate::*;
use answerable_domain::*;

fn not_yet<T>() -> Result<T> {
    Err(StoreError::Unavailable("not yet".into()))
}

// Opening
impl Store {
    /// `sqlite` or `postgres`.
    pub fn engine_name(&self) -> &'static str {
        "sqlite"
    }
    /// Answers when the database can be read.
    pub async fn ping(&self) -> Result<()> {
        not_yet()
    }
    /// A whole copy in one file, while others write. PostgreSQL: `Unsupported`, with what to use instead.
    pub async fn backup(&self, to: &std::path::Path) -> Result<()> {
        not_yet()
    }
    /// Lets the query planner look at the tables again: after bulk ingest, and now and then.
    pub async fn optimize(&self) -> Result<()> {
        not_yet()
    }
    /// Finishes what is under way; later calls are `Unavailable`.
    pub async fn close(&self) {}
}

// Ingest: the program only
impl Store {
    /// One transaction: the payloads, the cursor, the gap and the source's health. Durable when it returns.
    pub async fn append_raw(&self, channel_id: ChannelId, source: &str, page: RawPage) -> Result<Vec<RawId>> {
        not_yet()
    }
    pub async fn cursor(&self, channel_id: ChannelId, source: &str) -> Result<Option<Cursor>> {
        not_yet()
    }
    /// An event only when the state changes.
    pub async fn set_health(&self, channel_id: ChannelId, source: &str, change: HealthChange) -> Result<()> {
        not_yet()
    }
    /// Payloads that no pipeline has taken in, oldest first.
    pub async fn pending_raws(&self, after: Option<RawId>, limit: usize) -> Result<Vec<PendingRaw>> {
        not_yet()
    }
    /// Takes in what the stages made of payloads: one transaction for the batch, any number of times, with the same end.
    pub async fn absorb(&self, batch: Vec<Digested>, decide: Arc<dyn Decide>) -> Result<AbsorbReport> {
        not_yet()
    }
    /// Takes what is due to be fetched and puts off the next attempt (doubling from 30 s; after 8 attempts it is forgotten).
    pub async fn take_wanted(&self, kind: WantedKind, now: Millis, limit: usize) -> Result<Vec<Wanted>> {
        not_yet()
    }
    /// Native ids of the authors of posts heard since then: whose frames a brand wants.
    pub async fn followed_authors(&self, brand_id: BrandId, since: Millis) -> Result<Vec<String>> {
        not_yet()
    }
    /// For each native id: is it held?
    pub async fn holds_posts(&self, brand_id: BrandId, scope: &str, native_ids: &[String]) -> Result<Vec<bool>> {
        not_yet()
    }
    /// Forgets payloads that were taken in before then. Returns how many; call again while it is `limit`.
    pub async fn prune_raws(&self, before: Millis, limit: usize) -> Result<u64> {
        not_yet()
    }
    pub async fn quarantined(&self, scope: &Scope, after: Option<PageKey>, limit: usize) -> Result<Page<QuarantinedRaw>> {
        not_yet()
    }
    /// `None`: all of the brand. They are pending again; returns how many.
    pub async fn retry_quarantined(&self, scope: &Scope, raw_id: Option<RawId>) -> Result<u64> {
        not_yet()
    }
    pub async fn discard_quarantined(&self, scope: &Scope, raw_id: RawId) -> Result<()> {
        not_yet()
    }
    /// Health of all sources of the brand's channels.
    pub async fn sources(&self, scope: &Scope) -> Result<Vec<SourceHealth>> {
        not_yet()
    }
    /// Newest first.
    pub async fn gaps(&self, scope: &Scope, channel_id: ChannelId, limit: usize) -> Result<Vec<Gap>> {
        not_yet()
    }
    /// Quarantined payloads by channel.
    pub async fn quarantine_counts(&self, scope: &Scope) -> Result<Vec<(ChannelId, u64)>> {
        not_yet()
    }
}

// Inbox
impl Store {
    pub async fn cases(
        &self,
        scope: &Scope,
        filter: &CaseFilter,
        order: CaseOrder,
        after: Option<PageKey>,
        limit: usize,
    ) -> Result<Page<CaseRow>> {
        not_yet()
    }
    pub async fn counts(&self, scope: &Scope) -> Result<Counts> {
        not_yet()
    }
    pub async fn case_row(&self, scope: &Scope, case_id: CaseId) -> Result<CaseRow> {
        not_yet()
    }
    /// In any order; those of other brands are left out.
    pub async fn case_rows(&self, scope: &Scope, case_ids: &[CaseId]) -> Result<Vec<CaseRow>> {
        not_yet()
    }
    pub async fn case(&self, scope: &Scope, case_id: CaseId) -> Result<CaseDetail> {
        not_yet()
    }
    /// Changes a case by a pure decision, made inside the transaction. A refusal `R` leaves everything as it was.
    pub async fn change_case<R: Send + 'static>(
        &self,
        scope: &Scope,
        case_id: CaseId,
        change: impl FnOnce(&Case, &Policy, Millis) -> Result<CaseChange, R> + Send + 'static,
    ) -> Result<Result<Case, R>> {
        not_yet()
    }
    pub async fn add_note(&self, scope: &Scope, case_id: CaseId, text: &str) -> Result<Note> {
        not_yet()
    }
    pub async fn save_draft(&self, scope: &Scope, case_id: CaseId, text: &str, thread_version: u32) -> Result<Draft> {
        not_yet()
    }
    pub async fn draft(&self, scope: &Scope, case_id: CaseId) -> Result<Option<Draft>> {
        not_yet()
    }
    pub async fn delete_draft(&self, scope: &Scope, case_id: CaseId) -> Result<()> {
        not_yet()
    }
    /// One post as a thread shows it.
    pub async fn post(&self, scope: &Scope, post_id: PostId) -> Result<ThreadItem> {
        not_yet()
    }
    pub async fn author(&self, scope: &Scope, author_id: AuthorId) -> Result<AuthorDetail> {
        not_yet()
    }
    /// Newest first.
    pub async fn author_posts(&self, scope: &Scope, author_id: AuthorId, after: Option<PageKey>, limit: usize) -> Result<Page<PostRow>> {
        not_yet()
    }
    /// The author's cases that are not closed are told ([`CaseFact::VipChanged`]).
    pub async fn set_vip(&self, scope: &Scope, author_id: AuthorId, vip: bool, decide: Arc<dyn Decide>) -> Result<Author> {
        not_yet()
    }
    /// Newest first. Words match whole; Hangul, kana and Han match anywhere; a space is any run of separators.
    pub async fn search_posts(&self, scope: &Scope, query: &str, after: Option<PageKey>, limit: usize) -> Result<Page<PostRow>> {
        not_yet()
    }
    /// The newest posts of the brand, for previews of monitors.
    pub async fn recent_posts(&self, scope: &Scope, since: Millis, after: Option<PageKey>, limit: usize) -> Result<Page<PostRow>> {
        not_yet()
    }
    /// Cases whose deadline or snooze has passed by `now`, the program only.
    pub async fn due_cases(&self, now: Millis, limit: usize) -> Result<Vec<(BrandId, CaseId)>> {
        not_yet()
    }
    /// When the next deadline or snooze of all passes.
    pub async fn next_case_due(&self) -> Result<Option<Millis>> {
        not_yet()
    }
    /// Tells cases that time has passed ([`CaseFact::Tick`]).
    pub async fn tick(&self, cases: Vec<(BrandId, CaseId)>, now: Millis, decide: Arc<dyn Decide>) -> Result<()> {
        not_yet()
    }
}

// Replies and the outbox
impl Store {
    /// Queues an answer when the pure check, made inside the transaction, has nothing against it. Deletes the user's draft of the case.
    /// The same client key again: the reply that is there, unchecked.
    pub async fn queue_reply<R: Send + 'static>(
        &self,
        scope: &Scope,
        reply: NewReply,
        check: impl FnOnce(&ThreadNow) -> Result<(), R> + Send + 'static,
    ) -> Result<Result<Reply, R>> {
        not_yet()
    }
    pub async fn reply(&self, scope: &Scope, reply_id: ReplyId) -> Result<Reply> {
        not_yet()
    }
    /// Cancel, retry: a person's step, decided inside the transaction.
    pub async fn change_reply<R: Send + 'static>(
        &self,
        scope: &Scope,
        reply_id: ReplyId,
        change: impl FnOnce(&Reply, Millis) -> Result<ReplyStep, R> + Send + 'static,
    ) -> Result<Result<Reply, R>> {
        not_yet()
    }
    /// Queued replies whose time has come, and marks them `sending`. No reply is given to two callers.
    pub async fn claim_due_replies(&self, now: Millis, limit: usize) -> Result<Vec<ClaimedReply>> {
        not_yet()
    }
    /// At start: replies that were under way when the program ended. `may_have_left` is true.
    pub async fn sending_replies(&self) -> Result<Vec<ClaimedReply>> {
        not_yet()
    }
    /// What became of an attempt, other than `Sent`. Returns the reply as it is; unchanged if it is not `sending` any more.
    pub async fn record_step(&self, reply_id: ReplyId, step: ReplyStep) -> Result<Reply> {
        not_yet()
    }
    /// It is on the network: the reply is `sent`, our posts join the thread (or the echo that was faster is recognised), the case is told.
    pub async fn record_sent(&self, reply_id: ReplyId, receipt: Receipt, sent: SentPosts, decide: Arc<dyn Decide>) -> Result<Reply> {
        not_yet()
    }
    pub async fn next_reply_due(&self) -> Result<Option<Millis>> {
        not_yet()
    }
    /// The engagement that is there already, or a new one in state `pending` (`true`).
    pub async fn begin_engagement(
        &self,
        scope: &Scope,
        post_id: PostId,
        channel_id: ChannelId,
        action: ActionKind,
        own_id: &str,
    ) -> Result<(Engagement, bool)> {
        not_yet()
    }
    pub async fn record_engagement(&self, engagement_id: i64, state: EngagementState, receipt: Option<Receipt>) -> Result<Engagement> {
        not_yet()
    }
    /// At start: what was under way when the program ended.
    pub async fn pending_engagements(&self) -> Result<Vec<Engagement>> {
        not_yet()
    }
}

// People
impl Store {
    pub async fn has_users(&self) -> Result<bool> {
        not_yet()
    }
    /// The first user; `Conflict{already_set_up}` when there is one, however many ask at once.
    pub async fn create_owner(&self, user: NewUser) -> Result<User> {
        not_yet()
    }
    /// `Conflict{email_taken}`.
    pub async fn create_user(&self, user: NewUser) -> Result<User> {
        not_yet()
    }
    pub async fn user(&self, user_id: UserId) -> Result<UserRecord> {
        not_yet()
    }
    /// In any order; unknown ones are left out.
    pub async fn users(&self, user_ids: &[UserId]) -> Result<Vec<User>> {
        not_yet()
    }
    pub async fn all_users(&self) -> Result<Vec<User>> {
        not_yet()
    }
    pub async fn user_by_email(&self, email: &str) -> Result<Option<UserRecord>> {
        not_yet()
    }
    /// Disabling ends all sessions.
    pub async fn change_user(&self, user_id: UserId, change: UserChange) -> Result<UserRecord> {
        not_yet()
    }
    pub async fn create_session(&self, token_hash: &[u8], user_id: UserId, expires_at: Millis) -> Result<()> {
        not_yet()
    }
    /// `None`: unknown, expired, or the user is disabled. Notes the use (at most once a minute).
    pub async fn session(&self, token_hash: &[u8]) -> Result<Option<(Session, UserRecord)>> {
        not_yet()
    }
    pub async fn delete_session(&self, token_hash: &[u8]) -> Result<()> {
        not_yet()
    }
    /// Signs out everywhere, but for `except`.
    pub async fn delete_sessions(&self, user_id: UserId, except: Option<&[u8]>) -> Result<()> {
        not_yet()
    }
    pub async fn create_token(&self, user_id: UserId, name: &str, token_hash: &[u8], expires_at: Option<Millis>) -> Result<Token> {
        not_yet()
    }
    pub async fn tokens(&self, user_id: UserId) -> Result<Vec<Token>> {
        not_yet()
    }
    /// `None`: unknown, expired, or the user is disabled.
    pub async fn token_user(&self, token_hash: &[u8]) -> Result<Option<(Token, UserRecord)>> {
        not_yet()
    }
    pub async fn delete_token(&self, user_id: UserId, token_id: TokenId) -> Result<()> {
        not_yet()
    }
    pub async fn create_invite(&self, scope: &Scope, role: Role, token_hash: &[u8], expires_at: Millis) -> Result<Invite> {
        not_yet()
    }
    pub async fn invites(&self, scope: &Scope) -> Result<Vec<Invite>> {
        not_yet()
    }
    /// `NotFound` when it is unknown, used or expired.
    pub async fn invite(&self, token_hash: &[u8]) -> Result<Invite> {
        not_yet()
    }
    pub async fn delete_invite(&self, scope: &Scope, invite_id: InviteId) -> Result<()> {
        not_yet()
    }
    /// Uses an invite up, once, and makes the user a member.
    pub async fn accept_invite(&self, token_hash: &[u8], user_id: UserId) -> Result<Invite> {
        not_yet()
    }
    /// As `accept_invite`, and makes the user in the same transaction.
    pub async fn accept_invite_as_new(&self, token_hash: &[u8], user: NewUser) -> Result<(User, Invite)> {
        not_yet()
    }
    /// Counts a failed sign-in; a window older than `window_ms` starts anew.
    pub async fn add_login_failure(&self, key: &str, window_ms: i64) -> Result<LoginAttempts> {
        not_yet()
    }
    pub async fn login_attempts(&self, key: &str) -> Result<LoginAttempts> {
        not_yet()
    }
    pub async fn clear_login_attempts(&self, key: &str) -> Result<()> {
        not_yet()
    }
    /// Deletes sessions, invites and login windows that are over.
    pub async fn prune_expired(&self, now: Millis) -> Result<()> {
        not_yet()
    }
}

// Brands
impl Store {
    /// The user becomes its owner.
    pub async fn create_brand(&self, owner: UserId, name: &str, sandbox: bool) -> Result<Brand> {
        not_yet()
    }
    pub async fn brand(&self, scope: &Scope) -> Result<Brand> {
        not_yet()
    }
    pub async fn brands(&self) -> Result<Vec<Brand>> {
        not_yet()
    }
    pub async fn brands_of(&self, user_id: UserId) -> Result<Vec<Membership>> {
        not_yet()
    }
    /// `None`: no member, or no such brand.
    pub async fn role(&self, brand_id: BrandId, user_id: UserId) -> Result<Option<Role>> {
        not_yet()
    }
    pub async fn rename_brand(&self, scope: &Scope, name: &str) -> Result<Brand> {
        not_yet()
    }
    pub async fn set_policy(&self, scope: &Scope, policy: Policy) -> Result<Brand> {
        not_yet()
    }
    /// Removes everything of it, in batches; it is out of sight with the first.
    pub async fn remove_brand(&self, scope: &Scope) -> Result<()> {
        not_yet()
    }
    pub async fn members(&self, scope: &Scope) -> Result<Vec<Member>> {
        not_yet()
    }
    /// `Conflict{last_owner}`.
    pub async fn set_role(&self, scope: &Scope, user_id: UserId, role: Role) -> Result<Member> {
        not_yet()
    }
    /// Their open cases are unassigned. `Conflict{last_owner}`.
    pub async fn remove_member(&self, scope: &Scope, user_id: UserId) -> Result<()> {
        not_yet()
    }
}

// Channels, monitors, imports, settings
impl Store {
    pub async fn create_channel(&self, scope: &Scope, channel: NewChannel) -> Result<Channel> {
        not_yet()
    }
    pub async fn channels(&self, scope: &Scope) -> Result<Vec<ChannelRecord>> {
        not_yet()
    }
    pub async fn channel(&self, scope: &Scope, channel_id: ChannelId) -> Result<ChannelRecord> {
        not_yet()
    }
    /// Of all brands: what the engine runs.
    pub async fn all_channels(&self) -> Result<Vec<ChannelRecord>> {
        not_yet()
    }
    pub async fn change_channel(&self, scope: &Scope, channel_id: ChannelId, change: ChannelChange) -> Result<Channel> {
        not_yet()
    }
    /// Its posts and cases stay; its cursors, sources, secrets and unread payloads go.
    pub async fn remove_channel(&self, scope: &Scope, channel_id: ChannelId) -> Result<()> {
        not_yet()
    }
    /// Encrypted bytes, as they were handed in.
    pub async fn channel_secret(&self, channel_id: ChannelId) -> Result<Option<Vec<u8>>> {
        not_yet()
    }
    pub async fn set_channel_secret(&self, channel_id: ChannelId, secret: Option<Vec<u8>>) -> Result<()> {
        not_yet()
    }
    pub async fn channel_session(&self, channel_id: ChannelId) -> Result<Option<Vec<u8>>> {
        not_yet()
    }
    pub async fn set_channel_session(&self, channel_id: ChannelId, session: Option<Vec<u8>>) -> Result<()> {
        not_yet()
    }
    pub async fn set_channel_account(&self, channel_id: ChannelId, account: ChannelAccount) -> Result<()> {
        not_yet()
    }
    /// The program noticed that credentials work no longer, or again.
    pub async fn set_channel_state(&self, channel_id: ChannelId, state: ChannelState) -> Result<()> {
        not_yet()
    }
    pub async fn create_monitor(&self, scope: &Scope, monitor: NewMonitor) -> Result<Monitor> {
        not_yet()
    }
    pub async fn monitors(&self, scope: &Scope) -> Result<Vec<Monitor>> {
        not_yet()
    }
    pub async fn monitor(&self, scope: &Scope, monitor_id: MonitorId) -> Result<Monitor> {
        not_yet()
    }
    pub async fn change_monitor(&self, scope: &Scope, monitor_id: MonitorId, change: MonitorChange) -> Result<Monitor> {
        not_yet()
    }
    pub async fn delete_monitor(&self, scope: &Scope, monitor_id: MonitorId) -> Result<()> {
        not_yet()
    }
    /// Of all brands.
    pub async fn all_enabled_monitors(&self) -> Result<Vec<Monitor>> {
        not_yet()
    }
    pub async fn create_import(&self, scope: &Scope, import: NewImport) -> Result<Import> {
        not_yet()
    }
    pub async fn imports(&self, scope: &Scope) -> Result<Vec<Import>> {
        not_yet()
    }
    pub async fn import(&self, scope: &Scope, import_id: ImportId) -> Result<Import> {
        not_yet()
    }
    /// Stores the lines' payloads under the import's channel, moves on, notes the bad lines: one transaction.
    pub async fn advance_import(&self, import_id: ImportId, step: ImportStep) -> Result<Import> {
        not_yet()
    }
    pub async fn set_import_state(&self, import_id: ImportId, state: ImportState, failure: Option<&str>) -> Result<Import> {
        not_yet()
    }
    /// At start: `receiving` and `running` become `interrupted`; returns all that can be resumed.
    pub async fn interrupt_imports(&self) -> Result<Vec<Import>> {
        not_yet()
    }
    /// By line.
    pub async fn import_errors(
        &self,
        scope: &Scope,
        import_id: ImportId,
        after: Option<PageKey>,
        limit: usize,
    ) -> Result<Page<ImportError>> {
        not_yet()
    }
    pub async fn setting(&self, key: &str) -> Result<Option<String>> {
        not_yet()
    }
    pub async fn set_setting(&self, key: &str, value: &str) -> Result<()> {
        not_yet()
    }
    /// Oldest first.
    pub async fn events_after(&self, scope: &Scope, seq: EventSeq, limit: usize) -> Result<Vec<Event>> {
        not_yet()
    }
    /// Of the whole database: a stream that starts here misses nothing that is not in what was read before.
    pub async fn latest_seq(&self) -> Result<EventSeq> {
        not_yet()
    }
    /// The oldest event that is kept: a stream that asks for an earlier one must start anew.
    pub async fn oldest_seq(&self) -> Result<EventSeq> {
        not_yet()
    }
    pub async fn prune_events(&self, before: Millis, limit: usize) -> Result<u64> {
        not_yet()
    }
}
