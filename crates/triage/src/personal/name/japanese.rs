//! Japanese names: in Han characters, in kana, or in both, with or without a space.

use super::Named;
use super::families::FAMILIES;
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
    "歳",
    "女",
    "男",
    "旧",
    "携帯",
    "名前",
    "カタカナ",
    "ローマ",
    "漢字",
    "フリガナ",
    "アカウント",
    "専用",
    "希望",
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
    "あて",
];

/// Words that only a person's own name follows.
const STRONG: &[&str] = &[
    "私の名前は",
    "名義人は",
    "名義人",
    "名義は",
    "名義",
    "氏名は",
    "氏名",
    "受取人",
    "受取人は",
    "受取人名",
    "お届け先名",
    "予約者名",
    "振込人名義",
    "振込名義",
    "口座名義",
    "本名",
    "本名は",
    "契約者は",
    "契約者名",
];

/// After a word like `名義`.
pub fn labelled(page: &Page, mark: &Mark, has_others: bool) -> Named {
    let is_wide = !page.before(mark.at.end).is_ascii();
    let mut start = page.skip(mark.at.end, |c| matches!(c, ' ' | ':' | 'は' | 'が' | '「' | '(' | '\n' | '/' | '、' | 'で'));
    if !is_wide || start > mark.at.end + 3 {
        return None;
    }
    if let Some(kin) = kin(page, start) {
        start = kin;
    }
    let at = name_at(page, start)?;
    let next = page.get(at.end);
    let has_space = page.chars[at.clone()].contains(&' ');
    let is_ended = is_particle(page, at.end) || !(is_han(next) || is_kana(next)) || has_space && is_han(next);
    let is_told = is_ended && !matches!(next, 'の' | 'が' | 'を' | 'に' | 'も' | 'へ' | 'っ');
    let looks_like_name = has_space || is_family(page, at.start) || is_katakana(page.get(at.start)) || page.get(at.start).is_ascii();
    let is_strong = page.is_any(&mark.at, STRONG);
    match (is_told && (is_strong || has_others), looks_like_name) {
        (true, true) => Some((at, 850)),
        (true, false) if has_others => Some((at, 620)),
        _ if is_ended && has_others && looks_like_name => Some((at, 600)),
        _ => None,
    }
}

/// After `妻の`, `娘の`: whose name it is.
fn kin(page: &Page, at: usize) -> Option<usize> {
    ["妻の", "夫の", "娘の", "息子の", "母の", "父の", "姉の", "妹の", "兄の", "弟の", "祖母の", "祖父の"]
        .into_iter()
        .find(|kin| page.starts_with(at, kin))
        .map(|kin| at + kin.chars().count())
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
    let is_likely = page.chars[name.clone()].contains(&' ') || is_family(page, name.start);
    match page.get(at) {
        'で' => is_likely.then_some((name, 640)),
        _ => (name.len() >= 2).then_some((name, if is_likely { 700 } else { 550 })),
    }
}

/// A known family name, with a given name after it or a word that is said after names: only beside other findings.
pub fn known(page: &Page, at: usize) -> Named {
    if is_han(page.before(at)) {
        return None;
    }
    let family = family_at(page, at)?;
    let next = family + usize::from(page.get(family) == ' ');
    let is_place = matches!(page.get(family), '県' | '市' | '区' | '町' | '駅' | '店' | '村' | '郡' | '屋' | '通' | '支' | '銀');
    let said = [
        "です",
        "と申",
        "と言",
        "といい",
        "様",
        "さん",
        "さま",
        "宛",
        "あて",
        "の携帯",
        "の電話",
        "の番号",
        "が",
        "まで",
        "(",
        "/",
        ")",
        "\n",
        "、",
        ",",
    ];
    let given = part_end(page, next)
        .filter(|end| !is_particle(page, next) && end - next <= 4 && !(is_kana(page.get(next)) && next == family && *end - next < 2));
    let end = match given {
        Some(end) if next > family => end,
        // Without a space the given name ends where the sentence goes on.
        Some(end) if end - next <= 3 && (is_particle(page, end) || !is_han(page.get(end)) && !is_kana(page.get(end))) => end,
        _ if said.iter().any(|said| page.starts_with(family, said)) => family,
        _ => return None,
    };
    (!is_place && is_name(page, &(at..end))).then_some((at..end, 650))
}

/// `娘のあかりまで`: only beside other findings.
pub fn of_kin(page: &Page, at: usize) -> Named {
    let start = kin(page, at)?;
    let name = name_at(page, start)?;
    let is_ended = ["です", "まで", "と", "、", "(", "さん", "宛", "あて", " "].iter().any(|end| page.starts_with(name.end, end));
    (is_ended && name.len() <= 6).then_some((name, 560))
}

pub fn after(page: &Page, end: usize) -> Named {
    let start = page.skip(end, |c| matches!(c, ' ' | '(' | '/' | '、' | ',' | '\n'));
    if start == end || start > end + 3 {
        return None;
    }
    let at = name_at(page, start)?;
    let is_katakana = page.chars[at.clone()].iter().all(|c| is_katakana(*c) || *c == ' ');
    let is_parted = page.chars[at.clone()].contains(&' ');
    let is_titled = ["様", "さん", "宛", "です", "と申", "あて"].iter().any(|title| page.starts_with(at.end, title));
    let is_likely = is_family(page, at.start) || is_katakana && at.len() <= 5;
    (is_parted && !page.get(start).is_ascii() || is_titled && is_likely).then_some((at, 620))
}

pub fn before(page: &Page, start: usize) -> Named {
    let end = page.skip_back(start, |c| matches!(c, ' ' | '(' | '/' | '、' | ',' | '\n' | ':' | '+'));
    if end == start || start - end > 3 {
        return None;
    }
    let at = before_place(page, end)?;
    let is_parted = page.chars[at.clone()].contains(&' ');
    (is_parted && at.len() >= 4).then_some((at, 640))
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
    let start = match page.before(end) {
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
    let is_glued = next == family_end && is_family(page, start) && is_kana(page.get(next));
    if next > family_end || is_glued {
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
            let is_inside = |at: &usize| is_kana(page.get(*at)) && !is_katakana(page.get(*at)) && !is_particle(page, *at);
            (start..start + 5).take_while(is_inside).last()? + 1
        }
        c if c.is_ascii_uppercase() => page.skip(start, |c| c.is_ascii_uppercase()),
        _ => return None,
    };
    let most = if first.is_ascii() || is_katakana(first) { 9 } else { 5 };
    (1..=most).contains(&(end - start)).then_some(end)
}

fn is_particle(page: &Page, at: usize) -> bool {
    PARTICLES.iter().any(|particle| page.starts_with(at, particle))
}

fn is_family(page: &Page, at: usize) -> bool {
    family_at(page, at).is_some()
}

/// The end of the family name at a place, the longest that is known.
fn family_at(page: &Page, at: usize) -> Option<usize> {
    if !is_han(page.get(at)) {
        return None;
    }
    let known = FAMILIES.iter().filter(|family| page.starts_with(at, family)).map(|family| family.chars().count());
    known.max().map(|length| at + length)
}

fn is_name(page: &Page, at: &Range<usize>) -> bool {
    let text: String = page.chars[at.clone()].iter().collect();
    at.len() >= 2 && !NO_NAMES.iter().any(|word| text.contains(word))
}
