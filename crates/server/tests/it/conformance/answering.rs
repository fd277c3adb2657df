//! Somebody says something, and gets an answer.

use super::{
    bench::Bench,
    checks::{is_there, ours},
    words::assert_words,
};
use answerable_domain::{ActionKind, Availability, CaseState, Limits, ReplyState};
use answerable_networks::{Ability, SendTarget};
use answerable_respond::Refusal;
use answerable_server::engine::{NotedElsewhere, ReplyRefused};
use answerable_store::CaseDetail;
use answerable_testkit::{Calls, Said};
use unicode_segmentation::UnicodeSegmentation;

pub async fn happy_path(bench: Bench) {
    let said = bench.network.say("jiwoo", "택배가 아직 안 왔어요. Where is it? 荷物はどこですか？");
    let case = bench.heard(&said).await;
    assert_eq!(case.row.case.state, CaseState::Open);
    assert!(case.row.case.deadline_at.is_some_and(|at| at > case.row.case.opened_at), "a clock runs");
    bench.assert_heard_once(&[&said], 1).await;
    if !bench.answers() {
        return refused_with_reason(&bench, &case).await;
    }
    is_there("happy path", bench.abilities.reply);
    let reply = bench.answer(&case, "죄송합니다. 바로 확인하겠습니다. https://acme.example/help").await.expect("taken");
    let sent = bench.until_over(&reply).await;
    let published = bench.assert_answered_once(&sent, &said).await;
    assert!(sent.receipt.expect("a receipt").native_ids.contains(&published.native_id));
    let waiting = bench.case(case.row.case.id).await.row.case;
    assert_eq!((waiting.state, waiting.deadline_at), (CaseState::Waiting, None));

    bench.pass(super::bench::SECOND_MS).await;
    let more = bench.network.answer("jiwoo", &published.native_id, "고마워요. 그런데 언제 오나요?");
    let again = bench.heard(&more).await;
    assert_eq!((again.row.case.id, again.row.case.state), (case.row.case.id, CaseState::Open), "the same case, our turn");
    bench.assert_heard_once(&[&said, &more], 1).await;
    assert_eq!((bench.network.published().len(), ours(&again).len()), (1, 1));
}

/// Where the program cannot answer, the screen says so and why, and nothing leaves.
async fn refused_with_reason(bench: &Bench, case: &CaseDetail) {
    assert!(matches!(bench.abilities.reply, Ability::Manual(why) | Ability::No(why) if !why.is_empty()));
    let refused = bench.answer(case, "we are sorry").await;
    let Err(ReplyRefused::Refused(refusal)) = refused else { panic!("{refused:?}") };
    let Refusal::NotPossible(Availability::Manual(because) | Availability::No(because)) = *refusal else { panic!("{refusal:?}") };
    let code = serde_json::to_value(because).expect("a code");
    assert_words("case", &format!("why_{}", code.as_str().expect("a text")));
    let post = &case.thread[0];
    let target = SendTarget { post: post.post.clone(), handle: post.handle.clone() };
    let offered = bench.engine.can(bench.scope.brand_id(), ActionKind::Reply, &target);
    let by_hand = matches!(bench.abilities.reply, Ability::Manual(_)) && post.post.permalink.is_some();
    assert_eq!(matches!(offered, Availability::Manual(_)), by_hand, "{offered:?}");
    assert_eq!(bench.network.published(), []);
    println!("happy path: answered by hand: {}", bench.abilities.reply.because().unwrap_or_default());
    answered_by_hand(bench, case).await;
}

/// A person has answered on the network's own site and notes it here: then it counts, once.
async fn answered_by_hand(bench: &Bench, case: &CaseDetail) {
    let answer = NotedElsewhere {
        case_id: case.row.case.id,
        post_id: case.row.preview.post_id,
        text: "We are sorry; it is on its way.".to_owned(),
        link: None,
        at: None,
        thread_version: case.row.case.thread_version,
        client_key: "once".to_owned(),
        despite: false,
    };
    let noted = bench.engine.note_elsewhere(&bench.scope, answer.clone()).await.expect("noted");
    let again = bench.engine.note_elsewhere(&bench.scope, answer).await.expect("the same");
    assert_eq!((noted.id, noted.state, noted.elsewhere), (again.id, ReplyState::Sent, true));
    let now = bench.case(case.row.case.id).await;
    assert_eq!((now.row.case.state, now.row.case.deadline_at), (CaseState::Waiting, None));
    assert_eq!(now.replies.len(), 1);
}

/// What people take for one character, in every way that it can be cut wrongly: families, flags, skin tones, marks, composed syllables.
const UNITS: [&str; 8] = ["배송", "👨‍👩‍👧‍👦", "🇰🇷", "が", "e\u{301}", "👍🏽", "漢字", "각"];

/// So many of what people take for characters, and no fewer of anything that a network counts.
fn long_text(characters: usize) -> String {
    let units = UNITS.iter().cycle().enumerate().flat_map(|(place, unit)| [*unit, if place % 9 == 8 { " " } else { "" }]);
    let mut text = String::new();
    let mut count = 0;
    for unit in units {
        if count >= characters {
            break;
        }
        text.push_str(unit);
        count += unit.graphemes(true).count();
    }
    text.trim_end().to_owned()
}

pub async fn over_limit(bench: Bench) {
    let Some(limits) = bench.engine.limits(bench.channel_id()) else {
        assert!(!bench.answers(), "it answers and tells no limits");
        return println!("over limit: not there: {}", bench.abilities.reply.because().unwrap_or_default());
    };
    let said = bench.network.say("jiwoo", "자세히 설명해 주세요");
    let case = bench.heard(&said).await;
    bench.rest().await;
    let before = bench.requests_so_far();
    let parts_max = usize::from(limits.parts_max);
    let far_too_long = long_text(limits.units_max as usize * (parts_max + 1));
    let refused = bench.answer(&case, &far_too_long).await;
    assert!(matches!(&refused, Err(ReplyRefused::Refused(why)) if matches!(**why, Refusal::TooLong { .. })), "{refused:?}");
    assert_words("errors", "too_long");
    bench.rest().await;
    assert_eq!(bench.requests_from(before, Calls::Sending), [], "nothing leaves");
    if parts_max > 1 {
        split(&bench, &limits, &case, &said).await;
    }
}

/// A little more than fits into one part: all of it arrives, in order, and no character is cut.
async fn split(bench: &Bench, limits: &Limits, case: &CaseDetail, said: &Said) {
    let text = long_text(limits.units_max as usize * 3 / 2);
    let reply = bench.answer(case, &text).await.expect("taken");
    assert!(reply.parts.len() > 1, "{limits:?}");
    let sent = bench.until_over(&reply).await;
    bench.rest().await;
    let published = bench.network.published();
    assert_eq!(published.len(), reply.parts.len(), "{sent:?}");
    assert_eq!(published[0].answers.as_ref(), Some(&said.native_id));
    let whole: Vec<&str> = text.graphemes(true).filter(|unit| !unit.trim().is_empty()).collect();
    let mut rest = &whole[..];
    for (part, there) in reply.parts.iter().zip(&published) {
        assert!(there.text.contains(part.as_str()), "{part:?} in {:?}", there.text);
        let units: Vec<&str> = part.graphemes(true).filter(|unit| !unit.trim().is_empty()).collect();
        assert!(rest.starts_with(&units), "cut in the middle: {part:?}");
        rest = &rest[units.len()..];
    }
    assert!(rest.is_empty(), "left out: {rest:?}");
    bench.assert_heard_once(&[said], 1).await;
}
