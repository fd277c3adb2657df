//! What every part of the engine shares.

use super::{
    EngineSettings, Secrets,
    channels::LiveChannel,
    imports::Imports,
    interest::Interest,
    own::OwnAccounts,
    teaching::{Reassessments, Understanding},
};
use crate::clock::random_bytes;
use answerable_domain::{BrandId, Channel, ChannelId, Clock, ConnectorKind, Monitor, Mute, Network, Scope};
use answerable_listen::{ListenError, Matcher};
use answerable_networks::tid::TidGenerator;
use answerable_store::{Store, StoreError};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, RwLock},
};
use tokio::sync::Notify;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

pub struct Core {
    pub store: Store,
    pub clock: Arc<dyn Clock>,
    pub settings: EngineSettings,
    pub secrets: Secrets,
    pub http: reqwest::Client,
    rooms: RwLock<HashMap<BrandId, Arc<Room>>>,
    channels: RwLock<HashMap<ChannelId, Arc<LiveChannel>>>,
    tids: Mutex<TidGenerator>,
    pub raws_waiting: Notify,
    pub replies_waiting: Notify,
    pub cases_changed: Notify,
    pub wanted: Notify,
    pub alerts: super::alerts::Signals,
    pub hours_passed: Notify,
    pub gaps_waiting: Notify,
    pub imports: Imports,
    pub media: super::media::Keeper,
    /// One batch after another: the loop's, and that of somebody who waits for what they pasted.
    pub digesting: tokio::sync::Mutex<()>,
    /// One brand gets one channel for what is pasted, however many paste at once.
    pub opening_manual: tokio::sync::Mutex<()>,
    pub reassessments: Reassessments,
    pub stop: CancellationToken,
    pub tasks: TaskTracker,
}

/// What the engine keeps in memory about a brand.
pub struct Room {
    pub interest: Interest,
    pub understanding: Understanding,
    accounts: RwLock<Arc<OwnAccounts>>,
    /// One rebuilding of the matcher after another: two at once could leave the older monitors in force.
    rebuilding: tokio::sync::Mutex<()>,
}

impl Default for Room {
    fn default() -> Self {
        let nothing = Matcher::new(&[], &[]).expect("no monitors make a matcher");
        Self {
            interest: Interest::new(Arc::new(nothing)),
            understanding: Understanding::default(),
            accounts: RwLock::default(),
            rebuilding: tokio::sync::Mutex::default(),
        }
    }
}

impl Room {
    /// Is this account one of the brand's own?
    pub fn owns(&self, network: Network, native_id: &str) -> bool {
        self.accounts.read().expect("no holder panics").own(network, native_id)
    }

    /// The brand's own accounts, as they are now.
    pub fn accounts(&self) -> Arc<OwnAccounts> {
        self.accounts.read().expect("no holder panics").clone()
    }

    pub fn add_account(&self, channel: &Channel, native_id: &str, handle: Option<&str>) {
        // The sandbox plays all networks with one account.
        let plays_all = channel.connector == ConnectorKind::Sandbox;
        let networks = Network::ALL.into_iter().filter(|network| plays_all || *network == channel.network);
        let mut accounts = self.accounts.write().expect("no holder panics");
        let accounts = Arc::make_mut(&mut accounts);
        networks.for_each(|network| accounts.add(channel.id, network, native_id, handle));
        self.interest.follow([native_id]);
    }

    /// From now on its account is a stranger's, as it would be after a restart.
    pub fn remove_account(&self, channel: ChannelId) {
        Arc::make_mut(&mut self.accounts.write().expect("no holder panics")).remove(channel);
    }
}

/// The matcher of these monitors. One whose query cannot be read, because an older program wrote it, keeps no other from listening.
fn renewed(before: &Matcher, mut monitors: Vec<Monitor>, mutes: &[Mute]) -> Result<Matcher, ListenError> {
    loop {
        match before.renewed(&monitors, mutes) {
            Err(ListenError::Query { monitor_id, problems }) => {
                tracing::warn!(%monitor_id, ?problems, "a monitor's query cannot be read; it is left out");
                monitors.retain(|monitor| monitor.id != monitor_id);
            }
            made => return made,
        }
    }
}

impl Core {
    pub fn new(
        store: Store,
        clock: Arc<dyn Clock>,
        settings: EngineSettings,
        secrets: Secrets,
        http: reqwest::Client,
    ) -> anyhow::Result<Self> {
        let media = super::media::Keeper::new(settings.media_folder.clone(), settings.allowed_hosts.clone(), clock.clone())?;
        Ok(Self {
            store,
            clock,
            settings,
            secrets,
            http,
            rooms: RwLock::default(),
            channels: RwLock::default(),
            tids: Mutex::new(TidGenerator::new(u16::from_le_bytes(random_bytes()))),
            raws_waiting: Notify::new(),
            replies_waiting: Notify::new(),
            cases_changed: Notify::new(),
            wanted: Notify::new(),
            alerts: super::alerts::Signals::default(),
            hours_passed: Notify::new(),
            gaps_waiting: Notify::new(),
            imports: Imports::default(),
            media,
            digesting: tokio::sync::Mutex::default(),
            opening_manual: tokio::sync::Mutex::default(),
            reassessments: Reassessments::default(),
            stop: CancellationToken::new(),
            tasks: TaskTracker::new(),
        })
    }

    pub fn random(&self) -> u32 {
        u32::from_le_bytes(random_bytes())
    }

    pub fn own_ids(&self, count: usize) -> Vec<String> {
        self.tids.lock().expect("no holder panics").take(count, self.clock.now())
    }

    pub fn channel(&self, id: ChannelId) -> Option<Arc<LiveChannel>> {
        self.channels.read().expect("no holder panics").get(&id).cloned()
    }

    pub fn channels_of(&self, brand: BrandId) -> Vec<Arc<LiveChannel>> {
        let channels = self.channels.read().expect("no holder panics");
        let mut of_brand: Vec<_> = channels.values().filter(|live| live.channel.brand_id == brand).cloned().collect();
        of_brand.sort_by_key(|live| live.channel.id);
        of_brand
    }

    /// Puts a channel in its place; the one that was there stops.
    pub fn put_channel(&self, live: Arc<LiveChannel>) {
        let before = self.channels.write().expect("no holder panics").insert(live.channel.id, live);
        if let Some(before) = before {
            before.stop.cancel();
        }
    }

    pub fn take_channel(&self, id: ChannelId) {
        if let Some(live) = self.channels.write().expect("no holder panics").remove(&id) {
            live.stop.cancel();
        }
    }

    pub fn room(&self, brand: BrandId) -> Arc<Room> {
        if let Some(room) = self.rooms.read().expect("no holder panics").get(&brand) {
            return room.clone();
        }
        self.rooms.write().expect("no holder panics").entry(brand).or_default().clone()
    }

    pub fn close_room(&self, brand: BrandId) {
        self.rooms.write().expect("no holder panics").remove(&brand);
        let channels: Vec<ChannelId> = self.channels_of(brand).iter().map(|live| live.channel.id).collect();
        channels.into_iter().for_each(|id| self.take_channel(id));
    }

    /// Makes a brand's matcher anew, off the hot path, and swaps it in.
    pub async fn rebuild_matcher(&self, brand: BrandId) -> Result<(), StoreError> {
        let room = self.room(brand);
        let _alone = room.rebuilding.lock().await;
        let scope = Scope::program(brand);
        let monitors = self.store.monitors(&scope).await?.into_iter().map(|record| record.monitor).collect::<Vec<_>>();
        let mutes = self.store.mutes(&scope).await?.into_iter().map(|record| record.mute).collect::<Vec<_>>();
        let before = room.interest.matcher();
        let renewed = tokio::task::spawn_blocking(move || renewed(&before, monitors, &mutes)).await;
        match renewed.map_err(|crash| StoreError::Unavailable(crash.to_string()))? {
            Ok(matcher) => room.interest.set_matcher(Arc::new(matcher)),
            // The old matcher stays: hearing with yesterday's words is better than not hearing.
            Err(error) => tracing::error!(%brand, %error, "the monitors could not be put into force"),
        }
        Ok(())
    }

    /// Wakes everything that waits for a time or for news.
    pub fn look_again(&self) {
        let loops = [&self.raws_waiting, &self.replies_waiting, &self.cases_changed, &self.wanted, &self.hours_passed, &self.gaps_waiting];
        for waiting in loops.into_iter().chain([&self.alerts.changed, &self.alerts.deliveries, &self.media.waiting]) {
            waiting.notify_one();
        }
        for live in self.channels.read().expect("no holder panics").values() {
            live.poke.notify_waiters();
        }
    }
}
