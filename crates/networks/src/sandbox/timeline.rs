//! The script in time: who says what as the n-th thing that happens.

use super::script::{Scene, What, scenes};
use answerable_domain::{AuthorSeen, Deleter, Inbound, InboundPost, Millis, PostKind, Visibility};
use serde_json::json;
use std::sync::OnceLock;

/// One run through the script, shuffled by the seed; then the next run, shuffled otherwise.
#[derive(Debug, Clone, Copy)]
pub struct Timeline {
    seed: u64,
}

/// A beat: a scene begins, or takes a turn.
#[derive(Debug, Clone, Copy)]
struct Beat {
    scene: usize,
    /// `None`: the post itself.
    turn: Option<usize>,
}

impl Timeline {
    pub fn new(seed: u64) -> Self {
        Self { seed }
    }

    /// The n-th thing that happens, as if at this time.
    pub fn event(&self, n: u64, at: Millis) -> Inbound {
        let script = script();
        let beats: u64 = script.iter().map(|scene| 1 + scene.turns.len() as u64).sum();
        let (run, place) = (n / beats, usize::try_from(n % beats).unwrap_or(0));
        let beat = self.beats(run)[place];
        let scene = &script[beat.scene];
        let id = |turn: Option<usize>| {
            let turn = turn.map(|turn| format!("-{turn}")).unwrap_or_default();
            format!("sandbox-{:x}-{run}-{}{turn}", self.seed, beat.scene)
        };
        match beat.turn.map(|turn| scene.turns[turn].what) {
            None => post(scene, &id(None), None, scene.text, at),
            Some(What::FollowUp(text)) => post(scene, &id(beat.turn), Some(&id(None)), text, at),
            Some(What::Edit(text)) => post(scene, &id(None), None, text, at),
            Some(What::Delete) => Inbound::Deleted { native_id: id(None), by: Deleter::Author },
        }
    }

    /// Scenes in the order of this run, each turn so many posts after its own.
    fn beats(&self, run: u64) -> Vec<Beat> {
        let script = script();
        let mut order: Vec<usize> = (0..script.len()).collect();
        let mut dice = Dice(self.seed ^ run.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        for last in (1..order.len()).rev() {
            order.swap(last, dice.below(last + 1));
        }
        let mut beats: Vec<(usize, usize, Beat)> = Vec::new();
        for (place, scene) in order.into_iter().enumerate() {
            beats.push((place, 0, Beat { scene, turn: None }));
            let turns = script[scene].turns.iter().enumerate();
            beats.extend(turns.map(|(number, turn)| (place + turn.after, number + 1, Beat { scene, turn: Some(number) })));
        }
        // A turn comes after its post, and after the turns before it.
        beats.sort_by_key(|(place, number, beat)| (*place, *number, beat.scene));
        beats.into_iter().map(|(_, _, beat)| beat).collect()
    }
}

fn script() -> &'static [Scene] {
    static SCRIPT: OnceLock<Vec<Scene>> = OnceLock::new();
    SCRIPT.get_or_init(scenes)
}

fn post(scene: &Scene, id: &str, parent: Option<&str>, text: &str, at: Millis) -> Inbound {
    let author = scene.author;
    Inbound::Post(Box::new(InboundPost {
        network: scene.network,
        native_id: id.to_owned(),
        // The same words are the same version, whenever they are delivered.
        version: format!("{}-{}", text.len(), text.chars().map(u64::from).sum::<u64>()),
        kind: if parent.is_some() { PostKind::Comment } else { PostKind::Post },
        visibility: Visibility::Public,
        author: AuthorSeen {
            native_id: format!("sandbox-{}", author.handle),
            handle: Some(author.handle.to_owned()),
            display_name: Some(author.name.to_owned()),
            avatar: None,
            followers: Some(author.followers),
            bot: None,
        },
        text: text.to_owned(),
        spans: Vec::new(),
        media: Vec::new(),
        root_native_id: parent.map(str::to_owned),
        parent_native_id: parent.map(str::to_owned),
        parent_author_native_id: parent.map(|_| format!("sandbox-{}", author.handle)),
        permalink: None,
        languages: vec![scene.language.to_owned()],
        created_at: at,
        // A story about the brand is for the brand: it needs no monitor.
        addressed: true,
        context: false,
        answers_us: false,
        hand_off: None,
        attachments: Vec::new(),
        handle: json!({}),
    }))
}

/// A small generator of numbers (splitmix64): a seed must mean the same on every machine and in every version.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % most as u64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{HashMap, HashSet};

    fn all(seed: u64, count: u64) -> Vec<Inbound> {
        (0..count).map(|n| Timeline::new(seed).event(n, 1_000)).collect()
    }

    #[test]
    fn a_seed_tells_the_same_story_and_another_another() {
        assert_eq!(all(7, 300), all(7, 300));
        assert_ne!(all(7, 40), all(8, 40));
    }

    #[test]
    fn answers_edits_and_deletions_come_after_their_posts() {
        let mut versions: HashMap<String, HashSet<String>> = HashMap::new();
        let (mut follow_ups, mut edits, mut deletions) = (0, 0, 0);
        for inbound in all(3, 600) {
            match inbound {
                Inbound::Post(post) => {
                    if let Some(parent) = &post.parent_native_id {
                        assert!(versions.contains_key(parent), "{}", post.text);
                        follow_ups += 1;
                    }
                    let seen = versions.entry(post.native_id).or_default();
                    assert!(seen.insert(post.version), "nothing is said twice: {}", post.text);
                    edits += usize::from(seen.len() > 1);
                }
                Inbound::Deleted { native_id, .. } => {
                    assert!(versions.contains_key(&native_id));
                    deletions += 1;
                }
                other => panic!("{other:?}"),
            }
        }
        assert!(follow_ups > 50 && edits > 3 && deletions > 3, "{follow_ups} {edits} {deletions}");
    }
}
