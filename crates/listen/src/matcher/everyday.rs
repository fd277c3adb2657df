//! Words that stand in very many posts, and so make poor anchors.

use crate::fold::fold_term;
use std::collections::HashSet;
use std::sync::LazyLock;

/// The same lists tell which variants are noise.
const LISTS: [&str; 4] = [
    include_str!("../variants/common/en.txt"),
    include_str!("../variants/common/ja_hiragana.txt"),
    include_str!("../variants/common/ja_katakana.txt"),
    include_str!("../variants/common/ko.txt"),
];

static WORDS: LazyLock<HashSet<String>> = LazyLock::new(|| LISTS.iter().flat_map(|list| list.split_whitespace()).map(fold_term).collect());

/// True for frequent words, and for phrases of nothing else.
pub fn is_everyday(text: &str) -> bool {
    fold_term(text).split(' ').all(|word| WORDS.contains(word))
}
