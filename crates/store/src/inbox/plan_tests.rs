//! A page costs the same however many cases there are: its query walks an index that has its order, and never sorts.

use super::*;
use crate::store::{Location, OpenOptions};
use answerable_domain::{CaseState, Clock, Millis, Network, UserId};
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
    let detail = |row: &Row| {
        let mut row = row.columns();
        row.int().and_then(|_| row.int()).and_then(|_| row.int()).and_then(|_| row.text()).expect("four columns")
    };
    rows.iter().map(detail).collect::<Vec<_>>().join("; ")
}

#[tokio::test]
async fn pages_come_from_an_index_in_their_order() {
    let folder = tempfile::tempdir().expect("a folder");
    let location = Location::Sqlite(folder.path().join("plan.db"));
    let store = Store::open(&location, OpenOptions::new(Arc::new(Frozen))).await.expect("opens");
    let open = || CaseFilter::State(CaseState::Open);
    let filters = [
        (CaseFilter::All(Vec::new()), ""),
        (open(), "_by_state"),
        (CaseFilter::Any(vec![open()]), "_by_state"),
        (CaseFilter::Any(vec![open(), CaseFilter::State(CaseState::Waiting)]), ""),
        (CaseFilter::All(vec![open(), CaseFilter::Unassigned, CaseFilter::Network(Network::Bluesky)]), "_by_state"),
        (CaseFilter::All(vec![CaseFilter::Not(Box::new(open())), CaseFilter::Language("ko".into())]), ""),
        (CaseFilter::All(vec![open(), CaseFilter::Label(Label::Complaint)]), "_by_state"),
        (CaseFilter::Not(Box::new(CaseFilter::Label(Label::Troll))), ""),
        (CaseFilter::Any(vec![CaseFilter::AssignedTo(UserId(1)), CaseFilter::Vip]), ""),
    ];
    let orders = [
        (CaseOrder::Newest, "case_newest"),
        (CaseOrder::Oldest, "case_newest"),
        (CaseOrder::Urgent, "case_urgent"),
        (CaseOrder::Negative, "case_gloomiest"),
        (CaseOrder::Label(Label::Complaint), "case_newest"),
    ];
    let key = PageKey { first: 5, second: 0, id: 5, as_of: 5 };
    for (filter, suffix) in &filters {
        for (order, index) in orders {
            for after in [None, Some(key)] {
                for part in parts_of(order, None) {
                    let query = places_query(BrandId(1), filter, order, part, after, 25, Engine::Sqlite).expect("compiles");
                    let plan = plan_of(&store, query).await;
                    assert!(plan.contains(&format!("{index}{suffix} (")), "{filter:?} {order:?}: {plan}");
                    assert!(!plan.contains("B-TREE"), "{filter:?} {order:?} sorts: {plan}");
                }
            }
        }
    }
}

#[tokio::test]
async fn what_few_cases_have_is_found_among_those() {
    let folder = tempfile::tempdir().expect("a folder");
    let location = Location::Sqlite(folder.path().join("plan.db"));
    let store = Store::open(&location, OpenOptions::new(Arc::new(Frozen))).await.expect("opens");
    let open = || CaseFilter::State(CaseState::Open);
    let safety = || CaseFilter::Label(Label::Safety);
    let key = PageKey { first: 5, second: 0, id: 5, as_of: 5 };
    for (filter, order) in [
        (safety(), CaseOrder::Newest),
        (CaseFilter::All(vec![open(), safety()]), CaseOrder::Newest),
        (CaseFilter::All(vec![open(), CaseFilter::AssignedTo(UserId(1)), safety()]), CaseOrder::Oldest),
        (open(), CaseOrder::Label(Label::Safety)),
        (CaseFilter::All(vec![]), CaseOrder::Label(Label::Threat)),
    ] {
        for after in [None, Some(key)] {
            let query = places_query(BrandId(1), &filter, order, parts_of(order, after)[0], after, 25, Engine::Sqlite).expect("compiles");
            let plan = plan_of(&store, query).await;
            assert!(plan.contains("case_marked (") && !plan.contains("B-TREE"), "{filter:?} {order:?}: {plan}");
        }
    }
}
