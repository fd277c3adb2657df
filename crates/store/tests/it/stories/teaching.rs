//! What people teach: corrections that stand over everything that is worked out, and rules about words.

use crate::desk::{Desk, complains, hit, ours, praises, risk};
use crate::engines::Ground;
use answerable_domain::{
    Abuse, AlertRule, AlertState, AlertStep, AlertWhen, Assessed, Assessment, CorrectionId, EventKind, EventSeq, Field, Kind, Label,
    Lesson, Millis, PostId, Risk, Role, Sentiment, Verdict, WordEffect, WordRuleId,
};
use answerable_store::{
    Arrival, CaseFilter, CaseOrder, Deliver, NewAlert, NewSearch, NewWordRule, Reassessed, SearchFilter, StoreError, TeachingCounts,
    WordRuleChange, limits,
};
use answerable_testkit::inbound;

fn verdict(sentiment: Sentiment, kinds: &[Kind]) -> Verdict {
    Verdict { sentiment: Some(sentiment), kinds: Some(kinds.to_vec()), ..Verdict::default() }
}

/// The customer's posts of the only case, oldest first.
async fn posts(desk: &Desk) -> Vec<PostId> {
    desk.only_case().await.thread.iter().filter(|item| !item.post.ours).map(|item| item.post.id).collect()
}

async fn said_of(desk: &Desk, post_id: PostId) -> Assessment {
    desk.store.post(&desk.scope, post_id).await.expect("read").assessment.expect("assessed")
}

pub async fn a_correction_overrules_and_teaches(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let store = &desk.store;
    let mut post = inbound("at://c/1", "정말 잘한다 아크메").build();
    post.languages = vec!["ko-KR".into()];
    desk.deliver(vec![desk.said(post, praises), desk.said(inbound("at://d/1", "아크메 좋다").author("did:d").build(), praises)]).await;
    let before = store.latest_seq().await.expect("read");
    let [other, row] = &desk.cases().await[..] else { panic!("two cases") };
    let post_id = row.preview.post_id;
    let negative = CaseFilter::Sentiment(Sentiment::Negative);
    let first_gloomy = || async {
        let all = CaseFilter::All(Vec::new());
        store.cases(&desk.scope, &all, CaseOrder::Negative, None, 1).await.expect("a page").items[0].case.id
    };
    assert_eq!(first_gloomy().await, other.case.id, "of the same mood the newest");

    // Named twice and in another order: once each, in the order of their values.
    let said = verdict(Sentiment::Negative, &[Kind::Question, Kind::Complaint, Kind::Complaint]);
    let corrections = store.correct(&desk.scope, &[post_id, post_id], &said).await.expect("stored");
    let [correction] = &corrections[..] else { panic!("one post, one correction: {corrections:?}") };
    assert_eq!((correction.post_id, correction.user_id), (post_id, desk.owner.id));
    assert_eq!(correction.verdict, verdict(Sentiment::Negative, &[Kind::Complaint, Kind::Question]));
    assert_eq!(correction.before, verdict(Sentiment::Positive, &[Kind::Praise]));

    let now = said_of(&desk, post_id).await;
    assert_eq!(
        (now.sentiment.value, now.mood(), &now.corrected[..]),
        (Some(Sentiment::Negative), -1_000, &[Field::Sentiment, Field::Kind][..])
    );
    assert_eq!(now.language.value.map(|language| language.0).as_deref(), Some("ko"), "what nobody spoke of stays");
    let row = store.case_row(&desk.scope, row.case.id).await.expect("read");
    assert_eq!(row.labels.iter().collect::<Vec<_>>(), [Label::Complaint, Label::Question, Label::Corrected]);
    let page = store.cases(&desk.scope, &negative, CaseOrder::Newest, None, 10).await.expect("a page");
    assert_eq!(page.items, std::slice::from_ref(&row));
    assert_eq!(first_gloomy().await, row.case.id);

    let events = store.events_after(&desk.scope, before, 10).await.expect("read");
    assert_eq!(events.iter().map(|event| event.kind).collect::<Vec<_>>(), [EventKind::AssessmentChanged, EventKind::TeachingChanged]);
    assert_eq!((events[0].case_id, events[0].user_id), (Some(row.case.id), Some(desk.owner.id)));
    let lesson = Lesson { text: "정말 잘한다 아크메".into(), languages: vec!["ko-KR".into()], verdict: correction.verdict.clone() };
    assert_eq!(store.lessons(desk.brand_id).await.expect("read"), [lesson]);
    assert_eq!(store.taught_brands().await.expect("read"), [desk.brand_id]);

    let page = store.corrections(&desk.scope, None, 10).await.expect("a page");
    let [listed] = &page.items[..] else { panic!("one correction") };
    assert_eq!((&listed.correction, listed.case_id, listed.text.as_str()), (correction, Some(row.case.id), "정말 잘한다 아크메"));
    assert_eq!((listed.user_name.as_deref(), &listed.languages[..]), (Some(desk.owner.name.as_str()), &["ko-KR".to_owned()][..]));
    assert_eq!(store.correction(&desk.scope, correction.id).await.expect("read"), *listed);
    let text = store.post_text(&desk.scope, post_id).await.expect("read");
    assert_eq!((text.text.as_str(), &text.languages[..]), ("정말 잘한다 아크메", &["ko-KR".to_owned()][..]));
}

pub async fn a_confirmation_teaches_too(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let store = &desk.store;
    let arrivals = (0..5).map(|number| {
        desk.said(inbound(&format!("at://c/{number}"), &format!("아크메 {number}")).author(&format!("did:{number}")).build(), complains)
    });
    desk.deliver(arrivals.collect()).await;
    let mut posts: Vec<PostId> = desk.cases().await.iter().map(|row| row.preview.post_id).collect();
    posts.sort_unstable();
    let confirmed = store.confirm(&desk.scope, &posts[..3]).await.expect("stored");
    assert!(confirmed.iter().all(|correction| correction.verdict == correction.before));
    assert_eq!(
        confirmed[0].verdict.fields().collect::<Vec<_>>(),
        [Field::Sentiment, Field::Kind, Field::Risk],
        "what was not judged is not said"
    );
    assert_eq!(said_of(&desk, posts[0]).await.sentiment.confidence, 1_000, "a person is sure");
    // The second post is said to be something else after all, the fourth is corrected too.
    let rude = Verdict { abuse: Some(Abuse::Insult), ..Verdict::default() };
    store.correct(&desk.scope, &[posts[1], posts[3]], &rude).await.expect("stored");
    let counts = store.teaching_counts(&desk.scope).await.expect("read");
    assert_eq!(counts, TeachingCounts { lessons: 4, corrections: 2, confirmations: 3 });
    let lessons = store.lessons(desk.brand_id).await.expect("read");
    let told: Vec<(&str, Option<Sentiment>, Option<Abuse>)> =
        lessons.iter().map(|lesson| (lesson.text.as_str(), lesson.verdict.sentiment, lesson.verdict.abuse)).collect();
    let (negative, insult) = (Some(Sentiment::Negative), Some(Abuse::Insult));
    assert_eq!(
        told,
        [("아크메 0", negative, None), ("아크메 2", negative, None), ("아크메 1", negative, insult), ("아크메 3", None, insult)]
    );

    let first = store.corrections(&desk.scope, None, 3).await.expect("a page");
    let second = store.corrections(&desk.scope, first.next, 3).await.expect("a page");
    let listed: Vec<PostId> = first.items.iter().chain(&second.items).map(|row| row.correction.post_id).collect();
    assert_eq!((listed, second.next), (vec![posts[3], posts[1], posts[2], posts[1], posts[0]], None));
}

pub async fn what_people_said_stands_over_later_assessments(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let store = &desk.store;
    let post = |version: &str, text: &str| inbound("at://c/1", text).version(version).build();
    desk.deliver(vec![desk.said(post("1", "아크메"), praises)]).await;
    let id = posts(&desk).await[0];
    store.correct(&desk.scope, &[id], &verdict(Sentiment::Negative, &[Kind::Complaint])).await.expect("stored");
    store.correct(&desk.scope, &[id], &Verdict { sentiment: Some(Sentiment::Neutral), ..Verdict::default() }).await.expect("stored");
    let stands = |what: &'static str| {
        let desk = &desk;
        async move {
            let said = said_of(desk, id).await;
            assert_eq!((said.sentiment.value, said.is_kind(Kind::Complaint)), (Some(Sentiment::Neutral), true), "after {what}");
            let row = desk.only_case().await.row;
            assert_eq!(row.labels, said.labels(), "after {what}");
            assert!(row.labels.has(Label::Complaint) && !row.labels.has(Label::Praise), "after {what}");
            said
        }
    };
    stands("two corrections").await;
    desk.deliver(vec![desk.said(post("2", "아크메 최고"), praises)]).await;
    assert_eq!(stands("an edit").await.model, "rules-1");
    let Arrival::Post(mut again) = desk.said(post("2", "아크메 최고"), praises) else { panic!("a post") };
    again.hits.push(hit(77));
    desk.deliver(vec![Arrival::Post(again)]).await;
    stands("another monitor heard it").await;
    let made = store.start_reassessment(&desk.scope, "model-2").await.expect("started");
    let batch = store.reassess_batch(made.id, None, 10).await.expect("read");
    let mut assessment = Assessment { model: "model-2".into(), abuse: Assessed::sure(Abuse::None, 800), ..Assessment::default() };
    praises(&mut assessment);
    let one = Reassessed { post_id: id, version: batch[0].version.clone(), assessment };
    store.store_assessments(made.id, vec![one]).await.expect("stored");
    let said = stands("a re-assessment").await;
    assert_eq!((said.model.as_str(), said.abuse.value), ("model-2", Some(Abuse::None)), "what nobody spoke of is new");
}

pub async fn a_correction_taken_back_leaves_no_trace(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let agent = desk.colleague("agent@acme.example", Role::Agent).await;
    let store = &desk.store;
    desk.deliver(vec![desk.said(inbound("at://c/1", "아크메").build(), praises)]).await;
    let before = desk.only_case().await;
    let id = before.row.preview.post_id;
    let shipped = before.row.assessment.clone().expect("assessed");
    let first = store.correct(&desk.scope, &[id], &verdict(Sentiment::Negative, &[Kind::Complaint])).await.expect("stored")[0].clone();
    let second = store.correct(&agent, &[id], &verdict(Sentiment::Neutral, &[Kind::Question])).await.expect("stored")[0].clone();
    assert_eq!(second.before, first.verdict);

    store.undo_correction(&agent, first.id, shipped.clone()).await.expect("taken back");
    assert_eq!(said_of(&desk, id).await.sentiment.value, Some(Sentiment::Neutral), "what the other said stands");
    let again = store.undo_correction(&agent, first.id, shipped.clone()).await;
    assert!(matches!(again, Err(StoreError::NotFound)), "{again:?}");
    assert!(matches!(store.correction(&agent, first.id).await, Err(StoreError::NotFound)));
    assert_eq!(store.undo_correction(&desk.scope, second.id, shipped).await.expect("taken back"), second);
    assert_eq!(desk.only_case().await.row, before.row);
    assert_eq!((store.lessons(desk.brand_id).await.expect("read"), store.taught_brands().await.expect("read")), (vec![], vec![]));
    assert_eq!(store.teaching_counts(&desk.scope).await.expect("read"), TeachingCounts::default());
    assert!(store.corrections(&desk.scope, None, 10).await.expect("a page").items.is_empty());
}

pub async fn what_is_corrected_leaves_the_case(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let store = &desk.store;
    let thanks = inbound("at://c/2", "감사").answers("at://c/1", "at://c/1", "did:plc:customer").build();
    desk.deliver(vec![desk.said(inbound("at://c/1", "아크메 불").build(), |said| said.risks = vec![risk(Risk::Safety)])]).await;
    desk.deliver(vec![desk.said(thanks, praises)]).await;
    let case_id = desk.only_case().await.row.case.id;
    let [first, last] = posts(&desk).await[..] else { panic!("two posts") };
    assert_eq!(desk.labelled(Label::Safety).await, [case_id]);
    let no_risk = Verdict { risks: Some(vec![]), ..Verdict::default() };
    store.correct(&desk.scope, &[first], &no_risk).await.expect("stored");
    assert!(desk.labelled(Label::Safety).await.is_empty(), "no post of the case says it any more");
    assert_eq!(desk.labelled(Label::Praise).await, [case_id], "and what the last one says is not touched");
    assert!(desk.labelled(Label::Corrected).await.is_empty(), "the last one was not corrected");
    let threat = Verdict { abuse: Some(Abuse::Threat), ..Verdict::default() };
    store.correct(&desk.scope, &[first, last], &threat).await.expect("stored");
    assert_eq!(desk.labelled(Label::Threat).await, [case_id]);
    assert_eq!(desk.only_case().await.row.assessment.expect("assessed").sentiment.value, Some(Sentiment::Positive));
}

/// A stand-in for the pure decision: tells at once.
fn at_once(_: &AlertRule, state: &AlertState, arrivals: &[Millis], _: Millis) -> AlertStep {
    AlertStep { state: state.clone(), passed_by: 0, tell: Some(arrivals.len() as u64), next_at: None }
}

async fn told(desk: &Desk) -> usize {
    let mut notices = 0;
    while let Some(matches) = desk.store.alert_matches(EventSeq(0), 10).await.expect("read") {
        notices += desk.store.keep_matches(matches, at_once).await.expect("kept").expect("nobody else looks");
    }
    notices
}

pub async fn a_correction_wakes_alerts_that_ask_for_it(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let store = &desk.store;
    desk.deliver(vec![desk.said(inbound("at://c/1", "아크메").build(), praises)]).await;
    let id = posts(&desk).await[0];
    let risky = SearchFilter { labels: vec![Label::Safety], without: vec![Label::Troll], ..SearchFilter::default() };
    for (name, filter) in [("all", SearchFilter::default()), ("risky", risky)] {
        let saved = store.save_search(&desk.scope, NewSearch { name: name.into(), filter, shared: true }).await.expect("saved");
        let deliver = Deliver { app: true, ..Deliver::default() };
        let (name, when) = (name.to_owned(), AlertWhen::Every);
        let new = NewAlert { name, search_id: saved.id, when, quiet: None, cool_down_ms: 0, deliver, enabled: true };
        store.create_alert(&desk.scope, new).await.expect("made");
    }
    store.confirm(&desk.scope, &[id]).await.expect("stored");
    assert_eq!(told(&desk).await, 0, "a colleague touched an old case");
    store.correct(&desk.scope, &[id], &Verdict { risks: Some(vec![Risk::Safety]), ..Verdict::default() }).await.expect("stored");
    assert_eq!(told(&desk).await, 1, "what the search asks for became true");
    let notices = store.notices(&desk.scope, None, 10).await.expect("a page").items;
    assert_eq!(notices.iter().map(|notice| (notice.alert_name.as_str(), notice.count)).collect::<Vec<_>>(), [("risky", 1)]);
}

pub async fn word_rules_are_one_a_phrase(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let store = &desk.store;
    let rule = |phrase: &str, effect| NewWordRule { phrase: phrase.into(), effect };
    let zone = store.create_word_rule(&desk.scope, rule(" War  Zone ", WordEffect::Ignore)).await.expect("stored");
    assert_eq!((zone.rule.phrase.as_str(), zone.rule.effect, zone.user_id), ("War  Zone", WordEffect::Ignore, Some(desk.owner.id)));
    let burnt = store.create_word_rule(&desk.scope, rule("발연", WordEffect::Safety)).await.expect("stored");
    for (phrase, code) in [("ｗａｒ　zone", "word_rule_exists"), ("발연", "word_rule_exists"), (" \u{200b}", "empty_phrase")] {
        let refused = store.create_word_rule(&desk.scope, rule(phrase, WordEffect::Negative)).await;
        assert!(matches!(refused, Err(StoreError::Conflict { code: found }) if found == code), "{phrase:?}: {refused:?}");
    }
    let long = store.create_word_rule(&desk.scope, rule(&"가".repeat(limits::PHRASE_CHARS_MAX + 1), WordEffect::Ignore)).await;
    assert!(matches!(long, Err(StoreError::Limit { .. })), "{long:?}");
    let change = WordRuleChange { effect: Some(WordEffect::Praise), ..WordRuleChange::default() };
    let changed = store.change_word_rule(&desk.scope, zone.rule.id, change).await.expect("stored");
    assert_eq!((changed.rule.phrase.as_str(), changed.rule.effect), ("War  Zone", WordEffect::Praise));
    let change = |phrase: &str| WordRuleChange { phrase: Some(phrase.into()), ..WordRuleChange::default() };
    let taken = store.change_word_rule(&desk.scope, zone.rule.id, change("발연")).await;
    assert!(matches!(taken, Err(StoreError::Conflict { code: "word_rule_exists" })), "{taken:?}");
    let renamed = store.change_word_rule(&desk.scope, zone.rule.id, change("WAR ZONE")).await.expect("its own phrase is free");
    assert_eq!(store.word_rules(&desk.scope).await.expect("read"), [renamed.clone(), burnt.clone()]);
    assert_eq!(store.word_rules_of(desk.brand_id).await.expect("read"), [renamed.rule, burnt.rule.clone()]);
    assert_eq!(store.taught_brands().await.expect("read"), [desk.brand_id]);
    store.delete_word_rule(&desk.scope, zone.rule.id).await.expect("deleted");
    assert_eq!(store.word_rules_of(desk.brand_id).await.expect("read"), [burnt.rule]);
    let more =
        (1..limits::WORD_RULES_MAX).map(|number| store.create_word_rule(&desk.scope, rule(&format!("word {number}"), WordEffect::Ignore)));
    futures_util::future::try_join_all(more).await.expect("stored");
    let full = store.create_word_rule(&desk.scope, rule("one more", WordEffect::Ignore)).await;
    assert!(matches!(full, Err(StoreError::Limit { what: "word rules", .. })), "{full:?}");
}

pub async fn teaching_of_other_brands_is_not_found(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let other = desk.another(ground).await;
    let viewer = &desk.colleague("viewer@acme.example", Role::Viewer).await;
    let agent = &desk.colleague("agent@acme.example", Role::Agent).await;
    let (store, scope) = (&desk.store, &other.scope);
    desk.deliver(vec![desk.said(inbound("at://c/1", "아크메").build(), complains), ours(inbound("at://us/1", "네").build())]).await;
    other.deliver(vec![other.said(inbound("at://o/1", "아크메").build(), complains)]).await;
    let (id, theirs) = (posts(&desk).await[0], posts(&other).await[0]);
    let our_post = store.search_posts(&desk.scope, "네", None, 1).await.expect("a page").items[0].post.id;
    let rude = Verdict { abuse: Some(Abuse::Insult), ..Verdict::default() };
    let correction = store.correct(&desk.scope, &[id], &rude).await.expect("stored")[0].id;
    let new_rule = || NewWordRule { phrase: "x".into(), effect: WordEffect::Ignore };
    let rule = store.create_word_rule(&desk.scope, new_rule()).await.expect("stored").rule.id;
    let made = store.start_reassessment(&desk.scope, "model-2").await.expect("started").id;
    for (what, refused) in [
        ("correct", store.correct(scope, &[id], &rude).await.map(drop)),
        ("correct with one's own", store.correct(scope, &[theirs, id], &rude).await.map(drop)),
        ("correct what we said", store.correct(&desk.scope, &[our_post], &rude).await.map(drop)),
        ("confirm", store.confirm(scope, &[id]).await.map(drop)),
        ("undo_correction", store.undo_correction(scope, correction, Assessment::default()).await.map(drop)),
        ("correction", store.correction(scope, correction).await.map(drop)),
        ("no correction", store.correction(&desk.scope, CorrectionId(1)).await.map(drop)),
        ("post_text", store.post_text(scope, id).await.map(drop)),
        ("change_word_rule", store.change_word_rule(scope, rule, WordRuleChange::default()).await.map(drop)),
        ("delete_word_rule", store.delete_word_rule(scope, rule).await),
        ("no word rule", store.delete_word_rule(&desk.scope, WordRuleId(1)).await),
        ("reassessment", store.reassessment(scope, made).await.map(drop)),
        ("stop_reassessment", store.stop_reassessment(scope, made).await.map(drop)),
    ] {
        assert!(matches!(refused, Err(StoreError::NotFound)), "{what} of another brand: {refused:?}");
    }
    assert!(said_of(&other, theirs).await.corrected.is_empty(), "all or none");
    assert!(store.corrections(scope, None, 10).await.expect("a page").items.is_empty());
    assert!(store.word_rules(scope).await.expect("read").is_empty() && store.reassessments(scope).await.expect("read").is_empty());
    for (what, refused) in [
        ("correct", store.correct(viewer, &[id], &rude).await.map(drop)),
        ("confirm", store.confirm(viewer, &[id]).await.map(drop)),
        ("undo_correction", store.undo_correction(viewer, correction, Assessment::default()).await.map(drop)),
        ("create_word_rule", store.create_word_rule(agent, new_rule()).await.map(drop)),
        ("delete_word_rule", store.delete_word_rule(agent, rule).await),
        ("start_reassessment", store.start_reassessment(agent, "x").await.map(drop)),
        ("stop_reassessment", store.stop_reassessment(agent, made).await.map(drop)),
    ] {
        assert!(matches!(refused, Err(StoreError::Forbidden(_))), "{what} without the permission: {refused:?}");
    }
    let nothing = store.correct(&desk.scope, &[id], &Verdict::default()).await;
    assert!(matches!(nothing, Err(StoreError::Conflict { code: "nothing_said" })), "{nothing:?}");
    let many: Vec<PostId> = (1..=101).map(PostId).collect();
    assert!(matches!(store.correct(&desk.scope, &many, &rude).await, Err(StoreError::Limit { .. })));

    // And all of it goes with the brand.
    store.remove_brand(&desk.scope).await.expect("removed");
    assert_eq!((store.taught_brands().await.expect("read"), store.lessons(desk.brand_id).await.expect("read")), (vec![], vec![]));
    assert!(store.word_rules_of(desk.brand_id).await.expect("read").is_empty());
    assert!(store.running_reassessments().await.expect("read").is_empty());
}
