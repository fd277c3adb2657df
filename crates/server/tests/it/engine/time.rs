//! Time passes: clocks run out, snoozes end.

use super::desk::Desk;
use answerable_domain::{CaseAction, CaseState};
use answerable_server::engine::ActRefused;

const HOUR_MS: i64 = 3_600_000;

#[tokio::test]
async fn an_unanswered_case_is_overdue_when_its_time_has_passed() {
    let desk = Desk::open().await;
    desk.account().await;
    let mina = desk.network.add_account("mina.test", "x");
    let post = desk.network.mention(&mina, &desk.acme, "hello?");
    let case = desk.case_of(&post).await.row.case;
    desk.clock.set(case.deadline_at.expect("a clock runs") - 1);
    desk.engine.look_again();
    assert_eq!(desk.case(case.id).await.row.case.overdue_at, None);
    desk.clock.advance_ms(1);
    let overdue = desk.until("the case to be overdue", async || desk.case(case.id).await.row.case.overdue_at).await;
    assert_eq!(Some(overdue), case.deadline_at);
    assert_eq!(desk.store.counts(&desk.scope).await.expect("counts").overdue, 1);
}

#[tokio::test]
async fn a_snoozed_case_comes_back() {
    let desk = Desk::open().await;
    desk.account().await;
    let mina = desk.network.add_account("mina.test", "x");
    let post = desk.network.mention(&mina, &desk.acme, "not urgent");
    let case = desk.case_of(&post).await.row.case;
    let until = case.opened_at + 24 * HOUR_MS;
    let too_late = desk.engine.act(&desk.scope, case.id, CaseAction::Snooze { until: case.opened_at - 1 }).await;
    assert!(matches!(too_late, Err(ActRefused::Care { code: "snooze_in_the_past" })));
    let snoozed = desk.engine.act(&desk.scope, case.id, CaseAction::Snooze { until }).await.expect("snoozed");
    assert_eq!((snoozed.state, snoozed.deadline_at), (CaseState::Snoozed, None));
    desk.clock.set(until);
    let back =
        desk.until("the case to wake", async || Some(desk.case(case.id).await.row.case).filter(|case| case.state == CaseState::Open)).await;
    assert_eq!(back.deadline_at, Some(until + HOUR_MS));
}

#[tokio::test]
async fn a_vip_is_answered_sooner() {
    let desk = Desk::open().await;
    desk.account().await;
    let mina = desk.network.add_account("mina.test", "x");
    let post = desk.network.mention(&mina, &desk.acme, "hello");
    let case = desk.case_of(&post).await.row.case;
    desk.engine.set_vip(&desk.scope, case.author_id, true).await.expect("marked");
    let sooner = desk.case(case.id).await.row.case;
    assert!(sooner.vip);
    assert_eq!(sooner.deadline_at, Some(case.opened_at + HOUR_MS / 2));
}

#[tokio::test]
async fn a_closed_case_reopens_when_the_customer_writes_again() {
    let desk = Desk::open().await;
    desk.account().await;
    let mina = desk.network.add_account("mina.test", "x");
    let post = desk.network.mention(&mina, &desk.acme, "hello");
    let case = desk.case_of(&post).await.row.case;
    desk.engine.act(&desk.scope, case.id, CaseAction::Close).await.expect("closed");
    desk.clock.advance_ms(1_000);
    let more = desk.network.publish(
        &mina,
        serde_json::json!({"text": "@acme.test still nothing", "facets": [{"index": {"byteStart": 0, "byteEnd": 10},
            "features": [{"$type": "app.bsky.richtext.facet#mention", "did": desk.acme}]}],
            "reply": {"root": {"uri": post.uri, "cid": post.cid}, "parent": {"uri": post.uri, "cid": post.cid}}}),
    );
    assert_eq!(desk.case_of(&more).await.row.case.id, case.id);
    let again = desk.case(case.id).await.row.case;
    assert_eq!((again.id, again.state, again.reopened_count), (case.id, CaseState::Open, 1));
}
