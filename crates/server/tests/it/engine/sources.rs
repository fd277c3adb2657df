//! A source that fails, falls silent or loses its place says so, and heals.

use super::desk::{Desk, PASSWORD};
use answerable_domain::{Availability, ChannelState, SourceState, Unavailable};
use answerable_server::engine::{ChannelError, ReplyRefused};
use answerable_testkit::Fault;

const NOTIFICATIONS: &str = "app.bsky.notification.listNotifications";

#[tokio::test]
async fn a_source_that_fails_says_when_it_tries_again_and_is_live_again() {
    let desk = Desk::open().await;
    let account = desk.account().await;
    desk.until("contact", async || desk.health(account.id).await.filter(|health| health.state == SourceState::Live)).await;
    for _ in 0..200 {
        desk.network.fault(NOTIFICATIONS, Fault::Refuse { status: 503, error: "NotEnoughResources" });
    }
    let failing = desk.until("two failures", async || desk.health(account.id).await.filter(|health| health.failures >= 2)).await;
    assert_eq!(failing.state, SourceState::Failing);
    assert!(failing.retry_at.is_some_and(|at| at > failing.since), "{failing:?}");
    assert!(failing.last_error.is_some_and(|why| why.contains("503")));
    desk.network.clear_faults();
    let live = desk.until("live", async || desk.health(account.id).await.filter(|health| health.state == SourceState::Live)).await;
    assert_eq!((live.failures, live.retry_at, live.last_error), (0, None, None));
}

#[tokio::test]
async fn a_cursor_that_the_network_has_forgotten_shows_as_a_gap() {
    let desk = Desk::open().await;
    let stream = desk.stream().await;
    let mina = desk.network.add_account("mina.test", "x");
    let first = desk.network.post(&mina, "아크메 하나");
    desk.case_of(&first).await;
    desk.engine.set_channel_state(&desk.scope, stream.id, ChannelState::Paused).await.expect("paused");
    desk.clock.advance_ms(60_000);
    let lost = desk.network.post(&mina, "아크메 둘");
    desk.clock.advance_ms(60_000);
    let third = desk.network.post(&mina, "아크메 셋");
    let kept_from = desk.network.frames().last().expect("a frame").0;
    desk.network.forget_frames_before(kept_from);
    desk.engine.set_channel_state(&desk.scope, stream.id, ChannelState::Active).await.expect("active");
    desk.case_of(&third).await;
    let gaps = desk.store.gaps(&desk.scope, stream.id, 10).await.expect("gaps");
    assert_eq!(gaps.iter().map(|gap| gap.why.as_str()).collect::<Vec<_>>(), ["clamped_cursor"]);
    assert_eq!(gaps[0].to, i64::try_from(kept_from / 1_000).expect("a time"));
    assert!(gaps[0].from.is_some_and(|from| from < gaps[0].to));
    let held = desk.store.holds_posts(desk.scope.brand_id(), "bluesky", &[lost.uri]).await.expect("an answer");
    assert_eq!(held, [false], "the gap is real");
}

#[tokio::test]
async fn a_channel_that_is_signed_out_says_so_until_somebody_signs_in() {
    let desk = Desk::open().await;
    let account = desk.account().await;
    let mina = desk.network.add_account("mina.test", "x");
    let before = desk.network.mention(&mina, &desk.acme, "before");
    let case = desk.case_of(&before).await;
    desk.network.set_password(&desk.acme, "changed elsewhere");
    desk.network.end_sessions();
    let state = async || desk.store.channel(&desk.scope, account.id).await.expect("the channel").channel.state;
    desk.until("signed out", async || (state().await == ChannelState::SignedOut).then_some(())).await;
    desk.until("its source to say so", async || desk.health(account.id).await.filter(|health| health.state == SourceState::SignedOut))
        .await;
    let refused = desk.answer(&case, "can you hear me?").await;
    let Err(ReplyRefused::Refused(refusal)) = refused else { panic!("{refused:?}") };
    assert_eq!(*refusal, answerable_respond::Refusal::NotPossible(Availability::No(Unavailable::SignedOut)));

    let wrong = desk.engine.update_secret(&desk.scope, account.id, PASSWORD.to_owned()).await;
    assert!(matches!(wrong, Err(ChannelError::Check { reason, .. }) if reason == "signed_out"));
    desk.engine.update_secret(&desk.scope, account.id, "changed elsewhere".to_owned()).await.expect("signed in");
    assert_eq!(state().await, ChannelState::Active);
    let after = desk.network.mention(&mina, &desk.acme, "after");
    desk.case_of(&after).await;
    desk.answer(&case, "now I can").await.expect("taken");
}

#[tokio::test]
async fn settings_that_cannot_work_are_not_added() {
    let desk = Desk::open().await;
    let add = async |config: serde_json::Value, secret: &str| {
        let connector = answerable_domain::ConnectorKind::Bluesky;
        let new = answerable_server::engine::NewChannel { connector, config, secret: Some(secret.to_owned()), name: None };
        match desk.engine.add_channel(&desk.scope, new).await {
            Err(ChannelError::Check { reason, .. }) => reason,
            other => panic!("{other:?}"),
        }
    };
    let service = desk.network.url();
    assert_eq!(add(serde_json::json!({"service": service, "identifier": "acme.test"}), "wrong").await, "signed_out");
    assert_eq!(add(serde_json::json!({"service": "http://127.0.0.1:1", "identifier": "acme.test"}), PASSWORD).await, "unreachable");
    assert_eq!(add(serde_json::json!({"service": service}), PASSWORD).await, "missing_field");
    assert!(desk.store.channels(&desk.scope).await.expect("channels").is_empty());
}

#[tokio::test]
async fn a_removed_channel_is_silent_and_its_cases_stay() {
    let desk = Desk::open().await;
    let account = desk.account().await;
    let mina = desk.network.add_account("mina.test", "x");
    let post = desk.network.mention(&mina, &desk.acme, "hello");
    let case = desk.case_of(&post).await;
    desk.engine.remove_channel(&desk.scope, account.id).await.expect("removed");
    assert_eq!(desk.cases().await.len(), 1);
    let refused = desk.answer(&case, "hello").await;
    let Err(ReplyRefused::Refused(refusal)) = refused else { panic!("{refused:?}") };
    assert_eq!(*refusal, answerable_respond::Refusal::NotPossible(Availability::No(Unavailable::NoAccount)));
}
