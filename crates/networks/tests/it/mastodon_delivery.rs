//! Answers leave exactly once, to whom they are for and no further, whatever happens on the way.

use crate::mastodon_world::{Town, direct, target};
use answerable_domain::{ActionKind, Availability, Clock, Inbound, Receipt, Unavailable, Visibility};
use answerable_networks::{Connector, Delivery, Engagement, MediaSource, Outcome, Secret};
use answerable_testkit::{Breakdown, Calls, Faked, MastodonDraft, MastodonProfile};
use std::time::Duration;

const POST: &str = "POST /api/v1/statuses";

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
async fn an_answer_names_whom_it_is_for_and_goes_as_far_as_the_post() {
    let town = Town::mastodon().await;
    let account = town.account();
    for (visibility, privately, expected) in [
        ("public", false, "public"),
        ("unlisted", false, "unlisted"),
        ("private", false, "private"),
        ("direct", false, "direct"),
        ("public", true, "direct"),
        ("private", true, "direct"),
    ] {
        let id = town.network.publish("jiwoo@elsewhere.example", MastodonDraft::new("@brand 고장났어요").visible_to(visibility));
        let mut delivery = town.delivery(&*account, &id, &["죄송합니다 https://acme.kr/as"]).await;
        delivery.privately = privately;
        let Outcome::Done(receipt) = account.send(&delivery).await else { panic!("not sent") };
        let status = town.network.status(&receipt.native_ids[0]).unwrap();
        assert_eq!((&status["visibility"], &status["in_reply_to_id"], &status["language"]), (&expected.into(), &id.into(), &"ko".into()));
        assert_eq!(status["mentions"][0]["acct"], "jiwoo@elsewhere.example");
        assert_eq!(receipt.permalink.as_deref(), status["url"].as_str());
    }
}

#[tokio::test]
async fn what_was_said_to_one_server_alone_is_not_answered_to_all() {
    let town = Town::new(MastodonProfile { local_posts: true, ..MastodonProfile::mastodon() }).await;
    let account = town.account();
    let id = town.network.publish("jiwoo", MastodonDraft::new("@brand 우리끼리 얘기예요").visible_to("local"));
    let Outcome::Done(receipt) = account.send(&town.delivery(&*account, &id, &["네"]).await).await else { panic!("not sent") };
    assert_eq!(town.network.status(&receipt.native_ids[0]).unwrap()["visibility"], "local");
}

#[tokio::test]
async fn the_answer_to_a_post_that_stays_on_its_server_stays_there_too() {
    let town = Town::gotosocial().await;
    let account = town.account();
    let id = town.complain("우리끼리 얘기예요");
    town.network.keep_local(&id);
    let Outcome::Done(receipt) = account.send(&town.delivery(&*account, &id, &["네"]).await).await else { panic!("not sent") };
    assert_eq!(town.network.status(&receipt.native_ids[0]).unwrap()["local_only"], true);
}

#[tokio::test]
async fn an_account_that_writes_markdown_answers_once_and_in_plain_words() {
    let town = Town::new(MastodonProfile { markdown: true, ..MastodonProfile::gotosocial() }).await;
    let account = town.account();
    let id = town.complain("고장났어요");
    let delivery = town.delivery(&*account, &id, &["순서예요\n1. 전원을 꺼 주세요"]).await;
    town.network.break_next(Calls::Sending, Breakdown::AnswerLost);
    let (sent, _) = deliver(&*account, delivery).await;
    assert!(sent.is_ok(), "{sent:?}");
    assert_eq!(town.network.published().len(), 1);
}

#[tokio::test]
async fn a_name_that_stands_there_already_is_not_written_twice() {
    // Not Mastodon: it takes the same key for the same answer.
    let town = Town::gotosocial().await;
    let account = town.account();
    let id = town.complain("고장났어요");
    let host = town.network.host();
    for text in ["@jiwoo 네".to_owned(), "@JIWOO, 네".to_owned(), format!("@jiwoo@{host} 네")] {
        account.send(&town.delivery(&*account, &id, &[&text]).await).await;
        assert_eq!(town.network.published().pop().unwrap().text, text);
    }
    account.send(&town.delivery(&*account, &id, &["@jiwoo2 님과 함께"]).await).await;
    assert_eq!(town.network.published().pop().unwrap().text, "@jiwoo @jiwoo2 님과 함께");
}

#[tokio::test]
async fn the_echo_of_an_answer_is_the_same_version() {
    let town = Town::gotosocial().await;
    let account = town.account();
    let id = town.complain("고장났어요");
    let Outcome::Done(receipt) = account.send(&town.delivery(&*account, &id, &["네"]).await).await else { panic!("not sent") };
    let found = account.hydrate_posts(&receipt.native_ids).await.unwrap();
    let Inbound::Post(echo) = found.last().unwrap() else { panic!("{found:?}") };
    assert_eq!(receipt.handle["parts"][0]["cid"], echo.version.as_str());
    assert_eq!((echo.parent_native_id.as_ref(), echo.root_native_id.as_ref()), (Some(&id), Some(&id)));
}

#[tokio::test]
async fn a_long_answer_is_a_chain_in_which_each_part_names_the_customer() {
    let town = Town::mastodon().await;
    let account = town.account();
    let id = town.network.publish("jiwoo", direct("@brand 환불은요?"));
    let Outcome::Done(receipt) = account.send(&town.delivery(&*account, &id, &["하나", "둘", "셋"]).await).await else {
        panic!("not sent")
    };
    let published = town.network.published();
    let texts: Vec<&str> = published.iter().map(|part| part.text.as_str()).collect();
    assert_eq!(texts, ["@jiwoo 하나", "@jiwoo 둘", "@jiwoo 셋"]);
    let answers: Vec<&String> = published.iter().filter_map(|part| part.answers.as_ref()).collect();
    assert_eq!(answers, [&id, &receipt.native_ids[0], &receipt.native_ids[1]]);
    assert!(published.iter().all(|part| part.private));
}

#[tokio::test]
async fn exactly_once_under_every_fault_on_every_server() {
    use Breakdown::{AnswerLost, Lost, Status, TooMany};
    let faults: [&[Breakdown]; 8] = [
        &[AnswerLost],
        &[Lost],
        &[Status(502)],
        &[TooMany { retry_after_seconds: Some(3) }],
        &[Lost, AnswerLost, Lost],
        &[AnswerLost, TooMany { retry_after_seconds: None }, AnswerLost],
        &[Breakdown::Huge],
        &[Status(503), Lost, AnswerLost],
    ];
    let looks: [&[Breakdown]; 3] = [&[], &[Status(503)], &[AnswerLost, TooMany { retry_after_seconds: Some(1) }]];
    for profile in [MastodonProfile::gotosocial(), MastodonProfile::mastodon()] {
        for (faults, look, off_by_ms) in
            faults.iter().flat_map(|fault| looks.map(|look| (fault, look, 0))).chain([(&faults[0], looks[0], -7_200_000)])
        {
            let town = Town::new(profile).await;
            let account = town.account();
            town.network.break_down(Calls::All, Breakdown::ClockOff { by_ms: off_by_ms });
            let id = town.complain("고장났어요");
            let delivery = town.delivery(&*account, &id, &["하나", "둘 https://acme.kr/a?b=1&c=2 \"인용\"", "셋"]).await;
            faults.iter().for_each(|fault| town.network.break_next(Calls::Sending, *fault));
            look.iter().for_each(|fault| town.network.break_next(Calls::Reading, *fault));
            let (sent, _) = deliver(&*account, delivery).await;
            assert!(sent.is_ok(), "{faults:?} {look:?}: {sent:?}");
            assert_eq!(town.network.published().len(), 3, "{profile:?} {faults:?} {look:?}");
            let stand: Vec<String> = town.network.published().into_iter().map(|part| part.native_id).collect();
            assert_eq!(sent.unwrap().native_ids, stand);
        }
    }
}

#[tokio::test]
async fn what_happened_is_told_apart() {
    let town = Town::gotosocial().await;
    let account = town.account();
    let id = town.complain("고장났어요");
    let delivery = town.delivery(&*account, &id, &["네"]).await;
    let try_under = async |fault: Breakdown| {
        town.network.break_next(Calls::Sending, fault);
        account.send(&delivery).await
    };
    let Outcome::Uncertain { probe_after, .. } = try_under(Breakdown::Lost).await else { panic!("nobody can know") };
    assert!(probe_after > Duration::from_secs(20), "longer than an answer is waited for: {probe_after:?}");
    assert!(matches!(try_under(Breakdown::Status(502)).await, Outcome::Uncertain { .. }));
    assert!(
        matches!(try_under(Breakdown::TooMany { retry_after_seconds: Some(33) }).await, Outcome::Retry { after, .. } if after == Duration::from_secs(33))
    );
    assert!(
        matches!(try_under(Breakdown::TooMany { retry_after_seconds: None }).await, Outcome::Retry { after, .. } if after == Duration::from_secs(300))
    );
    assert!(matches!(try_under(Breakdown::Expired).await, Outcome::Refused { code: "signed_out", .. }));
    assert!(matches!(try_under(Breakdown::Status(422)).await, Outcome::Refused { code: "refused", .. }));
    assert!(town.network.published().is_empty());
}

#[tokio::test]
async fn an_unreachable_server_proves_that_nothing_left() {
    let town = Town::mastodon().await;
    let account = town.account();
    let id = town.complain("고장났어요");
    let delivery = town.delivery(&*account, &id, &["네"]).await;
    drop(town.network);
    let outcomes = [account.send(&delivery).await, account.send(&delivery).await];
    assert!(matches!(outcomes[1], Outcome::Retry { .. }), "{outcomes:?}");
}

#[tokio::test]
async fn a_first_attempt_does_not_ask_and_a_doubtful_one_does() {
    let town = Town::gotosocial().await;
    let account = town.account();
    let id = town.complain("고장났어요");
    let mut delivery = town.delivery(&*account, &id, &["네"]).await;
    let asked = |town: &Town| town.network.calls(&format!("GET /api/v1/statuses/{id}/context"));
    let before = asked(&town);
    account.send(&delivery).await;
    assert_eq!((asked(&town), town.network.calls(POST)), (before, 1));
    delivery.may_have_left = true;
    assert!(matches!(account.send(&delivery).await, Outcome::Done(_)));
    assert_eq!((asked(&town), town.network.calls(POST)), (before + 1, 1));
}

#[tokio::test]
async fn an_answer_is_found_although_the_post_is_gone_and_much_was_said_since() {
    let town = Town::gotosocial().await;
    let account = town.account();
    let id = town.complain("고장났어요");
    let mut delivery = town.delivery(&*account, &id, &["@jiwoo 네"]).await;
    assert!(matches!(account.send(&delivery).await, Outcome::Done(_)));
    for round in 0..100 {
        town.network.publish("brand", MastodonDraft::new(format!("소식 {round}")));
    }
    delivery.may_have_left = true;
    assert!(matches!(account.send(&delivery).await, Outcome::Done(_)));
    assert_eq!(town.network.calls(POST), 1);
}

#[tokio::test]
async fn nothing_is_said_to_a_post_that_is_gone() {
    let town = Town::mastodon().await;
    let account = town.account();
    let id = town.complain("고장났어요");
    let mut delivery = town.delivery(&*account, &id, &["네"]).await;
    town.network.delete_status(&id);
    assert!(matches!(account.send(&delivery).await, Outcome::Refused { code: "post_deleted", .. }));
    delivery.target.post.deleted_at = Some(town.clock.now());
    let asked = town.network.log().len();
    assert!(matches!(account.send(&delivery).await, Outcome::Refused { code: "post_deleted", .. }));
    assert_eq!(town.network.log().len(), asked, "what is known is not asked");
    assert_eq!(account.can(ActionKind::Reply, &delivery.target), Availability::No(Unavailable::PostDeleted));
}

#[tokio::test]
async fn limits_are_those_of_the_server_and_read_again_when_it_is_connected() {
    let town = Town::gotosocial().await;
    let account = town.account();
    assert_eq!(account.limits().map(|limits| (limits.units_max, limits.units_per_url)), Some((468, 23)), "before anybody asked");
    account.check().await.unwrap();
    assert_eq!(account.limits().map(|limits| (limits.units_max, limits.units_per_url)), Some((4_968, 25)));
    let old = MastodonProfile { max_characters: 1_000, second_instance: false, ..MastodonProfile::gotosocial() };
    town.network.set_profile(old);
    account.check().await.unwrap();
    assert_eq!(account.limits().map(|limits| limits.units_max), Some(968), "from the first version of the answer");
}

#[tokio::test]
async fn what_is_too_long_does_not_leave() {
    let town = Town::mastodon().await;
    let account = town.account();
    let id = town.network.publish("jiwoo@a-server-with-a-very-long-name.example", MastodonDraft::new("@brand 고장났어요"));
    let most = account.limits().unwrap().units_max as usize;
    let mut fits = town.delivery(&*account, &id, &[&"가".repeat(most)]).await;
    assert!(matches!(account.send(&fits).await, Outcome::Done(_)), "the room that is left is enough for the name");
    let long = town.delivery(&*account, &id, &[&"가".repeat(500)]).await;
    assert!(matches!(account.send(&long).await, Outcome::Refused { code: "too_long", .. }));
    assert_eq!(town.network.calls(POST), 1);
    // The server takes less than it said.
    fits.own_ids = vec!["another key".to_owned()];
    town.network.set_profile(MastodonProfile { max_characters: 100, ..MastodonProfile::mastodon() });
    assert!(matches!(account.send(&fits).await, Outcome::Refused { code: "too_long", .. }));
}

#[tokio::test]
async fn likes_and_boosts_happen_once() {
    let town = Town::mastodon().await;
    let account = town.account();
    let id = town.complain("최고예요");
    for action in [ActionKind::Like, ActionKind::Repost] {
        let engagement =
            Engagement { action, target: town.target(&*account, &id).await, own_id: "key".to_owned(), created_at: town.clock.now() };
        town.network.break_next(Calls::Sending, Breakdown::AnswerLost);
        assert!(matches!(account.engage(&engagement).await, Outcome::Uncertain { .. }));
        assert!(matches!(account.engage(&engagement).await, Outcome::Done(_)));
    }
    let status = town.network.status(&id).unwrap();
    assert_eq!((&status["favourites_count"], &status["reblogs_count"]), (&1.into(), &1.into()));
}

#[tokio::test]
async fn what_can_be_done_follows_from_who_can_read_it() {
    let town = Town::mastodon().await;
    let account = town.account();
    for (visibility, repost) in [("public", true), ("unlisted", true), ("private", false), ("direct", false)] {
        let id = town.network.publish("jiwoo", MastodonDraft::new("@brand 네?").visible_to(visibility));
        let post = town.target(&*account, &id).await;
        for action in [ActionKind::Reply, ActionKind::Like, ActionKind::Direct] {
            assert_eq!(account.can(action, &post), Availability::Yes, "{visibility} {action:?}");
        }
        assert_eq!(account.can(ActionKind::Repost, &post) == Availability::Yes, repost, "{visibility}");
    }
}

#[tokio::test]
async fn a_private_answer_that_would_reach_others_is_warned_of() {
    let town = Town::mastodon().await;
    let account = town.account();
    account.check().await.unwrap();
    let id = town.complain("고장났어요");
    let post = town.target(&*account, &id).await;
    let host = town.network.host();
    for (text, privately, others) in [
        ("@jiwoo 주문 번호를 알려 주세요", true, vec![]),
        ("@jiwoo @sora@elsewhere.example 님도 보세요 @brand me@acme.kr", true, vec!["sora@elsewhere.example".to_owned()]),
        ("@sora 와 @Sora", true, vec![format!("sora@{host}")]),
        ("@sora", false, vec![]),
    ] {
        assert_eq!(account.reaches_others(text, &post, privately), others, "{text}");
    }
    let mut direct = post;
    direct.post.visibility = Visibility::Direct;
    assert_eq!(account.reaches_others("@sora", &direct, false), [format!("sora@{host}")]);
}

#[tokio::test]
async fn posts_and_the_thread_above_them_are_fetched() {
    for profile in [MastodonProfile::mastodon(), MastodonProfile::gotosocial()] {
        let town = Town::new(profile).await;
        let account = town.account();
        let root = town.network.publish("jiwoo@elsewhere.example", MastodonDraft::new("세탁기 샀어요"));
        let middle = town.network.publish("sora", MastodonDraft::new("@jiwoo@elsewhere.example 어때요?").below(&root));
        let last = town.network.publish("jiwoo@elsewhere.example", MastodonDraft::new("@sora @brand 시끄러워요").below(&middle));
        let gone = town.complain("지울게요");
        town.network.delete_status(&gone);
        let found = account.hydrate_posts(&[last.clone(), gone.clone(), "../../etc".to_owned()]).await.unwrap();
        let told: Vec<String> = found
            .iter()
            .map(|inbound| match inbound {
                Inbound::Post(post) => {
                    assert!(post.context && !post.addressed);
                    assert_eq!(post.root_native_id.as_ref().filter(|_| post.native_id != root), (post.native_id != root).then_some(&root));
                    post.native_id.clone()
                }
                Inbound::Deleted { native_id, .. } => format!("no {native_id}"),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(told, [root, middle, last, format!("no {gone}")]);
        let Inbound::Post(last) = &found[2] else { panic!() };
        assert!(last.parent_author_native_id.as_ref().is_some_and(|url| url.ends_with("/@sora")));
        assert_eq!(target(last).handle["acct"], "jiwoo@elsewhere.example");
    }
}

#[tokio::test]
async fn an_edit_that_nobody_tells_of_is_seen_by_looking_again() {
    let town = Town::new(MastodonProfile { tells_edits: false, ..MastodonProfile::mastodon() }).await;
    let account = town.account();
    let id = town.complain("환불해 주세요");
    let before = town.target(&*account, &id).await;
    town.clock.advance_ms(60_000);
    town.network.edit_status(&id, "@brand 교환해 주세요");
    let after = town.target(&*account, &id).await;
    assert!(after.post.version > before.post.version && after.post.text == "@brand 교환해 주세요");
    assert!(account.recheck().is_some_and(|recheck| recheck.every <= Duration::from_secs(600)));
}

#[tokio::test]
async fn pictures_on_the_accounts_own_server_may_be_fetched_wherever_it_stands() {
    let town = Town::mastodon().await;
    let account = town.account();
    let own = format!("{}/media/a.webp", town.network.url());
    assert_eq!(account.media(&own).await, Ok(MediaSource::Trusted(Secret::new(own.clone()))));
    for other in ["https://elsewhere.example/a.webp", "http://127.0.0.1:1/a.webp", "nonsense"] {
        assert_eq!(account.media(other).await, Ok(MediaSource::Fetch(other.to_owned())));
    }
}
