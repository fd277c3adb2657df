//! Is a spelling something that people write anyway? Small lists of frequent words, and how far they reach.
//!
//! The lists are short on purpose: what they miss shows in the preview of a monitor, which counts on real posts. Endings are taken off
//! first, so that one entry covers a word's forms.

mod en;
mod ja;
mod ko;

pub use en::is_common as is_common_latin;
pub use ja::{is_common_hiragana, is_common_katakana};
pub use ko::{is_common as is_common_hangul, is_common_syllable};

use std::collections::HashSet;

fn words(list: &'static str) -> HashSet<&'static str> {
    list.split_whitespace().collect()
}
