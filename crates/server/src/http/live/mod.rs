//! Live screens: what happened, told to everybody who looks at a brand, as it happens.
//!
//! One task reads the store's committed events in order, fetches the rows of the cases they touch once a batch, writes each event to bytes
//! once, and hands the same bytes to every stream of the brand. A stream that cannot keep up is told to start over rather than made to
//! wait for, and a stream that comes back says where it was and is given what it missed from the store.

mod feed;
mod frame;
mod presence;

pub use feed::run;
pub use frame::{Batch, change_frames, reset_frame};

use super::dto::inbox::PresenceState;
use crate::{config::Limits, metrics::Metrics};
use answerable_domain::{BrandId, CaseId, UserId};
use presence::Presences;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};
use tokio::sync::broadcast;

/// Batches that a slow stream may be behind before it is told to start over.
const BEHIND_MAX: usize = 256;

/// Who listens to which brand.
#[derive(Clone)]
pub struct Live {
    shared: Arc<Shared>,
}

struct Shared {
    rooms: Mutex<HashMap<BrandId, broadcast::Sender<Arc<Batch>>>>,
    people: Mutex<HashMap<UserId, usize>>,
    presences: Mutex<Presences>,
    streams_max: usize,
    streams_per_person_max: usize,
    metrics: Metrics,
}

/// A stream's place in a brand's room; the place is free again when it is dropped.
pub struct Seat {
    pub batches: broadcast::Receiver<Arc<Batch>>,
    live: Live,
    brand_id: BrandId,
    user_id: UserId,
}

impl Live {
    pub fn new(limits: &Limits, metrics: Metrics) -> Self {
        let shared = Shared {
            rooms: Mutex::default(),
            people: Mutex::default(),
            presences: Mutex::default(),
            streams_max: limits.streams_max,
            streams_per_person_max: limits.streams_per_person_max,
            metrics,
        };
        Self { shared: Arc::new(shared) }
    }

    /// `None`: too many streams, in all or of this person.
    pub fn sit_down(&self, brand_id: BrandId, user_id: UserId) -> Option<Seat> {
        let mut people = self.shared.people.lock().expect("no holder panics");
        let of_person = people.get(&user_id).copied().unwrap_or(0);
        if people.values().sum::<usize>() >= self.shared.streams_max || of_person >= self.shared.streams_per_person_max {
            return None;
        }
        people.insert(user_id, of_person + 1);
        drop(people);
        self.shared.metrics.streams.inc();
        let mut rooms = self.shared.rooms.lock().expect("no holder panics");
        let batches = rooms.entry(brand_id).or_insert_with(|| broadcast::channel(BEHIND_MAX).0).subscribe();
        Some(Seat { batches, live: self.clone(), brand_id, user_id })
    }

    pub fn has_room(&self, brand_id: BrandId) -> bool {
        self.shared.rooms.lock().expect("no holder panics").contains_key(&brand_id)
    }

    pub fn send(&self, brand_id: BrandId, batch: Batch) {
        if let Some(room) = self.shared.rooms.lock().expect("no holder panics").get(&brand_id) {
            // Nobody there any more: nobody to tell.
            let _ = room.send(Arc::new(batch));
        }
    }

    /// Tells everybody to load again what they look at.
    pub fn start_over(&self) {
        let batch = Arc::new(Batch::reset_all());
        for room in self.shared.rooms.lock().expect("no holder panics").values() {
            let _ = room.send(batch.clone());
        }
    }

    /// Notes who looks at or writes in a case, and tells the others when that is news.
    pub fn notice(&self, brand_id: BrandId, case_id: CaseId, user_id: UserId, name: &str, state: PresenceState, now: i64) {
        let news = self.shared.presences.lock().expect("no holder panics").notice(brand_id, case_id, user_id, name, state, now);
        if let Some(seen) = news {
            self.send(brand_id, Batch::always(frame::presence_frame(&seen)));
        }
    }

    /// Those who are in the brand's cases now, for somebody who has just come.
    pub fn present(&self, brand_id: BrandId) -> Vec<bytes::Bytes> {
        self.shared.presences.lock().expect("no holder panics").of_brand(brand_id).iter().map(frame::presence_frame).collect()
    }

    /// Forgets those who have said nothing for long.
    pub fn forget_absent(&self, now: i64) {
        let gone = self.shared.presences.lock().expect("no holder panics").forget_before(now);
        for seen in gone {
            self.send(seen.brand_id, Batch::always(frame::presence_frame(&seen)));
        }
    }

    fn stand_up(&self, brand_id: BrandId, user_id: UserId) {
        let mut people = self.shared.people.lock().expect("no holder panics");
        let last_of_person = match people.get_mut(&user_id) {
            Some(count) if *count > 1 => {
                *count -= 1;
                false
            }
            _ => {
                people.remove(&user_id);
                true
            }
        };
        drop(people);
        self.shared.metrics.streams.dec();
        if last_of_person {
            let gone = self.shared.presences.lock().expect("no holder panics").left(brand_id, user_id);
            for seen in gone {
                self.send(brand_id, Batch::always(frame::presence_frame(&seen)));
            }
        }
        // The one who stands up still counts as a receiver here.
        let mut rooms = self.shared.rooms.lock().expect("no holder panics");
        if rooms.get(&brand_id).is_some_and(|room| room.receiver_count() <= 1) {
            rooms.remove(&brand_id);
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.live.stand_up(self.brand_id, self.user_id);
    }
}
