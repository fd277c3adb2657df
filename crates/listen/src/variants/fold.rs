//! Folding of spellings: most of them are folded already, because the term they are made from is.

use crate::character::{Class, class_of};
use crate::fold::fold_term;

/// The same as [`fold_term`], without work where there is none to do.
pub fn fold_spelling(spelling: String) -> String {
    let folded = |c: char| c == ' ' || class_of(c) == Class::Single(c);
    let single_spaces = !spelling.starts_with(' ') && !spelling.ends_with(' ') && !spelling.contains("  ");
    if single_spaces && spelling.chars().all(folded) { spelling } else { fold_term(&spelling) }
}
