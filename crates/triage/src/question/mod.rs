//! Does it ask something? Judged by form, not by what is meant: a complaint can be a question too.
//!
//! A question mark is one form among several; many questions on networks have none. Endings are looked for in Korean and Japanese, word
//! order in texts with Latin letters; each form that is found is a reason with its place.

mod clauses;
mod english;
mod japanese;
mod korean;

use crate::reason;
use answerable_domain::{Assessed, Confidence, Reason};
use std::cmp::Reverse;
use std::ops::Range;

/// Asks to be told: `알려주세요`, `教えて`, `please explain`.
pub const ASKS: &str = "asks_to_be_told";
/// A verb's ending that asks: `-나요`, `ですか`.
pub const ENDING: &str = "question_ending";
/// A question word in a clause that ends as questions do.
pub const INTERROGATIVE: &str = "question_word";
pub const MARK: &str = "question_mark";
/// The verb before its subject, or a phrase that opens questions.
pub const WORD_ORDER: &str = "question_order";
/// No form was found.
pub const NO_FORM: &str = "no_question_form";
pub const NO_TEXT: &str = "no_text";
/// `?!`: as often an outcry as a question.
pub const RHETORICAL: &str = "question_or_outcry";

/// Reasons that are kept; more say nothing new.
const REASONS_MAX: usize = 8;

/// One form that was found.
struct Form {
    code: &'static str,
    at: Range<usize>,
    confidence: Confidence,
}

/// `text` without addresses and handles.
pub fn question(text: &str) -> Assessed<bool> {
    if text.trim().is_empty() {
        return Assessed { value: None, confidence: 0, reasons: vec![reason(NO_TEXT, 0..0)] };
    }
    let mut forms = marks(text);
    for clause in clauses::clauses(text) {
        korean::forms(text, clause.clone(), &mut forms);
        japanese::forms(text, clause.clone(), &mut forms);
        english::forms(text, clause, &mut forms);
    }
    forms.sort_by_key(|form| (form.at.start, Reverse(form.at.end)));
    forms.dedup_by(|next, last| {
        let same = next.code == last.code && next.at.start < last.at.end;
        if same {
            last.at.end = last.at.end.max(next.at.end);
        }
        same
    });
    let Some(confidence) = forms.iter().map(|form| form.confidence).max() else {
        return Assessed { value: Some(false), confidence: 700, reasons: vec![reason(NO_FORM, 0..0)] };
    };
    let reasons: Vec<Reason> = forms.into_iter().take(REASONS_MAX).map(|form| reason(form.code, form.at)).collect();
    Assessed { value: Some(true), confidence, reasons }
}

/// Runs of question marks.
fn marks(text: &str) -> Vec<Form> {
    let is_mark = |c: char| matches!(c, '?' | '？' | '¿' | '؟' | '⁇' | '⁈' | '⁉' | '!' | '！');
    let asks = |run: &str| run.contains(['?', '？', '؟', '⁇', '⁈', '⁉']);
    let mut forms = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find(is_mark) {
        let start = at + found;
        let run = text[start..].split(|c| !is_mark(c)).next().unwrap_or_default();
        at = start + run.len();
        if asks(run) {
            let outcry = run.contains(['!', '！', '⁈', '⁉']);
            let (code, confidence) = if outcry { (RHETORICAL, 650) } else { (MARK, 900) };
            forms.push(Form { code, at: start..at, confidence });
        }
    }
    forms
}
