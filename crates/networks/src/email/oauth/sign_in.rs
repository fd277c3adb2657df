//! From "connect" to a refresh token: the person goes to Microsoft's page, ends on an empty one, and brings its address.

use super::{
    OauthSettings,
    endpoint::{Endpoint, SCOPES},
    pasted,
};
use crate::{ConnectorError, Secret, settings::refused};
use answerable_domain::Clock;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use url::Url;

/// What has to be kept, in secret, until the person comes back.
#[derive(Clone, Serialize, Deserialize)]
pub struct Begun {
    /// Where the person goes.
    pub authorize_url: Url,
    pub verifier: String,
}

/// Asks nobody. `login`: the name that the page proposes. `randomness` becomes the PKCE verifier: it must not be guessed.
pub fn begin(settings: &OauthSettings, login: &str, randomness: [u8; 32]) -> Begun {
    let verifier = BASE64_URL_SAFE_NO_PAD.encode(randomness);
    let challenge = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
    let mut authorize_url = settings.authorize_url();
    authorize_url.query_pairs_mut().extend_pairs([
        ("client_id", settings.client_id.as_str()),
        ("response_type", "code"),
        ("redirect_uri", settings.redirect_url().as_str()),
        ("response_mode", "query"),
        ("scope", SCOPES),
        ("state", &state(&verifier)),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
        ("login_hint", login),
        // Whoever is signed in to a colleague's account already is asked which one is meant.
        ("prompt", "select_account"),
    ]);
    Begun { authorize_url, verifier }
}

/// The refresh token for what the person pasted: the address of the empty page, or the code in it.
pub async fn finish(
    settings: &OauthSettings,
    http: &reqwest::Client,
    clock: Arc<dyn Clock>,
    begun: &Begun,
    pasted: &str,
) -> Result<Secret, ConnectorError> {
    let code = pasted::code_in(pasted, &state(&begun.verifier))?;
    let endpoint = Endpoint::new(settings, http.clone(), clock);
    let granted = endpoint.redeem(&code, &begun.verifier, settings.redirect_url().as_str()).await.map_err(|error| match error {
        ConnectorError::SignedOut(why) if is_about_code(&why) => refused("oauth_code", &why),
        // The code is good, but a rule of the organisation stands against it.
        ConnectorError::SignedOut(why) => refused("oauth_refused", &why),
        other => other,
    })?;
    granted
        .refresh
        .ok_or_else(|| ConnectorError::Protocol("sign-in: no refresh_token in the answer, though offline_access was asked for".to_owned()))
}

/// Wrong, used before, too old, or brought without its proof.
fn is_about_code(why: &str) -> bool {
    let numbers = ["AADSTS70000:", "AADSTS70008:", "AADSTS54005:", "AADSTS501481:", "AADSTS500112:", "AADSTS9002313:"];
    !why.contains("AADSTS") || numbers.iter().any(|number| why.contains(number))
}

/// Known again by us alone, and says nothing about the verifier.
fn state(verifier: &str) -> String {
    let digest = Sha256::new().chain_update(b"state\0").chain_update(verifier.as_bytes()).finalize();
    BASE64_URL_SAFE_NO_PAD.encode(&digest[..12])
}
