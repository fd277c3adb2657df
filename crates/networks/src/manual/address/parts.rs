//! The pieces of an address, as the networks' readers want them.

use url::{Url, form_urlencoded};

pub struct Parts<'a> {
    /// In lower case, without what stands for "the web" or "on the phone".
    pub host: String,
    /// The path between its slashes, decoded; empty pieces are left out.
    pub path: Vec<String>,
    query: Vec<(String, String)>,
    pub fragment: &'a str,
    /// As it came.
    pub url: &'a Url,
}

/// Names that say how a page looks, not whose it is.
const FACES: [&str; 6] = ["www.", "m.", "mobile.", "touch.", "mbasic.", "web."];

/// A host without its faces: `m.facebook.com` is `facebook.com`.
pub fn plain_host(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default().trim_end_matches('.').to_ascii_lowercase();
    let mut rest = host.as_str();
    while let Some(shorter) = FACES.iter().find_map(|face| rest.strip_prefix(face)).filter(|shorter| shorter.contains('.')) {
        rest = shorter;
    }
    rest.to_owned()
}

impl<'a> Parts<'a> {
    pub fn of(url: &'a Url) -> Self {
        let decoded = |piece: &str| {
            // What is decoded here is one piece: a plus stays a plus.
            let pairs = form_urlencoded::parse(piece.replace('+', "%2B").as_bytes()).next().map(|(name, _)| name.into_owned());
            pairs.unwrap_or_default()
        };
        let path = url.path_segments().into_iter().flatten().filter(|piece| !piece.is_empty());
        Self {
            host: plain_host(url),
            path: path.map(|piece| if piece.contains(['=', '&']) { piece.to_owned() } else { decoded(piece) }).collect(),
            query: url.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned())).collect(),
            fragment: url.fragment().unwrap_or_default(),
            url,
        }
    }

    pub fn path(&self) -> Vec<&str> {
        self.path.iter().map(String::as_str).collect()
    }

    /// A value of the query that is not empty.
    pub fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, value)| key == name && !value.is_empty()).map(|(_, value)| value.as_str())
    }

    pub fn is_host(&self, hosts: &[&str]) -> bool {
        hosts.contains(&self.host.as_str())
    }
}

pub fn is_number(text: &str) -> bool {
    !text.is_empty() && text.len() <= 24 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Letters, digits, `-` and `_`: what networks make ids of.
pub fn is_code(text: &str) -> bool {
    !text.is_empty() && text.len() <= 200 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

/// What stands in a path as somebody's name.
pub fn is_name(text: &str) -> bool {
    let text = text.trim_start_matches('@');
    text.starts_with(|first: char| first.is_alphanumeric() || first == '_')
        && text.len() <= 253
        && !text.contains("..")
        && text.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '.' | '-' | '_' | ':' | '@'))
}
