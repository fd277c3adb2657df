//! However a stream is delivered — twice, in other batches, cut by crashes, with threads interleaved otherwise — the end is the same.

use super::carrying::{hand_out, mail, mailed};
use crate::desk::{Desk, deleted, ours};
use crate::engines::Ground;
use crate::judge::judge;
use answerable_domain::{Clock, InboundPost};
use answerable_store::{Arrival, Digested, PendingRaw, Quarantine, RawPage};
use answerable_testkit::inbound;
use proptest::{collection::vec, prelude::*, strategy::ValueTree, test_runner::TestRunner};

/// What happens to the payloads between the network and the inbox.
#[derive(Debug, Clone)]
enum Step {
    /// The next part of the stream is stored.
    Append(usize),
    /// What the source delivered earlier comes again, from this far back.
    Replay(usize),
    /// The pipeline takes in what is pending, at most this many.
    Absorb(usize),
    /// The pipeline takes the same in again: it died before it could note that it had.
    AbsorbAgain,
    /// The program ends and starts again.
    Crash,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (1..4usize).prop_map(Step::Append),
        2 => (1..8usize).prop_map(Step::Replay),
        4 => (1..6usize).prop_map(Step::Absorb),
        1 => Just(Step::AbsorbAgain),
        1 => Just(Step::Crash),
    ]
}

pub async fn any_delivery_ends_in_the_same_state(ground: &Ground) {
    let mut runner = TestRunner::deterministic();
    let desk = Desk::new(ground).await;
    let expected = {
        let brand = desk.another(ground).await;
        let order: Vec<usize> = (0..stream(&brand).len()).collect();
        play(brand, ground, &order, &[Step::Append(100), Step::Absorb(100)]).await
    };
    assert!(expected.iter().any(|line| line.contains("네 번째")), "the stream tells something: {expected:#?}");
    assert!(
        expected.iter().any(|line| line.contains("m1입니다") && line.contains("m3입니다") && line.contains("at://h/1")),
        "{expected:#?}"
    );
    let rounds = if ground.is_sqlite() { 25 } else { 8 };
    for round in 0..rounds {
        let steps = vec(step(), 5..40).new_tree(&mut runner).expect("a schedule").current();
        let order = interleaved(&mut runner);
        let brand = desk.another(ground).await;
        let found = play(brand, ground, &order, &steps).await;
        assert_eq!(found, expected, "round {round}: order {order:?}, steps {steps:?}");
    }
}

/// Four threads that have nothing to do with each other; within each the order is the network's.
const THREADS: [usize; 4] = [7, 5, 3, 5];

fn stream(desk: &Desk) -> Vec<Option<Arrival>> {
    let heard = |post| Some(desk.heard(post));
    let first = |text: &str, version: &str| inbound("at://a/1", text).author("did:a").version(version).build();
    vec![
        heard(first("아크메 첫 번째", "1")),
        heard(first("아크메 두 번째", "2")),
        Some(ours(inbound("at://us/1", "죄송합니다").author("did:us").answers("at://a/1", "at://a/1", "did:a").build())),
        Some(crate::desk::unheard(inbound("at://a/2", "고마워요").author("did:a").answers("at://us/1", "at://a/1", "did:us").build())),
        Some(crate::desk::unheard(inbound("at://o/1", "나도").author("did:o").answers("at://a/1", "at://a/1", "did:a").build())),
        heard(first("아크메 네 번째", "3")),
        Some(deleted("at://a/2", 77)),
        heard(inbound("at://b/1", "アクメ 返金").author("did:b").build()),
        None,
        Some(deleted("at://b/1", 78)),
        heard(inbound("at://b/2", "アクメ 返品").author("did:b").build()),
        Some(crate::desk::unheard(inbound("at://x/1", "nobody's").author("did:x").build())),
        heard(inbound("at://c/1", "acme refund").author("did:c").build()),
        heard(inbound("at://c/2", "acme again").author("did:c").answers("at://c/1", "at://c/1", "did:c").build()),
        heard(inbound("at://c/2", "acme again!").author("did:c").version("2").answers("at://c/1", "at://c/1", "did:c").build()),
        Some(by_code(desk, "m1", "kim@home.example")),
        Some(by_code(desk, "m2", "sora@home.example")),
        Some(mailed(desk, InboundPost { version: "2".into(), ..mail("mallory@evil.example", "m1", None) })),
        Some(mailed(desk, mail("kim@home.example", "m3", Some("m1")))),
        Some(mailed(desk, mail("mallory@evil.example", "m4", Some("m1")))),
    ]
}

/// Of the case that is there before the stream begins.
fn code_of(desk: &Desk) -> String {
    format!("CODE-{}", desk.brand_id)
}

fn by_code(desk: &Desk, native_id: &str, from: &str) -> Arrival {
    mailed(desk, InboundPost { hand_off: Some(code_of(desk)), ..mail(from, native_id, None) })
}

/// An order of the stream that keeps each thread's own.
fn interleaved(runner: &mut TestRunner) -> Vec<usize> {
    let turns: Vec<usize> = THREADS.iter().enumerate().flat_map(|(thread, count)| vec![thread; *count]).collect();
    let turns = Just(turns).prop_shuffle().new_tree(runner).expect("a shuffle").current();
    let mut next = [0, THREADS[0], THREADS[0] + THREADS[1], THREADS[0] + THREADS[1] + THREADS[2]];
    turns
        .into_iter()
        .map(|thread| {
            next[thread] += 1;
            next[thread] - 1
        })
        .collect()
}

async fn play(mut desk: Desk, ground: &Ground, order: &[usize], steps: &[Step]) -> Vec<String> {
    desk.deliver(vec![desk.heard(inbound("at://h/1", "아크메 고장").author("did:h").build())]).await;
    let case_id = desk.only_case().await.row.case.id;
    hand_out(&desk, case_id, &code_of(&desk)).await;
    let mut appended = 0;
    let mut last: Vec<Digested> = Vec::new();
    for step in steps.iter().chain(&[Step::Append(100), Step::Absorb(1000)]) {
        desk.clock.advance_ms(1);
        match step {
            Step::Append(count) => {
                let end = (appended + count).min(order.len());
                append(&desk, &order[appended..end]).await;
                appended = end;
            }
            Step::Replay(back) => append(&desk, &order[appended.saturating_sub(*back)..appended]).await,
            Step::Absorb(limit) => {
                let pending = desk.store.pending_raws(None, *limit).await.expect("read");
                last = pending.into_iter().map(|pending| digest(&desk, pending)).collect();
                desk.absorb(last.clone()).await;
            }
            Step::AbsorbAgain => _ = desk.absorb(last.clone()).await,
            Step::Crash => {
                // Without a farewell: what was acknowledged is there, and nothing else matters.
                desk.store = ground.open().await;
            }
        }
    }
    desk.store.absorb(Vec::new(), judge()).await.expect("nothing to do is no error");
    state_of(&desk).await
}

/// A payload is the number of its place in the stream.
async fn append(desk: &Desk, places: &[usize]) {
    let bodies = places.iter().map(|place| place.to_string().into_bytes()).collect();
    let page = RawPage { bodies, received_at: desk.clock.now(), ..RawPage::default() };
    desk.store.append_raw(desk.channel.id, "stream", page).await.expect("stored");
}

fn digest(desk: &Desk, pending: PendingRaw) -> Digested {
    let place: usize = String::from_utf8(pending.raw.body).expect("ours").parse().expect("a number");
    let mut digested = desk.digested(pending.raw.id, pending.raw.received_at, Vec::new());
    digested.result = match stream(desk).swap_remove(place) {
        Some(arrival) => Ok(vec![arrival]),
        None => Err(Quarantine { code: "not_json".into(), reason: "poison".into() }),
    };
    digested
}

/// All that people see, without ids and times.
async fn state_of(desk: &Desk) -> Vec<String> {
    let mut lines = Vec::new();
    for row in desk.cases().await {
        let detail = desk.case(row.case.id).await;
        let case = &detail.row.case;
        let mut thread: Vec<String> = detail
            .thread
            .iter()
            .map(|item| {
                let old: Vec<&str> = item.revisions.iter().map(|revision| revision.text.as_str()).collect();
                let post = &item.post;
                format!(
                    "{} {:?} v{} was {old:?} deleted {:?} ours {} context {} heard {}",
                    post.native_id,
                    post.text,
                    post.version,
                    post.deleted_at,
                    post.ours,
                    item.context,
                    item.hits.len()
                )
            })
            .collect();
        thread.sort();
        let preview = &detail.row.preview.text;
        lines.push(format!("{:?} v{} {preview:?} of {}: {thread:#?}", case.state, case.thread_version, detail.row.posts_count));
    }
    lines.sort();
    let counts = desk.store.counts(&desk.scope).await.expect("counts");
    lines.push(format!("{counts:?}"));
    for words in ["아크메", "返", "again", "nobody"] {
        let found = desk.store.search_posts(&desk.scope, words, None, 50).await.expect("a page").items;
        let mut natives: Vec<String> = found.into_iter().map(|row| row.post.native_id).collect();
        natives.sort();
        lines.push(format!("{words}: {natives:?}"));
    }
    lines
}
