//! The fate of one reply, step by step.

use crate::{ATTEMPT_PAUSE_MS_MAX, GIVE_UP_AFTER_MS, OutboxEvent, OutboxStep, StepError, step};
use answerable_domain::{
    BrandId, CaseId, ChannelId, DeliveryClass, Millis, PostId, Receipt, Reply, ReplyFailure, ReplyId, ReplyState, UserId,
};

pub(crate) const CREATED_AT: Millis = 1_795_089_600_000;
const SEND_AT: Millis = CREATED_AT + 10_000;
const CLASSES: [DeliveryClass; 4] = [DeliveryClass::OwnId, DeliveryClass::IdempotencyKey, DeliveryClass::LookUp, DeliveryClass::Hold];

pub(crate) fn reply() -> Reply {
    Reply {
        id: ReplyId(1),
        brand_id: BrandId(1),
        case_id: CaseId(1),
        channel_id: ChannelId(1),
        post_id: PostId(1),
        user_id: UserId(1),
        text: "죄송합니다".into(),
        parts: vec!["죄송합니다".into()],
        own_ids: vec!["3mabc".into()],
        state: ReplyState::Queued,
        thread_version: 1,
        created_at: CREATED_AT,
        send_at: SEND_AT,
        attempts: 0,
        sent_at: None,
        receipt: None,
        failure: None,
        letter: None,
        privately: false,
        elsewhere: false,
    }
}

pub(crate) fn receipt() -> Receipt {
    Receipt { native_ids: vec!["at://x/3mabc".into()], permalink: None, handle: serde_json::Value::Null }
}

fn deferred(after_ms: i64) -> OutboxEvent {
    OutboxEvent::Deferred { after_ms, why: "503".into() }
}

fn doubtful(probe_after_ms: i64) -> OutboxEvent {
    OutboxEvent::Doubtful { probe_after_ms, why: "timed out".into() }
}

fn refused(code: &str) -> OutboxEvent {
    OutboxEvent::Refused { code: code.into(), why: "no".into() }
}

fn failure(code: &str, detail: &str) -> Option<ReplyFailure> {
    Some(ReplyFailure { code: code.into(), detail: detail.into() })
}

/// A reply in this state, and whether it may have left.
fn given(state: ReplyState, may_have_left: bool) -> OutboxStep {
    let attempts = u32::from(state != ReplyState::Queued);
    OutboxStep { reply: Reply { state, attempts, ..reply() }, next_attempt_at: None, may_have_left }
}

fn then(before: &OutboxStep, event: &OutboxEvent, class: DeliveryClass, now: Millis) -> Result<OutboxStep, StepError> {
    step(&before.reply, before.may_have_left, event, class, now, 42)
}

#[test]
fn an_answer_leaves() {
    let queued = given(ReplyState::Queued, false);
    let sending = then(&queued, &OutboxEvent::Claim, DeliveryClass::OwnId, SEND_AT).expect("its time has come");
    assert_eq!(sending, given(ReplyState::Sending, false));
    let sent = then(&sending, &OutboxEvent::Delivered { receipt: receipt() }, DeliveryClass::OwnId, SEND_AT + 300).expect("delivered");
    assert_eq!((sent.reply.state, sent.reply.sent_at, sent.next_attempt_at), (ReplyState::Sent, Some(SEND_AT + 300), None));
    assert_eq!((sent.reply.receipt, sent.reply.failure), (Some(receipt()), None));
}

#[test]
fn it_can_be_taken_back_as_long_as_it_provably_has_not_left() {
    let class = DeliveryClass::OwnId;
    let queued = given(ReplyState::Queued, false);
    assert_eq!(then(&queued, &OutboxEvent::Claim, class, SEND_AT - 1), Err(StepError::NotYet { send_at: SEND_AT }));
    let cancelled = then(&queued, &OutboxEvent::Cancel, class, SEND_AT - 1).expect("still here");
    assert_eq!(cancelled, given(ReplyState::Cancelled, false).with_attempts(0));
    let waiting = then(&given(ReplyState::Sending, false), &deferred(0), class, SEND_AT).expect("deferred");
    assert_eq!(then(&waiting, &OutboxEvent::Cancel, class, SEND_AT + 1).expect("never left").reply.state, ReplyState::Cancelled);
    let in_doubt = then(&given(ReplyState::Sending, false), &doubtful(0), class, SEND_AT).expect("doubtful");
    assert_eq!(then(&in_doubt, &OutboxEvent::Cancel, class, SEND_AT + 1), Err(StepError::MayHaveLeft));
}

impl OutboxStep {
    fn with_attempts(mut self, attempts: u32) -> Self {
        self.reply.attempts = attempts;
        self
    }
}

#[test]
fn only_the_right_events_move_a_reply() {
    let events = [
        OutboxEvent::Cancel,
        OutboxEvent::Claim,
        OutboxEvent::Delivered { receipt: receipt() },
        deferred(0),
        doubtful(0),
        refused("refused"),
        OutboxEvent::Restarted,
        OutboxEvent::RetryByPerson,
    ];
    let (queued, sending) = (|state| StepError::NotQueued { state }, |state| StepError::NotSending { state });
    for state in ReplyState::ALL {
        for (index, event) in events.iter().enumerate() {
            let expected = match (state, index) {
                (ReplyState::Queued, 0..=1) | (ReplyState::Sending, 2..=6) | (ReplyState::Failed | ReplyState::Unknown, 7) => None,
                (ReplyState::Sent | ReplyState::Cancelled, _) => Some(StepError::Over { state }),
                (_, 7) => Some(StepError::NothingToRetry { state }),
                (_, 0..=1) => Some(queued(state)),
                _ => Some(sending(state)),
            };
            let refusal = then(&given(state, false), event, DeliveryClass::OwnId, SEND_AT).err();
            assert_eq!(refusal, expected, "{state:?} and {event:?}");
        }
    }
}

#[test]
fn a_doubtful_attempt_is_tried_again_only_where_it_can_be_recognised() {
    for class in CLASSES {
        for event in [doubtful(30_000), OutboxEvent::Restarted] {
            let after = then(&given(ReplyState::Sending, false), &event, class, SEND_AT).expect("in doubt");
            assert!(after.may_have_left, "{class:?} {event:?}");
            if class == DeliveryClass::Hold {
                assert_eq!((after.reply.state, after.next_attempt_at), (ReplyState::Unknown, None), "{event:?}");
                assert_eq!(after.reply.failure.expect("a reason").code, "unconfirmed");
                continue;
            }
            assert_eq!(after.reply.state, ReplyState::Queued, "{class:?} {event:?}");
            let wait_ms = after.next_attempt_at.expect("queued") - SEND_AT;
            let expected_ms = match (&event, class) {
                (OutboxEvent::Doubtful { .. }, _) => 30_000..=30_000,
                (_, DeliveryClass::LookUp) => 60_000..=60_000, // longer than the network's own time-out
                _ => 1_000..=2_000,
            };
            assert!(expected_ms.contains(&wait_ms), "{class:?} {event:?}: {wait_ms} ms");
        }
    }
}

#[test]
fn retries_slow_down_and_spread_and_heed_the_network() {
    let wait_ms = |attempts: u32, after_ms: i64, seed: u64| {
        let sending = given(ReplyState::Sending, false).with_attempts(attempts);
        let after = step(&sending.reply, false, &deferred(after_ms), DeliveryClass::OwnId, SEND_AT, seed).expect("deferred");
        assert_eq!(after.reply.failure, failure("deferred", "503"), "the screen can say what it waits for");
        after.next_attempt_at.expect("queued") - SEND_AT
    };
    for (attempts, most_ms) in [(1, 2_000), (2, 4_000), (3, 8_000), (9, 512_000), (10, ATTEMPT_PAUSE_MS_MAX), (500, ATTEMPT_PAUSE_MS_MAX)] {
        let waits: Vec<i64> = (0..100).map(|seed| wait_ms(attempts, 0, seed)).collect();
        assert!(waits.iter().all(|ms| (most_ms / 2..=most_ms).contains(ms)), "{attempts}: {waits:?}");
        let (least, most) = (waits.iter().min().expect("100"), waits.iter().max().expect("100"));
        assert!(most - least > most_ms / 4, "{attempts}: {waits:?}");
    }
    assert_eq!(wait_ms(1, 3_600_000, 1), 3_600_000);
    assert!(wait_ms(1, -1, 1) >= 1_000);
}

#[test]
fn after_three_days_it_gives_up_and_says_so_honestly() {
    let at = CREATED_AT + GIVE_UP_AFTER_MS;
    for (event, may_have_left, state, code) in [
        (deferred(0), false, ReplyState::Failed, "gave_up"),
        (deferred(0), true, ReplyState::Unknown, "unconfirmed"),
        (doubtful(0), false, ReplyState::Unknown, "unconfirmed"),
        (OutboxEvent::Restarted, false, ReplyState::Unknown, "unconfirmed"),
    ] {
        let after = then(&given(ReplyState::Sending, may_have_left), &event, DeliveryClass::OwnId, at).expect("given up");
        assert_eq!((after.reply.state, after.next_attempt_at), (state, None), "{event:?}");
        assert_eq!(after.reply.failure.expect("a reason").code, code, "{event:?}");
    }
    let too_far = then(&given(ReplyState::Sending, false), &deferred(i64::MAX), DeliveryClass::OwnId, SEND_AT).expect("given up");
    assert_eq!(too_far.reply.state, ReplyState::Failed, "told now rather than in three days");
}

#[test]
fn a_refusal_is_a_failure_unless_an_earlier_attempt_may_be_out_there_unseen() {
    for (class, may_have_left, code, state) in [
        (DeliveryClass::OwnId, false, "refused", ReplyState::Failed),
        (DeliveryClass::OwnId, true, "refused", ReplyState::Failed),
        (DeliveryClass::OwnId, true, "signed_out", ReplyState::Unknown),
        (DeliveryClass::OwnId, false, "signed_out", ReplyState::Failed),
        (DeliveryClass::Hold, false, "refused", ReplyState::Failed),
        (DeliveryClass::Hold, true, "refused", ReplyState::Unknown),
    ] {
        let after = then(&given(ReplyState::Sending, may_have_left), &refused(code), class, SEND_AT).expect("refused");
        assert_eq!((after.reply.state, after.next_attempt_at), (state, None), "{class:?} {may_have_left} {code}");
        assert_eq!(after.reply.failure, failure(code, "no"));
    }
}

#[test]
fn a_person_may_try_again_and_what_is_in_doubt_stays_in_doubt() {
    for (state, may_have_left) in [(ReplyState::Failed, false), (ReplyState::Unknown, true)] {
        let mut before = given(state, may_have_left);
        before.reply.failure = failure("gave_up", "503");
        let after = then(&before, &OutboxEvent::RetryByPerson, DeliveryClass::OwnId, SEND_AT + 5).expect("retried");
        assert_eq!((after.reply.state, after.next_attempt_at, after.may_have_left), (ReplyState::Queued, Some(SEND_AT + 5), may_have_left));
        assert_eq!((after.reply.failure, after.reply.attempts), (None, 1));
        let held = then(&before, &OutboxEvent::RetryByPerson, DeliveryClass::Hold, SEND_AT + 5).expect("retried");
        assert!(!held.may_have_left, "nobody but the person can look");
    }
}

#[test]
fn what_the_network_says_is_kept_within_bounds() {
    let event = OutboxEvent::Refused { code: "refused".into(), why: "가".repeat(1_000) };
    let after = then(&given(ReplyState::Sending, false), &event, DeliveryClass::OwnId, SEND_AT).expect("refused");
    assert_eq!(after.reply.failure.expect("a reason").detail, "가".repeat(166));
}
