//! Why: the words that moved a judgement, as places of the original text with signed weights.

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
