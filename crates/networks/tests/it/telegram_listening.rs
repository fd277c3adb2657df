//! Reading a bot's updates: confirmed when they are stored, albums whole, gaps told.

use crate::{
    support::{as_post, raws},
    telegram_world::{TelegramWorld, text},
};
use answerable_domain::{Clock, Cursor, Inbound};
use answerable_networks::{ConnectorError, Fut, GapSeen, Interest, Page, Sink};
use answerable_testkit::{Breakdown, Calls, Faked, Member, raw};
use serde_json::{Value, json};
use std::time::Duration;

const HOUR_MS: i64 = 3_600_000;

fn cursor(pages: &[Page]) -> Cursor {
    pages.iter().rev().find_map(|page| page.next.clone()).unwrap()
}

fn noted(cursor: &Cursor) -> Value {
    serde_json::from_str(&cursor.0).unwrap()
}

#[tokio::test]
async fn an_update_is_stored_byte_for_byte_and_confirmed_by_the_next_question() {
    let world = TelegramWorld::new().await;
    world.network.say("jiwoo", "안녕 👾 “왜” 안 와요?");
    let bot = world.bot();
    let listening = world.listen(&bot, None);
    let pages = listening.until(1).await;
    let update: Value = serde_json::from_str(&raws(&pages)[0]).unwrap();
    assert_eq!(update["message"]["text"], "안녕 👾 “왜” 안 와요?");
    let number = update["update_id"].as_i64().unwrap();
    assert_eq!(noted(&cursor(&pages))["offset"], json!(number + 1));
    // Until the next question begins the update is still there.
    world.network.until_polls(2).await;
    assert_eq!(world.network.pending(), Vec::<i64>::new());
    let asked = world.network.asked();
    assert_eq!((asked[0].0, asked[1].0), (None, Some(number + 1)));
    assert!(asked[0].1.contains(&"business_message".to_owned()) && asked[0].1.contains(&"message_reaction".to_owned()));
    assert_eq!(pages.iter().filter_map(|page| page.newest_at).max(), Some(world.clock.now() / 1_000 * 1_000));
}

/// A store that takes nothing.
struct FullDisk;

impl Interest for FullDisk {
    fn wants(&self, _frame: &[u8]) -> bool {
        true
    }
}

impl Sink for FullDisk {
    fn push(&self, _page: Page) -> Fut<'_, Result<(), ConnectorError>> {
        Box::pin(async { Err(ConnectorError::Store("the disk is full".into())) })
    }
}

#[tokio::test]
async fn what_was_not_stored_is_delivered_again() {
    let world = TelegramWorld::new().await;
    world.network.say("jiwoo", "하나");
    let bot = world.bot();
    assert!(matches!(bot.stream("updates", None, &FullDisk).await, Err(ConnectorError::Store(_))));
    world.network.say("jiwoo", "둘");
    let listening = world.listen(&bot, None);
    let pages = listening.until(2).await;
    drop(listening);
    // Whoever stored it goes on behind it.
    world.network.say("jiwoo", "셋");
    let heard = raws(&world.listen(&bot, Some(cursor(&pages))).until(1).await);
    assert!(heard.len() == 1 && heard[0].contains("셋"), "{heard:?}");
}

#[tokio::test]
async fn the_pictures_of_an_album_are_one_post_even_when_they_come_one_by_one() {
    let world = TelegramWorld::new().await;
    let chat = world.network.private_chat("sora");
    world.network.say("sora", "보세요");
    let first = world.network.album_part(&chat, Member::Customer("sora"), "g1", Some("깨져서 왔어요"));
    let bot = world.bot();
    let listening = world.listen(&bot, None);
    // Only the first picture is there when we look for the first time.
    world.network.until_polls(1).await;
    world.network.album_part(&chat, Member::Customer("sora"), "g1", None);
    world.network.album_part(&chat, Member::Customer("sora"), "g1", Some("뒷면이에요"));
    let pages = listening.until(2).await;
    let bodies: Vec<Vec<u8>> = pages.iter().flat_map(|page| page.raws.clone()).collect();
    let albums = bodies.iter().map(|body| bot.normalize(&raw("updates", body.clone())).unwrap()).collect::<Vec<_>>();
    let posts: Vec<_> = albums.into_iter().flatten().filter_map(as_post).collect();
    assert_eq!(posts.len(), 2, "{posts:?}");
    assert_eq!(posts[1].native_id, chat.native_id(first));
    assert_eq!((posts[1].text.as_str(), posts[1].media.len()), ("깨져서 왔어요\n\n뒷면이에요", 3));
    assert!(posts[1].media.iter().all(|media| media.url.starts_with("telegram:AgAC") && !media.url.ends_with("small")));
    // What came before the album did not wait for it.
    assert_eq!(pages.iter().find(|page| !page.raws.is_empty()).unwrap().raws.len(), 1);
}

#[tokio::test]
async fn a_full_page_that_ends_within_an_album_is_not_torn() {
    let world = TelegramWorld::new().await;
    let chat = world.network.private_chat("sora");
    (0..97).for_each(|count| drop(world.network.say("sora", &count.to_string())));
    for _ in 0..6 {
        world.network.album_part(&chat, Member::Customer("sora"), "g1", None);
    }
    world.network.say("sora", "끝");
    let posts = world.posts(99).await;
    assert_eq!(posts.len(), 99);
    assert_eq!((posts[97].media.len(), posts[98].text.as_str()), (6, "끝"));
}

#[tokio::test]
async fn more_than_a_day_away_is_a_gap() {
    let world = TelegramWorld::new().await;
    world.network.say("jiwoo", "하나");
    let bot = world.bot();
    let left = {
        let listening = world.listen(&bot, None);
        cursor(&listening.until(1).await)
    };
    let went = world.clock.now();
    world.network.say("jiwoo", "아무도 못 들어요");
    world.clock.advance_ms(30 * HOUR_MS);
    world.network.say("jiwoo", "둘");
    let pages = world.listen(&bot, Some(left.clone())).until(1).await;
    let gaps: Vec<GapSeen> = pages.iter().filter_map(|page| page.gap.clone()).collect();
    assert_eq!(gaps, [GapSeen { from: Some(went), to: went + 6 * HOUR_MS, why: "older_than_replay" }]);
    assert!(raws(&pages).len() == 1 && raws(&pages)[0].contains("둘"));
    // A shorter absence is none.
    let left = cursor(&pages);
    world.clock.advance_ms(23 * HOUR_MS);
    world.network.say("jiwoo", "셋");
    let pages = world.listen(&bot, Some(left)).until(1).await;
    assert!(pages.iter().all(|page| page.gap.is_none()));
}

#[tokio::test]
async fn numbers_that_start_anew_after_a_quiet_week_are_heard() {
    let world = TelegramWorld::new().await;
    world.network.say("jiwoo", "하나");
    let bot = world.bot();
    let listening = world.listen(&bot, None);
    let left = cursor(&listening.until(1).await);
    world.network.until_confirmed().await;
    drop(listening);
    world.clock.advance_ms(8 * 24 * HOUR_MS);
    world.network.restart_numbers_at(600_000_000);
    world.network.update(json!({"message": {"message_id": 9, "date": 1, "chat": {"id": 42, "type": "private"}, "text": "둘"}}));
    let pages = world.listen(&bot, Some(left)).until(1).await;
    assert!(raws(&pages).last().unwrap().contains("둘"));
}

#[tokio::test]
async fn a_quiet_bot_says_that_the_network_answers() {
    let world = TelegramWorld::new().await;
    let bot = world.bot();
    let listening = world.listen(&bot, None);
    let pages = listening.sink.until(|pages| !pages.is_empty()).await;
    assert!(pages[0].raws.is_empty() && pages[0].next.is_some());
}

#[tokio::test]
async fn what_telegram_says_is_told_apart() {
    let world = TelegramWorld::new().await;
    let bot = world.bot();
    for (how, check) in [
        (Breakdown::Expired, (|error| matches!(error, ConnectorError::SignedOut(_))) as fn(&ConnectorError) -> bool),
        (Breakdown::Status(502), |error| matches!(error, ConnectorError::Transient(_))),
        (Breakdown::Lost, |error| matches!(error, ConnectorError::Transient(_))),
        (Breakdown::Huge, |error| matches!(error, ConnectorError::Transient(_))),
        (
            Breakdown::TooMany { retry_after_seconds: Some(33) },
            |error| matches!(error, ConnectorError::RateLimited { after, .. } if *after == Duration::from_secs(33)),
        ),
        (Breakdown::TooMany { retry_after_seconds: None }, |error| matches!(error, ConnectorError::RateLimited { .. })),
    ] {
        world.network.break_next(Calls::Reading, how);
        let error = world.listen(&bot, None).end().await;
        assert!(check(&error), "{how:?}: {error:?}");
    }
    let stranger = world.bot_with("987654321:another").unwrap();
    assert!(matches!(stranger.check().await, Err(ConnectorError::SignedOut(_))));
}

#[tokio::test]
async fn two_readers_or_a_webhook_are_explained_in_plain_words() {
    let world = TelegramWorld::new().await;
    let (bot, other) = (world.bot(), world.bot());
    let first = world.listen(&bot, None);
    world.network.until_polls(1).await;
    let second = world.listen(&other, None);
    let error = first.end().await;
    assert!(matches!(&error, ConnectorError::Settings { code: "another_reader", why } if why.contains("another program")), "{error:?}");
    drop(second);

    world.network.set_webhook("https://elsewhere.example/hook");
    let errors = [world.listen(&bot, None).end().await, bot.check().await.unwrap_err()];
    for error in errors {
        assert!(matches!(&error, ConnectorError::Settings { code: "webhook_set", why } if why.contains("deleteWebhook")), "{error:?}");
    }
}

#[tokio::test]
async fn check_says_who_the_bot_is() {
    let world = TelegramWorld::new().await;
    let account = world.bot().check().await.unwrap();
    assert_eq!(
        (account.native_id, account.handle.as_deref(), account.display_name.as_deref()),
        (world.network.bot_id().to_string(), Some(world.network.bot_name()), Some("Acme Care"))
    );
    for token in ["", "no token", "123", "abc:def", "1:a/../b"] {
        assert!(matches!(world.bot_with(token).err(), Some(ConnectorError::Settings { .. })), "{token}");
    }
}

#[tokio::test]
async fn the_token_is_in_no_error() {
    let world = TelegramWorld::new().await;
    let bot = world.bot();
    let mut said = Vec::new();
    for how in [Breakdown::Lost, Breakdown::Status(500), Breakdown::Huge, Breakdown::Expired] {
        world.network.break_next(Calls::Reading, how);
        said.push(bot.check().await.unwrap_err().to_string());
        world.network.break_next(Calls::Reading, how);
        said.push(bot.media("telegram:AgAC").await.unwrap_err().to_string());
    }
    drop(world.network);
    said.push(bot.check().await.unwrap_err().to_string());
    assert!(said.iter().all(|said| !said.contains("AAF-test-token") && !said.contains("/bot")), "{said:?}");
}

#[tokio::test]
async fn a_stream_that_was_hung_up_ends_and_goes_on_from_its_cursor() {
    let world = TelegramWorld::new().await;
    let bot = world.bot();
    let listening = world.listen(&bot, None);
    world.network.say("jiwoo", "하나");
    let pages = listening.until(1).await;
    world.network.until_polls(2).await;
    world.network.hang_up();
    assert!(matches!(listening.end().await, ConnectorError::Transient(_)));
    world.network.say("jiwoo", "둘");
    let heard = raws(&world.listen(&bot, Some(cursor(&pages))).until(1).await);
    assert!(heard.len() == 1 && heard[0].contains("둘"));
}

#[tokio::test]
async fn a_broken_cursor_starts_with_all_that_telegram_kept() {
    let world = TelegramWorld::new().await;
    let bot = world.bot();
    for broken in ["", "7", "{}", "[]", r#"{"offset":"x"}"#, "null"] {
        world.network.say("jiwoo", "하나");
        let listening = world.listen(&bot, Some(Cursor(broken.to_owned())));
        assert_eq!(raws(&listening.until(1).await).len(), 1, "{broken}");
        world.network.until_confirmed().await;
    }
}

#[tokio::test]
async fn what_is_new_to_us_is_kept_and_ignored() {
    let world = TelegramWorld::new().await;
    world.network.unknown_event().unwrap();
    world.network.block("jiwoo");
    world.network.message(&world.network.private_chat("sora"), Member::Customer("sora"), text("/start"));
    let found = world.understood(3).await;
    let what: Vec<&str> = found
        .iter()
        .map(|inbound| match inbound {
            Inbound::Ignored { what } => what.as_str(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(what, ["guest_wave", "my_chat_member", "start"]);
}
