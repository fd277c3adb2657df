//! Spaces where a term has none, and none where it has some.
//!
//! Korean is written with spaces that nobody agrees on (`아 크메`, `배달의 민족`); Latin compounds come apart and grow together (`face
//! book`, `face-book`); Japanese names get a middle dot or lose it.

use super::script::{Script, is_kana, script_of};
use super::slip::{Detail, Slips, spliced};

const JOINED: f32 = 500.0;
const ONE_JOINED: f32 = 200.0;
const SPLIT_HANGUL: f32 = 70.0;
/// For all places together: where a compound falls apart, only people know.
const SPLIT_LATIN: f32 = 110.0;
const SPLIT_KANA: f32 = 10.0;
const SPLIT_SCRIPTS: f32 = 300.0;
const HYPHEN: f32 = 60.0;

pub fn add(term: &[char], slips: &mut Slips) {
    let gaps: Vec<usize> = (0..term.len()).filter(|at| is_gap(term[*at])).collect();
    for at in &gaps {
        let fills: &[&str] = match term[*at] {
            ' ' => &["", "-", "_", "・"],
            '・' => &["", " "],
            _ => &["", " "],
        };
        for fill in fills.iter().filter(|fill| **fill != "・" || is_kana_around(term, *at)) {
            let rate = if *fill == "-" || *fill == "_" { HYPHEN } else { ONE_JOINED };
            slips.add(spliced(*at, at + 1, *fill), "spacing", Detail::None, rate);
        }
    }
    if gaps.len() > 1 {
        slips.add_whole(term, term.iter().filter(|c| !is_gap(**c)).collect(), "spacing", Detail::None, JOINED);
        for (fill, rate) in [(' ', ONE_JOINED), ('-', HYPHEN)] {
            slips.add_whole(term, term.iter().map(|c| if is_gap(*c) { fill } else { *c }).collect(), "spacing", Detail::None, rate);
        }
    }
    splits(term, slips);
}

fn splits(term: &[char], slips: &mut Slips) {
    let syllables = term.iter().filter(|c| script_of(**c) == Script::Hangul).count();
    for at in 1..term.len() {
        let (before, after) = (script_of(term[at - 1]), script_of(term[at]));
        let rate = match (before, after) {
            // Every gap is as likely; the more there are, the rarer each is.
            (Script::Hangul, Script::Hangul) => SPLIT_HANGUL * 3.0 / syllables.max(3) as f32,
            (Script::Latin, Script::Latin) if is_inside(term, at, Script::Latin, 2) => SPLIT_LATIN / term.len() as f32,
            (before, after) if is_kana(before) && is_kana(after) && is_inside(term, at, before, 2) && !is_tail(term[at]) => SPLIT_KANA,
            (Script::Other, _) | (_, Script::Other) => continue,
            (before, after) if before != after => SPLIT_SCRIPTS,
            _ => continue,
        };
        slips.add(spliced(at, at, " "), "spacing", Detail::None, rate);
        if is_kana(before) && is_kana(after) {
            slips.add(spliced(at, at, "・"), "spacing", Detail::None, rate);
        }
        if before == Script::Latin && after == Script::Latin {
            slips.add(spliced(at, at, "-"), "spacing", Detail::None, rate / 4.0);
        }
    }
}

/// A kana that cannot begin a word.
fn is_tail(c: char) -> bool {
    "ーんンっッぁぃぅぇぉゃゅょァィゥェォャュョ".contains(c)
}

/// At least `least` characters of the script on either side: what splits off is a word.
fn is_inside(term: &[char], at: usize, script: Script, least: usize) -> bool {
    let same = |c: &&char| script_of(**c) == script || (is_kana(script) && is_kana(script_of(**c)));
    term[..at].iter().rev().take_while(same).count() >= least && term[at..].iter().take_while(same).count() >= least
}

fn is_gap(c: char) -> bool {
    matches!(c, ' ' | '-' | '_' | '・' | '·' | '.' | '&' | '\'')
}

fn is_kana_around(term: &[char], at: usize) -> bool {
    let is_katakana = |at: Option<usize>| at.and_then(|at| term.get(at)).is_some_and(|c| script_of(*c) == Script::Katakana);
    is_katakana(at.checked_sub(1)) && is_katakana(Some(at + 1))
}
