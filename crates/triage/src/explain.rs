//! Why: the words that moved a judgement, as places of the original text with signed weights.

use crate::model::lexicon::Lexicon;
use crate::model::weights::Parts;
use crate::model::{Folded, HEADS, Head, Logits, Weights, voice};
use crate::taught::Taught;
use answerable_domain::{Abuse, Assessment, Kind, Label, Motive};
use std::collections::BTreeMap;

/// What each judgement hangs on. Keys: `sentiment`, `question`, `needs_answer`, `abuse`, `troll`, `motive`, `humour`, and the names of
/// the kinds and risks that were said (`complaint`, `safety`, ...).
pub type Explanation = BTreeMap<&'static str, Vec<Moved>>;

/// A place that moved a judgement. Byte offsets on borders of characters, ascending, not overlapping.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    pub start: u32,
    pub end: u32,
    /// Thousandths of log-odds: above zero towards what was said; for `sentiment` above zero is towards positive.
    pub weight: i32,
}

/// Places that are told; more say nothing new.
const MOVED_MAX: usize = 6;
/// A place counts from this share of the strongest on.
const SHARE_MIN: f32 = 0.2;
const WEIGHT_MIN: f32 = 0.05;

/// What is asked of each feature: the difference of some heads.
struct Asked {
    key: &'static str,
    towards: &'static [Head],
    against: &'static [Head],
}

pub fn explain(text: &str, assessment: &Assessment, weights: &Weights, taught: Option<&Taught>) -> Explanation {
    let asked = asked(assessment);
    let ruled = taught.map(|taught| taught.ruled(text));
    let folded = Folded::of(ruled.as_ref().map_or(text, |ruled| ruled.text.as_ref()));
    let voice = voice(assessment.language.value.as_ref().map(|language| language.0.as_str()));
    let of = weights.logits(&weights.sums(&folded), voice);
    let mut words = Words::of(text);
    folded.each_with_place(|feature, start, end| words.share_out(start as usize, end as usize, weights, taught, feature));
    words.settle(weights, &of, voice);
    Lexicon::shipped().each(&folded, |list, first, last| {
        let (start, end) = folded.place(first, last);
        words.add(start, end, &weights.moved_by_list(list, &of, voice));
    });
    for (head, points, start, end) in ruled.iter().flat_map(|ruled| ruled.moves()) {
        let mut moved = [0.0; HEADS];
        moved[head as usize] = points;
        words.add(start as usize, end as usize, &moved);
    }
    asked.iter().map(|asked| (asked.key, words.strongest(asked))).filter(|(_, moved)| !moved.is_empty()).collect()
}

fn asked(assessment: &Assessment) -> Vec<Asked> {
    let mut all = vec![
        Asked { key: "sentiment", towards: &[Head::Positive], against: &[Head::Negative] },
        yes_or_no("needs_answer", assessment.needs_answer.value, &[Head::NeedsAnswer]),
        yes_or_no("abuse", assessment.abuse.value.map(|abuse| abuse != Abuse::None), &[Head::Abuse]),
        yes_or_no("troll", assessment.troll.value, &[Head::Troll]),
        yes_or_no("humour", assessment.humour.value, &[Head::Humour]),
        yes_or_no("question", assessment.question.value, &[Head::Question]),
    ];
    all.push(match assessment.motive.value {
        Some(Motive::Instrumental) => Asked { key: "motive", towards: &[Head::Instrumental], against: &[] },
        Some(Motive::Venting) => Asked { key: "motive", towards: &[Head::Venting], against: &[] },
        Some(Motive::None) | None => Asked { key: "motive", towards: &[], against: &[Head::Instrumental, Head::Venting] },
    });
    let kinds = assessment.kinds.iter().map(|said| said.value).filter(|kind| *kind != Kind::Question).map(Label::from);
    all.extend(kinds.chain(assessment.risks.iter().map(|said| Label::from(said.value))).map(|label| Asked {
        key: label.as_str(),
        towards: head_of(label),
        against: &[],
    }));
    all
}

fn yes_or_no(key: &'static str, value: Option<bool>, head: &'static [Head]) -> Asked {
    if value == Some(true) { Asked { key, towards: head, against: &[] } } else { Asked { key, towards: &[], against: head } }
}

fn head_of(label: Label) -> &'static [Head] {
    match label {
        Label::Complaint => &[Head::Complaint],
        Label::Suggestion => &[Head::Suggestion],
        Label::Praise => &[Head::Praise],
        Label::Announcement => &[Head::Announcement],
        Label::Spam => &[Head::Spam],
        Label::Safety => &[Head::Safety],
        Label::Legal => &[Head::Legal],
        Label::Press => &[Head::Press],
        Label::Churn => &[Head::Churn],
        Label::SelfHarm => &[Head::SelfHarm],
        _ => &[],
    }
}

/// The text cut into pieces that can be shown: words, and runs of a few letters where no spaces stand.
struct Words {
    /// Starts of the pieces, and the end of the last.
    edges: Vec<usize>,
    /// What the weights give to each piece, and then what it moves.
    parts: Vec<Parts>,
    moved: Vec<[f32; HEADS]>,
    /// Whether a piece is something to read at all.
    readable: Vec<bool>,
}

impl Words {
    fn of(text: &str) -> Self {
        let mut edges = vec![0];
        let mut readable = Vec::new();
        let mut last = Script::Space;
        let mut length = 0;
        for (at, c) in text.char_indices() {
            let script = Script::of(c);
            length += 1;
            // Kana after an ideograph belongs to it; a run without spaces is cut when it gets long.
            let joins = script == last || (last, script) == (Script::Han, Script::Kana);
            if at > 0 && (!joins || (length > 6 && matches!(script, Script::Han | Script::Kana))) {
                edges.push(at);
                readable.push(last != Script::Space);
                length = 1;
            }
            last = script;
        }
        edges.push(text.len());
        readable.push(last != Script::Space && !text.is_empty());
        let (parts, moved) = (vec![Parts::default(); readable.len()], vec![[0.0; HEADS]; readable.len()]);
        Self { edges, parts, moved, readable }
    }

    /// A feature's weight goes to the pieces that it covers, by how much of each it covers.
    fn share_out(&mut self, start: usize, end: usize, weights: &Weights, taught: Option<&Taught>, feature: u32) {
        let added = taught.and_then(|taught| taught.of_feature(feature));
        self.shares(start, end, |words, piece, share| {
            weights.share_out(feature, share, &mut words.parts[piece]);
            if let Some(added) = added {
                words.moved[piece].iter_mut().zip(added).for_each(|(sum, added)| *sum += added * share);
            }
        });
    }

    /// From weights to what they move. What was taught is scaled alike: it counts by the root of how many features a text has.
    fn settle(&mut self, weights: &Weights, of: &Logits, voice: usize) {
        let scale = 1.0 / of.features.max(1.0).sqrt();
        for (moved, parts) in self.moved.iter_mut().zip(&self.parts) {
            let shipped = weights.moved_by(parts, of, voice);
            moved.iter_mut().zip(shipped).for_each(|(moved, shipped)| *moved = *moved * scale + shipped);
        }
    }

    fn add(&mut self, start: usize, end: usize, moved: &[f32; HEADS]) {
        self.shares(start, end, |words, piece, share| {
            words.moved[piece].iter_mut().zip(moved).for_each(|(sum, moved)| *sum += moved * share)
        });
    }

    fn shares(&mut self, start: usize, end: usize, mut give: impl FnMut(&mut Self, usize, f32)) {
        let whole = end.saturating_sub(start).max(1) as f32;
        let first = self.edges.partition_point(|edge| *edge <= start).saturating_sub(1);
        for piece in first..self.moved.len() {
            let (from, to) = (self.edges[piece].max(start), self.edges[piece + 1].min(end));
            if from >= to {
                break;
            }
            give(self, piece, (to - from) as f32 / whole);
        }
    }

    fn strongest(&self, asked: &Asked) -> Vec<Moved> {
        let sum = |moved: &[f32; HEADS], heads: &[Head]| heads.iter().map(|head| moved[*head as usize]).sum::<f32>();
        let weights: Vec<f32> = self.moved.iter().map(|moved| sum(moved, asked.towards) - sum(moved, asked.against)).collect();
        let mut places: Vec<usize> =
            (0..weights.len()).filter(|place| self.readable[*place] && weights[*place].abs() >= WEIGHT_MIN).collect();
        places.sort_by(|a, b| weights[*b].abs().total_cmp(&weights[*a].abs()).then(a.cmp(b)));
        let least = places.first().map_or(0.0, |strongest| weights[*strongest].abs() * SHARE_MIN);
        places.retain(|place| weights[*place].abs() >= least);
        places.truncate(MOVED_MAX);
        places.sort_unstable();
        let moved = |place: usize| Moved {
            start: self.edges[place] as u32,
            end: self.edges[place + 1] as u32,
            weight: (weights[place] * 1_000.0).round() as i32,
        };
        places.into_iter().map(moved).collect()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Space,
    Letters,
    Han,
    Kana,
    Other,
}

impl Script {
    fn of(c: char) -> Self {
        match c {
            c if c.is_whitespace() => Self::Space,
            'ぁ'..='ヿ' | 'ｦ'..='ﾟ' => Self::Kana,
            '一'..='鿿' | '々' => Self::Han,
            c if c.is_alphanumeric() || matches!(c, '\'' | '’' | '\u{300}'..='\u{36F}' | '\u{1100}'..='\u{11FF}') => Self::Letters,
            _ => Self::Other,
        }
    }
}
