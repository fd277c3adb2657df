//! The table at the end of a check: every step, what became of it, how long it took, and the closing line of its runner.

use std::time::Duration;

pub enum Ending {
    Passed,
    Failed(String),
    /// Not possible here, and allowed to be.
    Skipped(String),
}

pub struct Row {
    pub name: &'static str,
    pub ending: Ending,
    pub took: Duration,
    /// What the step's own test runner said last.
    pub closing: Vec<String>,
}

/// The lines with which test runners sum up.
pub fn is_closing(line: &str) -> bool {
    let plain = without_colour(line);
    let line = plain.trim();
    let starts = ["test result:", "Summary [", "Test Files ", "Tests ", "Found ", "kill loop:", "svelte-check found", "Done "];
    let ends = [" passed", " failed", " flaky", " skipped", " did not run"];
    let empty = line.contains(" 0 passed; 0 failed; 0 ignored");
    !empty && starts.iter().any(|start| line.starts_with(start)) || is_playwright(line, &ends)
}

/// `  12 passed (1.2m)`: a number, then a word.
fn is_playwright(line: &str, words: &[&str]) -> bool {
    let number = line.chars().take_while(char::is_ascii_digit).count();
    number > 0 && words.iter().any(|word| line[number..].starts_with(word)) && line.len() < 40
}

fn without_colour(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        if letter == '\u{1b}' {
            letters.by_ref().find(char::is_ascii_alphabetic);
        } else {
            plain.push(letter);
        }
    }
    plain
}

/// The whole table as text.
pub fn table(rows: &[Row]) -> String {
    let mut text = String::from("\n── what was checked ──\n");
    for row in rows {
        let (word, why) = match &row.ending {
            Ending::Passed => ("passed ", None),
            Ending::Failed(why) => ("FAILED ", Some(why)),
            Ending::Skipped(why) => ("SKIPPED", Some(why)),
        };
        text.push_str(&format!("{word}  {:<12} {:>7.1} s\n", row.name, row.took.as_secs_f64()));
        for line in row.closing.iter().chain(why) {
            text.push_str(&format!("         {}\n", line.trim().replace('\n', "\n         ")));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_of_the_runners_are_known() {
        for line in [
            "test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s",
            "     Summary [   1.234s] 12 tests run: 12 passed, 0 skipped",
            "\u{1b}[2m      Tests \u{1b}[22m \u{1b}[1m\u{1b}[32m31 passed\u{1b}[39m\u{1b}[22m (31)",
            "  7 passed (1.2m)",
            "  1 failed",
        ] {
            assert!(is_closing(line), "{line}");
        }
        for line in ["running 3 tests", "test tests::it_works ... ok", "3 posts passed through the whole of the pipeline and were kept", ""]
        {
            assert!(!is_closing(line), "{line}");
        }
    }

    #[test]
    fn a_failure_and_a_skip_stand_out_with_their_reasons() {
        let rows = [
            Row { name: "tidy", ending: Ending::Failed("two\nlines".to_owned()), took: Duration::from_millis(1500), closing: vec![] },
            Row { name: "deny", ending: Ending::Skipped("not installed".to_owned()), took: Duration::ZERO, closing: vec![] },
        ];
        let text = table(&rows);
        assert!(text.contains("FAILED   tidy             1.5 s\n         two\n         lines\n"), "{text}");
        assert!(text.contains("SKIPPED  deny             0.0 s\n         not installed\n"), "{text}");
    }
}
