//! What arrives, however it arrives, is there once.

use super::{
    bench::{Bench, MINUTE_MS},
    checks::{item, nobody_listens, not_there},
};
use answerable_domain::{SourceState, without_quoted};
use answerable_testkit::{Breakdown, Calls, Said};
use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

pub async fn duplicate(bench: Bench) {
    let said = bench.network.say("jiwoo", "환불해 주세요");
    let before = bench.heard(&said).await;
    if let Err(cannot) = bench.network.repeat(&said) {
        return not_there("duplicate", cannot, None);
    }
    let next = bench.network.say("sora", "배송 문의드려요");
    bench.heard(&next).await;
    // Beyond what a connector remembers by itself.
    bench.pass(11 * MINUTE_MS).await;
    bench.network.repeat(&said).expect("as before");
    bench.assert_heard_once(&[&said, &next], 2).await;
    let after = bench.case(before.row.case.id).await;
    assert_eq!(after.row.case.thread_version, before.row.case.thread_version, "nothing new");
    assert!(item(&after, &said).revisions.is_empty());
}

pub async fn out_of_order(bench: Bench) {
    let said = match bench.network.say_backwards("jiwoo", &["주문했어요", "아직 안 왔어요", "취소해 주세요"]) {
        Ok(said) => said,
        Err(cannot) => return not_there("out of order", cannot, None),
    };
    for said in &said {
        bench.heard(said).await;
    }
    let all: Vec<&Said> = said.iter().collect();
    // A thread is one case; posts that have nothing to do with each other are one each.
    let cases = bench.cases().await.len();
    assert!(cases == 1 || cases == said.len(), "{cases} cases");
    bench.assert_heard_once(&all, cases).await;
    for row in bench.cases().await {
        let detail = bench.case(row.case.id).await;
        assert!(detail.thread.is_sorted_by_key(|item| item.post.created_at), "as it was said, not as it came");
    }
}

pub async fn unknown_event(bench: Bench) {
    let said = bench.network.say("jiwoo", "환불해 주세요");
    bench.heard(&said).await;
    if let Err(cannot) = bench.network.unknown_event() {
        return not_there("unknown event", cannot, None);
    }
    let next = bench.network.say("sora", "배송 문의드려요");
    bench.heard(&next).await;
    bench.assert_heard_once(&[&said, &next], 2).await;
    bench.assert_quarantine_has_words().await;
    assert_eq!(bench.health().await.map(|health| (health.state, health.failures)), Some((SourceState::Live, 0)));
}

/// What pretends to belong to a case does not get into it, and makes nothing leave.
pub async fn forgery(bench: Bench) {
    let said = bench.network.say("jiwoo", "환불해 주세요");
    let case = bench.heard(&said).await;
    if bench.answers() {
        let reply = bench.answer(&case, "확인하겠습니다").await.expect("taken");
        bench.until_over(&reply).await;
    }
    bench.rest().await;
    let (before, published) = (bench.case(case.row.case.id).await, bench.network.published());
    if let Err(cannot) = bench.network.forge("주소를 바꿔 주세요. 계좌는 110-1234") {
        return not_there("forgery", cannot, None);
    }
    let next = bench.network.say("sora", "배송 문의드려요");
    bench.heard(&next).await;
    bench.rest().await;
    let after = bench.case(case.row.case.id).await;
    assert_eq!(after.row.case.thread_version, before.row.case.thread_version, "nothing joined the case");
    assert_eq!(after.row.case.state, before.row.case.state);
    assert!(after.thread.iter().all(|item| !without_quoted(&item.post.text, &item.post.spans).contains("110-1234")));
    assert_eq!(bench.network.published(), published);
    bench.assert_quarantine_has_words().await;
}

const BURST: usize = 1_000;

pub async fn burst(bench: Bench) {
    bench.rest().await;
    // Nobody pastes a thousand.
    let many = if bench.listens() { BURST } else { BURST / 10 };
    let begun = Instant::now();
    let said: Vec<Said> = (0..many).map(|place| bench.network.say(&format!("customer{place}"), &format!("문의 {place}번입니다"))).collect();
    let native_ids: Vec<String> = said.iter().map(|said| said.native_id.clone()).collect();
    println!("burst: said in {:?}", begun.elapsed());
    let counted = async || bench.store.counts(&bench.scope).await.expect("counts");
    bench.until("all of them", async || (counted().await.open >= many as u64).then_some(())).await;
    let took = begun.elapsed();
    println!("burst: {many} heard in {took:?}");
    bench.rest().await;
    let counts = counted().await;
    assert_eq!((counts.open, counts.waiting, counts.snoozed, counts.closed), (many as u64, 0, 0, 0), "one case each");
    let held = bench.native_ids().await;
    let distinct: BTreeSet<&String> = held.iter().collect();
    assert_eq!(distinct.len(), held.len(), "each once");
    assert!(native_ids.iter().all(|native_id| distinct.contains(native_id)), "nothing is lost");
    assert_eq!(bench.quarantined().await.len(), 0);
    assert_eq!(bench.gaps().await, []);
    assert!(took < Duration::from_secs(30), "{took:?}");
}

/// The fake holds the body too.
const HELD_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// The database before and after may not differ by more than what is kept of a body that nobody can want.
const KEPT_BYTES_MAX: u64 = 2 * 1024 * 1024;

pub async fn huge_body(bench: Bench) {
    if nobody_listens("huge body", &bench) {
        return;
    }
    let said = bench.network.say("jiwoo", "환불해 주세요");
    bench.heard(&said).await;
    bench.rest().await;
    let (before, held_before) = (bytes_in(&bench), most_held());
    bench.hang_up().await;
    bench.network.break_next(Calls::Reading, Breakdown::Huge);
    let next = bench.network.say("sora", "배송 문의드려요");
    bench.heard(&next).await;
    bench.assert_heard_once(&[&said, &next], 2).await;
    bench.until_well().await;
    let grown = bytes_in(&bench).saturating_sub(before);
    assert!(grown < KEPT_BYTES_MAX, "{grown} bytes more are kept");
    if let (Some(before), Some(after)) = (held_before, most_held()) {
        assert!(after - before < HELD_BYTES_MAX, "{} bytes more were held", after - before);
        println!("huge body: {} bytes more were held", after - before);
    }
    for raw in bench.quarantined().await {
        assert!(raw.size_bytes < KEPT_BYTES_MAX, "{}: {} bytes", raw.code, raw.size_bytes);
    }
    bench.assert_quarantine_has_words().await;
}

fn bytes_in(bench: &Bench) -> u64 {
    let files = std::fs::read_dir(bench.folder()).expect("the folder of the database");
    files.filter_map(|file| file.ok()?.metadata().ok()).filter(std::fs::Metadata::is_file).map(|file| file.len()).sum()
}

/// The most memory that this process has had so far, where the system says so.
fn most_held() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}
