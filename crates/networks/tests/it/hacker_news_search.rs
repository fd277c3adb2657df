//! Looking for what was said on Hacker News before anybody listened.

use crate::{
    hacker_news_world::{HackerNewsWorld, ids},
    support::MINUTE_MS,
};
use answerable_domain::Clock;
use answerable_networks::Search;
use answerable_testkit::Faked;
use serde_json::json;
use std::collections::BTreeSet;

fn search(words: &str, since: i64, until: i64) -> Search {
    Search { words: words.to_owned(), since, until, cursor: None }
}

#[tokio::test]
async fn what_is_found_reads_as_what_is_heard() {
    let world = HackerNewsWorld::new().await;
    let since = world.clock.now();
    let start = world.begin().await;
    let story = world.network.story("sora", "Acme &amp; me", json!({"url": "https://acme.example/b"}));
    let comment = world.network.comment("jiwoo", story, "I like Acme<p>really");
    world.network.story("kim", "Something else", json!({}));
    let heard = world.posts(&world.poll(&start).await.raws);
    let found = world.site.search(&search("Acme", since, since + MINUTE_MS)).await.unwrap();
    assert_eq!(found.next, None);
    let mut posts = world.posts(&found.raws);
    assert_eq!(ids(&posts), [comment, story], "the newest first");
    posts.reverse();
    assert_eq!(posts, heard);
}

#[tokio::test]
async fn pages_lead_through_everything_within_the_time() {
    let world = HackerNewsWorld::new().await;
    let since = world.clock.now();
    let mut expected = BTreeSet::new();
    for count in 0..1_250 {
        // Several in one second, more than one page in some.
        if count % 7 == 0 || (300..305).contains(&count) {
            world.clock.advance_ms(1_000);
        }
        expected.insert(world.network.comment("jiwoo", 40_000_001, &format!("Acme {count}")));
    }
    let until = world.clock.now() + 1_000;
    let mut question = search("Acme", since, until);
    let (mut found, mut pages) = (BTreeSet::new(), 0);
    loop {
        let page = world.site.search(&question).await.unwrap();
        found.extend(ids(&world.posts(&page.raws)));
        pages += 1;
        assert!(pages < 40, "it ends");
        let Some(next) = page.next else { break };
        question.cursor = Some(next);
    }
    assert_eq!(found, expected, "more than the thousand that one question shows");
}

#[tokio::test]
async fn the_question_is_exact_and_within_its_time() {
    let world = HackerNewsWorld::new().await;
    world.network.say("jiwoo", "Acme before");
    world.clock.advance_ms(10 * MINUTE_MS);
    let since = world.clock.now();
    world.network.say("jiwoo", "Acme within");
    world.clock.advance_ms(10 * MINUTE_MS);
    let until = world.clock.now();
    world.network.say("jiwoo", "Acme after");
    let found = world.site.search(&search("#Acme \"corp", since, until)).await.unwrap();
    assert!(found.raws.is_empty(), "a phrase");
    let found = world.site.search(&search("Acme", since, until)).await.unwrap();
    assert_eq!(world.posts(&found.raws).iter().map(|post| post.text.as_str()).collect::<Vec<_>>(), ["Acme within"]);
    let asked = world.network.asked().join("\n");
    assert!(
        asked.contains("typoTolerance=false") && asked.contains("created_at_i%3E%3D") && asked.contains("query=%22Acme++corp%22"),
        "{asked}"
    );
    assert!(world.site.can_search().is_ok());
}
