//! The face for the suite: customers on another server mention the brand.

use super::{BRAND, ELSEWHERE, FakeMastodon, entities, town::Draft};
use crate::{Breakdown, Calls, Cannot, Connection, Faked, Published, Request, Said};
use answerable_domain::ConnectorKind;
use serde_json::json;
use std::sync::PoisonError;

impl FakeMastodon {
    fn customer(&self, who: &str) -> usize {
        if who.contains('@') { self.account(who) } else { self.account(&format!("{who}@{ELSEWHERE}")) }
    }

    fn deliver_mention(&self, id: &str) {
        let mut town = self.inner.town();
        let brand = self.brand;
        let found = town.notifications.iter().find(|it| it.to == brand && it.what == "mention" && it.status.as_deref() == Some(id));
        let Some(payload) = found.map(|found| entities::notification(&town, found).to_string()) else { return };
        town.send("notification", &payload, |listener, stream| (listener.account == brand && stream[0].starts_with("user")).then_some(()));
    }
}

impl Faked for FakeMastodon {
    fn kind(&self) -> ConnectorKind {
        ConnectorKind::Mastodon
    }

    fn connection(&self) -> Connection {
        Connection { config: json!({"server": self.url()}), secret: Some(self.token.clone()), allowed_hosts: vec![self.host()] }
    }

    fn say(&self, who: &str, text: &str) -> Said {
        let text = format!("@{BRAND} {text}");
        let author = self.customer(who);
        Said { native_id: self.inner.town().publish(author, Draft::new(text.clone())), text }
    }

    fn answer(&self, who: &str, to: &str, text: &str) -> Said {
        let text = format!("@{BRAND} {text}");
        let author = self.customer(who);
        let mut town = self.inner.town();
        let visibility = town.status(to).map_or("public", |status| status.visibility);
        Said { native_id: town.publish(author, Draft::new(text.clone()).below(to).visible_to(visibility)), text }
    }

    fn edit(&self, said: &Said, text: &str) -> Result<Said, Cannot> {
        let text = format!("@{BRAND} {text}");
        self.edit_status(&said.native_id, &text);
        Ok(Said { native_id: said.native_id.clone(), text })
    }

    fn delete(&self, said: &Said) -> Result<(), Cannot> {
        self.delete_status(&said.native_id);
        Ok(())
    }

    fn repeat(&self, said: &Said) -> Result<(), Cannot> {
        self.deliver_mention(&said.native_id);
        Ok(())
    }

    fn say_backwards(&self, who: &str, texts: &[&str]) -> Result<Vec<Said>, Cannot> {
        let listeners = std::mem::take(&mut self.inner.town().listeners);
        let said: Vec<Said> = texts.iter().map(|text| self.say(who, text)).collect();
        self.inner.town().listeners = listeners;
        said.iter().rev().for_each(|said| self.deliver_mention(&said.native_id));
        Ok(said)
    }

    fn unknown_event(&self) -> Result<(), Cannot> {
        self.inner.town().broadcast(&json!({"stream": ["user"], "event": "sparkles.changed", "payload": "{\"sparkles\":true}"}));
        Ok(())
    }

    fn forge(&self, _text: &str) -> Result<(), Cannot> {
        Err(Cannot("everything comes over a connection that we opened to the account's own server"))
    }

    fn break_down(&self, what: Calls, how: Breakdown) {
        match how {
            Breakdown::ClockOff { by_ms } => self.inner.town().clock_off_ms = by_ms,
            Breakdown::HalfClosed if what.includes(Calls::Reading) => drop(self.inner.dead.send_replace(true)),
            _ => {}
        }
        self.inner.breakdowns().lasting.push((what, how));
    }

    fn break_next(&self, what: Calls, how: Breakdown) {
        if let Breakdown::ClockOff { by_ms } = how {
            self.inner.town().clock_off_ms = by_ms;
        } else {
            self.inner.breakdowns().next.push_back((what, how));
        }
    }

    fn mend(&self) {
        *self.inner.breakdowns() = super::Breakdowns::default();
        self.inner.town().clock_off_ms = 0;
        self.inner.dead.send_replace(false);
        self.inner.mends.send_modify(|mends| *mends += 1);
    }

    fn hang_up(&self) {
        self.inner.town().listeners.clear();
    }

    fn forget(&self) -> Result<(), Cannot> {
        Err(Cannot("a server's lists lose nothing but what was deleted; only a list that is too long to read leaves a gap"))
    }

    fn published(&self) -> Vec<Published> {
        let town = self.inner.town();
        let own = town.statuses.iter().filter(|status| status.author == self.brand && !status.deleted && status.boost_of.is_none());
        let published = own.map(|status| Published {
            native_id: status.id.clone(),
            text: status.now().text.clone(),
            answers: status.parent.clone(),
            private: matches!(status.visibility, "private" | "direct"),
        });
        published.collect()
    }

    fn requests(&self) -> Vec<Request> {
        self.inner.requests.lock().unwrap_or_else(PoisonError::into_inner).iter().map(|(request, _)| *request).collect()
    }
}
