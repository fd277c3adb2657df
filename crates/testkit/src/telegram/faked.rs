//! The face for the suite: customers write to the bot in private.

use super::{ChatKey, FakeTelegram, Member};
use crate::{Breakdown, Calls, Cannot, Connection, Faked, Published, Request, Said};
use answerable_domain::ConnectorKind;
use serde_json::json;

const NOT_TOLD: Cannot = Cannot("Telegram tells bots nothing of deletions in ordinary chats");
const NO_FORGERY: Cannot = Cannot("nobody but Telegram writes into a bot's queue");

impl FakeTelegram {
    /// The chat and number of a native id.
    fn place(&self, native_id: &str) -> Option<(ChatKey, i64)> {
        let mut parts = native_id.rsplitn(3, ':');
        let (number, chat) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        let key = ChatKey { connection: parts.next().map(str::to_owned), chat };
        self.inner.chats().chats.contains_key(&key).then_some((key, number))
    }
}

impl Faked for FakeTelegram {
    fn kind(&self) -> ConnectorKind {
        ConnectorKind::Telegram
    }

    fn connection(&self) -> Connection {
        Connection {
            config: json!({"api": self.url(), "poll_seconds": 1}),
            secret: Some(self.token().to_owned()),
            allowed_hosts: vec![self.served.address.to_string()],
        }
    }

    fn say(&self, who: &str, text: &str) -> Said {
        let chat = self.private_chat(who);
        let number = self.message(&chat, Member::Customer(who), json!({"text": text}));
        Said { native_id: chat.native_id(number), text: text.to_owned() }
    }

    /// In somebody else's private chat nobody can answer: it is said in one's own.
    fn answer(&self, who: &str, to: &str, text: &str) -> Said {
        let own = self.private_chat(who);
        match self.place(to).filter(|(chat, _)| chat.chat < 0 || *chat == own) {
            Some((chat, above)) => {
                let number = self.reply(&chat, Member::Customer(who), above, json!({"text": text}));
                Said { native_id: chat.native_id(number), text: text.to_owned() }
            }
            None => self.say(who, text),
        }
    }

    fn edit(&self, said: &Said, text: &str) -> Result<Said, Cannot> {
        let (chat, number) = self.place(&said.native_id).ok_or(Cannot("it was not said here"))?;
        self.edit_message(&chat, number, json!({"text": text}));
        Ok(Said { native_id: said.native_id.clone(), text: text.to_owned() })
    }

    fn delete(&self, _said: &Said) -> Result<(), Cannot> {
        Err(NOT_TOLD)
    }

    fn repeat(&self, said: &Said) -> Result<(), Cannot> {
        if self.change(|chats| chats.repeat(&said.native_id)) { Ok(()) } else { Err(Cannot("it was not said here")) }
    }

    fn say_backwards(&self, who: &str, texts: &[&str]) -> Result<Vec<Said>, Cannot> {
        let chat = self.private_chat(who);
        // At once, so that no reader sees the right order.
        Ok(self.change(|chats| {
            let numbers = texts.iter().map(|text| (chats.message(&chat, Member::Customer(who), json!({"text": text})), *text));
            let said: Vec<Said> = numbers.map(|(number, text)| Said { native_id: chat.native_id(number), text: text.to_owned() }).collect();
            chats.turn_round(said.len());
            said
        }))
    }

    fn unknown_event(&self) -> Result<(), Cannot> {
        self.update(json!({"guest_wave": {"from": {"id": 7}, "strength": "strong"}}));
        Ok(())
    }

    fn forge(&self, _text: &str) -> Result<(), Cannot> {
        Err(NO_FORGERY)
    }

    fn break_down(&self, what: Calls, how: Breakdown) {
        self.inner.troubles.break_down(what, how);
        // A reader who waits already would not notice.
        self.inner.announce();
    }

    fn break_next(&self, what: Calls, how: Breakdown) {
        self.inner.troubles.break_next(what, how);
    }

    fn mend(&self) {
        self.inner.troubles.mend();
    }

    fn hang_up(&self) {
        self.inner.troubles.hang_up();
    }

    /// As if more than 24 hours had passed; who was away notices by its own clock.
    fn forget(&self) -> Result<(), Cannot> {
        self.change(|chats| chats.pending.clear());
        Ok(())
    }

    fn published(&self) -> Vec<Published> {
        self.inner.chats().published.clone()
    }

    fn requests(&self) -> Vec<Request> {
        self.inner.troubles.requests()
    }
}
