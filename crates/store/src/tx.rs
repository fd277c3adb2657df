//! A transaction as the bodies of the store see it: a connection, and what must be written with the rest (events, counters).

use crate::error::Result;
use crate::ids::Ids;
use crate::sql::{AsConnection, Connection, Rows, Value, sql};
use answerable_domain::{BrandId, CaseId, Event, EventKind, EventSeq, Millis, Scope, UserId};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

pub(crate) struct Tx {
    pub(super) connection: Connection,
    pub(crate) ids: Arc<Ids>,
    events: Vec<Event>,
    counts: BTreeMap<(BrandId, String), i64>,
}

impl AsConnection for Tx {
    fn connection(&mut self) -> &mut Connection {
        &mut self.connection
    }
}

impl Tx {
    pub(crate) fn new(connection: Connection, ids: Arc<Ids>) -> Self {
        Self { connection, ids, events: Vec::new(), counts: BTreeMap::new() }
    }

    pub(crate) fn now(&self) -> Millis {
        self.ids.now()
    }

    pub(crate) fn next_id(&self) -> i64 {
        self.ids.next()
    }

    /// Appends an event. It gets its place when the job is done and is told to others after the commit.
    pub(crate) fn event(&mut self, brand_id: BrandId, kind: EventKind, case_id: Option<CaseId>, payload: serde_json::Value) {
        self.event_by(None, brand_id, kind, case_id, payload);
    }

    pub(crate) fn event_of(&mut self, scope: &Scope, kind: EventKind, case_id: Option<CaseId>, payload: serde_json::Value) {
        self.event_by(scope.user_id(), scope.brand_id(), kind, case_id, payload);
    }

    pub(crate) fn event_by(
        &mut self,
        user_id: Option<UserId>,
        brand_id: BrandId,
        kind: EventKind,
        case_id: Option<CaseId>,
        payload: serde_json::Value,
    ) {
        let at = self.now();
        self.events.push(Event { seq: EventSeq(0), brand_id, at, kind, case_id, user_id, payload });
    }

    /// Adds to a counter.
    pub(crate) fn count(&mut self, brand_id: BrandId, name: impl Into<String>, by: i64) {
        *self.counts.entry((brand_id, name.into())).or_default() += by;
    }

    /// Ends a job well: writes its events and counters. Returns the events with their places.
    pub(super) async fn finish(&mut self) -> Result<Vec<Event>> {
        let counts = std::mem::take(&mut self.counts);
        let mut rows: Rows<3> = Rows::new(
            "INSERT INTO counter (brand_id, name, value) VALUES ",
            "(?,?,?)",
            " ON CONFLICT (brand_id, name) DO UPDATE SET value = counter.value + excluded.value",
        );
        for ((brand_id, name), by) in counts.into_iter().filter(|(_, by)| *by != 0) {
            rows.push([brand_id.0.into(), name.into(), by.into()]);
        }
        rows.run(self).await?;
        self.append_events().await
    }

    /// Ends a job badly: what it meant to write is forgotten.
    pub(super) fn forget(&mut self) {
        self.events.clear();
        self.counts.clear();
    }

    async fn append_events(&mut self) -> Result<Vec<Event>> {
        let mut events = std::mem::take(&mut self.events);
        if events.is_empty() {
            return Ok(events);
        }
        let mut rows: Rows<6> =
            Rows::new("INSERT INTO event (brand_id, at, kind, case_id, person_id, payload) VALUES ", "(?,?,?,?,?,?)", " RETURNING seq");
        for event in &events {
            rows.push([
                event.brand_id.0.into(),
                event.at.into(),
                event.kind.as_str().into(),
                event.case_id.map(|id| id.0).into(),
                event.user_id.map(|id| id.0).into(),
                Value::json(&event.payload),
            ]);
        }
        // Neither engine promises the order in which RETURNING gives rows; both number them in the order of VALUES.
        let places: BTreeSet<i64> = rows.all(self).await?.iter().map(|row| row.int()).collect::<Result<_>>()?;
        for (event, place) in events.iter_mut().zip(places) {
            event.seq = EventSeq(place);
        }
        Ok(events)
    }
}

/// Counters as they are.
pub(crate) async fn counters(on: &mut impl AsConnection, brand_id: BrandId) -> Result<BTreeMap<String, i64>> {
    let rows = sql("SELECT name, value FROM counter WHERE brand_id = ?").bind(brand_id.0).all(on).await?;
    rows.iter()
        .map(|row| {
            Ok((row.text()?, {
                let mut columns = row.columns();
                columns.text()?;
                columns.int()?
            }))
        })
        .collect()
}
