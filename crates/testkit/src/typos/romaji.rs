//! A Japanese input method by rule: a consonant and a vowel make a kana; and the keys that make each kana.

/// Consonants and the kana they make with a, i, u, e, o.
const PLAIN: &[(&str, &str)] = &[
    ("", "あいうえお"),
    ("k", "かきくけこ"),
    ("s", "さしすせそ"),
    ("t", "たちつてと"),
    ("n", "なにぬねの"),
    ("h", "はひふへほ"),
    ("m", "まみむめも"),
    ("y", "や_ゆ_よ"),
    ("r", "らりるれろ"),
    ("w", "わ___を"),
    ("g", "がぎぐげご"),
    ("z", "ざじずぜぞ"),
    ("d", "だぢづでど"),
    ("b", "ばびぶべぼ"),
    ("p", "ぱぴぷぺぽ"),
    ("l", "ぁぃぅぇぉ"),
    ("x", "ぁぃぅぇぉ"),
];
/// The same for consonants that make two kana, as a head and five tails; `_` is no tail.
const JOINED: &[(&str, char, &str)] = &[
    ("f", 'ふ', "ぁぃ_ぇぉ"),
    ("v", 'ゔ', "ぁぃ_ぇぉ"),
    ("ts", 'つ', "ぁぃ_ぇぉ"),
    ("q", 'く', "ぁぃ_ぇぉ"),
    ("w", 'う', "~ぃ~ぇ~"),
    ("wh", 'う', "ぁぃ_ぇぉ"),
    ("tw", 'と', "ぁぃぅぇぉ"),
    ("dw", 'ど', "ぁぃぅぇぉ"),
    ("th", 'て', "ゃぃゅぇょ"),
    ("dh", 'で', "ゃぃゅぇょ"),
    ("sh", 'し', "ゃ_ゅぇょ"),
    ("ch", 'ち', "ゃ_ゅぇょ"),
    ("j", 'じ', "ゃ_ゅぇょ"),
    ("ky", 'き', "ゃぃゅぇょ"),
    ("sy", 'し', "ゃぃゅぇょ"),
    ("ty", 'ち', "ゃぃゅぇょ"),
    ("ny", 'に', "ゃぃゅぇょ"),
    ("hy", 'ひ', "ゃぃゅぇょ"),
    ("my", 'み', "ゃぃゅぇょ"),
    ("ry", 'り', "ゃぃゅぇょ"),
    ("gy", 'ぎ', "ゃぃゅぇょ"),
    ("zy", 'じ', "ゃぃゅぇょ"),
    ("by", 'び', "ゃぃゅぇょ"),
    ("py", 'ぴ', "ゃぃゅぇょ"),
    ("ly", '_', "ゃぃゅぇょ"),
];

fn made(consonant: &str, vowel: usize) -> Option<String> {
    let plain = PLAIN.iter().find(|(own, _)| *own == consonant).and_then(|(_, row)| row.chars().nth(vowel)).filter(|kana| *kana != '_');
    if let Some(kana) = plain {
        return Some(kana.to_string());
    }
    if consonant == "c" {
        return made(if vowel == 1 || vowel == 3 { "s" } else { "k" }, vowel);
    }
    let (_, head, tails) = JOINED.iter().find(|(own, _, _)| *own == consonant)?;
    match tails.chars().nth(vowel)? {
        '_' => Some(head.to_string()),
        '~' => None,
        tail if *head == '_' => Some(tail.to_string()),
        tail => Some(String::from_iter([*head, tail])),
    }
}

/// What is on the screen after these keys.
pub fn shown(keys: &str) -> String {
    let keys: Vec<char> = keys.chars().collect();
    let mut text = String::new();
    let mut at = 0;
    while at < keys.len() {
        let syllable = (0..=2).rev().find_map(|length| {
            let consonant: String = keys.get(at..at + length)?.iter().collect();
            let vowel = "aiueo".find(*keys.get(at + length)?)?;
            made(&consonant, vowel).map(|kana| (kana, length + 1))
        });
        let (kana, length) = match (syllable, keys[at], keys.get(at + 1)) {
            (Some(syllable), _, _) => syllable,
            (None, 'n', Some('n')) => ("ん".to_owned(), 2),
            (None, 'n', next) if next != Some(&'y') => ("ん".to_owned(), 1),
            (None, '-', _) => ("ー".to_owned(), 1),
            (None, key, Some(next)) if key == *next && key.is_ascii_lowercase() => ("っ".to_owned(), 1),
            (None, key, _) => (key.to_string(), 1),
        };
        text.push_str(&kana);
        at += length;
    }
    text
}

/// The keys that people press for kana, all of them hiragana; `None` when there is something else.
pub fn pressed(kana: &str) -> Option<String> {
    let kana: Vec<char> = kana.chars().collect();
    let consonants = || PLAIN.iter().map(|(consonant, _)| *consonant).chain(JOINED.iter().map(|(consonant, _, _)| *consonant));
    let mut keys = String::new();
    let mut hastened = false;
    let mut at = 0;
    while at < kana.len() {
        let found = (1..=2).rev().find_map(|length| {
            let wanted: String = kana.get(at..at + length)?.iter().collect();
            let vowels = |consonant| (0..5).map(move |vowel| (consonant, vowel));
            let (consonant, vowel) =
                consonants().flat_map(vowels).find(|(consonant, vowel)| made(consonant, *vowel).as_ref() == Some(&wanted))?;
            Some((format!("{consonant}{}", &"aiueo"[vowel..=vowel]), length))
        });
        let (pressed, length) = match (found, kana[at]) {
            (Some(found), _) => found,
            (None, 'っ') => {
                hastened = true;
                at += 1;
                continue;
            }
            (None, 'ん') => {
                let needs_two = kana.get(at + 1).is_none_or(|next| "あいうえおなにぬねのやゆよ".contains(*next));
                (if needs_two { "nn" } else { "n" }.to_owned(), 1)
            }
            (None, 'ー') => ("-".to_owned(), 1),
            (None, _) => return None,
        };
        if std::mem::take(&mut hastened) {
            keys.extend(pressed.chars().next());
        }
        keys.push_str(&pressed);
        at += length;
    }
    Some(keys)
}

/// As passports spell it.
pub fn hepburn(keys: &str) -> String {
    // `thi` is spelled `ti`, which is not the `ti` that is spelled `chi`.
    let marked = keys.replace("thi", "\u{1}").replace("dhi", "\u{2}").replace("dhu", "du");
    // The h of `shu` and `chu` begins no `hu`.
    let marked = marked.replace("shu", "syu").replace("chu", "tyu").replace("hu", "fu");
    let spelled = [
        ("tty", "tch"),
        ("tti", "tchi"),
        ("sy", "sh"),
        ("ty", "ch"),
        ("zy", "j"),
        ("si", "shi"),
        ("ti", "chi"),
        ("tu", "tsu"),
        ("zi", "ji"),
        ("twu", "tu"),
        ("nn", "n"),
    ];
    let spelled = spelled.iter().fold(marked, |spelling, (typed, written)| spelling.replace(typed, written));
    spelled.replace('\u{1}', "ti").replace('\u{2}', "di")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_make_kana_and_kana_are_made_by_keys() {
        for kana in [
            "あくめ",
            "しょうゆ",
            "ほっかいどう",
            "さーばー",
            "ふぉれすた",
            "てぃーもあ",
            "ゔぁれんしー",
            "こんな",
            "うぃんでぃ",
            "しんいち",
        ] {
            let keys = pressed(kana).expect("kana");
            assert_eq!(shown(&keys), kana, "{keys}");
        }
        assert_eq!(shown("acme"), "あcめ");
        assert_eq!(shown("apple"), "あっpぇ");
        assert_eq!(hepburn(&pressed("しょうちく").expect("kana")), "shouchiku");
        assert_eq!(hepburn(&pressed("しゅふ").expect("kana")), "shufu");
        assert_eq!(pressed("月"), None);
    }
}
