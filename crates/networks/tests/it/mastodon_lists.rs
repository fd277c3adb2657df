//! What no stream tells: the lists are read beside it, and instead of it where there is none.

use crate::{
    mastodon_world::{Town, direct, last_cursor, texts},
    support::{MemorySink, raws},
};
use answerable_domain::Inbound;
use answerable_networks::{ConnectorError, MastodonSettings, Page};
use answerable_testkit::{Breakdown, Calls, Faked, MastodonDraft};
use std::time::Duration;

fn started(pages: &[Page]) -> bool {
    pages.iter().any(|page| page.next.is_some())
}

fn often(town: &Town, tags: &[&str]) -> MastodonSettings {
    MastodonSettings { poll_seconds: 1, tags: tags.iter().map(|tag| (*tag).to_owned()).collect(), ..town.settings() }
}

#[tokio::test]
async fn a_strangers_message_that_the_server_filters_is_heard_even_if_a_later_one_came_first() {
    let town = Town::mastodon().await;
    let account = town.account_with(often(&town, &[]));
    let sink = MemorySink::wanting("nothing");
    town.listen(&*account, None, &sink, async || {
        sink.until(started).await;
        town.network.publish_filtered("jiwoo@elsewhere.example", direct("@brand 주문 A-1024 어떻게 됐나요?"));
        town.complain("그 다음 말");
        sink.until(|pages| texts(&*account, pages).iter().any(|text| text.contains("A-1024"))).await;
    })
    .await;
    let told = texts(&*account, &sink.until(|_| true).await);
    assert_eq!(told, ["@brand 그 다음 말", "@brand 주문 A-1024 어떻게 됐나요?"], "and nothing is told twice");
}

#[tokio::test]
async fn likes_without_end_hide_no_mention() {
    let town = Town::mastodon().await;
    let account = town.account();
    let sink = MemorySink::wanting("nothing");
    town.listen(&*account, None, &sink, async || {
        sink.until(started).await;
    })
    .await;
    let cursor = last_cursor(&sink.until(|_| true).await);
    let ours = town.network.publish("brand", MastodonDraft::new("새 소식"));
    town.complain("품절인가요?");
    for fan in 0..900 {
        town.network.like(&format!("fan{fan}"), &ours);
    }
    town.complain("아직이에요?");
    let sink = MemorySink::wanting("nothing");
    town.listen(&*account, Some(&cursor), &sink, async || {
        sink.until(|pages| texts(&*account, pages).iter().any(|text| text.contains("아직"))).await;
    })
    .await;
    let pages = sink.until(|_| true).await;
    assert_eq!(texts(&*account, &pages), ["@brand 품절인가요?", "@brand 아직이에요?"]);
    assert!(pages.iter().all(|page| page.gap.is_none()));
}

#[tokio::test]
async fn a_hashtag_that_no_stream_carries_is_read_as_a_list_and_told_once() {
    let town = Town::gotosocial().await;
    let account = town.account_with(often(&town, &["acme"]));
    town.network.publish("sora", MastodonDraft::new("#acme first"));
    let sink = MemorySink::wanting("#acme");
    town.listen(&*account, None, &sink, async || {
        sink.until(|pages| raws(pages).len() == 1).await;
        town.network.until_subscriptions(2).await;
        town.network.publish("sora", MastodonDraft::new("#acme second"));
        sink.until(|pages| texts(&*account, pages).iter().any(|text| text == "#acme second")).await;
        let asked = town.network.calls("GET /api/v1/timelines/tag");
        sink.until(|_| town.network.calls("GET /api/v1/timelines/tag") >= asked + 2).await;
    })
    .await;
    let told = texts(&*account, &sink.until(|_| true).await);
    assert_eq!(told.iter().filter(|text| *text == "#acme second").count(), 1, "{told:?}");
}

#[tokio::test]
async fn a_hashtag_that_a_server_has_never_seen_is_an_empty_list() {
    let town = Town::gotosocial().await;
    let account = town.account_with(often(&town, &["acme"]));
    let sink = MemorySink::wanting("#acme");
    let ended = town
        .listen(&*account, None, &sink, async || {
            sink.until(|pages| pages.iter().filter(|page| page.next.is_some()).count() >= 2).await;
            town.complain("들리세요?");
            town.network.publish("sora", MastodonDraft::new("#acme now"));
            sink.until(|pages| texts(&*account, pages).len() == 2).await;
        })
        .await;
    assert!(matches!(ended, ConnectorError::Transient(_)), "{ended:?}");
}

#[tokio::test]
async fn where_no_stream_can_be_opened_the_lists_are_read_all_the_same() {
    let town = Town::mastodon().await;
    let sink = MemorySink::wanting("nothing");
    let account = town.account();
    town.complain("하나");
    town.network.break_streams(true);
    let ended = account.stream("streaming", None, &sink).await;
    assert!(matches!(ended, Err(ConnectorError::Transient(_))), "the owner has to know: {ended:?}");
    let pages = sink.until(|_| true).await;
    assert_eq!(texts(&*account, &pages), ["@brand 하나"]);
    town.complain("둘");
    let _ = account.stream("streaming", Some(&last_cursor(&pages)), &sink).await;
    assert_eq!(texts(&*account, &sink.until(|_| true).await), ["@brand 하나", "@brand 둘"]);
}

/// Each page tells the engine that all is well again, and it would come back at once.
#[tokio::test]
async fn a_source_that_fails_before_it_listens_does_not_look_well() {
    let town = Town::new(answerable_testkit::MastodonProfile::mastodon().without_feeds()).await;
    let account = town.account_with(often(&town, &["acme"]));
    let sink = MemorySink::wanting("nothing");
    let first = account.stream("streaming", None, &sink).await;
    assert!(matches!(first, Err(ConnectorError::Settings { code: "listening_refused", .. })), "{first:?}");
    let cursor = last_cursor(&sink.until(|_| true).await);
    let sink = MemorySink::wanting("nothing");
    let again = account.stream("streaming", Some(&cursor), &sink).await;
    assert!(matches!(again, Err(ConnectorError::Settings { .. })), "{again:?}");
    assert_eq!(sink.until(|_| true).await.len(), 0);
    town.network.break_next(Calls::Reading, Breakdown::TooMany { retry_after_seconds: Some(9) });
    let limited = account.stream("streaming", Some(&cursor), &sink).await;
    assert!(matches!(limited, Err(ConnectorError::RateLimited { after, .. }) if after == Duration::from_secs(9)));
}

#[tokio::test]
async fn what_a_batch_leaves_out_is_not_deleted() {
    let town = Town::mastodon().await;
    let account = town.account();
    let (muted, gone, there) = (town.complain("하나"), town.complain("둘"), town.network.publish("sora", MastodonDraft::new("@brand 셋")));
    town.network.mute("jiwoo");
    town.network.delete_status(&gone);
    let found = account.hydrate_posts(&[muted.clone(), gone.clone(), there]).await.unwrap();
    let deleted: Vec<&String> =
        found.iter().filter_map(|inbound| if let Inbound::Deleted { native_id, .. } = inbound { Some(native_id) } else { None }).collect();
    assert_eq!(deleted, [&gone]);
    assert!(found.iter().any(|inbound| matches!(inbound, Inbound::Post(post) if post.native_id == muted)));
}
