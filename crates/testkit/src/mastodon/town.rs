//! What a server knows: accounts, statuses with their versions, notifications, and who listens.

use super::{
    markup::{self, Written},
    oauth::Grants,
    profile::MastodonProfile,
    stream::Listener,
};
use answerable_domain::{Clock, Millis};
use serde_json::Value;
use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

pub struct Town {
    pub clock: Arc<dyn Clock>,
    pub clock_off_ms: Millis,
    pub profile: MastodonProfile,
    /// `http://127.0.0.1:port`.
    pub base: String,
    pub accounts: Vec<Account>,
    /// In the order in which the server learned of them.
    pub statuses: Vec<Status>,
    pub notifications: Vec<Notification>,
    pub follows: BTreeSet<(usize, usize)>,
    /// Whom the brand does not want to hear.
    pub muted: BTreeSet<usize>,
    /// Statuses that leave the server for nobody.
    pub local_only: BTreeSet<String>,
    pub grants: Grants,
    pub listeners: Vec<Listener>,
    /// Token and key, with what was made for them and when.
    pub keys: HashMap<(String, String), (String, Millis)>,
    serial: u64,
}

pub struct Account {
    pub id: String,
    pub name: String,
    /// On another server.
    pub host: Option<String>,
    pub display_name: String,
    pub bot: bool,
    pub created_at: Millis,
}

#[derive(Clone)]
pub struct Version {
    pub text: String,
    pub spoiler: String,
    pub at: Millis,
}

pub struct Status {
    pub id: String,
    pub author: usize,
    /// The first is the original, the last stands.
    pub versions: Vec<Version>,
    pub visibility: &'static str,
    pub language: Option<String>,
    pub parent: Option<String>,
    pub created_at: Millis,
    /// Instead of the HTML made of the text.
    pub content: Option<String>,
    pub quote: Option<String>,
    pub media: Vec<Value>,
    pub boost_of: Option<String>,
    pub liked_by: BTreeSet<usize>,
    pub boosted_by: BTreeSet<usize>,
    pub deleted: bool,
}

impl Status {
    pub fn now(&self) -> &Version {
        self.versions.last().expect("a status has a version")
    }
}

pub struct Notification {
    pub id: String,
    pub to: usize,
    pub what: &'static str,
    pub from: usize,
    pub status: Option<String>,
    pub at: Millis,
    /// Kept back by the account's filter for people it does not know: told only to who asks for it.
    pub filtered: bool,
}

/// What somebody says, with everything that can be chosen.
#[derive(Debug, Clone)]
pub struct Draft {
    pub text: String,
    pub spoiler: String,
    pub visibility: &'static str,
    pub language: Option<String>,
    pub parent: Option<String>,
    /// HTML as it comes, instead of what the server would make of the text.
    pub content: Option<String>,
    pub quote: Option<String>,
    pub media: Vec<Value>,
    /// By how much it was said earlier than the server hears of it.
    pub earlier_by_ms: Millis,
}

impl Draft {
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            spoiler: String::new(),
            visibility: "public",
            language: None,
            parent: None,
            content: None,
            quote: None,
            media: Vec::new(),
            earlier_by_ms: 0,
        }
    }

    pub fn below(self, status: &str) -> Self {
        Self { parent: Some(status.to_owned()), ..self }
    }

    pub fn visible_to(self, visibility: &'static str) -> Self {
        Self { visibility, ..self }
    }

    pub fn warning(self, spoiler: &str) -> Self {
        Self { spoiler: spoiler.to_owned(), ..self }
    }
}

impl Town {
    pub fn new(clock: Arc<dyn Clock>, profile: MastodonProfile) -> Self {
        Self {
            clock,
            clock_off_ms: 0,
            profile,
            base: String::new(),
            accounts: Vec::new(),
            statuses: Vec::new(),
            notifications: Vec::new(),
            follows: BTreeSet::new(),
            muted: BTreeSet::new(),
            local_only: BTreeSet::new(),
            grants: Grants::default(),
            listeners: Vec::new(),
            keys: HashMap::new(),
            serial: 0,
        }
    }

    /// As the server's own clock has it.
    pub fn now(&self) -> Millis {
        self.clock.now() + self.clock_off_ms
    }

    pub fn host(&self) -> &str {
        self.base.trim_start_matches("http://")
    }

    pub fn add_account(&mut self, name: &str, host: Option<&str>) -> usize {
        let created_at = self.now();
        let id = self.next_id(created_at);
        let (name, host) = (name.to_owned(), host.map(str::to_owned));
        self.accounts.push(Account { id, display_name: name.clone(), name, host, bot: false, created_at });
        self.accounts.len() - 1
    }

    /// `name`, or `name@host`; the server's own host may be written out.
    pub fn account_named(&self, said: &str) -> Option<usize> {
        let (name, host) = said.split_once('@').map_or((said, None), |(name, host)| (name, Some(host)));
        let host = host.filter(|host| *host != self.host());
        let is_it = |account: &Account| account.name.eq_ignore_ascii_case(name) && account.host.as_deref() == host;
        self.accounts.iter().position(is_it)
    }

    pub fn url_of(&self, account: usize) -> String {
        let Account { name, host, .. } = &self.accounts[account];
        host.as_ref().map_or_else(|| format!("{}/@{name}", self.base), |host| format!("https://{host}/@{name}"))
    }

    pub fn status(&self, id: &str) -> Option<&Status> {
        self.statuses.iter().find(|status| status.id == id && !status.deleted)
    }

    pub fn status_mut(&mut self, id: &str) -> Option<&mut Status> {
        self.statuses.iter_mut().find(|status| status.id == id && !status.deleted)
    }

    pub fn written(&self, status: &Status) -> Written {
        markup::written(self, &status.now().text)
    }

    pub fn may_see(&self, viewer: Option<usize>, status: &Status) -> bool {
        let is_named = || viewer.is_some_and(|viewer| self.written(status).mentions.contains(&viewer));
        let follows = || viewer.is_some_and(|viewer| self.follows.contains(&(viewer, status.author)));
        match status.visibility {
            "public" | "unlisted" | "local" => true,
            "private" => viewer == Some(status.author) || is_named() || follows(),
            _ => viewer == Some(status.author) || is_named(),
        }
    }

    pub fn ancestors(&self, status: &Status) -> Vec<&Status> {
        let mut above = Vec::new();
        let mut next = status.parent.as_deref();
        while let Some(parent) = next.and_then(|id| self.status(id)) {
            above.insert(0, parent);
            next = parent.parent.as_deref();
        }
        above
    }

    pub fn descendants(&self, id: &str) -> Vec<&Status> {
        let mut ids = vec![id.to_owned()];
        let mut below = Vec::new();
        for status in self.statuses.iter().filter(|status| !status.deleted) {
            if status.parent.as_ref().is_some_and(|parent| ids.contains(parent)) {
                ids.push(status.id.clone());
                below.push(status);
            }
        }
        below
    }

    /// Mastodon's ids are numbers that tell the time; GoToSocial's are ULIDs. Both sort by length, then as text.
    pub fn next_id(&mut self, at: Millis) -> String {
        self.serial += 1;
        let at = u128::try_from(at).unwrap_or(0);
        let serial = u128::from(self.serial);
        if self.profile.is_gotosocial() { ulid((at << 80) | (serial << 40)) } else { ((at << 16) | (serial & 0xffff)).to_string() }
    }

    /// Mastodon counts its notifications from one.
    pub fn next_notification_id(&mut self) -> String {
        if self.profile.is_gotosocial() {
            let now = self.now();
            return self.next_id(now);
        }
        self.serial += 1;
        self.serial.to_string()
    }
}

fn ulid(mut value: u128) -> String {
    const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let mut letters = [b'0'; 26];
    for letter in letters.iter_mut().rev() {
        *letter = LETTERS[(value & 31) as usize];
        value >>= 5;
    }
    String::from_utf8_lossy(&letters).into_owned()
}
