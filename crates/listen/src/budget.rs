//! How many mentions a monitor may bring, and which of those that are too many come in all the same.

use answerable_domain::Budget;

/// Of what is over a budget, one in so many is taken as a sample.
const SAMPLE_ONE_IN: u64 = 10;

/// Whether a monitor takes one more mention in, when it has taken so many in this hour and this day.
///
/// Up to its budget it takes all; then one in ten, at most as many again; then none. Which one in ten depends on the post alone, so that
/// the same post is decided on alike whenever it comes.
pub fn is_taken(budget: &Budget, in_hour: u32, in_day: u32, native_id: &str) -> bool {
    [(budget.per_hour, in_hour), (budget.per_day, in_day)].into_iter().all(|(most, taken)| match most {
        None => true,
        Some(most) if taken < most => true,
        Some(most) => taken < most.saturating_mul(2) && is_sampled(native_id),
    })
}

fn is_sampled(native_id: &str) -> bool {
    hash(native_id).is_multiple_of(SAMPLE_ONE_IN)
}

/// FNV-1a, its bits mixed once more: the same on every machine and in every version.
fn hash(text: &str) -> u64 {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let mixed = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    mixed ^ (mixed >> 33)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many of so many posts a budget takes, one after the other within one hour and one day.
    fn taken(budget: Budget, posts: u32) -> u32 {
        (0..posts).fold(0, |taken, n| taken + u32::from(is_taken(&budget, taken, taken, &format!("at://did:plc:a/post/{n}"))))
    }

    #[test]
    fn a_budget_takes_all_then_samples_then_nothing() {
        let hourly = |per_hour| Budget { per_hour: Some(per_hour), per_day: None };
        assert_eq!(taken(Budget::default(), 5_000), 5_000);
        assert_eq!(taken(hourly(100), 100), 100);
        let sampled = taken(hourly(100), 600) - 100;
        assert!((30..=70).contains(&sampled), "one in ten of 500, not {sampled}");
        assert_eq!(taken(hourly(100), 50_000), 200);
        assert_eq!(taken(hourly(0), 1_000), 0);
    }

    #[test]
    fn the_tighter_of_the_two_decides() {
        assert_eq!(taken(Budget { per_hour: Some(1_000), per_day: Some(10) }, 50_000), 20);
        assert_eq!(taken(Budget { per_hour: Some(10), per_day: Some(1_000) }, 50_000), 20);
    }

    #[test]
    fn the_same_post_is_decided_on_alike() {
        let budget = Budget { per_hour: Some(1), per_day: None };
        for n in 0..1_000 {
            let id = n.to_string();
            assert_eq!(is_taken(&budget, 1, 1, &id), is_taken(&budget, 1, 900, &id));
        }
    }
}
