//! Listening to the mailbox: what came while nobody listened, then what comes.
//!
//! *The first time* the mails that lie there are not new cases: only the unread ones of the last three days are taken, and everything that
//! comes from then on. *Afterwards* every mail with a larger number than the last one is taken, however many there are. *When the server has
//! renumbered its mails* (UIDVALIDITY), those that came since shortly before the last look are read again, the newest
//! [`RESCAN_MAILS_MAX`]; who has them already knows them by their Message-ID. More than that is a gap, and shown.
//!
//! *A mail that the server cannot hand out* holds nobody up, if it hands out others: what there is of it is taken, if only its number, and is set
//! aside as one that cannot be read.
//!
//! The mailbox is opened to read only: nothing is moved, and no mail is marked as read. IDLE tells of new mails; a look around every five
//! polls finds out when it has gone deaf. Without IDLE we look at every poll.

use super::{
    error::{MailError, Side},
    imap::{Entry, Mailbox, Session},
    place::Place,
    reading::{self, Arrival, arrival_line},
};
use crate::{ConnectorError, GapSeen, Page, RawBody, Sink};
use answerable_domain::{Clock, Cursor, Millis};
use std::{collections::HashMap, time::Duration};

/// Unread mails that are this old are taken when a mailbox is connected.
const FIRST_LOOK_BACK_MS: Millis = 3 * DAY_MS;
/// Days in searches are the server's, whose zone nobody knows; and mails are under way for a while.
const RESCAN_LOOK_BACK_MS: Millis = 3 * DAY_MS;
const DAY_MS: Millis = 24 * 3_600_000;
const RESCAN_MAILS_MAX: usize = 5_000;
/// Sizes that are asked for at once.
const ENTRIES_MAX: usize = 500;
const PAGE_MAILS_MAX: usize = 100;
const PAGE_BYTES_MAX: u64 = 16 * 1024 * 1024;
/// Of a larger mail only the beginning is fetched.
const MAIL_BYTES_MAX: u64 = reading::MAIL_BYTES_MAX as u64;
const BEGINNING_BYTES: usize = 256 * 1024;
/// Servers end an IDLE after 30 minutes.
const IDLE_MAX: Duration = Duration::from_secs(28 * 60);
/// Even while idling we look by ourselves every so many polls.
const DISTRUST_POLLS: u32 = 5;

/// Reads a mailbox into a sink.
pub struct Reading<'a> {
    pub session: Session,
    pub mailbox: &'a str,
    pub poll_every: Duration,
    pub clock: &'a dyn Clock,
    pub sink: &'a dyn Sink,
}

impl Reading<'_> {
    /// Until the connection breaks.
    pub async fn run(mut self, cursor: Option<&Cursor>) -> Result<(), ConnectorError> {
        let mailbox = self.session.examine(self.mailbox).await.map_err(listening)?;
        let mut last_uid = self.catch_up(mailbox, cursor.and_then(Place::read).filter(|place| place.mailbox == self.mailbox)).await?;
        loop {
            self.wait().await.map_err(listening)?;
            let found = self.session.search(&format!("UID {}:*", last_uid.saturating_add(1))).await.map_err(listening)?;
            // `n:*` names the last mail even when it comes before n.
            let new: Vec<u32> = found.into_iter().filter(|uid| *uid > last_uid).collect();
            last_uid = self.take(&new, last_uid, Mode::Onward(mailbox.uid_validity)).await?;
        }
    }

    /// What came while nobody listened. Returns the number up to which everything is known.
    async fn catch_up(&mut self, mailbox: Mailbox, place: Option<Place>) -> Result<u32, ConnectorError> {
        let now = self.clock.now();
        match place {
            Some(place) if place.uid_validity == mailbox.uid_validity => {
                let found = self.session.search(&format!("UID {}:*", place.last_uid.saturating_add(1))).await.map_err(listening)?;
                let new: Vec<u32> = found.into_iter().filter(|uid| *uid > place.last_uid).collect();
                self.take(&new, place.last_uid, Mode::Onward(mailbox.uid_validity)).await
            }
            Some(place) => {
                tracing::info!(was = place.uid_validity, is = mailbox.uid_validity, "the mailbox was renumbered: it is read again");
                self.look_back(mailbox, &format!("SINCE {}", day(place.at - RESCAN_LOOK_BACK_MS)), Some(place.at)).await
            }
            None => self.look_back(mailbox, &format!("UNSEEN SINCE {}", day(now - FIRST_LOOK_BACK_MS)), None).await,
        }
    }

    /// Takes what matches, the newest at most, and then everything is known. The place is kept only at the end: whoever is interrupted begins
    /// again.
    async fn look_back(&mut self, mailbox: Mailbox, criteria: &str, known_until: Option<Millis>) -> Result<u32, ConnectorError> {
        let last_uid = match mailbox.uid_next {
            Some(next) => next.saturating_sub(1),
            None => self.session.search("UID *").await.map_err(listening)?.last().copied().unwrap_or(0),
        };
        let mut found = self.session.search(criteria).await.map_err(listening)?;
        found.retain(|uid| *uid <= last_uid);
        let gap = (found.len() > RESCAN_MAILS_MAX).then(|| GapSeen { from: known_until, to: self.clock.now(), why: "too_many_mails" });
        found.drain(..found.len().saturating_sub(RESCAN_MAILS_MAX));
        self.take(&found, last_uid, Mode::LookingBack).await?;
        let place = self.place(mailbox.uid_validity, last_uid);
        self.sink.push(Page { next: Some(place.to_cursor()), gap, ..Page::default() }).await?;
        Ok(last_uid)
    }

    /// Fetches these mails and hands them over, page by page. Returns the last number, or `before` where there is none.
    async fn take(&mut self, uids: &[u32], before: u32, mode: Mode) -> Result<u32, ConnectorError> {
        if uids.is_empty() {
            // It answers.
            self.sink.push(Page::default()).await?;
        }
        let mut last_uid = before;
        for some in uids.chunks(ENTRIES_MAX) {
            let entries = self.entries(some).await.map_err(listening)?;
            for page in pages(&entries) {
                last_uid = last_uid.max(page.last().map_or(0, |entry| entry.uid));
                let raws = self.fetch(page).await.map_err(listening)?;
                let next = match mode {
                    Mode::Onward(uid_validity) => Some(self.place(uid_validity, last_uid).to_cursor()),
                    Mode::LookingBack => None,
                };
                let newest_at = page.iter().filter_map(|entry| entry.received_at).max();
                self.sink.push(Page { raws, next, newest_at, ..Page::default() }).await?;
            }
            // Also what has vanished between the search and the fetch is behind us.
            last_uid = last_uid.max(some.last().copied().unwrap_or(0));
        }
        Ok(last_uid)
    }

    /// Sizes and times; of a mail of which the server cannot say them, that it is there.
    async fn entries(&mut self, uids: &[u32]) -> Result<Vec<Entry>, MailError> {
        let together = self.session.entries(uids).await;
        if !together.as_ref().is_err_and(MailError::is_no) {
            return together;
        }
        let mut entries = Vec::with_capacity(uids.len());
        for uid in uids {
            match self.session.entries(&[*uid]).await {
                // It may be large.
                Err(error) if error.is_no() => entries.push(Entry { uid: *uid, size_bytes: PAGE_BYTES_MAX + 1, received_at: None }),
                found => entries.extend(found?),
            }
        }
        Ok(entries)
    }

    async fn fetch(&mut self, page: &[Entry]) -> Result<Vec<RawBody>, MailError> {
        let small: Vec<u32> = page.iter().filter(|entry| !is_large(entry)).map(|entry| entry.uid).collect();
        let together = self.session.mails(&small).await;
        // One of them is the reason, and nobody says which.
        let one_by_one = together.as_ref().is_err_and(MailError::is_no);
        let mut mails = if one_by_one { HashMap::new() } else { together? };
        let mut raws = Vec::with_capacity(page.len());
        for entry in page {
            let mail = if one_by_one || is_large(entry) { self.alone(entry).await? } else { mails.remove(&entry.uid).map(Mail::whole) };
            raws.extend(mail.map(|mail| stored(entry, &mail)));
        }
        Ok(raws)
    }

    /// One mail: whole, its beginning, or nothing but that it is there. `None`: it has vanished.
    async fn alone(&mut self, entry: &Entry) -> Result<Option<Mail>, MailError> {
        if !is_clipped(entry) {
            // Not every server knows its sizes: one byte more than we take tells.
            match self.session.mail(entry.uid, MAIL_BYTES_MAX as usize + 1).await {
                Err(error) if error.is_no() => {}
                mail => return Ok(mail?.map(Mail::whole)),
            }
        }
        match self.session.beginning(entry.uid, BEGINNING_BYTES).await {
            Err(error) if error.is_no() => self.unreadable(entry, error).await,
            began => Ok(began?.map(Mail::clipped)),
        }
    }

    /// A mail that the server does not hand out, while it hands out others; hands it out none, then it is not the mail.
    async fn unreadable(&mut self, entry: &Entry, refusal: MailError) -> Result<Option<Mail>, MailError> {
        let all = self.session.search("UID 1:*").await?;
        if !all.contains(&entry.uid) {
            return Ok(None);
        }
        let others = [all.first(), all.last(), all.get(all.len() / 2)].into_iter().flatten().copied().filter(|uid| *uid != entry.uid);
        for other in others {
            match self.session.beginning(other, 1).await {
                Err(error) if error.is_no() => {}
                Ok(None) => {}
                Ok(Some(_)) => {
                    tracing::warn!(uid = entry.uid, why = refusal.why(), "a mail that the server does not hand out is set aside");
                    return Ok(Some(Mail::clipped(Vec::new())));
                }
                Err(error) => return Err(error),
            }
        }
        Err(refusal)
    }

    fn place(&self, uid_validity: u32, last_uid: u32) -> Place {
        Place { mailbox: self.mailbox.to_owned(), uid_validity, last_uid, at: self.clock.now() }
    }

    /// Until there may be something new.
    async fn wait(&mut self) -> Result<(), MailError> {
        if !self.session.can("IDLE") {
            tokio::time::sleep(self.poll_every).await;
            return Ok(());
        }
        let patience = (self.poll_every * DISTRUST_POLLS).min(IDLE_MAX);
        // After a long silence we look as well: an IDLE can go deaf.
        self.session.idle(patience).await.map(drop)
    }
}

#[derive(Debug, Clone, Copy)]
enum Mode {
    /// In order, so that the place can be kept with every page.
    Onward(u32),
    LookingBack,
}

fn is_clipped(entry: &Entry) -> bool {
    entry.size_bytes > MAIL_BYTES_MAX
}

/// It has a page for itself, and is fetched alone.
fn is_large(entry: &Entry) -> bool {
    entry.size_bytes > PAGE_BYTES_MAX
}

/// What was fetched of a mail.
struct Mail {
    bytes: Vec<u8>,
    is_clipped: bool,
}

impl Mail {
    fn whole(bytes: Vec<u8>) -> Self {
        Self { is_clipped: bytes.len() as u64 > MAIL_BYTES_MAX, bytes }
    }

    fn clipped(bytes: Vec<u8>) -> Self {
        Self { bytes, is_clipped: true }
    }
}

/// What is stored: a line with what only the mailbox knows, then the mail byte for byte.
fn stored(entry: &Entry, mail: &Mail) -> RawBody {
    let mut stored = arrival_line(&Arrival { uid: Some(entry.uid), at: entry.received_at, is_clipped: mail.is_clipped });
    stored.extend_from_slice(&mail.bytes);
    stored
}

/// Cuts a list into pages of a bearable size; a mail that is larger than a page has one for itself.
fn pages(entries: &[Entry]) -> Vec<&[Entry]> {
    let mut pages = Vec::new();
    let (mut start, mut bytes) = (0, 0);
    for (at, entry) in entries.iter().enumerate() {
        let size = if is_clipped(entry) { BEGINNING_BYTES as u64 } else { entry.size_bytes };
        if at > start && (bytes + size > PAGE_BYTES_MAX || at - start == PAGE_MAILS_MAX) {
            pages.push(&entries[start..at]);
            (start, bytes) = (at, 0);
        }
        bytes += size;
    }
    if start < entries.len() {
        pages.push(&entries[start..]);
    }
    pages
}

/// A date as IMAP writes it: `2-Nov-2026`.
fn day(at: Millis) -> String {
    let time = jiff::Timestamp::from_millisecond(at).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    time.strftime("%-d-%b-%Y").to_string()
}

fn listening(error: MailError) -> ConnectorError {
    error.while_listening(Side::Imap)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_bounded_in_mails_and_bytes() {
        let megabytes = |sizes: &[u64]| -> Vec<Entry> {
            let entry = |(at, size): (usize, &u64)| Entry { uid: at as u32, size_bytes: size * 1024 * 1024, received_at: None };
            sizes.iter().enumerate().map(entry).collect()
        };
        let lengths = |sizes: &[u64]| pages(&megabytes(sizes)).iter().map(|page| page.len()).collect::<Vec<_>>();
        assert_eq!(lengths(&[]), [0; 0]);
        assert_eq!(lengths(&[1, 1, 15, 15, 1]), [2, 1, 2]);
        assert_eq!(lengths(&[20, 20]), [1, 1]);
        assert_eq!(lengths(&[30, 30, 30]), [3], "only their beginnings are fetched");
        assert_eq!(lengths(&[0; 250]), [100, 100, 50]);
    }

    #[test]
    fn days_are_written_as_servers_read_them() {
        assert_eq!(day(1_795_310_200_000), "22-Nov-2026");
        assert_eq!(day(1_793_582_200_000), "2-Nov-2026");
    }
}
