//! The network is not there, or does not want us just now.

use super::{
    super::engine::desk::Loops,
    bench::{Bench, MINUTE_MS, SECOND_MS},
    checks::{nobody_listens, not_there},
    words::assert_words,
};
use answerable_domain::{ChannelState, Millis, ReplyState, SourceHealth, SourceState};
use answerable_networks::Ability;
use answerable_testkit::{Breakdown, Calls, Cannot, Request};

const RETRY_AFTER_SECONDS: u32 = 90;
/// Within a step the clock that stamps stands still, and the one by which tasks wait does not.
pub const CLOCKS_DIFFER_MS: Millis = 100;

/// The first request of a kind that fails from now on, and its place in the log. `None`: the network has no such trouble.
async fn first_failure(bench: &Bench, from: usize, what: Calls) -> Option<(usize, Request)> {
    bench
        .within(5 * MINUTE_MS, async || {
            let requests = bench.network.requests();
            let failed = requests.iter().enumerate().skip(from).find(|(_, request)| request.what == what && !request.ok);
            failed.map(|(place, request)| (place, *request))
        })
        .await
}

pub async fn rate_limit_told(bench: Bench) {
    if nobody_listens("rate limit told", &bench) {
        return;
    }
    if !bench.network.tells_how_long() {
        return not_there("rate limit told", Cannot("the network does not say how long to wait"), None);
    }
    let first = bench.network.say("jiwoo", "환불해 주세요");
    bench.heard(&first).await;
    bench.rest().await;
    bench.hang_up().await;
    let from = bench.requests_so_far();
    bench.network.break_next(Calls::Reading, Breakdown::TooMany { retry_after_seconds: Some(RETRY_AFTER_SECONDS) });
    let Some((place, failed)) = first_failure(&bench, from, Calls::Reading).await else {
        bench.network.mend();
        return not_there("rate limit told", Cannot("the network has no such answer"), None);
    };
    let second = bench.network.say("sora", "배송 문의드려요");
    let over = failed.at + Millis::from(RETRY_AFTER_SECONDS) * SECOND_MS;
    bench.pass(3 * SECOND_MS).await;
    let waiting = bench.health().await.expect("a source");
    // Where it was told on the way to a profile, the source itself has not failed; it waits all the same.
    if waiting.failures > 0 {
        assert_eq!(waiting.state, SourceState::Failing);
        assert!(waiting.retry_at.is_some_and(|at| (over..over + 5 * SECOND_MS).contains(&at)), "{waiting:?}, not before {over}");
    }
    bench.pass(over - bench.now() - SECOND_MS).await;
    let is_early = |request: &Request| request.at < over - CLOCKS_DIFFER_MS;
    let early: Vec<Request> = bench.requests_from(place + 1, Calls::Reading).into_iter().filter(is_early).collect();
    assert_eq!(early, [], "asked at {}, told to wait until {over}", failed.at);
    bench.heard(&second).await;
    bench.until_well().await;
    bench.assert_heard_once(&[&first, &second], 2).await;
}

pub async fn rate_limit_untold(bench: Bench) {
    if nobody_listens("rate limit untold", &bench) {
        return;
    }
    bench.rest().await;
    bench.hang_up().await;
    let from = bench.requests_so_far();
    bench.network.break_next(Calls::Reading, Breakdown::TooMany { retry_after_seconds: None });
    let Some((place, failed)) = first_failure(&bench, from, Calls::Reading).await else {
        bench.network.mend();
        return not_there("rate limit untold", Cannot("the network has no such answer"), None);
    };
    let said = bench.network.say("jiwoo", "환불해 주세요");
    bench.heard(&said).await;
    let next = bench.requests_from(place + 1, Calls::Reading)[0];
    let pause_ms = next.at - failed.at;
    assert!((5 * SECOND_MS..=10 * MINUTE_MS).contains(&pause_ms), "a pause of {pause_ms} ms is not sensible");
    bench.assert_heard_once(&[&said], 1).await;
}

/// Whoever answers and hangs up is asked no more often than who does not answer.
pub async fn breaks_again_and_again(bench: Bench) {
    if nobody_listens("breaks again and again", &bench) {
        return;
    }
    bench.rest().await;
    let asked_in_ten_minutes = async |breaks: bool| {
        let (from, over) = (bench.requests_so_far(), bench.now() + TEN_MINUTES_MS);
        while bench.now() < over {
            if breaks {
                bench.network.hang_up();
            }
            bench.pass(2 * SECOND_MS).await;
        }
        bench.requests_from(from, Calls::Reading).len()
    };
    let (while_up, broken) = (asked_in_ten_minutes(false).await, asked_in_ten_minutes(true).await);
    println!("breaks again and again: {while_up} requests while up, {broken} while it breaks");
    // What asks every few seconds does so the more often, the less busy this computer is.
    let as_while_up = if while_up < POLLS_MIN { while_up } else { POLLS_MAX };
    assert!(broken <= as_while_up + RETURNS_MAX * REQUESTS_A_RETURN_MAX, "{broken} requests while it breaks, {while_up} while up");
    let said = bench.network.say("jiwoo", "환불해 주세요");
    bench.heard(&said).await;
    bench.until_well().await;
    bench.assert_heard_once(&[&said], 1).await;
}

/// With pauses that double up to five minutes.
const RETURNS_MAX: usize = 14;
/// Signing in, settings, lists, the line.
const REQUESTS_A_RETURN_MAX: usize = 8;
/// In ten minutes: fewer are no polls, and no poll is made more than once a second.
const POLLS_MIN: usize = 50;
const POLLS_MAX: usize = 600;
const TEN_MINUTES_MS: Millis = 10 * MINUTE_MS;
/// What keeps a line open asks for nothing while it is up; a sign of life a minute is what one would want of it.
const SIGNS_OF_LIFE: usize = 10;

pub async fn ten_minutes_of_errors(bench: Bench) {
    if nobody_listens("ten minutes of errors", &bench) {
        return;
    }
    let first = bench.network.say("jiwoo", "환불해 주세요");
    let case = bench.heard(&first).await;
    bench.rest().await;
    let from = bench.requests_so_far();
    bench.pass(TEN_MINUTES_MS).await;
    let while_up = bench.requests_from(from, Calls::Reading).len();

    let from = bench.requests_so_far();
    bench.network.break_down(Calls::All, Breakdown::Status(503));
    bench.network.hang_up();
    let second = bench.network.say("sora", "배송 문의드려요");
    bench.pass(TEN_MINUTES_MS).await;
    let while_down = bench.requests_from(from, Calls::Reading).len();
    println!("ten minutes of errors: {while_up} requests while up, {while_down} while down");
    assert!(while_down > 0, "it is noticed");
    assert!(while_down * 10 <= while_up.max(SIGNS_OF_LIFE) * 12, "{while_down} requests while down, {while_up} while up");
    // At any moment the next attempt may be due, or under way.
    let waits = |health: &SourceHealth| health.state == SourceState::Failing && health.retry_at.is_some_and(|at| at > bench.now());
    bench.until("it to fail, and to say when it tries again", async || bench.health().await.filter(waits)).await;
    for key in ["state_failing", "meaning_failing", "fact_retry"] {
        assert_words("channels", key);
    }

    // What is written meanwhile leaves when it can.
    let reply = if bench.answers() { Some(bench.answer(&case, "확인하겠습니다").await.expect("taken")) } else { None };
    bench.pass(MINUTE_MS).await;
    bench.network.mend();
    bench.heard(&second).await;
    bench.until_well().await;
    let third = bench.network.say("minho", "교환해 주세요");
    bench.heard(&third).await;
    bench.until("the source to be live", async || (bench.health().await?.state == SourceState::Live).then_some(())).await;
    bench.assert_heard_once(&[&first, &second, &third], 3).await;
    if let Some(reply) = reply {
        let over = bench.until_over(&reply).await;
        if over.state == ReplyState::Sent {
            bench.assert_answered_once(&over, &first).await;
        } else {
            bench.assert_unknown(&over, 0..=1).await;
        }
    }
}

pub async fn half_closed(bench: Bench) {
    if nobody_listens("half closed", &bench) {
        return;
    }
    let first = bench.network.say("jiwoo", "환불해 주세요");
    bench.heard(&first).await;
    bench.rest().await;
    bench.network.break_down(Calls::Reading, Breakdown::HalfClosed);
    // A question that was open already may still be answered.
    bench.pass(2 * SECOND_MS).await;
    let second = bench.network.say("sora", "배송 문의드려요");
    bench.until("it to be noticed", async || (bench.health().await?.failures > 0).then_some(())).await;
    assert_eq!(bench.case_with(&second).await.map(|case| case.row.case.id), None);
    bench.network.mend();
    bench.heard(&second).await;
    bench.until_well().await;
    bench.assert_heard_once(&[&first, &second], 2).await;
}

/// We ourselves are away for a while.
pub async fn away(mut bench: Bench) {
    if nobody_listens("away", &bench) {
        return;
    }
    let before = bench.network.say("jiwoo", "환불해 주세요");
    bench.heard(&before).await;
    bench.rest().await;
    bench.stop().await;
    bench.pass(MINUTE_MS).await;
    let meanwhile = bench.network.say("sora", "배송 문의드려요");
    bench.pass(MINUTE_MS).await;
    bench.start(Loops::Run).await;
    let after = bench.network.say("minho", "교환해 주세요");
    bench.heard(&after).await;
    assert!(bench.abilities.replay.is_there(), "what was said meanwhile is heard, and the capabilities deny it");
    bench.heard(&meanwhile).await;
    bench.until_well().await;
    bench.assert_heard_once(&[&before, &meanwhile, &after], 3).await;
    assert_eq!(bench.gaps().await, []);
}

const LONGER_THAN_ANY_REPLAY_MS: Millis = 5 * 24 * 60 * MINUTE_MS;

pub async fn gap(bench: Bench) {
    if nobody_listens("gap", &bench) {
        return;
    }
    let before = bench.network.say("jiwoo", "환불해 주세요");
    bench.heard(&before).await;
    bench.rest().await;
    bench.engine.set_channel_state(&bench.scope, bench.channel_id(), ChannelState::Paused).await.expect("paused");
    bench.pass(MINUTE_MS).await;
    let missed = bench.network.say("sora", "배송 문의드려요");
    let forgotten = bench.network.forget();
    bench.skip(LONGER_THAN_ANY_REPLAY_MS);
    let after = bench.network.say("minho", "교환해 주세요");
    bench.engine.set_channel_state(&bench.scope, bench.channel_id(), ChannelState::Active).await.expect("active");
    bench.heard(&after).await;
    match forgotten {
        Err(cannot) => {
            // Then nothing may be lost, however long we were away.
            assert!(bench.abilities.replay.is_there(), "nothing is forgotten, and the capabilities deny it");
            bench.heard(&missed).await;
            bench.assert_heard_once(&[&before, &missed, &after], 3).await;
            println!("gap: not there: {}", cannot.0);
        }
        Ok(()) => {
            assert_ne!(bench.abilities.replay, Ability::Yes, "the network forgets, and the capabilities deny it");
            bench.assert_heard_once(&[&before, &after], 2).await;
            let gaps = bench.gaps().await;
            assert_eq!(gaps.len(), 1, "what is missing shows: {gaps:?}");
            assert!(gaps[0].from.is_none_or(|from| from < gaps[0].to), "{gaps:?}");
            assert_words("channels", &format!("gapWhy_{}", gaps[0].why));
        }
    }
}
