//! Weights of 32 bits to weights of eight, a step for each column. Nothing is clipped: the largest weight sets the step.

/// The steps of the columns, and the bytes.
pub fn quantise<const COLUMNS: usize>(weights: &[f32]) -> ([f32; COLUMNS], Vec<u8>) {
    let mut largest = [1e-6_f32; COLUMNS];
    for (at, weight) in weights.iter().enumerate() {
        largest[at % COLUMNS] = largest[at % COLUMNS].max(weight.abs());
    }
    let steps = largest.map(|largest| largest / 127.0);
    let bytes = weights.iter().enumerate().map(|(at, weight)| (weight / steps[at % COLUMNS]).round() as i8 as u8).collect();
    (steps, bytes)
}
