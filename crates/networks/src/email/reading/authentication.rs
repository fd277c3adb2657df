//! Whether the sender is who the mail says: the verdict of our own receiving server (RFC 8601), and of nobody else.
//!
//! Anybody can write such a header. Ours stands on top, and is believed only under a name that the channel trusts.

use super::{charset, headers::Headers, headers::without_comments};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Verified,
    Unverified,
}

impl Verdict {
    /// The note for the screen.
    pub fn code(self) -> &'static str {
        match self {
            Self::Verified => "sender_verified",
            Self::Unverified => "sender_unverified",
        }
    }
}

/// `None`: nobody whom we trust says anything.
pub fn verdict(headers: &Headers, from_domain: &str, trusted_hosts: &[String]) -> Option<Verdict> {
    let topmost = headers.first("authentication-results")?;
    let text = without_comments(&charset::guess(topmost)).to_ascii_lowercase();
    let mut pieces = text.split(';');
    let host = pieces.next()?.split_whitespace().next()?.to_owned();
    if !trusted_hosts.iter().any(|trusted| is_within(&host, &trusted.to_ascii_lowercase())) {
        return None;
    }
    let results: Vec<Checked<'_>> = pieces.filter_map(Checked::read).collect();
    let any = |wanted: &dyn Fn(&Checked<'_>) -> bool| results.iter().any(wanted);
    let is_aligned = |domain: Option<&str>| domain.is_some_and(|domain| is_within(from_domain, domain));
    let dmarc =
        |result: &str| any(&|one| one.method == "dmarc" && one.result == result && one.header_from.is_none_or(|from| from == from_domain));
    let aligned = any(&|one| one.result == "pass" && (one.method == "dkim" || one.method == "spf") && is_aligned(one.domain));
    let failed = any(&|one| matches!(one.method, "dkim" | "spf" | "dmarc") && matches!(one.result, "fail" | "hardfail" | "policy"));
    if dmarc("pass") || (aligned && !dmarc("fail")) {
        return Some(Verdict::Verified);
    }
    failed.then_some(Verdict::Unverified)
}

/// One `method=result property=value …`.
struct Checked<'t> {
    method: &'t str,
    result: &'t str,
    /// Who signed, or whose server sent.
    domain: Option<&'t str>,
    header_from: Option<&'t str>,
}

impl<'t> Checked<'t> {
    fn read(piece: &'t str) -> Option<Self> {
        let mut words = piece.split_whitespace();
        let (method, result) = words.next()?.split_once('=')?;
        let mut checked = Self { method: method.split('/').next().unwrap_or(method), result, domain: None, header_from: None };
        for (name, value) in words.filter_map(|word| word.split_once('=')) {
            let value = value.trim_matches('"');
            let domain = value.rsplit_once('@').map_or(value, |(_, domain)| domain);
            match name {
                "header.d" | "header.i" if checked.method == "dkim" => checked.domain = Some(domain),
                "smtp.mailfrom" | "smtp.mail" if checked.method == "spf" => checked.domain = Some(domain),
                "header.from" => checked.header_from = Some(domain),
                _ => {}
            }
        }
        Some(checked)
    }
}

/// The same name, or one below it: whoever has the upper one has the lower one, and not the other way round.
fn is_within(name: &str, upper: &str) -> bool {
    let rest = name.strip_suffix(upper);
    upper.contains('.') && rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.')) || !name.is_empty() && name == upper
}

#[cfg(test)]
mod tests {
    use super::*;
    use Verdict::{Unverified, Verified};

    #[test]
    fn only_our_own_server_is_believed() {
        let trusted = ["google.com".to_owned(), "mail.acme.com".to_owned()];
        for (header, expected) in [
            (
                "mx.google.com; dkim=pass header.i=@example.com; spf=pass (google.com: x; y) smtp.mailfrom=a@example.com; dmarc=pass (p=NONE) header.from=example.com",
                Some(Verified),
            ),
            ("mx.google.com;\n dkim=pass header.d=example.com", Some(Verified)),
            ("mx.google.com; spf=pass smtp.mailfrom=example.com; dkim=none", Some(Verified)),
            ("mail.acme.com 1; dmarc=fail header.from=example.com; spf=pass smtp.mailfrom=example.com", Some(Unverified)),
            ("mx.google.com; spf=fail smtp.mailfrom=example.com", Some(Unverified)),
            ("mx.google.com; dkim=fail header.d=example.com; spf=softfail", Some(Unverified)),
            ("mx.google.com; dkim=pass header.d=sender.net; spf=pass smtp.mailfrom=bounce.sender.net", None),
            ("mx.google.com; dkim=pass header.d=evil.example.com", None),
            ("mx.google.com; dmarc=pass header.from=other.com; dkim=fail", Some(Unverified)),
            ("mx.google.com; none", None),
            ("mx.evil.com; dmarc=pass header.from=example.com", None),
            ("notgoogle.com; dmarc=pass header.from=example.com", None),
            ("(mx.google.com) evil.com; dmarc=pass", None),
            ("", None),
        ] {
            let headers = Headers::split(format!("Authentication-Results: {header}\n").as_bytes()).0;
            assert_eq!(verdict(&headers, "example.com", &trusted), expected, "{header}");
        }
    }

    #[test]
    fn only_the_topmost_counts() {
        let pass = "dmarc=pass header.from=example.com";
        let headers =
            Headers::split(format!("Authentication-Results: other.com; {pass}\nAuthentication-Results: mx.acme.com; {pass}\n").as_bytes())
                .0;
        assert_eq!(verdict(&headers, "example.com", &["acme.com".to_owned()]), None);
        assert_eq!(verdict(&headers, "example.com", &[]), None);
    }
}
