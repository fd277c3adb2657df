//! Texts of Han characters only: Japanese or Chinese. Forms that only one of them writes decide; then pairs of characters, if they are
//! sure, with what the author's client declared. Otherwise it stays open.

use super::letters::{Form, form_of};
use super::weights::Weights;
use super::{DECLARED, Declared, HAN_ONLY, Judged, LETTERS, NGRAMS};
use crate::model::math::sigmoid;
use answerable_domain::Confidence;

/// Log-odds that a declaration is worth, and a kana in a text that hardly has any.
const DECLARED_LOGIT: f32 = 2.5;
const KANA_LOGIT: f32 = 1.5;
/// From here on the pairs decide.
const SURE: f32 = 0.62;

pub fn judge(text: &str, has_kana: bool, declared: Declared) -> Judged {
    let language_of = |is_japanese: bool| if is_japanese { "ja" } else { "zh" };
    // One character alone is a pair of nothing.
    let is_single = text.chars().filter(|c| c.is_alphabetic()).nth(1).is_none();
    let pairs = if is_single { 0.0 } else { Weights::shipped().han.logit(text) };
    let told = told(text);
    if let Some(is_japanese) = told {
        let agrees = (pairs > 0.0) == is_japanese;
        return Judged::decided(language_of(is_japanese), LETTERS, if agrees { 980 } else { 900 });
    }
    let hint = match declared.first_of(&["ja", "zh", "ko"]) {
        Some("ja") => DECLARED_LOGIT,
        Some("zh") => -DECLARED_LOGIT,
        Some(korean) => return Judged::decided(korean, DECLARED, 600),
        None => 0.0,
    };
    let logit = pairs + hint + if has_kana { KANA_LOGIT } else { 0.0 };
    let probability = sigmoid(logit.abs());
    if probability < SURE {
        return Judged::undecided(HAN_ONLY);
    }
    let is_hint = hint != 0.0 && sigmoid(pairs.abs()) < SURE;
    let confidence = ((probability * 1_000.0) as Confidence).min(if is_hint { 850 } else { 970 });
    Judged::decided(language_of(logit > 0.0), if is_hint { DECLARED } else { NGRAMS }, confidence)
}

/// The language of a sentence, where its characters leave no doubt.
pub fn letters_of(text: &str) -> Option<&'static str> {
    told(text).map(|is_japanese| if is_japanese { "ja" } else { "zh" })
}

/// Whether forms say Japanese or Chinese; nothing if they contradict each other.
fn told(text: &str) -> Option<bool> {
    let (mut japanese, mut chinese) = (0, 0);
    for c in text.chars() {
        match form_of(c) {
            Form::Japanese => japanese += 1,
            Form::Chinese => chinese += 1,
            Form::Shared => {}
        }
    }
    let is_clear = |most: u32, least: u32| most > least * 4;
    if is_clear(japanese, chinese) {
        return Some(true);
    }
    is_clear(chinese, japanese).then_some(false)
}
