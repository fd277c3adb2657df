//! Record keys of AT Protocol: made before the first attempt, so that every attempt writes the same record.
//!
//! A TID is 13 characters of a sortable base32: one zero bit, 53 bits of microseconds since 1970, 10 bits that tell clocks apart.
//! Time and clock id are arguments: this crate asks no clock.

use answerable_domain::Millis;

const ALPHABET: &[u8; 32] = b"234567abcdefghijklmnopqrstuvwxyz";
const MICROS_MAX: u64 = (1 << 53) - 1;

/// The TID of a moment. Of `clock_id` the lowest 10 bits count.
pub fn tid(micros: u64, clock_id: u16) -> String {
    let bits = (micros.min(MICROS_MAX) << 10) | u64::from(clock_id & 0x3ff);
    (0..13).rev().map(|place| char::from(ALPHABET[((bits >> (place * 5)) & 31) as usize])).collect()
}

/// The microseconds in a TID, or `None` when the text is not one.
pub fn micros_of(text: &str) -> Option<u64> {
    if text.len() != 13 {
        return None;
    }
    let mut bits: u64 = 0;
    for byte in text.bytes() {
        let digit = ALPHABET.iter().position(|letter| *letter == byte)? as u64;
        bits = bits.checked_mul(32)?.checked_add(digit)?;
    }
    (bits >> 63 == 0).then_some(bits >> 10)
}

/// Makes strictly increasing TIDs, also when its clock stands still or goes back.
#[derive(Debug, Clone)]
pub struct TidGenerator {
    clock_id: u16,
    last_micros: u64,
}

impl TidGenerator {
    pub fn new(clock_id: u16) -> Self {
        Self { clock_id, last_micros: 0 }
    }

    pub fn next(&mut self, now: Millis) -> String {
        let micros = u64::try_from(now).unwrap_or(0).saturating_mul(1_000);
        self.last_micros = micros.max(self.last_micros + 1);
        tid(self.last_micros, self.clock_id)
    }

    /// One for each part of a chain, in order.
    pub fn take(&mut self, count: usize, now: Millis) -> Vec<String> {
        (0..count).map(|_| self.next(now)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_moment_has_a_known_key() {
        assert_eq!(tid(0, 0), "2222222222222");
        assert_eq!(tid(0, 31), "222222222222z");
        assert_eq!(tid(1, 0), "2222222222322");
        // Recorded from a real server: the key of a post accepted at 2026-11-22T01:16:40.09Z.
        let micros = micros_of("3n2ugxfuuok2i").expect("a key of a real post");
        assert_eq!(micros / 1_000_000, 1_795_310_200);
        assert_eq!(tid(micros, 14), "3n2ugxfuuok2i");
    }

    #[test]
    fn keys_increase_whatever_the_clock_does() {
        let mut generator = TidGenerator::new(7);
        let moments = [1_795_310_200_000, 1_795_310_200_000, 1_795_310_100_000, -5, 1_795_310_200_001];
        let keys: Vec<String> = moments.iter().map(|now| generator.next(*now)).collect();
        assert!(keys.is_sorted_by(|a, b| a < b), "{keys:?}");
    }

    #[test]
    fn what_is_not_a_key_is_refused() {
        for text in ["", "222222222222", "22222222222222", "1222222222222", "zzzzzzzzzzzzz", "222222222222가"] {
            assert_eq!(micros_of(text), None, "{text}");
        }
    }
}
