//! Other spellings of a term: what people really type.

use answerable_domain::Spelling;
use serde::Serialize;

/// Spellings of one term that are looked for at the same time.
pub const VARIANTS_MAX: usize = 60;

/// What is known about the other spellings of one term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Variants {
    pub term: String,
    /// Likeliest first.
    pub spellings: Vec<Variant>,
    /// Why there are none, or few: a code (`too_short`, `no_script`).
    pub few_because: Option<&'static str>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Variant {
    pub text: String,
    /// `kind:detail`: `jamo:ㅔ→ㅐ`, `layout:ko`, `spacing`, `kana:ア→あ`, `romaji`, `insert:m`, `also:acme`.
    pub reason: String,
    /// Whether it is looked for by itself. Others can be switched on by hand.
    pub on: bool,
    /// How likely it brings noise, 0..=100: short ones and real words do.
    pub noise: u8,
}

/// The other spellings of a term; `also`: other ways to write it that people told us, with spellings of their own.
///
/// Pure and deterministic. Nothing in it folds to the same as the term (the matcher finds that anyway).
pub fn variants(term: &str, also: &[&str]) -> Variants {
    let _ = also;
    Variants { term: term.to_owned(), spellings: Vec::new(), few_because: Some("not_yet") }
}

/// Those that are in force: on by themselves or by choice, and not switched off.
pub fn in_force(variants: &Variants, off: &[Spelling], on: &[Spelling]) -> Vec<Variant> {
    let is_in = |list: &[Spelling], variant: &Variant| list.iter().any(|s| s.term == variants.term && s.text == variant.text);
    variants.spellings.iter().filter(|v| (v.on || is_in(on, v)) && !is_in(off, v)).cloned().collect()
}
