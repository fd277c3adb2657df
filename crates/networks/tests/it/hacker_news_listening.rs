//! Reading every new item of Hacker News and keeping what matters.

use crate::{
    hacker_news_world::{HackerNewsWorld, ids},
    support::{MINUTE_MS, as_post},
};
use answerable_domain::{ActionKind, Availability, Clock, Cursor, Deleter, Inbound, Network, PostKind, SpanKind, Unavailable};
use answerable_networks::{ConnectorError, SendTarget};
use answerable_testkit::{Breakdown, Calls, Faked, post};
use serde_json::json;
use std::time::Duration;

#[tokio::test]
async fn listening_begins_with_the_next_item() {
    let world = HackerNewsWorld::new().await;
    world.network.say("jiwoo", "Acme was there before us");
    let first = world.try_poll(None).await.unwrap();
    assert!(first.raws.is_empty() && !first.more && first.gap.is_none());
    let said = world.network.say("jiwoo", "Acme broke again");
    world.network.chatter(30);
    let second = world.poll(&first.next.unwrap()).await;
    let posts = world.posts(&second.raws);
    assert_eq!(posts.iter().map(|post| post.native_id.as_str()).collect::<Vec<_>>(), [said.native_id.as_str()]);
    assert_eq!(second.newest_at, Some(world.clock.now() / 1_000 * 1_000));
    let third = world.poll(&second.next.unwrap()).await;
    assert!(third.raws.is_empty() && third.gap.is_none());
}

#[tokio::test]
async fn a_post_is_what_its_reader_would_see() {
    let world = HackerNewsWorld::new().await;
    let start = world.begin().await;
    let story = world.network.story("sora", "Show HN: Acme &amp; me", json!({"url": "https://acme.example/b"}));
    let html = "Acme&#x27;s <i>new</i> thing<p>See <a href=\"https:&#x2F;&#x2F;acme.example&#x2F;s?a=1&amp;b=2\" rel=\"nofollow\">https:&#x2F;&#x2F;acme.example&#x2F;s...</a>";
    let comment = world.network.comment("jiwoo", story, html);
    let below = world.network.comment("kim", comment, "Acme again &lt;b&gt;");
    let job = world.network.add("job", "acme", json!({"title": "Acme (YC S26) is hiring", "text": "In 서울"}));
    let page = world.poll(&start).await;
    let posts = world.posts(&page.raws);
    assert_eq!(ids(&posts), [story, comment, below, job]);
    assert_eq!(posts[0].text, "Show HN: Acme & me");
    assert_eq!(posts[0].spans[0].kind, SpanKind::Link("https://acme.example/b".into()));
    assert_eq!(posts[1].text, "Acme's new thing\n\nSee https://acme.example/s...");
    assert_eq!(posts[1].spans.last().unwrap().kind, SpanKind::Link("https://acme.example/s?a=1&b=2".into()));
    assert_eq!(posts[2].text, "Acme again <b>");
    assert_eq!(posts[3].text, "Acme (YC S26) is hiring\n\nIn 서울");
    assert_eq!(
        posts.iter().map(|post| post.kind).collect::<Vec<_>>(),
        [PostKind::Post, PostKind::Comment, PostKind::Comment, PostKind::Post]
    );
    assert_eq!(posts[2].root_native_id, Some(story.to_string()));
    assert_eq!(posts[2].parent_native_id, Some(comment.to_string()));
    assert_eq!(posts[0].root_native_id, None);
    assert_eq!((posts[1].author.native_id.as_str(), posts[1].author.handle.as_deref()), ("jiwoo", Some("jiwoo")));
    assert_eq!(posts[1].permalink, Some(format!("https://news.ycombinator.com/item?id={comment}")));
    assert!(posts.iter().all(|post| !post.addressed && !post.context && post.spans.iter().all(|span| span.fits(&post.text))));
    // The item is stored as it came.
    let stored = String::from_utf8(page.raws[1].clone()).unwrap();
    let answer = crate::support::http().get(format!("{}/v0/item/{comment}.json", world.network.url())).send().await.unwrap();
    assert!(stored.contains(&answer.text().await.unwrap()) || stored.contains("\"kids\""), "{stored}");
}

#[tokio::test]
async fn what_is_said_below_what_mattered_matters() {
    let world = HackerNewsWorld::new().await;
    let start = world.begin().await;
    let story = world.network.story("somebody", "Ask HN: Who is down?", json!({}));
    let named = world.network.comment("jiwoo", story, "Acme is");
    let answer = world.network.comment("kim", named, "Same here");
    world.network.comment("lee", story, "Not me");
    let first = world.poll(&start).await;
    assert_eq!(ids(&world.posts(&first.raws)), [named, answer]);
    let later = world.network.comment("jiwoo", answer, "Fixed now");
    let second = world.poll(&first.next.unwrap()).await;
    let posts = world.posts(&second.raws);
    assert_eq!(ids(&posts), [later]);
    assert_eq!(posts[0].root_native_id, Some(story.to_string()));
}

#[tokio::test]
async fn whoever_was_away_catches_up_in_steps() {
    let world = HackerNewsWorld::new().await;
    let mut cursor = world.begin().await;
    world.network.say("jiwoo", "first");
    world.network.chatter(1_200);
    world.network.say("jiwoo", "last");
    let (mut found, mut steps) = (Vec::new(), 0);
    loop {
        let page = world.poll(&cursor).await;
        steps += 1;
        found.extend(world.posts(&page.raws));
        cursor = page.next.unwrap();
        assert!(page.gap.is_none());
        if !page.more {
            break;
        }
    }
    assert_eq!((steps, found.len()), (3, 2));
    assert!((2..=10).contains(&world.network.most_at_once()), "{} at once", world.network.most_at_once());
}

#[tokio::test]
async fn too_far_behind_is_a_gap_and_a_jump() {
    let world = HackerNewsWorld::new().await;
    let away = world.clock.now();
    let cursor = world.begin().await;
    world.network.say("jiwoo", "nobody hears this");
    world.network.chatter(20_000);
    world.clock.advance_ms(48 * 60 * MINUTE_MS);
    world.network.chatter(300);
    let page = world.poll(&cursor).await;
    let gap = page.gap.clone().unwrap();
    assert_eq!((gap.from, gap.why), (Some(away), "too_far_behind"));
    assert!(gap.to >= away && page.more && page.raws.is_empty());
    let place: serde_json::Value = serde_json::from_str(&page.next.clone().unwrap().0).unwrap();
    assert_eq!(place["last"].as_u64().unwrap(), world.network.newest() - 20_000 + 500);
    assert!(world.poll(&page.next.unwrap()).await.gap.is_none(), "told once");
}

#[tokio::test]
async fn an_item_that_is_not_there_yet_is_asked_for_again() {
    let world = HackerNewsWorld::new().await;
    let start = world.begin().await;
    let late = world.network.story("jiwoo", "Acme is late", json!({}));
    let never = world.network.story("jiwoo", "Acme never came", json!({}));
    world.network.hold_back(late);
    world.network.hold_back(never);
    let first = world.poll(&start).await;
    assert!(first.raws.is_empty());
    world.clock.advance_ms(2 * MINUTE_MS);
    world.network.release(late);
    let second = world.poll(&first.next.unwrap()).await;
    assert_eq!(ids(&world.posts(&second.raws)), [late]);
    // A quarter of an hour is enough.
    world.clock.advance_ms(14 * MINUTE_MS);
    let third = world.poll(&second.next.unwrap()).await;
    world.network.release(never);
    let fourth = world.poll(&third.next.unwrap()).await;
    assert!(third.raws.is_empty() && fourth.raws.is_empty());
}

#[tokio::test]
async fn what_was_taken_back_before_we_saw_it_is_nobodys_business() {
    let world = HackerNewsWorld::new().await;
    let start = world.begin().await;
    let back = world.network.story("jiwoo", "Acme", json!({}));
    let down = world.network.story("spam", "Acme", json!({"dead": true}));
    world.network.take_back(back);
    let page = world.poll(&start).await;
    assert!(page.raws.is_empty(), "{down}");
}

#[tokio::test]
async fn edits_and_deletions_are_seen_by_asking_again() {
    let world = HackerNewsWorld::new().await;
    let recheck = world.site.recheck().unwrap();
    assert!(recheck.within >= Duration::from_secs(7_200) && recheck.every <= Duration::from_secs(600));
    let start = world.begin().await;
    let said = world.network.say("jiwoo", "Acme is bad");
    let first = world.posts(&world.poll(&start).await.raws).remove(0);
    let again = async || world.site.hydrate_posts(std::slice::from_ref(&said.native_id)).await.unwrap();
    let same = again().await.into_iter().find_map(as_post).unwrap();
    assert_eq!(
        (same.version.clone(), same.context, same.root_native_id.clone()),
        (first.version.clone(), true, first.root_native_id.clone())
    );
    let edited = world.network.edit(&said, "Acme is fine").unwrap();
    let post = again().await.into_iter().find_map(as_post).unwrap();
    assert_eq!(post.text, edited.text);
    assert_ne!(post.version, first.version);
    world.network.delete(&said).unwrap();
    assert!(again().await.contains(&Inbound::Deleted { native_id: said.native_id.clone(), by: Deleter::Author }));
    let killed = world.network.say("spam", "Acme");
    world.network.set(killed.native_id.parse().unwrap(), json!({"dead": true}));
    let found = world.site.hydrate_posts(&[killed.native_id.clone(), "1".into(), "no item".into()]).await.unwrap();
    assert!(found.contains(&Inbound::Deleted { native_id: killed.native_id, by: Deleter::Network }));
    assert!(found.contains(&Inbound::Deleted { native_id: "1".into(), by: Deleter::Unknown }));
    assert!(found.contains(&Inbound::Ignored { what: "not_an_item".into() }));
}

#[tokio::test]
async fn the_thread_above_comes_along_each_item_once() {
    let world = HackerNewsWorld::new().await;
    let story = world.network.story("a", "Story", json!({}));
    let one = world.network.comment("b", story, "one");
    let two = world.network.comment("c", one, "two");
    let other = world.network.comment("d", one, "other");
    let found = world.site.hydrate_posts(&[two.to_string(), other.to_string()]).await.unwrap();
    let posts: Vec<_> = found.into_iter().filter_map(as_post).collect();
    assert_eq!(ids(&posts), [two, other, one, story]);
    assert!(posts.iter().all(|post| post.context));
    let root = Some(story.to_string());
    assert_eq!(posts.iter().map(|post| post.root_native_id.clone()).collect::<Vec<_>>(), [root.clone(), root.clone(), root, None]);
    assert_eq!(world.network.asked().len(), 4);
}

#[tokio::test]
async fn an_author_has_a_name_and_no_followers() {
    let world = HackerNewsWorld::new().await;
    world.network.say("jiwoo", "Acme");
    let found = world.site.hydrate_authors(&["jiwoo".into(), "nobody".into(), "../v0/maxitem".into()]).await.unwrap();
    let [Inbound::Profile(profile)] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((profile.native_id.as_str(), profile.handle.as_deref(), profile.followers), ("jiwoo", Some("jiwoo"), None));
}

#[tokio::test]
async fn a_failure_moves_nothing() {
    let world = HackerNewsWorld::new().await;
    let start = world.begin().await;
    world.network.say("jiwoo", "Acme");
    for (how, check) in [
        (Breakdown::Status(503), (|error| matches!(error, ConnectorError::Transient(_))) as fn(&ConnectorError) -> bool),
        (Breakdown::Lost, |error| matches!(error, ConnectorError::Transient(_))),
        (Breakdown::Huge, |error| matches!(error, ConnectorError::Transient(_))),
        (
            Breakdown::TooMany { retry_after_seconds: Some(9) },
            |error| matches!(error, ConnectorError::RateLimited { after, .. } if *after == Duration::from_secs(9)),
        ),
        (Breakdown::Status(403), |error| matches!(error, ConnectorError::Protocol(_))),
    ] {
        world.network.break_next(Calls::Reading, how);
        let error = world.try_poll(Some(&start)).await.unwrap_err();
        assert!(check(&error), "{how:?}: {error:?}");
    }
    assert_eq!(world.posts(&world.poll(&start).await.raws).len(), 1);
}

#[tokio::test]
async fn what_is_new_to_us_is_ignored_and_what_is_broken_is_poison() {
    let world = HackerNewsWorld::new().await;
    let start = world.begin().await;
    world.network.unknown_event().unwrap();
    let page = world.poll(&start).await;
    assert_eq!(world.read(&page.raws), [Inbound::Ignored { what: "riddle".into() }]);
    for (body, code) in
        [("{}", "missing_field"), ("[", "not_json"), (r#"{"id":"7","type":"story"}"#, "missing_field"), (r#"{"id":7}"#, "missing_field")]
    {
        assert_eq!(world.site.normalize(&answerable_testkit::raw("items", body)).unwrap_err().code, code, "{body}");
    }
    // A cursor of another make begins anew.
    assert!(world.poll(&Cursor("x".into())).await.raws.is_empty());
}

#[tokio::test]
async fn an_answer_is_given_by_hand_on_the_posts_page() {
    let world = HackerNewsWorld::new().await;
    let post = post("Acme").native(Network::HackerNews, "40000001", "1").permalink("https://news.ycombinator.com/item?id=40000001").build();
    let target = SendTarget { post, handle: json!({}) };
    assert_eq!(world.site.can(ActionKind::Reply, &target), Availability::Manual(Unavailable::Unsupported));
    assert_eq!(world.site.can(ActionKind::Like, &target), Availability::No(Unavailable::Unsupported));
    let mut gone = target.clone();
    gone.post.deleted_at = Some(1);
    assert_eq!(world.site.can(ActionKind::Reply, &gone), Availability::No(Unavailable::PostDeleted));
    assert_eq!(world.site.check().await.unwrap().display_name.as_deref(), Some("Hacker News"));
    assert!(world.site.limits().is_none());
}
