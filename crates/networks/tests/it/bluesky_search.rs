//! Looking into the past: what was said while nobody listened.

use crate::support::{MINUTE_MS, World, fixture};
use answerable_domain::{Clock, Cursor, Inbound};
use answerable_networks::{Connector, ConnectorError, Found, NoSearch, Search};
use answerable_testkit::Fault;
use std::time::Duration;

const SEARCH: &str = "app.bsky.feed.searchPosts";

fn of(world: &World, words: &str) -> Search {
    Search { words: words.to_owned(), since: 0, until: world.clock.now() + 1, cursor: None }
}

fn texts(connector: &dyn Connector, found: &Found) -> Vec<String> {
    let read = |body: &Vec<u8>| connector.normalize(&answerable_testkit::raw("search", body.clone())).unwrap();
    let text = |inbound| match inbound {
        Inbound::Post(post) => post.text,
        other => panic!("{other:?}"),
    };
    found.raws.iter().flat_map(read).map(text).collect()
}

#[tokio::test]
async fn a_span_of_time_is_searched_from_its_beginning_to_before_its_end() {
    let world = World::new().await;
    let start = world.clock.now();
    for text in ["아크메 하나", "아크메 둘", "딴 얘기", "아크메 셋"] {
        world.network.post(&world.customer, text);
        world.clock.advance_ms(MINUTE_MS);
    }
    let account = world.account();
    let search = Search { words: "아크메".into(), since: start + MINUTE_MS, until: start + 3 * MINUTE_MS, cursor: None };
    let found = account.search(&search).await.unwrap();
    assert_eq!(texts(&*account, &found), ["아크메 둘"]);
    assert_eq!(found.next, None);
}

#[tokio::test]
async fn pages_go_on_until_there_is_no_more() {
    let world = World::new().await;
    for round in 0..250 {
        world.network.post(&world.customer, &format!("acme {round}"));
    }
    let (account, mut search, mut lengths) = (world.account(), of(&world, "acme"), Vec::new());
    loop {
        let found = account.search(&search).await.unwrap();
        lengths.push(found.raws.len());
        search.cursor = found.next;
        if search.cursor.is_none() {
            break;
        }
    }
    assert_eq!(lengths, [100, 100, 50]);
    search.cursor = Some(Cursor("250".into()));
    assert_eq!(account.search(&search).await.unwrap(), Found::default(), "behind the end is nothing");
}

#[tokio::test]
async fn words_with_signs_are_taken_literally() {
    let world = World::new().await;
    world.network.post(&world.customer, "I love ACME Corp: great");
    world.network.post(&world.customer, "corp. acme");
    let account = world.account();
    for (words, count) in [("acme corp", 1), ("corp:", 1), ("acme", 2), ("\"", 0), ("from:customer.test", 0)] {
        let found = account.search(&of(&world, words)).await;
        match count {
            0 => assert!(found.as_ref().map_or(true, |found| found.raws.is_empty()), "{words}: {found:?}"),
            count => assert_eq!(found.unwrap().raws.len(), count, "{words}"),
        }
    }
}

#[tokio::test]
async fn what_the_network_objects_to_is_told_apart() {
    let world = World::new().await;
    let account = world.account();
    let search = of(&world, "acme");
    account.search(&search).await.unwrap();
    world.network.fault(SEARCH, Fault::TooMany { retry_after_seconds: 7 });
    assert!(matches!(account.search(&search).await, Err(ConnectorError::RateLimited { after, .. }) if after == Duration::from_secs(7)));
    world.network.fault(SEARCH, Fault::Refuse { status: 502, error: "UpstreamFailure" });
    assert!(matches!(account.search(&search).await, Err(ConnectorError::Transient(_))));
    world.network.fault(SEARCH, Fault::Refuse { status: 400, error: "BadQueryString" });
    assert!(matches!(account.search(&search).await, Err(ConnectorError::Protocol(_))));
    world.network.fault(SEARCH, Fault::RequestLost);
    assert!(matches!(account.search(&search).await, Err(ConnectorError::Transient(_))));
    world.network.expire_access_tokens();
    account.search(&search).await.expect("the session is renewed");
}

#[tokio::test]
async fn who_cannot_search_says_why() {
    let world = World::new().await;
    assert_eq!(world.account().can_search(), Ok(()));
    let stream = world.stream();
    assert_eq!(stream.can_search(), Err(NoSearch::NoAccount));
    let refused = stream.search(&of(&world, "acme")).await;
    assert!(matches!(refused, Err(ConnectorError::Settings { code: "no_account", .. })), "{refused:?}");
    assert_eq!(world.network.calls(SEARCH), 0, "a stranger is not even tried");
}

#[tokio::test]
async fn what_a_real_network_found_is_read_as_posts() {
    let recorded = fixture("searchPosts");
    let posts = recorded["body"]["posts"].as_array().unwrap();
    assert!(!posts.is_empty());
    let raw = answerable_testkit::raw("search", posts[0].to_string().into_bytes());
    let read = World::new().await.stream().normalize(&raw).unwrap();
    assert!(matches!(&read[0], Inbound::Post(post) if post.text.contains("배송")), "{read:?}");
}
