//! Fetching a document on behalf of a person: politely, in bounds, and from public addresses only.
//!
//! Redirects are followed by hand so that each address on the way is judged as the first one was. Proxies are not used: they would resolve
//! names in our place.

use super::guard::{NotPublic, PublicOnly, is_public};
use crate::{
    ConnectorError,
    body::{self, Broken},
    retry,
};
use answerable_domain::Clock;
use reqwest::{
    Client, Response, StatusCode,
    header::{ACCEPT, ETAG, HeaderMap, HeaderName, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, LOCATION},
    redirect::Policy,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{net::IpAddr, sync::Arc, time::Duration};
use url::{Host, Url};

/// Feeds are small; this is after decompression.
const BODY_BYTES_MAX: usize = 5 * 1024 * 1024;
const REDIRECTS_MAX: usize = 5;
const CONNECT: Duration = Duration::from_secs(10);
const PATIENCE: Duration = Duration::from_secs(30);
const USER_AGENT: &str = concat!("Answerable/", env!("CARGO_PKG_VERSION"), " (feed reader)");
const ACCEPTED: &str = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5";

/// What the last document told about itself: the cursor.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    etag: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    modified: Option<String>,
    /// Of the body: many servers know no conditional requests.
    #[serde(default)]
    hash: String,
}

#[derive(Debug)]
pub enum Fetched {
    Unchanged,
    Document { body: Vec<u8>, known: Known },
}

pub struct Fetcher {
    /// For the hosts that the owner allows by name; `None`: there are none.
    open: Option<Client>,
    guarded: Client,
    allowed: Arc<[String]>,
    clock: Arc<dyn Clock>,
}

impl Fetcher {
    pub fn new(allowed: Arc<[String]>, clock: Arc<dyn Clock>) -> Result<Self, ConnectorError> {
        let builder =
            || Client::builder().redirect(Policy::none()).no_proxy().connect_timeout(CONNECT).timeout(PATIENCE).user_agent(USER_AGENT);
        let built = |builder: reqwest::ClientBuilder| builder.build().map_err(|error| ConnectorError::Transient(retry::chain(&error)));
        let open = if allowed.is_empty() { None } else { Some(built(builder())?) };
        Ok(Self { open, guarded: built(builder().dns_resolver(PublicOnly))?, allowed, clock })
    }

    pub async fn fetch(&self, url: &Url, known: &Known) -> Result<Fetched, ConnectorError> {
        let mut url = url.clone();
        for _ in 0..=REDIRECTS_MAX {
            let answer = self.ask(&url, known).await?;
            match answer.status() {
                StatusCode::NOT_MODIFIED => return Ok(Fetched::Unchanged),
                status if status.is_redirection() => url = target(&url, answer.headers())?,
                status if status.is_success() => return read(answer, known).await,
                status => return Err(self.refusal(status, answer.headers())),
            }
        }
        Err(ConnectorError::Protocol(format!("more than {REDIRECTS_MAX} redirects")))
    }

    async fn ask(&self, url: &Url, known: &Known) -> Result<Response, ConnectorError> {
        let mut request = self.client(url)?.get(url.clone()).header(ACCEPT, ACCEPTED);
        if let Some(etag) = &known.etag {
            request = request.header(IF_NONE_MATCH, etag);
        }
        if let Some(modified) = &known.modified {
            request = request.header(IF_MODIFIED_SINCE, modified);
        }
        request.send().await.map_err(|error| {
            let error = error.without_url();
            if is_not_public(&error) { not_public(url) } else { ConnectorError::Transient(retry::chain(&error)) }
        })
    }

    /// Names are judged where they are resolved; addresses written as numbers are judged here.
    fn client(&self, url: &Url) -> Result<&Client, ConnectorError> {
        if !matches!(url.scheme(), "https" | "http") || !url.username().is_empty() || url.password().is_some() {
            return Err(ConnectorError::Protocol(format!("a redirect to {}: is not followed", url.scheme())));
        }
        let (Some(host), Some(port)) = (url.host(), url.port_or_known_default()) else {
            return Err(ConnectorError::Protocol("an address without a host".to_owned()));
        };
        let name = format!("{host}:{port}");
        if let Some(open) = &self.open
            && self.allowed.iter().any(|allowed| allowed.eq_ignore_ascii_case(&name))
        {
            return Ok(open);
        }
        let number = match host {
            Host::Ipv4(address) => Some(IpAddr::V4(address)),
            Host::Ipv6(address) => Some(IpAddr::V6(address)),
            Host::Domain(_) => None,
        };
        if number.is_some_and(|address| !is_public(address)) { Err(not_public(url)) } else { Ok(&self.guarded) }
    }

    fn refusal(&self, status: StatusCode, headers: &HeaderMap) -> ConnectorError {
        let why = format!("the server says {status}");
        match status.as_u16() {
            429 | 503 => ConnectorError::RateLimited { after: retry::after(headers, self.clock.now()), why },
            404 | 410 => ConnectorError::Settings { code: "feed_gone", why },
            500.. => ConnectorError::Transient(why),
            _ => ConnectorError::Protocol(why),
        }
    }
}

fn target(from: &Url, headers: &HeaderMap) -> Result<Url, ConnectorError> {
    let location = text(headers, &LOCATION).ok_or_else(|| ConnectorError::Protocol("a redirect to nowhere".to_owned()))?;
    from.join(&location).map_err(|error| ConnectorError::Protocol(format!("a redirect to no address: {error}")))
}

async fn read(answer: Response, known: &Known) -> Result<Fetched, ConnectorError> {
    let (etag, modified) = (text(answer.headers(), &ETAG), text(answer.headers(), &LAST_MODIFIED));
    let body = body::read(answer, BODY_BYTES_MAX).await.map_err(|broken| match broken {
        Broken::TooLarge(bytes_max) => ConnectorError::Settings { code: "feed_too_large", why: format!("larger than {bytes_max} bytes") },
        Broken::Cut(_) => ConnectorError::Transient(broken.why()),
    })?;
    let hash: String = Sha256::digest(&body).iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    if hash == known.hash {
        return Ok(Fetched::Unchanged);
    }
    Ok(Fetched::Document { body, known: Known { etag, modified, hash } })
}

fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

fn is_not_public(error: &reqwest::Error) -> bool {
    let mut next: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(cause) = next {
        if cause.is::<NotPublic>() {
            return true;
        }
        next = cause.source();
    }
    false
}

fn not_public(url: &Url) -> ConnectorError {
    let host = url.host_str().unwrap_or_default();
    let port = url.port_or_known_default().unwrap_or_default();
    ConnectorError::Settings {
        code: "address_not_public",
        why: format!("{host}:{port} is not a public address; the owner of the server can allow it by host and port"),
    }
}
