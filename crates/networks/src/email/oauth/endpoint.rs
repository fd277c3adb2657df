//! The endpoint that gives tokens, and what its refusals mean.

use super::{OauthSettings, pasted::one_line};
use crate::{ConnectorError, Secret, exchange::exchange, json, retry, settings::refused};
use answerable_domain::{Clock, Millis};
use reqwest::header::CONTENT_TYPE;
use serde_json::Value;
use std::{sync::Arc, time::Duration};
use url::Url;

/// What we ask for: to read and to send as the person, also while they are away.
pub const SCOPES: &str = "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access";

const PATIENCE: Duration = Duration::from_secs(30);
/// Tokens of people in many groups are a few kB.
const ANSWER_BYTES_MAX: usize = 256 * 1024;
/// Where it is not said how long a token is good for.
const LIFE_UNTOLD_SECONDS: i64 = 600;
const LIFE_SECONDS_MAX: i64 = 7 * 24 * 3_600;

/// What came of a sign-in or a renewal.
pub struct Granted {
    pub access: Secret,
    pub expires_in_ms: Millis,
    /// `None`: the one that was used goes on being good.
    pub refresh: Option<Secret>,
}

pub struct Endpoint {
    http: reqwest::Client,
    url: Url,
    client_id: String,
    clock: Arc<dyn Clock>,
}

impl Endpoint {
    pub fn new(settings: &OauthSettings, http: reqwest::Client, clock: Arc<dyn Clock>) -> Self {
        Self { http, url: settings.token_url(), client_id: settings.client_id.clone(), clock }
    }

    pub async fn redeem(&self, code: &str, verifier: &str, redirect: &str) -> Result<Granted, ConnectorError> {
        self.ask(&[("grant_type", "authorization_code"), ("code", code), ("code_verifier", verifier), ("redirect_uri", redirect)]).await
    }

    /// [`ConnectorError::SignedOut`]: this token is no good any more.
    pub async fn renew(&self, refresh: &Secret) -> Result<Granted, ConnectorError> {
        self.ask(&[("grant_type", "refresh_token"), ("refresh_token", refresh.expose())]).await
    }

    async fn ask(&self, fields: &[(&str, &str)]) -> Result<Granted, ConnectorError> {
        let form = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("client_id", self.client_id.as_str()), ("scope", SCOPES)])
            .extend_pairs(fields)
            .finish();
        let request = self.http.post(self.url.clone()).header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(form);
        let answer = exchange(request, PATIENCE, ANSWER_BYTES_MAX).await.map_err(|lost| unreached(&lost.why()))?;
        let status = answer.status.as_u16();
        let wait = || retry::after(&answer.headers, self.clock.now());
        let said: Option<Value> = serde_json::from_slice(&answer.body).ok();
        let word = |key: &str| said.as_ref().and_then(|said| json::text(said, &[key])).unwrap_or_default();
        match status {
            200..=299 => granted(said.as_ref()),
            429 => Err(ConnectorError::RateLimited { after: wait(), why: format!("sign-in: 429 {}", one_line(word("error"))) }),
            // It says how long it will be away.
            500.. if answer.headers.contains_key("retry-after") => {
                Err(ConnectorError::RateLimited { after: wait(), why: format!("sign-in: {status}") })
            }
            500.. => Err(unreached(&format!("{status} {}", one_line(word("error_description"))))),
            400..=499 if !word("error").is_empty() => Err(refusal(word("error"), word("error_description"))),
            _ => Err(refused(
                "oauth_tenant",
                &format!("sign-in: {} answers {status}, and not as Microsoft's sign-in does", self.url.origin().ascii_serialization()),
            )),
        }
    }
}

fn unreached(why: &str) -> ConnectorError {
    ConnectorError::Transient(format!("sign-in: {why}"))
}

fn granted(said: Option<&Value>) -> Result<Granted, ConnectorError> {
    let text = |key: &str| said.and_then(|said| json::text(said, &[key])).filter(|text| is_token(text)).map(Secret::new);
    let access = text("access_token").ok_or_else(|| ConnectorError::Protocol("sign-in: no access_token in the answer".to_owned()))?;
    // Some write numbers as texts.
    let told = said.and_then(|said| said.get("expires_in")).and_then(|value| value.as_i64().or_else(|| value.as_str()?.parse().ok()));
    let seconds = told.unwrap_or(LIFE_UNTOLD_SECONDS).clamp(0, LIFE_SECONDS_MAX);
    Ok(Granted { access, expires_in_ms: seconds * 1_000, refresh: text("refresh_token") })
}

/// It goes into lines of other protocols.
fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// A refusal in words: `AADSTS` numbers say more than the names of RFC 6749, which they come with.
pub fn refusal(error: &str, description: &str) -> ConnectorError {
    let mut why = format!("Microsoft says: {}", one_line(error));
    if !description.is_empty() {
        why.push_str(": ");
        why.push_str(&one_line(description));
    }
    match (number_in(description).unwrap_or(0), error) {
        // Nobody with this name, or no such organisation, or a person of another one; an app for one organisation asked for everywhere.
        (90_002 | 900_021 | 900_023 | 50_020 | 50_034 | 50_059 | 50_194 | 700_005 | 9_002_346, _) => refused("oauth_tenant", &why),
        // Nobody has said yes yet, said no, or only an administrator may say it.
        (65_001 | 65_004 | 65_005 | 90_008 | 90_094 | 90_095 | 50_105, _) | (_, "access_denied" | "consent_required") => {
            refused("oauth_consent", &why)
        }
        (_, "temporarily_unavailable" | "server_error") => ConnectorError::Transient(why),
        (_, "invalid_grant" | "interaction_required" | "login_required") => ConnectorError::SignedOut(why),
        // Unknown, without the redirect, not public, without the permissions.
        (
            _,
            "invalid_client" | "unauthorized_client" | "invalid_scope" | "invalid_resource" | "invalid_request" | "unsupported_grant_type",
        ) => refused("oauth_client", &why),
        _ => refused("oauth_refused", &why),
    }
}

/// `AADSTS70008: The provided authorization code …`.
fn number_in(description: &str) -> Option<u32> {
    let rest = description.split_once("AADSTS")?.1;
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    rest[..end].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_says_who_has_to_do_something() {
        for (error, description, code) in [
            ("invalid_grant", "AADSTS70008: The refresh token has expired due to inactivity.", "signed_out"),
            ("invalid_grant", "AADSTS50173: The provided grant has expired due to it being revoked.", "signed_out"),
            ("invalid_grant", "AADSTS50076: you must use multi-factor authentication", "signed_out"),
            ("interaction_required", "", "signed_out"),
            ("invalid_grant", "AADSTS65001: The user or administrator has not consented to use the application", "oauth_consent"),
            ("access_denied", "", "oauth_consent"),
            ("unauthorized_client", "AADSTS700016: Application with identifier 'x' was not found in the directory", "oauth_client"),
            ("invalid_client", "AADSTS7000218: The request body must contain 'client_assertion' or 'client_secret'.", "oauth_client"),
            ("invalid_scope", "AADSTS70011: The provided value for the input parameter 'scope' is not valid.", "oauth_client"),
            ("invalid_request", "AADSTS90002: Tenant 'acme' not found.", "oauth_tenant"),
            ("invalid_request", "AADSTS50194: Application 'x' is not configured as a multi-tenant application.", "oauth_tenant"),
            ("temporarily_unavailable", "AADSTS90033: A transient error has occurred.", "transient"),
            ("something_new", "AADSTS123456: who knows", "oauth_refused"),
            ("something_new", "AADSTS", "oauth_refused"),
            ("something_new", "AADSTS99999999999999: too large", "oauth_refused"),
        ] {
            let said = refusal(error, description);
            let found = match &said {
                ConnectorError::SignedOut(_) => "signed_out",
                ConnectorError::Transient(_) => "transient",
                ConnectorError::Settings { code, .. } => code,
                other => panic!("{other:?}"),
            };
            assert_eq!(found, code, "{error} {description}");
            assert!(said.to_string().contains(description), "the server's own words: {said}");
        }
    }

    #[test]
    fn a_token_that_could_end_a_line_is_none() {
        for token in ["", "a b", "a\r\nb", "a\u{1}", "é"] {
            let said = serde_json::json!({ "access_token": token });
            assert!(matches!(granted(Some(&said)), Err(ConnectorError::Protocol(_))), "{token:?}");
        }
        let said = serde_json::json!({ "access_token": "a", "expires_in": "3599", "refresh_token": "b c" });
        let good = granted(Some(&said)).expect("a token");
        assert_eq!((good.expires_in_ms, good.refresh), (3_599_000, None));
    }
}
