//! Answers leave exactly once, whatever happens on the way.

use crate::support::{MINUTE_MS, World};
use answerable_domain::{ActionKind, Availability, Receipt, Unavailable};
use answerable_networks::{Connector, Delivery, Engagement, Outcome};
use answerable_testkit::Fault;
use proptest::prelude::*;
use serde_json::json;
use std::time::Duration;

const CREATE: &str = "com.atproto.repo.createRecord";
const GET: &str = "com.atproto.repo.getRecord";

/// As the outbox does it: again after doubt or delay, until there is an end. Returns it and the number of attempts.
async fn deliver(account: &dyn Connector, mut delivery: Delivery) -> (Result<Receipt, &'static str>, usize) {
    for attempt in 1..=20 {
        match account.send(&delivery).await {
            Outcome::Done(receipt) => return (Ok(receipt), attempt),
            Outcome::Refused { code, .. } => return (Err(code), attempt),
            Outcome::Retry { .. } => {}
            Outcome::Uncertain { .. } => delivery.may_have_left = true,
        }
    }
    panic!("no end after 20 attempts");
}

#[tokio::test]
async fn an_answer_stands_under_the_right_post() {
    let world = World::new().await;
    let root = world.network.post(&world.customer, "아크메 냉장고 또 고장");
    let complaint = world.network.reply(&world.customer, "세번째다 진짜", &root);
    let account = world.account();
    let mut delivery = world.delivery(&complaint, &["@customer.test 죄송합니다 https://acme.kr/as #수리"]);
    delivery.target.handle["root"] = json!({"uri": root.uri, "cid": root.cid});
    let Outcome::Done(receipt) = account.send(&delivery).await else { panic!("not sent") };

    let replies = world.network.replies_to(&complaint.uri);
    assert_eq!(replies.len(), 1);
    let (uri, record) = &replies[0];
    assert_eq!(receipt.native_ids, std::slice::from_ref(uri));
    assert_eq!(receipt.permalink, Some(format!("https://bsky.app/profile/brand.test/post/{}", delivery.own_ids[0])));
    insta::assert_json_snapshot!(record, {".reply.**.cid" => "[cid]"});
}

#[tokio::test]
async fn a_long_answer_is_a_chain_under_one_root() {
    let world = World::new().await;
    let post = world.network.post(&world.customer, "환불은요?");
    let delivery = world.delivery(&post, &["하나", "둘", "셋"]);
    let Outcome::Done(receipt) = world.account().send(&delivery).await else { panic!("not sent") };
    let mut parent = post.uri.clone();
    for (native_id, text) in receipt.native_ids.iter().zip(["하나", "둘", "셋"]) {
        let replies = world.network.replies_to(&parent);
        assert_eq!(replies.len(), 1);
        assert_eq!(&replies[0].0, native_id);
        assert_eq!(replies[0].1["text"], text);
        assert_eq!(replies[0].1["reply"]["root"]["uri"], post.uri);
        parent.clone_from(native_id);
    }
}

#[tokio::test]
async fn exactly_once_under_every_fault() {
    let faults = [
        vec![Fault::AnswerLost],
        vec![Fault::RequestLost],
        vec![Fault::DoneButRefuse { status: 502, error: "UpstreamFailure" }],
        vec![Fault::DoneButRefuse { status: 400, error: "InvalidRequest" }],
        vec![Fault::Refuse { status: 503, error: "ServiceUnavailable" }],
        vec![Fault::TooMany { retry_after_seconds: 3 }],
        vec![Fault::Refuse { status: 400, error: "ExpiredToken" }],
        vec![Fault::RequestLost, Fault::AnswerLost, Fault::RequestLost],
        vec![Fault::None, Fault::AnswerLost],
        vec![Fault::None, Fault::RequestLost, Fault::TooMany { retry_after_seconds: 1 }, Fault::None, Fault::AnswerLost],
        vec![Fault::None, Fault::None, Fault::DoneButRefuse { status: 500, error: "InternalServerError" }],
    ];
    let looks =
        [vec![], vec![Fault::Refuse { status: 503, error: "Down" }], vec![Fault::AnswerLost, Fault::TooMany { retry_after_seconds: 1 }]];
    for faults in &faults {
        for look in &looks {
            let world = World::new().await;
            let post = world.network.post(&world.customer, "고장났어요");
            faults.iter().for_each(|fault| world.network.fault(CREATE, fault.clone()));
            look.iter().for_each(|fault| world.network.fault(GET, fault.clone()));
            let (sent, _) = deliver(&*world.account(), world.delivery(&post, &["하나", "둘", "셋"])).await;
            assert!(sent.is_ok(), "{faults:?} {look:?}: {sent:?}");
            assert_eq!(world.network.records(&world.brand, "app.bsky.feed.post").len(), 3, "{faults:?} {look:?}");
        }
    }
}

#[tokio::test]
async fn what_happened_is_told_apart() {
    let world = World::new().await;
    let post = world.network.post(&world.customer, "고장났어요");
    let account = world.account();
    account.check().await.unwrap();
    let try_under = async |fault: Fault| {
        world.network.fault(CREATE, fault);
        account.send(&world.delivery(&post, &["네"])).await
    };
    assert!(matches!(try_under(Fault::RequestLost).await, Outcome::Uncertain { .. }));
    let Outcome::Retry { after, .. } = try_under(Fault::TooMany { retry_after_seconds: 33 }).await else {
        panic!("a limit is a reason to wait")
    };
    assert_eq!(after, Duration::from_secs(33));
    assert!(matches!(try_under(Fault::Refuse { status: 400, error: "InvalidRequest" }).await, Outcome::Refused { code: "refused", .. }));
    assert!(matches!(try_under(Fault::Refuse { status: 502, error: "UpstreamFailure" }).await, Outcome::Uncertain { .. }));
    assert!(matches!(try_under(Fault::None).await, Outcome::Done(_)));
}

#[tokio::test]
async fn an_unreachable_server_proves_that_nothing_left() {
    let world = World::new().await;
    let post = world.network.post(&world.customer, "고장났어요");
    let account = world.account();
    account.check().await.unwrap();
    let delivery = world.delivery(&post, &["네"]);
    drop(world.network);
    // Connections that are still open are cut, and that proves nothing; the next one cannot be made, and that does.
    let outcomes = [account.send(&delivery).await, account.send(&delivery).await];
    assert!(matches!(outcomes[1], Outcome::Retry { .. }), "{outcomes:?}");
}

#[tokio::test]
async fn a_first_attempt_does_not_ask_and_a_doubtful_one_does() {
    let world = World::new().await;
    let post = world.network.post(&world.customer, "고장났어요");
    let account = world.account();
    let mut delivery = world.delivery(&post, &["네"]);
    account.send(&delivery).await;
    assert_eq!((world.network.calls(GET), world.network.calls(CREATE)), (0, 1));
    delivery.may_have_left = true;
    assert!(matches!(account.send(&delivery).await, Outcome::Done(_)));
    assert_eq!((world.network.calls(GET), world.network.calls(CREATE)), (1, 1));
}

#[tokio::test]
async fn a_key_with_other_words_under_it_is_never_written_over() {
    let world = World::new().await;
    let post = world.network.post(&world.customer, "고장났어요");
    let account = world.account();
    account.send(&world.delivery(&post, &["하나"])).await;
    let refused = account.send(&world.delivery(&post, &["다른 말"])).await;
    assert!(matches!(refused, Outcome::Refused { code: "refused", .. }), "{refused:?}");
    assert_eq!(world.network.replies_to(&post.uri)[0].1["text"], "하나");
}

#[tokio::test]
async fn nothing_is_said_to_a_post_that_is_gone() {
    let world = World::new().await;
    let account = world.account();
    let post = world.network.post(&world.customer, "고장났어요");
    world.network.delete(&post.uri);
    let delivery = world.delivery(&post, &["네"]);
    world.clock.advance_ms(2 * MINUTE_MS);
    assert!(matches!(account.send(&delivery).await, Outcome::Refused { code: "post_deleted", .. }));
    let mut known = world.delivery(&post, &["네"]);
    known.target.post.deleted_at = Some(1);
    assert!(matches!(account.send(&known).await, Outcome::Refused { code: "post_deleted", .. }));
    assert_eq!(world.network.calls(CREATE), 0);
}

#[tokio::test]
async fn a_post_of_this_second_may_not_be_in_the_index_yet() {
    let world = World::new().await;
    let account = world.account();
    let post = world.network.post(&world.customer, "고장났어요");
    world.network.delete(&post.uri);
    assert!(matches!(account.send(&world.delivery(&post, &["네"])).await, Outcome::Done(_)), "not found proves nothing about it");
}

#[tokio::test]
async fn closed_threads_and_blocks_are_respected() {
    let world = World::new().await;
    let account = world.account();
    let closed = world.network.post(&world.customer, "말 걸지 마세요");
    world.network.close_replies(&closed.uri);
    assert!(matches!(account.send(&world.delivery(&closed, &["네"])).await, Outcome::Refused { code: "refused", .. }));
    let open = world.network.post(&world.customer, "고장났어요");
    world.network.block(&world.customer, &world.brand);
    assert!(matches!(account.send(&world.delivery(&open, &["네"])).await, Outcome::Refused { code: "refused", .. }));
    assert_eq!(world.network.calls(CREATE), 0);
}

#[tokio::test]
async fn too_long_does_not_leave() {
    let world = World::new().await;
    let post = world.network.post(&world.customer, "고장났어요");
    let account = world.account();
    let family = "👨‍👩‍👧‍👦";
    for (text, fits) in [("가".repeat(300), true), ("가".repeat(301), false), (family.repeat(120), true), (family.repeat(130), false)] {
        let mut delivery = world.delivery(&post, &[&text]);
        delivery.own_ids = vec![format!("3long{}", text.len())];
        let outcome = account.send(&delivery).await;
        match fits {
            true => assert!(matches!(outcome, Outcome::Done(_)), "{outcome:?}"),
            false => assert!(matches!(outcome, Outcome::Refused { code: "too_long", .. }), "{outcome:?}"),
        }
    }
    assert_eq!(world.network.calls(CREATE), 2);
}

#[tokio::test]
async fn a_handle_that_nobody_has_stays_plain_text() {
    let world = World::new().await;
    let post = world.network.post(&world.customer, "고장났어요");
    world.account().send(&world.delivery(&post, &["@nobody.test 님"])).await;
    let replies = world.network.replies_to(&post.uri);
    assert_eq!(replies[0].1["text"], "@nobody.test 님");
    assert_eq!(replies[0].1.get("facets"), None);
}

#[tokio::test]
async fn a_signed_out_account_says_so() {
    let world = World::new().await;
    let post = world.network.post(&world.customer, "고장났어요");
    let refused = world.account_with("wrong").send(&world.delivery(&post, &["네"])).await;
    assert!(matches!(refused, Outcome::Refused { code: "signed_out", .. }));
}

#[tokio::test]
async fn likes_and_reposts_happen_once() {
    let world = World::new().await;
    let praise = world.network.post(&world.customer, "아크메 최고");
    let account = world.account();
    for (action, collection) in [(ActionKind::Like, "app.bsky.feed.like"), (ActionKind::Repost, "app.bsky.feed.repost")] {
        let engagement = Engagement { action, target: world.target(&praise), own_id: "3like".into(), created_at: 1_795_310_200_000 };
        world.network.fault(CREATE, Fault::AnswerLost);
        assert!(matches!(account.engage(&engagement).await, Outcome::Uncertain { .. }));
        assert!(matches!(account.engage(&engagement).await, Outcome::Done(_)));
        let records = world.network.records(&world.brand, collection);
        assert_eq!(records.len(), 1);
        assert_eq!(records[0].1["subject"], json!({"uri": praise.uri, "cid": praise.cid}));
    }
}

#[tokio::test]
async fn the_screen_is_told_what_can_be_done_and_why_not() {
    use ActionKind::{Like, Reply};
    use Availability::{Manual, No, Yes};
    let world = World::new().await;
    let (account, stream) = (world.account(), world.stream());
    let post = world.network.post(&world.customer, "고장났어요");
    let with = |change: &dyn Fn(&mut answerable_networks::SendTarget)| {
        let mut target = world.target(&post);
        change(&mut target);
        target
    };
    let plain = with(&|_| {});
    let gone = with(&|target| target.post.deleted_at = Some(1));
    let closed = with(&|target| target.handle["reply_disabled"] = json!(true));
    let blocked = with(&|target| target.handle["blocked"] = json!(true));
    let elsewhere = with(&|target| target.post.network = answerable_domain::Network::X);
    let linked = with(&|target| target.post.permalink = Some("https://bsky.app/profile/a/post/b".into()));
    for (action, target, expected) in [
        (Reply, &plain, Yes),
        (Reply, &gone, No(Unavailable::PostDeleted)),
        (Reply, &closed, No(Unavailable::RepliesDisabled)),
        (Like, &closed, Yes),
        (Like, &blocked, No(Unavailable::Blocked)),
        (Reply, &elsewhere, No(Unavailable::Unsupported)),
    ] {
        assert_eq!(account.can(action, target), expected);
    }
    assert_eq!(stream.can(Reply, &plain), No(Unavailable::NoAccount));
    assert_eq!(stream.can(Reply, &linked), Manual(Unavailable::NoAccount));
    assert_eq!(stream.can(Reply, &gone), No(Unavailable::PostDeleted));
}

fn any_fault() -> impl Strategy<Value = Fault> {
    prop_oneof![
        Just(Fault::None),
        Just(Fault::AnswerLost),
        Just(Fault::RequestLost),
        Just(Fault::TooMany { retry_after_seconds: 1 }),
        Just(Fault::Refuse { status: 502, error: "UpstreamFailure" }),
        Just(Fault::Refuse { status: 400, error: "ExpiredToken" }),
        Just(Fault::DoneButRefuse { status: 504, error: "UpstreamTimeout" }),
        Just(Fault::DoneButRefuse { status: 400, error: "InvalidRequest" }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    /// Any run of faults on writing, looking and renewing: never two, and one in the end if the network lets us in at all.
    #[test]
    fn exactly_once_under_any_run_of_faults(
        parts in 1_usize..4,
        writing in proptest::collection::vec(any_fault(), 0..6),
        looking in proptest::collection::vec(any_fault(), 0..4),
        renewing in proptest::collection::vec(any_fault(), 0..2),
    ) {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
            let world = World::new().await;
            let post = world.network.post(&world.customer, "고장났어요");
            let account = world.account();
            account.check().await.unwrap();
            world.clock.advance_ms(MINUTE_MS);
            for (nsid, faults) in [(CREATE, &writing), (GET, &looking), ("com.atproto.server.refreshSession", &renewing)] {
                faults.iter().for_each(|fault| world.network.fault(nsid, fault.clone()));
            }
            let words = ["하나", "둘", "셋"];
            let mut delivery = world.delivery(&post, &words[..parts]);
            let mut done = false;
            for _ in 0..30 {
                match account.send(&delivery).await {
                    Outcome::Done(_) => done = true,
                    Outcome::Uncertain { .. } => delivery.may_have_left = true,
                    Outcome::Retry { .. } => {}
                    // Signed out for now: somebody signs in again, and the answer goes on.
                    Outcome::Refused { code, .. } => prop_assert_eq!(code, "signed_out"),
                }
                world.clock.advance_ms(MINUTE_MS);
                let there = world.network.records(&world.brand, "app.bsky.feed.post").len();
                prop_assert!(there <= parts && (!done || there == parts));
                if done {
                    break;
                }
            }
            prop_assert!(done);
            prop_assert_eq!(world.network.replayed_refresh_tokens(), 0);
            Ok(())
        })?;
    }
}
