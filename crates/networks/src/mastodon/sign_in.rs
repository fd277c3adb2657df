//! Signing in without typing a token: the server is asked to know us as an app, the person lets the app in on the server's own page and
//! brings back a code, and the code becomes a token. With PKCE where the server says that it has it.

use super::client::{CallError, Client};
use crate::{ConnectorError, MastodonSettings, Secret, json};
use answerable_domain::Clock;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use url::Url;

/// The server shows the code to the person instead of sending them anywhere.
const REDIRECT: &str = "urn:ietf:wg:oauth:2.0:oob";
const SCOPES: &str = "read write:statuses write:media write:favourites";
const NAME: &str = "Answerable";

/// What has to be kept, in secret, until the person comes back with the code.
#[derive(Clone, Serialize, Deserialize)]
pub struct Begun {
    /// Where the person goes.
    pub authorize_url: Url,
    pub client_id: String,
    pub client_secret: String,
    pub verifier: Option<String>,
}

/// `randomness` becomes the PKCE verifier: it must not be guessed.
pub async fn begin(
    settings: &MastodonSettings,
    http: &reqwest::Client,
    clock: Arc<dyn Clock>,
    randomness: [u8; 32],
) -> Result<Begun, ConnectorError> {
    let client = Client::new(http.clone(), &settings.server, None, clock);
    let app = json!({"client_name": NAME, "redirect_uris": REDIRECT, "scopes": SCOPES});
    let app = client.post("/api/v1/apps", &app, None).await.map_err(no_app)?;
    let said = |key: &str| json::text(&app, &[key]).map(str::to_owned).ok_or_else(|| ConnectorError::Protocol(format!("apps: no {key}")));
    let (client_id, client_secret) = (said("client_id")?, said("client_secret")?);
    let verifier = knows_proof(&client).await?.then(|| BASE64_URL_SAFE_NO_PAD.encode(randomness));
    let mut authorize_url = settings.server.clone();
    authorize_url.set_path("/oauth/authorize");
    authorize_url.query_pairs_mut().extend_pairs([
        ("response_type", "code"),
        ("client_id", &client_id),
        ("redirect_uri", REDIRECT),
        ("scope", SCOPES),
    ]);
    if let Some(verifier) = &verifier {
        let challenge = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
        authorize_url.query_pairs_mut().extend_pairs([("code_challenge", challenge.as_str()), ("code_challenge_method", "S256")]);
    }
    Ok(Begun { authorize_url, client_id, client_secret, verifier })
}

/// The access token for the code that the server showed.
pub async fn finish(
    settings: &MastodonSettings,
    http: &reqwest::Client,
    clock: Arc<dyn Clock>,
    begun: &Begun,
    code: &str,
) -> Result<Secret, ConnectorError> {
    let client = Client::new(http.clone(), &settings.server, None, clock);
    let mut fields = vec![
        ("grant_type", "authorization_code"),
        ("code", code.trim()),
        ("client_id", &begun.client_id),
        ("client_secret", &begun.client_secret),
        ("redirect_uri", REDIRECT),
        ("scope", SCOPES),
    ];
    fields.extend(begun.verifier.as_deref().map(|verifier| ("code_verifier", verifier)));
    let answer = client.post_form("/oauth/token", &fields).await.map_err(no_token)?;
    let token = json::text(&answer, &["access_token"]).ok_or_else(|| ConnectorError::Protocol("token: no access_token".to_owned()))?;
    Ok(Secret::new(token))
}

/// Servers that do not say how they sign people in are older than PKCE.
async fn knows_proof(client: &Client) -> Result<bool, ConnectorError> {
    match client.get_json("/.well-known/oauth-authorization-server", &[]).await {
        Ok(said) => Ok(json::list(&said, &["code_challenge_methods_supported"]).iter().any(|method| method == "S256")),
        // Some answer with a page for people instead.
        Err(CallError::Refused { status: 400..=499, .. } | CallError::Cut(_)) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

fn no_app(error: CallError) -> ConnectorError {
    let settings = |code, why: &str| ConnectorError::Settings { code, why: why.to_owned() };
    match &error {
        CallError::Refused { status: 404 | 405, .. } => settings("bad_url", "this server does not speak the Mastodon API"),
        CallError::Refused { status: 400..=428, .. } => settings("refused", &format!("this server lets no app sign in ({})", error.why())),
        _ => error.into(),
    }
}

fn no_token(error: CallError) -> ConnectorError {
    match &error {
        CallError::Refused { status: 400 | 401 | 403, .. } => {
            ConnectorError::SignedOut("the code is wrong, was used before, or is too old: sign in again and bring a new one".to_owned())
        }
        _ => error.into(),
    }
}
