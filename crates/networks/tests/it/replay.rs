//! The corpora of the fuzz targets and bytes of chance, run through the same checks without a fuzzer.

#[path = "../../../../fuzz/src/networks.rs"]
mod checks;

use answerable_domain::ConnectorKind;
use proptest::prelude::*;
use std::{fs, path::Path};

const KINDS: [ConnectorKind; 8] = [
    ConnectorKind::Bluesky,
    ConnectorKind::Mastodon,
    ConnectorKind::Email,
    ConnectorKind::Telegram,
    ConnectorKind::HackerNews,
    ConnectorKind::Feed,
    ConnectorKind::Import,
    ConnectorKind::Manual,
];

#[test]
fn kept_payloads_hold() {
    for kind in KINDS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(kind.as_str());
        let mut bytes_count = 0;
        for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let bytes = fs::read(entry.expect("an entry").path()).expect("a file");
            bytes_count += bytes.len();
            checks::normalize(kind, &bytes);
            // Cut anywhere, and with one byte changed, it is still read or refused.
            for place in (0..bytes.len()).step_by(bytes.len() / 40 + 1) {
                checks::normalize(kind, &bytes[..place]);
                let mut changed = bytes.clone();
                changed[place] = changed[place].wrapping_add(1);
                checks::normalize(kind, &changed);
            }
        }
        assert!((200..200_000).contains(&bytes_count), "{}: {bytes_count} bytes; a corpus is kept, and kept small", kind.as_str());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_bytes_hold(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        KINDS.iter().for_each(|kind| checks::normalize(*kind, &bytes));
    }
}
