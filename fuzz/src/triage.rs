//! What must hold for any bytes at all. The fuzz target calls this with made-up bytes, and the tests of `triage` with the kept corpus.

use answerable_domain::{CERTAIN, Lesson, Sentiment, Verdict, WordEffect, WordRule, WordRuleId};
use answerable_triage::{Assessor, Input, REASON_CODES, UrgencyInput, urgency};
use std::sync::OnceLock;

/// Bytes are a post. Judged as it comes and by somebody who was taught.
pub fn assess(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    check(Assessor::shipped(), &text);
    check(taught(), &text);
}

fn taught() -> &'static Assessor {
    static TAUGHT: OnceLock<Assessor> = OnceLock::new();
    TAUGHT.get_or_init(|| {
        let verdict = Verdict { sentiment: Some(Sentiment::Negative), troll: Some(false), ..Verdict::default() };
        let lesson = |text: &str| Lesson { text: text.to_owned(), languages: Vec::new(), verdict: verdict.clone() };
        let rule = |(phrase, effect): (&str, WordEffect)| WordRule { id: WordRuleId(1), phrase: phrase.to_owned(), effect };
        let rules =
            [("War Zone", WordEffect::Ignore), ("폭탄", WordEffect::Ignore), ("草", WordEffect::Positive), ("a", WordEffect::Legal)];
        Assessor::taught(&[lesson("또 이래요"), lesson("まただ"), lesson("again")], &rules.map(rule))
    })
}

fn check(assessor: &Assessor, text: &str) {
    let input = Input::of(text);
    let (said, judged) = assessor.assess_and_judge(&input);
    assert_eq!(said, assessor.assess(&input), "the same twice");
    assert_eq!(judged.is_none(), text.trim().is_empty(), "{text:?}");
    let is_place = |start: u32, end: u32| start <= end && text.get(start as usize..end as usize).is_some();
    for reason in said.language.reasons.iter().chain(&said.question.reasons) {
        assert!(is_place(reason.start, reason.end) && REASON_CODES.contains(&reason.code.as_str()), "{reason:?} {text:?}");
    }
    let mut last_end = 0;
    for found in &said.personal_data {
        assert!(is_place(found.start, found.end) && found.start < found.end && found.start >= last_end, "{found:?} {text:?}");
        assert!(found.confidence <= CERTAIN, "{found:?}");
        last_end = found.end;
    }
    let confidences = [said.language.confidence, said.sentiment.confidence, said.question.confidence, said.needs_answer.confidence]
        .into_iter()
        .chain([said.abuse.confidence, said.troll.confidence, said.motive.confidence, said.humour.confidence])
        .chain(said.scores)
        .chain(said.kinds.iter().map(|kind| kind.confidence))
        .chain(said.risks.iter().map(|risk| risk.confidence));
    assert!(confidences.into_iter().all(|confidence| confidence <= CERTAIN), "{said:?}");
    if judged.is_some() {
        let sum: u16 = said.scores.iter().sum();
        assert!((998..=1002).contains(&sum), "{:?} {text:?}", said.scores);
    }
    assert!(urgency(&UrgencyInput::of(&said)).0 <= 100);
    for (key, moved) in assessor.explain(&input) {
        let mut last_end = 0;
        for moved in moved {
            assert!(is_place(moved.start, moved.end) && moved.start < moved.end && moved.start >= last_end, "{key} {moved:?} {text:?}");
            last_end = moved.end;
        }
    }
}
