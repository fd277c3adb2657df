//! Whom the person lets in, and where.

use crate::{
    ConnectorError,
    settings::{refused, web_address},
};
use serde::{Deserialize, Serialize};
use url::{Host, Url};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OauthSettings {
    /// The id of an organisation, one of its domains, `organizations` for any, or `consumers` for personal accounts.
    #[serde(default = "default_tenant")]
    pub tenant: String,
    /// The app that was registered there. Not a secret.
    pub client_id: String,
    /// Clouds of their own (governments, China) have others.
    #[serde(default = "default_authority")]
    pub authority: Url,
}

impl OauthSettings {
    pub(in crate::email) fn checked(mut self) -> Result<Self, ConnectorError> {
        self.client_id = self.client_id.trim().to_ascii_lowercase();
        self.tenant = self.tenant.trim().to_ascii_lowercase();
        if !is_client_id(&self.client_id) {
            return Err(refused("oauth_client", "oauth.client_id: expected an id like 00001111-aaaa-2222-bbbb-3333cccc4444"));
        }
        let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
        if self.tenant.is_empty() || self.tenant.len() > 253 || !self.tenant.chars().all(is_plain) || self.tenant.starts_with('.') {
            return Err(refused("oauth_tenant", "oauth.tenant: expected an id, a domain, \"organizations\" or \"consumers\""));
        }
        web_address("oauth.authority", &self.authority, &["https", "http"])?;
        if self.authority.scheme() == "http" && !is_this_machine(&self.authority) {
            return Err(refused("bad_url", "oauth.authority: without encryption only on this machine"));
        }
        Ok(self)
    }

    pub(super) fn authorize_url(&self) -> Url {
        self.endpoint(&format!("{}/oauth2/v2.0/authorize", self.tenant))
    }

    pub(super) fn token_url(&self) -> Url {
        self.endpoint(&format!("{}/oauth2/v2.0/token", self.tenant))
    }

    /// An empty page for programs that have no address of their own. It is the same for every tenant of a cloud.
    pub(super) fn redirect_url(&self) -> Url {
        self.endpoint("common/oauth2/nativeclient")
    }

    fn endpoint(&self, path: &str) -> Url {
        let mut url = self.authority.clone();
        url.set_path(&format!("{}/{path}", self.authority.path().trim_end_matches('/')));
        url.set_query(None);
        url.set_fragment(None);
        url
    }
}

/// 32 hexadecimal digits in five groups.
fn is_client_id(text: &str) -> bool {
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && text.chars().all(|c| c.is_ascii_hexdigit() || c == '-')
}

fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn default_tenant() -> String {
    "organizations".to_owned()
}

fn default_authority() -> Url {
    crate::settings::constant("https://login.microsoftonline.com")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    const CLIENT: &str = "00001111-aaaa-2222-bbbb-3333cccc4444";

    fn read(settings: Value) -> Result<OauthSettings, ConnectorError> {
        serde_json::from_value::<OauthSettings>(settings).expect("the shape").checked()
    }

    #[test]
    fn an_app_is_all_that_has_to_be_said() {
        let settings = read(json!({"client_id": format!(" {} ", CLIENT.to_uppercase())})).unwrap();
        assert_eq!(settings.client_id, CLIENT);
        assert_eq!(settings.authorize_url().as_str(), "https://login.microsoftonline.com/organizations/oauth2/v2.0/authorize");
        assert_eq!(settings.token_url().as_str(), "https://login.microsoftonline.com/organizations/oauth2/v2.0/token");
        assert_eq!(settings.redirect_url().as_str(), "https://login.microsoftonline.com/common/oauth2/nativeclient");
        let other = read(json!({"client_id": CLIENT, "tenant": "Acme.example", "authority": "https://login.microsoftonline.us/"})).unwrap();
        assert_eq!(other.token_url().as_str(), "https://login.microsoftonline.us/acme.example/oauth2/v2.0/token");
    }

    #[test]
    fn what_cannot_be_meant_is_refused_with_a_code() {
        for (settings, code) in [
            (json!({"client_id": ""}), "oauth_client"),
            (json!({"client_id": "acme"}), "oauth_client"),
            (json!({"client_id": "00001111-aaaa-2222-bbbb-3333cccc444g"}), "oauth_client"),
            (json!({"client_id": CLIENT, "tenant": ""}), "oauth_tenant"),
            (json!({"client_id": CLIENT, "tenant": "a/b"}), "oauth_tenant"),
            (json!({"client_id": CLIENT, "tenant": ".."}), "oauth_tenant"),
            (json!({"client_id": CLIENT, "authority": "http://login.example"}), "bad_url"),
            (json!({"client_id": CLIENT, "authority": "https://me:secret@login.example"}), "bad_url"),
        ] {
            let refused = read(settings.clone());
            assert!(matches!(&refused, Err(ConnectorError::Settings { code: said, .. }) if *said == code), "{settings}: {refused:?}");
        }
    }
}
