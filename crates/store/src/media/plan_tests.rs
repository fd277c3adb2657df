//! What is asked of media costs what it finds, however many posts and files there are.

use super::{rows, sweep, wanted};
use crate::sql::{Query, sql};
use crate::store::{Location, OpenOptions, Store};
use answerable_domain::{Clock, Millis, Network, PostId};
use std::sync::Arc;

struct Frozen;

impl Clock for Frozen {
    fn now(&self) -> Millis {
        1_795_310_200_000
    }
}

async fn plan_of(store: &Store, query: Query) -> String {
    let mut explained = sql("EXPLAIN QUERY PLAN ");
    explained.push_query(query);
    let rows = explained.all(&mut store.read().await.expect("a reader")).await.expect("explained");
    let details = rows.iter().map(|row| {
        let mut row = row.columns();
        row.int().and_then(|_| row.int()).and_then(|_| row.int()).and_then(|_| row.text()).expect("four columns")
    });
    details.collect::<Vec<_>>().join("; ")
}

#[tokio::test]
async fn media_are_found_by_an_index_in_their_order() {
    let folder = tempfile::tempdir().expect("a folder");
    let location = Location::Sqlite(folder.path().join("plan.db"));
    let store = Store::open(&location, OpenOptions::new(Arc::new(Frozen))).await.expect("opens");
    let posts: Vec<PostId> = (1..100).map(PostId).collect();
    for (query, index) in [
        (wanted::due_query(5, 10), "media_wanted (next_at<?)"),
        (rows::of_posts_query(&posts), "media_by_post (post_id=?)"),
        (rows::use_query("aa"), "media_by_hash (hash=?)"),
        (sweep::loose_query(5, 10), "media_loose (created_at<?)"),
        (sweep::removed_query(&[Network::X], 10), "media_removed"),
    ] {
        let plan = plan_of(&store, query).await;
        assert!(plan.contains(index), "{index}: {plan}");
        assert!(!plan.contains("SCAN p") && !plan.contains("FOR ORDER BY"), "{index}: {plan}");
    }
}
