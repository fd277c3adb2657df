//! What people do on the server, and who is told.

use super::{
    entities,
    town::{Draft, Notification, Status, Town, Version},
};
use serde_json::Value;
use std::collections::BTreeSet;

impl Town {
    /// The id of the new status.
    pub fn publish(&mut self, author: usize, draft: Draft) -> String {
        let at = self.now() - draft.earlier_by_ms;
        let id = self.next_id(at);
        self.statuses.push(Status {
            id: id.clone(),
            author,
            versions: vec![Version { text: draft.text, spoiler: draft.spoiler, at }],
            visibility: draft.visibility,
            language: draft.language,
            parent: draft.parent,
            created_at: at,
            content: draft.content,
            quote: draft.quote,
            media: draft.media,
            boost_of: None,
            liked_by: BTreeSet::new(),
            boosted_by: BTreeSet::new(),
            deleted: false,
        });
        self.tell(&id, "update");
        for whom in self.named_here(&id) {
            self.notify(whom, "mention", author, Some(&id));
        }
        id
    }

    /// False: there is no such status.
    pub fn edit(&mut self, id: &str, text: &str, spoiler: Option<&str>) -> bool {
        let at = self.now();
        let Some(status) = self.status_mut(id) else { return false };
        let spoiler = spoiler.map_or_else(|| status.now().spoiler.clone(), str::to_owned);
        status.content = None;
        status.versions.push(Version { text: text.to_owned(), spoiler, at });
        let author = status.author;
        let mut touched = status.boosted_by.clone();
        if self.profile.is_gotosocial() {
            touched.extend(self.who_has_to_do_with(id));
        }
        self.tell(id, "status.update");
        for whom in touched.into_iter().filter(|whom| *whom != author) {
            self.notify(whom, "update", author, Some(id));
        }
        true
    }

    /// Who liked or answered it: GoToSocial tells them of edits, Mastodon only those who boosted it.
    fn who_has_to_do_with(&self, id: &str) -> BTreeSet<usize> {
        let answers = self.statuses.iter().filter(|status| !status.deleted && status.parent.as_deref() == Some(id));
        let likers = self.status(id).map(|status| status.liked_by.clone()).unwrap_or_default();
        likers.into_iter().chain(answers.map(|answer| answer.author)).collect()
    }

    /// It is gone, and so is everything that was said about it.
    pub fn delete(&mut self, id: &str) -> bool {
        if self.status(id).is_none() {
            return false;
        }
        self.tell(id, "delete");
        if let Some(status) = self.status_mut(id) {
            status.deleted = true;
        }
        self.notifications.retain(|notification| notification.status.as_deref() != Some(id));
        true
    }

    pub fn like(&mut self, who: usize, id: &str) {
        let Some(author) = self.status_mut(id).and_then(|status| status.liked_by.insert(who).then_some(status.author)) else { return };
        self.notify(author, "favourite", who, Some(id));
    }

    pub fn boost(&mut self, who: usize, id: &str) {
        let at = self.now();
        let Some(author) = self.status_mut(id).and_then(|status| status.boosted_by.insert(who).then_some(status.author)) else { return };
        let boost = self.next_id(at);
        self.statuses.push(Status {
            id: boost.clone(),
            author: who,
            versions: vec![Version { text: String::new(), spoiler: String::new(), at }],
            visibility: "public",
            language: None,
            parent: None,
            created_at: at,
            content: Some(String::new()),
            quote: None,
            media: Vec::new(),
            boost_of: Some(id.to_owned()),
            liked_by: BTreeSet::new(),
            boosted_by: BTreeSet::new(),
            deleted: false,
        });
        self.tell(&boost, "update");
        self.notify(author, "reblog", who, Some(id));
    }

    pub fn follow(&mut self, who: usize, whom: usize) {
        self.follows.insert((who, whom));
        self.notify(whom, "follow", who, None);
    }

    /// Those of this server who are mentioned, without the author.
    fn named_here(&self, id: &str) -> Vec<usize> {
        let Some(status) = self.status(id) else { return Vec::new() };
        let is_here = |whom: &usize| self.accounts[*whom].host.is_none() && *whom != status.author;
        self.written(status).mentions.into_iter().filter(is_here).collect()
    }

    pub fn notify(&mut self, to: usize, what: &'static str, from: usize, status: Option<&str>) {
        if to == from || self.accounts[to].host.is_some() {
            return;
        }
        let notification = Notification {
            id: self.next_notification_id(),
            to,
            what,
            from,
            status: status.map(str::to_owned),
            at: self.now(),
            filtered: false,
        };
        let payload = entities::notification(self, &notification).to_string();
        self.notifications.push(notification);
        self.send("notification", &payload, |listener, stream| (listener.account == to && stream[0].starts_with("user")).then_some(()));
    }

    /// A status, its new version or its end, to everyone whose streams it belongs in.
    fn tell(&mut self, id: &str, event: &'static str) {
        let Some(status) = self.status(id) else { return };
        let author = status.author;
        let is_public = status.visibility == "public" && status.boost_of.is_none() && self.profile.feeds;
        let is_local = self.accounts[author].host.is_none();
        let written = self.written(status);
        let mut readers: BTreeSet<usize> = self.follows.iter().filter(|(_, whom)| *whom == author).map(|(who, _)| *who).collect();
        if status.visibility == "direct" {
            readers.clear();
        }
        readers.insert(author);
        if event == "delete" || (event == "status.update" && self.profile.tells_edits) {
            readers.extend(self.named_here(id));
        }
        let payload = |viewer: usize| match event {
            "delete" => id.to_owned(),
            _ => self.status(id).map(|status| entities::status(self, status, Some(viewer)).to_string()).unwrap_or_default(),
        };
        let viewers: BTreeSet<usize> = self.listeners.iter().map(|listener| listener.account).collect();
        let frames: Vec<(usize, String)> = viewers.into_iter().map(|viewer| (viewer, payload(viewer))).collect();
        for (viewer, payload) in frames {
            self.send(event, &payload, |listener, stream| {
                let wanted = match stream[0].as_str() {
                    "user" => readers.contains(&listener.account),
                    "public" => is_public,
                    "public:local" => is_public && is_local,
                    "hashtag" => is_public && stream.get(1).is_some_and(|tag| written.tags.contains(&tag.to_lowercase())),
                    _ => false,
                };
                (wanted && listener.account == viewer).then_some(())
            });
        }
    }

    /// To every stream of every listener for which the question is answered.
    pub fn send(&mut self, event: &str, payload: &str, belongs: impl Fn(&super::stream::Listener, &[String]) -> Option<()>) {
        for listener in &self.listeners {
            for stream in listener.streams.iter().filter(|stream| belongs(listener, stream).is_some()) {
                listener.push(serde_json::json!({"stream": stream, "event": event, "payload": payload}).to_string());
            }
        }
        self.listeners.retain(super::stream::Listener::is_open);
    }

    /// Any frame on everybody's user stream.
    pub fn broadcast(&mut self, frame: &Value) {
        self.listeners.iter().for_each(|listener| listener.push(frame.to_string()));
    }
}
