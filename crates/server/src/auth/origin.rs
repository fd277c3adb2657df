//! Cross-site requests: an unsafe method with a cookie must come from our own pages.
//!
//! Every browser of today sends `Sec-Fetch-Site`, which pages cannot forge; older ones send `Origin` with every unsafe method. A request
//! with neither does not come from a page.

use axum::http::{HeaderMap, header};

/// `public_origin`: the configured address, for a reverse proxy that rewrites `Host`.
pub fn same_origin(headers: &HeaderMap, public_origin: Option<&str>) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    match (text("sec-fetch-site"), text(header::ORIGIN.as_str())) {
        (Some("same-origin" | "none"), _) => true,
        (Some(_), _) => false,
        (None, None) => true,
        (None, Some(origin)) => {
            public_origin == Some(origin) || text(header::HOST.as_str()).is_some_and(|host| origin_host(origin) == Some(host))
        }
    }
}

fn origin_host(origin: &str) -> Option<&str> {
    origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderName, HeaderValue};

    #[test]
    fn only_our_own_pages_pass() {
        let cases: [(&[(&str, &str)], bool); 9] = [
            (&[("host", "care.example")], true),
            (&[("host", "care.example"), ("sec-fetch-site", "same-origin")], true),
            (&[("host", "care.example"), ("sec-fetch-site", "none")], true),
            (&[("host", "care.example"), ("sec-fetch-site", "same-site")], false),
            (&[("host", "care.example"), ("sec-fetch-site", "cross-site"), ("origin", "https://care.example")], false),
            (&[("host", "care.example"), ("origin", "https://care.example")], true),
            (&[("host", "care.example"), ("origin", "https://evil.example")], false),
            (&[("host", "care.example"), ("origin", "null")], false),
            (&[("host", "127.0.0.1:7400"), ("origin", "https://public.example")], true),
        ];
        for (pairs, expected) in cases {
            let headers: HeaderMap =
                pairs.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))).collect();
            assert_eq!(same_origin(&headers, Some("https://public.example")), expected, "{pairs:?}");
        }
    }
}
