//! What cases are: labels that last, customers who come back, history that is assessed again.

use crate::desk::{Desk, complains, kind, ours, praises, risk};
use crate::engines::Ground;
use answerable_domain::{Assessed, Assessment, Kind, Label, Labels, Risk, Role, Scope, Sentiment, UserId, Verdict};
use answerable_store::{
    CaseFilter, CaseOrder, CaseRow, Changes, LabelChange, PostText, Reassessed, Reassessment, ReassessmentState, SearchFilter,
    SentimentChange, StoreError,
};
use answerable_testkit::inbound;

const DAY_MS: i64 = 86_400_000;

pub async fn an_old_database_keeps_its_labels_and_searches(ground: &Ground) {
    ground.open_as_of(4).await;
    ground.run("INSERT INTO brand (id, name, sandbox, policy, created_at) VALUES (1, 'Acme', 0, '{}', 1)").await;
    for (id, question, personal_data) in [(1, "NULL", 0), (2, "0", 1), (3, "1", 0), (4, "1", 1)] {
        let row = format!("({id}, 1, 1, 'rss', 1, '{id}', 'open', 0, 0, 1, {id}, 1, 1, 0, 1, 1, 0, {id}, 1, {question}, {personal_data})");
        ground
            .run(&format!(
                "INSERT INTO case_ (id, brand_id, channel_id, network, author_id, thread_key, state, vip, urgency, opened_at, last_post_at, \
                 last_post_id, thread_version, reopened_count, updated_at, due_key, calm_key, placed, posts_count, question, personal_data) \
                 VALUES {row}"
            ))
            .await;
    }
    let searches = [
        (r#"{"states":["open"],"kind":"complaint","question":true,"vip":false}"#, vec![Label::Complaint, Label::Question], vec![]),
        (r#"{"kind":null,"question":false,"q":"환불 '%'"}"#, vec![], vec![Label::Question]),
        (r#"{"kind":"question","question":true}"#, vec![Label::Question], vec![]),
        (r#"{"kind":null,"question":null}"#, vec![], vec![]),
    ];
    for (number, (filter, ..)) in searches.iter().enumerate() {
        let row = format!("({}, 1, 0, 's', '{}', 1, 1)", number + 1, filter.replace('\'', "''"));
        ground.run(&format!("INSERT INTO saved_search (id, brand_id, person_id, name, filter, shared, created_at) VALUES {row}")).await;
    }
    let store = ground.open().await;
    let scope = Scope::member(answerable_domain::BrandId(1), UserId(1), Role::Owner);
    let saved = store.searches(&scope).await.expect("read");
    let found: Vec<(Vec<Label>, Vec<Label>)> =
        saved.iter().map(|saved| (sorted(&saved.filter.labels), saved.filter.without.clone())).collect();
    assert_eq!(found, searches.map(|(_, labels, without)| (labels, without)));
    assert_eq!((saved[0].filter.vip, saved[1].filter.q.as_deref()), (Some(false), Some("환불 '%'")), "what else was asked is asked still");
    assert_eq!(SearchFilter { labels: vec![], without: vec![], ..saved[3].filter.clone() }, SearchFilter::default());
    // The rows name posts that are not there: only counted, not shown.
    for (label, found) in [(Label::Question, "3,4"), (Label::PersonalData, "2,4"), (Label::Complaint, "")] {
        let expected: Vec<i64> = found.split(',').filter_map(|id| id.parse().ok()).collect();
        ground
            .run(&format!(
                "DELETE FROM setting; INSERT INTO setting (key, value) SELECT 'x', coalesce({}, '') FROM case_ WHERE (labels & {}) <> 0",
                joined(ground),
                label.bit()
            ))
            .await;
        let ids = store.setting("x").await.expect("read").unwrap_or_default();
        let mut ids: Vec<i64> = ids.split(',').filter_map(|id| id.parse().ok()).collect();
        ids.sort_unstable();
        assert_eq!(ids, expected, "{label:?}");
    }
}

fn joined(ground: &Ground) -> &'static str {
    if ground.is_sqlite() { "group_concat(id, ',')" } else { "string_agg(id::text, ',')" }
}

fn sorted(labels: &[Label]) -> Vec<Label> {
    let mut labels = labels.to_vec();
    labels.sort_unstable();
    labels
}

/// The n-th thing that this author says, in a thread of its own.
fn nth(author: &str, number: usize) -> answerable_domain::InboundPost {
    inbound(&format!("at://{author}/{number}"), "아크메").author(author).build()
}

pub async fn who_comes_back_again_and_again_is_marked(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let chronic = || desk.labelled(Label::Chronic);
    desk.deliver(vec![desk.said(nth("did:a", 1), complains), desk.said(nth("did:b", 1), complains)]).await;
    desk.clock.advance_ms(91 * DAY_MS);
    desk.deliver(vec![desk.said(nth("did:a", 2), complains), desk.said(nth("did:a", 3), complains)]).await;
    desk.deliver(vec![desk.said(nth("did:a", 4), praises), desk.said(nth("did:b", 2), complains)]).await;
    assert!(chronic().await.is_empty(), "two in ninety days");
    // The praise turns into a complaint: an edit counts like a post.
    desk.deliver(vec![desk.said(inbound("at://did:a/4", "아크메!").author("did:a").version("2").build(), complains)]).await;
    let fourth = desk.cases().await.into_iter().find(|row| row.preview.text == "아크메!").expect("edited").case.id;
    assert_eq!(chronic().await, [fourth]);
    // Whatever they say next, and in the same batch as the third too.
    desk.deliver(vec![desk.said(nth("did:a", 5), praises)]).await;
    desk.deliver((1..=3).map(|number| desk.said(nth("did:new", number), complains)).collect()).await;
    let marked = async |native: &str| {
        let is_marked = |row: &&CaseRow| row.author.native_id == native && row.labels.has(Label::Chronic);
        desk.cases().await.iter().filter(is_marked).count()
    };
    assert_eq!((marked("did:a").await, marked("did:b").await, marked("did:new").await), (2, 0, 1));
    // Another brand knows nothing of it.
    let other = desk.another(ground).await;
    other.deliver(vec![other.said(nth("did:a", 6), complains)]).await;
    assert!(other.labelled(Label::Chronic).await.is_empty());
    // A person says that a praise was a complaint, the third: that counts as well.
    desk.deliver(vec![desk.said(nth("did:b", 3), complains), desk.said(nth("did:b", 4), praises)]).await;
    assert_eq!(marked("did:b").await, 0);
    let praise = desk.cases().await.into_iter().find(|row| row.author.native_id == "did:b").expect("the newest").preview.post_id;
    let complaint = Verdict { kinds: Some(vec![Kind::Complaint]), ..Verdict::default() };
    desk.store.correct(&desk.scope, &[praise], &complaint).await.expect("stored");
    let row = desk.cases().await.into_iter().find(|row| row.preview.post_id == praise).expect("there");
    assert!(row.labels.has(Label::Chronic) && row.labels.has(Label::Complaint));
    assert_eq!(marked("did:b").await, 1, "the cases before are not told");
}

pub async fn what_lasts_stays_with_the_case(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let below = |id: &str, text: &str| inbound(id, text).answers("at://c/1", "at://c/1", "did:plc:customer");
    let labels = || async { desk.only_case().await.row.labels };
    let burns = |said: &mut Assessment| {
        complains(said);
        said.risks = vec![risk(Risk::Safety)];
    };
    desk.deliver(vec![desk.said(inbound("at://c/1", "아크메 불").build(), burns)]).await;
    desk.deliver(vec![desk.said(below("at://c/2", "고마워요").build(), praises)]).await;
    assert_eq!(labels().await, Labels::from_iter([Label::Praise, Label::Safety]), "a thank-you does not undo a burn");
    let others = |said: &mut Assessment| said.risks = vec![risk(Risk::Press)];
    desk.deliver(vec![
        ours(below("at://us/1", "죄송합니다").author("did:us").build()),
        desk.said(below("at://x/1", "나도").author("did:x").build(), others),
    ])
    .await;
    let row = |rows: Vec<CaseRow>| rows.into_iter().find(|row| row.author.native_id == "did:plc:customer").expect("there");
    assert!(!row(desk.cases().await).labels.has(Label::Press), "what others say is theirs");
    // The author changes what was said first: what it said before does not stand any more.
    let asks = |said: &mut Assessment| said.risks = vec![risk(Risk::Legal)];
    desk.deliver(vec![desk.said(inbound("at://c/1", "아크메 변호사").version("2").build(), asks)]).await;
    let now = row(desk.cases().await);
    assert_eq!(now.labels, Labels::from_iter([Label::Praise, Label::Legal]));
    let page = |order| {
        let (store, scope) = (&desk.store, &desk.scope);
        async move { store.cases(scope, &CaseFilter::All(vec![]), order, None, 10).await.expect("a page").items[0].case.id }
    };
    assert_ne!(page(CaseOrder::Newest).await, now.case.id);
    assert_eq!(page(CaseOrder::Label(Label::Legal)).await, now.case.id);
}

fn angry(text: &PostText) -> Reassessed {
    let mut assessment = Assessment { model: "model-2".into(), needs_answer: Assessed::sure(true, 900), ..Assessment::default() };
    complains(&mut assessment);
    Reassessed { post_id: text.id, version: text.version.clone(), assessment }
}

async fn made(desk: &Desk, numbers: std::ops::Range<usize>) {
    for number in numbers {
        desk.deliver(vec![desk.said(nth(&format!("did:{number}"), number), praises)]).await;
    }
}

pub async fn history_is_assessed_again_where_it_stopped(ground: &Ground) {
    let mut desk = Desk::new(ground).await;
    let other = desk.another(ground).await;
    made(&desk, 0..10).await;
    made(&other, 0..3).await;
    desk.deliver(vec![ours(inbound("at://us/1", "안녕").build())]).await;
    let started = desk.store.start_reassessment(&desk.scope, "model-2").await.expect("started");
    assert_eq!((started.total, started.done, started.position, started.state), (10, 0, None, ReassessmentState::Running));
    assert_eq!((started.model.as_str(), started.user_id), ("model-2", Some(desk.owner.id)));
    let twice = desk.store.start_reassessment(&desk.scope, "model-2").await;
    assert!(matches!(twice, Err(StoreError::Conflict { code: "reassessment_running" })), "{twice:?}");
    made(&desk, 10..12).await;

    let batch = desk.store.reassess_batch(started.id, None, 4).await.expect("read");
    assert!(batch.iter().map(|text| text.id).is_sorted() && batch.len() == 4);
    // Of one of them the author changed the words in the meantime.
    desk.deliver(vec![desk.said(inbound("at://did:2/2", "아크메!").author("did:2").version("2").build(), praises)]).await;
    let before = desk.store.latest_seq().await.expect("read");
    let now = desk.store.store_assessments(started.id, batch.iter().map(angry).collect()).await.expect("stored");
    assert_eq!((now.done, now.position, now.changed.posts), (4, Some(batch[3].id), 3));
    let events = desk.store.events_after(&desk.scope, before, 10).await.expect("read");
    assert_eq!(events.len(), 1, "a step is told once, however many cases it changes");
    assert_eq!((events[0].payload["done"].as_u64(), events[0].payload["state"].as_str()), (Some(4), Some("running")));

    // The program ends in the middle.
    desk.store = ground.open().await;
    let [resumed] = &desk.store.running_reassessments().await.expect("read")[..] else { panic!("one goes on") };
    assert_eq!(*resumed, now);
    let done = run(&desk, resumed).await;
    assert_eq!((done.state, done.done, done.finished_at.is_some()), (ReassessmentState::Done, 10, true));
    let expected = Changes {
        posts: 9,
        sentiments: vec![SentimentChange { from: Some(Sentiment::Positive), to: Some(Sentiment::Negative), posts: 9 }],
        labels: vec![
            LabelChange { label: Label::Complaint, gained: 9, lost: 0 },
            LabelChange { label: Label::Praise, gained: 0, lost: 9 },
            LabelChange { label: Label::NeedsAnswer, gained: 9, lost: 0 },
        ],
    };
    assert_eq!(done.changed, expected);
    assert_eq!(desk.labelled(Label::Complaint).await.len(), 9);
    let negative = CaseFilter::Sentiment(Sentiment::Negative);
    let page = desk.store.cases(&desk.scope, &negative, CaseOrder::Negative, None, 100).await.expect("a page");
    assert_eq!(page.items.len(), 9);
    assert_eq!(other.labelled(Label::Praise).await.len(), 3, "the other brand's history is its own");
    assert_eq!(desk.store.reassessments(&desk.scope).await.expect("read"), std::slice::from_ref(&done));
    let late = desk.store.store_assessments(done.id, batch.iter().map(angry).collect()).await;
    assert!(matches!(late, Err(StoreError::Conflict { code: "reassessment_not_running" })), "{late:?}");

    // The same again changes nothing but the one that was left alone and those that came later.
    let again = desk.store.start_reassessment(&Scope::program(desk.brand_id), "model-2").await.expect("started");
    assert_eq!((again.total, again.user_id), (12, None));
    assert_eq!(run(&desk, &again).await.changed.posts, 3);
    assert!(desk.store.running_reassessments().await.expect("read").is_empty());
}

/// To its end.
async fn run(desk: &Desk, from: &Reassessment) -> Reassessment {
    let mut position = from.position;
    loop {
        let batch = desk.store.reassess_batch(from.id, position, 4).await.expect("read");
        if batch.is_empty() {
            return desk.store.finish_reassessment(from.id, false).await.expect("finished");
        }
        position = desk.store.store_assessments(from.id, batch.iter().map(angry).collect()).await.expect("stored").position;
    }
}

pub async fn a_reassessment_is_stopped(ground: &Ground) {
    let desk = Desk::new(ground).await;
    made(&desk, 0..3).await;
    let started = desk.store.start_reassessment(&desk.scope, "model-2").await.expect("started");
    let batch = desk.store.reassess_batch(started.id, None, 2).await.expect("read");
    desk.store.store_assessments(started.id, batch.iter().map(angry).collect()).await.expect("stored");
    let stopped = desk.store.stop_reassessment(&desk.scope, started.id).await.expect("stopped");
    assert_eq!((stopped.state, stopped.done, stopped.finished_at.is_some()), (ReassessmentState::Stopped, 2, true));
    assert_eq!(desk.labelled(Label::Complaint).await.len(), 2, "what was done stays done");
    let rest = desk.store.reassess_batch(started.id, stopped.position, 2).await.expect("read");
    for (what, refused) in [
        ("store", desk.store.store_assessments(started.id, rest.iter().map(angry).collect()).await),
        ("finish", desk.store.finish_reassessment(started.id, true).await),
        ("stop", desk.store.stop_reassessment(&desk.scope, started.id).await),
    ] {
        assert!(matches!(refused, Err(StoreError::Conflict { code: "reassessment_not_running" })), "{what}: {refused:?}");
    }
    assert_eq!(desk.store.reassessment(&desk.scope, started.id).await.expect("read"), stopped);
    let next = desk.store.start_reassessment(&desk.scope, "model-2").await.expect("another may start");
    let failed = desk.store.finish_reassessment(next.id, true).await.expect("ended");
    assert_eq!(failed.state, ReassessmentState::Failed);
    let listed: Vec<_> = desk.store.reassessments(&desk.scope).await.expect("read").into_iter().map(|one| one.id).collect();
    assert_eq!(listed, [next.id, started.id], "newest first");
}

pub async fn what_an_older_assessor_said_is_outdated(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let by = |number: usize, model: &str| {
        desk.said(nth(&format!("did:{number}"), number), |said| {
            said.model = model.to_owned();
            said.kinds = vec![kind(Kind::Praise)];
        })
    };
    let models = ["model-1", "model-1+ab", "model-12", "model-0", "model-1"];
    desk.deliver(models.iter().enumerate().map(|(number, model)| by(number, model)).collect()).await;
    desk.deliver(vec![ours(inbound("at://us/1", "안녕").build())]).await;
    let outdated = async |model: &str| {
        let count = desk.store.outdated_posts(desk.brand_id, model).await.expect("counted");
        assert_eq!(desk.store.has_outdated_posts(desk.brand_id, model).await.expect("read"), count > 0, "{model}");
        count
    };
    for (model, count) in [("model-1", 2), ("model-1+ab", 4), ("model-2", 5), ("model", 0)] {
        assert_eq!(outdated(model).await, count, "{model}");
    }
    let started = desk.store.start_reassessment(&desk.scope, "model-2").await.expect("started");
    run(&desk, &started).await;
    assert_eq!((outdated("model-2").await, outdated("model-1").await), (0, 5));
}
