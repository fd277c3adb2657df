//! The sandbox: a lively day at once, then one post after another, and nothing leaves.

use crate::support::{Everything, MemoryVault, World, http, posts};
use answerable_domain::{ActionKind, Availability, Clock, Cursor, Unavailable};
use answerable_networks::{Connector, Context, Outcome, SandboxSettings, Settings, connect};
use answerable_testkit::FakeClock;
use std::{collections::HashSet, sync::Arc};

fn sandbox(clock: &Arc<FakeClock>) -> Box<dyn Connector> {
    let context = Context {
        clock: clock.clone(),
        vault: Arc::new(MemoryVault::default()),
        http: http(),
        allowed_hosts: Arc::new([]),
        reference_key: [0; 32],
    };
    connect(Settings::Sandbox(SandboxSettings::default()), None, context).unwrap()
}

async fn poll(sandbox: &dyn Connector, cursor: &mut Option<Cursor>) -> usize {
    let page = sandbox.poll("story", cursor.as_ref(), &Everything).await.unwrap();
    if page.next.is_some() {
        cursor.clone_from(&page.next);
    }
    page.raws.len()
}

#[tokio::test]
async fn a_day_at_once_and_then_one_every_few_seconds() {
    let clock = FakeClock::new();
    let (sandbox, mut cursor) = (sandbox(&clock), None);
    let first = sandbox.poll("story", None, &Everything).await.unwrap();
    let day = posts(&*sandbox, &first);
    assert_eq!(first.raws.len(), 40);
    assert!(day.iter().all(|post| (0..=24 * 3_600_000).contains(&(clock.now() - post.created_at))));
    assert!(day.is_sorted_by_key(|post| post.created_at));
    let languages: HashSet<&str> = day.iter().map(|post| post.languages[0].as_str()).collect();
    assert_eq!(languages.len(), 3);

    poll(&*sandbox, &mut cursor).await;
    assert_eq!(poll(&*sandbox, &mut cursor).await, 0);
    for _ in 0..10 {
        clock.advance_ms(6_000);
        assert_eq!(poll(&*sandbox, &mut cursor).await, 1);
        assert_eq!(poll(&*sandbox, &mut cursor).await, 0);
    }
    clock.advance_ms(7 * 24 * 3_600_000);
    assert_eq!(poll(&*sandbox, &mut cursor).await, 40, "a week asleep is not made up for at once");
}

#[tokio::test]
async fn one_can_answer_and_nobody_gets_it() {
    let sandbox = sandbox(&FakeClock::new());
    let world = World::new().await;
    let post = world.network.post(&world.customer, "아크메");
    let target = world.target(&post);
    assert_eq!(sandbox.can(ActionKind::Reply, &target), Availability::Yes);
    assert_eq!(sandbox.can(ActionKind::Like, &target), Availability::No(Unavailable::Sandbox));
    assert!(matches!(sandbox.send(&world.delivery(&post, &["네"])).await, Outcome::Done(receipt) if receipt.permalink.is_none()));
    assert_eq!(world.network.log(), []);
}
