//! Codes of `listen` in words: why a spelling is looked for, why there are few, what is wrong with a query.

use crate::cli::output::columns;
use answerable_listen::{Problem, Problems};

/// A reason as people say it: `jamo:ㅔ→ㅐ` is “vowel or consonant: ㅔ→ㅐ”.
pub fn reason_in_words(reason: &str) -> String {
    let (kind, detail) = reason.split_once(':').unwrap_or((reason, ""));
    match (kind, detail) {
        ("layout", "en") => return "typed with the Latin keyboard layout on".to_owned(),
        ("layout", "ko") => return "typed with the Korean keyboard layout on".to_owned(),
        ("layout", "ja") => return "typed with the Japanese input method on".to_owned(),
        _ => {}
    }
    let said = match kind {
        "jamo" => "another vowel or consonant",
        "jamo_missing" => "a vowel or consonant left out",
        "jamo_doubled" => "a vowel or consonant typed twice",
        "neighbour_key" => "the key beside it",
        "layout" => "typed with another keyboard layout on",
        "spacing" => "other spacing",
        "confusion" => "sounds alike",
        "final" => "another final consonant",
        "kana" => "the other kana",
        "kana_width" => "half-width kana",
        "long_vowel" => "long vowel written otherwise",
        "small_kana" => "large for small kana, or the reverse",
        "vu" => "ヴ or バ row",
        "voiced" => "voiced marks",
        "romaji" => "in Latin letters",
        "insert" => "a letter too many",
        "missing" => "a letter left out",
        "swap" => "two letters swapped",
        "doubled" => "a letter doubled",
        "qwerty" => "the key beside it",
        "lookalike" => "letters that look alike",
        "diacritics" => "other accents",
        "also" => "given by you",
        _ => return reason.to_owned(),
    };
    if detail.is_empty() || kind == "also" { said.to_owned() } else { format!("{said}: {detail}") }
}

pub fn few_in_words(code: &str) -> &'static str {
    match code {
        "too_short" => {
            "The term is short: nearly everything that looks like it is another word. Give spellings that people use with --also."
        }
        "too_long" => "The term is long: nobody mistypes a sentence the same way twice.",
        "no_script" => "No spellings are known for this script. Give those that people use with --also.",
        _ => "Few other spellings are known.",
    }
}

/// The query with a mark under each place that is wrong, what is wrong there, and the query mended.
pub fn problems_in_words(query: &str, problems: &Problems) -> String {
    let shown: String = query.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let mut lines = vec!["the query cannot be read".to_owned()];
    for problem in problems {
        if problem.column == 0 {
            lines.push(format!("  {}", problem_in_words(problem)));
            continue;
        }
        let before: String = shown.chars().take(problem.column as usize - 1).collect();
        let within: String = shown.chars().skip(problem.column as usize - 1).take(problem.length as usize).collect();
        let marks = "^".repeat(columns(&within).max(1));
        lines.push(format!("  {shown}"));
        lines.push(format!("  {}{marks} column {}: {}", " ".repeat(columns(&before)), problem.column, problem_in_words(problem)));
    }
    if let Some(mended) = problems.iter().find_map(|problem| problem.suggestion.as_ref()) {
        lines.push(format!("  Try: {mended}"));
    }
    lines.join("\n")
}

fn problem_in_words(problem: &Problem) -> String {
    let about = problem.about.as_deref().unwrap_or_default();
    match problem.code {
        "lowercase_operator" => format!("{about:?} would be a word here; operators are written in capitals"),
        "foreign_operator" => format!("{about:?} is no operator here; there are AND, OR, NOT and NEAR/n"),
        "comma" => "a comma joins nothing: write OR or AND".to_owned(),
        "dangling_operator" => format!("{about} needs something to work on"),
        "unclosed_quote" => "this quotation mark is never closed".to_owned(),
        "unopened_quote" => "this quotation mark was never opened".to_owned(),
        "unclosed_parenthesis" => "this parenthesis is never closed".to_owned(),
        "unopened_parenthesis" => "this parenthesis was never opened".to_owned(),
        "empty_parenthesis" => "there is nothing between the parentheses".to_owned(),
        "empty_value" => format!("{about} needs a value"),
        "unknown_field" => format!("there is no field {about:?}; there are lang, network, author, from, to, has, followers and raw"),
        "unknown_language" => format!("{about:?} is no language code (ISO 639-1: ko, ja, en)"),
        "unknown_network" => format!("{about:?} is no network that Answerable knows"),
        "unknown_has" => format!("a post has link or media, not {about:?}"),
        "bad_number" => format!("{about:?} is not a number that fits here"),
        "near_side" => "on each side of NEAR stands a term, or terms joined by OR in parentheses".to_owned(),
        "near_chained" => "NEAR joins two sides only: use AND for more".to_owned(),
        "sign_misplaced" => format!("{about} cannot stand here"),
        "space_in_name" => "a hashtag or handle has no spaces".to_owned(),
        "star_inside" => "a star stands at the start or the end of a word, not inside".to_owned(),
        "term_blank" => "this term has nothing that can be looked for".to_owned(),
        "term_too_long" => "this term is too long".to_owned(),
        "too_long" => "the query is too long".to_owned(),
        "too_many_terms" => format!("the query has {about} terms, which is too many"),
        "too_deep" => "the parentheses are nested too deep".to_owned(),
        "query_empty" => "there is nothing to look for".to_owned(),
        "query_unanchored" => {
            "it would match nearly every post: add a word, a hashtag, a handle or an account that has to occur".to_owned()
        }
        code => format!("{code} {about}").trim_end().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stand_under_what_is_wrong_in_wide_scripts_too() {
        let problem = Problem {
            code: "lowercase_operator",
            column: 5,
            length: 2,
            suggestion: Some("아크메 OR acme".to_owned()),
            about: Some("or".to_owned()),
        };
        let told = problems_in_words("아크메 or acme", &vec![problem]);
        let expected = "the query cannot be read\n  아크메 or acme\n         ^^ column 5: \"or\" would be a word here; \
            operators are written in capitals\n  Try: 아크메 OR acme";
        assert_eq!(told, expected);
    }

    #[test]
    fn reasons_are_said_with_what_changed() {
        assert_eq!(reason_in_words("jamo:ㅔ→ㅐ"), "another vowel or consonant: ㅔ→ㅐ");
        assert_eq!(reason_in_words("spacing"), "other spacing");
        assert_eq!(reason_in_words("layout:en"), "typed with the Latin keyboard layout on");
        assert_eq!(reason_in_words("newer:than this"), "newer:than this");
        assert_eq!(reason_in_words("also:아크메"), "given by you");
    }
}
