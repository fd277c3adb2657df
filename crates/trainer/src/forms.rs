//! The table of forms: what asks, and what abuses.

use crate::random::Random;
use crate::rows::{Row, counts, telling};
use answerable_triage::model::{FORM_BITS, Head, PAIR, VOICES, math::sigmoid, weights::slot};

const EPOCHS: usize = 8;
const RATE: f32 = 0.15;
const SHRINK: f32 = 1e-5;
const COUNT_MIN: u32 = 2;
const GRADIENT_MIN: f32 = 2e-4;

pub const COLUMNS: [Head; PAIR] = [Head::Question, Head::Abuse];

pub struct Forms {
    pub weights: Vec<f32>,
    pub bias: [[f32; PAIR]; VOICES],
}

impl Forms {
    pub fn logits(&self, row: &Row) -> [f32; PAIR] {
        let scale = row.scale();
        let mut logits = self.bias[row.voice];
        for &feature in &row.features {
            let place = slot(feature, FORM_BITS) * PAIR;
            logits.iter_mut().zip(&self.weights[place..place + PAIR]).for_each(|(logit, weight)| *logit += weight * scale);
        }
        logits
    }
}

/// One column after the other; each from the rows that know it. `weights` are by column.
pub fn learn(rows: &[Row], weight: impl Fn(&Row, usize) -> f32, taught: impl Fn(&Row) -> bool) -> Forms {
    let mut forms = Forms { weights: vec![0.0; PAIR << FORM_BITS], bias: [[0.0; PAIR]; VOICES] };
    for (column, head) in COLUMNS.into_iter().enumerate() {
        let order: Vec<usize> =
            (0..rows.len()).filter(|place| !rows[*place].heads[head as usize].is_nan() && taught(&rows[*place])).collect();
        learn_column(&mut forms, rows, order, column, &weight);
    }
    forms
}

fn learn_column(forms: &mut Forms, rows: &[Row], mut order: Vec<usize>, column: usize, weight: &impl Fn(&Row, usize) -> f32) {
    let counts = counts(order.iter().map(|place| &rows[*place]), FORM_BITS);
    let head = COLUMNS[column] as usize;
    let told = telling(order.iter().map(|place| (&rows[*place], rows[*place].heads[head] > 0.5, weight(&rows[*place], column))), FORM_BITS);
    let mut squares = vec![1e-6_f32; 1 << FORM_BITS];
    let mut random = Random::seeded(5 + column as u64);
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
            places.extend(row.features.iter().map(|feature| slot(*feature, FORM_BITS)).filter(|slot| counts[*slot] >= COUNT_MIN));
            let logit: f32 = forms.bias[row.voice][column]
                + places.iter().map(|slot| forms.weights[slot * PAIR + column] * told[*slot]).sum::<f32>() * scale;
            let gradient = (sigmoid(logit) - row.heads[head]) * weight(row, column);
            forms.bias[row.voice][column] -= rate * 0.02 * gradient;
            let gradient = gradient * scale;
            if gradient.abs() < GRADIENT_MIN {
                continue;
            }
            for &slot in &places {
                let at = slot * PAIR + column;
                let pull = gradient * told[slot] + SHRINK * forms.weights[at];
                squares[slot] += pull * pull;
                forms.weights[at] -= rate * pull / squares[slot].sqrt();
            }
        }
    }
    for (slot, told) in told.iter().enumerate() {
        forms.weights[slot * PAIR + column] *= told;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use answerable_triage::model::HEADS;

    fn rows() -> Vec<Row> {
        let row = |text: &str, asks: f32| {
            let mut heads = [f32::NAN; HEADS];
            heads[Head::Question as usize] = asks;
            Row { heads, ..Row::new(text, 2, 0) }
        };
        let pairs =
            [("where is my order", "my order is here"), ("how do I return this", "I return this"), ("when will it open", "it will open")];
        (0..8).flat_map(|_| pairs.iter().flat_map(|(asks, tells)| [row(asks, 1.0), row(tells, 0.0)])).collect()
    }

    #[test]
    fn the_same_rows_give_the_same_table_and_it_learns() {
        let learnt = || learn(&rows(), |_, _| 1.0, |_| true);
        let (once, again) = (learnt(), learnt());
        assert_eq!(once.weights, again.weights);
        assert_eq!(once.bias, again.bias);
        let said = |text: &str| once.logits(&Row::new(text, 2, 0))[0];
        assert!(said("where is my parcel") > 0.0 && said("my parcel is here") < 0.0);
    }
}
