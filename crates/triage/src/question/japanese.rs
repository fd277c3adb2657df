//! Japanese: か after a polite ending asks; after anything else it may end a word (`静か`, `いつか`), so there a question word must help.

use super::{ASKS, ENDING, Form, INTERROGATIVE};
use std::cmp::Reverse;
use std::ops::Range;

/// Ask wherever the clause or the word ends with them.
const POLITE: [&str; 9] = ["ですか", "ますか", "ませんか", "でしょうか", "ましたか", "でしたか", "ましょうか", "だろうか", "でしょうかね"];

/// Ask at the end of a clause.
const PLAIN: [&str; 7] = ["かな", "かなあ", "かなぁ", "っけ", "のか", "んか", "かね"];

/// Ask at the end of a clause with a question word.
const WITH_WORD: [&str; 12] = ["の", "なの", "か", "ん", "だ", "だろう", "でしょう", "かしら", "って", "ですが", "は", "よ"];

const WORDS: [&str; 22] = [
    "何",
    "誰",
    "だれ",
    "どこ",
    "いつ",
    "なぜ",
    "何故",
    "どう",
    "どの",
    "どれ",
    "どんな",
    "どちら",
    "いくら",
    "いくつ",
    "なに",
    "なん",
    "なんで",
    "どうして",
    "どうやって",
    "どっち",
    "どなた",
    "ナゼ",
];

/// What makes a question word mean "some" or "any".
const INDEFINITE: [&str; 22] = [
    "ほとんど",
    "わかりません",
    "わからない",
    "分から",
    "知りません",
    "知らない",
    "何か",
    "誰か",
    "どこか",
    "いつか",
    "どうか",
    "なにか",
    "なんか",
    "いつも",
    "何も",
    "誰も",
    "どこも",
    "どれも",
    "いつでも",
    "何でも",
    "なんでも",
    "どうも",
];

const ASKING: [&str; 8] = ["教えて", "おしえて", "質問です", "質問があ", "質問した", "お聞きした", "お尋ね", "伺いた"];

/// After 教えて: it was told, not asked.
const TOLD: [&str; 6] = ["くれ", "もら", "いただ", "頂", "あげ", "る"];

pub fn forms(text: &str, clause: Range<usize>, forms: &mut Vec<Form>) {
    let words = &text[clause.clone()];
    if !words.contains(|c| ('ぁ'..='ん').contains(&c)) {
        return;
    }
    for ending in POLITE {
        for (at, _) in words.match_indices(ending).filter(|(at, _)| ends_word(&words[at + ending.len()..])) {
            let start = clause.start + at;
            forms.push(Form { code: ENDING, at: start..start + ending.len(), confidence: 900 });
        }
    }
    for asking in ASKING {
        let told = |at: usize| TOLD.iter().any(|told| words[at + asking.len()..].starts_with(told)) && !words.ends_with("か");
        if let Some((at, _)) = words.match_indices(asking).find(|(at, _)| !told(*at)) {
            let start = clause.start + at;
            forms.push(Form { code: ASKS, at: start..start + asking.len(), confidence: 750 });
        }
    }
    clause_end(words, clause, forms);
}

fn clause_end(words: &str, clause: Range<usize>, forms: &mut Vec<Form>) {
    let plain = words.trim_end_matches(['w', 'ｗ', '笑', 'ー']);
    if let Some(ending) = PLAIN.iter().find(|ending| plain.ends_with(**ending)).filter(|_| !plain.ends_with("なんか")) {
        let end = clause.start + plain.len();
        forms.push(Form { code: ENDING, at: end - ending.len()..end, confidence: 650 });
    }
    if !WITH_WORD.iter().any(|ending| plain.ends_with(ending)) || INDEFINITE.iter().any(|word| plain.contains(word)) {
        return;
    }
    if let Some((at, word)) =
        WORDS.iter().filter_map(|word| Some((plain.find(word)?, word))).min_by_key(|(at, word)| (*at, Reverse(word.len())))
    {
        let start = clause.start + at;
        forms.push(Form { code: INTERROGATIVE, at: start..start + word.len(), confidence: 650 });
    }
}

/// `ですか` asks; `ですから` gives a reason.
fn ends_word(rest: &str) -> bool {
    rest.chars().next().is_none_or(|next| !('ぁ'..='ん').contains(&next) || matches!(next, 'ね' | 'な' | 'ぁ' | 'あ'))
}
