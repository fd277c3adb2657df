//! Mails that no person wrote, so that programs do not write to each other for ever (RFC 3834, and what programs really send).

use super::{address::Mailbox, headers::Headers, words};

/// What wrote a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Automatic {
    /// A person, as far as anybody can tell.
    No,
    /// A person, whose program asks other programs to be silent.
    Silent,
    /// To many at once: a list, a newsletter.
    Bulk,
    /// A program: away until Monday, we have received your mail.
    Answer,
    /// A server that could not deliver.
    Bounce,
}

/// Only what a person wrote, with nothing said against it, may be answered without a person.
pub fn may_answer_automatically(automatic: Automatic, sender: &str) -> bool {
    const MACHINES: [&str; 9] =
        ["mailer-daemon", "postmaster", "noreply", "no-reply", "no_reply", "donotreply", "do-not-reply", "do_not_reply", "bounce"];
    let local = sender.split('@').next().unwrap_or_default().to_ascii_lowercase();
    automatic == Automatic::No && !MACHINES.iter().any(|machine| local.starts_with(machine))
}

/// How programs begin the subject when somebody is away.
const AWAY: [&str; 19] = [
    "automatic reply",
    "auto reply",
    "auto-reply",
    "autoreply",
    "out of office",
    "out of office autoreply",
    "out of the office",
    "자동 회신",
    "자동회신",
    "자동 응답",
    "자동응답",
    "부재중",
    "부재 중",
    "부재중 응답",
    "부재중 자동응답",
    "부재중 자동 응답",
    "自動応答",
    "自動返信",
    "不在通知",
];

const ANSWERS: [&str; 6] = ["x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply-from", "x-mail-autoreply", "x-autoreply-from"];

pub fn judge(headers: &Headers, own_address: &str) -> Automatic {
    let token = |name: &str| headers.token(name).unwrap_or_default();
    let submitted = token("auto-submitted");
    let precedence = token("precedence");
    let subject = headers.first("subject").map(words::decode).unwrap_or_default().to_lowercase();
    let is_away = is_away(&subject);
    let silent = headers.has("x-auto-response-suppress");
    let is_answer = !submitted.is_empty() && !submitted.starts_with("no")
        || precedence == "auto_reply"
        || ANSWERS.iter().any(|name| headers.has(name))
        || headers.first("return-path").is_some_and(|path| path.trim_ascii() == b"<>")
        || is_away;
    if is_answer {
        return Automatic::Answer;
    }
    let is_bulk = matches!(precedence.as_str(), "bulk" | "junk" | "list")
        || ["list-id", "list-unsubscribe", "list-post", "feedback-id"].iter().any(|name| headers.has(name));
    if is_bulk && !is_our_list(headers, own_address) {
        return Automatic::Bulk;
    }
    if silent { Automatic::Silent } else { Automatic::No }
}

/// `Automatic reply: …`, `[부재중] …`. People write sentences that begin so: about calls that they have missed, and about such answers.
fn is_away(subject: &str) -> bool {
    let label = subject.trim_start_matches(['[', '(', '【', ' ']);
    let ends = |rest: &str| rest.is_empty() || rest.starts_with([':', '：', ']', ')', '】', '-', '–', '—', '|', '/']);
    AWAY.iter().any(|away| label.strip_prefix(away).is_some_and(|rest| ends(rest.trim_start())))
}

/// The support address itself may be a list that everything comes through.
fn is_our_list(headers: &Headers, own_address: &str) -> bool {
    let own = own_address.to_ascii_lowercase();
    let as_list = own.replace('@', ".");
    let names = |field: &str, wanted: &str| headers.token(field).is_some_and(|value| value.contains(wanted));
    names("list-id", &format!("<{as_list}>")) || names("list-post", &format!("mailto:{own}>"))
}

/// Servers that return a mail say so in their name.
pub fn is_postmaster(sender: &Mailbox) -> bool {
    let local = sender.address.split('@').next().unwrap_or_default();
    local.starts_with("mailer-daemon") || local == "postmaster" || local == "mail-daemon"
}
