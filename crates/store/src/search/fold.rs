//! What counts as the same when searching: case, width, composition; and what kind of letter a character is.

use unicode_normalization::UnicodeNormalization;

/// Compatibility-composed, lower case, without characters that nobody sees.
pub(crate) fn fold(text: &str) -> String {
    text.nfkc().filter(|character| !is_invisible(*character)).flat_map(char::to_lowercase).collect()
}

fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Letter {
    /// Of a script that is written without spaces between words, or whose particles stick to words.
    Dense,
    /// Of a script that is written with spaces.
    Spaced,
    /// Between words.
    Separator,
}

pub(super) fn letter(character: char) -> Letter {
    if is_dense(character) {
        Letter::Dense
    } else if character.is_alphanumeric() || is_mark(character) {
        Letter::Spaced
    } else {
        Letter::Separator
    }
}

/// Hangul, kana, Han.
fn is_dense(character: char) -> bool {
    matches!(character,
        '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{a960}'..='\u{a97f}' | '\u{ac00}'..='\u{d7ff}'
        | '\u{3005}'..='\u{3007}' | '\u{3031}'..='\u{3035}' | '\u{3041}'..='\u{3096}' | '\u{309d}'..='\u{309f}'
        | '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{1aff0}'..='\u{1b16f}'
        | '\u{20000}'..='\u{323af}')
}

/// Combining marks continue the word that they stand in.
fn is_mark(character: char) -> bool {
    unicode_normalization::char::is_combining_mark(character)
}
