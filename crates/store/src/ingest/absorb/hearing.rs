//! What monitors heard, before it becomes mentions: whose side they are on, what their budgets leave out, and how often who was heard.

use super::CHUNK;
use super::known::Known;
use crate::error::Result;
use crate::ingest::{ArrivedPost, Decide, Spending};
use crate::sql::{Rows, sql};
use crate::tx::Tx;
use answerable_domain::{BrandId, Budget, EventKind, Hit, Millis, MonitorId, Policy, RawId, Side};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet, HashMap};

const HOUR_MS: Millis = 3_600_000;

/// The monitors that hit something in a batch, and what is added up about them.
#[derive(Default)]
pub(super) struct Hearing {
    monitors: BTreeMap<MonitorId, Listening>,
    /// What budgets left out of the batch's posts before, by monitor, scope and native id; `true`: to be taken in after all.
    skipped: HashMap<(MonitorId, String, String), bool>,
    left_out: Vec<(MonitorId, String, String, RawId)>,
    admitted: BTreeSet<(MonitorId, String, String)>,
    /// By monitor, term and spelling: how often and when last.
    spellings: BTreeMap<(MonitorId, String, String), (i64, Millis)>,
    /// By day, monitor and language.
    voices: BTreeMap<(i64, MonitorId, String), i64>,
}

/// A monitor as far as taking in asks.
struct Listening {
    side: Side,
    budget: Budget,
    hour: i64,
    day: i64,
    spending: Spending,
    has_spent: bool,
    /// The last time before this batch that its budget left something out, if nobody asked for it since.
    skipped_to: Option<Millis>,
    /// In this batch: how many, first and last time.
    skips: Option<(i64, Millis, Millis)>,
}

/// Where and when an arrival came from.
#[derive(Clone, Copy)]
pub(super) struct Telling<'t> {
    pub(super) raw_id: RawId,
    pub(super) at: Millis,
    pub(super) policy: &'t Policy,
}

/// Looks up what is known about the monitors and posts of a batch.
pub(super) async fn look_up<'a>(tx: &mut Tx, brand_id: BrandId, posts: impl Iterator<Item = &'a ArrivedPost>) -> Result<Hearing> {
    let mut hearing = Hearing::default();
    let (mut monitors, mut natives): (BTreeSet<i64>, BTreeMap<&str, BTreeSet<&str>>) = Default::default();
    for arrived in posts.filter(|arrived| !arrived.hits.is_empty()) {
        monitors.extend(arrived.hits.iter().map(|hit| hit.monitor_id.0));
        natives.entry(&arrived.scope).or_default().insert(&arrived.post.native_id);
    }
    let monitors: Vec<i64> = monitors.into_iter().collect();
    for chunk in monitors.chunks(CHUNK) {
        hearing.load_monitors(tx, brand_id, chunk).await?;
    }
    for (scope, natives) in natives {
        let natives: Vec<&str> = natives.into_iter().collect();
        for chunk in natives.chunks(CHUNK) {
            hearing.load_skipped(tx, brand_id, scope, chunk).await?;
        }
    }
    Ok(hearing)
}

impl Hearing {
    async fn load_monitors(&mut self, tx: &mut Tx, brand_id: BrandId, ids: &[i64]) -> Result<()> {
        let mut query = sql("SELECT m.id, m.side, m.per_hour, m.per_day, m.skipped_to, s.hour, s.hour_count, s.day, s.day_count \
             FROM monitor m LEFT JOIN spent s ON s.monitor_id = m.id WHERE m.brand_id = ? AND m.id IN ")
        .bind(brand_id.0);
        query.push_list(ids.iter().copied());
        for row in query.all(tx).await? {
            let mut row = row.columns();
            let id = MonitorId(row.int()?);
            let side = row.named(Side::parse)?;
            let budget = Budget { per_hour: row.u32_or_null()?, per_day: row.u32_or_null()? };
            let skipped_to = row.int_or_null()?;
            let (hour, in_hour) = (row.int_or_null()?.unwrap_or(0), row.u32_or_null()?.unwrap_or(0));
            let (day, in_day) = (row.int_or_null()?.unwrap_or(0), row.u32_or_null()?.unwrap_or(0));
            let spending = Spending { in_hour, in_day };
            self.monitors.insert(id, Listening { side, budget, hour, day, spending, has_spent: false, skipped_to, skips: None });
        }
        Ok(())
    }

    async fn load_skipped(&mut self, tx: &mut Tx, brand_id: BrandId, scope: &str, natives: &[&str]) -> Result<()> {
        let mut query = sql("SELECT monitor_id, native_id, admitted FROM skipped WHERE brand_id = ? AND scope = ? AND native_id IN ")
            .bind(brand_id.0)
            .bind(scope);
        query.push_list(natives.iter().copied());
        for row in query.all(tx).await? {
            let mut row = row.columns();
            let (monitor_id, native_id) = (MonitorId(row.int()?), row.text()?);
            self.skipped.insert((monitor_id, scope.to_owned(), native_id), row.flag()?);
        }
        Ok(())
    }

    /// Whether a monitor listens for us. One that was deleted meanwhile did, for all we know.
    pub(super) fn is_own(&self, monitor_id: MonitorId) -> bool {
        self.monitors.get(&monitor_id).is_none_or(|monitor| monitor.side == Side::Own)
    }

    /// Adds up a mention that was not heard before.
    fn tally(&mut self, hit: &Hit, arrived: &ArrivedPost, telling: Telling<'_>, decide: &dyn Decide) {
        let language = arrived.assessment.language.value.as_ref().map(|language| language.0.clone()).unwrap_or_default();
        // Old posts of a file belong to their own days; a clock that is ahead makes no days that have not come.
        let day = decide.day(telling.policy, arrived.post.created_at.min(telling.at));
        *self.voices.entry((day, hit.monitor_id, language)).or_default() += 1;
        let spellings: BTreeSet<(&str, &str)> =
            hit.spans.iter().filter_map(|span| Some((span.term.as_str(), span.variant.as_deref()?))).collect();
        for (term, spelling) in spellings {
            let entry = self.spellings.entry((hit.monitor_id, term.to_owned(), spelling.to_owned())).or_default();
            *entry = (entry.0 + 1, telling.at.max(entry.1));
        }
    }

    /// Whether the monitor's budget takes one more mention in. If not, it is noted as left out.
    fn spend(&mut self, hit: &Hit, arrived: &ArrivedPost, telling: Telling<'_>, decide: &dyn Decide) -> bool {
        let Some(monitor) = self.monitors.get_mut(&hit.monitor_id) else { return true };
        if monitor.budget == Budget::default() {
            return true;
        }
        monitor.turn_to(telling.at.div_euclid(HOUR_MS), decide.day(telling.policy, telling.at));
        if decide.is_taken(&monitor.budget, monitor.spending, &arrived.post.native_id) {
            monitor.spending.in_hour = monitor.spending.in_hour.saturating_add(1);
            monitor.spending.in_day = monitor.spending.in_day.saturating_add(1);
            monitor.has_spent = true;
            return true;
        }
        let skips = monitor.skips.get_or_insert((0, telling.at, telling.at));
        *skips = (skips.0 + 1, skips.1.min(telling.at), skips.2.max(telling.at));
        let (scope, native_id) = (arrived.scope.clone(), arrived.post.native_id.clone());
        self.skipped.insert((hit.monitor_id, scope.clone(), native_id.clone()), false);
        self.left_out.push((hit.monitor_id, scope, native_id, telling.raw_id));
        false
    }

    pub(super) async fn write(self, tx: &mut Tx, brand_id: BrandId) -> Result<()> {
        self.write_tallies(tx, brand_id).await?;
        let mut left_out: Rows<5> = Rows::new(
            "INSERT INTO skipped (monitor_id, scope, native_id, brand_id, raw_id) VALUES ",
            "(?,?,?,?,?)",
            " ON CONFLICT (monitor_id, scope, native_id) DO NOTHING",
        );
        for (monitor_id, scope, native_id, raw_id) in self.left_out {
            left_out.push([monitor_id.0.into(), scope.into(), native_id.into(), brand_id.0.into(), raw_id.0.into()]);
        }
        left_out.run(tx).await?;
        for (monitor_id, scope, native_id) in self.admitted {
            let query = sql("DELETE FROM skipped WHERE monitor_id = ? AND scope = ? AND native_id = ?").bind(monitor_id.0);
            query.bind(scope).bind(native_id).run(tx).await?;
        }
        let mut spent: Rows<6> = Rows::new(
            "INSERT INTO spent (monitor_id, brand_id, hour, hour_count, day, day_count) VALUES ",
            "(?,?,?,?,?,?)",
            " ON CONFLICT (monitor_id) DO UPDATE SET hour = excluded.hour, hour_count = excluded.hour_count, day = excluded.day, \
             day_count = excluded.day_count",
        );
        for (id, monitor) in self.monitors.iter().filter(|(_, monitor)| monitor.has_spent) {
            let Spending { in_hour, in_day } = monitor.spending;
            spent.push([id.0.into(), brand_id.0.into(), monitor.hour.into(), in_hour.into(), monitor.day.into(), in_day.into()]);
        }
        spent.run(tx).await?;
        for (id, monitor) in &self.monitors {
            monitor.write_skips(tx, brand_id, *id).await?;
        }
        Ok(())
    }

    async fn write_tallies(&self, tx: &mut Tx, brand_id: BrandId) -> Result<()> {
        let mut spellings: Rows<6> = Rows::new(
            "INSERT INTO spelling_hit (monitor_id, term, spelling, brand_id, count, last_at) VALUES ",
            "(?,?,?,?,?,?)",
            " ON CONFLICT (monitor_id, term, spelling) DO UPDATE SET count = spelling_hit.count + excluded.count, last_at = excluded.last_at",
        );
        for ((monitor_id, term, spelling), (count, last_at)) in &self.spellings {
            spellings.push([monitor_id.0.into(), term.into(), spelling.into(), brand_id.0.into(), (*count).into(), (*last_at).into()]);
        }
        spellings.run(tx).await?;
        let mut voices: Rows<5> = Rows::new(
            "INSERT INTO voice (brand_id, day, monitor_id, language, count) VALUES ",
            "(?,?,?,?,?)",
            " ON CONFLICT (brand_id, day, monitor_id, language) DO UPDATE SET count = voice.count + excluded.count",
        );
        for ((day, monitor_id, language), count) in &self.voices {
            voices.push([brand_id.0.into(), (*day).into(), monitor_id.0.into(), language.into(), (*count).into()]);
        }
        voices.run(tx).await.map(drop)
    }
}

impl Listening {
    /// A new hour or day begins to count; one that is over is not counted any more.
    fn turn_to(&mut self, hour: i64, day: i64) {
        if hour > self.hour {
            (self.hour, self.spending.in_hour) = (hour, 0);
        }
        if day > self.day {
            (self.day, self.spending.in_day) = (day, 0);
        }
    }

    async fn write_skips(&self, tx: &mut Tx, brand_id: BrandId, id: MonitorId) -> Result<()> {
        let Some((count, from, to)) = self.skips else { return Ok(()) };
        sql("UPDATE monitor SET skipped_count = skipped_count + ?, skipped_from = coalesce(skipped_from, ?), skipped_to = ? WHERE id = ?")
            .bind(count)
            .bind(from)
            .bind(to)
            .bind(id.0)
            .run(tx)
            .await?;
        // Once an hour is news enough.
        if self.skipped_to.is_none_or(|before| before.div_euclid(HOUR_MS) < to.div_euclid(HOUR_MS)) {
            tx.event(brand_id, EventKind::MonitorChanged, None, json!({ "monitor_id": id, "sampling": true }));
        }
        Ok(())
    }
}

/// Takes from a post the hits that budgets leave out, and adds up what was not heard before. Returns how many were left out.
pub(super) fn weigh(known: &mut Known, arrived: &mut ArrivedPost, raw_id: RawId, at: Millis, decide: &dyn Decide) -> u32 {
    let held = known.find(&arrived.scope, &arrived.post.native_id).map(|place| &known.posts[place]);
    if held.is_some_and(|post| post.version != arrived.post.version && post.old_versions.contains(&arrived.post.version)) {
        return 0; // tells nothing new
    }
    let heard: BTreeSet<MonitorId> = held.map(|post| post.heard().collect()).unwrap_or_default();
    let Known { hearing, policy, .. } = known;
    let telling = Telling { raw_id, at, policy };
    let before = arrived.hits.len();
    let hits = std::mem::take(&mut arrived.hits);
    let kept = hits.into_iter().filter(|hit| heard.contains(&hit.monitor_id) || hearing.takes(hit, arrived, telling, decide));
    let kept: Vec<Hit> = kept.collect();
    arrived.hits = kept;
    u32::try_from(before - arrived.hits.len()).unwrap_or(u32::MAX)
}

impl Hearing {
    fn takes(&mut self, hit: &Hit, arrived: &ArrivedPost, telling: Telling<'_>, decide: &dyn Decide) -> bool {
        if arrived.ours {
            return true; // what we say ourselves is nobody's mention of us
        }
        let key = (hit.monitor_id, arrived.scope.clone(), arrived.post.native_id.clone());
        match self.skipped.get(&key) {
            Some(false) if !arrived.post.addressed => false,
            Some(_) => {
                self.admitted.insert(key);
                true
            }
            None => {
                self.tally(hit, arrived, telling, decide);
                // What is said to us comes in whatever the budget says, and costs it nothing.
                arrived.post.addressed || self.spend(hit, arrived, telling, decide)
            }
        }
    }
}
