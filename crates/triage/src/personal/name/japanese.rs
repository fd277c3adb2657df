//! Japanese names: in Han characters, in kana, or in both, with or without a space.

use super::Named;
use crate::personal::mark::Mark;
use crate::personal::page::{Page, is_han, is_kana, is_katakana};
use std::ops::Range;

/// Words that stand where a name would.
const NO_NAMES: &[&str] = &[
    "電話",
    "番号",
    "確認",
    "変更",
    "会員",
    "名義",
    "本人",
    "不明",
    "違",
    "空欄",
    "間",
    "何",
    "登録",
    "注文",
    "予約",
    "住所",
    "宛",
    "客",
    "皆",
    "奥",
    "同",
    "仕",
    "模",
    "神",
    "王",
    "俺",
    "私",
    "殿",
    "未",
    "銀行",
    "支店",
    "店",
    "商品",
    "伝票",
    "荷物",
    "返金",
    "口座",
    "メール",
    "カード",
    "パス",
    "サイト",
    "アプリ",
    "契約",
    "必要",
    "公開",
    "非表示",
    "自分",
    "担当",
    "郵便",
    "配達",
    "届",
    "各",
];

/// What ends a name written in kana.
const PARTICLES: &[&str] = &[
    "です",
    "でし",
    "と",
    "で",
    "に",
    "を",
    "が",
    "は",
    "の",
    "も",
    "さん",
    "さま",
    "ちゃん",
    "くん",
    "まで",
    "より",
    "から",
    "って",
    "なん",
    "だ",
    "や",
    "へ",
    "宛",
    "様",
    "じゃ",
    "か",
];

/// After a word like `名義`.
pub fn labelled(page: &Page, mark: &Mark) -> Named {
    let is_wide = !page.before(mark.at.end).is_ascii();
    let start = page.skip(mark.at.end, |c| matches!(c, ' ' | ':' | 'は' | 'が' | '「' | '(' | '\n' | '/' | '、'));
    if !is_wide || start > mark.at.end + 3 {
        return None;
    }
    let at = name_at(page, start)?;
    let is_ended = is_particle(page, at.end) || !(is_han(page.get(at.end)) || is_kana(page.get(at.end)));
    let is_sure = at.len() >= 2 && is_ended;
    is_ended.then_some((at, if is_sure { 850 } else { 600 }))
}

/// `井上と申します`, `小野寺 まいといいます`.
pub fn introduced(page: &Page, at: usize) -> Named {
    let says = ["と申します", "と申す", "といいます", "と言います", "という者", "と申しま"];
    says.iter().find(|says| page.starts_with(at, says))?;
    before_place(page, at).map(|at| (at, 840))
}

/// `青木様`, `藤井宛`, `富永 蒼です`.
pub fn addressed(page: &Page, at: usize) -> Named {
    let is_said = page.get(at) != 'で' || page.starts_with(at, "です");
    let name = before_place(page, at).filter(|_| is_said && !page.starts_with(at, "宛名") && !page.starts_with(at, "宛先"))?;
    let has_space = page.chars[name.clone()].contains(&' ');
    match page.get(at) {
        'で' => has_space.then_some((name, 620)),
        _ => (name.len() >= 2).then_some((name, 700)),
    }
}

pub fn after(page: &Page, end: usize) -> Named {
    let start = page.skip(end, |c| matches!(c, ' ' | '(' | '/' | '、' | ',' | '\n'));
    if start == end || start > end + 3 {
        return None;
    }
    let at = name_at(page, start)?;
    let is_katakana = page.chars[at.clone()].iter().all(|c| is_katakana(*c) || *c == ' ');
    let is_parted = page.chars[at.clone()].contains(&' ');
    let is_titled = ["様", "さん", "宛", "です", "と申"].iter().any(|title| page.starts_with(at.end, title));
    (is_parted || is_titled && !is_katakana || is_katakana && is_titled && at.len() <= 5).then_some((at, 620))
}

pub fn before(page: &Page, start: usize) -> Named {
    let end = page.skip_back(start, |c| matches!(c, ' ' | '(' | '/' | '、' | ',' | '\n' | ':'));
    if end == start || start - end > 3 {
        return None;
    }
    let at = before_place(page, end)?;
    let is_parted = page.chars[at.clone()].contains(&' ');
    is_parted.then_some((at, 640))
}

/// The name that ends at a place: one or two parts.
fn before_place(page: &Page, end: usize) -> Option<Range<usize>> {
    let given = part_start(page, end)?;
    let mut start = given;
    if page.before(given) == ' ' && given > 1 {
        if let Some(family) = part_start(page, given - 1) {
            start = family;
        }
    } else if is_han(page.before(given)) {
        start = page.skip_back(given, is_han);
    }
    let at = start..end;
    (at.len() <= 10 && is_name(page, &at)).then_some(at)
}

/// The run of one script that ends at a place.
fn part_start(page: &Page, end: usize) -> Option<usize> {
    let last = page.before(end);
    let start = match last {
        c if is_katakana(c) => page.skip_back(end, is_katakana),
        c if is_han(c) => page.skip_back(end, is_han),
        c if is_kana(c) => page.skip_back(end, |c| is_kana(c) && !is_katakana(c)),
        _ => return None,
    };
    (end - start <= 6).then_some(start)
}

/// A family name, and a given name after it where there is one.
fn name_at(page: &Page, start: usize) -> Option<Range<usize>> {
    let family_end = part_end(page, start)?;
    let mut end = family_end;
    let next = family_end + usize::from(page.get(family_end) == ' ');
    let is_han_family = is_han(page.get(start));
    if next > family_end || is_han_family && !is_katakana(page.get(next)) {
        end = part_end(page, next).filter(|end| !is_particle(page, next) && end - next <= 5).unwrap_or(family_end);
    }
    let at = start..end;
    is_name(page, &at).then_some(at)
}

/// The end of a run of one script: up to a particle in hiragana.
fn part_end(page: &Page, start: usize) -> Option<usize> {
    let first = page.get(start);
    let end = match first {
        c if is_katakana(c) => page.skip(start, is_katakana),
        c if is_han(c) => page.skip(start, |c| is_han(c) && !matches!(c, '様' | '宛' | '名')),
        c if is_kana(c) => {
            (start..start + 5).take_while(|at| is_kana(page.get(*at)) && !is_katakana(page.get(*at)) && !is_particle(page, *at)).last()? + 1
        }
        c if c.is_ascii_uppercase() => page.skip(start, |c| c.is_ascii_uppercase()),
        _ => return None,
    };
    let length = end - start;
    (length >= 1 && length <= if first.is_ascii() || is_katakana(first) { 9 } else { 5 }).then_some(end)
}

fn is_particle(page: &Page, at: usize) -> bool {
    PARTICLES.iter().any(|particle| page.starts_with(at, particle))
}

fn is_name(page: &Page, at: &Range<usize>) -> bool {
    let text: String = page.chars[at.clone()].iter().collect();
    at.len() >= 2 && !NO_NAMES.iter().any(|word| text.contains(word))
}
