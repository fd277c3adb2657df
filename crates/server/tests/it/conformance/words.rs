//! Whether the screen has words for a code, in every language of the product.

use std::{collections::BTreeSet, path::PathBuf};

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

/// Every code within quotes that stands behind one of these beginnings in the connectors' source.
fn codes(beginnings: &[&str]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut folders = vec![PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../networks/src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("the source of the connectors") {
            let path = entry.expect("a file").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("a source file");
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            for beginning in beginnings {
                let quoted = text.split(beginning).skip(1).filter_map(|rest| rest.split('"').next());
                found.extend(quoted.filter(|code| code.chars().all(|c| c.is_ascii_lowercase() || c == '_')).map(str::to_owned));
            }
        }
    }
    found
}

/// Settings that only a program can get wrong: the screen offers no way to.
const FOR_PROGRAMS: [&str; 5] = ["not_an_object", "unknown_field", "missing_field", "bad_interval", "no_history"];

/// Why an answer was refused.
const OF_ANSWERS: [&str; 4] = ["refused", "signed_out", "too_long", "post_deleted"];

#[test]
fn the_screen_has_words_for_every_code_of_a_connector() {
    let (answers, channels): (Vec<String>, Vec<String>) = codes(&["Settings { code: \"", "refused(\"", "_)) => \"", ", _) => \""])
        .into_iter()
        .filter(|code| !FOR_PROGRAMS.contains(&code.as_str()))
        .partition(|code| OF_ANSWERS.contains(&code.as_str()));
    assert!(["not_a_feed", "webhook_set", "imap_certificate", "bad_token"].iter().all(|code| channels.iter().any(|it| it == code)));
    for code in channels {
        assert_check_words(&code);
    }
    for code in answers {
        assert_words("composer", &format!("failure_{code}"));
    }
    let gaps = codes(&["why: \""]);
    assert!(gaps.contains("clamped_cursor") && gaps.contains("truncated_page"), "{gaps:?}");
    for code in gaps {
        assert_words("channels", &format!("gapWhy_{code}"));
    }
    let poisons = codes(&["poison(\"", "Poison { code: \""]);
    assert!(poisons.contains("not_json") && poisons.contains("not_a_mail"), "{poisons:?}");
    for code in poisons {
        assert_words("quarantine", &format!("code_{code}"));
    }
}
