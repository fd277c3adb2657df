//! How Korean is mistyped: by ear ([`sound`]), and by the fingers on a full keyboard ([`keys`]) and on a phone's ([`phone`]).

pub mod jamo;
pub mod keys;
mod phone;
mod sound;

use super::slip::Slips;

/// Slips in a run of Hangul.
pub fn add(run: &[char], slips: &mut Slips) {
    sound::add(run, slips);
    keys::add(run, slips);
    phone::add(run, slips);
}
