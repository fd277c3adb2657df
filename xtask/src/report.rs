//! The table at the end of a check: every step, what became of it, how long it took, the closing line of its runner, and which tests failed
//! with what words. Who has only the end of the output has to know what to look for.

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

/// Lines of a panic's message that are repeated.
const WORDS_MAX: usize = 6;

/// Reads a runner's output and keeps what belongs into the table.
#[derive(Default)]
pub struct Digest {
    kept: Vec<String>,
    /// How many lines of a failure's words may still follow.
    words: usize,
}

impl Digest {
    pub fn line(&mut self, line: &str) {
        let plain = without_colour(line);
        let line = plain.trim();
        let begins = is_failure(line);
        if begins || is_closing(line) {
            self.words = if begins { WORDS_MAX } else { 0 };
            // Runners name a failed test where it failed, and again at the end.
            if !self.kept.iter().any(|kept| kept == line) {
                self.kept.push(line.to_owned());
            }
        } else if self.words > 0 && !line.is_empty() && !line.starts_with("stack backtrace") {
            self.words -= 1;
            self.kept.push(format!("  {line}"));
        } else {
            self.words = 0;
        }
    }

    pub fn kept(&self) -> Vec<String> {
        self.kept.clone()
    }
}

/// The lines that name a failed test, or begin its words.
fn is_failure(line: &str) -> bool {
    let of_nextest = ["FAIL [", "TIMEOUT [", "ABORT [", "SIG"].iter().any(|word| line.starts_with(word)) && line.contains("s] (");
    let of_playwright = line.split_once(") ").is_some_and(|(number, rest)| number.parse::<u32>().is_ok() && rest.starts_with("tests/"));
    of_nextest || of_playwright || line.starts_with("FAIL  ") || line.starts_with("thread '") && line.contains("panicked at")
}

/// The lines with which test runners sum up.
fn is_closing(line: &str) -> bool {
    let starts = ["test result:", "Summary [", "Test Files ", "Tests ", "Found ", "kill loop:", "svelte-check found", "Done ", "bans "];
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
            assert_eq!(digest(&[line]).len(), 1, "{line}");
        }
        for line in ["running 3 tests", "test tests::it_works ... ok", "3 posts passed through the whole of the pipeline and were kept", ""]
        {
            assert!(digest(&[line]).is_empty(), "{line}");
        }
    }

    fn digest(lines: &[&str]) -> Vec<String> {
        let mut digest = Digest::default();
        for line in lines {
            digest.line(line);
        }
        digest.kept()
    }

    #[test]
    fn a_failed_test_is_named_once_with_its_words() {
        let lines = [
            "        PASS [   0.010s] (1/3) store::it everything_is_well",
            "        FAIL [   1.421s] (2/3) server::it a_case_stays_one",
            "  stdout ───",
            "",
            "    thread 'a_case_stays_one' (8001) panicked at crates/server/tests/it/hand_off.rs:82:5:",
            "    assertion `left == right` failed",
            "      left: \"waiting\"",
            "     right: \"open\"",
            "    stack backtrace:",
            "       0: __rustc::rust_begin_unwind",
            "     Summary [   5.000s] 3 tests run: 2 passed, 1 failed",
            "        FAIL [   1.421s] (2/3) server::it a_case_stays_one",
            "  1) tests/inbox.spec.ts:20:3 › an answer leaves",
            "    Error: expect(locator).toBeVisible() failed",
        ];
        assert_eq!(
            digest(&lines),
            [
                "FAIL [   1.421s] (2/3) server::it a_case_stays_one",
                "  stdout ───",
                "thread 'a_case_stays_one' (8001) panicked at crates/server/tests/it/hand_off.rs:82:5:",
                "  assertion `left == right` failed",
                "  left: \"waiting\"",
                "  right: \"open\"",
                "Summary [   5.000s] 3 tests run: 2 passed, 1 failed",
                "1) tests/inbox.spec.ts:20:3 › an answer leaves",
                "  Error: expect(locator).toBeVisible() failed",
            ]
        );
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
