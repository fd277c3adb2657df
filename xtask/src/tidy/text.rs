//! Rules about single characters and words, whatever the language.

use super::{Complaint, Source};

/// No blanks at the end of a line, no tabs in code, no carriage returns, one newline at the end.
pub fn no_stray_blanks(source: &Source) -> Vec<Complaint> {
    let mut found = source.judge(|line| {
        let tab = source.is_code() && line.contains('\t');
        (line.ends_with([' ', '\t']) || tab).then(|| "blanks at the end of the line, or a tab".to_owned())
    });
    if source.text.contains('\r') {
        found.push(Complaint { line: 1, words: "carriage returns".to_owned() });
    }
    if !source.text.is_empty() && (!source.text.ends_with('\n') || source.text.ends_with("\n\n")) {
        found.push(Complaint { line: source.text.lines().count(), words: "a file ends with one newline".to_owned() });
    }
    found
}

/// Letters that nobody sees can make code read otherwise than it runs. Not the joiner: families and flags are made with it.
pub fn no_invisible_letters(source: &Source) -> Vec<Complaint> {
    let invisible = |letter: char| matches!(letter, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    source.judge(|line| {
        let letter = line.chars().find(|letter| source.is_code() && invisible(*letter))?;
        Some(format!("an invisible letter: write it as an escape ({})", letter.escape_unicode()))
    })
}

/// Nothing that is true on one computer only: its folders, and where its packages come from.
pub fn nothing_of_this_machine(source: &Source) -> Vec<Complaint> {
    // In pieces, so that this file does not complain of itself.
    let forbidden = [
        concat!("/wo", "rk/"),
        concat!("/ho", "me/"),
        concat!("/tm", "p/a/"),
        concat!("\"resolved\"", ": \"http"),
        concat!("registry.", "npmjs"),
        concat!("/ro", "ot/"),
    ];
    source.judge(|line| forbidden.iter().find(|words| line.contains(**words)).map(|words| format!("`{words}` belongs to one machine only")))
}

/// A reminder says what is to be done.
pub fn no_bare_reminders(source: &Source) -> Vec<Complaint> {
    source.judge(|line| {
        let word = [concat!("TO", "DO"), concat!("FIX", "ME")].into_iter().find(|word| line.contains(word))?;
        let rest = line.split(word).nth(1).unwrap_or_default().trim_matches(|letter: char| !letter.is_alphabetic());
        (source.is_code() && rest.split_whitespace().count() < 3).then(|| format!("`{word}` without saying what is to be done"))
    })
}

#[cfg(test)]
mod tests {
    use super::{super::tests::file, *};

    #[test]
    fn stray_blanks_are_found() {
        for bad in ["let a = 1; \n", "\tlet a = 1;\n", "let a = 1;\r\n", "let a = 1;", "let a = 1;\n\n"] {
            assert!(!no_stray_blanks(&file("a.rs", bad)).is_empty(), "{bad:?}");
        }
        assert!(no_stray_blanks(&file("a.rs", "let a = 1;\n")).is_empty());
    }

    #[test]
    fn a_direction_override_in_code_is_found() {
        assert_eq!(no_invisible_letters(&file("a.rs", "let a = \"\u{202e}b\";\n"))[0].line, 1);
        assert!(no_invisible_letters(&file("a.rs", "let a = \"\\u{202e}b\";\n")).is_empty());
    }

    #[test]
    fn a_reminder_says_what() {
        let word = concat!("TO", "DO");
        assert_eq!(no_bare_reminders(&file("a.rs", &format!("// {word}\n"))).len(), 1);
        assert!(no_bare_reminders(&file("a.rs", &format!("// {word}: count the surrogate pairs\n"))).is_empty());
    }

    #[test]
    fn a_folder_of_one_machine_is_found() {
        assert_eq!(nothing_of_this_machine(&file("a.md", concat!("see /wo", "rk/x\n"))).len(), 1);
    }
}
