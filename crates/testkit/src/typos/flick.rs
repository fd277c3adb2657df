//! A phone's twelve keys for kana: each key has a row of kana, a flick chooses among them; and a key that turns a kana into its voiced
//! or small form.

use super::chance::Chance;

/// The keys as they lie, three in a row; each with its kana: touched, flicked left, up, right, down.
const PAD: [&str; 12] = [
    "あいうえお",
    "かきくけこ",
    "さしすせそ",
    "たちつてと",
    "なにぬねの",
    "はひふへほ",
    "まみむめも",
    "や_ゆ_よ",
    "らりるれろ",
    "",
    "わをんー_",
    "",
];

/// Forms that the turning key goes through.
const TURNS: &[&str] = &[
    "かが",
    "きぎ",
    "くぐ",
    "けげ",
    "こご",
    "さざ",
    "しじ",
    "すず",
    "せぜ",
    "そぞ",
    "ただ",
    "ちぢ",
    "つっづ",
    "てで",
    "とど",
    "はばぱ",
    "ひびぴ",
    "ふぶぷ",
    "へべぺ",
    "ほぼぽ",
    "やゃ",
    "ゆゅ",
    "よょ",
    "あぁ",
    "いぃ",
    "うぅゔ",
    "えぇ",
    "おぉ",
];

/// The kana that comes out when the finger goes wrong on `kana`, a hiragana.
pub fn slip(kana: char, chance: &mut Chance) -> Option<char> {
    let turned = TURNS.iter().find(|forms| forms.contains(kana));
    let base = turned.and_then(|forms| forms.chars().next()).unwrap_or(kana);
    let form = turned.and_then(|forms| forms.chars().position(|form| form == kana)).unwrap_or(0);
    // The key that turns is forgotten, or pressed once too often.
    if let Some(forms) = turned.filter(|_| chance.in_percent(35)) {
        let others: Vec<char> = forms.chars().filter(|other| *other != kana).collect();
        return chance.one_of(&others);
    }
    let key = PAD.iter().position(|row| row.contains(base))?;
    let direction = PAD[key].chars().position(|own| own == base)?;
    let other = if chance.in_percent(70) {
        let directions: Vec<char> =
            PAD[key].chars().enumerate().filter(|(other, c)| *other != direction && *c != '_').map(|(_, c)| c).collect();
        chance.one_of(&directions)?
    } else {
        let beside: Vec<usize> = (0..12).filter(|other| touches(key, *other) && !PAD[*other].is_empty()).collect();
        PAD[chance.one_of(&beside)?].chars().nth(direction).filter(|c| *c != '_')?
    };
    let forms = TURNS.iter().find(|forms| forms.starts_with(other));
    Some(forms.and_then(|forms| forms.chars().nth(form)).unwrap_or(other))
}

fn touches(one: usize, other: usize) -> bool {
    let (column, row) = ((one % 3).abs_diff(other % 3), (one / 3).abs_diff(other / 3));
    column + row == 1
}
