//! Signatures whose bodies are still to come. Each moves to its module with its body.
#![expect(unused_variables, clippy::too_many_arguments, reason = "bodies are being filled in")]

use crate::*;
use answerable_domain::*;

fn not_yet<T>() -> Result<T> {
    Err(StoreError::Unavailable("not yet".into()))
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
