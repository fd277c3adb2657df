//! The names that a batch mentions: what has to be looked up before it is played.

use super::Delivered;
use crate::ingest::{Arrival, ArrivedPost};
use answerable_domain::Network;
use std::collections::{BTreeMap, BTreeSet};

/// The names that occur in a batch.
#[derive(Default)]
pub(super) struct Named<'b> {
    pub(super) posts: BTreeMap<&'b str, BTreeSet<&'b str>>,
    pub(super) roots: BTreeMap<&'b str, BTreeSet<&'b str>>,
    pub(super) authors: BTreeMap<Network, BTreeSet<&'b str>>,
    pub(super) thread_keys: BTreeSet<String>,
}

impl<'b> Named<'b> {
    pub(super) fn in_batch(delivered: &'b [Delivered]) -> Self {
        let mut named = Self::default();
        for one in delivered {
            match &one.arrival {
                Arrival::Post(arrived) => named.add(arrived),
                Arrival::Deleted { scope, native_id, .. } => {
                    named.posts.entry(scope).or_default().insert(native_id);
                }
                Arrival::Profile { network, seen, .. } => {
                    named.authors.entry(*network).or_default().insert(&seen.native_id);
                }
                Arrival::AuthorGone { network, native_id, .. } => {
                    named.authors.entry(*network).or_default().insert(native_id);
                }
            }
        }
        named
    }

    fn add(&mut self, arrived: &'b ArrivedPost) {
        let post = &arrived.post;
        let natives = self.posts.entry(&arrived.scope).or_default();
        natives.insert(&post.native_id);
        natives.extend(post.parent_native_id.as_deref());
        natives.extend(post.root_native_id.as_deref());
        let root = told_root(arrived);
        self.roots.entry(&arrived.scope).or_default().insert(root);
        self.authors.entry(post.network).or_default().insert(&post.author.native_id);
        self.thread_keys.insert(thread_key(&arrived.scope, root, &post.author.native_id));
    }
}

/// What a customer's posts of one thread have in common.
pub(super) fn thread_key(scope: &str, root: &str, author_native_id: &str) -> String {
    format!("{scope}\u{1f}{root}\u{1f}{author_native_id}")
}

/// The root as far as the post itself tells.
fn told_root(arrived: &ArrivedPost) -> &str {
    let post = &arrived.post;
    post.root_native_id.as_ref().or(post.parent_native_id.as_ref()).unwrap_or(&post.native_id)
}
