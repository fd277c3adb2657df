//! Looking for matches costs what happened, however many cases and posts there are.

use super::*;
use crate::store::{Location, OpenOptions};
use answerable_domain::{CaseState, Clock, MonitorId, UserId};
use std::sync::Arc;

struct Frozen;

impl Clock for Frozen {
    fn now(&self) -> Millis {
        1_795_310_200_000
    }
}

#[tokio::test]
async fn cases_are_picked_by_their_ids_whatever_is_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    let location = Location::Sqlite(folder.path().join("plan.db"));
    let store = Store::open(&location, OpenOptions::new(Arc::new(Frozen))).await.expect("opens");
    for filter in [
        CaseFilter::All(Vec::new()),
        CaseFilter::State(CaseState::Open),
        CaseFilter::AssignedTo(UserId(1)),
        CaseFilter::Monitor(MonitorId(1)),
        CaseFilter::All(vec![CaseFilter::State(CaseState::Open), CaseFilter::Search("환불".into())]),
    ] {
        let mut explained = sql("EXPLAIN QUERY PLAN ");
        explained.push_query(few_query(BrandId(1), &filter, &[CaseId(1), CaseId(2)], Engine::Sqlite).expect("compiles"));
        let rows = explained.all(&mut store.read().await.expect("a reader")).await.expect("explained");
        let details = rows.iter().map(|row| {
            let mut row = row.columns();
            row.int().and_then(|_| row.int()).and_then(|_| row.int()).and_then(|_| row.text()).expect("four columns")
        });
        let plan = details.collect::<Vec<_>>().join("; ");
        assert!(plan.contains("SEARCH c USING INTEGER PRIMARY KEY"), "{filter:?}: {plan}");
        if plan.contains(" s ") {
            let (posts, words) = (plan.find("INDEX post_by_case (case_id=?)"), plan.find("SCAN s VIRTUAL TABLE INDEX 0:=M"));
            assert!(posts.is_some() && words.is_some() && posts < words, "only the words of the case's own posts: {plan}");
        }
    }
}
