//! Fetching what a delivery only named: profiles of authors, parents up the thread; and looking again at recent posts where no stream
//! would tell of an edit or a deletion.
//!
//! It runs behind the main flow and never holds it up. What comes back is stored as a payload like any other and goes through the same
//! stages.

use super::{channels::LiveChannel, core::Core};
use answerable_domain::{BrandId, ChannelId, ChannelState, ConnectorKind, Inbound, Millis, Scope};
use answerable_networks::{ConnectorError, Recheck};
use answerable_store::{StoreError, Wanted, WantedKind};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

/// The source under which fetched things are stored; their bodies are [`Inbound`]s as JSON.
pub const SOURCE: &str = "hydrate";

/// The most that one question may ask for.
const IDS_MAX: usize = 25;
const TAKE_MAX: usize = 100;
const LOOK_AGAIN_EVERY: Duration = Duration::from_secs(5);
const RECHECK_POSTS_MAX: usize = 100;

pub async fn run(core: Arc<Core>) {
    let mut rechecked = BTreeMap::new();
    while !core.stop.is_cancelled() {
        let pause = match step(&core).await {
            Ok(0) => LOOK_AGAIN_EVERY,
            Ok(_) => Duration::ZERO,
            Err(error) => {
                tracing::warn!(%error, "fetching waits");
                LOOK_AGAIN_EVERY
            }
        };
        recheck(&core, &mut rechecked).await;
        tokio::select! {
            () = core.stop.cancelled() => {}
            () = core.wanted.notified() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// Fetches what is wanted; returns how much was asked for.
pub async fn step(core: &Arc<Core>) -> Result<usize, StoreError> {
    let mut asked = 0;
    for kind in [WantedKind::Author, WantedKind::Post] {
        let wanted = core.store.take_wanted(kind, core.clock.now(), TAKE_MAX).await?;
        asked += wanted.len();
        for (brand, by_network) in by_channel(core, wanted) {
            for (live, ids) in by_network {
                fetch(core, brand, &live, kind, &ids).await?;
            }
        }
    }
    Ok(asked)
}

type Fetches = BTreeMap<BrandId, Vec<(Arc<LiveChannel>, Vec<String>)>>;

fn by_channel(core: &Core, wanted: Vec<Wanted>) -> Fetches {
    let mut grouped: BTreeMap<(BrandId, ChannelId), Vec<String>> = BTreeMap::new();
    for want in wanted {
        grouped.entry((want.brand_id, want.channel_id)).or_default().push(want.native_id);
    }
    let mut fetches = Fetches::new();
    for ((brand, channel), ids) in grouped {
        if let Some(live) = reader(core, brand, channel) {
            fetches.entry(brand).or_default().push((live, ids));
        }
    }
    fetches
}

/// The channel itself, or while it is paused or gone another of the same network.
fn reader(core: &Core, brand: BrandId, channel: ChannelId) -> Option<Arc<LiveChannel>> {
    let heard_by = core.channel(channel)?;
    if heard_by.channel.state == ChannelState::Active {
        return Some(heard_by);
    }
    let others = core.channels_of(brand);
    others.into_iter().find(|live| live.channel.network == heard_by.channel.network && live.channel.state == ChannelState::Active)
}

async fn fetch(core: &Arc<Core>, brand: BrandId, live: &Arc<LiveChannel>, kind: WantedKind, ids: &[String]) -> Result<(), StoreError> {
    for chunk in ids.chunks(IDS_MAX) {
        let now = core.clock.now();
        if !live.reading.left(now).is_zero() {
            return Ok(()); // what is wanted is asked for again later
        }
        let fetched = match kind {
            WantedKind::Author => live.connector.hydrate_authors(chunk).await,
            WantedKind::Post => live.connector.hydrate_posts(chunk).await,
        };
        match fetched {
            Ok(inbound) => keep(core, live, inbound).await?,
            // The store has put off the next attempt already.
            Err(error) => {
                if let ConnectorError::RateLimited { after, .. } = &error {
                    live.reading.keep(now, *after);
                }
                log_failure(brand, live, &error);
            }
        }
    }
    Ok(())
}

fn log_failure(brand: BrandId, live: &LiveChannel, error: &ConnectorError) {
    tracing::warn!(%brand, channel = %live.channel.id, %error, "fetching failed");
}

/// Stores what was fetched, as a payload.
async fn keep(core: &Arc<Core>, live: &LiveChannel, mut inbound: Vec<Inbound>) -> Result<(), StoreError> {
    for inbound in &mut inbound {
        if let Inbound::Post(post) = inbound {
            post.context = true;
            post.addressed = false;
        }
    }
    inbound.retain(|inbound| !matches!(inbound, Inbound::Ignored { .. }));
    if inbound.is_empty() {
        return Ok(());
    }
    let body = serde_json::to_vec(&inbound).expect("inbound posts are plain structs with string keys");
    core.store.append_fetched(live.channel.id, SOURCE, vec![body], core.clock.now()).await?;
    core.raws_waiting.notify_one();
    Ok(())
}

/// Where nobody tells us of edits and deletions: ask for recent posts again.
async fn recheck(core: &Arc<Core>, rechecked: &mut BTreeMap<ChannelId, Millis>) {
    let now = core.clock.now();
    for brand in core.store.brands().await.unwrap_or_default() {
        let channels = core.channels_of(brand.id);
        let is_active = |live: &LiveChannel| live.channel.state == ChannelState::Active;
        // The stream of the whole network tells what its accounts would have to ask for.
        let streamed = channels.iter().any(|live| live.channel.connector == ConnectorKind::BlueskyStream && is_active(live));
        for live in channels.iter().filter(|live| is_active(live)) {
            let Some(Recheck { every, within }) = live.connector.recheck() else { continue };
            let due = rechecked.entry(live.channel.id).or_insert(now + millis(every));
            if now < *due || (streamed && live.channel.connector == ConnectorKind::Bluesky) {
                continue;
            }
            *due = now + millis(every);
            if let Err(error) = recheck_channel(core, brand.id, live, now - millis(within)).await {
                tracing::warn!(brand = %brand.id, %error, "looking again at recent posts failed");
            }
        }
    }
}

async fn recheck_channel(core: &Arc<Core>, brand: BrandId, live: &Arc<LiveChannel>, since: Millis) -> Result<(), StoreError> {
    let recent = core.store.recent_posts(&Scope::program(brand), since, None, RECHECK_POSTS_MAX).await?;
    let scope = live.connector.scope(live.channel.network, live.channel.id);
    // Of another channel of the same network the ids may be of another server.
    let same_ids = |row: &answerable_store::PostRow| {
        let heard_by = core.channel(row.post.channel_id);
        heard_by.is_some_and(|heard_by| heard_by.connector.scope(row.post.network, row.post.channel_id) == scope)
    };
    let there = |row: &answerable_store::PostRow| row.post.network == live.channel.network && row.post.deleted_at.is_none();
    let ids: BTreeSet<String> =
        recent.items.iter().filter(|row| there(row) && same_ids(row)).map(|row| row.post.native_id.clone()).collect();
    let ids: Vec<String> = ids.into_iter().collect();
    fetch(core, brand, live, WantedKind::Post, &ids).await
}

fn millis(duration: Duration) -> Millis {
    Millis::try_from(duration.as_millis()).unwrap_or(Millis::MAX)
}
