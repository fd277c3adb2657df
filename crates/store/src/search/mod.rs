//! The search index: tokens are made here, so that both engines find the same.

mod fold;
mod index;
mod tokens;

pub(crate) use fold::fold;
pub(crate) use index::{IndexRows, Phrase};
pub(crate) use tokens::tokens_of;
