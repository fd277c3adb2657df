//! The corpora of the fuzz targets, run through the same checks without a fuzzer.

#[path = "../../../../fuzz/src/listen.rs"]
mod checks;

use std::fs;
use std::path::Path;

fn replay(corpus: &str, check: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(corpus);
    let mut bytes_count = 0;
    for entry in fs::read_dir(&folder).expect("the corpus is kept") {
        let bytes = fs::read(entry.expect("an entry").path()).expect("a file");
        bytes_count += bytes.len();
        check(&bytes);
    }
    assert!((1_000..50_000).contains(&bytes_count), "{corpus}: {bytes_count} bytes; a corpus is kept, and kept small");
}

#[test]
fn kept_queries_hold() {
    replay("query", checks::query);
}

#[test]
fn kept_posts_hold() {
    replay("matcher", checks::matcher);
}
