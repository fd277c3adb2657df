//! Staying signed in: one renewal at a time, saved before use, and never a sign-in per request.

use crate::support::{Everything, MINUTE_MS, World};
use answerable_networks::{ConnectorError, SessionVault};
use answerable_testkit::Fault;
use futures_util::future::join_all;
use std::{sync::atomic::Ordering, time::Duration};

const SIGN_IN: &str = "com.atproto.server.createSession";
const RENEW: &str = "com.atproto.server.refreshSession";
const POLL: &str = "app.bsky.notification.listNotifications";

#[tokio::test]
async fn check_says_who_we_are() {
    let world = World::new().await;
    world.network.set_display_name(&world.brand, "Brand & Co");
    let who = world.account().check().await.unwrap();
    assert_eq!(who.native_id, world.brand);
    assert_eq!((who.handle.as_deref(), who.display_name.as_deref()), (Some("brand.test"), Some("Brand & Co")));
}

#[tokio::test]
async fn twenty_calls_at_once_sign_in_once_and_renew_once() {
    let world = World::new().await;
    let account = world.account();
    let all = join_all((0..20).map(|_| account.poll("notifications", None, &Everything))).await;
    assert!(all.iter().all(Result::is_ok));
    assert_eq!(world.network.calls(SIGN_IN), 1);

    for _ in 0..3 {
        world.network.expire_access_tokens();
        let all = join_all((0..20).map(|_| account.poll("notifications", None, &Everything))).await;
        assert!(all.iter().all(Result::is_ok), "{all:?}");
    }
    assert_eq!((world.network.calls(SIGN_IN), world.network.calls(RENEW), world.network.replayed_refresh_tokens()), (1, 3, 0));
}

#[tokio::test]
async fn the_session_outlives_the_program() {
    let world = World::new().await;
    for _ in 0..5 {
        world.account().check().await.unwrap();
    }
    assert_eq!(world.network.calls(SIGN_IN), 1);
}

#[tokio::test]
async fn tokens_are_renewed_before_they_end() {
    let world = World::new().await;
    let account = world.account();
    account.check().await.unwrap();
    world.clock.advance_ms(95 * MINUTE_MS);
    account.check().await.unwrap();
    assert_eq!(world.network.calls(RENEW), 0, "before four fifths of two hours");
    world.clock.advance_ms(2 * MINUTE_MS);
    account.check().await.unwrap();
    assert_eq!((world.network.calls(RENEW), world.network.calls(SIGN_IN)), (1, 1));
    assert!(world.network.log().iter().all(|call| call.status == 200), "no request was refused on the way");
}

#[tokio::test]
async fn new_tokens_are_saved_before_they_are_used() {
    let world = World::new().await;
    let account = world.account();
    account.check().await.unwrap();
    world.network.expire_access_tokens();
    world.vault.full.store(true, Ordering::SeqCst);
    assert!(matches!(account.poll("notifications", None, &Everything).await, Err(ConnectorError::Store(_))));
    assert!(matches!(account.poll("notifications", None, &Everything).await, Err(ConnectorError::Store(_))));
    world.vault.full.store(false, Ordering::SeqCst);
    account.poll("notifications", None, &Everything).await.unwrap();
    assert_eq!((world.network.calls(RENEW), world.network.replayed_refresh_tokens()), (1, 0));
    world.account().check().await.unwrap();
    assert_eq!(world.network.calls(SIGN_IN), 1, "what was saved is what works");
}

#[tokio::test]
async fn a_renewal_whose_answer_was_lost_is_not_repeated() {
    let world = World::new().await;
    let account = world.account();
    account.check().await.unwrap();
    world.clock.advance_ms(97 * MINUTE_MS);
    for (round, fault) in [(1, Fault::AnswerLost), (2, Fault::DoneButRefuse { status: 504, error: "UpstreamTimeout" })] {
        world.network.fault(RENEW, fault);
        account.check().await.unwrap();
        world.clock.advance_ms(30 * MINUTE_MS);
        account.check().await.unwrap();
        let (renewals, sign_ins) = (world.network.calls(RENEW), world.network.calls(SIGN_IN));
        assert_eq!((renewals, world.network.replayed_refresh_tokens(), sign_ins), (round, 0, 1 + round));
        world.clock.advance_ms(97 * MINUTE_MS);
    }
}

#[tokio::test]
async fn a_server_that_is_down_for_a_moment_ends_no_session() {
    let world = World::new().await;
    let account = world.account();
    account.check().await.unwrap();
    world.clock.advance_ms(97 * MINUTE_MS);
    world.network.fault(RENEW, Fault::Refuse { status: 503, error: "ServiceUnavailable" });
    account.poll("notifications", None, &Everything).await.unwrap();
    world.network.fault(RENEW, Fault::TooMany { retry_after_seconds: 9 });
    account.poll("notifications", None, &Everything).await.unwrap();
    account.poll("notifications", None, &Everything).await.unwrap();
    assert_eq!((world.network.calls(SIGN_IN), world.network.calls(RENEW)), (1, 3));
}

#[tokio::test]
async fn an_ended_session_is_followed_by_one_sign_in() {
    let world = World::new().await;
    let account = world.account();
    account.check().await.unwrap();
    world.clock.advance_ms(MINUTE_MS);
    world.network.end_sessions();
    let all = join_all((0..20).map(|_| account.poll("notifications", None, &Everything))).await;
    assert!(all.iter().all(Result::is_ok), "{all:?}");
    assert_eq!(world.network.calls(SIGN_IN), 2);
}

#[tokio::test]
async fn a_wrong_password_is_tried_once_a_minute() {
    let world = World::new().await;
    let account = world.account_with("wrong");
    for _ in 0..10 {
        let refused = account.poll("notifications", None, &Everything).await.unwrap_err();
        assert!(matches!(&refused, ConnectorError::SignedOut(why) if why.contains("AuthenticationRequired")), "{refused}");
    }
    assert_eq!(world.network.calls(SIGN_IN), 1);
    world.clock.advance_ms(MINUTE_MS);
    account.poll("notifications", None, &Everything).await.unwrap_err();
    assert_eq!(world.network.calls(SIGN_IN), 2);
}

#[tokio::test]
async fn tokens_that_never_work_do_not_make_a_sign_in_loop() {
    let world = World::new().await;
    let account = world.account();
    account.check().await.unwrap();
    for _ in 0..50 {
        world.network.end_sessions();
        let _ = account.poll("notifications", None, &Everything).await;
        world.clock.advance_ms(1_000);
    }
    assert!(world.network.calls(SIGN_IN) <= 3, "{}", world.network.calls(SIGN_IN));
}

#[tokio::test]
async fn a_limit_is_told_with_its_time() {
    let world = World::new().await;
    let account = world.account();
    world.network.fault(SIGN_IN, Fault::TooMany { retry_after_seconds: 120 });
    let after = |error| match error {
        ConnectorError::RateLimited { after, .. } => after,
        other => panic!("{other}"),
    };
    assert_eq!(after(account.check().await.unwrap_err()), Duration::from_secs(120));
    world.clock.advance_ms(MINUTE_MS);
    assert_eq!(after(account.check().await.unwrap_err()), Duration::from_secs(60), "it is not asked again before");
    assert_eq!(world.network.calls(SIGN_IN), 1);
    world.clock.advance_ms(MINUTE_MS);
    account.check().await.unwrap();
    world.network.fault(POLL, Fault::TooMany { retry_after_seconds: 17 });
    assert_eq!(after(account.poll("notifications", None, &Everything).await.unwrap_err()), Duration::from_secs(17));
}

#[tokio::test]
async fn another_account_is_not_taken_for_ours() {
    let world = World::new().await;
    let settings = answerable_networks::BlueskySettings { did: Some("did:plc:somebodyelse".into()), ..world.settings() };
    let secret = answerable_networks::Secret::new(crate::support::PASSWORD);
    let account = answerable_networks::connect(answerable_networks::Settings::Bluesky(settings), Some(secret), world.context()).unwrap();
    assert!(matches!(account.check().await, Err(ConnectorError::SignedOut(_))));
    assert_eq!(world.vault.load().await, None);
}

#[tokio::test]
async fn a_server_that_is_not_there_is_transient() {
    let world = World::new().await;
    let account = {
        let mut settings = world.settings();
        settings.service = "http://127.0.0.1:1/".parse().unwrap();
        let secret = answerable_networks::Secret::new(crate::support::PASSWORD);
        answerable_networks::connect(answerable_networks::Settings::Bluesky(settings), Some(secret), world.context()).unwrap()
    };
    assert!(matches!(account.check().await, Err(ConnectorError::Transient(_))));
}

#[tokio::test]
async fn whoever_stops_waiting_for_a_renewal_does_not_make_us_repeat_it() {
    let world = World::new().await;
    let account = world.account();
    account.check().await.unwrap();
    world.clock.advance_ms(97 * MINUTE_MS);
    let mut given_up = account.poll("notifications", None, &Everything);
    // Far enough for the renewal to reach the server, not far enough for its answer.
    while world.network.calls(RENEW) == 0 {
        assert!(futures_util::poll!(&mut given_up).is_pending());
        tokio::task::yield_now().await;
    }
    drop(given_up);
    account.check().await.unwrap();
    world.clock.advance_ms(60 * MINUTE_MS);
    account.check().await.unwrap();
    assert_eq!((world.network.calls(RENEW), world.network.replayed_refresh_tokens(), world.network.calls(SIGN_IN)), (1, 0, 2));
}
