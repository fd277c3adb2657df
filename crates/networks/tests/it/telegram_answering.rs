//! Answers by a bot: one message or a chain, once or in doubt.

use crate::telegram_world::{TelegramWorld, target, text};
use answerable_domain::{ActionKind, Availability, DeliveryClass, InboundPost, Unavailable};
use answerable_networks::{Connector, Engagement, Outcome};
use answerable_testkit::{Breakdown, Calls, ChatKey, Faked, Member};
use serde_json::json;
use std::{sync::Arc, time::Duration};

struct Desk {
    world: TelegramWorld,
    bot: Arc<dyn Connector>,
    post: InboundPost,
}

impl Desk {
    async fn new() -> Self {
        let world = TelegramWorld::new().await;
        world.network.say("jiwoo", "고장났어요");
        let post = world.posts(1).await.remove(0);
        let bot = world.bot();
        Self { world, bot, post }
    }

    async fn send(&self, parts: &[&str]) -> Outcome {
        self.bot.send(&self.world.delivery(&self.post, parts)).await
    }
}

/// What is heard of one message in a chat.
async fn heard(world: &TelegramWorld, chat: &ChatKey, words: &str) -> InboundPost {
    world.network.message(chat, Member::Customer("jiwoo"), text(words));
    let posts = world.posts(world.network.pending().len()).await;
    posts.into_iter().find(|post| post.text == words).unwrap()
}

fn refused(outcome: Outcome) -> (&'static str, String) {
    match outcome {
        Outcome::Refused { code, why } => (code, why),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_answer_stands_below_the_message_as_plain_text() {
    let desk = Desk::new().await;
    let Outcome::Done(receipt) = desk.send(&["*확인*했습니다 <b>"]).await else { panic!("sent") };
    let published = desk.world.network.published();
    assert_eq!(published.len(), 1);
    assert_eq!((published[0].text.as_str(), published[0].private), ("*확인*했습니다 <b>", true));
    assert_eq!(published[0].answers.as_deref(), Some(desk.post.native_id.as_str()));
    assert_eq!(receipt.native_ids, [published[0].native_id.clone()]);
    let sent = &desk.world.network.sent()[0];
    assert_eq!((sent.get("parse_mode"), &sent["reply_parameters"]["allow_sending_without_reply"]), (None, &json!(true)));
    assert_eq!(desk.bot.delivery_class(), DeliveryClass::Hold);
}

#[tokio::test]
async fn a_chain_answers_itself_and_its_echo_is_recognised() {
    let desk = Desk::new().await;
    let Outcome::Done(receipt) = desk.send(&["하나", "둘", "셋"]).await else { panic!("sent") };
    let published = desk.world.network.published();
    let above: Vec<Option<String>> = published.iter().map(|one| one.answers.clone()).collect();
    let expected = [Some(desk.post.native_id.clone()), Some(receipt.native_ids[0].clone()), Some(receipt.native_ids[1].clone())];
    assert_eq!(above, expected);
    // The customer's answer carries ours along: the same id and version as in the receipt.
    desk.world.network.answer("jiwoo", &receipt.native_ids[2], "고마워요");
    let posts = desk.world.posts(desk.world.network.pending().len()).await;
    let ours = posts.iter().find(|post| post.native_id == receipt.native_ids[2]).unwrap();
    assert_eq!(json!(ours.version), receipt.handle["parts"][2]["cid"]);
    assert_eq!((ours.author.native_id.clone(), ours.context), (desk.world.network.bot_id().to_string(), true));
}

#[tokio::test]
async fn what_happened_is_told_apart() {
    let desk = Desk::new().await;
    let under = async |how: Breakdown| {
        desk.world.network.break_next(Calls::Sending, how);
        desk.send(&["네"]).await
    };
    assert!(matches!(under(Breakdown::Lost).await, Outcome::Uncertain { .. }));
    assert!(matches!(under(Breakdown::Status(502)).await, Outcome::Uncertain { .. }));
    assert!(matches!(under(Breakdown::Huge).await, Outcome::Uncertain { .. }));
    assert_eq!(desk.world.network.published().len(), 0);
    let Outcome::Retry { after, .. } = under(Breakdown::TooMany { retry_after_seconds: Some(33) }).await else { panic!("wait") };
    assert_eq!(after, Duration::from_secs(33));
    assert_eq!(refused(under(Breakdown::Expired).await).0, "signed_out");
    // It arrived, and nobody can know: asked again, nothing leaves.
    assert!(matches!(under(Breakdown::AnswerLost).await, Outcome::Uncertain { .. }));
    let mut again = desk.world.delivery(&desk.post, &["네"]);
    again.may_have_left = true;
    assert!(matches!(desk.bot.send(&again).await, Outcome::Uncertain { .. }));
    assert_eq!(desk.world.network.published().len(), 1);
}

#[tokio::test]
async fn an_unreachable_server_proves_that_nothing_left() {
    let desk = Desk::new().await;
    let (bot, delivery) = (desk.bot.clone(), desk.world.delivery(&desk.post, &["네"]));
    drop(desk.world.network);
    assert!(matches!(bot.send(&delivery).await, Outcome::Retry { .. }));
}

#[tokio::test]
async fn a_chain_that_breaks_in_the_middle_is_in_doubt() {
    for how in [Breakdown::TooMany { retry_after_seconds: Some(5) }, Breakdown::Lost, Breakdown::Expired] {
        let desk = Desk::new().await;
        // The first goes out, the second does not.
        desk.world.network.break_next(Calls::Sending, Breakdown::ClockOff { by_ms: 0 });
        desk.world.network.break_next(Calls::Sending, how);
        let outcome = desk.send(&["하나", "둘"]).await;
        assert!(matches!(&outcome, Outcome::Uncertain { why, .. } if why.starts_with("part 2 of 2")), "{how:?}: {outcome:?}");
        assert_eq!(desk.world.network.published().len(), 1);
    }
}

#[tokio::test]
async fn refusals_are_said_in_plain_words() {
    let desk = Desk::new().await;
    let long = "가".repeat(4_097);
    let family = "👨‍👩‍👧‍👦".repeat(400);
    assert_eq!(refused(desk.send(&[&long]).await).0, "too_long");
    assert_eq!(refused(desk.send(&[&family]).await).0, "too_long");
    assert_eq!(refused(desk.send(&[" "]).await).0, "refused");
    assert_eq!(desk.world.network.requests().iter().filter(|request| request.what == Calls::Sending).count(), 0);
    let fits = "👾".repeat(2_048);
    assert!(matches!(desk.send(&[&fits]).await, Outcome::Done(_)));

    desk.world.network.block("jiwoo");
    let (code, why) = refused(desk.send(&["네"]).await);
    assert_eq!((code, why.as_str()), ("refused", "the customer has stopped the bot"));

    let stranger = InboundPost { native_id: "4242:1".into(), handle: json!({}), ..desk.post.clone() };
    let (_, why) = refused(desk.bot.send(&desk.world.delivery(&stranger, &["네"])).await);
    assert!(why.contains("the chat is gone"), "{why}");
    let mut gone = desk.world.delivery(&desk.post, &["네"]);
    gone.target.post.deleted_at = Some(1);
    assert_eq!(refused(desk.bot.send(&gone).await).0, "post_deleted");
}

#[tokio::test]
async fn a_group_that_moved_is_answered_at_its_new_place_at_once() {
    let world = TelegramWorld::new().await;
    let group = world.network.add_group("모임", Some("acme_users"));
    let post = heard(&world, &group, "여기요").await;
    let moved = world.network.migrate(&group);
    let Outcome::Done(receipt) = world.bot().send(&world.delivery(&post, &["네", "그리고"])).await else { panic!("sent") };
    assert!(receipt.native_ids.iter().all(|id| id.starts_with(&format!("{}:", moved.chat))), "{receipt:?}");
    assert_eq!(world.network.published().len(), 2);
    assert!(receipt.permalink.unwrap().starts_with("https://t.me/acme_users/"));
}

#[tokio::test]
async fn in_a_group_that_moved_nobody_elses_message_is_taken_for_the_customers() {
    let world = TelegramWorld::new().await;
    let group = world.network.add_group("모임", Some("acme_users"));
    let post = heard(&world, &group, "여기요").await;
    let moved = world.network.migrate(&group);
    let other = world.network.message(&moved, Member::Customer("sora"), json!({"text": "저는 다른 사람이에요"}));
    assert_eq!(post.native_id.rsplit(':').next(), Some(other.to_string().as_str()), "numbers begin anew");
    let bot = world.bot();
    let Outcome::Done(_) = bot.send(&world.delivery(&post, &["네", "그리고"])).await else { panic!("sent") };
    let above: Vec<Option<String>> = world.network.published().into_iter().map(|one| one.answers).collect();
    assert_eq!((above[0].clone(), above[1].is_some()), (None, true), "{above:?}");
    let like = Engagement { action: ActionKind::Like, target: target(&post), own_id: "1".into(), created_at: 1 };
    assert_eq!(refused(bot.engage(&like).await).0, "post_deleted");
    assert!(world.network.reactions().is_empty());
}

#[tokio::test]
async fn a_public_message_can_be_answered_in_private_if_they_have_met() {
    let world = TelegramWorld::new().await;
    let group = world.network.add_group("모임", None);
    let post = heard(&world, &group, "여기요").await;
    let bot = world.bot();
    assert_eq!(bot.can(ActionKind::Direct, &target(&post)), Availability::Yes);
    let mut delivery = world.delivery(&post, &["주문 번호를 알려 주세요"]);
    delivery.privately = true;
    // They never wrote to the bot.
    let (_, why) = refused(bot.send(&delivery).await);
    assert!(why.contains("chat is gone") || why.contains("cannot write first"), "{why}");
    world.network.say("jiwoo", "안녕");
    let Outcome::Done(receipt) = bot.send(&delivery).await else { panic!("sent") };
    let published = world.network.published();
    assert_eq!((published[0].private, published[0].answers.clone()), (true, None));
    assert!(receipt.native_ids[0].starts_with("1001:") && receipt.permalink.is_none());
}

#[tokio::test]
async fn a_business_account_answers_within_a_day_and_while_it_may() {
    let world = TelegramWorld::new().await;
    let connection = world.network.connect_business(true);
    let chat = world.network.business_chat(&connection, "jiwoo");
    let post = heard(&world, &chat, "안녕하세요").await;
    let bot = world.bot();
    let listening = world.listen(&bot, None);
    assert_eq!(bot.can(ActionKind::Reply, &target(&post)), Availability::Yes);
    assert_eq!(bot.can(ActionKind::Like, &target(&post)), Availability::No(Unavailable::Unsupported));
    let Outcome::Done(receipt) = bot.send(&world.delivery(&post, &["네"])).await else { panic!("sent") };
    assert_eq!(world.network.sent()[0]["business_connection_id"], json!(connection));
    // What the account says comes back to the bot as the echo of the answer.
    let pages = listening.until(1).await;
    let last = pages.iter().flat_map(|page| &page.raws).next_back().unwrap();
    let echo = bot.normalize(&answerable_testkit::raw("updates", last.clone())).unwrap();
    let echo = echo.into_iter().filter_map(crate::support::as_post).next_back().unwrap();
    assert_eq!((vec![echo.native_id], json!(echo.version)), (receipt.native_ids, receipt.handle["parts"][0]["cid"].clone()));

    // The owner takes the permission back, and it stays so after a restart.
    world.network.allow_business_answers(&connection, false);
    let pages = listening.until(2).await;
    assert_eq!(bot.can(ActionKind::Reply, &target(&post)), Availability::No(Unavailable::RepliesDisabled));
    drop(listening);
    let cursor = pages.iter().rev().find_map(|page| page.next.clone());
    let restarted = world.bot();
    let listening = world.listen(&restarted, cursor);
    listening.sink.until(|pages| !pages.is_empty()).await;
    assert_eq!(restarted.can(ActionKind::Reply, &target(&post)), Availability::No(Unavailable::RepliesDisabled));

    world.network.allow_business_answers(&connection, true);
    listening.until(1).await;
    assert_eq!(restarted.can(ActionKind::Reply, &target(&post)), Availability::Yes);
    world.clock.advance_ms(25 * 3_600_000);
    assert_eq!(restarted.can(ActionKind::Reply, &target(&post)), Availability::No(Unavailable::WindowClosed));
    let (_, why) = refused(restarted.send(&world.delivery(&post, &["늦었네요"])).await);
    assert!(why.contains("24 hours"), "{why}");
}

#[tokio::test]
async fn who_stopped_the_bot_is_known_before_anybody_writes() {
    let desk = Desk::new().await;
    let listening = desk.world.listen(&desk.bot, None);
    assert_eq!(desk.bot.can(ActionKind::Reply, &target(&desk.post)), Availability::Yes);
    desk.world.network.block("jiwoo");
    listening.until(1).await;
    assert_eq!(desk.bot.can(ActionKind::Reply, &target(&desk.post)), Availability::No(Unavailable::Blocked));
    desk.world.network.unblock("jiwoo");
    listening.until(2).await;
    assert_eq!(desk.bot.can(ActionKind::Reply, &target(&desk.post)), Availability::Yes);
}

#[tokio::test]
async fn a_thumb_up_is_a_reaction_and_nothing_is_reposted() {
    let desk = Desk::new().await;
    let engagement = |action| Engagement { action, target: target(&desk.post), own_id: "1".into(), created_at: 1 };
    assert!(matches!(desk.bot.engage(&engagement(ActionKind::Like)).await, Outcome::Done(_)));
    assert_eq!(desk.world.network.reactions(), [(desk.post.native_id.clone(), "👍".to_owned())]);
    assert_eq!(refused(desk.bot.engage(&engagement(ActionKind::Repost)).await).0, "refused");
    assert_eq!(desk.bot.can(ActionKind::Like, &target(&desk.post)), Availability::Yes);
    assert_eq!(desk.bot.can(ActionKind::Repost, &target(&desk.post)), Availability::No(Unavailable::Unsupported));
    assert_eq!(desk.bot.can(ActionKind::Direct, &target(&desk.post)), Availability::No(Unavailable::Unsupported));
    let mut gone = target(&desk.post);
    gone.post.deleted_at = Some(1);
    assert_eq!(desk.bot.can(ActionKind::Like, &gone), Availability::No(Unavailable::PostDeleted));
    let mut elsewhere = target(&desk.post);
    elsewhere.post.native_id = "at://did:plc:x/app.bsky.feed.post/3".into();
    assert_eq!(desk.bot.can(ActionKind::Reply, &elsewhere), Availability::No(Unavailable::Unsupported));
}
