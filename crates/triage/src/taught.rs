//! What a brand taught: a small layer on top of the shipped weights, and rules about its own words.
//!
//! The layer is learnt anew from all lessons whenever they change, in their order: taking one back is the same as never having had it. It
//! is bounded: lessons, features and weights have a limit, so that no amount of teaching turns the shipped judgement into something that
//! answers one way to everything.

use crate::model::judge::Judged;
use crate::model::{Folded, HEADS, Head, Sums, Weights, math, voice};
use crate::{language, visible};
use answerable_domain::{Abuse, Kind, Lesson, Motive, Risk, Sentiment, Verdict, WordEffect, WordRule};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// The latest lessons count; older ones have been learnt from and then make room.
const LESSONS_MAX: usize = 5_000;
/// Features that have weights: the commonest, where lessons hold more. Some seven megabytes a brand.
const FEATURES_MAX: usize = 1 << 16;
const ROUNDS: usize = 8;
const RATE: f32 = 0.25;
/// How far one feature can move a judgement.
const WEIGHT_MAX: f32 = 2.0;
/// How far all features of a text together can.
const ADDED_MAX: f32 = 4.0;
const SHRINK: f32 = 1e-3;
/// What a word rule adds: somebody said so outright, and it decides unless much speaks against it.
const RULE_POINTS: f32 = 6.0;

#[derive(Debug)]
pub struct Taught {
    weights: HashMap<u32, [f32; HEADS]>,
    /// A bit for each slot of the features that have weights: most features of most texts have none.
    known: Vec<u64>,
    rules: Vec<Rule>,
    fingerprint: u32,
}

#[derive(Debug)]
struct Rule {
    /// Folded as [`Folded`] does, without the spaces at its ends.
    phrase: Vec<u32>,
    effect: WordEffect,
}

/// A text after the word rules: names blanked out, and what the other rules add.
#[derive(Debug)]
pub struct Ruled<'t> {
    pub text: Cow<'t, str>,
    effects: Vec<(WordEffect, u32, u32)>,
}

const KNOWN_BITS: u32 = 16;

impl Taught {
    pub fn learn(weights: &Weights, lessons: &[Lesson], rules: &[WordRule]) -> Self {
        let rules = rules.iter().map(Rule::new).filter(|rule| !rule.phrase.is_empty()).collect();
        let mut taught = Self { weights: HashMap::new(), known: vec![0; 1 << (KNOWN_BITS - 6)], rules, fingerprint: 0 };
        taught.fingerprint = fingerprint(lessons, &taught.rules);
        let lessons = &lessons[lessons.len().saturating_sub(LESSONS_MAX)..];
        let mut pupils: Vec<Pupil> = lessons.iter().map(|lesson| Pupil::new(weights, &taught, lesson)).collect();
        keep_commonest(&mut pupils);
        let mut squares: HashMap<u32, [f32; HEADS]> = HashMap::new();
        for _ in 0..ROUNDS {
            for pupil in &pupils {
                taught.learn_one(pupil, &mut squares);
            }
        }
        for &feature in taught.weights.keys() {
            let place = feature >> (32 - KNOWN_BITS);
            taught.known[place as usize / 64] |= 1 << (place % 64);
        }
        taught
    }

    pub fn fingerprint(&self) -> u32 {
        self.fingerprint
    }

    fn learn_one(&mut self, pupil: &Pupil, squares: &mut HashMap<u32, [f32; HEADS]>) {
        let scale = pupil.scale;
        let added = self.sum(pupil.features.iter().copied(), scale);
        for (head, target) in pupil.targets.iter().enumerate().filter(|(_, target)| !target.is_nan()) {
            let gradient = (math::sigmoid(pupil.base[head] + added[head].clamp(-ADDED_MAX, ADDED_MAX)) - target) * scale;
            for feature in &pupil.features {
                let weight = &mut self.weights.entry(*feature).or_insert([0.0; HEADS])[head];
                let pull = gradient + SHRINK * *weight;
                let square = &mut squares.entry(*feature).or_insert([1e-3; HEADS])[head];
                *square += pull * pull;
                *weight = (*weight - RATE * pull / square.sqrt()).clamp(-WEIGHT_MAX, WEIGHT_MAX);
            }
        }
    }

    fn sum(&self, features: impl Iterator<Item = u32>, scale: f32) -> [f32; HEADS] {
        let mut sums = [0.0; HEADS];
        for weights in features.filter_map(|feature| self.weights.get(&feature)) {
            for (sum, weight) in sums.iter_mut().zip(weights) {
                *sum += weight * scale;
            }
        }
        sums
    }

    fn knows(&self, feature: u32) -> bool {
        let place = feature >> (32 - KNOWN_BITS);
        self.known[place as usize / 64] & 1 << (place % 64) != 0
    }

    /// What the lessons add to each head for a text.
    pub fn added(&self, text: &Folded, features: u32) -> [f32; HEADS] {
        let mut known = Vec::new();
        text.each(|feature| {
            if self.knows(feature) {
                known.push(feature);
            }
        });
        let scale = 1.0 / (features.max(1) as f32).sqrt();
        self.sum(known.into_iter(), scale).map(|sum| sum.clamp(-ADDED_MAX, ADDED_MAX))
    }

    /// What one feature adds to a text, before the root of how many it has.
    pub fn of_feature(&self, feature: u32) -> Option<&[f32; HEADS]> {
        self.weights.get(&feature).filter(|_| self.knows(feature))
    }

    /// Applies the word rules. Blanked words keep their length, so that places in the text stay what they are.
    pub fn ruled<'t>(&self, text: &'t str) -> Ruled<'t> {
        let mut ruled = Ruled { text: Cow::Borrowed(text), effects: Vec::new() };
        if self.rules.is_empty() {
            return ruled;
        }
        let folded = Folded::of(text);
        for rule in &self.rules {
            for (start, end) in folded.places_of(&rule.phrase) {
                if rule.effect == WordEffect::Ignore {
                    let text = ruled.text.to_mut();
                    text.replace_range(start..end, &" ".repeat(end - start));
                } else {
                    ruled.effects.push((rule.effect, start as u32, end as u32));
                }
            }
        }
        ruled
    }
}

impl Ruled<'_> {
    pub fn add(&self, added: &mut [f32; HEADS]) {
        for (head, points, _, _) in self.moves() {
            added[head as usize] += points;
        }
    }

    /// Each head that a rule moves, how far, and where the words stand. A phrase counts once, however often it is said.
    pub fn moves(&self) -> impl Iterator<Item = (Head, f32, u32, u32)> {
        let mut seen = Vec::new();
        let once = self.effects.iter().filter(move |(effect, _, _)| {
            let first = !seen.contains(effect);
            seen.push(*effect);
            first
        });
        once.flat_map(|(effect, start, end)| heads_of(*effect).iter().map(|(head, sign)| (*head, sign * RULE_POINTS, *start, *end)))
    }
}

impl Rule {
    fn new(rule: &WordRule) -> Self {
        Self { phrase: Folded::of(&rule.phrase).letters().to_vec(), effect: rule.effect }
    }
}

fn heads_of(effect: WordEffect) -> &'static [(Head, f32)] {
    match effect {
        WordEffect::Ignore => &[],
        WordEffect::Negative => &[(Head::Negative, 1.0), (Head::Positive, -1.0)],
        WordEffect::Positive => &[(Head::Positive, 1.0), (Head::Negative, -1.0)],
        WordEffect::Complaint => &[(Head::Complaint, 1.0), (Head::NeedsAnswer, 1.0)],
        WordEffect::Praise => &[(Head::Praise, 1.0)],
        WordEffect::Spam => &[(Head::Spam, 1.0)],
        WordEffect::Insult => &[(Head::Abuse, 1.0)],
        WordEffect::Safety => &[(Head::Safety, 1.0)],
        WordEffect::Legal => &[(Head::Legal, 1.0)],
        WordEffect::Press => &[(Head::Press, 1.0)],
        WordEffect::Churn => &[(Head::Churn, 1.0)],
    }
}

/// A lesson with what the shipped weights say of it.
struct Pupil {
    features: Vec<u32>,
    /// One over the root of how many features the text has.
    scale: f32,
    base: [f32; HEADS],
    targets: [f32; HEADS],
}

impl Pupil {
    fn new(weights: &Weights, rules: &Taught, lesson: &Lesson) -> Self {
        let ruled = rules.ruled(&lesson.text);
        let folded = Folded::of(&ruled.text);
        let mut features = Vec::new();
        folded.each(|feature| features.push(feature));
        let language = language::identify(&visible::visible(&lesson.text), &lesson.languages);
        let sums: Sums = weights.sums(&folded);
        let mut added = [0.0; HEADS];
        ruled.add(&mut added);
        let judged = Judged::new(weights, &sums, voice(language.language.value.as_ref().map(|language| language.0.as_str())), &added);
        let scale = 1.0 / (features.len().max(1) as f32).sqrt();
        Self { features, scale, base: judged.logits, targets: targets(&lesson.verdict) }
    }
}

/// A feature that one lesson of thousands has teaches hardly anything about another post.
fn keep_commonest(pupils: &mut [Pupil]) {
    let mut all: Vec<u32> = pupils.iter().flat_map(|pupil| &pupil.features).copied().collect();
    all.sort_unstable();
    let mut counted: Vec<(usize, u32)> = all.chunk_by(|a, b| a == b).map(|same| (same.len(), same[0])).collect();
    if counted.len() <= FEATURES_MAX {
        return;
    }
    counted.sort_unstable_by_key(|(count, feature)| (std::cmp::Reverse(*count), *feature));
    let kept: HashSet<u32> = counted[..FEATURES_MAX].iter().map(|(_, feature)| *feature).collect();
    pupils.iter_mut().for_each(|pupil| pupil.features.retain(|feature| kept.contains(feature)));
}

/// What a verdict says of each head; what it does not speak of is not learnt.
fn targets(verdict: &Verdict) -> [f32; HEADS] {
    let mut targets = [f32::NAN; HEADS];
    let mut set = |head: Head, holds: bool| targets[head as usize] = if holds { 1.0 } else { 0.0 };
    if let Some(sentiment) = verdict.sentiment {
        set(Head::Negative, sentiment == Sentiment::Negative);
        set(Head::Positive, sentiment == Sentiment::Positive);
    }
    if let Some(kinds) = &verdict.kinds {
        let all = [
            (Head::Complaint, Kind::Complaint),
            (Head::Question, Kind::Question),
            (Head::Suggestion, Kind::Suggestion),
            (Head::Praise, Kind::Praise),
            (Head::Announcement, Kind::Announcement),
            (Head::Spam, Kind::Spam),
        ];
        all.into_iter().for_each(|(head, kind)| set(head, kinds.contains(&kind)));
    }
    if let Some(needs_answer) = verdict.needs_answer {
        set(Head::NeedsAnswer, needs_answer);
    }
    if let Some(abuse) = verdict.abuse {
        set(Head::Abuse, abuse != Abuse::None);
        if abuse != Abuse::None {
            set(Head::Threat, abuse == Abuse::Threat);
            set(Head::Hate, abuse == Abuse::Hate);
        }
    }
    if let Some(troll) = verdict.troll {
        set(Head::Troll, troll);
    }
    if let Some(motive) = verdict.motive {
        set(Head::Instrumental, motive == Motive::Instrumental);
        set(Head::Venting, motive == Motive::Venting);
    }
    if let Some(risks) = &verdict.risks {
        let all = [
            (Head::Safety, Risk::Safety),
            (Head::Legal, Risk::Legal),
            (Head::Press, Risk::Press),
            (Head::Churn, Risk::Churn),
            (Head::SelfHarm, Risk::SelfHarm),
        ];
        all.into_iter().for_each(|(head, risk)| set(head, risks.contains(&risk)));
    }
    if let Some(humour) = verdict.humour {
        set(Head::Humour, humour);
    }
    targets
}

/// The same lessons and rules have the same; others almost surely another.
fn fingerprint(lessons: &[Lesson], rules: &[Rule]) -> u32 {
    let mut hash = 0xCBF2_9CE4_8422_2325_u64;
    let mut take = |bytes: &[u8]| {
        for byte in bytes.iter().chain(&[0xFF]) {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3);
        }
    };
    for lesson in lessons {
        take(lesson.text.as_bytes());
        lesson.languages.iter().for_each(|language| take(language.as_bytes()));
        targets(&lesson.verdict).iter().for_each(|target| take(&target.to_le_bytes()));
    }
    for rule in rules {
        rule.phrase.iter().for_each(|c| take(&c.to_le_bytes()));
        take(rule.effect.as_str().as_bytes());
    }
    (hash ^ (hash >> 32)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_learnt_stays_small_however_much_is_taught() {
        let pupil = |number: u32| Pupil {
            features: std::iter::once(7).chain((0..100).map(|feature| 1_000 + number * 100 + feature)).collect(),
            scale: 0.1,
            base: [0.0; HEADS],
            targets: [f32::NAN; HEADS],
        };
        let mut pupils: Vec<Pupil> = (0..1_000).map(pupil).collect();
        keep_commonest(&mut pupils);
        let kept: HashSet<u32> = pupils.iter().flat_map(|pupil| &pupil.features).copied().collect();
        assert_eq!(kept.len(), FEATURES_MAX);
        assert!(pupils.iter().all(|pupil| pupil.features.contains(&7)), "what many lessons have is learnt from all of them");
    }
}
