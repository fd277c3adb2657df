//! The outbox's state machine for one reply: once on the network, or a plain word why not.
//!
//! `may_have_left` is the memory between attempts: once an attempt has ended in doubt it stays true until the reply is sent. While it is
//! true nobody may say "failed" or "cancelled" without proof, because a customer may be reading the answer already.
//!
//! A connector may report [`OutboxEvent::Deferred`] only when *nothing* of the reply was applied by that attempt; a chain that stopped
//! half-way is [`OutboxEvent::Doubtful`].

use answerable_domain::{DeliveryClass, Millis, Receipt, Reply, ReplyFailure, ReplyState, clip_to_bytes};

/// The longest pause that we make by ourselves between two attempts; a network may ask for more.
pub const ATTEMPT_PAUSE_MS_MAX: i64 = 15 * 60_000;
/// No attempt is planned for later than this after the reply was written.
pub const GIVE_UP_AFTER_MS: i64 = 72 * 3_600_000;
const FIRST_PAUSE_MS: i64 = 2_000;
/// How long a request that we lost sight of may still take effect; longer than any network keeps one open.
const SETTLE_MS: i64 = 60_000;
const DETAIL_BYTES_MAX: usize = 500;

/// What happened to a reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutboxEvent {
    /// A person takes it back.
    Cancel,
    /// An attempt begins. Stored before the network hears of it.
    Claim,
    /// It is on the network.
    Delivered { receipt: Receipt },
    /// Provably nothing of it was applied by this attempt.
    Deferred { after_ms: i64, why: String },
    /// It may have been applied.
    Doubtful { probe_after_ms: i64, why: String },
    /// The network will not have it. `code` as in [`ReplyFailure`]. A connector that was told `may_have_left` has looked before it says so.
    Refused { code: String, why: String },
    /// The program came up and found it *sending*: what became of the attempt was lost with the memory.
    Restarted,
    /// A person has looked at a reply that failed or is unknown, and wants it sent.
    RetryByPerson,
}

/// The reply as it is from now on, to be stored before anything else is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxStep {
    pub reply: Reply,
    /// Not to be claimed before this; `None` unless queued.
    pub next_attempt_at: Option<Millis>,
    /// To be stored, and handed to the connector with the next attempt.
    pub may_have_left: bool,
}

/// The event does not fit the state: somebody else was faster, or the screen is behind. Nothing changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StepError {
    /// Sent or cancelled: nothing ever follows.
    #[error("the reply is {}: nothing follows", state.as_str())]
    Over { state: ReplyState },
    #[error("the reply is {}, not queued", state.as_str())]
    NotQueued { state: ReplyState },
    #[error("the reply is {}, not sending", state.as_str())]
    NotSending { state: ReplyState },
    /// Only what failed or is unknown is retried by a person.
    #[error("the reply is {}: there is nothing to retry", state.as_str())]
    NothingToRetry { state: ReplyState },
    /// It can still be taken back.
    #[error("it leaves at {send_at}, not before")]
    NotYet { send_at: Millis },
    /// An earlier attempt may have reached the network: it is too late to take it back.
    #[error("it may have left already")]
    MayHaveLeft,
}

/// What becomes of `reply` now that `event` has happened.
///
/// `class` is the connector's, `jitter_seed` anything that differs between replies and attempts (it spreads retries over time).
pub fn step(
    reply: &Reply,
    may_have_left: bool,
    event: &OutboxEvent,
    class: DeliveryClass,
    now: Millis,
    jitter_seed: u64,
) -> Result<OutboxStep, StepError> {
    check_order(reply.state, event)?;
    let attempt = Attempt { reply: reply.clone(), may_have_left, class, now, jitter_seed };
    match event {
        OutboxEvent::Cancel if may_have_left => Err(StepError::MayHaveLeft),
        OutboxEvent::Cancel => Ok(attempt.over(ReplyState::Cancelled)),
        OutboxEvent::Claim if now < reply.send_at => Err(StepError::NotYet { send_at: reply.send_at }),
        OutboxEvent::Claim => Ok(attempt.begin()),
        OutboxEvent::Delivered { receipt } => Ok(attempt.delivered(receipt)),
        OutboxEvent::Deferred { after_ms, why } => Ok(attempt.again("deferred", why, *after_ms)),
        OutboxEvent::Doubtful { probe_after_ms, why } => Ok(attempt.in_doubt(why, *probe_after_ms)),
        OutboxEvent::Refused { code, why } => Ok(attempt.refused(code, why)),
        OutboxEvent::Restarted => Ok(attempt.restarted()),
        OutboxEvent::RetryByPerson => Ok(attempt.by_person()),
    }
}

fn check_order(state: ReplyState, event: &OutboxEvent) -> Result<(), StepError> {
    match (state, event) {
        (ReplyState::Sent | ReplyState::Cancelled, _) => Err(StepError::Over { state }),
        (ReplyState::Queued, OutboxEvent::Cancel | OutboxEvent::Claim) => Ok(()),
        (_, OutboxEvent::Cancel | OutboxEvent::Claim) => Err(StepError::NotQueued { state }),
        (ReplyState::Failed | ReplyState::Unknown, OutboxEvent::RetryByPerson) => Ok(()),
        (_, OutboxEvent::RetryByPerson) => Err(StepError::NothingToRetry { state }),
        (ReplyState::Sending, _) => Ok(()),
        (_, _) => Err(StepError::NotSending { state }),
    }
}

/// A step being made.
struct Attempt {
    reply: Reply,
    may_have_left: bool,
    class: DeliveryClass,
    now: Millis,
    jitter_seed: u64,
}

impl Attempt {
    fn begin(mut self) -> OutboxStep {
        self.reply.attempts = self.reply.attempts.saturating_add(1);
        self.over(ReplyState::Sending)
    }

    fn delivered(mut self, receipt: &Receipt) -> OutboxStep {
        self.reply.sent_at = Some(self.now);
        self.reply.receipt = Some(receipt.clone());
        self.reply.failure = None;
        self.may_have_left = true;
        self.over(ReplyState::Sent)
    }

    fn refused(mut self, code: &str, why: &str) -> OutboxStep {
        self.note(code, why);
        // Refused now says nothing of an earlier attempt, where nobody can look for it.
        let could_look = self.class != DeliveryClass::Hold && code != "signed_out";
        if self.may_have_left && !could_look {
            return self.over(ReplyState::Unknown);
        }
        self.may_have_left = false;
        self.over(ReplyState::Failed)
    }

    fn in_doubt(mut self, why: &str, probe_after_ms: i64) -> OutboxStep {
        self.may_have_left = true;
        if self.class == DeliveryClass::Hold {
            self.note("unconfirmed", why);
            return self.over(ReplyState::Unknown);
        }
        self.again("doubtful", why, probe_after_ms)
    }

    fn restarted(self) -> OutboxStep {
        let settle_ms = if self.class == DeliveryClass::LookUp { SETTLE_MS } else { 0 };
        self.in_doubt("", settle_ms)
    }

    /// Plans another attempt, or gives up.
    fn again(mut self, code: &str, why: &str, wait_ms: i64) -> OutboxStep {
        let pause_ms = pause_ms(self.reply.attempts, self.jitter_seed).max(wait_ms);
        let next_attempt_at = self.now.saturating_add(pause_ms);
        if next_attempt_at <= self.reply.created_at.saturating_add(GIVE_UP_AFTER_MS) {
            self.note(code, why);
            return self.queue_with_failure(next_attempt_at);
        }
        let (state, code) = if self.may_have_left { (ReplyState::Unknown, "unconfirmed") } else { (ReplyState::Failed, "gave_up") };
        self.note(code, why);
        self.over(state)
    }

    /// Where the network cannot be asked, the person who wants it sent has looked: it would never leave otherwise.
    fn by_person(mut self) -> OutboxStep {
        self.may_have_left &= self.class != DeliveryClass::Hold;
        self.reply.failure = None;
        let now = self.now;
        self.queue_with_failure(now)
    }

    /// While it waits, the screen can say what for.
    fn queue_with_failure(mut self, next_attempt_at: Millis) -> OutboxStep {
        self.reply.state = ReplyState::Queued;
        OutboxStep { reply: self.reply, next_attempt_at: Some(next_attempt_at), may_have_left: self.may_have_left }
    }

    fn over(mut self, state: ReplyState) -> OutboxStep {
        self.reply.state = state;
        OutboxStep { reply: self.reply, next_attempt_at: None, may_have_left: self.may_have_left }
    }

    fn note(&mut self, code: &str, why: &str) {
        let detail = clip_to_bytes(why, DETAIL_BYTES_MAX).to_owned();
        self.reply.failure = Some(ReplyFailure { code: code.to_owned(), detail });
    }
}

/// The pause after so many attempts: doubling, capped, and somewhere in its upper half so that replies do not come back all at once.
fn pause_ms(attempts: u32, jitter_seed: u64) -> i64 {
    let doublings = attempts.saturating_sub(1).min(20);
    let pause_ms = (FIRST_PAUSE_MS << doublings).min(ATTEMPT_PAUSE_MS_MAX);
    let half_ms = pause_ms / 2;
    half_ms + (scrambled(jitter_seed ^ u64::from(attempts)) % (half_ms as u64 + 1)) as i64
}

/// Neighbouring seeds give unlike numbers (the finaliser of SplitMix64, Steele and others 2014).
fn scrambled(seed: u64) -> u64 {
    let mut bits = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}
