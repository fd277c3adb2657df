//! Pictures and files of posts: what is to be fetched, what lies in the media folder, and what people put beside a post.
//!
//! The bytes lie in a folder under the hash of what they are, so that the same picture lies there once. The store keeps the rows: which
//! post has which file, and what became of it. A file may be removed from the folder when no row names its hash ([`Store::hash_in_use`]).
//!
//! [`Store::hash_in_use`]: crate::Store::hash_in_use

mod posts;
mod rows;
mod sweep;
mod types;
mod uploads;
mod wanted;

pub(crate) use posts::{PostMedia, claim, drop_unfetched, write};
pub(crate) use rows::of_posts;
pub use types::{KeptFile, MediaRow, MediaStep, NewUpload, WantedMedia};

#[cfg(test)]
mod plan_tests;
