//! The automaton against the slow reference, and what must hold for any text at all.

use crate::{monitor, reference};
use answerable_domain::Monitor;
use answerable_listen::{Matcher, Scratch};
use proptest::prelude::*;

/// Few characters, so that terms occur; each stands for a rule.
const ALPHABET: &str = "aAａeé\u{301}\u{200B}\u{AD}\u{FE0F} \n\u{3000}2２_'’ßsΣςяЯ가각\u{1100}\u{1161}\u{11A8}크메ㅋㅏアプｱﾌﾟカガー・の\u{3099}社㈜(주)ﬁfi™tm👍\u{200D}゛\"\\";

/// A small generator of numbers, the same on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }

    fn text(&mut self, chars_max: usize) -> String {
        let alphabet: Vec<char> = ALPHABET.chars().collect();
        (0..self.below(chars_max + 1)).map(|_| alphabet[self.below(alphabet.len())]).collect()
    }

    fn terms(&mut self, count_max: usize) -> Vec<String> {
        (0..self.below(count_max + 1)).map(|_| self.text(3)).collect()
    }

    fn monitor(&mut self, id: i64) -> Monitor {
        let mut monitor = monitor(id, &[], &[], &[]);
        monitor.query.any = self.terms(4);
        monitor.query.all = self.terms(1);
        monitor.query.none = self.terms(1);
        monitor.enabled = self.below(20) > 0;
        monitor
    }
}

#[test]
fn the_automaton_finds_what_the_reference_finds() {
    let mut dice = Dice(20_260_111);
    let mut scratch = Scratch::default();
    let (mut pairs_count, mut hits_count) = (0, 0);
    for _ in 0..250 {
        let monitors: Vec<Monitor> = (1..=20).map(|id| dice.monitor(id)).collect();
        let matcher = Matcher::new(&monitors).expect("few terms");
        for _ in 0..25 {
            let text = dice.text(24);
            let expected = reference::hits(&monitors, &text);
            assert_eq!(matcher.hits_with(&text, &mut scratch), expected, "{text:?} {monitors:#?}");
            check_frames(&matcher, &text, !expected.is_empty());
            pairs_count += monitors.len();
            hits_count += expected.len();
        }
    }
    assert_eq!(pairs_count, 125_000);
    assert!(hits_count > 5_000, "only {hits_count} hits: the texts are too unlike the terms");
}

/// A frame may be let through for nothing, but never dropped for nothing.
fn check_frames(matcher: &Matcher, text: &str, matches: bool) {
    let plain = serde_json::json!({ "did": "did:plc:x", "text": text }).to_string();
    let escaped: String = text.encode_utf16().map(|unit| format!("\\u{unit:04X}")).collect();
    for frame in [plain, format!("{{\"text\":\"{escaped}\"}}")] {
        assert!(!matches || matcher.might_match(frame.as_bytes()), "{frame}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn spans_are_valid_in_any_text(text in any::<String>(), term in "\\PC{1,3}", padding in any::<String>()) {
        let matcher = Matcher::new(&[monitor(1, &[&term, "a", "1"], &[], &[])]).expect("few terms");
        let text = format!("{text} {term} {padding}");
        let mut last_end = 0;
        for (start, end) in matcher.hits(&text).into_iter().flat_map(|hit| hit.spans) {
            prop_assert!(start >= last_end && start < end);
            prop_assert!(text.get(start as usize..end as usize).is_some());
            prop_assert!(!matcher.hits(&text[start as usize..end as usize]).is_empty(), "what is marked matches by itself");
            last_end = end;
        }
    }

    #[test]
    fn a_term_matches_itself(term in any::<String>()) {
        let matcher = Matcher::new(&[monitor(1, &[&term], &[], &[])]).expect("few terms");
        prop_assert_eq!(matcher.hits(&term).is_empty(), matcher.is_empty());
        let upper = term.to_uppercase();
        prop_assert!(upper.to_lowercase() != term.to_lowercase() || matcher.is_empty() || !matcher.hits(&upper).is_empty());
    }

    #[test]
    fn any_bytes_may_be_a_frame(frame in any::<Vec<u8>>(), escapes in "[\\\\u0-9a-f\"]{0,40}") {
        let matcher = Matcher::new(&[monitor(1, &["a"], &[], &[])]).expect("few terms");
        matcher.might_match(&frame);
        matcher.might_match(escapes.as_bytes());
    }
}
