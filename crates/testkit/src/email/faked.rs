//! The face for the suite: customers write mails to the brand.

use super::{FakeEmail, Letter, MAIL_ADDRESS, MAIL_PASSWORD, mail::header};
use crate::{Breakdown, Calls, Cannot, Connection, Faked, Published, Request, Said};
use answerable_domain::ConnectorKind;
use std::sync::PoisonError;

const NO_EDITS: Cannot = Cannot("a mail that was sent stays as it is");
const NO_DELETIONS: Cannot = Cannot("a mail that was sent is not taken back");
const NO_END: Cannot = Cannot("a mailbox keeps what came while nobody listened");

impl FakeEmail {
    fn write(&self, who: &str, answers: Option<&str>, text: &str) -> (Said, Vec<u8>) {
        let number = self.said.lock().unwrap_or_else(PoisonError::into_inner).len() + 1;
        let native_id = format!("{number}.{who}@customer.example");
        let from = format!("{who} <{who}@customer.example>");
        let date_seconds = self.house.folders.clock.now() / 1_000;
        // Without a subject the post is what was said, and no more.
        let letter = Letter { from: &from, to: MAIL_ADDRESS, subject: None, message_id: &native_id, answers, date_seconds, text };
        let mail = letter.to_bytes();
        self.said.lock().unwrap_or_else(PoisonError::into_inner).insert(native_id.clone(), mail.clone());
        (Said { native_id, text: text.to_owned() }, mail)
    }
}

impl Faked for FakeEmail {
    fn kind(&self) -> ConnectorKind {
        ConnectorKind::Email
    }

    fn connection(&self) -> Connection {
        let secret = self.sign_in.as_ref().map_or_else(|| MAIL_PASSWORD.to_owned(), |sign_in| sign_in.refresh_token());
        Connection { config: self.config(), secret: Some(secret), allowed_hosts: Vec::new() }
    }

    fn say(&self, who: &str, text: &str) -> Said {
        let (said, mail) = self.write(who, None, text);
        self.deliver(mail);
        said
    }

    fn answer(&self, who: &str, to: &str, text: &str) -> Said {
        let (said, mail) = self.write(who, Some(to), text);
        self.deliver(mail);
        said
    }

    fn edit(&self, _said: &Said, _text: &str) -> Result<Said, Cannot> {
        Err(NO_EDITS)
    }

    fn delete(&self, _said: &Said) -> Result<(), Cannot> {
        Err(NO_DELETIONS)
    }

    /// A second copy of the same mail, as servers that lose an answer deliver it.
    fn repeat(&self, said: &Said) -> Result<(), Cannot> {
        let mail = self.said.lock().unwrap_or_else(PoisonError::into_inner).get(&said.native_id).cloned();
        self.deliver(mail.ok_or(Cannot("it was not said here"))?);
        Ok(())
    }

    fn say_backwards(&self, who: &str, texts: &[&str]) -> Result<Vec<Said>, Cannot> {
        let written: Vec<(Said, Vec<u8>)> = texts.iter().map(|text| self.write(who, None, text)).collect();
        let now = self.house.folders.clock.now();
        // At once, so that no reader sees the right order.
        self.house.folders.change("INBOX", |inbox| {
            for (_, mail) in written.iter().rev() {
                inbox.put(mail.clone(), now, false);
            }
        });
        Ok(written.into_iter().map(|(said, _)| said).collect())
    }

    fn unknown_event(&self) -> Result<(), Cannot> {
        self.push_line("* VANISHED (EARLIER) 41,43:116");
        Ok(())
    }

    /// A stranger refers to a mail of ours that he has never seen: its name is almost right.
    fn forge(&self, text: &str) -> Result<(), Cannot> {
        let ours = self
            .submission
            .mails()
            .last()
            .map_or_else(|| format!("guessed.aaaaaaaaaaaaaaaa@{MAIL_ADDRESS}"), |mail| mail.message_id().to_owned());
        let (own_id, rest) = ours.split_once('.').unwrap_or((&ours, ""));
        let forged = format!("{own_id}.{}", rest.chars().rev().filter(|c| *c != '@').chain("@acme.example".chars()).collect::<String>());
        self.answer("stranger", &forged, text);
        Ok(())
    }

    fn break_down(&self, what: Calls, how: Breakdown) {
        self.house.troubles.break_down(what, how);
        if what.includes(Calls::Reading) && !matches!(how, Breakdown::HalfClosed | Breakdown::ClockOff { .. } | Breakdown::Huge) {
            self.house.troubles.hang_up();
        }
    }

    fn break_next(&self, what: Calls, how: Breakdown) {
        self.house.troubles.break_next(what, how);
    }

    fn mend(&self) {
        self.house.troubles.mend();
    }

    fn hang_up(&self) {
        self.house.troubles.hang_up();
    }

    fn forget(&self) -> Result<(), Cannot> {
        Err(NO_END)
    }

    fn tells_how_long(&self) -> bool {
        false
    }

    fn published(&self) -> Vec<Published> {
        let published = |mail: super::Mail| Published {
            native_id: mail.message_id().to_owned(),
            text: mail.body().trim_end().to_owned(),
            answers: mail.answers().map(str::to_owned),
            private: true,
        };
        let ours = self.submission.mails().into_iter().filter(|mail| !header(&mail.text, "message-id").is_empty());
        ours.map(published).collect()
    }

    fn requests(&self) -> Vec<Request> {
        self.house.troubles.requests()
    }
}
