//! What a mail is called, and what it belongs to.

use super::{charset, headers::Headers, noted::REFERENCES_MAX};
use crate::email::reference::{MESSAGE_ID_BYTES_MAX, verify};

/// Ids that are looked at in one header; long threads have hundreds.
const IDS_MAX: usize = 500;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Threading {
    /// The mail's own, where it has a usable one.
    pub message_id: Option<String>,
    /// The oldest first; bounded, the first and the last ones.
    pub references: Vec<String>,
    /// The native id of a mail of ours that it answers.
    pub ours: Option<String>,
}

impl Threading {
    pub fn of(headers: &Headers, key: &[u8; 32]) -> Self {
        let message_id = name(headers, key);
        let is_itself = |id: &String| message_id.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(id));
        let mut references: Vec<String> = headers.all("references").chain(headers.all("in-reply-to")).flat_map(ids).take(IDS_MAX).collect();
        let answered = headers.all("in-reply-to").flat_map(ids).chain(references.iter().rev().cloned());
        let ours = answered.filter(|id| !is_itself(id)).find_map(|id| our_id(&id, key));
        let mut seen = std::collections::HashSet::new();
        references.retain(|id| seen.insert(id.clone()) && !is_itself(id));
        if references.len() > REFERENCES_MAX {
            references.drain(1..=references.len() - REFERENCES_MAX);
        }
        Self { message_id, references, ours }
    }

    /// What the mails of one thread have in common.
    pub fn root(&self) -> Option<&String> {
        self.references.first()
    }
}

/// The mail's own name. Microsoft gives a mail of ours another, and keeps the one that we gave it beside it.
pub fn name(headers: &Headers, key: &[u8; 32]) -> Option<String> {
    let first = |header| headers.first(header).and_then(|value| ids(value).next());
    first("x-microsoft-original-message-id").filter(|id| our_id(id, key).is_some()).or_else(|| first("message-id"))
}

/// The native id of a mail of ours, if this is one: as we have made it.
pub fn our_id(id: &str, key: &[u8; 32]) -> Option<String> {
    verify(id, key).map(|_| id.to_ascii_lowercase())
}

/// The usable ids of a field: what stands between `<` and `>`, or what stands there alone.
pub fn ids(value: &[u8]) -> impl Iterator<Item = String> {
    let text = charset::guess(value);
    let bracketed: Vec<String> = text
        .split('<')
        .skip(1)
        .take(IDS_MAX)
        .filter_map(|piece| piece.split_once('>').map(|(id, _)| id))
        // Folded in the middle of an id.
        .map(|id| id.chars().filter(|letter| !letter.is_whitespace()).collect())
        .collect();
    let all = if bracketed.is_empty() { text.split_whitespace().take(IDS_MAX).map(str::to_owned).collect() } else { bracketed };
    all.into_iter().filter(|id| is_usable(id))
}

fn is_usable(id: &str) -> bool {
    let is_plain = id.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'<' && byte != b'>');
    id.len() >= 3 && id.len() <= MESSAGE_ID_BYTES_MAX && is_plain && id.contains('@')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::email::reference::message_id;

    const KEY: [u8; 32] = [7; 32];

    fn threading(header: &str) -> Threading {
        Threading::of(&Headers::split(header.as_bytes()).0, &KEY)
    }

    #[test]
    fn the_first_reference_is_the_root_and_the_last_of_ours_is_answered() {
        let (first, second) = (message_id("aaa", &KEY, "acme.com"), message_id("bbb", &KEY, "acme.com"));
        let found = threading(&format!("Message-ID: <m3@x>\nReferences: <m1@x> <{first}>\n <m2@x> <{second}>\nIn-Reply-To: <{second}>\n"));
        assert_eq!(found.message_id.as_deref(), Some("m3@x"));
        assert_eq!(found.root().map(String::as_str), Some("m1@x"));
        assert_eq!(found.references, ["m1@x", &first, "m2@x", &second]);
        assert_eq!(found.ours, Some(second.clone()));
        assert_eq!(threading(&format!("References: <{first}>\nIn-Reply-To: <m9@x>\n")).ours, Some(first.clone()), "ours further above");
        assert_eq!(threading(&format!("In-Reply-To: {}\n", second.to_uppercase())).ours, Some(second), "without brackets, in capitals");
    }

    #[test]
    fn a_mail_of_ours_that_was_renamed_keeps_its_name_and_does_not_answer_itself() {
        let (first, second) = (message_id("aaa", &KEY, "acme.com"), message_id("bbb", &KEY, "acme.com"));
        let renamed = |old: &str| {
            threading(&format!(
                "Message-ID: <N@prod.outlook.com>\nX-Microsoft-Original-Message-ID:\n <{old}>\nReferences: <m1@x> <{first}> <{second}>\n"
            ))
        };
        let ours = renamed(&second);
        assert_eq!((ours.message_id, ours.ours.as_ref(), ours.references.len()), (Some(second.clone()), Some(&first), 2));
        let theirs = renamed("sora@outlook.com");
        assert_eq!((theirs.message_id.as_deref(), theirs.ours), (Some("N@prod.outlook.com"), Some(second)), "only ours count");
    }

    #[test]
    fn what_is_not_signed_is_not_ours() {
        let forged = message_id("aaa", &[8; 32], "acme.com");
        let found = threading(&format!("Message-ID: <m3@x>\nReferences: <m1@x> <{forged}>\nIn-Reply-To: <{forged}>\n"));
        assert_eq!((found.ours.as_deref(), found.root().map(String::as_str)), (None, Some("m1@x")));
    }

    #[test]
    fn ids_that_nobody_can_use_are_none() {
        let long = format!("Message-ID: <{}@x>", "a".repeat(300));
        for header in ["Message-ID: <>", "Message-ID: hello", "Message-ID: <가@나>", "Message-ID:", "Subject: x", &long, "Message-ID: <a b"]
        {
            assert_eq!(threading(header).message_id, None, "{header}");
        }
        assert_eq!(threading("Message-ID: <a\n b@x>").message_id.as_deref(), Some("ab@x"));
        assert_eq!(threading("Message-ID: a@x").message_id.as_deref(), Some("a@x"));
    }

    #[test]
    fn long_threads_keep_their_ends() {
        let references: Vec<String> = (0..400).map(|number| format!("<m{number}@x>")).collect();
        let found = threading(&format!("References: {}\n", references.join(" ")));
        assert_eq!(found.references.len(), REFERENCES_MAX);
        assert_eq!((found.references[0].as_str(), found.references[1].as_str()), ("m0@x", "m380@x"));
        assert_eq!(found.references.last().map(String::as_str), Some("m399@x"));
    }
}
