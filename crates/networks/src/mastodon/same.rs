//! Whether two texts are the same answer, one as it left us and one as a server shows it.
//!
//! A server makes HTML of a text, shortens `@user@host` to `@user`, and may set spaces, quotation marks and dashes in its own way. So texts are
//! compared by their letters and digits; only where there are none by all that is not a space.

use super::can::names_at;
use crate::html;

/// `shown` is HTML.
pub fn is_same(sent: &str, shown: &str) -> bool {
    let (sent, shown) = (by_user(sent), by_user(&html::to_text(shown)));
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let signs = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let (sent_letters, shown_letters) = (letters(&sent), letters(&shown));
    if sent_letters.is_empty() { signs(&sent) == signs(&shown) } else { sent_letters == shown_letters }
}

/// Without the servers of those whom it names.
fn by_user(text: &str) -> String {
    let mut all = String::with_capacity(text.len());
    let mut done = 0;
    for (at, acct) in names_at(text) {
        let user = acct.split('@').next().unwrap_or(acct);
        all.push_str(&text[done..at + user.len()]);
        done = at + acct.len();
    }
    all.push_str(&text[done..]);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_known_again_however_a_server_shows_it() {
        let mention = "<span class=\"h-card\"><a href=\"https://s.kr/@kim\" class=\"u-url mention\">@<span>kim</span></a></span>";
        for (sent, shown, same) in [
            ("@kim@s.kr 죄송합니다 ^JK", format!("<p>{mention} 죄송합니다 ^JK</p>"), true),
            ("@kim 하나\n\n둘 \"셋\"", format!("<p>{mention} 하나</p><p>둘 “셋”</p>"), true),
            (
                "@kim https://acme.kr/a?b=1&c=2",
                format!(
                    "<p>{mention} <a href=\"https://acme.kr/a?b=1&amp;c=2\"><span class=\"invisible\">https://</span><span class=\"ellipsis\">acme.kr/a?b</span><span class=\"invisible\">=1&amp;c=2</span></a></p>"
                ),
                true,
            ),
            ("@kim 네", format!("<p>{mention} 아니오</p>"), false),
            ("@kim 네", "<p>@<span>lee</span> 네</p>".to_owned(), false),
            ("👍", "<p>👍</p>".to_owned(), true),
            ("👍", "<p>👎</p>".to_owned(), false),
            ("", "<p></p>".to_owned(), true),
        ] {
            assert_eq!(is_same(sent, &shown), same, "{sent} / {shown}");
        }
    }
}
