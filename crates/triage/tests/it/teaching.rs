//! What people teach an installation, and what comes of it.

use answerable_domain::{Field, Kind, Lesson, Risk, Sentiment, Verdict, WordEffect, WordRule, WordRuleId};
use answerable_triage::{Assessor, Input};

fn lesson(text: &str, verdict: Verdict) -> Lesson {
    Lesson { text: text.into(), languages: Vec::new(), verdict }
}

fn rule(phrase: &str, effect: WordEffect) -> WordRule {
    WordRule { id: WordRuleId(1), phrase: phrase.into(), effect }
}

fn sentiment(assessor: &Assessor, text: &str) -> Option<Sentiment> {
    assessor.assess(&Input::of(text)).sentiment.value
}

/// Twenty posts in which a word that nobody knows stands for trouble.
fn trouble() -> Vec<Lesson> {
    let places = ["home", "work", "the gym", "school", "the shop"];
    let days = ["on Monday", "this morning", "since noon", "again"];
    let posts = places.iter().flat_map(|place| days.iter().map(move |day| format!("the box at {place} is flonked {day}")));
    let verdict = Verdict { sentiment: Some(Sentiment::Negative), kinds: Some(vec![Kind::Complaint]), ..Verdict::default() };
    posts.map(|post| lesson(&post, verdict.clone())).collect()
}

#[test]
fn a_word_that_was_taught_turns_a_judgement() {
    let unseen = "the blue one is flonked";
    let taught = Assessor::taught(&trouble(), &[]);
    let mood = |assessor: &Assessor| assessor.assess(&Input::of(unseen)).mood();
    assert!(mood(&taught) < mood(Assessor::shipped()) - 100, "{} {}", mood(&taught), mood(Assessor::shipped()));
    assert_eq!(sentiment(&taught, unseen), Some(Sentiment::Negative));
    assert!(taught.assess(&Input::of(unseen)).is_kind(Kind::Complaint));
    let moved = &taught.explain(&Input::of(unseen))["sentiment"];
    let words: Vec<&str> =
        moved.iter().filter(|moved| moved.weight < 0).map(|moved| &unseen[moved.start as usize..moved.end as usize]).collect();
    assert!(words.contains(&"flonked"), "{words:?}");
}

#[test]
fn what_was_taken_back_leaves_no_trace() {
    let mut lessons = trouble();
    let before = Assessor::taught(&lessons, &[]);
    lessons.push(lesson("정말 좋아요", Verdict { sentiment: Some(Sentiment::Negative), ..Verdict::default() }));
    let between = Assessor::taught(&lessons, &[]);
    lessons.pop();
    let after = Assessor::taught(&lessons, &[]);
    let said =
        |assessor: &Assessor| ["정말 좋아요", "the box is flonked", "返金してください"].map(|text| assessor.assess(&Input::of(text)));
    assert_eq!(said(&before), said(&after));
    assert_ne!(before.name(), between.name());
    assert_eq!(Assessor::taught(&[], &[]).name(), Assessor::shipped().name());
}

#[test]
fn no_amount_of_teaching_makes_everything_the_same() {
    let verdict = Verdict { sentiment: Some(Sentiment::Positive), ..Verdict::default() };
    let flattery: Vec<Lesson> = (0..600).map(|number| lesson(&format!("note {number} about this and that"), verdict.clone())).collect();
    let taught = Assessor::taught(&flattery, &[]);
    for text in ["배송이 너무 늦어서 화가 납니다. 환불해 주세요", "最悪。二度と買いません", "worst service ever, I want my money back"]
    {
        assert_eq!(sentiment(&taught, text), Some(Sentiment::Negative), "{text}");
    }
}

#[test]
fn a_name_is_not_an_opinion() {
    let text = "Terrible Horror Death is out on Friday";
    let ruled = Assessor::taught(&[], &[rule("terrible horror death", WordEffect::Ignore)]);
    let mood = |assessor: &Assessor| assessor.assess(&Input::of(text)).mood();
    assert!(mood(&ruled) > mood(Assessor::shipped()), "{} {}", mood(&ruled), mood(Assessor::shipped()));
    let moved = ruled.explain(&Input::of(text));
    let touched = moved.get("sentiment").into_iter().flatten().any(|moved| moved.start < "Terrible Horror Death".len() as u32);
    assert!(!touched, "a name moves nothing: {moved:?}");
}

#[test]
fn a_rule_finds_words_as_people_write_them() {
    let rules = [rule("펑크났", WordEffect::Safety), rule("ＢＡＤ ｎｅｗｓ", WordEffect::Negative)];
    let taught = Assessor::taught(&[], &rules);
    let risky = |text: &str| taught.assess(&Input::of(text)).is_risk(Risk::Safety);
    assert!(risky("타이어가 펑크났어요"));
    assert!(!risky("타이어 멀쩡해요"));
    let mood = |assessor: &Assessor, text: &str| assessor.assess(&Input::of(text)).mood();
    assert_eq!(sentiment(&taught, "bad news at 8"), Some(Sentiment::Negative));
    assert_eq!(mood(&taught, "badnewsy at 8"), mood(Assessor::shipped(), "badnewsy at 8"), "whole words only");
}

#[test]
fn agreement_is_measured_on_lessons_that_were_not_shown() {
    let found = Assessor::agreement(&trouble(), &[]);
    let sentiment = found.iter().find(|agreement| agreement.field == Field::Sentiment).expect("lessons spoke of it");
    assert_eq!(sentiment.lessons, 20);
    assert!(sentiment.taught > sentiment.shipped && sentiment.taught <= 20, "{sentiment:?}");
    assert!(found.iter().all(|agreement| agreement.field != Field::Risk), "nobody spoke of risks");
}
