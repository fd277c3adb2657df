//! The folders of one mailbox account, and what lies in them.

use answerable_domain::{Clock, Millis};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

#[derive(Debug, Clone)]
pub(super) struct Kept {
    pub uid: u32,
    pub bytes: Arc<Vec<u8>>,
    pub received_at: Millis,
    pub seen: bool,
    /// What the server says of its size, where that is not so.
    pub told_bytes: Option<usize>,
    /// Who asks for these items is refused: the server cannot read the mail itself.
    pub refuses: &'static [&'static str],
}

#[derive(Debug, Clone)]
pub(super) struct Folder {
    /// As it travels.
    pub name: String,
    pub uid_validity: u32,
    pub uid_next: u32,
    pub mails: Vec<Kept>,
}

impl Folder {
    fn new(name: &str) -> Self {
        Self { name: name.to_owned(), uid_validity: 1_795_310_200, uid_next: 1, mails: Vec::new() }
    }

    pub fn put(&mut self, bytes: Vec<u8>, received_at: Millis, seen: bool) -> u32 {
        let uid = self.uid_next;
        self.uid_next += 1;
        self.mails.push(Kept { uid, bytes: Arc::new(bytes), received_at, seen, told_bytes: None, refuses: &[] });
        uid
    }
}

pub(super) struct Folders {
    pub clock: Arc<dyn Clock>,
    folders: Mutex<Vec<Folder>>,
    /// Goes up with every change.
    pub changes: watch::Sender<u64>,
}

impl Folders {
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        let folders = ["INBOX", "Sent"].map(Folder::new).to_vec();
        Self { clock, folders: Mutex::new(folders), changes: watch::Sender::new(0) }
    }

    fn all(&self) -> MutexGuard<'_, Vec<Folder>> {
        self.folders.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn names(&self) -> Vec<String> {
        self.all().iter().map(|folder| folder.name.clone()).collect()
    }

    pub fn create(&self, name: &str) {
        self.all().push(Folder::new(name));
    }

    pub fn remove(&self, name: &str) {
        self.all().retain(|folder| folder.name != name);
    }

    pub fn get(&self, name: &str) -> Option<Folder> {
        self.all().iter().find(|folder| folder.name.eq_ignore_ascii_case(name)).cloned()
    }

    /// Changes a folder and tells everybody who waits; `None`: there is no such folder.
    pub fn change<T>(&self, name: &str, work: impl FnOnce(&mut Folder) -> T) -> Option<T> {
        let done = self.all().iter_mut().find(|folder| folder.name.eq_ignore_ascii_case(name)).map(work);
        self.changes.send_modify(|count| *count += 1);
        done
    }
}
