//! What a person brings back from the empty page: its whole address, or the code alone.

use crate::{ConnectorError, settings::refused};
use answerable_domain::clip_to_bytes;
use std::borrow::Cow;

const PASTED_BYTES_MAX: usize = 32 * 1024;
const CODE_BYTES_MAX: usize = 16 * 1024;

/// The code in it. `state`: what we gave along, to know our own sign-in again.
pub fn code_in(pasted: &str, state: &str) -> Result<String, ConnectorError> {
    let pasted = pasted.trim().trim_matches(['<', '>', '"']);
    if pasted.is_empty() || pasted.len() > PASTED_BYTES_MAX {
        return Err(no_code());
    }
    let Some(query) = query_of(pasted) else { return alone(pasted) };
    let fields: Vec<(Cow<'_, str>, Cow<'_, str>)> = url::form_urlencoded::parse(query.as_bytes()).collect();
    let field = |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_ref()).filter(|value| !value.is_empty());
    if let Some(error) = field("error") {
        return Err(super::endpoint::refusal(error, field("error_description").unwrap_or_default()));
    }
    let code = field("code").ok_or_else(no_code)?;
    if field("state").is_some_and(|said| said != state) {
        return Err(refused("oauth_code", "this address is from another sign-in: bring the one of the page that opened last"));
    }
    alone(code)
}

/// Whatever stands behind `?` or `#`; a program may have cut off the address before it.
fn query_of(pasted: &str) -> Option<&str> {
    match pasted.find(['?', '#']) {
        Some(at) => Some(pasted[at + 1..].trim_end_matches('#')),
        None if pasted.contains("://") => Some(""),
        None => ["code=", "error="].iter().any(|start| pasted.starts_with(start)).then_some(pasted),
    }
}

fn alone(code: &str) -> Result<String, ConnectorError> {
    let is_code = code.len() <= CODE_BYTES_MAX && code.bytes().all(|byte| byte.is_ascii_graphic());
    if is_code { Ok(code.to_owned()) } else { Err(no_code()) }
}

fn no_code() -> ConnectorError {
    refused("no_code", "there is no code in what was pasted: bring the whole address of the empty page, with everything behind the \"?\"")
}

/// For messages: nothing of what a server says is longer than this, and all of it on one line.
pub fn one_line(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    clip_to_bytes(&line, 500).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "https://login.microsoftonline.com/common/oauth2/nativeclient";

    #[test]
    fn the_code_is_found_in_whatever_of_the_address_was_copied() {
        for pasted in [
            format!("{PAGE}?code=0.AX-a_b.c&state=ours&session_state=1"),
            format!("  {PAGE}?state=ours&code=0.AX-a_b.c#\n"),
            format!("<{PAGE}?code=0%2EAX-a_b.c>"),
            format!("{PAGE}#code=0.AX-a_b.c&state=ours"),
            format!("{PAGE}?code=0.AX-a_b.c"),
            "code=0.AX-a_b.c&state=ours".to_owned(),
            "0.AX-a_b.c".to_owned(),
        ] {
            assert_eq!(code_in(&pasted, "ours"), Ok("0.AX-a_b.c".to_owned()), "{pasted}");
        }
    }

    #[test]
    fn what_is_no_code_is_said_to_be_none() {
        let long = "a".repeat(40_000);
        for pasted in ["", "  ", PAGE, &format!("{PAGE}?"), &format!("{PAGE}?code="), "I have signed in", "코드", &long] {
            assert!(matches!(code_in(pasted, "ours"), Err(ConnectorError::Settings { code: "no_code", .. })), "{pasted}");
        }
        let another = code_in(&format!("{PAGE}?code=a&state=theirs"), "ours");
        assert!(matches!(another, Err(ConnectorError::Settings { code: "oauth_code", .. })), "{another:?}");
    }

    #[test]
    fn a_refusal_in_the_address_is_told_as_what_it_is() {
        let refused =
            code_in(&format!("{PAGE}?error=access_denied&error_description=AADSTS65004%3A+User+declined+to+consent.&state=ours"), "ours");
        let expected = "Microsoft says: access_denied: AADSTS65004: User declined to consent.";
        assert_eq!(refused, Err(ConnectorError::Settings { code: "oauth_consent", why: expected.to_owned() }));
        let unknown = code_in("error=strange", "ours");
        assert!(matches!(unknown, Err(ConnectorError::Settings { code: "oauth_refused", .. })), "{unknown:?}");
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_pasted_nothing_breaks(pasted in "(https://x/)?[?#&=%a-z0-9 é환]{0,40}", state in "[a-z]{0,3}") {
            let _ = code_in(&pasted, &state);
        }
    }
}
