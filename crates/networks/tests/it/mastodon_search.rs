//! Looking into the past: hashtags as far back as the list goes, words where the server searches.

use crate::mastodon_world::Town;
use answerable_domain::{Clock, Inbound, Millis};
use answerable_networks::{Connector, ConnectorError, Search};
use answerable_testkit::{MastodonDraft, MastodonProfile, raw};

/// All pages of one question: the texts that were found, and how many pages it took.
async fn search(account: &dyn Connector, words: &str, since: Millis, until: Millis) -> Result<(Vec<String>, usize), ConnectorError> {
    let mut search = Search { words: words.to_owned(), since, until, cursor: None };
    let mut texts = Vec::new();
    for pages in 1..=20 {
        let found = account.search(&search).await?;
        for body in found.raws {
            match account.normalize(&raw("search", body)).unwrap().remove(0) {
                Inbound::Post(post) => texts.push(post.text),
                other => panic!("{other:?}"),
            }
        }
        search.cursor = found.next;
        if search.cursor.is_none() {
            return Ok((texts, pages));
        }
    }
    panic!("no end after 20 pages");
}

#[tokio::test]
async fn a_hashtag_is_read_back_to_where_it_was_asked_from() {
    let town = Town::mastodon().await;
    let start = town.clock.now();
    for round in 0..100 {
        town.network.publish("sora", MastodonDraft::new(format!("#환불 {round}")));
        town.clock.advance_ms(1_000);
    }
    let account = town.account();
    let (all, _) = search(&*account, "#환불", start, town.clock.now()).await.unwrap();
    assert_eq!((all.len(), all[0].as_str(), all[99].as_str()), (100, "#환불 99", "#환불 0"), "the newest first");
    let (some, pages) = search(&*account, "#환불", start + 80_000, start + 90_000).await.unwrap();
    assert_eq!((some.len(), some[0].as_str(), pages), (10, "#환불 89", 1), "and no further");
}

#[tokio::test]
async fn words_are_searched_for_page_by_page() {
    let town = Town::mastodon().await;
    let start = town.clock.now();
    for round in 0..50 {
        town.network.publish("sora", MastodonDraft::new(format!("아크메 냉장고 {round}")));
    }
    let (all, pages) = search(&*town.account(), "아크메 냉장고", start, start + 1_000).await.unwrap();
    assert_eq!((all.len(), pages), (50, 2));
}

#[tokio::test]
async fn a_server_that_lets_nobody_read_its_tags_is_named() {
    let town = Town::new(MastodonProfile::mastodon().without_feeds()).await;
    let refused = search(&*town.account(), "#환불", 0, town.clock.now()).await.unwrap_err();
    assert!(matches!(refused, ConnectorError::Settings { code: "no_history", .. }), "{refused:?}");
}
