//! Codes of `listen` in words: why a spelling is looked for, why there are few, what is wrong with a query.

use crate::cli::output::columns;
use answerable_listen::{Problem, Problems, TERM_CHARS_MAX, TERMS_MAX};

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
        "small_kana" => "small kana",
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

/// The sentences of the web app.
fn problem_in_words(problem: &Problem) -> String {
    let about = problem.about.as_deref().unwrap_or_default();
    match problem.code {
        "query_empty" => "There is nothing to look for yet.".to_owned(),
        "query_unanchored" if about.is_empty() => {
            "This would match nearly every post. Add a word, hashtag or account that has to occur.".to_owned()
        }
        "query_unanchored" => {
            format!("{about:?} alone would match nearly every post. Add a word, hashtag or account that has to occur with it.")
        }
        "too_long" => "The query is too long. Split it into two monitors.".to_owned(),
        "too_many_terms" => format!("These are {about} words; at most {TERMS_MAX} fit. Split them into two monitors."),
        "too_deep" => "Too many parentheses stand within each other.".to_owned(),
        "term_too_long" => format!("A single word or phrase may have at most {TERM_CHARS_MAX} characters."),
        "term_blank" => format!("There is nothing to look for in {about}."),
        "unclosed_quote" => "This quotation mark is never closed.".to_owned(),
        "unopened_quote" => "This quotation mark closes nothing.".to_owned(),
        "unclosed_parenthesis" => "This parenthesis is never closed.".to_owned(),
        "unopened_parenthesis" => "This parenthesis closes nothing.".to_owned(),
        "empty_parenthesis" => "There is nothing between these parentheses.".to_owned(),
        "dangling_operator" => format!("A word is missing beside {about}."),
        "lowercase_operator" => format!("{about:?} is read as a word. Operators are written in capitals."),
        "foreign_operator" => format!("{about} means nothing here. Write AND, OR or NOT."),
        "comma" => "A comma means nothing here. Write OR between words of which one is enough.".to_owned(),
        "near_side" => "NEAR takes a word, or words joined with OR in parentheses, on each side.".to_owned(),
        "near_chained" => "NEAR joins two sides only. Join two of them with AND.".to_owned(),
        "bad_number" => "There has to be a whole number here.".to_owned(),
        "sign_misplaced" => format!("{about} has no meaning in this place."),
        "star_inside" => "An asterisk can stand before or behind a word, not inside.".to_owned(),
        "space_in_name" => format!("{about:?} has a space. Hashtags and handles have none."),
        "unknown_field" => {
            format!("There is no field {about:?}. There are lang, network, author, from, to, has, followers and raw.")
        }
        "unknown_language" => format!("There is no language with the code {about:?}. Use codes such as ko, ja or en."),
        "unknown_network" => format!("There is no network {about:?}."),
        "unknown_has" => format!("{about:?} cannot be asked for. Write has:link or has:media."),
        "empty_value" => format!("Nothing stands behind \"{about}:\"."),
        code => format!("{code} {about}").trim_end().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use answerable_listen::PROBLEM_CODES;

    #[test]
    fn every_problem_has_a_sentence() {
        for code in PROBLEM_CODES {
            let told = problem_in_words(&Problem { code, column: 0, length: 0, suggestion: None, about: None });
            assert!(told.ends_with('.') && !told.starts_with(code), "{told}");
        }
    }

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
        let expected = "the query cannot be read\n  아크메 or acme\n         ^^ column 5: \"or\" is read as a word. \
            Operators are written in capitals.\n  Try: 아크메 OR acme";
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
