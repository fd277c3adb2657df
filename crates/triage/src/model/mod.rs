//! Trained judgement: hashed features of a text, weights of eight bits, a few numbers on top.
//!
//! Three tables are read in one pass. *Stance* holds how each feature leans towards negative and positive; it is large, because it learns
//! from hundreds of thousands of posts. *Forms* holds what asks and what abuses, from tens of thousands. *Heads* has a column for each
//! judgement of brand care, from the posts that were written for it. Each head then adds what the two others found, so that a head that
//! has seen few posts stands on what the large tables know; and each is calibrated by language, so that 0.8 means four of five.
//!
//! Sums are of integers and the few steps after them use only operations that IEEE 754 rounds exactly: the same on every machine.

pub mod features;
pub mod heads;
pub mod judge;
pub mod lexicon;
pub mod math;
pub mod weights;

pub use features::Folded;
pub use heads::{HEADS, Head};
pub use weights::{Tables, Weights};

/// Slots of the table of stance, as a power of two.
pub const STANCE_BITS: u32 = 22;
/// Of the table of forms.
pub const FORM_BITS: u32 = 21;
/// Of the table of heads.
pub const HEAD_BITS: u32 = 17;

/// Columns of the tables of stance (negative, positive) and forms (question, abuse).
pub const PAIR: usize = 2;

/// What the dense step looks at: see [`Logits::dense`].
pub const DENSE: usize = LIST_INPUTS + lexicon::LISTS.len();
/// Where the inputs of the lists of words begin.
pub const LIST_INPUTS: usize = 12;

/// Heads that stand on a column of the large tables. What the posts of brand care teach is added to it as far as a text is of that sort:
/// a film review is judged by what film reviews taught.
pub const GATED: [Head; 4] = [Head::Negative, Head::Positive, Head::Question, Head::Abuse];

/// Languages that have a calibration of their own: Korean, Japanese, English and all others.
pub const VOICES: usize = 4;

/// Index of a language in tables by language.
pub fn voice(language: Option<&str>) -> usize {
    match language {
        Some("ko") => 0,
        Some("ja") => 1,
        Some("en") => 2,
        _ => 3,
    }
}

/// What one pass over the features of a text adds up to.
#[derive(Debug, Clone)]
pub struct Sums {
    pub features: u32,
    pub stance: [i32; PAIR],
    pub forms: [i32; PAIR],
    pub heads: [i32; HEADS],
    pub lists: lexicon::Counts,
}

impl Default for Sums {
    fn default() -> Self {
        Self { features: 0, stance: [0; PAIR], forms: [0; PAIR], heads: [0; HEADS], lists: [0; lexicon::LISTS.len()] }
    }
}

/// What the tables say of a text, before the heads speak.
#[derive(Debug, Clone, Copy, Default)]
pub struct Logits {
    /// Negative and positive, against neutral.
    pub stance: [f32; PAIR],
    /// Question and abuse.
    pub forms: [f32; PAIR],
    pub heads: [f32; HEADS],
    /// Features of the text.
    pub features: f32,
    pub lists: lexicon::Counts,
}

impl Logits {
    /// The columns of the large tables, in the order of [`GATED`].
    pub fn base(&self) -> [f32; 4] {
        [self.stance[0], self.stance[1], self.forms[0], self.forms[1]]
    }

    /// How much a text is like the posts of brand care, from 0 to 1.
    pub fn gate(&self) -> f32 {
        math::sigmoid(self.heads[Head::Care as usize])
    }

    /// Puts what the gated heads add onto what they stand on.
    pub fn settle(&mut self) {
        let gate = self.gate();
        for (head, base) in GATED.into_iter().zip(self.base()) {
            self.heads[head as usize] = base + gate * self.heads[head as usize];
        }
    }

    /// What the heads add to their own column. All in about -3..3.
    pub fn dense(&self) -> [f32; DENSE] {
        let [negative, positive] = self.stance;
        let [question, abuse] = self.forms;
        let soft = |x: f32| x / (1.0 + x.abs() * 0.25);
        let mut dense = [0.0; DENSE];
        let tables = [
            1.0,
            soft(negative),
            soft(positive),
            soft(question),
            soft(abuse),
            soft(negative.max(0.0)),
            soft(positive.max(0.0)),
            soft(question.max(0.0)),
            soft(abuse.max(0.0)),
            // Length: short posts hide what they are.
            soft((self.features - 60.0) * 0.02),
            soft((self.features - 300.0) * 0.005),
            soft(negative.min(positive)),
        ];
        dense[..tables.len()].copy_from_slice(&tables);
        for (input, count) in dense[tables.len()..].iter_mut().zip(self.lists) {
            *input = [0.0, 1.0, 1.5, 1.8][usize::from(count.min(3))];
        }
        dense
    }
}
