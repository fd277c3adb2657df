//! A server that speaks the Mastodon API, in memory: people, statuses, notifications, streams, and faults on demand.
//!
//! Shapes and errors are those recorded from a real GoToSocial (`fixtures/mastodon`) and those that Mastodon documents; what differs between
//! the two is a [`MastodonProfile`]. Of the breakdowns, `ClockOff` lasts until [`Faked::mend`](crate::Faked::mend) even for one request, and
//! `Huge` to what is sent does nothing but answer.

mod answers;
mod calls;
mod deeds;
mod entities;
mod faked;
mod instance;
mod markup;
mod oauth;
mod profile;
mod stream;
mod town;

pub use profile::{Flavour, MastodonProfile};
pub use town::Draft as MastodonDraft;

use crate::{Breakdown, Calls, Request, serve::Served};
use answerable_domain::{Clock, Millis};
use serde_json::Value;
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::watch;
use town::Town;

/// The account that a channel is connected to.
const BRAND: &str = "brand";
/// Where customers have their accounts.
const ELSEWHERE: &str = "elsewhere.example";

/// Shared by the calls.
pub(crate) struct Inner {
    town: Mutex<Town>,
    breakdowns: Mutex<Breakdowns>,
    requests: Mutex<Vec<(Request, String)>>,
    /// Connections and subscriptions of streams so far.
    connections: watch::Sender<u64>,
    subscriptions: watch::Sender<usize>,
    /// Open connections say nothing any more.
    dead: watch::Sender<bool>,
    mends: watch::Sender<u64>,
}

#[derive(Default)]
struct Breakdowns {
    lasting: Vec<(Calls, Breakdown)>,
    next: VecDeque<(Calls, Breakdown)>,
}

impl Inner {
    fn town(&self) -> MutexGuard<'_, Town> {
        self.town.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn breakdowns(&self) -> MutexGuard<'_, Breakdowns> {
        self.breakdowns.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What goes wrong with this request.
    fn fault(&self, what: Calls) -> Option<Breakdown> {
        let mut all = self.breakdowns();
        let next = all.next.iter().position(|(calls, _)| calls.includes(what)).and_then(|place| all.next.remove(place));
        let fault = next.or_else(|| all.lasting.iter().find(|(calls, _)| calls.includes(what)).copied());
        fault.map(|(_, how)| how).filter(|how| !matches!(how, Breakdown::ClockOff { .. }))
    }

    fn noted(&self, at: Millis, what: Calls, ok: bool, line: &str) {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).push((Request { at, what, ok }, line.to_owned()));
    }

    async fn until_mended(&self) {
        // When the sender is gone the server is gone, and nobody waits any more.
        let _ = self.mends.subscribe().changed().await;
    }
}

pub struct FakeMastodon {
    inner: Arc<Inner>,
    token: String,
    brand: usize,
    _served: Served,
}

impl FakeMastodon {
    /// With one account on it, the brand's.
    pub async fn start(clock: Arc<dyn Clock>, profile: MastodonProfile) -> Self {
        let inner = Arc::new(Inner {
            town: Mutex::new(Town::new(clock, profile)),
            breakdowns: Mutex::default(),
            requests: Mutex::default(),
            connections: watch::Sender::new(0),
            subscriptions: watch::Sender::new(0),
            dead: watch::Sender::new(false),
            mends: watch::Sender::new(0),
        });
        let served = Served::start(calls::router(inner.clone())).await;
        let (brand, token) = {
            let mut town = inner.town();
            town.base = format!("http://{}", served.address);
            let brand = town.add_account(BRAND, None);
            (brand, town.grants.issue(brand))
        };
        Self { inner, token, brand, _served: served }
    }

    pub fn url(&self) -> String {
        self.inner.town().base.clone()
    }

    /// `127.0.0.1:port`
    pub fn host(&self) -> String {
        self.inner.town().host().to_owned()
    }

    /// The brand's access token.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// The server is set up in another way from now on.
    pub fn set_profile(&self, profile: MastodonProfile) {
        self.inner.town().profile = profile;
    }

    /// The way to the streams is closed, as behind a proxy that knows no WebSockets.
    pub fn break_streams(&self, broken: bool) {
        self.inner.town().profile.streams = !broken;
    }

    /// Every token stops working.
    pub fn revoke_tokens(&self) {
        self.inner.town().grants.tokens.clear();
    }

    /// An account of this server; of another one with `name@host`. Known names stay who they are.
    pub fn person(&self, name: &str) {
        self.account(name);
    }

    pub fn set_bot(&self, name: &str) {
        let account = self.account(name);
        self.inner.town().accounts[account].bot = true;
    }

    fn account(&self, name: &str) -> usize {
        let mut town = self.inner.town();
        town.account_named(name).unwrap_or_else(|| {
            let (user, host) = name.split_once('@').map_or((name, None), |(user, host)| (user, Some(host)));
            town.add_account(user, host)
        })
    }

    /// `name` says something; returns the id of the status.
    pub fn publish(&self, name: &str, draft: MastodonDraft) -> String {
        let author = self.account(name);
        self.inner.town().publish(author, draft)
    }

    /// The server loses the frames that would tell of it.
    pub fn publish_unheard(&self, name: &str, draft: MastodonDraft) -> String {
        let listeners = std::mem::take(&mut self.inner.town().listeners);
        let id = self.publish(name, draft);
        self.inner.town().listeners = listeners;
        id
    }

    /// As with private messages of strangers on Mastodon: nothing is pushed, and the list shows it only to who asks for what was filtered.
    pub fn publish_filtered(&self, name: &str, draft: MastodonDraft) -> String {
        let id = self.publish_unheard(name, draft);
        let mut town = self.inner.town();
        town.notifications.iter_mut().filter(|one| one.status.as_deref() == Some(&id)).for_each(|one| one.filtered = true);
        id
    }

    /// A status stays on the server, as GoToSocial's people may choose.
    pub fn keep_local(&self, id: &str) {
        self.inner.town().local_only.insert(id.to_owned());
    }

    /// The brand mutes somebody.
    pub fn mute(&self, who: &str) {
        let who = self.account(who);
        self.inner.town().muted.insert(who);
    }

    pub fn edit_status(&self, id: &str, text: &str) {
        assert!(self.inner.town().edit(id, text, None), "no such status");
    }

    pub fn delete_status(&self, id: &str) {
        assert!(self.inner.town().delete(id), "no such status");
    }

    pub fn follow(&self, who: &str, whom: &str) {
        let (who, whom) = (self.account(who), self.account(whom));
        self.inner.town().follow(who, whom);
    }

    pub fn like(&self, who: &str, id: &str) {
        let who = self.account(who);
        self.inner.town().like(who, id);
    }

    pub fn boost(&self, who: &str, id: &str) {
        let who = self.account(who);
        self.inner.town().boost(who, id);
    }

    /// A status as the API shows it to the brand; `None`: it is gone or cannot be seen.
    pub fn status(&self, id: &str) -> Option<Value> {
        let town = self.inner.town();
        town.status(id).map(|status| entities::status(&town, status, Some(self.brand)))
    }

    /// Everything the brand has said that still stands, oldest first, as the API shows it.
    pub fn said_by_brand(&self) -> Vec<Value> {
        let town = self.inner.town();
        let own = town.statuses.iter().filter(|status| status.author == self.brand && !status.deleted && status.boost_of.is_none());
        own.map(|status| entities::status(&town, status, Some(self.brand))).collect()
    }

    /// Any frame to everyone who listens.
    pub fn push_frame(&self, frame: &str) {
        self.inner.town().listeners.iter().for_each(|listener| listener.push(frame.to_owned()));
    }

    /// What a person does who is shown this address: lets the app in. The code, or what is wrong with the address.
    pub fn approve(&self, authorize_url: &str, name: &str) -> Result<String, String> {
        let account = self.account(name);
        let uri = authorize_url.parse().map_err(|_| "not an address".to_owned())?;
        oauth::approve(&mut self.inner.town(), &calls::pairs(&uri), account)
    }

    /// Method and address of every request, in order.
    pub fn log(&self) -> Vec<String> {
        self.inner.requests.lock().unwrap_or_else(PoisonError::into_inner).iter().map(|(_, line)| line.clone()).collect()
    }

    /// How often something was asked whose line begins so: `GET /api/v1/notifications`.
    pub fn calls(&self, begin: &str) -> usize {
        self.log().iter().filter(|line| line.starts_with(begin)).count()
    }

    /// Waits until this many subscriptions to streams were made in all.
    pub async fn until_subscriptions(&self, count: usize) {
        self.inner.subscriptions.subscribe().wait_for(|made| *made >= count).await.expect("the sender lives in self");
    }
}
