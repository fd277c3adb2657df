//! Japanese errors: long vowels, foreign sounds, voiced marks, the other kana, Latin letters, the fingers on keys and on a phone.

use super::Typo;
use super::chance::Chance;
use super::{flick, keyboard, romaji};

type Slip = fn(&str, &mut Chance) -> Option<String>;

const CAUSES: &[(&str, f64, Slip)] = &[
    ("long", 22.0, long),
    ("foreign", 17.0, foreign),
    ("kana", 14.0, other_kana),
    ("voiced", 9.0, voiced),
    ("latin", 8.0, latin),
    ("key", 9.0, key),
    ("flick", 9.0, flicked),
    ("order", 3.0, order),
    ("lost", 3.0, lost),
    ("look", 2.0, look),
    ("space", 4.0, space),
    ("two", 3.0, two),
];

/// Written, heard or believed, weight; in katakana, and used for hiragana as well.
const FOREIGN: &[(&str, &str, f64)] = &[
    ("ティ", "テイ", 4.0),
    ("ティ", "チ", 4.0),
    ("ティ", "テ", 1.0),
    ("ディ", "デイ", 3.0),
    ("ディ", "ジ", 2.0),
    ("ディ", "デ", 2.0),
    ("ファ", "フア", 3.0),
    ("ファ", "ハ", 1.5),
    ("フィ", "フイ", 3.0),
    ("フィ", "ヒ", 1.0),
    ("フェ", "フエ", 3.0),
    ("フェ", "ヘ", 1.0),
    ("フォ", "フオ", 3.0),
    ("フォ", "ホ", 2.5),
    ("ウィ", "ウイ", 5.0),
    ("ウィ", "イ", 0.6),
    ("ウェ", "ウエ", 5.0),
    ("ウォ", "ウオ", 5.0),
    ("ヴァ", "バ", 9.0),
    ("ヴィ", "ビ", 9.0),
    ("ヴェ", "ベ", 9.0),
    ("ヴォ", "ボ", 9.0),
    ("ヴ", "ブ", 7.0),
    ("バ", "ヴァ", 1.2),
    ("ビ", "ヴィ", 1.2),
    ("ベ", "ヴェ", 1.2),
    ("ボ", "ヴォ", 1.2),
    ("シェ", "セ", 2.0),
    ("シェ", "シエ", 2.0),
    ("チェ", "チエ", 2.5),
    ("ジェ", "ゼ", 1.5),
    ("ジェ", "ジエ", 2.0),
    ("デュ", "ジュ", 3.0),
    ("トゥ", "ツ", 3.0),
    ("トゥ", "ト", 2.0),
    ("トゥ", "トウ", 3.0),
    ("ズ", "ス", 2.0),
    ("ズ", "ヅ", 1.0),
    ("ジ", "ヂ", 0.6),
    ("ュ", "ユ", 2.5),
    ("ャ", "ヤ", 2.5),
    ("ョ", "ヨ", 2.5),
    ("ッ", "ツ", 2.5),
    ("ッ", "", 4.0),
    ("リア", "リヤ", 2.0),
    ("ニア", "ニヤ", 1.6),
    ("ピア", "ピヤ", 1.2),
    ("イア", "イヤ", 2.0),
    ("ミュ", "ミ", 0.6),
    ("チ", "ティ", 0.6),
];

pub fn typo(name: &str, chance: &mut Chance) -> Option<Typo> {
    let causes: Vec<_> = CAUSES.iter().map(|(cause, weight, slip)| ((*cause, *slip), *weight)).collect();
    let (cause, slip) = chance.weighted(&causes)?;
    slip(name, chance).map(|text| Typo { text, cause })
}

fn is_katakana(c: char) -> bool {
    ('ァ'..='ヴ').contains(&c) || c == 'ー'
}

fn moved(c: char, from: std::ops::RangeInclusive<char>, up: bool) -> char {
    let code = c as u32;
    let other = if up { code + 0x60 } else { code.saturating_sub(0x60) };
    if from.contains(&c) { char::from_u32(other).unwrap_or(c) } else { c }
}

fn hiragana(text: &str) -> String {
    text.chars().map(|c| moved(c, 'ァ'..='ヴ', false)).collect()
}

fn katakana(text: &str) -> String {
    text.chars().map(|c| moved(c, 'ぁ'..='ゔ', true)).collect()
}

/// In the kana of the name.
fn like(name: &str, text: &str) -> String {
    if name.chars().any(is_katakana) { katakana(text) } else { hiragana(text) }
}

/// What ends in these vowels: ア, イ, ウ, エ, オ.
fn vowel(c: char) -> Option<char> {
    let keys = romaji::pressed(&hiragana(&c.to_string()))?;
    "アイウエオ".chars().nth("aiueo".find(keys.chars().next_back()?)?)
}

fn long(name: &str, chance: &mut Chance) -> Option<String> {
    let letters: Vec<char> = name.chars().collect();
    let written = |at: usize, length: usize, new: &str| {
        letters[..at].iter().copied().chain(new.chars()).chain(letters[at + length..].iter().copied()).collect::<String>()
    };
    let mut found: Vec<(String, f64)> = Vec::new();
    for (at, c) in letters.iter().enumerate() {
        let last = at + 1 == letters.len();
        let next = letters.get(at + 1);
        if *c == 'ー' {
            found.push((written(at, 1, ""), if last { 9.0 } else { 5.0 }));
            for (dash, weight) in [("-", 1.0), ("―", 0.5), ("－", 0.8), ("〜", 0.4), ("一", 0.4), ("ｰ", 0.5)] {
                found.push((written(at, 1, dash), weight));
            }
            if let Some(vowel) = at.checked_sub(1).and_then(|before| vowel(letters[before])) {
                let spelled = if vowel == 'エ' {
                    'イ'
                } else if vowel == 'オ' {
                    'ウ'
                } else {
                    vowel
                };
                found.push((written(at, 1, &like(name, &spelled.to_string())), 2.0));
            }
            continue;
        }
        let Some(own) = vowel(*c) else { continue };
        let spelled = |next: char| {
            let next = katakana(&next.to_string()).chars().next();
            next == Some(own) && "アイウエオ".contains(own) || (own == 'エ' && next == Some('イ')) || (own == 'オ' && next == Some('ウ'))
        };
        match next {
            Some(next) if spelled(*next) => found.push((written(at + 1, 1, "ー"), 4.0)),
            Some(next) if *next != 'ー' && !"ァィゥェォャュョッンぁぃぅぇぉゃゅょっん".contains(*next) => {
                found.push((written(at + 1, 0, "ー"), 0.6))
            }
            None => found.push((written(at + 1, 0, "ー"), 3.0)),
            _ => {}
        }
    }
    chance.weighted(&found)
}

fn foreign(name: &str, chance: &mut Chance) -> Option<String> {
    let upper = katakana(name);
    let mut found = Vec::new();
    for (own, other, weight) in FOREIGN {
        for (at, _) in upper.match_indices(own) {
            let small = upper[at + own.len()..].chars().next().is_some_and(|next| "ァィゥェォャュョ".contains(next));
            if !small {
                found.push((format!("{}{}{}", &name[..at], like(name, other), &name[at + own.len()..]), *weight));
            }
        }
    }
    // A small ツ that some hear: バッグ, バグ.
    let letters: Vec<char> = upper.chars().collect();
    for (at, pair) in letters.windows(2).enumerate() {
        if "カキクケコタチテトパピプペポ".contains(pair[1]) && !"ッンー".contains(pair[0]) {
            let text: String = name.chars().take(at + 1).chain(like(name, "ッ").chars()).chain(name.chars().skip(at + 1)).collect();
            found.push((text, 0.7));
        }
    }
    chance.weighted(&found)
}

/// All in hiragana or katakana; or in half-width letters.
fn other_kana(name: &str, chance: &mut Chance) -> Option<String> {
    let other = if name.chars().any(is_katakana) { hiragana(name) } else { katakana(name) };
    (chance.in_percent(95) && other != name).then_some(other)
}

fn voiced(name: &str, chance: &mut Chance) -> Option<String> {
    let pairs = "かが きぎ くぐ けげ こご さざ しじ すず せぜ そぞ ただ てで とど はば ひび ふぶ へべ ほぼ ばぱ びぴ ぶぷ べぺ ぼぽ";
    let letters: Vec<char> = name.chars().collect();
    let mut found = Vec::new();
    for (at, c) in letters.iter().enumerate() {
        let own = moved(*c, 'ァ'..='ヴ', false);
        for pair in pairs.split(' ').filter(|pair| pair.contains(own)) {
            let (plain, marked) = (pair.chars().next()?, pair.chars().nth(1)?);
            let (other, weight) = if own == plain { (marked, 1.0) } else { (plain, 1.6) };
            let other = if *c == own { other } else { moved(other, 'ぁ'..='ゔ', true) };
            found.push((letters[..at].iter().chain([&other]).chain(&letters[at + 1..]).collect::<String>(), weight));
        }
    }
    chance.weighted(&found)
}

/// Latin letters: as on passports, as typed, with long vowels as they come.
fn latin(name: &str, chance: &mut Chance) -> Option<String> {
    let keys = romaji::pressed(&hiragana(&name.replace([' ', '・'], "")))?;
    // Only where the input method was off does a name end in nn.
    let written = keys.strip_suffix("nn").map_or_else(|| keys.clone(), |start| format!("{start}n"));
    let spelled = if chance.in_percent(65) { romaji::hepburn(&written) } else { written };
    Some(match chance.below(10) {
        0..=5 => spelled.replace('-', ""),
        6 => spelled.replace("a-", "aa").replace("i-", "ii").replace("u-", "uu").replace("e-", "ee").replace("o-", "oo"),
        7 => spelled.replace('-', "").replace("ou", "o").replace("uu", "u"),
        // The input method was off.
        _ => keys,
    })
}

/// A slip of the finger on the keys that make the kana.
fn key(name: &str, chance: &mut Chance) -> Option<String> {
    let keys = romaji::pressed(&hiragana(name))?;
    let slipped = romaji::shown(&keyboard::slip(&keys, chance)?);
    // Letters left among the kana are mostly seen and mended.
    let odd = slipped.chars().any(|c| c.is_ascii_alphabetic());
    if odd && chance.in_percent(60) {
        return None;
    }
    Some(like(name, &slipped))
}

fn flicked(name: &str, chance: &mut Chance) -> Option<String> {
    let letters: Vec<char> = name.chars().collect();
    let at = chance.below(letters.len());
    let own = moved(letters[at], 'ァ'..='ヴ', false);
    let other = flick::slip(own, chance)?;
    let other = if letters[at] == own { other } else { moved(other, 'ぁ'..='ゔ', true) };
    Some(letters[..at].iter().chain([&other]).chain(&letters[at + 1..]).collect())
}

/// Two sounds in the wrong order: シミュレーション, シュミレーション.
fn order(name: &str, chance: &mut Chance) -> Option<String> {
    let mut letters: Vec<char> = name.chars().collect();
    let at = chance.below(letters.len() - 1);
    letters.swap(at, at + 1);
    let text: String = letters.into_iter().collect();
    (text.trim() == text && !text.starts_with(['ー', 'ッ', 'ャ', 'ュ', 'ョ'])).then_some(text)
}

/// A kana lost or said twice.
fn lost(name: &str, chance: &mut Chance) -> Option<String> {
    let mut letters: Vec<char> = name.chars().collect();
    let at = chance.below(letters.len());
    if chance.in_percent(60) && letters.len() > 3 {
        letters.remove(at);
    } else {
        letters.insert(at, letters[at]);
    }
    Some(letters.into_iter().collect()).filter(|text: &String| text.trim() == text)
}

fn look(name: &str, chance: &mut Chance) -> Option<String> {
    let pairs = [
        ('シ', 'ツ'),
        ('ツ', 'シ'),
        ('ソ', 'ン'),
        ('ン', 'ソ'),
        ('ロ', '口'),
        ('カ', '力'),
        ('エ', '工'),
        ('ニ', '二'),
        ('タ', '夕'),
        ('ハ', '八'),
        ('ト', '卜'),
        ('リ', 'り'),
        ('ベ', 'べ'),
        ('へ', 'ヘ'),
        ('ヘ', 'へ'),
        ('ク', 'ケ'),
        ('ア', 'マ'),
        ('る', 'ろ'),
        ('髙', '高'),
        ('高', '髙'),
        ('沢', '澤'),
        ('島', '嶋'),
        ('桜', '櫻'),
        ('斎', '斉'),
        ('斎', '齋'),
        ('辺', '邊'),
        ('辺', '邉'),
        ('崎', '﨑'),
        ('富', '冨'),
    ];
    let found: Vec<(String, f64)> = name
        .char_indices()
        .flat_map(|(at, c)| pairs.iter().filter(move |(own, other)| *own == c && other != own).map(move |(own, other)| (at, *own, *other)))
        .map(|(at, own, other)| (format!("{}{other}{}", &name[..at], &name[at + own.len_utf8()..]), 1.0))
        .collect();
    chance.weighted(&found)
}

fn space(name: &str, chance: &mut Chance) -> Option<String> {
    let gaps = [' ', '・'];
    if name.contains(gaps) {
        let filled = chance.weighted(&[("", 6.0), (" ", 2.0), ("・", 2.0), ("　", 0.5)])?;
        return Some(name.replace(gaps, filled));
    }
    let letters: Vec<char> = name.chars().collect();
    if letters.len() < 5 {
        return None;
    }
    let at = 2 + chance.below(letters.len() - 3);
    let gap = chance.weighted(&[("・", 5.0), (" ", 5.0)])?;
    let text: String = letters[..at].iter().copied().chain(gap.chars()).chain(letters[at..].iter().copied()).collect();
    (!"ーッャュョァィゥェォンっゃゅょん".contains(letters[at])).then_some(text)
}

fn two(name: &str, chance: &mut Chance) -> Option<String> {
    let once = long(name, chance)?;
    if chance.in_percent(50) { foreign(&once, chance) } else { voiced(&once, chance) }
}
