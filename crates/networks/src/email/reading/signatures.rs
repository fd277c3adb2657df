//! What stands below every mail of a person: a card, or what the telephone adds.

use super::{
    phrases::is_rule,
    quoted::{Line, Mark},
};

/// A card has few lines; below more of them somebody goes on speaking.
const CARD_LINES_MAX: usize = 15;
/// Where only `--` stands above it.
const LOOSE_LINES_MAX: usize = 8;

/// How the line of a telephone or a program begins.
const BEGINS: [&str; 17] = [
    "sent from my ",
    "sent from outlook",
    "sent from mail for",
    "sent from yahoo mail",
    "sent from samsung",
    "sent from gmail",
    "sent from a mobile",
    "sent from the ",
    "sent with proton",
    "sent with [proton",
    "sent using ",
    "get outlook for",
    "发自我的",
    "从我的",
    "von meinem ",
    "enviado desde mi ",
    "envoyé de mon ",
];

/// How sentences end.
const SPOKEN: [&str; 16] = [
    "니다",
    "니까",
    "세요",
    "어요",
    "아요",
    "해요",
    "나요",
    "까요",
    "네요",
    "데요",
    "です",
    "ます",
    "ました",
    "ません",
    "ください",
    "下さい",
];

/// How it ends where the name of the telephone comes first.
const ENDS: [&str; 14] = [
    "에서 보냄",
    "에서 보냈습니다",
    "에서 보낸 메일",
    "에서 보낸 메일입니다",
    "에서 보낸 메시지입니다",
    "에서 보낸 이메일입니다",
    "에서 전송됨",
    "에서 전송했습니다",
    "다운로드",
    "다운로드하세요",
    "から送信",
    "から送信されました",
    "から送信しています",
    "を入手",
];

/// The names that it then begins with.
const DEVICES: [&str; 24] = [
    "iphone",
    "ipad",
    "ios",
    "mac",
    "galaxy",
    "갤럭시",
    "android",
    "안드로이드",
    "windows",
    "outlook",
    "gmail",
    "naver",
    "네이버",
    "daum",
    "다음메일",
    "kakao",
    "카카오",
    "스마트폰",
    "휴대폰",
    "모바일",
    "samsung",
    "삼성",
    "yahoo",
    "スマートフォン",
];

/// What stands in a card, in small letters.
const MARKS: [&str; 26] = [
    "tel",
    "℡",
    "phone",
    "mobile",
    "fax",
    "e-mail",
    "email",
    "mail:",
    "mail：",
    "@",
    "〒",
    "http",
    "www.",
    "휴대폰",
    "연락처",
    "전화",
    "팩스",
    "이메일",
    "주소",
    "電話",
    "携帯",
    "住所",
    "株式会社",
    "㈱",
    "(주)",
    "㈜",
];

pub fn mark(lines: &mut [Line<'_>]) {
    mark_below_dashes(lines);
    mark_devices(lines);
    mark_card(lines);
    // A card above what the telephone adds.
    mark_devices(lines);
}

/// `-- `: the mark that the standards know.
fn mark_below_dashes(lines: &mut [Line<'_>]) {
    let Some(at) = (0..lines.len()).rev().find(|at| lines[*at].mark == Mark::Said && matches!(lines[*at].text, "-- " | "--")) else {
        return;
    };
    let end = (at + 1..lines.len()).find(|below| lines[*below].mark == Mark::History).unwrap_or(lines.len());
    let count = lines[at + 1..end].iter().filter(|line| !line.is_blank()).count();
    let max = if lines[at].text == "-- " { CARD_LINES_MAX } else { LOOSE_LINES_MAX };
    if count <= max && speaks_above(lines, at) {
        lines[at..end].iter_mut().for_each(|line| line.mark = Mark::Signature);
    }
}

/// `Sent from my iPhone`, at the end of what is said.
fn mark_devices(lines: &mut [Line<'_>]) {
    while let Some(at) = (0..lines.len()).rev().find(|at| lines[*at].speaks()) {
        if !is_device_line(lines[at].text) {
            return;
        }
        lines[at].mark = Mark::Signature;
    }
}

/// Japanese cards: lines between drawn rules, with a telephone number or an address.
fn mark_card(lines: &mut [Line<'_>]) {
    let Some(last) = (0..lines.len()).rev().find(|at| lines[*at].speaks()) else { return };
    let above = (0..last).rev().filter(|at| !lines[*at].is_blank()).take(CARD_LINES_MAX);
    let rule = above.take_while(|at| lines[*at].mark == Mark::Said).find(|at| is_rule(lines[*at].text));
    let Some(first) = rule else { return };
    let has_contact = lines[first..=last].iter().any(|line| is_contact_line(line.text));
    let is_spoken = lines[first..=last].iter().any(|line| is_sentence(line.text));
    if has_contact && !is_spoken && speaks_above(lines, first) {
        lines[first..=last].iter_mut().filter(|line| line.mark == Mark::Said).for_each(|line| line.mark = Mark::Signature);
    }
}

fn speaks_above(lines: &[Line<'_>], at: usize) -> bool {
    lines[..at].iter().any(|line| line.speaks() && !is_rule(line.text))
}

/// `Sent from my iPhone`
fn is_device_line(line: &str) -> bool {
    let line = line.trim().trim_start_matches(['-', '_', '—', ' ', '*', '<']).trim_end_matches(['.', '。', '*', ' ', '>', ')']);
    if line.is_empty() || line.chars().count() > 80 {
        return false;
    }
    let lower = line.to_lowercase();
    let lower = lower.split('<').next().unwrap_or_default().trim_end();
    if BEGINS.iter().any(|begin| lower.starts_with(begin)) {
        return lower.chars().count() <= 60;
    }
    // Whoever says that he sent something from there begins with another word.
    let named = ["나의 ", "내 ", "私の"].iter().find_map(|mine| lower.strip_prefix(mine)).unwrap_or(lower);
    named.chars().count() <= 40 && DEVICES.iter().any(|device| named.starts_with(device)) && ENDS.iter().any(|end| named.ends_with(end))
}

/// Cards name and number; whoever asks and tells between rules has filled in a form.
fn is_sentence(line: &str) -> bool {
    let line = line.trim();
    let words = line.trim_end_matches(['.', '!', '！', '~', '^', ' ']);
    let is_told = line.ends_with(['.', '!']) && line.split_whitespace().count() >= 6;
    is_told || line.ends_with(['?', '？', '。']) || SPOKEN.iter().any(|ending| words.ends_with(ending))
}

/// What stands in a signature block and hardly elsewhere.
fn is_contact_line(line: &str) -> bool {
    let lower = line.to_lowercase();
    MARKS.iter().any(|mark| lower.contains(mark))
}
