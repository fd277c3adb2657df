//! Fetching a picture or file: in bounds, and from public addresses only, but for the hosts that the owner named.
//!
//! Redirects are followed by hand, so that each address on the way is judged as the first one was. What an address of ours holds (a token)
//! is in no error and no log: errors are codes.

use super::kinds::{self, HEAD_BYTES, Kind};
use answerable_domain::{Clock, ConnectorKind};
use answerable_networks::{NotPublic, PublicOnly, is_public, retry_after};
use reqwest::{
    Client, Response, StatusCode,
    header::{ACCEPT, CONTENT_TYPE, LOCATION},
    redirect::Policy,
};
use std::{net::IpAddr, sync::Arc, time::Duration};
use url::{Host, Url};

const REDIRECTS_MAX: usize = 3;
const CONNECT: Duration = Duration::from_secs(10);
const PATIENCE: Duration = Duration::from_secs(120);
/// Between two portions.
const READ: Duration = Duration::from_secs(20);
const USER_AGENT: &str = concat!("Answerable/", env!("CARGO_PKG_VERSION"));
/// Asked for first what everybody can show.
const ACCEPTED: &str = "image/avif;q=0.8, image/webp, image/png, image/jpeg, image/gif, video/*, audio/*, */*;q=0.5";

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    pub kind: Kind,
    pub bytes: Vec<u8>,
}

/// Why there are no bytes; the code is for the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unfetched {
    /// Trying again changes nothing.
    Never(&'static str),
    Later {
        code: &'static str,
        after: Option<Duration>,
    },
}

fn later(code: &'static str) -> Unfetched {
    Unfetched::Later { code, after: None }
}

pub struct MediaFetcher {
    /// For hosts that the owner named: in the settings of the server, or of the channel.
    open: Client,
    guarded: Client,
    allowed: Vec<String>,
    clock: Arc<dyn Clock>,
}

impl MediaFetcher {
    pub fn new(allowed: Vec<String>, clock: Arc<dyn Clock>) -> anyhow::Result<Self> {
        let builder = || {
            let bounded = Client::builder().connect_timeout(CONNECT).read_timeout(READ).timeout(PATIENCE);
            bounded.redirect(Policy::none()).no_proxy().user_agent(USER_AGENT)
        };
        Ok(Self { open: builder().build()?, guarded: builder().dns_resolver(PublicOnly).build()?, allowed, clock })
    }

    /// An address that a stranger may have chosen. `own`: hosts with ports that the channel's settings name.
    pub async fn fetch(&self, url: &str, own: &[String], told_mime: &str) -> Result<Fetched, Unfetched> {
        let mut url = Url::parse(url).map_err(|_| Unfetched::Never("bad_url"))?;
        for _ in 0..=REDIRECTS_MAX {
            let answer = self.ask(&url, own).await?;
            match answer.status() {
                status if status.is_redirection() => url = target(&url, &answer)?,
                _ => return self.take(answer, url.path(), told_mime).await,
            }
        }
        Err(Unfetched::Never("too_many_redirects"))
    }

    /// An address that the connector made of our own settings. `client`: the one that all connectors ask with.
    pub async fn fetch_trusted(&self, client: &Client, url: &str, told_mime: &str) -> Result<Fetched, Unfetched> {
        let url = Url::parse(url).map_err(|_| Unfetched::Never("bad_url"))?;
        let answer = client.get(url.clone()).timeout(PATIENCE).send().await.map_err(|error| unreachable(&error))?;
        if answer.status().is_redirection() {
            return Err(Unfetched::Never("redirected"));
        }
        self.take(answer, url.path(), told_mime).await
    }

    async fn ask(&self, url: &Url, own: &[String]) -> Result<Response, Unfetched> {
        let request = self.client(url, own)?.get(url.clone()).header(ACCEPT, ACCEPTED);
        request.send().await.map_err(|error| unreachable(&error))
    }

    /// Names are judged where they are resolved; addresses written as numbers are judged here.
    fn client(&self, url: &Url, own: &[String]) -> Result<&Client, Unfetched> {
        if !matches!(url.scheme(), "https" | "http") || !url.username().is_empty() || url.password().is_some() {
            return Err(Unfetched::Never("bad_url"));
        }
        let (Some(host), Some(port)) = (url.host(), url.port_or_known_default()) else { return Err(Unfetched::Never("bad_url")) };
        let name = format!("{host}:{port}");
        if self.allowed.iter().chain(own).any(|allowed| allowed.eq_ignore_ascii_case(&name)) {
            return Ok(&self.open);
        }
        let number = match host {
            Host::Ipv4(address) => Some(IpAddr::V4(address)),
            Host::Ipv6(address) => Some(IpAddr::V6(address)),
            Host::Domain(_) => None,
        };
        if number.is_some_and(|address| !is_public(address)) { Err(Unfetched::Never("not_allowed")) } else { Ok(&self.guarded) }
    }

    async fn take(&self, answer: Response, name: &str, told_mime: &str) -> Result<Fetched, Unfetched> {
        match answer.status() {
            status if status.is_success() => read(answer, name, told_mime).await,
            StatusCode::NOT_FOUND | StatusCode::GONE => Err(Unfetched::Never("gone")),
            StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
                Err(Unfetched::Later { code: "unreachable", after: Some(retry_after(answer.headers(), self.clock.now())) })
            }
            status if status.is_client_error() => Err(Unfetched::Never("forbidden")),
            _ => Err(later("unreachable")),
        }
    }
}

/// Stops reading as soon as it is known that the file is not kept.
async fn read(mut answer: Response, name: &str, told_mime: &str) -> Result<Fetched, Unfetched> {
    let answered = answer.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let told = if told_mime.is_empty() { answered.as_str() } else { told_mime };
    let mut bytes: Vec<u8> = Vec::new();
    let mut kind: Option<Kind> = None;
    while let Some(chunk) = answer.chunk().await.map_err(|error| unreachable(&error))? {
        bytes.extend_from_slice(&chunk);
        if kind.is_none() && bytes.len() >= HEAD_BYTES {
            kind = Some(judged(&bytes, told, name)?);
        }
        let bytes_max = kind.map_or(kinds::FILE_BYTES_MAX, |kind| kind.bytes_max());
        if bytes.len() as u64 > bytes_max {
            return Err(Unfetched::Never("too_large"));
        }
    }
    let kind = match kind {
        Some(kind) => kind,
        None => judged(&bytes, told, name)?,
    };
    Ok(Fetched { kind, bytes })
}

fn judged(bytes: &[u8], told_mime: &str, name: &str) -> Result<Kind, Unfetched> {
    if bytes.is_empty() {
        return Err(Unfetched::Never("empty"));
    }
    kinds::sniff(&bytes[..bytes.len().min(HEAD_BYTES)], told_mime, name).ok_or(Unfetched::Never("unsupported"))
}

fn target(from: &Url, answer: &Response) -> Result<Url, Unfetched> {
    let location = answer.headers().get(LOCATION).and_then(|value| value.to_str().ok()).ok_or(Unfetched::Never("bad_url"))?;
    from.join(location).map_err(|_| Unfetched::Never("bad_url"))
}

fn unreachable(error: &reqwest::Error) -> Unfetched {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(one) = cause {
        if one.is::<NotPublic>() {
            return Unfetched::Never("not_allowed");
        }
        cause = one.source();
    }
    later("unreachable")
}

/// The hosts, with ports, that a channel's own settings name: who connected it trusts them. A feed is only an address that somebody typed.
pub fn own_hosts(connector: ConnectorKind, config: &serde_json::Value) -> Vec<String> {
    if connector == ConnectorKind::Feed {
        return Vec::new();
    }
    let fields = config.as_object().into_iter().flat_map(|fields| fields.values());
    let urls = fields.filter_map(|value| Url::parse(value.as_str()?).ok());
    urls.filter_map(|url| Some(format!("{}:{}", url.host()?, url.port_or_known_default()?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_hosts_of_a_channels_settings_are_its_own_but_for_feeds() {
        let config = json!({ "server": "https://social.example/", "api": "http://127.0.0.1:9000", "tags": ["a"], "n": 1 });
        assert_eq!(own_hosts(ConnectorKind::Mastodon, &config), ["127.0.0.1:9000", "social.example:443"]);
        assert!(own_hosts(ConnectorKind::Feed, &json!({ "url": "http://127.0.0.1/feed" })).is_empty());
    }
}
