//! Marks on letters, dropped by those whose keyboard has none, written out (ü, ue), or added where a name looks as if it had one.

use crate::variants::slip::{Detail, Slips, replaced};
use unicode_normalization::UnicodeNormalization;

const DROPPED: f32 = 250.0;
const ALL_DROPPED: f32 = 600.0;
const WRITTEN_OUT: f32 = 120.0;
const ADDED: f32 = 1.2;

/// Letters without marks of their own in Unicode's eyes.
const PLAIN: &[(char, &str)] =
    &[('ø', "o"), ('ł', "l"), ('đ', "d"), ('ð', "d"), ('þ', "th"), ('æ', "ae"), ('œ', "oe"), ('ı', "i"), ('ħ', "h")];
const WRITTEN: &[(char, &str)] = &[('ä', "ae"), ('ö', "oe"), ('ü', "ue"), ('ø', "oe"), ('å', "aa"), ('ñ', "ny")];
/// What people add: cafe, café.
const ADDITIONS: &[(char, &str)] = &[('e', "éè"), ('a', "á"), ('o', "öó"), ('u', "ü"), ('i', "í"), ('n', "ñ"), ('c', "ç")];

pub fn add(run: &[char], slips: &mut Slips) {
    let mut all = String::new();
    let mut marked = None;
    for (at, c) in run.iter().enumerate() {
        match without_mark(*c) {
            Some(plain) => {
                marked = marked.or(plain.chars().next().map(|plain| (*c, plain)));
                slips.add(replaced(at, plain.as_str()), "diacritics", Detail::Edited, DROPPED);
                all.push_str(&plain);
            }
            None => {
                additions(run, at, slips);
                all.push(*c);
            }
        }
        if let Some((_, written)) = WRITTEN.iter().find(|(marked, _)| marked == c) {
            slips.add(replaced(at, *written), "diacritics", Detail::Edited, WRITTEN_OUT);
        }
    }
    if let Some((c, plain)) = marked {
        slips.add_whole(run, all, "diacritics", Detail::Change(c, plain), ALL_DROPPED);
    }
}

fn additions(run: &[char], at: usize, slips: &mut Slips) {
    let Some((plain, marked)) = ADDITIONS.iter().find(|(plain, _)| *plain == run[at]) else { return };
    // A final é is what makes a name look French; nothing else is added nearly as often.
    let rate = if *plain == 'e' && at + 1 == run.len() { ADDED * 12.0 } else { ADDED };
    for (rank, c) in marked.chars().enumerate() {
        let rate = rate / (rank + 1) as f32;
        slips.add(replaced(at, c), "diacritics", Detail::Change(*plain, c), rate);
    }
}

fn without_mark(c: char) -> Option<String> {
    if c.is_ascii() {
        return None;
    }
    if let Some((_, plain)) = PLAIN.iter().find(|(marked, _)| *marked == c) {
        return Some((*plain).to_owned());
    }
    let mut parts = std::iter::once(c).nfd();
    let base = parts.next().filter(|base| base.is_alphabetic() && *base != c && *base < '\u{530}')?;
    Some(base.to_string())
}
