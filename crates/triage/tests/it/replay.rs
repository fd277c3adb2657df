//! The corpus of the fuzz target and bytes of chance, run through the same checks without a fuzzer.

#[path = "../../../../fuzz/src/triage.rs"]
mod checks;

use proptest::prelude::*;
use std::fs;
use std::path::Path;

#[test]
fn kept_posts_hold() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/assess");
    let mut bytes_count = 0;
    for entry in fs::read_dir(&folder).expect("the corpus is kept") {
        let bytes = fs::read(entry.expect("an entry").path()).expect("a file");
        bytes_count += bytes.len();
        checks::assess(&bytes);
    }
    assert!((1_000..50_000).contains(&bytes_count), "{bytes_count} bytes; a corpus is kept, and kept small");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn any_bytes_hold(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        checks::assess(&bytes);
    }

    #[test]
    fn any_letters_hold(text in "[가-힣ㄱ-ㅣぁ-ヿ一-龥a-zA-Z0-9０-９ｱ-ﾝ\u{300}-\u{304}\u{1100}-\u{1112}\u{1161}-\u{1175}\u{200B}-\u{200F}ㅋㅠ!?@#:/. \n\t-]{0,80}") {
        checks::assess(text.as_bytes());
    }
}

#[test]
fn floods_hold() {
    for flood in ["ㅋ", "\u{301}", "\u{1161}", "ｶﾞ", "@a ", "https://a ", "1-", "씨발 ", "👍🏽", "\u{FDFA}", "İ"] {
        checks::assess(flood.repeat((1 << 17) / flood.len()).as_bytes());
    }
}
