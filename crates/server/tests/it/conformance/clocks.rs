//! The network's clock is five minutes off.

use super::{
    bench::{Bench, MINUTE_MS, SECOND_MS},
    checks::nobody_listens,
};
use answerable_domain::Millis;
use answerable_testkit::{Breakdown, Calls};

const OFF_MS: Millis = 5 * MINUTE_MS;

pub async fn clock_ahead(bench: Bench) {
    off(bench, OFF_MS).await;
}

pub async fn clock_behind(bench: Bench) {
    off(bench, -OFF_MS).await;
}

async fn off(bench: Bench, by_ms: Millis) {
    if nobody_listens("clock off", &bench) {
        return;
    }
    bench.network.break_down(Calls::All, Breakdown::ClockOff { by_ms });
    bench.pass(SECOND_MS).await;
    let before = bench.network.say("jiwoo", "환불해 주세요");
    bench.heard(&before).await;
    let wrong = bench.network.say("sora", "배송 문의드려요");
    let case = bench.heard(&wrong).await.row.case;
    let now = bench.now();
    let deadline_at = case.deadline_at.expect("a clock runs");
    // What the network says about the time is a hint; by our own clock it is due neither at once nor much later than usual.
    assert!(deadline_at > now, "due {} ms before it was heard", now - deadline_at);
    assert!(deadline_at <= now + 60 * MINUTE_MS + OFF_MS, "due in {} ms", deadline_at - now);
    assert!((case.opened_at - now).abs() <= OFF_MS + MINUTE_MS, "opened {} ms off", case.opened_at - now);

    bench.pass(MINUTE_MS).await;
    let next = bench.network.say("minho", "교환해 주세요");
    bench.heard(&next).await;
    // The clock is set right: what is said now may look older than what is known.
    bench.network.mend();
    bench.pass(SECOND_MS).await;
    let last = bench.network.say("haru", "영수증 주세요");
    bench.heard(&last).await;
    let health = bench.health().await.expect("a source");
    assert!(health.lag_ms.is_none_or(|lag_ms| (0..=2 * OFF_MS).contains(&lag_ms)), "{health:?}");
    assert!(health.last_item_at.is_none_or(|at| at <= bench.now()), "{health:?}");
    bench.assert_heard_once(&[&before, &wrong, &next, &last], 4).await;
    assert_eq!(bench.gaps().await, []);
}
