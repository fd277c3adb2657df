//! Pictures and files of posts: fetched behind the main flow, kept in a folder by the hash of their bytes, dropped when nobody needs them.
//!
//! Which files a post has stands in the store; their bytes lie in the folder. A row that says "kept" always has its bytes: they are written
//! before the row, and removed only while nobody writes and after no row names them.

mod attached;
mod fetch;
mod folder;
mod keeping;
pub mod kinds;

pub use attached::{has_attachments, keep_attachments};
pub use keeping::{Keeper, MediaRefused, judge};

use self::fetch::{Fetched, Unfetched};
use super::{channels::LiveChannel, core::Core};
use answerable_domain::{Millis, Network, Permission, Scope};
use answerable_networks::{ConnectorError, MediaSource};
use answerable_store::{MediaRow, MediaStep, NewUpload, StoreError, WantedMedia};
use futures_util::{StreamExt as _, stream};
use std::{sync::Arc, time::Duration};

/// Fetched at the same time.
const IN_FLIGHT_MAX: usize = 2;
const TAKE_MAX: usize = 20;
/// After so many the file is left where it is.
const ATTEMPTS_MAX: u32 = 6;
/// Never sleeps longer: the machine's clock may be set.
const LOOK_AGAIN_EVERY_MS: Millis = 5_000;
const STORE_RETRY_AFTER: Duration = Duration::from_millis(500);
const SWEEP_EVERY_MS: Millis = 60_000;
/// An upload that no post took in goes.
const LOOSE_KEPT_MS: Millis = 24 * 60 * 60 * 1_000;
const SWEPT_AT_ONCE: usize = 200;
/// A start should be quick.
const FIRST_ORPHANS_AFTER_MS: Millis = 60 * 60 * 1_000;
const ORPHANS_EVERY_MS: Millis = 24 * 60 * 60 * 1_000;

/// Where copies of pictures go with the post that was deleted at its source.
const GO_WITH_THE_POST: &[Network] = &[Network::Bluesky];

pub async fn run(core: Arc<Core>) {
    let folder = core.media.folder.clone();
    let _ = tokio::task::spawn_blocking(move || folder.clear_receiving()).await;
    let (mut sweep_at, mut orphans_at) = (0, core.clock.now() + FIRST_ORPHANS_AFTER_MS);
    while !core.stop.is_cancelled() {
        let pause = match round(&core, &mut sweep_at, &mut orphans_at).await {
            Ok(pause) => pause,
            Err(error) => {
                tracing::error!(%error, "pictures and files wait for the store");
                STORE_RETRY_AFTER
            }
        };
        tokio::select! {
            () = core.stop.cancelled() => {}
            () = core.media.waiting.notified() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// Fetches and sweeps what is due; returns how long nothing will be.
async fn round(core: &Arc<Core>, sweep_at: &mut Millis, orphans_at: &mut Millis) -> Result<Duration, StoreError> {
    let now = core.clock.now();
    if now >= *orphans_at {
        sweep_orphans(core).await?;
        *orphans_at = now + ORPHANS_EVERY_MS;
    }
    if now >= *sweep_at {
        sweep(core).await?;
        *sweep_at = now + SWEEP_EVERY_MS;
    }
    if step(core).await? > 0 {
        return Ok(Duration::ZERO);
    }
    let next = core.store.next_media_at().await?;
    let pause_ms = next.map_or(LOOK_AGAIN_EVERY_MS, |at| (at - core.clock.now()).clamp(1, LOOK_AGAIN_EVERY_MS));
    Ok(Duration::from_millis(pause_ms.unsigned_abs()))
}

/// Fetches what is due; returns how much that was.
pub async fn step(core: &Arc<Core>) -> Result<usize, StoreError> {
    let wanted = core.store.take_wanted_media(core.clock.now(), TAKE_MAX).await?;
    let count = wanted.len();
    let mut attempts = stream::iter(wanted).map(|wanted| attempt(core, wanted)).buffer_unordered(IN_FLIGHT_MAX);
    while let Some(attempted) = attempts.next().await {
        attempted?;
    }
    Ok(count)
}

async fn attempt(core: &Arc<Core>, wanted: WantedMedia) -> Result<(), StoreError> {
    let fetched = match core.channel(wanted.channel_id) {
        Some(live) => fetch(core, &live, &wanted).await,
        None => Err(Unfetched::Never("no_account")),
    };
    let is_last = wanted.attempts + 1 >= ATTEMPTS_MAX;
    let step = match fetched {
        Ok(Fetched { kind, bytes }) => match core.media.keep(bytes).await {
            Ok(kept) => {
                let hash = kept.hash.clone();
                let step = MediaStep::Kept { hash: hash.clone(), mime: kind.mime.to_owned(), bytes: kept.bytes };
                let is_wanted = core.store.record_media(wanted.id, step).await?;
                drop(kept);
                // Its post may have gone meanwhile.
                return if is_wanted { Ok(()) } else { core.media.remove_unused(&core.store, vec![hash]).await };
            }
            Err(error) => {
                tracing::error!(%error, media = %wanted.id, "a picture or file cannot be written down");
                MediaStep::Later { not_before: None }
            }
        },
        Err(Unfetched::Never(why)) => MediaStep::Refused { why: why.to_owned() },
        Err(Unfetched::Later { code, .. }) if is_last => MediaStep::Refused { why: code.to_owned() },
        Err(Unfetched::Later { after, .. }) => MediaStep::Later { not_before: after.map(|after| core.clock.now() + millis(after)) },
    };
    core.store.record_media(wanted.id, step).await.map(drop)
}

async fn fetch(core: &Core, live: &LiveChannel, wanted: &WantedMedia) -> Result<Fetched, Unfetched> {
    if let Some(code) = attached::refusal(&wanted.url) {
        return Err(Unfetched::Never(code));
    }
    if !live.connector.capabilities().media.is_there() {
        return Err(Unfetched::Never("policy"));
    }
    let told_mime = wanted.mime.as_deref().unwrap_or_default();
    match live.connector.media(&wanted.url).await {
        Ok(MediaSource::Fetch(url)) => {
            let own = fetch::own_hosts(live.channel.connector, &live.channel.config);
            core.media.fetcher.fetch(&url, &own, told_mime).await
        }
        Ok(MediaSource::Trusted(url)) => core.media.fetcher.fetch_trusted(&core.http, url.expose(), told_mime).await,
        Err(ConnectorError::RateLimited { after, .. }) => Err(Unfetched::Later { code: "unreachable", after: Some(after) }),
        Err(ConnectorError::Settings { code, .. }) => Err(Unfetched::Never(code)),
        Err(_) => Err(Unfetched::Later { code: "unreachable", after: None }),
    }
}

/// Removes what nobody needs any more: uploads without a post, and copies that go with their post.
pub async fn sweep(core: &Arc<Core>) -> Result<(), StoreError> {
    loop {
        let loose = core.store.loose_media_older_than(core.clock.now() - LOOSE_KEPT_MS, SWEPT_AT_ONCE).await?;
        let count = loose.len();
        let hashes = loose.iter().filter_map(|row| row.hash.clone()).collect();
        core.store.forget_loose_media(loose.iter().map(|row| row.id).collect()).await?;
        core.media.remove_unused(&core.store, hashes).await?;
        if count < SWEPT_AT_ONCE {
            break;
        }
    }
    loop {
        let hashes = core.store.drop_media_of_deleted(GO_WITH_THE_POST, SWEPT_AT_ONCE).await?;
        let count = hashes.len();
        core.media.remove_unused(&core.store, hashes).await?;
        if count < SWEPT_AT_ONCE {
            return Ok(());
        }
    }
}

/// Removes files that no row names any more: of brands that were removed, or written when the program died.
pub async fn sweep_orphans(core: &Arc<Core>) -> Result<(), StoreError> {
    let folder = core.media.folder.clone();
    let hashes = tokio::task::spawn_blocking(move || folder.hashes()).await.unwrap_or_default();
    for some in hashes.chunks(SWEPT_AT_ONCE) {
        core.media.remove_unused(&core.store, some.to_vec()).await?;
    }
    Ok(())
}

/// A file that a person uploaded: kept if it is of a kind that is kept.
pub async fn upload(core: &Core, scope: &Scope, name: Option<String>, told_mime: &str, bytes: Vec<u8>) -> Result<MediaRow, MediaRefused> {
    scope.require(Permission::Work).map_err(StoreError::from)?;
    let kind = judge(&bytes, told_mime, name.as_deref().unwrap_or_default()).map_err(MediaRefused::Never)?;
    let kept = core.media.keep(bytes).await?;
    let upload = NewUpload { hash: kept.hash.clone(), mime: kind.mime.to_owned(), name, alt: None, bytes: kept.bytes };
    match core.store.create_upload(scope, upload).await {
        Ok(row) => Ok(row),
        Err(error) => {
            let hash = kept.hash.clone();
            drop(kept);
            core.media.remove_unused(&core.store, vec![hash]).await?;
            Err(error.into())
        }
    }
}

fn millis(duration: Duration) -> Millis {
    Millis::try_from(duration.as_millis()).unwrap_or(Millis::MAX)
}
