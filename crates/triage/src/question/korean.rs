//! Korean: the verb comes last and its ending says whether one asks.
//!
//! Polite endings (`-나요`, `-ㄹ까요`, `-ㄴ가요`, `-ㅂ니까`) ask wherever a word ends with them, because people write on without a
//! mark. Plain ones (`-니`, `-냐`, `-나`) end other words too and count only at the end of a clause.

use super::{ASKS, ENDING, Form, INTERROGATIVE};
use std::ops::Range;

/// Verbs in `-나다`, whose polite statement looks like a question: `화나요` is "I am angry".
const STATEMENTS: [&str; 26] = [
    "화나요",
    "짜증나요",
    "냄새나요",
    "고장나요",
    "끝나요",
    "만나요",
    "일어나요",
    "태어나요",
    "늘어나요",
    "벗어나요",
    "나타나요",
    "떠나요",
    "빛나요",
    "신나요",
    "혼나요",
    "겁나요",
    "열나요",
    "생각나요",
    "기억나요",
    "소문나요",
    "지나요",
    "엄청나요",
    "못나요",
    "잘나요",
    "티나요",
    "탈나요",
];

/// Words that end like a plain question and are none.
const NOT_PLAIN: [&str; 24] = [
    "어머니",
    "할머니",
    "언니",
    "주머니",
    "바구니",
    "아니",
    "더니",
    "라니",
    "다니",
    "으니",
    "하하니",
    "비키니",
    "피리니",
    "마티니",
    "시니",
    "송곳니",
    "어금니",
    "사랑니",
    "지니",
    "미니",
    "주니",
    "허니",
    "모니",
    "테크니",
];

const ASKING: [&str; 19] = [
    "문의드",
    "문의 드",
    "문의합",
    "문의 합",
    "문의해",
    "문의요",
    "문의 있",
    "문의가 있",
    "질문 있",
    "질문이 있",
    "질문드",
    "질문이요",
    "궁금",
    "알려주",
    "알려 주",
    "알고 싶",
    "가르쳐주",
    "가르쳐 주세",
    "가르쳐 줘",
];

const INTERROGATIVES: [&str; 20] = [
    "어떻게",
    "어떡",
    "어째서",
    "왜",
    "언제",
    "어디",
    "뭐",
    "뭘",
    "뭔",
    "무엇",
    "무슨",
    "얼마",
    "누구",
    "누가",
    "어느",
    "몇 시",
    "몇시",
    "몇 살",
    "몇살",
    "몇 번",
];

/// What makes a question word mean "any", "some" or "because", or makes it a part of a statement.
const INDEFINITE: [&str; 26] = [
    "언제나",
    "언제든",
    "어디든",
    "어디나",
    "어디선가",
    "누구나",
    "누구든",
    "누구도",
    "누군가",
    "뭐든",
    "뭐라도",
    "무엇이든",
    "무엇보다",
    "어떻게든",
    "왜냐",
    "얼마든",
    "얼마 전",
    "얼마전",
    "어느 정도",
    "어느 누",
    "어느 때",
    "는지",
    "인지",
    "은지",
    "을지",
    "할지",
];

/// Last syllables with which an informal question with a question word ends.
const INFORMAL_ENDS: &str = "요죠지야어아해돼데니냐가까나래게뭐왜디내려와봐줘";

pub fn forms(text: &str, clause: Range<usize>, forms: &mut Vec<Form>) {
    let words = &text[clause.clone()];
    if !words.contains(|c| ('\u{AC00}'..='\u{D7A3}').contains(&c)) {
        return;
    }
    let mut at = clause.start;
    for word in words.split_inclusive(char::is_whitespace) {
        let bare = word.trim_end_matches(|c: char| !('\u{AC00}'..='\u{D7A3}').contains(&c));
        if let Some(ending) = polite_ending(bare) {
            forms.push(Form { code: ENDING, at: at + bare.len() - ending..at + bare.len(), confidence: 900 });
        }
        at += word.len();
    }
    for asking in ASKING {
        if let Some(found) = words.find(asking).filter(|_| !words.contains("알려주셔서") && !words.contains("알려 주셔서")) {
            let start = clause.start + found;
            forms.push(Form { code: ASKS, at: start..start + asking.len(), confidence: 750 });
        }
    }
    clause_end(words, clause, forms);
}

/// Plain endings and question words, judged by how the clause ends.
fn clause_end(words: &str, clause: Range<usize>, forms: &mut Vec<Form>) {
    if let Some(ending) = plain_ending(words) {
        forms.push(Form { code: ENDING, at: clause.end - ending..clause.end, confidence: 700 });
    }
    let ends_informally = words.chars().next_back().is_some_and(|last| INFORMAL_ENDS.contains(last));
    let tells = ["모르", "몰라", "든지", "든 "].iter().any(|word| words.contains(word));
    if !ends_informally || tells || INDEFINITE.iter().any(|word| words.contains(word)) {
        return;
    }
    let starts_word = |at: usize| words[..at].chars().next_back().is_none_or(char::is_whitespace);
    for word in INTERROGATIVES {
        if let Some((found, _)) = words.match_indices(word).find(|(at, _)| starts_word(*at)) {
            let start = clause.start + found;
            forms.push(Form { code: INTERROGATIVE, at: start..start + word.len(), confidence: 650 });
        }
    }
}

/// The length in bytes of the polite ending that asks.
fn polite_ending(word: &str) -> Option<usize> {
    let word_before = |ending: &str| word.strip_suffix(ending).and_then(|stem| stem.chars().next_back());
    for ending in ["어때", "어때요", "어떠세요", "어떤가", "어떻습니까"] {
        if word.ends_with(ending) {
            return Some(ending.len());
        }
    }
    for ending in ["나요", "나여", "나용"] {
        if word_before(ending).is_some() && !STATEMENTS.iter().any(|statement| word.replace(ending, "나요").ends_with(statement)) {
            return Some(ending.len());
        }
    }
    for (ending, finals) in [("까요", FINAL_L), ("까여", FINAL_L), ("가요", FINAL_N), ("가여", FINAL_N), ("니까", FINAL_B)] {
        if word_before(ending).is_some_and(|before| final_consonant(before) == Some(finals)) {
            return Some(ending.len());
        }
    }
    ["는지요", "은지요", "을까", "ㄹ까"].into_iter().find(|ending| word.ends_with(ending)).map(str::len)
}

/// The length in bytes of the plain ending that asks, at the end of a clause.
fn plain_ending(clause: &str) -> Option<usize> {
    let mut syllables = clause.chars().rev();
    let (last, before) = (syllables.next()?, syllables.next()?);
    let before_final = final_consonant(before)?;
    if NOT_PLAIN.iter().any(|word| clause.ends_with(word)) {
        return None;
    }
    let asks = match last {
        '니' | '냐' => true,
        '나' => matches!(before_final, FINAL_SS | FINAL_BS) || before == '되',
        '까' => before_final == FINAL_L,
        '가' => before_final == FINAL_N && matches!(before, '는' | '은' | '인' | '던' | '한' | '된' | '건'),
        '래' => before_final == FINAL_L,
        _ => false,
    };
    asks.then_some(last.len_utf8())
}

const FINAL_N: u32 = 4;
const FINAL_L: u32 = 8;
const FINAL_B: u32 = 17;
const FINAL_BS: u32 = 18;
const FINAL_SS: u32 = 20;

/// The final consonant of a syllable by its place in the alphabet of finals; 0 when it has none.
fn final_consonant(c: char) -> Option<u32> {
    ('\u{AC00}'..='\u{D7A3}').contains(&c).then(|| (c as u32 - 0xAC00) % 28)
}
