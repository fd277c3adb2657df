//! The bytes of a mail of ours.
//!
//! Plain text in UTF-8: what people write here has no markup, and every mail program of the region shows it as it was meant. Long lines are
//! folded by the transfer encoding, which the reader's program undoes, so that a paragraph stays one. The same letter makes the same bytes at
//! every attempt: Message-ID and date are told, and nothing here asks a clock or throws a die.

use answerable_domain::Millis;
use lettre::{
    Address,
    message::{
        Mailbox, Message,
        header::{ContentType, HeaderName, HeaderValue, MIME_VERSION_1_0},
    },
};
use std::time::{Duration, SystemTime};

/// The first says where the thread began, the last ones what is answered; what lies between is of no use to anybody.
const REFERENCES_FIRST: usize = 1;
const REFERENCES_LAST: usize = 20;
const SUBJECT_CHARACTERS_MAX: usize = 200;
const NAME_CHARACTERS_MAX: usize = 100;
const ID_BYTES_MAX: usize = 250;

/// A letter of ours. Ids are without `<` and `>`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outgoing<'a> {
    pub from: Party<'a>,
    pub to: Party<'a>,
    pub subject: &'a str,
    pub in_reply_to: Option<&'a str>,
    /// The oldest first; what is answered is last.
    pub references: &'a [String],
    pub message_id: &'a str,
    pub date: Millis,
    pub text: &'a str,
    /// Nobody wrote it: other programs must not answer it (RFC 3834).
    pub auto: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Party<'a> {
    pub address: &'a str,
    pub name: Option<&'a str>,
}

/// Why a letter cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unwritable {
    #[error("not an address that mail can be sent to: {0}")]
    Address(String),
    #[error("the mail cannot be put together: {0}")]
    Letter(String),
}

/// The whole mail, with CRLF line ends, as it goes to the server and into the folder of sent mails.
pub fn compose(outgoing: &Outgoing<'_>) -> Result<Vec<u8>, Unwritable> {
    let mut builder = Message::builder()
        .from(mailbox(&outgoing.from)?)
        .to(mailbox(&outgoing.to)?)
        .subject(one_line(outgoing.subject, SUBJECT_CHARACTERS_MAX))
        .date(SystemTime::UNIX_EPOCH + Duration::from_millis(u64::try_from(outgoing.date).unwrap_or(0)))
        .message_id(Some(bracketed(outgoing.message_id).ok_or_else(|| Unwritable::Letter("no Message-ID".to_owned()))?))
        .header(MIME_VERSION_1_0)
        .header(ContentType::TEXT_PLAIN);
    if let Some(id) = outgoing.in_reply_to.and_then(bracketed) {
        builder = builder.in_reply_to(id);
    }
    let references = references(outgoing);
    if !references.is_empty() {
        builder = builder.raw_header(folded("References", &references));
    }
    if outgoing.auto {
        builder = builder
            .raw_header(folded("Auto-Submitted", &["auto-replied".to_owned()]))
            .raw_header(folded("X-Auto-Response-Suppress", &["All".to_owned()]));
    }
    let text = body(outgoing.text);
    let message = builder.body(text).map_err(|error| Unwritable::Letter(error.to_string()))?;
    Ok(message.formatted())
}

/// The subject of an answer: once `Re:`, however often and in whichever language it stands there.
pub fn answer_subject(subject: &str) -> String {
    const MARKS: [&str; 9] = ["re", "aw", "sv", "antw", "回复", "回覆", "답장", "회신", "返信"];
    let mut rest = subject.trim();
    loop {
        let cut = rest.split_once([':', '：']).filter(|(mark, _)| {
            let mark = mark.trim().trim_end_matches(|c: char| c.is_ascii_digit() || c == '[' || c == ']').to_lowercase();
            MARKS.contains(&mark.as_str())
        });
        match cut {
            Some((_, tail)) => rest = tail.trim_start(),
            None => break,
        }
    }
    if rest.is_empty() { "Re:".to_owned() } else { format!("Re: {rest}") }
}

fn mailbox(party: &Party<'_>) -> Result<Mailbox, Unwritable> {
    let unwritable = || Unwritable::Address(one_line(party.address, 320));
    let address: Address = party.address.parse().map_err(|_| unwritable())?;
    // Most servers of the region cannot take addresses beyond ASCII, and none can be asked before the letter is written.
    if !party.address.is_ascii() {
        return Err(unwritable());
    }
    let name = party.name.map(|name| one_line(name, NAME_CHARACTERS_MAX)).filter(|name| !name.is_empty());
    Ok(Mailbox::new(name, address))
}

/// Nothing that ends a header, hides or turns the writing around.
fn one_line(text: &str, characters_max: usize) -> String {
    let visible =
        text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).filter(|letter| !super::reading::is_hidden(*letter));
    let clipped: String = visible.take(characters_max).collect();
    clipped.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn bracketed(id: &str) -> Option<String> {
    let plain =
        !id.is_empty() && id.len() <= ID_BYTES_MAX && id.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'<' && byte != b'>');
    plain.then(|| format!("<{id}>"))
}

fn references(outgoing: &Outgoing<'_>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for id in outgoing.references.iter().map(String::as_str).chain(outgoing.in_reply_to) {
        if let Some(id) = bracketed(id) {
            // An id counts where it stands last: the one that is answered has to be the last of all.
            all.retain(|held| *held != id);
            all.push(id);
        }
    }
    if all.len() > REFERENCES_FIRST + REFERENCES_LAST {
        all.drain(REFERENCES_FIRST..all.len() - REFERENCES_LAST);
    }
    all
}

/// One value a line: no line of a header may be longer than 998 bytes.
fn folded(name: &'static str, values: &[String]) -> HeaderValue {
    HeaderValue::dangerous_new_pre_encoded(HeaderName::new_from_ascii_str(name), values.join(" "), values.join("\r\n "))
}

fn body(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\0', " ");
    format!("{}\n", text.trim_end())
}

#[cfg(test)]
#[path = "compose_tests.rs"]
mod tests;
