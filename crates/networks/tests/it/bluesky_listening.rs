//! What is addressed to the account, and what is fetched around it.

use crate::support::{Everything, MINUTE_MS, World, as_post, posts};
use answerable_domain::{Clock, Cursor, Deleter, Inbound, PostKind};
use answerable_networks::{Connector, Page};
use answerable_testkit::Fault;
use serde_json::json;

const GET_POSTS: &str = "app.bsky.feed.getPosts";

async fn poll(account: &dyn Connector, cursor: &mut Option<Cursor>) -> Page {
    let page = account.poll("notifications", cursor.as_ref(), &Everything).await.unwrap();
    if page.next.is_some() {
        cursor.clone_from(&page.next);
    }
    page
}

#[tokio::test]
async fn mentions_replies_and_quotes_arrive_once_and_in_order() {
    let world = World::new().await;
    let (account, mut cursor) = (world.account(), None);
    let ours = world.network.post(&world.brand, "새 제품입니다");
    world.network.mention(&world.customer, &world.brand, "배송이 너무 늦어요");
    world.clock.advance_ms(1_000);
    world.network.reply(&world.customer, "저도요", &ours);
    world.clock.advance_ms(1_000);
    world.network.quote(&world.customer, "이건 좀", &ours);
    world.network.post(&world.customer, "딴 얘기");

    let page = poll(&*account, &mut cursor).await;
    let heard = posts(&*account, &page);
    let texts: Vec<&str> = heard.iter().map(|post| post.text.as_str()).collect();
    assert_eq!(texts, ["@brand.test 배송이 너무 늦어요", "저도요", "이건 좀"]);
    assert!(heard.iter().all(|post| post.addressed && !post.context && post.author.handle.as_deref() == Some("customer.test")));
    assert_eq!((heard[1].kind, heard[1].parent_author_native_id.as_ref()), (PostKind::Comment, Some(&world.brand)));
    assert_eq!((page.gap, page.newest_at), (None, Some(world.clock.now())));

    for _ in 0..3 {
        let quiet = poll(&*account, &mut cursor).await;
        assert!(quiet.raws.is_empty() && quiet.next.is_none() && quiet.gap.is_none(), "{quiet:?}");
    }
}

#[tokio::test]
async fn a_raw_is_a_notification_byte_for_byte() {
    let world = World::new().await;
    world.network.mention(&world.customer, &world.brand, "배송이 \u{1F621} 늦어요");
    let page = poll(&*world.account(), &mut None).await;
    let raw: serde_json::Value = serde_json::from_slice(&page.raws[0]).unwrap();
    assert_eq!(page.raws[0], raw.to_string().into_bytes(), "the fake writes no spaces, so neither may we");
}

#[tokio::test]
async fn what_is_indexed_late_is_still_heard() {
    let world = World::new().await;
    let (account, mut cursor) = (world.account(), None);
    world.network.mention(&world.customer, &world.brand, "하나");
    poll(&*account, &mut cursor).await;
    let facet =
        json!({"index": {"byteStart": 0, "byteEnd": 1}, "features": [{"$type": "app.bsky.richtext.facet#mention", "did": world.brand}]});
    world.network.publish_at(&world.customer, json!({"text": "늦은 말", "facets": [facet]}), world.clock.now() - 9 * MINUTE_MS);
    let page = poll(&*account, &mut cursor).await;
    assert_eq!(posts(&*account, &page)[0].text, "늦은 말");
    assert!(poll(&*account, &mut cursor).await.raws.is_empty());
}

#[tokio::test]
async fn many_pages_are_read_and_too_many_are_a_gap() {
    let world = World::new().await;
    let (account, mut cursor) = (world.account(), None);
    world.network.mention(&world.customer, &world.brand, "처음");
    poll(&*account, &mut cursor).await;
    let seen_at = world.clock.now();

    for round in 0..450 {
        world.clock.advance_ms(MINUTE_MS / 10);
        world.network.mention(&world.customer, &world.brand, &format!("{round}"));
    }
    let page = poll(&*account, &mut cursor).await;
    assert_eq!((page.raws.len(), page.gap), (450, None));

    let before = world.clock.now();
    for round in 0..1_200 {
        world.clock.advance_ms(MINUTE_MS / 10);
        world.network.mention(&world.customer, &world.brand, &format!("{round}"));
    }
    let page = poll(&*account, &mut cursor).await;
    let gap = page.gap.clone().unwrap();
    assert_eq!((page.raws.len(), gap.why, gap.from), (1_000, "truncated_page", Some(before)));
    assert!(gap.to > before && seen_at < before);
    assert!(poll(&*account, &mut cursor).await.raws.is_empty(), "the gap is told once");
}

#[tokio::test]
async fn a_first_look_does_not_dig() {
    let world = World::new().await;
    for round in 0..150 {
        world.clock.advance_ms(MINUTE_MS);
        world.network.mention(&world.customer, &world.brand, &format!("{round}"));
    }
    let page = poll(&*world.account(), &mut None).await;
    assert_eq!((page.raws.len(), page.gap), (100, None));
}

#[tokio::test]
async fn a_page_that_failed_is_heard_the_next_time() {
    let world = World::new().await;
    let (account, mut cursor) = (world.account(), None);
    poll(&*account, &mut cursor).await;
    world.network.mention(&world.customer, &world.brand, "들리나요");
    for fault in [Fault::AnswerLost, Fault::Refuse { status: 502, error: "UpstreamFailure" }, Fault::TooMany { retry_after_seconds: 1 }] {
        world.network.fault("app.bsky.notification.listNotifications", fault);
        assert!(account.poll("notifications", cursor.as_ref(), &Everything).await.is_err());
    }
    assert_eq!(poll(&*account, &mut cursor).await.raws.len(), 1);
}

#[tokio::test]
async fn a_thread_is_fetched_up_to_its_root() {
    let world = World::new().await;
    let mut last = world.network.post(&world.customer, "뿌리");
    let root = last.clone();
    for depth in 0..12 {
        last = world.network.reply(&world.customer, &format!("{depth}"), &last);
    }
    for connector in [world.account(), world.stream()] {
        let found: Vec<_> =
            connector.hydrate_posts(std::slice::from_ref(&last.uri)).await.unwrap().into_iter().filter_map(as_post).collect();
        assert_eq!(found.len(), 13);
        assert!(found.iter().all(|post| post.context && !post.addressed));
        assert_eq!(found[12].native_id, root.uri);
    }
}

#[tokio::test]
async fn edits_and_deletions_show_when_posts_are_fetched_again() {
    let world = World::new().await;
    let (edited, deleted) = (world.network.post(&world.customer, "처음 말"), world.network.post(&world.customer, "지울 말"));
    let new = world.network.edit(&edited.uri, "고친 말");
    world.network.delete(&deleted.uri);
    let ids = [edited.uri.clone(), deleted.uri.clone(), "https://not.a/post".to_owned(), edited.uri.clone()];
    let found = world.account().hydrate_posts(&ids).await.unwrap();
    assert!(found.contains(&Inbound::Deleted { native_id: deleted.uri, by: Deleter::Unknown }));
    let posts: Vec<_> = found.into_iter().filter_map(as_post).collect();
    assert_eq!(posts.len(), 1);
    assert_eq!((posts[0].version.as_str(), posts[0].text.as_str()), (new.cid.as_str(), "고친 말"));
}

#[tokio::test]
async fn at_most_25_ids_are_asked_for_at_once() {
    let world = World::new().await;
    let uris: Vec<String> = (0..60).map(|round| world.network.post(&world.customer, &format!("{round}")).uri).collect();
    assert_eq!(world.account().hydrate_posts(&uris).await.unwrap().len(), 60);
    assert_eq!(world.network.calls(GET_POSTS), 3);
    let dids: Vec<String> = (0..30).map(|round| world.network.add_account(&format!("a{round}.test"), "x")).collect();
    let profiles = world.account().hydrate_authors(&dids).await.unwrap();
    assert_eq!(profiles.len(), 30);
    assert!(matches!(&profiles[0], Inbound::Profile(author) if author.handle.as_deref() == Some("a0.test") && author.followers.is_some()));
}

#[tokio::test]
async fn who_lets_us_answer_is_noted() {
    let world = World::new().await;
    let closed = world.network.post(&world.customer, "닫힘");
    world.network.close_replies(&closed.uri);
    let note = |inbound: Vec<Inbound>| inbound.into_iter().filter_map(as_post).next().unwrap().handle;
    let account = world.account();
    let handle = note(account.hydrate_posts(std::slice::from_ref(&closed.uri)).await.unwrap());
    assert_eq!(handle, json!({"cid": closed.cid, "root": null, "reply_disabled": true, "blocked": false}));
    world.network.block(&world.customer, &world.brand);
    let handle = note(account.hydrate_posts(std::slice::from_ref(&closed.uri)).await.unwrap());
    assert_eq!(handle["blocked"], true);
}
