//! The table of heads, and what each head makes of the two large tables.

use crate::random::Random;
use crate::rows::{Row, counts};
use answerable_triage::model::math::{sigmoid, softmax3};
use answerable_triage::model::{DENSE, FORM_BITS, GATED, HEAD_BITS, HEADS, Head, Logits, VOICES, weights::slot};

const EPOCHS: usize = 12;
const RATE: f32 = 0.15;
const DENSE_RATE: f32 = 0.05;
const SHRINK: f32 = 3e-5;
const DENSE_SHRINK: f32 = 3e-4;
const COUNT_MIN: u32 = 2;
const GRADIENT_MIN: f32 = 1e-4;

/// A row with what the large tables say of it, without having learnt from it.
#[derive(Debug, Clone)]
pub struct Seen {
    pub row: Row,
    pub dense: [f32; DENSE],
    /// What the gated heads are added to.
    pub base: [f32; 4],
    /// Whether it is a post of brand care.
    pub care: bool,
}

impl Seen {
    pub fn new(row: Row, care: bool, stance: [f32; 2], forms: [f32; 2]) -> Self {
        let logits = Logits { stance, forms, heads: [0.0; HEADS], features: row.features.len() as f32, lists: row.lists };
        Self { dense: logits.dense(), base: logits.base(), care, row }
    }
}

pub struct Heads {
    pub weights: Vec<f32>,
    pub dense: [[[f32; DENSE]; HEADS]; VOICES],
    /// A bit a slot of the forms' size: features that were met often enough.
    pub present: Vec<u8>,
}

impl Heads {
    pub fn new() -> Self {
        Self { weights: vec![0.0; HEADS << HEAD_BITS], dense: [[[0.0; DENSE]; HEADS]; VOICES], present: vec![0; (1 << FORM_BITS) / 8] }
    }

    fn is_present(&self, feature: u32) -> bool {
        let place = slot(feature, FORM_BITS);
        self.present[place / 8] & 1 << (place % 8) != 0
    }

    /// As the program has them: gated and settled.
    pub fn logits(&self, seen: &Seen) -> [f32; HEADS] {
        let [stance, forms] = [[seen.base[0], seen.base[1]], [seen.base[2], seen.base[3]]];
        let mut logits = Logits { stance, forms, heads: self.own(seen), ..Logits::default() };
        logits.settle();
        logits.heads
    }

    fn own(&self, seen: &Seen) -> [f32; HEADS] {
        let scale = seen.row.scale();
        let mut logits = [0.0; HEADS];
        for &feature in seen.row.features.iter().filter(|feature| self.is_present(**feature)) {
            let at = slot(feature, HEAD_BITS) * HEADS;
            for (logit, weight) in logits.iter_mut().zip(&self.weights[at..at + HEADS]) {
                *logit += weight * scale;
            }
        }
        for (head, logit) in logits.iter_mut().enumerate() {
            *logit += dot(&self.dense[seen.row.voice][head], &seen.dense);
        }
        logits
    }

    /// How far each head is from what is known of a row, as the slope of the loss; 0 where nothing is known.
    fn slopes(&self, seen: &Seen, shares: &[f32; HEADS]) -> [f32; HEADS] {
        let own = self.own(seen);
        let gate = sigmoid(own[Head::Care as usize]);
        let mut settled = own;
        for (head, base) in GATED.into_iter().zip(seen.base) {
            settled[head as usize] = base + gate * own[head as usize];
        }
        let stance = softmax3([settled[Head::Negative as usize], 0.0, settled[Head::Positive as usize]]);
        let mut slopes = [0.0; HEADS];
        for head in 0..HEADS {
            let target = seen.row.heads[head];
            if target.is_nan() {
                continue;
            }
            slopes[head] = if head == Head::Negative as usize {
                gate * (stance[0] - target)
            } else if head == Head::Positive as usize {
                gate * (stance[2] - target)
            } else if GATED.iter().any(|gated| *gated as usize == head) {
                gate * (sigmoid(settled[head]) - target)
            } else {
                (sigmoid(settled[head]) - target) * if target > 0.5 { shares[head] } else { 1.0 }
            } * seen.row.weight;
        }
        slopes[Head::Care as usize] = (gate - if seen.care { 1.0 } else { 0.0 }) * if seen.care { 1.0 } else { 1.5 };
        slopes
    }
}

fn dot(weights: &[f32; DENSE], inputs: &[f32; DENSE]) -> f32 {
    weights.iter().zip(inputs).map(|(weight, input)| weight * input).sum()
}

/// Learns sparse and dense weights together. With `fixed` tables only the dense ones.
pub fn learn(rows: &[Seen], fixed: Option<&Heads>, taught: impl Fn(&Row) -> bool) -> Heads {
    let mut heads = Heads::new();
    let mut order: Vec<usize> = (0..rows.len()).filter(|place| taught(&rows[*place].row)).collect();
    match fixed {
        Some(fixed) => {
            heads.weights.clone_from(&fixed.weights);
            heads.present.clone_from(&fixed.present);
        }
        None => {
            let counts = counts(order.iter().map(|place| &rows[*place].row), FORM_BITS);
            for (place, _) in counts.iter().enumerate().filter(|(_, count)| **count >= COUNT_MIN) {
                heads.present[place / 8] |= 1 << (place % 8);
            }
        }
    }
    let mut squares = vec![1e-4_f32; if fixed.is_some() { 0 } else { HEADS << HEAD_BITS }];
    let mut dense_squares = [[[1e-2_f32; DENSE]; HEADS]; VOICES];
    let positives = shares(rows, &order);
    let mut random = Random::seeded(9);
    let steps = (EPOCHS * order.len()) as f32;
    let mut step = 0.0_f32;
    for _ in 0..EPOCHS {
        random.shuffle(&mut order);
        for &place in &order {
            step += 1.0;
            let slow = 1.0 - 0.9 * step / steps;
            let seen = &rows[place];
            let scale = seen.row.scale();
            let slopes = heads.slopes(seen, &positives);
            let pulls = slopes.map(|slope| slope * scale);
            for (head, slope) in slopes.into_iter().enumerate().filter(|(_, slope)| *slope != 0.0) {
                let weights = heads.dense[seen.row.voice][head].iter_mut().zip(&mut dense_squares[seen.row.voice][head]);
                for ((weight, square), input) in weights.zip(seen.dense) {
                    let pull = slope * input + DENSE_SHRINK * *weight;
                    *square += pull * pull;
                    *weight -= DENSE_RATE * slow * pull / square.sqrt();
                }
            }
            if fixed.is_some() || pulls.iter().all(|pull| pull.abs() < GRADIENT_MIN) {
                continue;
            }
            for &feature in &seen.row.features {
                if !heads.is_present(feature) {
                    continue;
                }
                let at = slot(feature, HEAD_BITS) * HEADS;
                for (head, pull) in pulls.iter().enumerate() {
                    if pull.abs() >= GRADIENT_MIN {
                        let weight = &mut heads.weights[at + head];
                        let pull = pull + SHRINK * *weight;
                        let square = &mut squares[at + head];
                        *square += pull * pull;
                        *weight -= RATE * slow * pull / square.sqrt();
                    }
                }
            }
        }
    }
    heads
}

/// How much more a yes counts than a no: the root of how much rarer it is.
fn shares(rows: &[Seen], order: &[usize]) -> [f32; HEADS] {
    let mut sums = [[1.0_f32; 2]; HEADS];
    for &place in order {
        for (head, target) in rows[place].row.heads.iter().enumerate().filter(|(_, target)| !target.is_nan()) {
            sums[head][usize::from(*target > 0.5)] += rows[place].row.weight;
        }
    }
    sums.map(|[no, yes]| (no / yes).sqrt().clamp(0.5, 6.0))
}
