//! The signs of the query language, with their kin on Korean and Japanese keyboards.

use crate::fold::fold_term;

/// The ASCII letter, digit or sign that a full-width one stands for.
pub fn narrow(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(c as u32 - 0xFEE0).expect("full-width forms are a copy of ASCII"),
        '−' | '–' => '-',
        '〜' => '~',
        _ => c,
    }
}

pub fn narrowed(chars: &[char]) -> String {
    chars.iter().map(|c| narrow(*c)).collect()
}

/// Quotation marks that open a phrase.
pub fn is_opening_quote(c: char) -> bool {
    matches!(c, '"' | '＂' | '“' | '”' | '„' | '「' | '『')
}

pub fn is_quote(c: char) -> bool {
    is_opening_quote(c) || matches!(c, '」' | '』')
}

/// Whether `c` ends a phrase that `opening` began. Typographic quotes are put in by machines, not always in pairs.
pub fn closes(opening: char, c: char) -> bool {
    match opening {
        '「' => c == '」',
        '『' => c == '』',
        '"' | '＂' => matches!(c, '"' | '＂'),
        _ => matches!(c, '”' | '“'),
    }
}

/// The same, when nothing closes it as it should.
pub fn closes_loosely(opening: char, c: char) -> bool {
    !matches!(opening, '「' | '『') && matches!(c, '"' | '＂' | '”' | '“')
}

/// Ends a word without quotes.
pub fn is_break(c: char) -> bool {
    c.is_whitespace() || is_quote(c) || is_comma(c) || matches!(narrow(c), '(' | ')' | '|')
}

pub fn is_comma(c: char) -> bool {
    matches!(c, ',' | '，' | '、')
}

/// Signs that mean something before a word.
pub fn is_sign(c: char) -> bool {
    matches!(narrow(c), '-' | '~' | '=' | '*' | '#' | '@' | '!')
}

/// `(주)`, `（株）`: marks of a company, which people write at its name without a space.
pub fn is_company_mark(chars: &[char]) -> bool {
    matches!(chars, [open, mark, close, ..] if narrow(*open) == '(' && narrow(*close) == ')'
        && matches!(mark, '주' | '유' | '株' | '有' | '合'))
}

/// Nothing that could be looked for: nothing at all, or nothing that can be seen.
pub fn is_blank(text: &str) -> bool {
    fold_term(text).is_empty()
}

/// White space at the ends goes, in between it is one space.
pub fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The name of a tag or handle: people write its sign, too, even where it is written already.
pub fn without_sign(text: &str, sign: char) -> &str {
    text.trim().trim_start_matches(|c: char| narrow(c) == sign).trim_start()
}

/// Reads back as a word without quotes, and as nothing else.
pub fn is_bare_word(text: &str) -> bool {
    let is_operator = || {
        let lower = text.chars().map(narrow).collect::<String>().to_ascii_lowercase();
        let after_near = lower.strip_prefix("near").map(|rest| rest.chars().next());
        matches!(lower.as_str(), "and" | "or" | "not" | "&&")
            || after_near.is_some_and(|next| next.is_none_or(|c| !c.is_alphabetic() && c != '_'))
    };
    is_bare_name(text) && !text.contains([':', '：']) && !text.starts_with(is_sign) && !is_operator()
}

/// Reads back as what follows `#`, `@` or `author:` without quotes.
pub fn is_bare_name(text: &str) -> bool {
    !text.is_empty() && !text.contains(|c: char| is_break(c) || matches!(narrow(c), '*' | '#' | '\\')) && !text.starts_with(['@', '＠'])
}

/// In quotes, with what would end the phrase escaped.
pub fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        if matches!(c, '"' | '＂' | '\\') {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    quoted + "\""
}
