//! Who is looking at a case, and who is writing. In memory only: it is true for a minute.

use crate::http::dto::inbox::PresenceState;
use answerable_domain::{BrandId, CaseId, Millis, UserId};
use std::collections::HashMap;

/// Somebody who says nothing for so long has gone.
const GONE_AFTER_MS: Millis = 60_000;
/// More are not kept; the oldest would be forgotten within a minute anyway.
const KEPT_MAX: usize = 20_000;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    pub brand_id: BrandId,
    pub case_id: CaseId,
    pub user_id: UserId,
    pub name: String,
    pub state: PresenceState,
}

#[derive(Default)]
pub struct Presences(HashMap<(BrandId, CaseId, UserId), (String, PresenceState, Millis)>);

impl Presences {
    /// `Some` when others should know.
    pub fn notice(
        &mut self,
        brand_id: BrandId,
        case_id: CaseId,
        user_id: UserId,
        name: &str,
        state: PresenceState,
        now: Millis,
    ) -> Option<Seen> {
        let key = (brand_id, case_id, user_id);
        let before = self.0.get(&key).map(|(_, state, _)| *state);
        if state == PresenceState::Left {
            self.0.remove(&key);
        } else if before.is_some() || self.0.len() < KEPT_MAX {
            self.0.insert(key, (name.to_owned(), state, now));
        }
        let news = before.unwrap_or(PresenceState::Left) != state;
        news.then(|| Seen { brand_id, case_id, user_id, name: name.to_owned(), state })
    }

    pub fn of_brand(&self, brand: BrandId) -> Vec<Seen> {
        let here = self.0.iter().filter(|((brand_id, _, _), _)| *brand_id == brand);
        here.map(|(&(brand_id, case_id, user_id), (name, state, _))| Seen { brand_id, case_id, user_id, name: name.clone(), state: *state })
            .collect()
    }

    pub fn forget_before(&mut self, now: Millis) -> Vec<Seen> {
        self.take(|_, at| at + GONE_AFTER_MS <= now)
    }

    pub fn left(&mut self, brand: BrandId, user: UserId) -> Vec<Seen> {
        self.take(|&(brand_id, _, user_id), _| brand_id == brand && user_id == user)
    }

    fn take(&mut self, gone: impl Fn(&(BrandId, CaseId, UserId), Millis) -> bool) -> Vec<Seen> {
        let mut taken = Vec::new();
        self.0.retain(|key, (name, _, at)| {
            let stays = !gone(key, *at);
            if !stays {
                let &(brand_id, case_id, user_id) = key;
                taken.push(Seen { brand_id, case_id, user_id, name: std::mem::take(name), state: PresenceState::Left });
            }
            stays
        });
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_news_is_told_and_the_silent_are_forgotten() {
        let mut presences = Presences::default();
        let (brand, case, user) = (BrandId(1), CaseId(2), UserId(3));
        let mut notice = |state, now| presences.notice(brand, case, user, "Jin", state, now).map(|seen| seen.state);
        assert_eq!(notice(PresenceState::Viewing, 0), Some(PresenceState::Viewing));
        assert_eq!(notice(PresenceState::Viewing, 30_000), None);
        assert_eq!(notice(PresenceState::Writing, 40_000), Some(PresenceState::Writing));
        assert_eq!(presences.of_brand(brand).len(), 1);
        assert_eq!(presences.of_brand(BrandId(9)), []);
        assert_eq!(presences.forget_before(99_999), []);
        assert_eq!(presences.forget_before(100_000).len(), 1);
        assert_eq!(presences.notice(brand, case, user, "Jin", PresenceState::Left, 100_001), None);
    }

    #[test]
    fn one_who_closes_the_last_window_has_left() {
        let mut presences = Presences::default();
        presences.notice(BrandId(1), CaseId(2), UserId(3), "Jin", PresenceState::Writing, 0);
        presences.notice(BrandId(1), CaseId(2), UserId(4), "Ann", PresenceState::Viewing, 0);
        let gone = presences.left(BrandId(1), UserId(3));
        assert_eq!(gone.iter().map(|seen| (seen.user_id, seen.state)).collect::<Vec<_>>(), [(UserId(3), PresenceState::Left)]);
        assert_eq!(presences.of_brand(BrandId(1)).len(), 1);
    }
}
