//! Sessions as a real server keeps them: a short token, and a long one that works once.

use answerable_domain::Millis;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use std::collections::HashMap;

const ACCESS_MS: Millis = 2 * 3_600 * 1_000;
const REFRESH_MS: Millis = 90 * 24 * 3_600 * 1_000;

#[derive(Default)]
pub struct Tokens {
    access: HashMap<String, Token>,
    refresh: HashMap<String, Token>,
    sign_ins: HashMap<String, Vec<Millis>>,
    serial: u64,
    pub replays: usize,
}

struct Token {
    did: String,
    session: u64,
    ends_at: Millis,
    used: bool,
}

/// What is wrong with a token: status, error, message.
pub type Wrong = (u16, &'static str, &'static str);

const INVALID: Wrong = (400, "InvalidToken", "Token could not be verified");
const EXPIRED: Wrong = (400, "ExpiredToken", "Token has expired");
const REVOKED: Wrong = (400, "ExpiredToken", "Token has been revoked");

impl Tokens {
    /// 30 sign-ins in five minutes. `Err`: seconds to wait.
    pub fn sign_in(&mut self, did: &str, now: Millis) -> Result<(String, String), u64> {
        let before = self.sign_ins.entry(did.to_owned()).or_default();
        before.retain(|at| now - at < 300_000);
        if let Some(first) = before.first().filter(|_| before.len() >= 30) {
            return Err(u64::try_from((300_000 - (now - first)) / 1_000).unwrap_or(1).max(1));
        }
        before.push(now);
        self.serial += 1;
        Ok(self.issue(did, self.serial, now))
    }

    /// A token used twice ends the whole session.
    pub fn refresh(&mut self, token: &str, now: Millis) -> Result<(String, String, String), Wrong> {
        let found = self.refresh.get_mut(token).ok_or(INVALID)?;
        let (did, session) = (found.did.clone(), found.session);
        if found.used {
            self.replays += 1;
            self.access.retain(|_, token| token.session != session);
            self.refresh.retain(|_, token| token.session != session);
            return Err(REVOKED);
        }
        if now >= found.ends_at {
            return Err(EXPIRED);
        }
        found.used = true;
        let (access, refresh) = self.issue(&did, session, now);
        Ok((did, access, refresh))
    }

    pub fn who(&self, token: &str, now: Millis) -> Result<String, Wrong> {
        let found = self.access.get(token).ok_or(INVALID)?;
        if now < found.ends_at { Ok(found.did.clone()) } else { Err(EXPIRED) }
    }

    pub fn expire_access(&mut self) {
        self.access.values_mut().for_each(|token| token.ends_at = 0);
    }

    pub fn end_all(&mut self) {
        self.expire_access();
        self.refresh.clear();
    }

    fn issue(&mut self, did: &str, session: u64, now: Millis) -> (String, String) {
        let mut token = |kind: &str, lives: Millis| {
            self.serial += 1;
            let claims = json!({"scope": kind, "sub": did, "jti": self.serial, "iat": now / 1_000, "exp": (now + lives) / 1_000});
            (jwt(&claims), Token { did: did.to_owned(), session, ends_at: now + lives, used: false })
        };
        let (access, access_state) = token("com.atproto.access", ACCESS_MS);
        let (refresh, refresh_state) = token("com.atproto.refresh", REFRESH_MS);
        self.access.insert(access.clone(), access_state);
        self.refresh.insert(refresh.clone(), refresh_state);
        (access, refresh)
    }
}

fn jwt(claims: &Value) -> String {
    let part = |value: &Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}.c2lnbmF0dXJl", part(&json!({"alg": "HS256"})), part(claims))
}
