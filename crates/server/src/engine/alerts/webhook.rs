//! Posts to an address that a person typed: signed, in bounds, from here to public addresses only, and nowhere else than there.

use super::{WebhookRefused, deliver::Attempt, sign::signature};
use answerable_domain::Millis;
use answerable_networks::{NotPublic, PublicOnly, is_public, retry_after};
use reqwest::{
    Client, Response,
    header::{CONTENT_TYPE, RETRY_AFTER},
    redirect::Policy,
};
use std::{net::IpAddr, time::Duration};
use url::{Host, Url};

const URL_BYTES_MAX: usize = 2_000;
/// An answer's body says nothing to us: so much is read that the connection ends in order.
const ANSWER_BYTES_MAX: usize = 16 * 1024;
const USER_AGENT: &str = concat!("Answerable/", env!("CARGO_PKG_VERSION"), " (webhook)");

/// A message to one address.
pub struct Post<'a> {
    pub url: &'a str,
    /// The same at every attempt.
    pub id: String,
    pub body: String,
    pub secret: &'a str,
}

pub struct Webhooks {
    /// For the hosts that the owner of the server allows by name.
    open: Client,
    guarded: Client,
    allowed: Vec<String>,
}

impl Webhooks {
    pub fn new(allowed: Vec<String>, patience: Duration) -> anyhow::Result<Self> {
        let builder = || Client::builder().redirect(Policy::none()).no_proxy().timeout(patience).user_agent(USER_AGENT);
        Ok(Self { open: builder().build()?, guarded: builder().dns_resolver(PublicOnly).build()?, allowed })
    }

    pub async fn send(&self, post: Post<'_>, now: Millis) -> Attempt {
        let Ok(url) = Url::parse(post.url) else { return Attempt::never("bad_url") };
        let client = match judged(&url, &self.allowed) {
            Ok(true) => &self.open,
            Ok(false) => &self.guarded,
            Err(code) => return Attempt::never(code),
        };
        let seconds = now / 1000;
        let Some(signature) = signature(post.secret, &post.id, seconds, &post.body) else { return Attempt::never("secret_lost") };
        let request = client
            .post(url)
            .header(CONTENT_TYPE, "application/json")
            .header("webhook-id", &post.id)
            .header("webhook-timestamp", seconds)
            .header("webhook-signature", signature)
            .body(post.body);
        match request.send().await {
            Ok(answer) => judge(answer, now).await,
            Err(error) => unreachable(&error.without_url()),
        }
    }
}

/// An address that may be kept. Names are judged when they are resolved; addresses written as numbers are judged here too.
pub fn sound_url(text: &str, allowed: &[String]) -> Result<String, WebhookRefused> {
    let text = text.trim();
    let url = Url::parse(text).ok().filter(|_| text.len() <= URL_BYTES_MAX).ok_or(WebhookRefused::Url { code: "bad_url" })?;
    judged(&url, allowed).map_err(|code| WebhookRefused::Url { code })?;
    Ok(url.into())
}

/// `true`: the owner of the server allows this host and port by name.
fn judged(url: &Url, allowed: &[String]) -> Result<bool, &'static str> {
    if !matches!(url.scheme(), "https" | "http") || !url.username().is_empty() || url.password().is_some() {
        return Err("bad_url");
    }
    let (Some(host), Some(port)) = (url.host(), url.port_or_known_default()) else { return Err("bad_url") };
    let name = format!("{host}:{port}");
    if allowed.iter().any(|allowed| allowed.eq_ignore_ascii_case(&name)) {
        return Ok(true);
    }
    let number = match host {
        Host::Ipv4(address) => Some(IpAddr::V4(address)),
        Host::Ipv6(address) => Some(IpAddr::V6(address)),
        Host::Domain(_) => None,
    };
    if number.is_some_and(|address| !is_public(address)) { Err("address_not_public") } else { Ok(false) }
}

async fn judge(mut answer: Response, now: Millis) -> Attempt {
    let status = answer.status();
    let after_ms = answer.headers().contains_key(RETRY_AFTER).then(|| retry_after(answer.headers(), now));
    let after_ms = after_ms.map(|after| Millis::try_from(after.as_millis()).unwrap_or(Millis::MAX));
    let mut read = 0;
    while let Ok(Some(chunk)) = answer.chunk().await {
        read += chunk.len();
        if read > ANSWER_BYTES_MAX {
            break;
        }
    }
    match status.as_u16() {
        200..=299 => Attempt::Delivered { status: status.as_u16() },
        410 => Attempt::Gone { status: 410 },
        300..=399 => Attempt::Later { status: Some(status.as_u16()), error: "redirected".to_owned(), after_ms },
        code => Attempt::Later { status: Some(code), error: "status".to_owned(), after_ms },
    }
}

fn unreachable(error: &reqwest::Error) -> Attempt {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(one) = cause {
        if one.is::<NotPublic>() {
            return Attempt::never("address_not_public");
        }
        cause = one.source();
    }
    let error = if error.is_timeout() {
        "timed_out".to_owned()
    } else {
        let innermost = std::iter::successors(std::error::Error::source(error), |cause| cause.source()).last();
        innermost.map_or_else(|| "unreachable".to_owned(), |cause| format!("unreachable: {cause}"))
    };
    Attempt::Later { status: None, error, after_ms: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_outside_are_kept() {
        let allowed = ["127.0.0.1:9000".to_owned()];
        for (url, expected) in [
            ("https://hooks.acme.example/answerable?key=1", Ok(())),
            ("http://hooks.acme.example/", Ok(())),
            ("http://127.0.0.1:9000/", Ok(())),
            ("http://127.0.0.1:9001/", Err("address_not_public")),
            ("http://[::1]/", Err("address_not_public")),
            ("http://169.254.169.254/latest", Err("address_not_public")),
            ("http://0x7f000001/", Err("address_not_public")),
            ("ftp://acme.example/", Err("bad_url")),
            ("https://user:secret@acme.example/", Err("bad_url")),
            ("acme.example", Err("bad_url")),
            ("", Err("bad_url")),
        ] {
            let kept = sound_url(url, &allowed).map(drop).map_err(|refused| match refused {
                WebhookRefused::Url { code } => code,
                WebhookRefused::Store(_) => "store",
            });
            assert_eq!(kept, expected, "{url}");
        }
    }
}
