//! Which monitors does a text match, and where?

mod query;

use answerable_domain::{Hit, Monitor};

pub use query::{QueryProblem, TERM_CHARS_MAX, TERMS_MAX, validate};

/// Monitors that cannot be made into one automaton.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    #[error("the monitors are too many or too long for one automaton: {0}")]
    TooLarge(String),
}

/// All enabled monitors of all brands.
#[derive(Debug)]
pub struct Matcher {
    monitors: Vec<Monitor>,
}

impl Matcher {
    pub fn new(monitors: &[Monitor]) -> Result<Self, ListenError> {
        let mut monitors: Vec<Monitor> = monitors.iter().filter(|m| m.enabled).cloned().collect();
        monitors.sort_by_key(|m| m.id);
        Ok(Self { monitors })
    }

    pub fn is_empty(&self) -> bool {
        self.monitors.is_empty()
    }

    pub fn hits(&self, text: &str) -> Vec<Hit> {
        let find = |term: &String| {
            (!term.trim().is_empty())
                .then(|| text.match_indices(term.as_str()).map(|(at, t)| (at as u32, (at + t.len()) as u32)).collect::<Vec<_>>())
                .unwrap_or_default()
        };
        let mut hits = Vec::new();
        for monitor in &self.monitors {
            let query = &monitor.query;
            let any: Vec<_> = query.any.iter().flat_map(find).collect();
            let all: Vec<Vec<_>> = query.all.iter().map(find).collect();
            let positive = !query.any.is_empty() || !query.all.is_empty();
            if positive
                && (query.any.is_empty() || !any.is_empty())
                && all.iter().all(|s| !s.is_empty())
                && query.none.iter().all(|t| find(t).is_empty())
            {
                let mut spans: Vec<(u32, u32)> = any.into_iter().chain(all.into_iter().flatten()).collect();
                spans.sort_unstable();
                spans.dedup_by(|next, last| {
                    let overlap = next.0 < last.1;
                    if overlap {
                        last.1 = last.1.max(next.1);
                    }
                    overlap
                });
                hits.push(Hit { monitor_id: monitor.id, spans });
            }
        }
        hits
    }

    pub fn might_match(&self, _bytes: &[u8]) -> bool {
        !self.is_empty()
    }
}
