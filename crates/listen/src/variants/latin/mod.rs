//! How words in Latin letters are mistyped: by the fingers ([`keys`]), by ear ([`sound`]), on purpose ([`lookalike`]) and without
//! their marks ([`diacritics`]).

mod diacritics;
mod keys;
mod lookalike;
mod sound;

pub use keys::keys_around;

use super::slip::Slips;

/// Slips in a run of letters and digits of spaced scripts, in lower case.
pub fn add(run: &[char], slips: &mut Slips) {
    keys::add(run, slips);
    sound::add(run, slips);
    lookalike::add(run, slips);
    diacritics::add(run, slips);
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}
