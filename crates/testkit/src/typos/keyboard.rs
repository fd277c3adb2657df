//! A physical keyboard, and what fingers do on it: hit the key beside, miss a key, hit one twice, or two in the wrong order.

use super::chance::Chance;

/// Where the keys lie, in widths of a key: rows are staggered as on desks; phones have nearly the same.
const KEYS: &[(&str, f64, f64)] = &[("qwertyuiop", 0.0, 0.0), ("asdfghjkl", 0.25, 1.0), ("zxcvbnm", 0.75, 2.0)];

/// How far fingers stray, in widths of a key.
const SPREAD: f64 = 0.62;

fn place(letter: char) -> Option<(f64, f64)> {
    KEYS.iter().find_map(|(letters, x, y)| letters.find(letter).map(|column| (x + column as f64, *y)))
}

/// A key near that of `letter`: the nearer, the likelier.
pub fn near(letter: char, chance: &mut Chance) -> Option<char> {
    let (x, y) = place(letter)?;
    let all = KEYS.iter().flat_map(|(letters, _, _)| letters.chars()).filter(|other| *other != letter);
    let near: Vec<(char, f64)> = all
        .filter_map(|other| {
            let (other_x, other_y) = place(other)?;
            let square = (x - other_x).powi(2) + (y - other_y).powi(2);
            (square < 2.4).then(|| (other, (-square / (2.0 * SPREAD * SPREAD)).exp()))
        })
        .collect();
    chance.weighted(&near)
}

#[derive(Debug, Clone, Copy)]
enum Slip {
    Beside,
    Missed,
    Twice,
    Order,
    Both,
}

/// One slip in what is typed. Upper-case letters are typed with Shift, which stays as it was. `None` when it changes nothing.
pub fn slip(typed: &str, chance: &mut Chance) -> Option<String> {
    let keys: Vec<char> = typed.chars().collect();
    let letters: Vec<(usize, f64)> = keys
        .iter()
        .enumerate()
        .filter(|(_, key)| key.is_ascii_alphabetic())
        // The first letter is looked at.
        .map(|(at, _)| (at, if at == 0 { 0.45 } else { 1.0 }))
        .collect();
    let at = chance.weighted(&letters)?;
    let slip =
        chance.weighted(&[(Slip::Beside, 33.0), (Slip::Missed, 26.0), (Slip::Twice, 10.0), (Slip::Order, 20.0), (Slip::Both, 11.0)])?;
    let shifted = |near: char| if keys[at].is_ascii_uppercase() { near.to_ascii_uppercase() } else { near };
    let mut slipped = keys.clone();
    match slip {
        Slip::Beside => slipped[at] = shifted(near(keys[at].to_ascii_lowercase(), chance)?),
        Slip::Missed => drop(slipped.remove(at)),
        Slip::Twice => slipped.insert(at, keys[at]),
        Slip::Order => {
            let other = if at + 1 < keys.len() { at + 1 } else { at.checked_sub(1)? };
            if !keys[other].is_ascii_alphabetic() {
                return None;
            }
            slipped.swap(at, other);
        }
        Slip::Both => {
            let beside = near(keys[at].to_ascii_lowercase(), chance)?;
            slipped.insert(at + chance.below(2), beside);
        }
    }
    Some(slipped.into_iter().collect()).filter(|slipped: &String| slipped != typed)
}
