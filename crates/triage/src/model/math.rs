//! Arithmetic that gives the same bits on every machine: only operations that IEEE 754 rounds exactly. A platform's `exp` does not.

/// `e^x`, to about seven digits.
pub fn exp(x: f32) -> f32 {
    let x = x.clamp(-80.0, 80.0);
    let power = (x * std::f32::consts::LOG2_E).floor();
    let rest = (x - power * std::f32::consts::LN_2) * 0.125;
    let mut sum = 1.0 + rest * (1.0 + rest * (0.5 + rest * (1.0 / 6.0 + rest * (1.0 / 24.0 + rest / 120.0))));
    for _ in 0..3 {
        sum *= sum;
    }
    sum * f32::from_bits(((power as i32 + 127) as u32) << 23)
}

pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// Log-odds of a probability, by halving: only the trainer and the learner ask, and seldom.
pub fn softmax3(logits: [f32; 3]) -> [f32; 3] {
    let most = logits[0].max(logits[1]).max(logits[2]);
    let powers = logits.map(|logit| exp(logit - most));
    let sum = powers[0] + powers[1] + powers[2];
    powers.map(|power| power / sum)
}

/// Thousandths.
pub fn thousandths(probability: f32) -> u16 {
    (probability.clamp(0.0, 1.0) * 1_000.0).round() as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_close_to_the_real_thing() {
        for step in -400..400 {
            let x = step as f32 * 0.1;
            let (ours, real) = (exp(x) as f64, (x as f64).exp());
            assert!((ours / real - 1.0).abs() < 2e-5, "{x}: {ours} {real}");
        }
    }

    #[test]
    fn probabilities_sum_to_one_and_never_overflow() {
        for logits in [[0.0, 0.0, 0.0], [1e9, -1e9, 0.0], [88.0, 87.0, -200.0]] {
            assert!((softmax3(logits).iter().sum::<f32>() - 1.0).abs() < 1e-5);
        }
        assert_eq!((sigmoid(1e30), sigmoid(-1e30)), (1.0, sigmoid(-80.0)));
    }
}
