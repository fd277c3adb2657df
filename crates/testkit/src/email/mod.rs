//! A mail provider in memory: one account, read by IMAP, that submits by SMTP.
//!
//! As the real ones: numbers of mails only grow, `n:*` always names the last mail, a mail that was submitted is not filed among the sent ones
//! unless the provider does so ([`FakeEmail::file_sent`]), whoever idles is told of new mails at once. Nothing is encrypted: that is tried
//! against real servers.
//!
//! Breakdowns: [`Breakdown::Status`] and [`Breakdown::TooMany`] are IMAP's `NO [UNAVAILABLE]` and `NO [LIMIT]` and SMTP's 451 and 452 (mail cannot say how
//! long to wait); a server that goes down ends its connections; [`Breakdown::ClockOff`] moves the times of arrival; [`Breakdown::Huge`] is a line of
//! 10 MB.

mod commands;
mod criteria;
mod faked;
mod folders;
mod imap;
mod mail;
mod sign_in;
mod submission;

pub use mail::{Letter, Mail};
pub use sign_in::FakeSignIn;
pub use submission::Mailbox;

use crate::troubles::Troubles;
use answerable_domain::Clock;
use folders::Folders;
use imap::{House, ImapServer};
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};
use submission::Desk;
use tokio::sync::watch;

pub const MAIL_ADDRESS: &str = "care@acme.example";
pub const MAIL_PASSWORD: &str = "abcd efgh ijkl mnop";

const CAPABILITIES: &str = "IMAP4rev1 AUTH=PLAIN SASL-IR IDLE";
/// As Exchange says it.
const OF_MICROSOFT: &str = "IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS ID UNSELECT CHILDREN IDLE NAMESPACE LITERAL+";

pub struct FakeEmail {
    house: Arc<House>,
    imap: ImapServer,
    /// Where mails are submitted.
    pub submission: Mailbox,
    files_sent: Arc<AtomicBool>,
    /// What customers said, by native id.
    said: Mutex<HashMap<String, Vec<u8>>>,
    sign_in: Option<Arc<FakeSignIn>>,
}

impl FakeEmail {
    pub async fn start(clock: Arc<dyn Clock>) -> Self {
        Self::start_with(clock, None).await
    }

    /// As Microsoft does it: no password opens it, what is submitted gets another Message-ID, and a copy lies among the sent mails.
    pub async fn microsoft(clock: Arc<dyn Clock>) -> Self {
        let sign_in = Arc::new(FakeSignIn::start(clock.clone(), MAIL_ADDRESS).await);
        let provider = Self::start_with(clock, Some(sign_in)).await;
        provider.offer(OF_MICROSOFT);
        provider.file_sent();
        provider
    }

    async fn start_with(clock: Arc<dyn Clock>, sign_in: Option<Arc<FakeSignIn>>) -> Self {
        let folders = Arc::new(Folders::new(clock.clone()));
        let troubles = Arc::new(Troubles::default());
        let credentials = Arc::new(Mutex::new(format!("\0{MAIL_ADDRESS}\0{MAIL_PASSWORD}")));
        let house = Arc::new(House {
            folders: folders.clone(),
            troubles: troubles.clone(),
            credentials: credentials.clone(),
            sign_in: sign_in.clone(),
            capabilities: Mutex::new(CAPABILITIES.to_owned()),
            oddities: watch::Sender::new(Vec::new()),
            idles: watch::Sender::new(0),
            sign_ins: watch::Sender::new(0),
        });
        let imap = ImapServer::start(house.clone()).await;
        let files_sent = Arc::new(AtomicBool::new(false));
        let filing = files_sent.clone();
        let of_desk = clock.clone();
        let renames = sign_in.is_some();
        let on_mail = move |mail: &Mail| {
            if filing.load(Ordering::SeqCst) {
                let copy = if renames { mail::renamed(mail) } else { mail.text.clone() };
                folders.change("Sent", |sent| sent.put(copy.replace('\n', "\r\n").into_bytes(), of_desk.now(), true));
            }
        };
        let desk = Desk { clock, troubles, credentials: Some(credentials), sign_in: sign_in.clone(), on_mail: Box::new(on_mail) };
        let submission = Mailbox::start_with(desk).await;
        Self { house, imap, submission, files_sent, said: Mutex::default(), sign_in }
    }

    /// The settings of a channel.
    pub fn config(&self) -> Value {
        let server = |port: u16| json!({"host": "127.0.0.1", "port": port, "tls": "none"});
        let mut config = json!({
            "address": MAIL_ADDRESS,
            "name": "Acme Care",
            "imap": server(self.imap.address.port()),
            "smtp": server(self.submission.address.port()),
            "poll_seconds": 1,
        });
        if let Some(sign_in) = &self.sign_in {
            config["oauth"] = sign_in.config();
        }
        config
    }

    /// Where people sign in, at Microsoft's.
    pub fn sign_in(&self) -> &FakeSignIn {
        self.sign_in.as_ref().expect("only Microsoft's mailboxes have a page to sign in")
    }

    /// A mail as it arrives. Returns its number.
    pub fn deliver(&self, mail: impl Into<Vec<u8>>) -> u32 {
        self.deliver_at(mail, self.house.folders.clock.now(), false)
    }

    pub fn deliver_at(&self, mail: impl Into<Vec<u8>>, at: answerable_domain::Millis, seen: bool) -> u32 {
        let mail = mail.into();
        self.house.folders.change("INBOX", |inbox| inbox.put(mail, at, seen)).expect("there is always an INBOX")
    }

    /// From now on the server refuses whoever asks for these items of this mail, as Exchange and Yahoo do with some mails: `BODY`, `SIZE`.
    pub fn break_mail(&self, uid: u32, items: &'static [&'static str]) {
        let broken = |mail: &mut folders::Kept| mail.refuses = items;
        self.house.folders.change("INBOX", |inbox| inbox.mails.iter_mut().filter(|mail| mail.uid == uid).for_each(broken));
    }

    /// The server does not know the size of this mail, and says another.
    pub fn tell_size(&self, uid: u32, bytes: usize) {
        let told = |mail: &mut folders::Kept| mail.told_bytes = Some(bytes);
        self.house.folders.change("INBOX", |inbox| inbox.mails.iter_mut().filter(|mail| mail.uid == uid).for_each(told));
    }

    /// Mails in a folder, the oldest first.
    pub fn folder(&self, name: &str) -> Vec<Vec<u8>> {
        let folder = self.house.folders.get(name);
        folder.map_or_else(Vec::new, |folder| folder.mails.iter().map(|mail| mail.bytes.to_vec()).collect())
    }

    /// How many mails of the INBOX were marked as read.
    pub fn seen_mails(&self) -> usize {
        self.house.folders.get("INBOX").map_or(0, |inbox| inbox.mails.iter().filter(|mail| mail.seen).count())
    }

    pub fn remove_folder(&self, name: &str) {
        self.house.folders.remove(name);
    }

    /// All mails get other numbers, as after the server was restored from a backup.
    pub fn renumber(&self) {
        self.house.folders.change("INBOX", |inbox| {
            inbox.uid_validity += 1;
            inbox.uid_next = 1;
            for mail in &mut inbox.mails {
                mail.uid = inbox.uid_next;
                inbox.uid_next += 1;
            }
        });
        self.house.troubles.hang_up();
    }

    /// From now on the provider files what is submitted among the sent mails.
    pub fn file_sent(&self) {
        self.files_sent.store(true, Ordering::SeqCst);
    }

    /// What the server says that it can; see RFC 3501, 6.1.1.
    pub fn offer(&self, capabilities: &str) {
        *self.house.capabilities.lock().unwrap_or_else(PoisonError::into_inner) = capabilities.to_owned();
    }

    pub fn change_password(&self, password: &str) {
        *self.house.credentials.lock().unwrap_or_else(PoisonError::into_inner) = format!("\0{MAIL_ADDRESS}\0{password}");
    }

    /// Says a line to whoever idles.
    pub fn push_line(&self, line: &str) {
        self.house.oddities.send_modify(|lines| lines.push(line.to_owned()));
    }

    /// Waits until somebody has begun to idle so many times.
    pub async fn until_idles(&self, count: usize) {
        let mut idles = self.house.idles.subscribe();
        idles.wait_for(|so_far| *so_far >= count).await.expect("the server lives as long as we do");
    }

    pub fn sign_ins(&self) -> usize {
        *self.house.sign_ins.borrow()
    }

    /// Waits until somebody has signed in to read so many times.
    pub async fn until_sign_ins(&self, count: usize) {
        let mut sign_ins = self.house.sign_ins.subscribe();
        sign_ins.wait_for(|so_far| *so_far >= count).await.expect("the server lives as long as we do");
    }
}
