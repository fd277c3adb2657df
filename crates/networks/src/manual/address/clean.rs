//! Making an address of what was pasted, and taking from it what only follows people around.

use super::parts::plain_host;
use url::{Host, Url};

/// Parameters that say who sent whom, from where, on which device.
const FOLLOWING: [&str; 47] = [
    "fbclid",
    "gclid",
    "dclid",
    "gbraid",
    "wbraid",
    "msclkid",
    "yclid",
    "twclid",
    "ttclid",
    "li_fat_id",
    "igshid",
    "igsh",
    "ig_rid",
    "mibextid",
    "rdid",
    "sfnsn",
    "extid",
    "__tn__",
    "__xts__",
    "_rdr",
    "ref",
    "ref_src",
    "ref_url",
    "refsrc",
    "referer",
    "referrer",
    "referrercode",
    "share_id",
    "sharetype",
    "share_from_user_hidden",
    "is_from_webapp",
    "is_copy_url",
    "is_copy_link",
    "sender_device",
    "sender_web_id",
    "_r",
    "_t",
    "tt_from",
    "u_code",
    "mc_cid",
    "mc_eid",
    "_ga",
    "_gl",
    "spm",
    "ncid",
    "cmpid",
    "openlinkrequestinappbrowser",
];

/// Only the web, only names and public-looking numbers; nothing with a password in it.
pub fn web_address(text: &str) -> Option<Url> {
    let (url, is_bare) = match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "https" | "http") => (url, false),
        // Nobody types the beginning.
        _ if is_bare(text) => (Url::parse(&format!("https://{text}")).ok()?, true),
        _ => return None,
    };
    let is_open = url.username().is_empty() && url.password().is_none();
    let is_somewhere = match url.host()? {
        Host::Domain(name) => name.trim_end_matches('.').contains('.'),
        // `1.5` is a number.
        Host::Ipv4(_) | Host::Ipv6(_) => !is_bare,
    };
    (is_open && is_somewhere).then_some(url)
}

/// `x.com/name/status/1`: a name with a dot in it, and then a path.
fn is_bare(text: &str) -> bool {
    let host = text.split(['/', '?', '#']).next().unwrap_or_default();
    let name = host.split(':').next().unwrap_or_default();
    let has_scheme = text.split_once(':').is_some_and(|(before, after)| !before.contains('.') || after.starts_with("//"));
    !has_scheme && name.contains('.') && !name.starts_with('.') && !name.contains('@')
}

pub fn is_following(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with("utm_") || name.starts_with("__cft__") || name.starts_with("hmb_") || FOLLOWING.contains(&name.as_str())
}

/// The address as a person would pass it on.
pub fn cleaned(url: &Url) -> String {
    let mut url = url.clone();
    let kept: Vec<(String, String)> =
        url.query_pairs().filter(|(name, _)| !is_following(name)).map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
    if kept.len() < url.query_pairs().count() {
        url.set_query(None);
        if !kept.is_empty() {
            url.query_pairs_mut().extend_pairs(&kept);
        }
    }
    if url.fragment().is_some_and(|fragment| fragment.is_empty() || fragment.starts_with(":~:")) {
        url.set_fragment(None);
    }
    if url.query() == Some("") {
        url.set_query(None);
    }
    url.into()
}

/// What an address of an unknown site is called: the same with and without `www.`, on the phone, with a slash at its end. The front page of a
/// site is no post.
pub fn identity(url: &Url) -> Option<String> {
    let plain = Url::parse(&cleaned(url)).ok()?;
    let port = plain.port().map(|port| format!(":{port}")).unwrap_or_default();
    let query = plain.query().map(|query| format!("?{query}")).unwrap_or_default();
    let fragment = plain.fragment().map(|fragment| format!("#{fragment}")).unwrap_or_default();
    let path = plain.path().trim_end_matches('/');
    let is_front = path.is_empty() && query.is_empty();
    (!is_front).then(|| super::short(format!("{}{port}{path}{query}{fragment}", plain_host(&plain))))
}
