//! The table of stance: how each feature leans towards negative and positive, against neutral.

use crate::random::Random;
use crate::rows::{Row, counts, telling};
use answerable_triage::model::{PAIR, STANCE_BITS, VOICES, math::softmax3, weights::slot};

const EPOCHS: usize = 7;
const RATE: f32 = 0.15;
const SHRINK: f32 = 1e-5;
/// Features that stand in fewer texts are left out.
const COUNT_MIN: u32 = 2;
/// Gradients below this are not worth a walk through the table.
const GRADIENT_MIN: f32 = 2e-4;

pub struct Stance {
    pub weights: Vec<f32>,
    pub bias: [[f32; PAIR]; VOICES],
}

impl Stance {
    pub fn logits(&self, row: &Row) -> [f32; PAIR] {
        let scale = row.scale();
        let mut logits = self.bias[row.voice];
        for &feature in &row.features {
            let place = slot(feature, STANCE_BITS) * PAIR;
            logits.iter_mut().zip(&self.weights[place..place + PAIR]).for_each(|(logit, weight)| *logit += weight * scale);
        }
        logits
    }
}

/// `taught`: which of the rows to learn from; each must have a stance.
pub fn learn(rows: &[Row], taught: impl Fn(&Row) -> bool) -> Stance {
    let mut order: Vec<usize> = (0..rows.len()).filter(|place| rows[*place].stance.is_some() && taught(&rows[*place])).collect();
    let counts = counts(order.iter().map(|place| &rows[*place]), STANCE_BITS);
    let told = [0, 2].map(|class| {
        telling(order.iter().map(|place| (&rows[*place], rows[*place].stance == Some(class), rows[*place].weight)), STANCE_BITS)
    });
    let mut bias = [[0.0; PAIR]; VOICES];
    // All that a step needs of a feature lies side by side: the walk waits for memory and little else.
    let mut slots: Vec<Slot> = (0..1 << STANCE_BITS).map(|slot| Slot { told: [told[0][slot], told[1][slot]], ..Slot::default() }).collect();
    drop(told);
    let mut random = Random::seeded(4);
    let steps = (EPOCHS * order.len()) as f32;
    let mut step = 0.0_f32;
    let mut places = Vec::new();
    for _ in 0..EPOCHS {
        random.shuffle(&mut order);
        for &place in &order {
            let row = &rows[place];
            step += 1.0;
            let rate = RATE * (1.0 - 0.9 * step / steps);
            let scale = row.scale();
            places.clear();
            places.extend(row.features.iter().map(|feature| slot(*feature, STANCE_BITS)).filter(|slot| counts[*slot] >= COUNT_MIN));
            let [mut negative, mut positive] = bias[row.voice];
            for &slot in &places {
                let slot = &slots[slot];
                negative += slot.weights[0] * slot.told[0] * scale;
                positive += slot.weights[1] * slot.told[1] * scale;
            }
            let said = softmax3([negative, 0.0, positive]);
            for (column, class) in [(0, 0), (1, 2)] {
                let is = if row.stance == Some(class) { 1.0 } else { 0.0 };
                let gradient = (said[class] - is) * row.weight;
                bias[row.voice][column] -= rate * 0.02 * gradient;
                let gradient = gradient * scale;
                if gradient.abs() < GRADIENT_MIN {
                    continue;
                }
                for &slot in &places {
                    let slot = &mut slots[slot];
                    let pull = gradient * slot.told[column] + SHRINK * slot.weights[column];
                    slot.squares[column] += pull * pull;
                    slot.weights[column] -= rate * pull / slot.squares[column].sqrt();
                }
            }
        }
    }
    let settled = |slot: &Slot| [slot.weights[0] * slot.told[0], slot.weights[1] * slot.told[1]];
    Stance { weights: slots.iter().flat_map(settled).collect(), bias }
}

/// A feature while it is learnt.
#[derive(Debug, Clone, Copy)]
struct Slot {
    weights: [f32; PAIR],
    squares: [f32; PAIR],
    told: [f32; PAIR],
}

impl Default for Slot {
    fn default() -> Self {
        Self { weights: [0.0; PAIR], squares: [1e-6; PAIR], told: [0.5; PAIR] }
    }
}
