//! Listening: nothing that is said is missed, whenever the line breaks, and what is missing is told.

use crate::{
    mastodon_world::{Town, direct, heard, last_cursor, posts, texts},
    support::{MemorySink, raws},
};
use answerable_domain::{Clock, Cursor, Inbound, PostKind, Visibility};
use answerable_networks::{ConnectorError, Fut, Interest, MastodonSettings, Page, Sink};
use answerable_testkit::{Breakdown, Calls, Faked, MastodonDraft, MastodonProfile, raw};
use std::{sync::Mutex, time::Duration};

/// The list of notifications was read.
fn started(pages: &[Page]) -> bool {
    pages.iter().any(|page| page.next.is_some())
}

/// All three lists were read.
fn started_wide(pages: &[Page]) -> bool {
    pages.iter().filter(|page| page.next.is_some()).count() >= 3
}

#[tokio::test]
async fn a_mention_is_heard_at_once() {
    for profile in [MastodonProfile::mastodon(), MastodonProfile::gotosocial()] {
        let town = Town::new(profile).await;
        let (account, sink) = (town.account(), MemorySink::wanting("nothing"));
        let ended = town
            .listen(&*account, None, &sink, async || {
                sink.until(started).await;
                let id = town.complain("배송이 너무 늦어요 😡");
                let pages = sink.until(|pages| raws(pages).len() == 1).await;
                let post = posts(&*account, &pages).remove(0);
                assert_eq!((post.native_id, post.text.as_str(), post.addressed), (id, "@brand 배송이 너무 늦어요 😡", true));
                assert_eq!(post.author.handle.unwrap(), format!("jiwoo@{}", town.network.host()));
            })
            .await;
        assert!(matches!(ended, ConnectorError::Transient(_)), "{ended:?}");
    }
}

#[tokio::test]
async fn what_was_said_while_we_were_away_is_read_from_the_lists() {
    for profile in [MastodonProfile::mastodon(), MastodonProfile::gotosocial()] {
        let town = Town::new(profile).await;
        let account = town.account();
        town.complain("하나, 아직 아무도 없을 때");
        let sink = MemorySink::wanting("nothing");
        town.listen(&*account, None, &sink, async || {
            sink.until(|pages| texts(&*account, pages).len() == 1).await;
            town.complain("둘, 들을 때");
            sink.until(|pages| texts(&*account, pages).len() == 2).await;
        })
        .await;
        let cursor = last_cursor(&sink.until(|_| true).await);
        for round in 0..90 {
            town.complain(&format!("셋 {round}, 끊어졌을 때"));
            town.clock.advance_ms(1_000);
        }
        let sink = MemorySink::wanting("nothing");
        town.listen(&*account, Some(&cursor), &sink, async || {
            sink.until(|pages| texts(&*account, pages).len() == 91).await;
        })
        .await;
        let pages = sink.until(|_| true).await;
        // What only the stream told is read once more as a list: it may have kept something back before it.
        let before = std::iter::once("@brand 둘, 들을 때".to_owned());
        let expected: Vec<String> = before.chain((0..90).map(|round| format!("@brand 셋 {round}, 끊어졌을 때"))).collect();
        assert_eq!(texts(&*account, &pages), expected, "each once, the oldest first");
        assert!(pages.iter().all(|page| page.gap.is_none() && page.raws.len() <= 200));
    }
}

/// Says something at a moment that matters: when the first list was read and before the stream is heard.
struct Busy<'a> {
    inner: MemorySink,
    town: &'a Town,
    said: Mutex<bool>,
}

impl Interest for Busy<'_> {
    fn wants(&self, frame: &[u8]) -> bool {
        self.inner.wants(frame)
    }
}

impl Sink for Busy<'_> {
    fn push(&self, page: Page) -> Fut<'_, Result<(), ConnectorError>> {
        if !page.raws.is_empty() && !std::mem::replace(&mut *self.said.lock().unwrap(), true) {
            self.town.complain("둘, 목록과 스트림 사이에");
        }
        self.inner.push(page)
    }
}

#[tokio::test]
async fn nothing_falls_between_the_lists_and_the_stream() {
    let town = Town::mastodon().await;
    let account = town.account();
    town.complain("하나");
    let busy = Busy { inner: MemorySink::wanting("nothing"), town: &town, said: Mutex::new(false) };
    let (_, ()) = tokio::join!(account.stream("streaming", None, &busy), async {
        busy.inner.until(|pages| texts(&*account, pages).len() == 2).await;
        town.network.hang_up();
    });
    assert!(texts(&*account, &busy.inner.until(|_| true).await)[1].contains("사이에"));
}

#[tokio::test]
async fn tags_and_public_timelines_are_heard_as_far_as_somebody_wants_them() {
    let town = Town::mastodon().await;
    let account = town.wide();
    town.network.publish("sora@elsewhere.example", MastodonDraft::new("#아크메 냉장고 어때요?"));
    town.network.publish("sora@elsewhere.example", MastodonDraft::new("날씨 좋다"));
    let sink = MemorySink::wanting("냉장고");
    town.listen(&*account, None, &sink, async || {
        // In the list of the tag, and in that of everything.
        sink.until(|pages| texts(&*account, pages).len() == 2).await;
        sink.until(started_wide).await;
        town.network.until_subscriptions(3).await;
        town.network.publish("sora@elsewhere.example", MastodonDraft::new("태그 없이 냉장고"));
        town.network.publish("sora@elsewhere.example", MastodonDraft::new("또 날씨"));
        town.network.publish("sora@elsewhere.example", MastodonDraft::new("비밀 냉장고").visible_to("unlisted"));
        sink.until(|pages| texts(&*account, pages).len() == 3).await;
    })
    .await;
    let pages = sink.until(|_| true).await;
    assert_eq!(texts(&*account, &pages), ["#아크메 냉장고 어때요?", "#아크메 냉장고 어때요?", "태그 없이 냉장고"]);
    assert!(posts(&*account, &pages).iter().all(|post| !post.addressed), "nobody spoke to us");
}

#[tokio::test]
async fn a_list_that_is_too_long_leaves_a_gap() {
    let town = Town::mastodon().await;
    let settings = MastodonSettings { tags: vec!["acme".into()], ..town.settings() };
    let account = town.account_with(settings);
    town.network.publish("sora", MastodonDraft::new("#acme first"));
    let sink = MemorySink::wanting("#acme");
    town.listen(&*account, None, &sink, async || {
        sink.until(|pages| pages.iter().any(|page| page.raws.len() == 1)).await;
    })
    .await;
    let (cursor, left_at) = (last_cursor(&sink.until(|_| true).await), town.clock.now());
    for round in 0..900 {
        town.clock.advance_ms(1_000);
        town.network.publish("sora", MastodonDraft::new(format!("#acme {round}")));
    }
    let sink = MemorySink::wanting("#acme");
    town.listen(&*account, Some(&cursor), &sink, async || {
        sink.until(|pages| pages.iter().any(|page| page.gap.is_some())).await;
    })
    .await;
    let pages = sink.until(|_| true).await;
    let gap = pages.iter().find_map(|page| page.gap.clone()).unwrap();
    let told = texts(&*account, &pages);
    assert_eq!((gap.why, told.len()), ("truncated_page", 800 + 40));
    assert!(gap.from.unwrap() > left_at && gap.to > gap.from.unwrap() && gap.to <= town.clock.now(), "{gap:?}");
    assert_eq!(told.last().unwrap(), "#acme 899", "it goes on from the newest");
}

#[tokio::test]
async fn a_post_that_reaches_the_server_late_is_read_after_a_break() {
    let town = Town::mastodon().await;
    let settings = MastodonSettings { tags: vec!["acme".into()], ..town.settings() };
    let account = town.account_with(settings);
    town.network.publish("sora", MastodonDraft::new("#acme now"));
    let sink = MemorySink::wanting("#acme");
    town.listen(&*account, None, &sink, async || {
        sink.until(|pages| raws(pages).len() == 1).await;
    })
    .await;
    let cursor = last_cursor(&sink.until(|_| true).await);
    let late = MastodonDraft { earlier_by_ms: 120_000, ..MastodonDraft::new("#acme two minutes ago, elsewhere") };
    town.network.publish("sora@elsewhere.example", late);
    let sink = MemorySink::wanting("#acme");
    town.listen(&*account, Some(&cursor), &sink, async || {
        sink.until(|pages| raws(pages).iter().any(|raw| raw.contains("two minutes ago"))).await;
    })
    .await;
}

#[tokio::test]
async fn edits_and_deletions_are_told() {
    let town = Town::gotosocial().await;
    let (account, sink) = (town.account(), MemorySink::wanting("nothing"));
    town.listen(&*account, None, &sink, async || {
        sink.until(started).await;
        let id = town.complain("환불해 주세요");
        town.clock.advance_ms(5_000);
        town.network.edit_status(&id, "@brand 교환해 주세요");
        town.network.delete_status(&id);
        sink.until(|pages| heard(&*account, pages).iter().any(|inbound| matches!(inbound, Inbound::Deleted { .. }))).await;
    })
    .await;
    let all = heard(&*account, &sink.until(|_| true).await);
    let [.., Inbound::Post(first), Inbound::Post(second), Inbound::Deleted { native_id, .. }] = all.as_slice() else { panic!("{all:?}") };
    assert_eq!((&first.native_id, &second.native_id), (native_id, native_id));
    assert_eq!((first.text.as_str(), second.text.as_str()), ("@brand 환불해 주세요", "@brand 교환해 주세요"));
    assert!(first.version < second.version && second.addressed);
}

#[tokio::test]
async fn deletions_of_a_whole_network_are_no_news() {
    let town = Town::mastodon().await;
    let (account, sink) = (town.wide(), MemorySink::wanting("냉장고"));
    town.listen(&*account, None, &sink, async || {
        sink.until(started_wide).await;
        town.network.until_subscriptions(3).await;
        let id = town.network.publish("sora@elsewhere.example", MastodonDraft::new("#아크메 날씨"));
        town.network.delete_status(&id);
        town.network.publish("sora@elsewhere.example", MastodonDraft::new("냉장고"));
        sink.until(|pages| texts(&*account, pages).len() == 1).await;
    })
    .await;
    let all = heard(&*account, &sink.until(|_| true).await);
    let deleted = all.iter().filter(|inbound| matches!(inbound, Inbound::Deleted { .. })).count();
    assert_eq!(deleted, 1, "the one of the tag, and not that of everything: {all:?}");
}

#[tokio::test]
async fn likes_boosts_follows_and_new_kinds_of_events_are_ignored() {
    let town = Town::mastodon().await;
    let account = town.account();
    let sink = MemorySink::wanting("nothing");
    town.listen(&*account, None, &sink, async || {
        sink.until(started).await;
        let ours = town.network.publish("brand", MastodonDraft::new("새 소식"));
        town.network.like("sora", &ours);
        town.network.boost("sora", &ours);
        town.network.follow("sora", "brand");
        town.network.follow("brand", "sora");
        town.network.boost("sora", &town.network.publish("jiwoo", MastodonDraft::new("재밌다")));
        town.network.unknown_event().unwrap();
        town.complain("여기요");
        sink.until(|pages| texts(&*account, pages).iter().any(|text| text.contains("여기요"))).await;
    })
    .await;
    let all = heard(&*account, &sink.until(|_| true).await);
    let ignored: Vec<&str> =
        all.iter().filter_map(|inbound| if let Inbound::Ignored { what } = inbound { Some(what.as_str()) } else { None }).collect();
    assert_eq!(ignored, ["favourite", "reblog", "follow", "reblog", "sparkles.changed"]);
    let ours =
        all.iter().find_map(|inbound| if let Inbound::Post(post) = inbound { (post.text == "새 소식").then_some(post) } else { None });
    assert!(!ours.unwrap().addressed, "what we say ourselves is not said to us");
}

#[tokio::test]
async fn what_cannot_be_read_goes_to_quarantine_and_stops_nothing() {
    let town = Town::mastodon().await;
    let (account, sink) = (town.account(), MemorySink::wanting("nothing"));
    let large =
        format!(r#"{{"stream":["user"],"event":"update","payload":"{{\"id\":\"1\",\"content\":\"{}\"}}"}}"#, "x".repeat(2 * 1024 * 1024));
    town.listen(&*account, None, &sink, async || {
        sink.until(started).await;
        town.network.push_frame("{broken");
        town.network.push_frame(r#"{"stream":["user"],"event":"update","payload":"{broken"}"#);
        town.network.push_frame(r#"{"stream":["user"],"event":"update","payload":null}"#);
        town.network.push_frame(r#"{"stream":["user"],"event":"delete","payload":"../etc"}"#);
        town.network.push_frame(r#"{"hello":"world"}"#);
        // As Mastodon sends it: an event that says nothing more.
        town.network.push_frame(r#"{"stream":["user"],"event":"filters_changed"}"#);
        town.network.push_frame(&large);
        town.complain("그래도");
        sink.until(|pages| raws(pages).len() == 6).await;
    })
    .await;
    let pages = sink.until(|_| true).await;
    let bodies: Vec<&Vec<u8>> = pages.iter().flat_map(|page| &page.raws).collect();
    let read = |body: &Vec<u8>| account.normalize(&raw("streaming", body.clone())).map_err(|poison| poison.code);
    let codes: Vec<&str> = bodies.iter().filter_map(|body| read(body).err()).collect();
    assert_eq!(codes, ["not_json", "missing_field", "missing_field", "bad_value", "too_large"]);
    assert_eq!(read(bodies[5]).unwrap().len(), 1);
}

#[tokio::test]
async fn a_frame_that_the_server_lost_is_found_by_asking() {
    let town = Town::mastodon().await;
    let account = town.account_with(MastodonSettings { poll_seconds: 1, ..town.settings() });
    let sink = MemorySink::wanting("nothing");
    town.listen(&*account, None, &sink, async || {
        sink.until(started).await;
        town.network.publish_unheard("jiwoo", MastodonDraft::new("@brand 들리세요?"));
        sink.until(|pages| texts(&*account, pages).len() == 1).await;
    })
    .await;
}

#[tokio::test]
async fn a_server_that_keeps_its_timelines_to_itself_is_named_and_mentions_are_read_all_the_same() {
    let town = Town::new(MastodonProfile::mastodon().without_feeds()).await;
    town.complain("하나");
    let (account, sink) = (town.wide(), MemorySink::wanting("nothing"));
    let ended = account.stream("streaming", None, &sink).await.unwrap_err();
    assert!(matches!(&ended, ConnectorError::Settings { code: "listening_refused", .. }), "{ended:?}");
    assert_eq!(texts(&*account, &sink.until(|_| true).await), ["@brand 하나"]);
    let told = account.check().await;
    assert!(matches!(told, Err(ConnectorError::Settings { code: "listening_refused", .. })), "when it is connected, too: {told:?}");
    assert!(town.account().check().await.is_ok(), "without hashtags there is nothing to refuse");
}

#[tokio::test]
async fn what_goes_wrong_has_its_name() {
    let town = Town::mastodon().await;
    let sink = MemorySink::wanting("nothing");
    let listen = async || town.account().stream("streaming", None, &sink).await.unwrap_err();
    town.network.break_next(Calls::Reading, Breakdown::TooMany { retry_after_seconds: None });
    assert!(
        matches!(listen().await, ConnectorError::RateLimited { after, .. } if after == Duration::from_secs(300)),
        "the moment is in a header"
    );
    town.network.break_next(Calls::Reading, Breakdown::TooMany { retry_after_seconds: Some(7) });
    assert!(matches!(listen().await, ConnectorError::RateLimited { after, .. } if after == Duration::from_secs(7)));
    for (how, transient) in [(Breakdown::Status(503), true), (Breakdown::Lost, true), (Breakdown::Huge, true), (Breakdown::Expired, false)]
    {
        town.network.break_next(Calls::Reading, how);
        let ended = listen().await;
        assert_eq!(matches!(ended, ConnectorError::Transient(_) | ConnectorError::Protocol(_)), transient, "{how:?}: {ended:?}");
        assert_eq!(matches!(ended, ConnectorError::SignedOut(_)), !transient, "{how:?}: {ended:?}");
    }
    town.network.revoke_tokens();
    assert!(matches!(listen().await, ConnectorError::SignedOut(_)));
}

#[tokio::test]
async fn a_dead_line_is_noticed_within_a_minute() {
    let town = Town::mastodon().await;
    let (account, sink) = (town.account(), MemorySink::wanting("nothing"));
    let (ended, ()) = tokio::join!(account.stream("streaming", None, &sink), async {
        sink.until(started).await;
        town.network.break_down(Calls::Reading, Breakdown::HalfClosed);
        tokio::time::pause();
    });
    assert!(matches!(&ended, Err(ConnectorError::Transient(why)) if why == "nothing came for 60s"), "{ended:?}");
}

#[tokio::test]
async fn a_sink_that_cannot_store_ends_the_stream() {
    struct Full;
    impl Interest for Full {
        fn wants(&self, _frame: &[u8]) -> bool {
            true
        }
    }
    impl Sink for Full {
        fn push(&self, page: Page) -> Fut<'_, Result<(), ConnectorError>> {
            let stored = if page.raws.is_empty() { Ok(()) } else { Err(ConnectorError::Store("the disk is full".into())) };
            Box::pin(async { stored })
        }
    }
    let town = Town::mastodon().await;
    town.complain("하나");
    let ended = town.account().stream("streaming", None, &Full).await;
    assert!(matches!(ended, Err(ConnectorError::Store(_))), "{ended:?}");
}

#[tokio::test]
async fn a_cursor_of_nonsense_starts_anew() {
    let town = Town::mastodon().await;
    town.complain("하나");
    let (account, sink) = (town.account(), MemorySink::wanting("nothing"));
    town.listen(&*account, Some(&Cursor("nonsense".into())), &sink, async || {
        sink.until(|pages| texts(&*account, pages).len() == 1).await;
    })
    .await;
}

#[tokio::test]
async fn a_direct_message_says_whom_else_it_reaches() {
    let town = Town::mastodon().await;
    let (account, sink) = (town.account(), MemorySink::wanting("nothing"));
    town.listen(&*account, None, &sink, async || {
        sink.until(started).await;
        town.network.person("sora@elsewhere.example");
        town.network.publish("jiwoo", direct("@brand 주문 A-1024"));
        town.network.publish("jiwoo", direct("@brand @sora@elsewhere.example 셋이서"));
        sink.until(|pages| texts(&*account, pages).len() == 2).await;
    })
    .await;
    let posts = posts(&*account, &sink.until(|_| true).await);
    assert!(posts.iter().all(|post| (post.kind, post.visibility) == (PostKind::Direct, Visibility::Direct)));
    assert_eq!(posts[0].handle["notes"], serde_json::json!([]));
    assert_eq!(posts[1].handle["notes"], serde_json::json!(["reaches_others"]));
    assert_eq!(posts[1].handle["mentions"], serde_json::json!(["sora@elsewhere.example"]));
}

#[tokio::test]
async fn the_token_of_one_server_is_read_by_no_other_request() {
    let town = Town::mastodon().await;
    let account = town.account();
    assert_eq!(
        account.scope(answerable_domain::Network::Mastodon, answerable_domain::ChannelId(1)),
        format!("mastodon:{}", town.network.host())
    );
    assert!(town.network.log().is_empty(), "asking for the scope asks nobody");
}
