//! Log-odds that mean what they say: a scale and a shift for each head and language, by Platt's method.

/// `pairs`: log-odds and whether it was so. Returns scale and shift.
pub fn platt(pairs: &[(f32, f32, f32)]) -> [f32; 2] {
    use answerable_triage::model::math::sigmoid;
    let (mut scale, mut shift) = (1.0_f64, 0.0_f64);
    let yes: f64 = pairs.iter().filter(|(_, target, _)| *target > 0.5).map(|(_, _, weight)| f64::from(*weight)).sum();
    let no: f64 = pairs.iter().filter(|(_, target, _)| *target < 0.5).map(|(_, _, weight)| f64::from(*weight)).sum();
    if yes < 3.0 || no < 3.0 {
        return [1.0, 0.0];
    }
    // Targets a little inside: what was never seen wrong is still not certain.
    let (high, low) = ((yes + 1.0) / (yes + 2.0), 1.0 / (no + 2.0));
    for _ in 0..60 {
        let (mut ga, mut gb, mut haa, mut hab, mut hbb) = (0.0, 0.0, 1e-3, 0.0, 1e-3);
        ga += 1e-3 * (scale - 1.0);
        for (logit, target, weight) in pairs {
            let (logit, weight) = (f64::from(*logit), f64::from(*weight));
            let said = f64::from(sigmoid((scale * logit + shift) as f32));
            let wrong = (said - if *target > 0.5 { high } else { low }) * weight;
            let curve = (said * (1.0 - said)).max(1e-6) * weight;
            ga += wrong * logit;
            gb += wrong;
            haa += curve * logit * logit;
            hab += curve * logit;
            hbb += curve;
        }
        let determinant = haa * hbb - hab * hab;
        if determinant.abs() < 1e-9 {
            break;
        }
        scale -= ((hbb * ga - hab * gb) / determinant).clamp(-0.5, 0.5);
        shift -= ((haa * gb - hab * ga) / determinant).clamp(-0.5, 0.5);
        scale = scale.clamp(0.05, 5.0);
        shift = shift.clamp(-8.0, 8.0);
    }
    [scale as f32, shift as f32]
}

/// A three-way judgement: one scale for the log-odds of negative and positive against neutral, and a shift for each.
///
/// `rows`: the two log-odds, the class (0 negative, 1 neutral, 2 positive) and the weight.
pub fn three_way(rows: &[([f32; 2], usize, f32)]) -> [[f32; 2]; 2] {
    use answerable_triage::model::math::softmax3;
    let (mut scale, mut shifts) = (1.0_f32, [0.0_f32; 2]);
    let total: f32 = rows.iter().map(|(_, _, weight)| weight).sum();
    for _ in 0..250 {
        let (mut of_scale, mut of_shifts) = (0.0_f64, [0.0_f64; 2]);
        for (logits, class, weight) in rows {
            let said = softmax3([logits[0] * scale + shifts[0], 0.0, logits[1] * scale + shifts[1]]);
            for (column, of) in [(0, 0), (1, 2)] {
                let wrong = f64::from((said[of] - if *class == of { 1.0 } else { 0.0 }) * weight);
                of_scale += wrong * f64::from(logits[column]);
                of_shifts[column] += wrong;
            }
        }
        let step = |slope: f64, rate: f64| (slope / f64::from(total.max(1.0)) * rate) as f32;
        scale = (scale - step(of_scale, 0.5)).clamp(0.05, 5.0);
        shifts = [shifts[0] - step(of_shifts[0], 1.5), shifts[1] - step(of_shifts[1], 1.5)];
    }
    shifts.map(|shift| [scale, shift])
}

/// The chance from which saying yes has the best F-measure, recall counting `beta` times as much as precision.
pub fn best_least(pairs: &[(f32, f32, f32)], [scale, shift]: [f32; 2], beta: f32, [lowest, highest]: [f32; 2]) -> f32 {
    use answerable_triage::model::math::sigmoid;
    let chances: Vec<(f32, bool, f32)> =
        pairs.iter().map(|(logit, target, weight)| (sigmoid(logit * scale + shift), *target > 0.5, *weight)).collect();
    let square = beta * beta;
    let score = |least: f32| {
        let sum = |keep: &dyn Fn(bool, bool) -> bool| -> f32 {
            chances.iter().filter(|(chance, is, _)| keep(*chance >= least, *is)).map(|(_, _, weight)| weight).sum()
        };
        let (hit, wrong, missed) = (sum(&|says, is| says && is), sum(&|says, is| says && !is), sum(&|says, is| !says && is));
        (1.0 + square) * hit / ((1.0 + square) * hit + square * missed + wrong).max(1e-6)
    };
    let mut best = (0.5, score(0.5));
    for step in 0..=40 {
        let least = lowest + (highest - lowest) * step as f32 / 40.0;
        let reached = score(least);
        if reached > best.1 {
            best = (least, reached);
        }
    }
    best.0.clamp(lowest, highest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use answerable_triage::model::math::sigmoid;

    /// Log-odds that are twice as sure as they should be.
    fn boasting() -> Vec<(f32, f32, f32)> {
        let of = |step: usize| {
            let truth = (step % 41) as f32 * 0.2 - 4.0;
            let holds = (step * 7919 % 1_000) as f32 / 1_000.0 < sigmoid(truth);
            (truth * 2.0, if holds { 1.0 } else { 0.0 }, 1.0)
        };
        (0..20_000).map(of).collect()
    }

    #[test]
    fn boasting_is_brought_down_to_what_is_true() {
        let [scale, shift] = platt(&boasting());
        assert!((scale - 0.5).abs() < 0.05 && shift.abs() < 0.1, "{scale} {shift}");
    }

    #[test]
    fn a_head_that_hardly_ever_says_yes_is_left_as_it_is() {
        assert_eq!(platt(&[(1.0, 1.0, 1.0), (-1.0, 0.0, 1.0)]), [1.0, 0.0]);
    }

    #[test]
    fn a_three_way_judgement_learns_how_common_each_side_is() {
        let rows: Vec<([f32; 2], usize, f32)> = (0..3_000).map(|row| ([0.0, 0.0], [0, 0, 0, 1, 1, 2][row % 6], 1.0)).collect();
        let [[_, negative], [_, positive]] = three_way(&rows);
        assert!((negative - 1.5_f32.ln()).abs() < 0.05 && (positive - 0.5_f32.ln()).abs() < 0.05, "{negative} {positive}");
    }

    #[test]
    fn recall_can_count_more_than_precision() {
        let pairs: Vec<(f32, f32, f32)> =
            (0..1_000).map(|row| (row as f32 * 0.01 - 8.0, if row % 10 == 0 { 1.0 } else { 0.0 }, 1.0)).collect();
        assert!(best_least(&pairs, [1.0, 0.0], 2.0, [0.1, 0.5]) <= best_least(&pairs, [1.0, 0.0], 0.5, [0.1, 0.5]));
    }
}
