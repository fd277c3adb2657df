//! Other spellings of a term: what people really type.
//!
//! A term is folded and cut into runs of one script. Families of slips (one module each) say which spellings a run may get and how often
//! (an explicit error model, see [`slip`]); [`rank`] keeps the likeliest; [`noise`] says which of them bring posts about something else.
//! Only single slips are made: two in one word are rare, and their number would be the square.
//!
//! Nothing is looked up anywhere: the same term always has the same spellings.

mod common;
mod fold;
mod han;
mod hangul;
mod kana;
mod latin;
mod layout;
mod noise;
mod rank;
mod romaji;
mod script;
mod slip;
mod spacing;

use crate::fold::fold_term;
use answerable_domain::Spelling;
use rank::Ranked;
use script::{Script, is_kana, script_of, syllables};
use serde::Serialize;
use slip::{Slip, Slips};
use std::collections::HashSet;

/// Spellings made from one given spelling (the term, or an `also`) that are on by themselves. With 80, one typo in six of a Latin name
/// would be missed, as `tests/it/recall.rs` counts them; few Korean and Japanese names have as many.
pub const VARIANTS_MAX: usize = 100;
/// Other ways to write a term that people may give.
const ALSO_MAX: usize = 16;
/// Longer terms are sentences: nobody mistypes them the same way twice, and their slips would be thousands.
const CHARACTERS_MAX: usize = 60;
/// A term of less has few spellings or none, in syllables: two Korean ones, three Latin letters.
const SHORT_BELOW: f32 = 2.4;
/// What even a short term gets, by rate: only what nobody can hear, and the wrong layout.
const SURE_FROM: f32 = 100.0;
const SHORT_MAX: usize = 6;

/// What is known about the other spellings of one term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Variants {
    pub term: String,
    /// Likeliest first.
    pub spellings: Vec<Variant>,
    /// Why there are none, or few: a code (`too_short`, `too_long`, `no_script`).
    pub few_because: Option<&'static str>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Variant {
    pub text: String,
    /// `kind:detail`: `jamo:ㅔ→ㅐ`, `layout:ko`, `spacing`, `kana:ア→あ`, `romaji:hepburn`, `insert:m`, `also:acme`.
    pub reason: String,
    /// Whether it is looked for by itself. Others can be switched on by hand.
    pub on: bool,
    /// How likely it brings noise, 0..=100: short ones and real words do.
    pub noise: u8,
}

/// The other spellings of a term; `also`: other ways to write it that people told us, with spellings of their own.
///
/// Pure and deterministic. Nothing in it folds to the same as the term (the matcher finds that anyway), and no two fold alike.
/// At most [`VARIANTS_MAX`] made from each given spelling are on.
pub fn variants(term: &str, also: &[&str]) -> Variants {
    let own = spellings_of(term);
    let mut given = vec![fold_term(term)];
    let mut also_given: Vec<Ranked> = Vec::new();
    let mut made: Vec<Ranked> = own.ranked;
    for written in also.iter().take(ALSO_MAX) {
        let folded = fold_term(written);
        if folded.is_empty() || given.contains(&folded) {
            continue;
        }
        let noise = noise::noise(&folded, false);
        let variant = Variant { text: written.trim().to_owned(), reason: format!("also:{}", written.trim()), on: true, noise };
        also_given.push(Ranked { variant, rate: f32::MAX });
        given.push(folded);
        made.extend(spellings_of(written).ranked);
    }
    made.sort_by(|one, other| other.rate.total_cmp(&one.rate));
    if given.len() > 1 {
        let mut seen: HashSet<String> = given.into_iter().collect();
        made.retain(|ranked| seen.insert(ranked.variant.text.clone()));
    }
    let spellings = also_given.into_iter().chain(made).map(|ranked| ranked.variant).collect();
    Variants { term: term.to_owned(), spellings, few_because: own.few_because }
}

/// Those that are in force: on by themselves or by choice, and not switched off. What people switch on comes on top of the cap.
pub fn in_force(variants: &Variants, off: &[Spelling], on: &[Spelling]) -> Vec<Variant> {
    let is_in = |list: &[Spelling], variant: &Variant| list.iter().any(|s| s.term == variants.term && s.text == variant.text);
    variants.spellings.iter().filter(|v| (v.on || is_in(on, v)) && !is_in(off, v)).cloned().collect()
}

struct Made {
    ranked: Vec<Ranked>,
    few_because: Option<&'static str>,
}

/// Made from one given spelling alone.
fn spellings_of(written: &str) -> Made {
    let folded = fold_term(written);
    let term: Vec<char> = folded.chars().collect();
    let none = |why| Made { ranked: Vec::new(), few_because: Some(why) };
    if term.len() > CHARACTERS_MAX {
        return none("too_long");
    }
    if term.iter().all(|c| script_of(*c) == Script::Other) {
        return none("no_script");
    }
    let mut slips = slips_of(written, &term);
    let is_short = syllables(folded.chars()) < SHORT_BELOW;
    if is_short {
        slips.retain(|slip| slip.rate >= SURE_FROM);
    }
    let off_from = if is_short { noise::OFF_FROM_IF_SHORT } else { noise::OFF_FROM };
    let mut ranked = rank::ranked(&term, slips, off_from);
    if is_short {
        ranked.truncate(SHORT_MAX);
    }
    let few_because = match ranked.is_empty() {
        _ if is_short => Some("too_short"),
        true => Some("no_script"),
        false => None,
    };
    Made { ranked, few_because }
}

fn slips_of(written: &str, term: &[char]) -> Vec<Slip> {
    let mut slips = Slips::default();
    for run in script::runs(term) {
        let own = &term[run.start..run.end];
        let before = slips.0.len();
        match run.script {
            Script::Hangul => hangul::add(own, &mut slips),
            Script::Hiragana | Script::Katakana => kana::add(own, run.end == term.len(), &mut slips),
            Script::Latin if own.iter().any(|c| c.is_alphabetic()) => latin::add(own, &mut slips),
            Script::Latin | Script::Han | Script::Other => {}
        }
        for slip in &mut slips.0[before..] {
            slip.edit.start += run.start;
            slip.edit.end += run.start;
        }
    }
    layout::add(written, term, &mut slips);
    spacing::add(term, &mut slips);
    han::add(term, &mut slips);
    if term.iter().any(|c| is_kana(script_of(*c))) {
        kana::add_whole(term, &mut slips);
        romaji::add(term, &mut slips);
    }
    slips.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_folds_to_the_term_or_to_another_spelling() {
        let terms = [
            "아크메",
            "Acme",
            "ACME",
            "ａｃｍｅ",
            "アクメ",
            "ｱｸﾒ",
            "ｶﾞｽﾄ",
            "カ゛スト",
            "が゛",
            "ㄱㄷㅏ",
            "㈜아크메",
            "Müller’s",
            "straße",
            "ŉgé",
            "ﬁnch",
            "a\u{301}b\u{301}c",
            "가\u{11A8}나다",
            "ー ー",
            "・・",
            "a-b_c.d'e",
            "GS 25",
            "々々",
            "霞ヶ関",
            "ゟゟゟ",
            "ИКЕА",
            "ΣΊΣΥΦΟΣ",
            "İstanbul",
            "a\u{200B}cme",
            "  acme  mall ",
            "𝓐𝓬𝓶𝓮",
            "ㅋㅋㅋ",
            "\u{1100}\u{1161}크메",
        ];
        for term in terms {
            let mut seen = HashSet::from([fold_term(term)]);
            for variant in variants(term, &["also", "ア ー", "ALSO"]).spellings {
                assert!(seen.insert(fold_term(&variant.text)), "{term:?}: {variant:?}");
            }
        }
    }
}
