//! What may enter the outbox, and what is refused with which reason.

use crate::{Accepted, OtherReply, Refusal, Submission, ThreadNow, count, split_tests::BLUESKY, submit};
use answerable_domain::{Availability, Limits, ReplyId, ReplyState, Unavailable, UserId};

/// A submission with nothing wrong in it, and a thread that has not moved.
fn fine<'a>() -> (Submission<'a>, ThreadNow) {
    let submission = Submission {
        text: "죄송합니다. 확인해 볼게요.",
        limits: &BLUESKY,
        written_against: 3,
        availability: &Availability::Yes,
        undo_ms: 10_000,
        now: 1_000,
    };
    (submission, ThreadNow { thread_version: 3, other_reply: None })
}

#[test]
fn a_good_answer_may_leave_when_it_can_no_longer_be_taken_back() {
    let (fine, thread) = fine();
    assert_eq!(submit(&fine, &thread), Ok(Accepted { parts: vec![fine.text.to_owned()], send_at: 11_000 }));
    assert_eq!(submit(&Submission { undo_ms: -5, ..fine }, &thread).expect("still good").send_at, 1_000);
}

#[test]
fn an_answer_without_words_is_refused() {
    let (fine, thread) = fine();
    for text in ["", " \r\n\t", "\u{200b}", "\u{3164}\u{feff} \u{2060}", "\u{fe0f}\u{200d}"] {
        assert_eq!(submit(&Submission { text, ..fine }, &thread), Err(Refusal::Empty), "{text:?}");
    }
    assert!(submit(&Submission { text: "👍", ..fine }, &thread).is_ok());
}

#[test]
fn an_answer_that_is_too_long_says_by_how_much() {
    let (fine, thread) = fine();
    let text = "가".repeat(301);
    let limits = Limits { parts_max: 1, ..BLUESKY };
    let refusal = submit(&Submission { text: &text, limits: &limits, ..fine }, &thread);
    assert_eq!(refusal, Err(Refusal::TooLong { count: count(&text, &limits) }));
}

#[test]
fn an_answer_to_an_older_thread_is_refused() {
    let (fine, _) = fine();
    for thread_version in [4, 2] {
        let thread = ThreadNow { thread_version, other_reply: None };
        assert_eq!(submit(&fine, &thread), Err(Refusal::Stale { written_against: 3, thread_version }));
    }
}

#[test]
fn a_second_answer_is_refused_while_the_first_is_or_may_be_on_its_way() {
    let (fine, thread) = fine();
    for state in ReplyState::ALL {
        let by = OtherReply { reply_id: ReplyId(5), user_id: UserId(6), state };
        let refusal = submit(&fine, &ThreadNow { other_reply: Some(by), ..thread }).err();
        let first_stands = matches!(state, ReplyState::Queued | ReplyState::Sending | ReplyState::Sent);
        assert_eq!(refusal, first_stands.then_some(Refusal::AlreadyAnswered { by }), "{state:?}");
    }
}

#[test]
fn what_cannot_be_answered_says_why() {
    let (fine, thread) = fine();
    for availability in [Availability::No(Unavailable::PostDeleted), Availability::Manual(Unavailable::NoAccount)] {
        let refusal = submit(&Submission { availability: &availability, text: "", ..fine }, &thread);
        assert_eq!(refusal, Err(Refusal::NotPossible(availability.clone())));
    }
}
