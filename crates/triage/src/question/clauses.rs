//! Clauses: stretches between punctuation, without the laughter, tears and emoji that people put at their ends.

use std::ops::Range;

/// Never empty stretches of `text`, in order.
pub fn clauses(text: &str) -> Vec<Range<usize>> {
    let mut clauses = Vec::new();
    let mut start = 0;
    for (at, mark) in text.match_indices(ends_clause).chain([(text.len(), "")]) {
        let clause = &text[start..at];
        let trimmed = clause.trim_end_matches(is_decoration);
        let lead = trimmed.len() - trimmed.trim_start_matches(is_decoration).len();
        if lead < trimmed.len() {
            clauses.push(start + lead..start + trimmed.len());
        }
        start = at + mark.len();
    }
    clauses
}

fn ends_clause(c: char) -> bool {
    matches!(
        c,
        '.' | ',' | '!' | '?' | ';' | ':' | '\n' | '\r' | '。' | '、' | '！' | '？' | '…' | '．' | '，' | '｡' | '､' | '⁇' | '⁈' | '⁉'
    )
}

/// What may stand around the words: spaces, brackets, emoji, ㅋㅋ, ㅠㅠ.
fn is_decoration(c: char) -> bool {
    !c.is_alphanumeric() || ('\u{3131}'..='\u{318E}').contains(&c) || matches!(c, '笑' | '泣')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decoration_is_no_part_of_a_clause() {
        let clauses_of = |text: &'static str| clauses(text).into_iter().map(|clause| &text[clause]).collect::<Vec<_>>();
        assert_eq!(clauses_of("안녕하세요, 환불 되나요ㅠㅠ 😭"), ["안녕하세요", "환불 되나요"]);
        assert_eq!(clauses_of("(本当ですか笑)。はい"), ["本当ですか", "はい"]);
        assert_eq!(clauses_of("...!? 😀"), [""; 0]);
    }
}
