//! The outbox against a network that accepts and then times out, applies requests late, is busy, refuses, and a machine that crashes at
//! any point; with a person who takes back and tries again. Held against the number of posts that a customer sees.
//!
//! The model's network keeps the promises of its delivery class and no others: a repeated own id or key makes no second post, a look-up
//! finds what was applied. A request may be applied up to [`LATE_MS_MAX`] after we lost sight of it. A network that refuses a reply
//! refuses its requests in flight too.

use crate::{
    OutboxEvent, OutboxStep, StepError,
    outbox_tests::{CREATED_AT, receipt, reply},
    step,
};
use answerable_domain::{DeliveryClass, Millis, ReplyState};
use proptest::prelude::*;

const LATE_MS_MAX: i64 = 59_000;
/// Pauses between 7.5 and 15 minutes over three days, and the quick ones before.
const ATTEMPTS_MAX: u32 = 600;

/// What becomes of one attempt.
#[derive(Debug, Clone, Copy)]
enum Fate {
    Accepted,
    AcceptedThenTimeOut,
    AppliedLateAfterTimeOut { late_ms: i64 },
    LostThenTimeOut,
    Busy { after_ms: i64 },
    Refused,
    SignedOut,
    CrashBeforeRequest,
    CrashAfterAccepted,
    CrashWithRequestInFlight { late_ms: i64 },
}

#[derive(Debug, Clone, Copy)]
enum Turn {
    Attempt(Fate),
    PersonCancels,
    PersonRetries,
    TimePasses { ms: i64 },
}

fn fate() -> impl Strategy<Value = Fate> {
    prop_oneof![
        1 => Just(Fate::Accepted),
        2 => Just(Fate::AcceptedThenTimeOut),
        2 => (0..LATE_MS_MAX).prop_map(|late_ms| Fate::AppliedLateAfterTimeOut { late_ms }),
        2 => Just(Fate::LostThenTimeOut),
        2 => (0..100_000i64).prop_map(|after_ms| Fate::Busy { after_ms }),
        1 => Just(Fate::Refused),
        1 => Just(Fate::SignedOut),
        2 => Just(Fate::CrashBeforeRequest),
        2 => Just(Fate::CrashAfterAccepted),
        2 => (0..LATE_MS_MAX).prop_map(|late_ms| Fate::CrashWithRequestInFlight { late_ms }),
    ]
}

fn turn() -> impl Strategy<Value = Turn> {
    prop_oneof![
        6 => fate().prop_map(Turn::Attempt),
        1 => Just(Turn::PersonCancels),
        1 => Just(Turn::PersonRetries),
        1 => (0..3_600_000i64).prop_map(|ms| Turn::TimePasses { ms }),
    ]
}

/// The reply as the store has it, and the network as the customer has it.
struct World {
    class: DeliveryClass,
    now: Millis,
    stored: OutboxStep,
    posts: u32,
    in_flight: Vec<Millis>,
    seed: u64,
}

impl World {
    fn new(class: DeliveryClass, seed: u64) -> Self {
        let stored = OutboxStep { next_attempt_at: Some(reply().send_at), reply: reply(), may_have_left: false };
        Self { class, now: CREATED_AT, stored, posts: 0, in_flight: Vec::new(), seed }
    }

    fn pass(&mut self, ms: i64) {
        self.now += ms;
        let (arrived, under_way) = self.in_flight.iter().partition::<Vec<_>, _>(|at| **at <= self.now);
        self.in_flight = under_way;
        arrived.iter().for_each(|_| self.apply());
    }

    /// A request reaches the network.
    fn apply(&mut self) {
        match self.class {
            DeliveryClass::OwnId | DeliveryClass::IdempotencyKey => self.posts = 1,
            DeliveryClass::LookUp | DeliveryClass::Hold => self.posts += 1,
        }
    }

    fn happens(&mut self, event: &OutboxEvent) -> Result<(), StepError> {
        let OutboxStep { reply, may_have_left, .. } = &self.stored;
        let next = step(reply, *may_have_left, event, self.class, self.now, self.seed)?;
        assert_eq!(next.next_attempt_at.is_some(), next.reply.state == ReplyState::Queued, "exactly what is queued has a next attempt");
        assert!(next.next_attempt_at.is_none_or(|at| at >= self.now), "which lies ahead");
        self.stored = next;
        Ok(())
    }

    fn turn(&mut self, turn: Turn) {
        match turn {
            Turn::Attempt(fate) => self.attempt(fate),
            Turn::TimePasses { ms } => self.pass(ms),
            Turn::PersonCancels => {
                if self.happens(&OutboxEvent::Cancel).is_ok() {
                    assert_eq!((self.posts, self.in_flight.len()), (0, 0), "what was taken back never left");
                }
            }
            Turn::PersonRetries => {
                // Where nobody can know, the person looks at the network first, and only later than anything can be under way.
                let seen = self.class == DeliveryClass::Hold && (self.posts > 0 || !self.in_flight.is_empty());
                let retried = !seen && self.happens(&OutboxEvent::RetryByPerson).is_ok();
                assert!(!retried || self.stored.reply.state == ReplyState::Queued);
            }
        }
    }

    /// The shell's loop, once: wait, claim, ask the network, store what it said; or come up again after a crash.
    fn attempt(&mut self, fate: Fate) {
        let Some(at) = self.stored.next_attempt_at else { return };
        self.pass((at - self.now).max(0));
        self.happens(&OutboxEvent::Claim).expect("what is due can be claimed");
        assert!(self.happens(&OutboxEvent::Claim).is_err(), "nobody else claims it now");
        let event = self.ask(fate);
        self.happens(&event).expect("an outcome of what is sending");
    }

    fn ask(&mut self, fate: Fate) -> OutboxEvent {
        // A look-up must come later than anything can be under way.
        let probe_after_ms = if self.class == DeliveryClass::LookUp { LATE_MS_MAX + 1_000 } else { 0 };
        let doubtful = OutboxEvent::Doubtful { probe_after_ms, why: "timed out".into() };
        let delivered = OutboxEvent::Delivered { receipt: receipt() };
        let refused = |code: &str| OutboxEvent::Refused { code: code.into(), why: "no".into() };
        match fate {
            Fate::CrashBeforeRequest => return OutboxEvent::Restarted,
            Fate::LostThenTimeOut => return doubtful,
            Fate::Busy { after_ms } => return OutboxEvent::Deferred { after_ms, why: "503".into() },
            Fate::SignedOut => return refused("signed_out"),
            _ => {}
        }
        let looked_up = self.stored.may_have_left && self.class != DeliveryClass::Hold && self.posts > 0;
        if looked_up {
            return if matches!(fate, Fate::CrashAfterAccepted) { OutboxEvent::Restarted } else { delivered };
        }
        match fate {
            Fate::AppliedLateAfterTimeOut { late_ms } | Fate::CrashWithRequestInFlight { late_ms } => {
                self.in_flight.push(self.now + late_ms)
            }
            Fate::Refused => self.in_flight.clear(),
            _ => self.apply(),
        }
        match fate {
            Fate::Accepted => delivered,
            Fate::Refused => refused("refused"),
            Fate::CrashAfterAccepted | Fate::CrashWithRequestInFlight { .. } => OutboxEvent::Restarted,
            _ => doubtful,
        }
    }
}

fn check_end(world: &mut World) {
    world.pass(LATE_MS_MAX); // what is under way arrives, whatever we think
    let state = world.stored.reply.state;
    let posts = match state {
        ReplyState::Sent => 1..=1,
        ReplyState::Failed | ReplyState::Cancelled => 0..=0,
        ReplyState::Unknown => 0..=1,
        ReplyState::Queued | ReplyState::Sending => panic!("it never ended: {:?}", world.stored),
    };
    assert!(posts.contains(&world.posts), "{state:?} with {} posts on the network", world.posts);
    assert_eq!(state == ReplyState::Sent, world.stored.reply.receipt.is_some(), "a receipt exactly for what was sent");
    let silent = matches!(state, ReplyState::Sent | ReplyState::Cancelled);
    assert!(silent || world.stored.reply.failure.is_some(), "what did not arrive says why");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, ..ProptestConfig::default() })]

    #[test]
    fn never_two_posts_never_lost_in_silence_never_without_end(
        class in proptest::sample::select(vec![DeliveryClass::OwnId, DeliveryClass::IdempotencyKey, DeliveryClass::LookUp, DeliveryClass::Hold]),
        turns in proptest::collection::vec(turn(), 0..30),
        for_ever in fate(),
        seed: u64,
    ) {
        let mut world = World::new(class, seed);
        for turn in turns {
            world.turn(turn);
            prop_assert!(world.posts <= 1, "a customer saw it twice");
        }
        // From here on nobody helps and every attempt has the same fate.
        let attempts_before = world.stored.reply.attempts;
        while world.stored.next_attempt_at.is_some() {
            world.attempt(for_ever);
            prop_assert!(world.posts <= 1, "a customer saw it twice");
            prop_assert!(world.stored.reply.attempts - attempts_before <= ATTEMPTS_MAX, "it goes on and on");
        }
        check_end(&mut world);
    }
}
