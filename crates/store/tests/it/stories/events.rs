//! The log: in order, told after the commit, the same live and read again.

use crate::desk::Desk;
use crate::engines::Ground;
use answerable_domain::{Event, EventSeq};
use answerable_testkit::inbound;

pub async fn events_are_told_in_order(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let other = desk.another(ground).await;
    let start = desk.store.latest_seq().await.expect("read");
    let mut live = desk.store.subscribe();
    let tasks: Vec<_> = (0..40)
        .map(|number| {
            let at = if number % 2 == 0 { &desk } else { &other };
            let (store, scope, email) = (at.store.clone(), at.scope, format!("{number}"));
            tokio::spawn(async move { store.rename_brand(&scope, &email).await.expect("stored") })
        })
        .collect();
    for task in tasks {
        task.await.expect("no panic");
    }
    desk.deliver(vec![desk.heard(inbound("at://c/1", "아크메 secret words").build())]).await;
    let refused = desk.store.add_note(&desk.scope, answerable_domain::CaseId(1), "x").await;
    refused.expect_err("there is no such case, and no event of it");
    let mut told: Vec<Event> = Vec::new();
    while let Ok(event) = live.try_recv() {
        told.push((*event).clone());
    }
    assert_eq!(told.len(), 42, "all that was committed was told before its caller heard of it");
    assert!(told.is_sorted_by_key(|event| event.seq) && told[0].seq > start);
    for at in [&desk, &other] {
        let read = at.store.events_after(&at.scope, start, 1000).await.expect("read");
        let heard: Vec<Event> = told.iter().filter(|event| event.brand_id == at.brand_id).cloned().collect();
        assert_eq!(read, heard);
        assert_eq!(at.store.events_after(&at.scope, read[4].seq, 3).await.expect("read"), read[5..8]);
    }
    assert!(told.iter().all(|event| !event.payload.to_string().contains("secret")), "no foreign words in the log");

    let latest = desk.store.latest_seq().await.expect("read");
    assert_eq!(latest, told[41].seq);
    let count = desk.store.prune_events(i64::MAX, 1000).await.expect("pruned");
    assert!(count > 42);
    assert_eq!(desk.store.oldest_seq().await.expect("read"), latest, "the newest stays, so that the log goes on from it");
    desk.store.rename_brand(&desk.scope, "on").await.expect("stored");
    assert_eq!(desk.store.latest_seq().await.expect("read"), EventSeq(latest.0 + 1));
}
