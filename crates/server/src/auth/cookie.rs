//! The session cookie: `HttpOnly`, `SameSite=Lax` (a link in a mail opens the inbox signed in; unsafe methods are guarded by their
//! origin as well), `Secure` when people come over https.

use axum::http::{HeaderMap, HeaderValue, header};

const NAME: &str = "answerable_session";

pub fn set(secret: &str, secure: bool, seconds: u64) -> HeaderValue {
    let secure = if secure { "; Secure" } else { "" };
    let cookie = format!("{NAME}={secret}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
    HeaderValue::from_str(&cookie).expect("a secret is ASCII")
}

pub fn clear(secure: bool) -> HeaderValue {
    set("", secure, 0)
}

/// The secret in the cookie, if there is one.
pub fn find(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == NAME)
        .map(|(_, secret)| secret)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("theme=dark; answerable_session=abc; x=y"));
        assert_eq!(find(&headers), Some("abc"));
        assert_eq!(find(&HeaderMap::new()), None);
    }

    #[test]
    fn it_is_kept_from_scripts_and_other_sites() {
        let cookie = set("abc", true, 60);
        assert_eq!(cookie, "answerable_session=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=60; Secure");
        assert!(!set("abc", false, 60).to_str().expect("ASCII").contains("Secure"));
    }
}
