//! How a delivery is kept: what the server sent, as it sent it, and beside it what is needed to understand it later.

use super::home::Home;
use crate::{Poison, RawBody, json};
use serde::Serialize;
use serde_json::{Value, value::RawValue};

#[derive(Serialize)]
struct Envelope<'a> {
    /// Whose ids they are.
    server: &'a str,
    /// What local handles end in.
    domain: &'a str,
    me: Account<'a>,
    event: &'a str,
    /// `user`, `tag` or `public`.
    via: &'a str,
    payload: &'a RawValue,
}

#[derive(Serialize)]
struct Account<'a> {
    id: &'a str,
    url: &'a str,
}

/// What is too large to be read is kept in part, to be looked at.
pub fn seal(home: &Home, event: &str, via: &str, payload: &RawValue) -> RawBody {
    let me = Account { id: &home.me.id, url: &home.me.url };
    let envelope = Envelope { server: &home.server, domain: &home.domain, me, event, via, payload };
    let mut body = serde_json::to_vec(&envelope).expect("texts, and JSON that was read before");
    if body.len() > json::BODY_BYTES_MAX {
        body.truncate(json::CLIPPED_BYTES);
    }
    body
}

/// Where something was heard: enough to understand a payload without asking anybody.
#[derive(Debug, Clone, Copy)]
pub struct Scene<'a> {
    pub server: &'a str,
    pub domain: &'a str,
    pub me_id: &'a str,
    pub me_url: &'a str,
}

impl<'a> Scene<'a> {
    pub fn of(home: &'a Home) -> Self {
        Self { server: &home.server, domain: &home.domain, me_id: &home.me.id, me_url: &home.me.url }
    }

    pub fn read(envelope: &'a Value) -> Result<Self, Poison> {
        Ok(Self {
            server: json::required(envelope, &["server"])?,
            domain: json::required(envelope, &["domain"])?,
            me_id: json::required(envelope, &["me", "id"])?,
            me_url: json::required(envelope, &["me", "url"])?,
        })
    }
}
