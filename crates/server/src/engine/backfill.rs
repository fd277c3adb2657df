//! Reading a gap again: what the monitors ask for is searched for in the span of time that a source did not deliver.
//!
//! Only some networks can be searched for what was said, and only by somebody who is signed in. What is found is stored as payloads like any
//! other and goes through the same stages; what was heard after all is no double there. A step is one page; how far it is stands in the
//! store with what was found, so that a restart goes on where it was. When the network asks us to wait, we wait.

use super::{anchors::anchors, backoff, channels::LiveChannel, core::Core, pipeline};
use answerable_domain::{ChannelId, ChannelState, Cursor, Gap, GapId, Millis, Raw, RawId, RereadState, Scope};
use answerable_networks::{ConnectorError, NoSearch, Search};
use answerable_store::{Arrival, ArrivedPost, DueReread, PendingRaw, RereadStep, StoreError};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

/// The source under which what was found is stored. Its bodies are the network's own.
pub const SOURCE: &str = "search";

/// Words that one gap is searched for; of more, the first.
const WORDS_MAX: usize = 50;
/// Pages of one word.
const PAGES_MAX: u32 = 50;
/// Steps in a row that may fail.
const ATTEMPTS_MAX: u32 = 10;
/// Networks are in no hurry, and other work of the same account goes first.
const PAGE_EVERY_MS: Millis = 500;
/// Around the gap: the clocks of networks and of those who write differ a little.
const MARGIN_MS: Millis = 60_000;
const LOOK_AGAIN_EVERY: Duration = Duration::from_secs(5);

/// Why a gap cannot be read again: a code.
pub type Because = &'static str;

#[derive(Debug, thiserror::Error)]
pub enum BackfillRefused {
    #[error("the gap cannot be read again: {0}")]
    Impossible(Because),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What is searched for, and how far it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Plan {
    words: Vec<String>,
    /// Index into `words`.
    next: usize,
    /// Pages read of the present word, and where the next begins.
    pages: u32,
    cursor: Option<String>,
    /// There may be more than was found.
    incomplete: bool,
}

impl Plan {
    fn word(&self) -> Option<&String> {
        self.words.get(self.next)
    }

    fn turn_page(&mut self, next: Option<Cursor>) {
        self.pages += 1;
        let cut_short = self.pages >= PAGES_MAX && next.is_some();
        self.incomplete |= cut_short;
        match next.filter(|_| !cut_short) {
            Some(cursor) => self.cursor = Some(cursor.0),
            None => self.next_word(),
        }
    }

    /// The network will not have the present word.
    fn skip(&mut self) {
        self.incomplete = true;
        self.next_word();
    }

    fn next_word(&mut self) {
        self.next += 1;
        self.pages = 0;
        self.cursor = None;
    }
}

/// Whether a gap can be read again, and if not why. Asks nobody.
pub fn possible(core: &Core, scope: &Scope, gap: &Gap) -> Result<(), Because> {
    searcher(core, scope, gap).map(drop)
}

/// The channel itself, or another of the brand on the same network that is signed in.
fn searcher(core: &Core, scope: &Scope, gap: &Gap) -> Result<Arc<LiveChannel>, Because> {
    if gap.from.is_none() {
        return Err("no_beginning");
    }
    let channels = core.channels_of(scope.brand_id());
    let heard_by = channels.iter().find(|live| live.channel.id == gap.channel_id).ok_or("no_account")?;
    let searches = |live: &&Arc<LiveChannel>| live.channel.state == ChannelState::Active && live.connector.can_search().is_ok();
    let same_network = |live: &&Arc<LiveChannel>| live.channel.network == heard_by.channel.network;
    let found = Some(heard_by).filter(searches).or_else(|| channels.iter().filter(same_network).find(searches));
    let nobody = || heard_by.connector.can_search().err().map_or("no_account", NoSearch::as_str);
    found.cloned().ok_or_else(nobody)
}

/// Begins to read a gap again; it goes on behind.
pub async fn read(core: &Core, scope: &Scope, channel: ChannelId, gap: GapId) -> Result<Gap, BackfillRefused> {
    let gap = core.store.gap(scope, channel, gap).await?;
    searcher(core, scope, &gap).map_err(BackfillRefused::Impossible)?;
    let plan = plan(core, scope, &gap).await?;
    if plan.words.is_empty() {
        return Err(BackfillRefused::Impossible("nothing_to_search"));
    }
    let plan = serde_json::to_string(&plan).expect("texts and numbers");
    let begun = core.store.start_reread(scope, channel, gap.id, plan).await?;
    core.gaps_waiting.notify_one();
    Ok(begun)
}

/// The anchors of every monitor, and the name of the account whose own list has the gap.
async fn plan(core: &Core, scope: &Scope, gap: &Gap) -> Result<Plan, StoreError> {
    let (mut words, mut incomplete) = (BTreeSet::new(), false);
    let monitors = core.store.monitors(scope).await?.into_iter().map(|record| record.monitor);
    for monitor in monitors.filter(|monitor| monitor.enabled) {
        let Ok(query) = answerable_listen::parse(&monitor.query) else { continue };
        let found = anchors(&query, &monitor.variants.also);
        words.extend(found.words);
        incomplete |= !found.complete;
    }
    let account = core.channel(gap.channel_id).and_then(|live| live.account.clone());
    if let Some(handle) = account.and_then(|account| account.handle) {
        // Answers to us that do not name us are not found by words.
        words.insert(format!("@{handle}"));
        incomplete = true;
    }
    incomplete |= words.len() > WORDS_MAX;
    Ok(Plan { words: words.into_iter().take(WORDS_MAX).collect(), incomplete, ..Plan::default() })
}

/// Works through what was asked for, one page after another, for ever.
pub async fn run(core: Arc<Core>) {
    let mut seen = Seen::default();
    while !core.stop.is_cancelled() {
        let pause = match step(&core, &mut seen).await {
            Ok(pause) => pause,
            Err(error) => {
                tracing::warn!(%error, "reading gaps again waits");
                LOOK_AGAIN_EVERY
            }
        };
        tokio::select! {
            () = core.stop.cancelled() => {}
            () = core.gaps_waiting.notified() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// Posts found by this run of the program, by gap: one that two words find is counted once, though the pipeline may not have it yet.
#[derive(Default)]
struct Seen(HashMap<GapId, HashSet<String>>);

/// Reads one page of a gap whose turn it is; returns how long nothing will be due.
async fn step(core: &Arc<Core>, seen: &mut Seen) -> Result<Duration, StoreError> {
    for due in core.store.due_rereads(core.clock.now(), 1).await? {
        let id = due.gap.id;
        let taken = turn(core, due, seen.0.entry(id).or_default()).await?;
        if taken.state != RereadState::Running {
            seen.0.remove(&id);
        }
        match core.store.step_reread(taken).await {
            // The channel was removed meanwhile, and its gaps with it.
            Ok(()) | Err(StoreError::NotFound) => core.raws_waiting.notify_one(),
            Err(error) => return Err(error),
        }
    }
    let next = core.store.next_reread_at().await?;
    let pause_ms = next.map_or(i64::MAX, |at| (at - core.clock.now()).max(0));
    Ok(LOOK_AGAIN_EVERY.min(Duration::from_millis(pause_ms.unsigned_abs())))
}

async fn turn(core: &Core, due: DueReread, seen: &mut HashSet<String>) -> Result<RereadStep, StoreError> {
    let scope = Scope::program(due.brand_id);
    let (account, plan) = match (searcher(core, &scope, &due.gap), serde_json::from_str::<Plan>(&due.plan)) {
        (Ok(account), Ok(plan)) => (account, plan),
        (Err(because), _) => return Ok(Outcome::Failed(because).step(core, due, Plan::default())),
        (_, Err(_)) => return Ok(Outcome::Failed("failed").step(core, due, Plan::default())),
    };
    let outcome = match (plan.word(), due.gap.from) {
        (Some(word), Some(from)) => {
            let cursor = plan.cursor.clone().map(Cursor);
            let search = Search { words: word.clone(), since: from - MARGIN_MS, until: due.gap.to + MARGIN_MS, cursor };
            match account.connector.search(&search).await {
                Ok(found) => {
                    let kept = keep(core, &due, &search, found.raws, seen).await?;
                    Outcome::Page { kept, next: found.next }
                }
                Err(error) => Outcome::of(&error, due.attempts + 1, core.random()),
            }
        }
        _ => Outcome::Page { kept: Kept::default(), next: None },
    };
    Ok(outcome.step(core, due, plan))
}

/// Of a page what is worth storing, and how many posts of it the monitors want.
#[derive(Default)]
struct Kept {
    bodies: Vec<Vec<u8>>,
    found: u32,
}

/// Leaves out what is held already, what came up before, and what a network that ignores the span of time finds before it. The stages are
/// those that the pipeline will run again.
async fn keep(core: &Core, due: &DueReread, search: &Search, raws: Vec<Vec<u8>>, seen: &mut HashSet<String>) -> Result<Kept, StoreError> {
    let read = |body: Vec<u8>| {
        let raw = Raw { id: RawId(0), channel_id: due.gap.channel_id, source: SOURCE.to_owned(), received_at: core.clock.now(), body };
        let pending = PendingRaw { raw, brand_id: due.brand_id };
        let arrivals = pipeline::digest_one(core, &pending).result.unwrap_or_default();
        (pending.raw.body, arrivals.into_iter().find_map(as_post))
    };
    let posts: Vec<(Vec<u8>, Option<Box<ArrivedPost>>)> = raws.into_iter().map(read).collect();
    let mut kept = Kept::default();
    // Oldest first: a thread is then taken in in the order in which it was written.
    for (body, arrived) in posts.into_iter().rev() {
        let Some(arrived) = arrived else {
            kept.bodies.push(body);
            continue;
        };
        let id = arrived.post.native_id.clone();
        let held = core.store.holds_posts(due.brand_id, &arrived.scope, std::slice::from_ref(&id)).await?.contains(&true);
        let concerns = arrived.post.addressed || !arrived.hits.is_empty();
        if concerns && !held && !arrived.ours && arrived.post.created_at >= search.since && seen.insert(id) {
            kept.found += 1;
            kept.bodies.push(body);
        }
    }
    Ok(kept)
}

fn as_post(arrival: Arrival) -> Option<Box<ArrivedPost>> {
    match arrival {
        Arrival::Post(arrived) => Some(arrived),
        _ => None,
    }
}

/// What came of one question.
enum Outcome {
    Page {
        kept: Kept,
        next: Option<Cursor>,
    },
    /// The same question again after a while.
    Wait(Duration),
    /// The network objects to the word.
    Skip,
    Failed(Because),
}

impl Outcome {
    fn of(error: &ConnectorError, attempts: u32, random: u32) -> Self {
        tracing::warn!(%error, attempts, "a gap could not be searched");
        match error {
            ConnectorError::SignedOut(_) => Self::Failed("signed_out"),
            ConnectorError::Settings { code, .. } => Self::Failed(code),
            ConnectorError::Protocol(_) => Self::Skip,
            ConnectorError::RateLimited { .. } if attempts > ATTEMPTS_MAX => Self::Failed("rate_limited"),
            _ if attempts > ATTEMPTS_MAX => Self::Failed("unreachable"),
            ConnectorError::RateLimited { after, .. } => Self::Wait(*after),
            _ => Self::Wait(backoff::pause(attempts, random)),
        }
    }

    fn step(self, core: &Core, due: DueReread, mut plan: Plan) -> RereadStep {
        let (mut kept, mut attempts, mut pause_ms, mut failed) = (Kept::default(), 0, PAGE_EVERY_MS, None);
        match self {
            Self::Page { kept: page, next } => {
                kept = page;
                plan.turn_page(next);
            }
            Self::Wait(pause) => {
                attempts = due.attempts + 1;
                pause_ms = i64::try_from(pause.as_millis()).unwrap_or(Millis::MAX / 2);
            }
            Self::Skip => plan.skip(),
            Self::Failed(because) => failed = Some(because),
        }
        let state = match failed {
            Some(_) => RereadState::Failed,
            None if plan.word().is_none() => RereadState::Done,
            None => RereadState::Running,
        };
        let incomplete = (state == RereadState::Done && plan.incomplete).then_some("incomplete");
        let at = core.clock.now();
        RereadStep {
            gap_id: due.gap.id,
            bodies: kept.bodies,
            source: SOURCE,
            state,
            found: kept.found,
            because: failed.or(incomplete).map(str::to_owned),
            plan: serde_json::to_string(&plan).expect("texts and numbers"),
            attempts,
            at,
            next_at: at.saturating_add(pause_ms),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(words: &[&str]) -> Plan {
        Plan { words: words.iter().map(|word| (*word).to_owned()).collect(), ..Plan::default() }
    }

    #[test]
    fn a_plan_goes_page_by_page_and_word_by_word() {
        let mut plan = plan(&["a", "b"]);
        plan.turn_page(Some(Cursor("100".into())));
        assert_eq!((plan.word().map(String::as_str), plan.cursor.as_deref()), (Some("a"), Some("100")));
        plan.turn_page(None);
        assert_eq!((plan.word().map(String::as_str), plan.cursor.as_deref(), plan.pages), (Some("b"), None, 0));
        plan.turn_page(None);
        assert_eq!((plan.word(), plan.incomplete), (None, false));
    }

    #[test]
    fn a_word_without_end_is_cut_short_and_says_so() {
        let mut plan = plan(&["a", "b"]);
        for page in 0..PAGES_MAX {
            assert_eq!(plan.word().map(String::as_str), Some("a"));
            plan.turn_page(Some(Cursor(page.to_string())));
        }
        assert_eq!((plan.word().map(String::as_str), plan.incomplete), (Some("b"), true));
    }

    #[test]
    fn what_the_network_says_decides_what_comes_next() {
        let after = Duration::from_secs(9);
        let limited = || ConnectorError::RateLimited { after, why: String::new() };
        assert!(matches!(Outcome::of(&limited(), 1, 0), Outcome::Wait(pause) if pause == after));
        assert!(matches!(Outcome::of(&limited(), ATTEMPTS_MAX + 1, 0), Outcome::Failed("rate_limited")));
        let away = || ConnectorError::Transient("cut off".into());
        assert!(matches!(Outcome::of(&away(), 1, 0), Outcome::Wait(pause) if pause > Duration::ZERO));
        assert!(matches!(Outcome::of(&away(), ATTEMPTS_MAX + 1, 0), Outcome::Failed("unreachable")));
        assert!(matches!(Outcome::of(&ConnectorError::SignedOut(String::new()), 1, 0), Outcome::Failed("signed_out")));
        assert!(matches!(Outcome::of(&ConnectorError::Protocol("BadQueryString".into()), 1, 0), Outcome::Skip));
    }
}
