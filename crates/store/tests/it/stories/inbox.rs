//! Lists, counters, and what people and time do to cases.

use crate::desk::{Desk, SCOPE, assessment, hit, kind, risk};
use crate::engines::Ground;
use crate::evaluate::{Known, filters, holds, place};
use crate::judge::{ANSWER_MS, close, judge, snooze};
use answerable_domain::{
    Case, CaseId, CaseState, Clock, DraftWay, EventKind, Kind, Label, Letter, MonitorId, Network, PersonalData, PersonalDataKind, Risk,
    Role, Scope, Sentiment, Span, SpanKind, UserId,
};
use answerable_store::{Arrival, ArrivedPost, CaseChange, CaseFilter, CaseOrder, Counts, NewReply, PageKey, StoreError, limits};
use answerable_testkit::inbound;
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::TestRunner,
};
use std::collections::{BTreeMap, BTreeSet};

const ORDERS: [CaseOrder; 6] = [
    CaseOrder::Newest,
    CaseOrder::Urgent,
    CaseOrder::Oldest,
    CaseOrder::Negative,
    CaseOrder::Label(Label::Complaint),
    CaseOrder::Label(Label::Safety),
];

/// `count` cases whose traits repeat with different periods, a second apart but for some that came at once.
async fn many_cases(desk: &Desk, count: usize) {
    for start in (0..count).step_by(7) {
        let arrivals = (start..(start + 7).min(count)).map(|number| varied(desk, number)).collect();
        desk.deliver(arrivals).await;
    }
}

fn varied(desk: &Desk, number: usize) -> Arrival {
    let words = ["아크메 환불", "アクメ 返金", "acme refund 교환"][number % 3];
    let mut post = inbound(&format!("at://n/{number}"), words).author(&format!("did:{number}")).build();
    post.addressed = number.is_multiple_of(5);
    post.network = if number.is_multiple_of(4) { Network::Rss } else { Network::Bluesky };
    let mut said = assessment(["ko", "ja", "en", "und"][number % 4]);
    said.language.value = said.language.value.filter(|language| language.0 != "und");
    said.sentiment.value = [None, Some(Sentiment::Negative), Some(Sentiment::Positive)][number % 3];
    said.kinds = [Some(Kind::Complaint), None, None, Some(Kind::Praise)][number % 4].map(kind).into_iter().collect();
    said.question.value = [Some(true), Some(false), None][number % 3];
    said.scores = [[0, 0, 0], [900, 100, 0], [0, 300, 700], [400, 600, 0]][number % 4];
    said.risks = number.is_multiple_of(9).then_some(risk(Risk::Safety)).into_iter().collect();
    said.troll.value = number.is_multiple_of(8).then_some(true);
    if number.is_multiple_of(6) {
        said.personal_data = vec![PersonalData { kind: PersonalDataKind::Phone, start: 0, end: 1, confidence: 1_000 }];
    }
    let hits = if number.is_multiple_of(2) { vec![hit(desk.monitor.id.0)] } else { vec![hit(5), hit(6)] };
    let urgency = (number % 5) as u8;
    Arrival::Post(Box::new(ArrivedPost {
        post,
        scope: SCOPE.into(),
        hits,
        assessment: said,
        urgency,
        ours: false,
        keep_media: true,
        kept: Vec::new(),
        uploads: Vec::new(),
    }))
}

/// Some customers say something else in the same thread, and some change what they said before.
async fn say_more(desk: &Desk) {
    let more = (0..60).step_by(3).map(|number| {
        let root = format!("at://n/{number}");
        let (post, said) = match number % 2 {
            0 => (inbound(&format!("at://more/{number}"), "환불 감사").answers(&root, &root, "did:x"), Kind::Praise),
            _ => (inbound(&root, "아크메 교환").version("2"), Kind::Complaint),
        };
        let mut arrival = desk.heard(post.author(&format!("did:{number}")).build());
        if let Arrival::Post(arrived) = &mut arrival {
            arrived.assessment.kinds = vec![kind(said)];
            arrived.assessment.scores = [[800, 0, 0], [0, 0, 800]][number % 2];
        }
        arrival
    });
    desk.deliver(more.collect()).await;
}

async fn change(desk: &Desk, id: CaseId, change: impl FnOnce(&Case, i64) -> CaseChange + Send + 'static) -> Case {
    let changed = desk.store.change_case(&desk.scope, id, |case, _, at| Ok::<_, ()>(change(case, at))).await;
    changed.expect("stored").expect("not refused")
}

fn assign(case: &Case, to: Option<UserId>) -> CaseChange {
    CaseChange { case: Case { assignee_id: to, ..case.clone() }, events: vec![EventKind::CaseAssigned] }
}

/// Every case is somewhere else: closed, snoozed, assigned, overdue, of a VIP.
async fn scatter(desk: &Desk, colleague: UserId) {
    let owner = desk.owner.id;
    for (number, row) in desk.cases().await.into_iter().enumerate() {
        let id = row.case.id;
        match number % 6 {
            0 => _ = change(desk, id, close).await,
            1 => _ = change(desk, id, |case, at| snooze(case, at + 5000, at)).await,
            2 => _ = change(desk, id, move |case, _| assign(case, Some(owner))).await,
            3 => _ = change(desk, id, move |case, _| assign(case, Some(colleague))).await,
            4 => _ = desk.store.set_vip(&desk.scope, row.author.id, true, judge()).await.expect("stored"),
            _ => {}
        }
    }
    desk.clock.advance_ms(ANSWER_MS - 8_000);
    let due = desk.store.due_cases(desk.clock.now(), 1000).await.expect("read");
    assert!(!due.is_empty(), "some are overdue by now");
    desk.store.tick(due, desk.clock.now(), judge()).await.expect("told");
}

pub async fn pages_are_complete_and_without_doubles(ground: &Ground) {
    let desk = Desk::new(ground).await;
    many_cases(&desk, 60).await;
    for order in ORDERS {
        let still = pages(&desk, order, false).await;
        assert_eq!(still.len(), 60, "{order:?}");
        let (before, moving) = (still.iter().collect::<BTreeSet<_>>(), pages(&desk, order, true).await);
        let found: BTreeSet<_> = moving.iter().collect();
        assert_eq!(found.len(), moving.len(), "{order:?}: no case is shown twice");
        // Four moved while the pages were turned; who they are is told live. All others are there.
        assert!(before.difference(&found).count() <= 4, "{order:?}: complete");
    }
    let too_many = desk.store.cases(&desk.scope, &CaseFilter::All(Vec::new()), CaseOrder::Newest, None, limits::PAGE_MAX + 1).await;
    assert!(matches!(too_many, Err(StoreError::Limit { .. })));
}

/// All pages, one after the other; between them, when `moving`, the first and the last case get another post.
async fn pages(desk: &Desk, order: CaseOrder, moving: bool) -> Vec<CaseId> {
    let (mut found, mut after): (Vec<CaseId>, Option<PageKey>) = (Vec::new(), None);
    let mut turned = 0;
    loop {
        let page = desk.store.cases(&desk.scope, &CaseFilter::All(Vec::new()), order, after, 13).await.expect("a page");
        found.extend(page.items.iter().map(|row| row.case.id));
        let Some(next) = page.next else { return found };
        after = Some(next.to_string().parse().expect("a key survives its text"));
        turned += 1;
        if moving && turned <= 2 {
            for number in [turned, 60 - turned] {
                let again = inbound(&format!("at://more/{order:?}/{number}"), "아크메").author(&format!("did:{number}"));
                let again = again.answers(&format!("at://n/{number}"), &format!("at://n/{number}"), "did:x").build();
                let mut arrival = desk.heard(again);
                if let Arrival::Post(post) = &mut arrival {
                    post.urgency = 90;
                }
                desk.deliver(vec![arrival]).await;
            }
        }
    }
}

pub async fn filters_agree_with_a_slow_evaluator(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let agent = desk.colleague("agent@acme.example", Role::Agent).await.user_id().expect("a person");
    many_cases(&desk, 60).await;
    say_more(&desk).await;
    scatter(&desk, agent).await;
    let known = known_cases(&desk).await;
    let mut runner = TestRunner::deterministic();
    let trees = filters(vec![desk.owner.id, agent, UserId(3)], vec![desk.monitor.id, MonitorId(5), MonitorId(7)]);
    let rounds = if ground.is_sqlite() { 300 } else { 100 };
    assert!(known.iter().any(|known| known.said.len() > 1), "what lasts is told apart from what was said last");
    let mut selective = 0;
    for round in 0..rounds {
        let filter = trees.new_tree(&mut runner).expect("a filter").current();
        let order = ORDERS[round % ORDERS.len()];
        let mut expected: Vec<&Known> = known.iter().filter(|known| holds(&filter, known)).collect();
        expected.sort_by_key(|known| place(order, known));
        let expected: Vec<CaseId> = expected.iter().map(|known| known.row.case.id).collect();
        let page = desk.store.cases(&desk.scope, &filter, order, None, 100).await.expect("a page");
        let found: Vec<CaseId> = page.items.iter().map(|row| row.case.id).collect();
        assert_eq!(found, expected, "{order:?} {filter:?}");
        selective += usize::from(!expected.is_empty() && expected.len() < 60);
    }
    assert!(selective > rounds / 4, "the filters tell cases apart");
    let deep = (0..limits::FILTER_DEPTH_MAX).fold(CaseFilter::Vip, |inner, _| CaseFilter::Not(Box::new(inner)));
    let refused = desk.store.cases(&desk.scope, &deep, CaseOrder::Newest, None, 1).await;
    assert!(matches!(refused, Err(StoreError::Limit { .. })), "{refused:?}");
}

async fn known_cases(desk: &Desk) -> Vec<Known> {
    let mut known = Vec::new();
    for row in desk.cases().await {
        let detail = desk.case(row.case.id).await;
        let number: usize = detail.thread[0].post.native_id.rsplit('/').next().and_then(|n| n.parse().ok()).expect("a number");
        let mut monitors: Vec<MonitorId> = detail.thread.iter().flat_map(|item| item.hits.iter().map(|hit| hit.monitor_id)).collect();
        monitors.extend(number.is_multiple_of(5).then_some(MonitorId(0)));
        let texts = detail.thread.iter().map(|item| item.post.text.clone()).collect();
        let by_customer = detail.thread.iter().filter(|item| !item.context && !item.post.ours);
        let said = by_customer.filter_map(|item| Some((item.post.id, item.assessment.clone()?))).collect();
        known.push(Known { row, monitors, texts, said });
    }
    known
}

pub async fn counters_equal_a_recount(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let agent = desk.colleague("agent@acme.example", Role::Agent).await;
    many_cases(&desk, 40).await;
    scatter(&desk, agent.user_id().expect("a person")).await;
    desk.deliver((0..10).map(|number| varied(&desk, number + 100)).collect()).await;
    let cases: Vec<Case> = desk.cases().await.into_iter().map(|row| row.case).collect();
    for scope in [desk.scope, agent] {
        assert_eq!(desk.store.counts(&scope).await.expect("counts"), recount(&cases, &scope));
    }
    let owner = desk.scope.user_id().expect("a person");
    let memberships = desk.store.brands_of(owner).await.expect("read");
    assert_eq!(memberships[0].open_count, recount(&cases, &desk.scope).open);
    // A colleague leaves: what was theirs is nobody's.
    desk.store.remove_member(&desk.scope, agent.user_id().expect("a person")).await.expect("removed");
    let cases: Vec<Case> = desk.cases().await.into_iter().map(|row| row.case).collect();
    assert!(cases.iter().all(|case| case.state == CaseState::Closed || case.assignee_id != agent.user_id()));
    assert_eq!(desk.store.counts(&desk.scope).await.expect("counts"), recount(&cases, &desk.scope));
}

fn recount(cases: &[Case], scope: &Scope) -> Counts {
    let count = |wanted: &dyn Fn(&&Case) -> bool| cases.iter().filter(wanted).count() as u64;
    let open = |case: &Case| case.state == CaseState::Open;
    Counts {
        open: count(&|case| open(case)),
        waiting: count(&|case| case.state == CaseState::Waiting),
        snoozed: count(&|case| case.state == CaseState::Snoozed),
        closed: count(&|case| case.state == CaseState::Closed),
        mine: count(&|case| open(case) && case.assignee_id == scope.user_id()),
        unassigned: count(&|case| open(case) && case.assignee_id.is_none()),
        overdue: count(&|case| case.overdue_at.is_some() && case.deadline_at.is_some()),
    }
}

pub async fn people_act_on_cases(ground: &Ground) {
    let desk = Desk::new(ground).await;
    desk.deliver(vec![desk.heard(inbound("at://c/1", "아크메").build())]).await;
    let id = desk.only_case().await.row.case.id;
    assert_eq!(change(&desk, id, close).await.state, CaseState::Closed);
    let refused = desk.store.change_case(&desk.scope, id, |_, _, _| Err::<CaseChange, _>("already_closed")).await;
    assert_eq!(refused.expect("stored"), Err("already_closed"));
    let stranger = desk.store.change_case(&desk.scope, id, |case, _, _| Ok::<_, ()>(assign(case, Some(UserId(999))))).await;
    assert!(matches!(stranger, Err(StoreError::NotFound)), "nobody is assigned who is no member: {stranger:?}");
    // A new post opens it again.
    let more = inbound("at://c/2", "아직도").answers("at://c/1", "at://c/1", "did:plc:customer").build();
    desk.deliver(vec![crate::desk::unheard(more)]).await;
    let detail = desk.only_case().await;
    assert_eq!((detail.row.case.state, detail.row.case.reopened_count), (CaseState::Open, 1));
    let kinds: Vec<EventKind> = desk
        .store
        .events_after(&desk.scope, answerable_domain::EventSeq(0), 100)
        .await
        .expect("read")
        .into_iter()
        .filter(|event| event.case_id == Some(id))
        .map(|event| event.kind)
        .collect();
    use EventKind::{CaseClosed, CaseOpened, CaseReopened, PostAdded};
    assert_eq!(kinds, [CaseOpened, PostAdded, CaseClosed, CaseReopened, PostAdded]);
}

pub async fn time_acts_on_cases(ground: &Ground) {
    let desk = Desk::new(ground).await;
    desk.deliver(vec![
        desk.heard(inbound("at://a/1", "아크메").author("did:a").build()),
        desk.heard(inbound("at://b/1", "아크메").author("did:b").build()),
    ])
    .await;
    let now = desk.clock.now();
    let ids: Vec<CaseId> = desk.cases().await.iter().map(|row| row.case.id).collect();
    change(&desk, ids[0], move |case, at| snooze(case, now + 500, at)).await;
    assert_eq!(desk.store.next_case_due().await.expect("read"), Some(now + 500));
    assert!(desk.store.due_cases(now + 499, 10).await.expect("read").is_empty());
    let due = desk.store.due_cases(now + 500, 10).await.expect("read");
    assert_eq!(due, [(desk.brand_id, ids[0])]);
    desk.store.tick(due, now + 500, judge()).await.expect("told");
    assert_eq!(desk.case(ids[0]).await.row.case.state, CaseState::Open);
    assert_eq!(desk.store.next_case_due().await.expect("read"), Some(now + ANSWER_MS));
    let due = desk.store.due_cases(now + ANSWER_MS, 10).await.expect("read");
    desk.store.tick(due, now + ANSWER_MS, judge()).await.expect("told");
    assert_eq!(desk.case(ids[1]).await.row.case.overdue_at, Some(now + ANSWER_MS));
    assert!(desk.store.due_cases(now + ANSWER_MS, 10).await.expect("read").is_empty(), "told once");
    assert_eq!(desk.store.counts(&desk.scope).await.expect("counts").overdue, 1);
}

pub async fn notes_and_drafts(ground: &Ground) {
    let desk = Desk::new(ground).await;
    desk.deliver(vec![desk.heard(inbound("at://c/1", "아크메").build())]).await;
    let id = desk.only_case().await.row.case.id;
    let (store, agent) = (&desk.store, desk.colleague("agent@acme.example", Role::Agent).await);
    let note = store.add_note(&desk.scope, id, "compressor again").await.expect("stored");
    store.save_draft(&desk.scope, id, "죄송", 1, DraftWay::default()).await.expect("stored");
    let letter = Letter { to: "jiwoo@mail.exam".into(), subject: String::new() };
    let way = DraftWay { privately: true, letter: Some(letter), channel_id: Some(desk.channel.id) };
    let draft = store.save_draft(&desk.scope, id, "죄송합니다", 1, way.clone()).await.expect("stored");
    assert_eq!(draft.way, way);
    let detail = desk.case(id).await;
    assert_eq!((detail.notes, detail.draft), (vec![note], Some(draft)));
    assert_eq!(store.draft(&agent, id).await.expect("read"), None, "a draft is its writer's");
    // Queueing an answer uses the draft up; taking the answer back gives it back.
    let answer = NewReply { privately: true, ..desk.answer(&desk.case(id).await, "죄송합니다!", "k") };
    let reply = store.queue_reply(&desk.scope, answer, |_| Ok::<(), ()>(())).await.expect("stored").expect("not refused");
    assert_eq!(store.draft(&desk.scope, id).await.expect("read"), None);
    let cancelled = answerable_store::ReplyStep {
        state: answerable_domain::ReplyState::Cancelled,
        next_attempt_at: None,
        may_have_left: false,
        failure: None,
    };
    store.change_reply(&desk.scope, reply.id, |_, _| Ok::<_, ()>(cancelled)).await.expect("stored").expect("not refused");
    let back = store.draft(&desk.scope, id).await.expect("read").expect("given back");
    let private = DraftWay { privately: true, ..DraftWay::default() };
    assert_eq!((back.text.as_str(), back.way), ("죄송합니다!", private), "what was meant for one is not public when it is taken back");
    store.delete_draft(&desk.scope, id).await.expect("deleted");
    assert_eq!(store.draft(&desk.scope, id).await.expect("read"), None);
    let long = store.add_note(&desk.scope, id, &"가".repeat(limits::WORDS_BYTES_MAX)).await;
    assert!(matches!(long, Err(StoreError::Limit { .. })), "{long:?}");
}

pub async fn a_long_text_is_previewed_whole_characters(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let mut post = inbound("at://c/1", &format!("아크메\0{}", "가".repeat(400))).build();
    let tag = |start, end| Span { start, end, kind: SpanKind::Tag("x".into()) };
    post.spans = vec![tag(0, 9), tag(390, 420)];
    desk.deliver(vec![desk.heard(post)]).await;
    let detail = desk.only_case().await;
    let preview = &detail.row.preview;
    assert!(preview.text.len() <= limits::PREVIEW_BYTES_MAX && preview.text.len() > limits::PREVIEW_BYTES_MAX - 3);
    assert_eq!(preview.spans, [tag(0, 9)]);
    assert_eq!(detail.thread[0].post.spans.len(), 2);
    let by_language: BTreeMap<_, _> = [("ko", 1), ("ja", 0)].into();
    for (language, count) in by_language {
        let filter = CaseFilter::Language(language.into());
        let page = desk.store.cases(&desk.scope, &filter, CaseOrder::Newest, None, 10).await.expect("a page");
        assert_eq!(page.items.len(), count);
    }
}
