//! Our own rules about the source text, as a test: what a reader relies on and no compiler checks.
//!
//! clippy.toml holds what the compiler can see (forbidden calls, `unwrap` outside tests); this holds the rest. A rule is a
//! function from a file to complaints. There are no exceptions by comment: a rule that is wrong here is changed here.

mod names;
mod shape;
mod text;
mod walls;

use crate::shell::{self, Outcome, in_root, root};
use std::fs;

/// One file of the checkout.
pub struct Source {
    /// From the root, with `/`.
    pub path: String,
    pub text: String,
}

/// `path:line: what is wrong and what to do instead`.
#[derive(Debug, PartialEq, Eq)]
pub struct Complaint {
    pub line: usize,
    pub words: String,
}

type Rule = fn(&Source) -> Vec<Complaint>;

const RULES: &[Rule] = &[
    text::no_stray_blanks,
    text::no_invisible_letters,
    text::nothing_of_this_machine,
    text::no_bare_reminders,
    shape::no_long_files,
    shape::no_long_functions,
    shape::modules_say_why,
    names::no_empty_words,
    walls::stages_know_only_the_domain,
    walls::statements_only_in_the_store,
    walls::foreign_text_is_never_markup,
];

pub fn run() -> Outcome {
    let sources = sources()?;
    let mut complaints = Vec::new();
    for source in &sources {
        for rule in RULES {
            complaints.extend(rule(source).into_iter().map(|found| format!("{}:{}: {}", source.path, found.line, found.words)));
        }
    }
    if complaints.is_empty() {
        shell::say(&format!("{} files are tidy.", sources.len()));
        return Ok(());
    }
    complaints.sort();
    Err(format!("{}\n{} complaints.", complaints.join("\n"), complaints.len()))
}

/// Every text file that is, or is about to be, under version control; not what others recorded or machines wrote.
fn sources() -> Outcome<Vec<Source>> {
    let listed = shell::read(in_root("git").args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]))?;
    let paths = listed.split('\0').filter(|path| !path.is_empty() && !is_foreign(path));
    Ok(paths.filter_map(|path| fs::read_to_string(root().join(path)).ok().map(|text| Source { path: path.to_owned(), text })).collect())
}

fn is_foreign(path: &str) -> bool {
    path.starts_with("fixtures/")
        || path.starts_with("fuzz/corpus/")
        || path.contains("/snapshots/")
        || path.ends_with("LICENSE")
        || path.ends_with("package-lock.json")
        || path.ends_with("Cargo.lock")
        || path == "web/src/api/openapi.json"
        || path == "web/src/api/schema.d.ts"
}

impl Source {
    pub fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    pub fn is_code(&self) -> bool {
        [".rs", ".ts", ".svelte", ".mjs", ".js", ".css", ".sql"].iter().any(|ending| self.path.ends_with(ending))
    }

    /// Whole files of tests; the test modules inside other files are found by [`Self::product_lines`].
    pub fn is_test(&self) -> bool {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        self.path.contains("/tests/")
            || self.path.starts_with("e2e/")
            || name.contains("test")
            || name.contains(".spec.")
            || name == "properties.rs"
    }

    /// The numbered lines up to the file's own test module.
    pub fn product_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines: Vec<&str> = self.text.lines().collect();
        let opens_tests = |pair: &[&str]| pair[0] == "#[cfg(test)]" && pair[1].starts_with("mod ") && pair[1].ends_with('{');
        let end = lines.windows(2).position(opens_tests).unwrap_or(lines.len());
        self.lines().take(end)
    }

    /// Numbered from 1.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(number, line)| (number + 1, line))
    }

    /// One complaint for each line that a judge has words about.
    pub fn judge<'a>(&'a self, mut judge: impl FnMut(&'a str) -> Option<String>) -> Vec<Complaint> {
        self.lines().filter_map(|(line, text)| judge(text).map(|words| Complaint { line, words })).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub fn file(path: &str, text: &str) -> Source {
        Source { path: path.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn the_checkout_is_tidy() {
        if let Err(complaints) = run() {
            panic!("{complaints}");
        }
    }

    #[test]
    fn a_test_module_in_another_file_ends_nothing() {
        let source = file("crates/care/src/decide.rs", "//! Why.\n#[cfg(test)]\nmod decide_tests;\nfn a() {}\n");
        assert_eq!(source.product_lines().count(), 4);
    }

    #[test]
    fn the_test_module_of_a_file_is_no_product() {
        let source = file("crates/care/src/decide.rs", "//! Why.\nfn a() {}\n#[cfg(test)]\nmod tests {\n}\n");
        assert_eq!(source.product_lines().count(), 2);
    }
}
