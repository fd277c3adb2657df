//! Saved searches, alerts on them, and notices that are made once and delivered under one id.

use crate::desk::{Desk, deleted, ours, unheard};
use crate::engines::Ground;
use crate::judge::judge;
use answerable_domain::{
    AlertRule, AlertState, AlertStep, AlertWhen, Assessed, CaseState, Clock, EventKind, EventSeq, Millis, Role, Scope, Sentiment, WebhookId,
};
use answerable_store::{
    Alert, AlertChange, Arrival, Assignee, Deliver, DeliveryState, DeliveryStep, NewAlert, NewSearch, NewWebhook, SavedSearch,
    SearchChange, SearchFilter, StoreError, Webhook, WebhookChange, WebhookFormat,
};
use answerable_testkit::inbound;

const HOUR_MS: Millis = 3_600_000;

/// A stand-in for the pure decision: tells at once, or an hour after the last notice.
fn hourly(_: &AlertRule, state: &AlertState, arrivals: &[Millis], now: Millis) -> AlertStep {
    let mut state = AlertState { waiting: state.waiting + arrivals.len() as u64, ..state.clone() };
    let due_at = state.told_at.map_or(now, |told_at| told_at + HOUR_MS);
    if state.waiting == 0 || due_at > now {
        let next_at = (state.waiting > 0).then_some(due_at);
        return AlertStep { state, passed_by: 0, tell: None, next_at };
    }
    let tell = Some(std::mem::take(&mut state.waiting));
    state.told_at = Some(now);
    AlertStep { state, passed_by: 0, tell, next_at: None }
}

/// Tells of the newest alone.
fn newest(_: &AlertRule, state: &AlertState, arrivals: &[Millis], _: Millis) -> AlertStep {
    AlertStep { state: state.clone(), passed_by: arrivals.len().saturating_sub(1), tell: Some(1), next_at: None }
}

fn search(name: &str, filter: SearchFilter, shared: bool) -> NewSearch {
    NewSearch { name: name.into(), filter, shared }
}

fn everything() -> SearchFilter {
    SearchFilter::default()
}

fn alert(search: &SavedSearch) -> NewAlert {
    NewAlert {
        name: "환불".into(),
        search_id: search.id,
        when: AlertWhen::Every,
        quiet: None,
        cool_down_ms: 0,
        deliver: Deliver { app: true, ..Deliver::default() },
        enabled: true,
    }
}

async fn alert_on(desk: &Desk, filter: SearchFilter) -> Alert {
    let saved = desk.store.save_search(&desk.scope, search("x", filter, true)).await.expect("saved");
    desk.store.create_alert(&desk.scope, alert(&saved)).await.expect("made")
}

async fn webhook(desk: &Desk) -> Webhook {
    let new = NewWebhook {
        id: desk.store.new_webhook_id(),
        name: "ours".into(),
        url: "https://hooks.example/".into(),
        format: WebhookFormat::Standard,
        secret: b"sealed".to_vec(),
    };
    desk.store.create_webhook(&desk.scope, new).await.expect("made")
}

/// Looks at all that has happened; how many notices came of it.
async fn look(desk: &Desk, decide: answerable_store::DecideAlert) -> usize {
    let mut notices = 0;
    while let Some(matches) = desk.store.alert_matches(EventSeq(0), 3).await.expect("read") {
        notices += desk.store.keep_matches(matches, decide).await.expect("kept").expect("nobody else looks");
    }
    notices
}

/// The counts of the notices, newest first.
async fn counts(desk: &Desk, scope: &Scope) -> Vec<u64> {
    desk.store.notices(scope, None, 100).await.expect("a page").items.iter().map(|notice| notice.count).collect()
}

pub async fn searches_are_ones_own_or_shared(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let store = &desk.store;
    let (agent, other) = (desk.colleague("a@acme.example", Role::Agent).await, desk.colleague("b@acme.example", Role::Agent).await);
    let viewer = desk.colleague("v@acme.example", Role::Viewer).await;
    let filter = SearchFilter { states: vec![CaseState::Open], assignee: Some(Assignee::Me), q: Some("환불".into()), ..everything() };
    let own = store.save_search(&agent, search("mine", filter.clone(), false)).await.expect("saved");
    let shared = store.save_search(&agent, search("ours", everything(), true)).await.expect("saved");
    assert_eq!((own.user_id, &own.filter), (agent.user_id(), &filter));
    for (scope, expected) in [(&agent, vec!["mine", "ours"]), (&other, vec!["ours"]), (&viewer, vec!["ours"]), (&desk.scope, vec!["ours"])]
    {
        let names: Vec<String> = store.searches(scope).await.expect("read").into_iter().map(|search| search.name).collect();
        assert_eq!(names, expected);
    }
    let renamed = || SearchChange { name: Some("new".into()), ..SearchChange::default() };
    assert!(matches!(store.change_search(&other, shared.id, renamed()).await, Err(StoreError::Forbidden(_))), "a colleague's");
    assert!(matches!(store.change_search(&desk.scope, own.id, renamed()).await, Err(StoreError::NotFound)), "nobody else's");
    assert!(matches!(store.save_search(&viewer, search("x", everything(), false)).await, Err(StoreError::Forbidden(_))));
    assert_eq!(store.change_search(&desk.scope, shared.id, renamed()).await.expect("a supervisor may").name, "new");
    let too_long = SearchFilter { q: Some("가".repeat(300)), ..everything() };
    assert!(store.save_search(&agent, search("x", too_long, false)).await.is_err(), "a search that cannot be asked");

    let made = store.create_alert(&other, alert(&shared)).await.expect("on a shared search");
    assert!(matches!(store.create_alert(&other, alert(&own)).await, Err(StoreError::NotFound)));
    let unshared = SearchChange { shared: Some(false), ..SearchChange::default() };
    for refused in [store.delete_search(&agent, shared.id).await, store.change_search(&agent, shared.id, unshared).await.map(drop)] {
        assert!(matches!(refused, Err(StoreError::Conflict { code: "search_in_use" })), "{refused:?}");
    }
    store.delete_alert(&other, made.id).await.expect("deleted");
    store.delete_search(&agent, shared.id).await.expect("deleted");
    assert!(store.searches(&other).await.expect("read").is_empty());
}

pub async fn an_alert_tells_of_each_post_once(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let store = &desk.store;
    desk.deliver(vec![desk.heard(inbound("at://old/1", "아크메 예전 글").build())]).await;
    assert_eq!(store.alert_matches(EventSeq(0), 10).await.expect("read"), None, "without alerts there is nothing to do");
    let made = alert_on(&desk, everything()).await;
    assert_eq!(look(&desk, hourly).await, 0, "what was before is not told");
    let in_thread = |id: &str, text: &str| inbound(id, text).answers("at://c/1", "at://c/1", "did:c").build();
    desk.deliver(vec![desk.heard(inbound("at://c/1", "아크메 환불").build()), desk.heard(inbound("at://d/1", "아크메 교환").build())])
        .await;
    desk.deliver(vec![unheard(in_thread("at://c/2", "빨리요")), ours(in_thread("at://us/1", "네"))]).await;
    desk.deliver(vec![desk.heard(inbound("at://c/1", "아크메 환불!").version("2").build())]).await;
    assert_eq!(look(&desk, hourly).await, 1);
    desk.deliver(vec![desk.heard(inbound("at://e/1", "아크메 배송").build())]).await;
    assert_eq!(look(&desk, hourly).await, 0, "it cools down");
    let told: u64 = counts(&desk, &desk.scope).await.iter().sum();
    let waiting = store.alert(&desk.scope, made.id).await.expect("read").state.waiting;
    assert_eq!(told + waiting, 4, "three of customers in two cases and one more; neither ours nor an edit");
    assert_eq!(store.tick_alerts(10, hourly).await.expect("ticked"), 0, "not yet");
    assert!(store.next_alert_due().await.expect("read").is_some());
    desk.clock.advance_ms(HOUR_MS);
    assert_eq!(store.tick_alerts(10, hourly).await.expect("ticked"), 1);
    assert_eq!(store.next_alert_due().await.expect("read"), None);
    assert_eq!(counts(&desk, &desk.scope).await.iter().sum::<u64>(), 4);
    let events = store.events_after(&desk.scope, EventSeq(0), 1_000).await.expect("read");
    let heard = events.iter().filter(|event| event.kind == EventKind::NoticeAdded).count();
    assert_eq!(heard, counts(&desk, &desk.scope).await.len(), "screens hear of each");
}

pub async fn no_notice_is_lost_or_doubled_wherever_the_program_ends(ground: &Ground) {
    let desk = Desk::new(ground).await;
    alert_on(&desk, everything()).await;
    let mut expected = 0;
    for round in 0..6 {
        let posts = (0..=round).map(|post| desk.heard(inbound(&format!("at://{round}/{post}"), "아크메").build())).collect();
        desk.deliver(posts).await;
        expected += round + 1;
        // The program may end before a look, between looking and writing, or after; and two may look at once.
        let store = ground.open().await;
        let first = store.alert_matches(EventSeq(0), 100).await.expect("read").expect("something happened");
        let second = desk.store.alert_matches(EventSeq(0), 100).await.expect("read").expect("the same");
        match round % 3 {
            0 => drop((first, second)),
            1 => {
                let (one, two) = tokio::join!(store.keep_matches(first, hourly), desk.store.keep_matches(second, hourly));
                let kept = [one.expect("written"), two.expect("written")];
                assert_eq!(kept.iter().flatten().count(), 1, "one of them is second");
            }
            _ => drop(store.keep_matches(first, hourly).await.expect("written")),
        }
        store.close().await;
        desk.clock.advance_ms(HOUR_MS);
        desk.store.tick_alerts(10, hourly).await.expect("ticked");
    }
    look(&desk, hourly).await;
    desk.clock.advance_ms(HOUR_MS);
    desk.store.tick_alerts(10, hourly).await.expect("ticked");
    let told: u64 = counts(&desk, &desk.scope).await.iter().sum();
    assert_eq!(told, expected, "each post in one notice");
}

pub async fn an_alert_asks_what_its_search_asks(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let store = &desk.store;
    let agent = desk.colleague("a@acme.example", Role::Agent).await;
    let negative = |post| {
        let Arrival::Post(mut arrived) = desk.heard(post) else { unreachable!("a post") };
        arrived.assessment.sentiment = Assessed { value: Some(Sentiment::Negative), confidence: 900, reasons: Vec::new() };
        Arrival::Post(arrived)
    };
    let words = alert_on(&desk, SearchFilter { q: Some("환불".into()), ..everything() }).await;
    let late = alert_on(&desk, SearchFilter { overdue: Some(true), ..everything() }).await;
    let bad = {
        let saved = store.save_search(&desk.scope, search("all", everything(), true)).await.expect("saved");
        store.create_alert(&desk.scope, NewAlert { when: AlertWhen::Negative, ..alert(&saved) }).await.expect("made")
    };
    let mine = {
        let filter = SearchFilter { assignee: Some(Assignee::Me), ..everything() };
        let saved = store.save_search(&agent, search("mine", filter, false)).await.expect("saved");
        store.create_alert(&agent, alert(&saved)).await.expect("made")
    };
    desk.deliver(vec![
        desk.heard(inbound("at://a/1", "아크메 환불").author("did:a").build()),
        desk.heard(inbound("at://b/1", "아크메 좋아요").author("did:b").build()),
        negative(inbound("at://c/1", "아크메 최악").author("did:c").build()),
    ])
    .await;
    look(&desk, hourly).await;
    let told = async |alert: &Alert, scope: &Scope| {
        let page = store.notices(scope, None, 100).await.expect("a page");
        page.items
            .into_iter()
            .filter(|notice| notice.alert_id == alert.id)
            .flat_map(|notice| notice.posts)
            .map(|post| post.text)
            .collect::<Vec<_>>()
    };
    assert_eq!(told(&words, &desk.scope).await, ["아크메 환불"]);
    assert_eq!(told(&bad, &desk.scope).await, ["아크메 최악"]);
    assert!(told(&late, &desk.scope).await.is_empty());
    // Time and colleagues make cases match that did not.
    desk.clock.advance_ms(crate::judge::ANSWER_MS);
    let now = desk.clock.now();
    store.tick(store.due_cases(now, 10).await.expect("read"), now, judge()).await.expect("ticked");
    let case = desk.cases().await.into_iter().find(|row| row.preview.text == "아크메 좋아요").expect("there").case;
    let to = agent.user_id();
    store
        .change_case(&desk.scope, case.id, move |case, _, _| {
            let case = answerable_domain::Case { assignee_id: to, ..case.clone() };
            Ok::<_, ()>(answerable_store::CaseChange { case, events: vec![EventKind::CaseAssigned] })
        })
        .await
        .expect("stored")
        .expect("decided");
    look(&desk, hourly).await;
    assert_eq!(told(&late, &desk.scope).await.len(), 3, "all are late");
    assert_eq!(told(&words, &desk.scope).await.len(), 1, "a colleague's doing alerts only those who asked for it");
    assert_eq!(told(&mine, &agent).await, ["아크메 좋아요"]);
    assert!(told(&mine, &desk.scope).await.is_empty(), "of a search that is nobody else's");
}

pub async fn what_passes_by_is_never_told(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let made = alert_on(&desk, everything()).await;
    desk.deliver((0..3).map(|post| desk.heard(inbound(&format!("at://{post}"), &format!("아크메 {post}")).build())).collect()).await;
    let matches = desk.store.alert_matches(EventSeq(0), 100).await.expect("read").expect("three posts");
    assert_eq!(desk.store.keep_matches(matches, newest).await.expect("kept"), Some(1));
    let page = desk.store.notices(&desk.scope, None, 10).await.expect("a page");
    assert_eq!((page.items[0].count, page.items[0].posts[0].text.as_str()), (1, "아크메 2"));
    // Switched off and on: what waited is forgotten, and so is what happened meanwhile.
    desk.deliver(vec![desk.heard(inbound("at://3", "아크메 3").build())]).await;
    look(&desk, |_, state, arrivals, now| hourly_from(state, arrivals, now)).await;
    let off = AlertChange { enabled: Some(false), ..AlertChange::default() };
    assert_eq!(desk.store.change_alert(&desk.scope, made.id, off).await.expect("changed").state.waiting, 0);
    desk.deliver(vec![desk.heard(inbound("at://4", "아크메 4").build())]).await;
    let on = AlertChange { enabled: Some(true), ..AlertChange::default() };
    desk.store.change_alert(&desk.scope, made.id, on).await.expect("changed");
    desk.clock.advance_ms(HOUR_MS);
    assert_eq!((look(&desk, hourly).await, desk.store.tick_alerts(10, hourly).await.expect("ticked")), (0, 0));
    desk.deliver(vec![desk.heard(inbound("at://5", "아크메 5").build())]).await;
    look(&desk, hourly).await;
    assert_eq!(counts(&desk, &desk.scope).await, [1, 1]);
}

/// Everything waits.
fn hourly_from(state: &AlertState, arrivals: &[Millis], now: Millis) -> AlertStep {
    let state = AlertState { waiting: state.waiting + arrivals.len() as u64, ..state.clone() };
    AlertStep { state, passed_by: 0, tell: None, next_at: Some(now + HOUR_MS) }
}

pub async fn notices_are_read_by_each_for_themselves(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let store = &desk.store;
    let agent = desk.colleague("a@acme.example", Role::Agent).await;
    alert_on(&desk, everything()).await;
    let unread = async |scope: &Scope| store.unread_notices(scope).await.expect("counted");
    for post in 0..3 {
        desk.deliver(vec![desk.heard(inbound(&format!("at://{post}"), "아크메").build())]).await;
        desk.clock.advance_ms(HOUR_MS);
        look(&desk, hourly).await;
    }
    let page = store.notices(&desk.scope, None, 2).await.expect("a page");
    let rest = store.notices(&desk.scope, page.next, 2).await.expect("a page");
    assert_eq!((page.items.len(), rest.items.len(), rest.next), (2, 1, None));
    store.read_notices(&desk.scope, page.items[1].id).await.expect("read");
    store.read_notices(&desk.scope, rest.items[0].id).await.expect("an older one changes nothing");
    let read: Vec<bool> = store.notices(&desk.scope, None, 10).await.expect("a page").items.iter().map(|notice| notice.read).collect();
    assert_eq!((read, unread(&desk.scope).await, unread(&agent).await), (vec![false, true, true], 1, 3));
    desk.clock.advance_ms(1);
    let new = desk.colleague("new@acme.example", Role::Viewer).await;
    assert_eq!(unread(&new).await, 0, "what was there before is not new");

    // A post that is gone is shown to nobody, but counted.
    desk.deliver(vec![deleted("at://2", desk.clock.now())]).await;
    let shown = store.notices(&agent, None, 1).await.expect("a page").items.remove(0);
    assert_eq!((shown.count, shown.posts.len()), (1, 0));
    // So many are shown and all are counted.
    desk.deliver((0..25).map(|post| desk.heard(inbound(&format!("at://many/{post}"), "아크메").build())).collect()).await;
    desk.clock.advance_ms(HOUR_MS);
    let matches = store.alert_matches(EventSeq(0), 1_000).await.expect("read").expect("many");
    store.keep_matches(matches, hourly).await.expect("kept");
    let many = store.notices(&agent, None, 1).await.expect("a page").items.remove(0);
    assert_eq!((many.count, many.posts.len()), (25, answerable_store::limits::NOTICE_POSTS_MAX));
    // What is old is forgotten; what waits is not.
    desk.deliver(vec![desk.heard(inbound("at://waits", "아크메").build())]).await;
    look(&desk, hourly).await;
    desk.clock.advance_ms(1_000);
    while store.prune_alerts(desk.clock.now()).await.expect("pruned") > 0 {}
    assert!(counts(&desk, &agent).await.is_empty());
    desk.clock.advance_ms(HOUR_MS);
    assert_eq!(store.tick_alerts(10, hourly).await.expect("ticked"), 1);
    assert_eq!(counts(&desk, &agent).await, [1]);
}

pub async fn a_delivery_is_itself_over_all_attempts(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let store = &desk.store;
    let hook = webhook(&desk).await;
    let made = alert_on(&desk, everything()).await;
    let deliver = Deliver { app: false, emails: vec!["owner@acme.example".into(), "left@acme.example".into()], webhooks: vec![hook.id] };
    store.change_alert(&desk.scope, made.id, AlertChange { deliver: Some(deliver), ..AlertChange::default() }).await.expect("changed");
    // Somebody who has an account but no place in this brand.
    store.create_user(crate::desk::new_user("left@acme.example")).await.expect("a user");
    desk.deliver(vec![desk.heard(inbound("at://1", "아크메").build())]).await;
    look(&desk, hourly).await;
    assert!(counts(&desk, &desk.scope).await.is_empty(), "not in the app");
    let all = store.deliveries(&desk.scope, None, None, 10).await.expect("a page").items;
    let targets: Vec<&str> = all.iter().map(|delivery| delivery.target.as_str()).collect();
    assert_eq!(targets, ["owner@acme.example", "ours"]);

    let claimed = store.claim_deliveries(vec![WebhookId(0)], 10).await.expect("claimed");
    assert_eq!(claimed.len(), 1, "mail is busy");
    let (delivery, notice) = (&claimed[0].delivery, &claimed[0].notice);
    assert_eq!((delivery.attempts, delivery.state, notice.notice.posts.len()), (1, DeliveryState::Sending, 1));
    assert_eq!((notice.brand_name.as_str(), claimed[0].locale), ("Acme", answerable_domain::Locale::Ko));
    assert_eq!(claimed[0].webhook.as_ref().map(|(hook, secret)| (hook.id, secret.as_slice())), Some((hook.id, b"sealed".as_slice())));
    assert_eq!(store.claim_deliveries(vec![WebhookId(0)], 10).await.expect("claimed"), [], "each to one caller");
    let later = desk.clock.now() + 5_000;
    let failed =
        DeliveryStep { state: DeliveryState::Waiting, next_at: Some(later), status: Some(500), error: Some("status".into()), gone: false };
    store.record_delivery(delivery.id, failed.clone()).await.expect("recorded");
    assert_eq!(store.claim_deliveries(vec![WebhookId(0)], 10).await.expect("claimed"), [], "not yet");
    desk.clock.set(later);
    let again = store.claim_deliveries(vec![WebhookId(0)], 10).await.expect("claimed").remove(0).delivery;
    assert_eq!((again.id, again.attempts, again.last_status), (delivery.id, 2, Some(500)));
    // The program ends in the middle.
    let reopened = ground.open().await;
    assert_eq!(reopened.recover_deliveries().await.expect("recovered"), 1);
    reopened.close().await;
    let third = store.claim_deliveries(vec![WebhookId(0)], 10).await.expect("claimed").remove(0).delivery;
    assert_eq!((third.id, third.attempts), (delivery.id, 3));
    let done = DeliveryStep { state: DeliveryState::Delivered, next_at: None, status: Some(204), error: None, gone: false };
    store.record_delivery(delivery.id, done.clone()).await.expect("recorded");
    store.record_delivery(delivery.id, failed).await.expect("too late");
    let of_hook = store.deliveries(&desk.scope, Some(hook.id), None, 10).await.expect("a page").items;
    assert_eq!((of_hook.len(), of_hook[0].state, of_hook[0].last_status), (1, DeliveryState::Delivered, Some(204)));
    let replayed = store.replay_delivery(&desk.scope, delivery.id).await.expect("replayed");
    assert_eq!((replayed.id, replayed.state, replayed.attempts), (delivery.id, DeliveryState::Waiting, 0));

    // A receiver that is gone gets nothing more until somebody switches it on again.
    let gone = store.claim_deliveries(vec![WebhookId(0)], 10).await.expect("claimed").remove(0).delivery;
    let step = DeliveryStep { state: DeliveryState::Failed, next_at: None, status: Some(410), error: None, gone: true };
    store.record_delivery(gone.id, step).await.expect("recorded");
    let off = &store.webhooks(&desk.scope).await.expect("read")[0];
    assert_eq!((off.enabled, off.gone), (false, true));
    let on = WebhookChange { enabled: Some(true), ..WebhookChange::default() };
    let on = store.change_webhook(&desk.scope, hook.id, on).await.expect("changed");
    assert_eq!((on.enabled, on.gone), (true, false));
    store.delete_webhook(&desk.scope, hook.id).await.expect("deleted");
    assert!(store.alert(&desk.scope, made.id).await.expect("read").deliver.webhooks.is_empty());
    store.replay_delivery(&desk.scope, delivery.id).await.expect("replayed");
    assert_eq!(store.claim_deliveries(vec![WebhookId(0)], 10).await.expect("claimed")[0].webhook, None, "its webhook is no more");
}

pub async fn alerts_of_other_brands_are_not_found(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let store = desk.store.clone();
    let (made, hook) = (alert_on(&desk, everything()).await, webhook(&desk).await);
    let deliver = Deliver { app: true, webhooks: vec![hook.id], ..Deliver::default() };
    store
        .change_alert(&desk.scope, made.id, AlertChange { deliver: Some(deliver.clone()), ..AlertChange::default() })
        .await
        .expect("changed");
    desk.deliver(vec![desk.heard(inbound("at://1", "아크메").build())]).await;
    look(&desk, hourly).await;
    let notice = store.notices(&desk.scope, None, 1).await.expect("a page").items.remove(0);
    let delivery = store.deliveries(&desk.scope, None, None, 1).await.expect("a page").items.remove(0);
    let other = desk.another(ground).await;
    let scope = &other.scope;
    let foreign = NewAlert { search_id: made.search_id, ..alert(&store.searches(&desk.scope).await.expect("read")[0]) };
    let own = store.save_search(scope, search("own", everything(), true)).await.expect("saved");
    let to_foreign = NewAlert { deliver, ..alert(&own) };
    for (what, refused) in [
        ("change_search", store.change_search(scope, made.search_id, SearchChange::default()).await.map(drop)),
        ("delete_search", store.delete_search(scope, made.search_id).await),
        ("alert", store.alert(scope, made.id).await.map(drop)),
        ("create_alert", store.create_alert(scope, foreign).await.map(drop)),
        ("create_alert to", store.create_alert(scope, to_foreign).await.map(drop)),
        ("change_alert", store.change_alert(scope, made.id, AlertChange::default()).await.map(drop)),
        ("delete_alert", store.delete_alert(scope, made.id).await),
        ("try_alert", store.try_alert(scope, made.id).await.map(drop)),
        ("read_notices", store.read_notices(scope, notice.id).await),
        ("change_webhook", store.change_webhook(scope, hook.id, WebhookChange::default()).await.map(drop)),
        ("delete_webhook", store.delete_webhook(scope, hook.id).await),
        ("replay_delivery", store.replay_delivery(scope, delivery.id).await.map(drop)),
    ] {
        assert!(matches!(refused, Err(StoreError::NotFound)), "{what} of another brand: {refused:?}");
    }
    assert_eq!(store.searches(scope).await.expect("read").len(), 1);
    assert!(store.alerts(scope).await.expect("read").is_empty() && store.webhooks(scope).await.expect("read").is_empty());
    assert!(counts(&other, scope).await.is_empty() && store.unread_notices(scope).await.expect("counted") == 0);
    assert!(store.deliveries(scope, None, None, 10).await.expect("a page").items.is_empty());
    let viewer = &Scope::member(desk.brand_id, desk.owner.id, Role::Viewer);
    for (what, refused) in [
        ("create_alert", store.create_alert(viewer, alert(&store.searches(&desk.scope).await.expect("read")[0])).await.map(drop)),
        ("try_alert", store.try_alert(viewer, made.id).await.map(drop)),
        ("delete_webhook", store.delete_webhook(viewer, hook.id).await),
        ("deliveries", store.deliveries(viewer, None, None, 10).await.map(drop)),
    ] {
        assert!(matches!(refused, Err(StoreError::Forbidden(_))), "{what} as a viewer: {refused:?}");
    }

    // A trial tells of the newest that match, counts for nothing, and reaches everybody that the alert does.
    let trial = store.try_alert(&desk.scope, made.id).await.expect("tried");
    assert_eq!((trial.trial, trial.count, trial.posts.len()), (true, 1, 1));
    assert_eq!(store.deliveries(&desk.scope, None, None, 10).await.expect("a page").items.len(), 2);
    assert_eq!(look(&desk, hourly).await, 0);

    // And all of it goes with the brand.
    store.remove_brand(&desk.scope).await.expect("removed");
    assert_eq!(store.claim_deliveries(Vec::new(), 10).await.expect("claimed"), []);
    assert!(!store.has_alerts().await.expect("read"));
    assert!(counts(&desk, &desk.scope).await.is_empty() && store.webhooks(&desk.scope).await.expect("read").is_empty());
}
