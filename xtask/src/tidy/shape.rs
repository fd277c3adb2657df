//! Rules about size and order: no file is scrolled twice, no function leaves the screen, every module says why it is there.

use super::{Complaint, Source};

const FILE_LINES_MAX: usize = 500;
const FUNCTION_LINES_MAX: usize = 70;

pub fn no_long_files(source: &Source) -> Vec<Complaint> {
    let count = source.text.lines().count();
    if !source.is_code() || count <= FILE_LINES_MAX {
        return Vec::new();
    }
    vec![Complaint { line: 1, words: format!("{count} lines: split it before {FILE_LINES_MAX}") }]
}

/// rustfmt closes a function in the column where it opened.
pub fn no_long_functions(source: &Source) -> Vec<Complaint> {
    if !source.is_rust() || source.is_test() {
        return Vec::new();
    }
    let lines: Vec<(usize, &str)> = source.product_lines().collect();
    let starts = lines.iter().enumerate().filter(|(_, (_, line))| opens_function(line));
    starts.filter_map(|(place, (number, line))| too_long(&lines[place..], line).map(|words| Complaint { line: *number, words })).collect()
}

fn opens_function(line: &str) -> bool {
    let code = line.trim_start();
    !code.starts_with("//")
        && !code.ends_with(';')
        && code.split_whitespace().take_while(|word| !word.contains('(')).any(|word| word == "fn")
        || code.starts_with("fn ")
}

fn too_long(lines: &[(usize, &str)], first: &str) -> Option<String> {
    let column = first.len() - first.trim_start().len();
    let closing = format!("{}}}", " ".repeat(column));
    // A declaration without a body ends before any closing brace does.
    let end = lines.iter().position(|(_, line)| *line == closing || (line.starts_with(&closing) && line.len() == closing.len()))?;
    let declared_only = lines[..end].iter().take_while(|(_, line)| !line.ends_with('{')).any(|(_, line)| line.ends_with(';'));
    (!declared_only && end + 1 > FUNCTION_LINES_MAX).then(|| format!("a function of {} lines: not over {FUNCTION_LINES_MAX}", end + 1))
}

/// A module opens with a paragraph that says what it is for.
pub fn modules_say_why(source: &Source) -> Vec<Complaint> {
    let starts_well = source.text.starts_with("//!") || source.text.starts_with("//") || source.text.starts_with("#!");
    let counts = source.is_rust() && !source.is_test() && source.text.lines().count() > 15;
    if !counts || starts_well { Vec::new() } else { vec![Complaint { line: 1, words: "say in `//!` what this module is for".to_owned() }] }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::file, *};

    fn function(lines: usize) -> String {
        format!("impl A {{\n    pub fn long(&self) {{\n{}    }}\n}}\n", "        step();\n".repeat(lines - 2))
    }

    #[test]
    fn a_function_is_measured_from_its_head_to_its_closing_brace() {
        assert!(no_long_functions(&file("crates/a/src/b.rs", &function(FUNCTION_LINES_MAX))).is_empty());
        let found = no_long_functions(&file("crates/a/src/b.rs", &function(FUNCTION_LINES_MAX + 1)));
        assert_eq!((found.len(), found[0].line), (1, 2));
    }

    #[test]
    fn tests_may_be_long() {
        assert!(no_long_functions(&file("crates/a/tests/it/b.rs", &function(200))).is_empty());
    }

    #[test]
    fn a_file_that_needs_scrolling_twice_is_found() {
        assert_eq!(no_long_files(&file("web/src/a.ts", &"a\n".repeat(FILE_LINES_MAX + 1))).len(), 1);
        assert!(no_long_files(&file("docs/a.md", &"a\n".repeat(FILE_LINES_MAX + 1))).is_empty());
    }

    #[test]
    fn a_module_without_a_word_is_found() {
        assert_eq!(modules_say_why(&file("crates/a/src/b.rs", &"fn a() {}\n".repeat(20))).len(), 1);
        assert!(modules_say_why(&file("crates/a/src/b.rs", &format!("//! Why.\n{}", "fn a() {}\n".repeat(20)))).is_empty());
    }
}
