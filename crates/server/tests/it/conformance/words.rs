//! Whether the screen has words for a code, in every language of the product.

use std::path::PathBuf;

const LANGUAGES: [&str; 3] = ["en", "ko", "ja"];

fn web(path: &str) -> String {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../web/src").join(path);
    std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

fn has(language: &str, dictionary: &str, key: &str) -> bool {
    let text = web(&format!("i18n/{language}/{dictionary}.ts"));
    text.lines().any(|line| line.trim_start().strip_prefix(key).is_some_and(|rest| rest.starts_with(':')))
}

/// As `failed_signed_out` in `channels`.
pub fn assert_words(dictionary: &str, key: &str) {
    let silent: Vec<&str> = LANGUAGES.into_iter().filter(|language| !has(language, dictionary, key)).collect();
    assert!(silent.is_empty(), "no words for {dictionary}.{key} in {silent:?}");
}

/// Why a channel was refused: the screen knows some reasons by another name.
pub fn assert_check_words(reason: &str) {
    let table = web("pages/channels/health.ts");
    let other = table.lines().find_map(|line| line.trim().strip_prefix(&format!("['{reason}', '"))?.split('\'').next().map(str::to_owned));
    assert_words("channels", &format!("failed_{}", other.as_deref().unwrap_or(reason)));
}
