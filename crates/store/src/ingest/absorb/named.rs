//! The names that a batch mentions: what has to be looked up before it is played.

use super::Delivered;
use super::known::Known;
use super::standing::other_name;
use crate::ingest::{Arrival, ArrivedPost};
use answerable_domain::Network;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The names that occur in a batch.
#[derive(Default)]
pub(super) struct Named<'b> {
    pub(super) posts: BTreeMap<&'b str, BTreeSet<&'b str>>,
    pub(super) authors: BTreeMap<Network, BTreeSet<&'b str>>,
    /// Hand-off codes.
    pub(super) codes: BTreeSet<&'b str>,
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
        natives.extend(other_name(post));
        self.authors.entry(post.network).or_default().insert(&post.author.native_id);
        self.codes.extend(post.hand_off.as_deref());
    }
}

/// The threads of a batch's posts, once it is known which posts are held.
#[derive(Default)]
pub(super) struct Threads {
    /// By scope.
    pub(super) roots: BTreeMap<String, BTreeSet<String>>,
    pub(super) keys: BTreeSet<String>,
}

impl Threads {
    /// Networks that name no root are asked through the posts above: those that are held, and those that came before in the batch.
    pub(super) fn of(delivered: &[Delivered], known: &Known) -> Self {
        let mut threads = Self::default();
        let mut roots: HashMap<(&str, &str), String> = HashMap::new();
        for arrived in delivered.iter().filter_map(Delivered::post) {
            let (scope, post) = (arrived.scope.as_str(), &arrived.post);
            let held = |native_id: &str| known.find(scope, native_id).map(|place| known.posts[place].thread_root.clone());
            let above = |parent: &String| roots.get(&(scope, parent.as_str())).cloned().or_else(|| held(parent));
            let found = held(&post.native_id)
                .or_else(|| post.root_native_id.clone())
                .or_else(|| post.parent_native_id.as_ref().and_then(above))
                .unwrap_or_else(|| told_root(arrived).to_owned());
            // What is above may yet be dropped: then the thread is named as the post itself tells.
            threads.add(arrived, told_root(arrived));
            threads.add(arrived, &found);
            roots.insert((scope, &post.native_id), found);
        }
        threads
    }

    fn add(&mut self, arrived: &ArrivedPost, root: &str) {
        self.roots.entry(arrived.scope.clone()).or_default().insert(root.to_owned());
        self.keys.insert(thread_key(&arrived.scope, root, &arrived.post.author.native_id));
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
