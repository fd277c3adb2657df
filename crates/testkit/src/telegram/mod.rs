//! Telegram's Bot API in memory: one bot, its chats, and the queue of its updates.
//!
//! As the real one: an update is kept until the next question confirms it by a higher offset, for 24 hours at most; one reader at a time; a
//! webhook and reading exclude each other. Deletions are told only in chats of a connected business account, so [`Faked::delete`] cannot be;
//! nobody but Telegram writes into a bot's queue, so [`Faked::forge`] cannot be either. [`Breakdown::ClockOff`] moves the dates of messages.

mod calls;
mod chats;
mod faked;
mod sending;

pub use chats::{ChatKey, Member};

use crate::{serve::Served, troubles::Troubles};
use answerable_domain::Clock;
use chats::Chats;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

pub(crate) const BOT_ID: i64 = 987_654_321;
pub(crate) const BOT_NAME: &str = "acme_care_bot";
const TOKEN: &str = "987654321:AAF-test-token_of_nobody";

pub(crate) struct Inner {
    pub clock: Arc<dyn Clock>,
    chats: Mutex<Chats>,
    pub troubles: Troubles,
    /// Goes up with everything that a waiting reader should look at.
    pub news: watch::Sender<u64>,
    /// Questions for updates that began so far.
    pub polls: watch::Sender<usize>,
}

impl Inner {
    pub fn chats(&self) -> MutexGuard<'_, Chats> {
        self.chats.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn announce(&self) {
        self.news.send_modify(|count| *count += 1);
    }
}

pub struct FakeTelegram {
    inner: Arc<Inner>,
    served: Served,
}

impl FakeTelegram {
    pub async fn start(clock: Arc<dyn Clock>) -> Self {
        let inner = Arc::new(Inner {
            clock,
            chats: Mutex::default(),
            troubles: Troubles::default(),
            news: watch::Sender::new(0),
            polls: watch::Sender::new(0),
        });
        let served = Served::start(calls::router(inner.clone())).await;
        Self { inner, served }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.served.address)
    }

    pub fn token(&self) -> &'static str {
        TOKEN
    }

    pub fn bot_id(&self) -> i64 {
        BOT_ID
    }

    pub fn bot_name(&self) -> &'static str {
        BOT_NAME
    }

    fn change<T>(&self, work: impl FnOnce(&mut Chats) -> T) -> T {
        let mut chats = self.inner.chats();
        chats.now = self.inner.clock.now() + self.inner.troubles.clock_off_ms();
        let done = work(&mut chats);
        drop(chats);
        self.inner.announce();
        done
    }

    /// A group; with a name it is public.
    pub fn add_group(&self, title: &str, name: Option<&str>) -> ChatKey {
        self.change(|chats| chats.add_group(title, name))
    }

    /// A channel that the bot may read.
    pub fn add_channel(&self, title: &str, name: Option<&str>) -> ChatKey {
        self.change(|chats| chats.add_channel(title, name))
    }

    /// The private chat of a customer with the bot.
    pub fn private_chat(&self, who: &str) -> ChatKey {
        self.change(|chats| chats.private_chat(who))
    }

    /// Somebody says something; `fields` are those of a message (`text`, `entities`, `photo`, ...). Returns its number in the chat.
    pub fn message(&self, chat: &ChatKey, who: Member<'_>, fields: Value) -> i64 {
        self.change(|chats| chats.message(chat, who, fields))
    }

    /// As [`Self::message`], below another one.
    pub fn reply(&self, chat: &ChatKey, who: Member<'_>, to: i64, mut fields: Value) -> i64 {
        self.change(|chats| {
            fields["reply_to_message"] = chats.quoted(chat, to);
            chats.message(chat, who, fields)
        })
    }

    pub fn edit_message(&self, chat: &ChatKey, number: i64, fields: Value) {
        self.change(|chats| chats.edit(chat, number, fields));
    }

    /// One picture of an album; the pictures of one album have the same `group`.
    pub fn album_part(&self, chat: &ChatKey, who: Member<'_>, group: &str, caption: Option<&str>) -> i64 {
        self.change(|chats| chats.album_part(chat, who, group, caption))
    }

    /// The bot is connected to a business account. Returns the id of the connection.
    pub fn connect_business(&self, can_reply: bool) -> String {
        self.change(|chats| chats.connect_business(can_reply))
    }

    /// The owner allows answers, or no longer.
    pub fn allow_business_answers(&self, connection: &str, can_reply: bool) {
        self.change(|chats| chats.allow_answers(connection, can_reply));
    }

    /// The chat of a customer with the business account.
    pub fn business_chat(&self, connection: &str, who: &str) -> ChatKey {
        self.change(|chats| chats.business_chat(connection, who))
    }

    pub fn delete_business_messages(&self, chat: &ChatKey, numbers: &[i64]) {
        self.change(|chats| chats.delete_business_messages(chat, numbers));
    }

    /// The customer stops the bot.
    pub fn block(&self, who: &str) {
        self.change(|chats| chats.block(who, true));
    }

    pub fn unblock(&self, who: &str) {
        self.change(|chats| chats.block(who, false));
    }

    /// The group becomes a supergroup with another number.
    pub fn migrate(&self, chat: &ChatKey) -> ChatKey {
        self.change(|chats| chats.migrate(chat))
    }

    /// An update with these fields; its number is filled in.
    pub fn update(&self, fields: Value) {
        self.change(|chats| chats.queue(fields));
    }

    pub fn set_webhook(&self, url: &str) {
        self.change(|chats| chats.webhook = url.to_owned());
    }

    /// The id of a file that can be fetched.
    pub fn add_file(&self, path: &str, bytes: impl Into<Vec<u8>>) -> String {
        self.change(|chats| chats.add_file(path, bytes.into()))
    }

    /// The next update gets this number: real ones start anew anywhere after a quiet week.
    pub fn restart_numbers_at(&self, update_id: i64) {
        self.change(|chats| chats.next_update = update_id);
    }

    /// Bodies of `sendMessage` that were accepted.
    pub fn sent(&self) -> Vec<Value> {
        self.inner.chats().sent.clone()
    }

    /// `(native id, emoji)` in the order they came.
    pub fn reactions(&self) -> Vec<(String, String)> {
        self.inner.chats().reactions.clone()
    }

    /// The offsets and kinds of updates that were asked for.
    pub fn asked(&self) -> Vec<(Option<i64>, Vec<String>)> {
        self.inner.chats().asked.clone()
    }

    /// Numbers of the updates that nobody confirmed yet.
    pub fn pending(&self) -> Vec<i64> {
        self.inner.chats().pending.iter().map(|update| update.number).collect()
    }

    /// Waits until this many questions for updates began.
    pub async fn until_polls(&self, count: usize) {
        self.inner.polls.subscribe().wait_for(|polls| *polls >= count).await.expect("the sender lives in self");
    }

    /// Waits until a reader has confirmed all there is.
    pub async fn until_confirmed(&self) {
        let mut news = self.inner.news.subscribe();
        while !self.inner.chats().pending.is_empty() {
            news.changed().await.expect("the sender lives in self");
        }
    }

    pub fn polls(&self) -> usize {
        *self.inner.polls.borrow()
    }
}

/// As the network names a bot to itself.
pub(crate) fn bot() -> Value {
    json!({"id": BOT_ID, "is_bot": true, "first_name": "Acme Care", "username": BOT_NAME})
}
