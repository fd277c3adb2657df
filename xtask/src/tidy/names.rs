//! Words that say nothing are no names: whoever reads `manager` still has to open the file.

use super::{Complaint, Source};

/// `process` as a verb, `info` and `data` as things: each has a better word in the glossary.
const EMPTY_WORDS: &[&str] = &["manager", "helper", "helpers", "util", "utils", "data", "info", "process"];

/// Terms of the field, and of our own command line (`--data DIR`), that contain one.
const TERMS: &[&str] = &["personaldata", "datadir"];

const DECLARING: &[&str] = &["struct", "enum", "trait", "fn", "mod", "type", "union", "function", "class", "interface"];

pub fn no_empty_words(source: &Source) -> Vec<Complaint> {
    if !source.is_code() {
        return Vec::new();
    }
    let file_name = source.path.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or_default();
    let mut found: Vec<Complaint> = empty_word(file_name)
        .into_iter()
        .map(|word| Complaint { line: 1, words: format!("`{word}` in the name of a file says nothing") })
        .collect();
    if source.is_test() {
        return found; // The name of a test is a sentence.
    }
    found.extend(source.product_lines().filter_map(|(line, text)| {
        let name = declared_name(text)?;
        empty_word(name).map(|word| Complaint { line, words: format!("`{word}` in `{name}` says nothing: find the word of the field") })
    }));
    found
}

fn declared_name(line: &str) -> Option<&str> {
    let code = line.trim_start();
    if code.starts_with("//") || code.starts_with('*') {
        return None;
    }
    let mut words = code.split_whitespace();
    let qualifiers = ["pub", "pub(crate)", "pub(super)", "async", "const", "export", "default", "abstract"];
    let keyword = words.by_ref().find(|word| !qualifiers.contains(word))?;
    if !DECLARING.contains(&keyword) {
        return None;
    }
    words.next().map(|name| name.split(|letter: char| !letter.is_alphanumeric() && letter != '_').next().unwrap_or_default())
}

fn empty_word(name: &str) -> Option<&'static str> {
    let words = words_of(name);
    if TERMS.iter().any(|term| words.concat().contains(term)) {
        return None;
    }
    EMPTY_WORDS.iter().copied().find(|empty| words.iter().any(|word| word == empty))
}

/// `snake_case`, `camelCase` and `kebab-case` into lower-case words.
fn words_of(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for letter in name.chars() {
        if letter.is_uppercase() || !letter.is_alphanumeric() {
            words.push(String::new());
        }
        if letter.is_alphanumeric() {
            words.last_mut().expect("there is always one").extend(letter.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::{super::tests::file, *};

    #[test]
    fn empty_words_are_found_in_declared_names_only() {
        for (line, empty) in [
            ("pub struct SessionManager {", true),
            ("fn process_batch(a: A) {", true),
            ("export function dateUtils() {", true),
            ("pub struct PersonalData {", false),
            ("let info = read();", false),
            ("fn metadata() {", false),
            ("// fn helper", false),
            ("pub async fn deliver(", false),
        ] {
            assert_eq!(!no_empty_words(&file("crates/a/src/b.rs", line)).is_empty(), empty, "{line}");
        }
    }

    #[test]
    fn file_names_count() {
        assert_eq!(no_empty_words(&file("web/src/text-utils.ts", "")).len(), 1);
    }
}
