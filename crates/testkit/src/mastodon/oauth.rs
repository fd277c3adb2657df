//! Signing in: apps, consent, codes that work once, tokens; with PKCE where the server says that it has it.

use super::{
    calls::{Answer, Asked, refuse},
    town::Town,
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::collections::HashMap;

#[derive(Default)]
pub struct Grants {
    apps: HashMap<String, App>,
    codes: HashMap<String, Code>,
    /// Token to account.
    pub tokens: HashMap<String, usize>,
    serial: u64,
}

struct App {
    secret: String,
    redirect: String,
    scopes: String,
}

struct Code {
    client: String,
    account: usize,
    scopes: String,
    challenge: Option<String>,
}

impl Grants {
    pub fn issue(&mut self, account: usize) -> String {
        self.serial += 1;
        let token = format!("token-{}", self.serial);
        self.tokens.insert(token.clone(), account);
        token
    }
}

pub fn register(town: &mut Town, asked: &Asked) -> Answer {
    let field = |name: &str| asked.field(name).ok_or_else(|| refuse(422, &format!("Validation failed: {name} can't be blank")));
    let (name, redirect) = (field("client_name")?, field("redirect_uris")?);
    let scopes = asked.field("scopes").unwrap_or_else(|| "read".to_owned());
    town.grants.serial += 1;
    let (client, secret) = (format!("client-{}", town.grants.serial), format!("secret-{}", town.grants.serial));
    town.grants.apps.insert(client.clone(), App { secret: secret.clone(), redirect: redirect.clone(), scopes });
    Ok(
        json!({"id": town.grants.serial.to_string(), "name": name, "website": asked.field("website"), "redirect_uri": redirect, "client_id": client, "client_secret": secret}),
    )
}

/// What a person does who is shown the page behind an address: lets the app in. The code, or what is wrong with the address.
pub fn approve(town: &mut Town, query: &[(String, String)], account: usize) -> Result<String, String> {
    let one = |name: &str| query.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
    let client = one("client_id").unwrap_or_default();
    let app = town.grants.apps.get(&client).ok_or("Client authentication failed due to unknown client")?;
    if one("redirect_uri").as_ref() != Some(&app.redirect) {
        return Err("The redirect uri included is not valid.".to_owned());
    }
    if one("response_type").as_deref() != Some("code") {
        return Err("The authorization server does not support this response type.".to_owned());
    }
    let scopes = one("scope").unwrap_or_default();
    if !scopes.split(' ').all(|scope| app.scopes.split(' ').any(|allowed| allowed == scope)) {
        return Err("The requested scope is invalid, unknown, or malformed.".to_owned());
    }
    let challenge = one("code_challenge").filter(|_| one("code_challenge_method").as_deref() == Some("S256"));
    town.grants.serial += 1;
    let code = format!("code-{}", town.grants.serial);
    town.grants.codes.insert(code.clone(), Code { client, account, scopes, challenge });
    Ok(code)
}

pub fn token(town: &mut Town, asked: &Asked) -> Answer {
    let field = |name: &str| asked.field(name).unwrap_or_default();
    let known = town.grants.apps.get(&field("client_id")).filter(|app| app.secret == field("client_secret"));
    let Some(app) = known else { return Err(grant_refused(401, "invalid_client")) };
    if field("grant_type") != "authorization_code" || field("redirect_uri") != app.redirect {
        return Err(grant_refused(400, "invalid_grant"));
    }
    // A code works once, whatever comes of it.
    let code = town.grants.codes.remove(&field("code")).filter(|code| code.client == field("client_id"));
    let Some(code) = code else { return Err(grant_refused(400, "invalid_grant")) };
    let proof = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(field("code_verifier").as_bytes()));
    if code.challenge.is_some_and(|challenge| challenge != proof) {
        return Err(grant_refused(400, "invalid_grant"));
    }
    let created_at = town.now() / 1_000;
    let token = town.grants.issue(code.account);
    Ok(json!({"access_token": token, "token_type": "Bearer", "scope": code.scopes, "created_at": created_at}))
}

fn grant_refused(status: u16, error: &str) -> super::calls::Refusal {
    let mut refusal = refuse(status, error);
    refusal.body["error_description"] = json!("The provided authorization grant is invalid, expired, revoked, or does not match.");
    refusal
}

pub fn discovery(town: &Town) -> Answer {
    if !town.profile.discovery {
        return Err(refuse(404, "Not Found"));
    }
    Ok(json!({
        "issuer": format!("{}/", town.base),
        "authorization_endpoint": format!("{}/oauth/authorize", town.base),
        "token_endpoint": format!("{}/oauth/token", town.base),
        "scopes_supported": ["read", "write", "write:statuses", "write:media", "write:favourites"],
        "response_types_supported": ["code"],
        "code_challenge_methods_supported": ["S256"],
        "grant_types_supported": ["authorization_code", "client_credentials"],
    }))
}
