//! The mail as a whole: who says what, to whom it is an answer, and what is to be noted about it.

use super::{
    arrival::{Arrival, split_arrival},
    attachments,
    authentication::Verdict,
    body, bounce,
    bounce::Bounce,
    charset,
    composed::Composed,
    hand_off, loops,
    loops::Automatic,
    mime,
    mime::Outline,
    noted::Noted,
    phrases::is_forward,
    quoted,
    sender::{Sender, is_ours, sender},
    threading::{Threading, our_id},
};
use crate::{
    Poison,
    json::{poison, storable},
};
use answerable_domain::{AuthorSeen, Inbound, InboundPost, Millis, Network, PostKind, Span, Visibility, clip_to_bytes};
use mail_parser::DateTime;
use sha2::{Digest, Sha256};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Of a larger mail the beginning is read, and what is missing is noted.
pub const MAIL_BYTES_MAX: usize = 25 * 1024 * 1024;
const SUBJECT_BYTES_MAX: usize = 1_000;
const LANGUAGES_MAX: usize = 3;
/// A clock may be wrong by so much and still be believed.
const AHEAD_MS_MAX: Millis = 24 * 3_600_000;

/// The channel that a mail came to.
#[derive(Debug, Clone, Copy)]
pub struct Own<'a> {
    pub address: &'a str,
    pub reference_key: &'a [u8; 32],
    /// Names under which our receiving server writes `Authentication-Results`; a name stands for all below it. Empty: nobody is believed.
    pub trusted_hosts: &'a [String],
}

/// One mail is one post. Pure and total: never panics, whatever the bytes.
pub fn normalize(payload: &[u8], received_at: Millis, own: &Own<'_>) -> Result<Vec<Inbound>, Poison> {
    let (arrival, mail) = split_arrival(payload);
    // Foreign bytes, also through foreign parsers: should one ever panic, one mail is poison and nothing else happens.
    let read = catch_unwind(AssertUnwindSafe(|| Reading::new(mail, arrival, own).map(|reading| reading.post(received_at))));
    let post = read.map_err(|_| poison("unreadable", "the mail breaks its reader"))??;
    Ok(vec![Inbound::Post(Box::new(post))])
}

/// A mail while it is read.
struct Reading<'a> {
    mail: &'a [u8],
    arrival: Arrival,
    own: &'a Own<'a>,
    outline: Outline<'a>,
    threading: Threading,
    subject: String,
    sender: Sender,
    bounce: Option<Bounce>,
    automatic: Automatic,
    is_clipped: bool,
}

impl<'a> Reading<'a> {
    fn new(mail: &'a [u8], arrival: Arrival, own: &'a Own<'a>) -> Result<Self, Poison> {
        let head = &mail[..mail.len().min(MAIL_BYTES_MAX)];
        let outline = mime::outline(head);
        let headers = &outline.root.headers;
        if !["from", "date", "subject", "message-id", "to", "received", "return-path", "content-type"].iter().any(|name| headers.has(name))
        {
            return Err(poison("not_a_mail", "none of the fields that a mail has"));
        }
        let sender = sender(&outline, own);
        let bounce = bounce::read(&outline, sender.mailbox.as_ref(), own.reference_key);
        let automatic = if bounce.is_some() { Automatic::Bounce } else { loops::judge(headers, own.address) };
        let subject = headers.text("subject").unwrap_or_default();
        let subject = storable(clip_to_bytes(&subject, SUBJECT_BYTES_MAX).trim());
        let threading = Threading::of(headers, own.reference_key);
        let is_clipped = arrival.is_clipped || head.len() < mail.len() || outline.is_clipped;
        Ok(Self { mail, arrival, own, threading, subject, sender, bounce, automatic, is_clipped, outline })
    }

    fn post(mut self, received_at: Millis) -> InboundPost {
        let plan = body::plan(&self.outline);
        let said = body::read(&plan);
        let (attachments, left_out) = attachments::gather(&plan.files, &said.alts);
        self.is_clipped |= said.is_clipped || left_out;
        let (text, spans) = self.text(said);
        let ours = self.ours();
        let place = Place::of(&self, ours.is_some());
        let parent = ours.clone().or_else(|| self.threading.references.last().filter(|_| self.sender.is_own).cloned());
        let (native_id, again) = self.names();
        let handle = self.noted(&place, again).to_value();
        InboundPost {
            network: Network::Email,
            version: self.version(),
            kind: PostKind::Mail,
            visibility: Visibility::Direct,
            author: self.author(&native_id),
            text,
            spans,
            media: Vec::new(),
            root_native_id: self.root(&native_id),
            parent_author_native_id: ours.as_ref().map(|_| self.own.address.to_ascii_lowercase()),
            parent_native_id: parent,
            permalink: None,
            languages: self.languages(),
            created_at: self.created_at(received_at),
            addressed: place.addressed,
            context: place.context,
            // What a program says beside a case does not carry it on.
            answers_us: ours.is_some() && !place.context,
            hand_off: hand_off::find(&self.subject, &self.outline.root.headers, self.own.address).filter(|_| place.addressed),
            attachments,
            handle,
            native_id,
        }
    }

    /// The mail of ours that this one answers or reports about.
    fn ours(&self) -> Option<String> {
        match &self.bounce {
            Some(bounce) => bounce.ours.clone(),
            None => self.threading.ours.clone(),
        }
    }

    /// The first reference. Where that is a mail of ours, our post knows its thread better.
    fn root(&self, native_id: &str) -> Option<String> {
        let root = self.threading.root().filter(|root| **root != native_id);
        root.filter(|root| our_id(root, self.own.reference_key).is_none()).cloned()
    }

    /// The native id, and the one to take when another mail has it.
    fn names(&self) -> (String, Option<String>) {
        let by_bytes = format!("sha256:{}", hex(&Sha256::digest(self.mail)));
        match &self.threading.message_id {
            // Only we can give a mail a name of ours.
            Some(id) if !self.sender.is_own && our_id(id, self.own.reference_key).is_some() => (by_bytes, None),
            Some(id) => (our_id(id, self.own.reference_key).unwrap_or_else(|| id.clone()), Some(by_bytes)),
            None => (by_bytes, None),
        }
    }

    /// The same for the same words of the same sender, whichever way they came: servers end lines in their own way.
    fn version(&self) -> String {
        let root = &self.outline.root;
        let mut hash = Sha256::new();
        for part in [root.headers.first("from"), root.headers.first("date"), root.headers.first("subject"), Some(root.body)] {
            for line in part.unwrap_or_default().trim_ascii_end().split(|byte| *byte == b'\n') {
                hash.update(line.strip_suffix(b"\r").unwrap_or(line));
                hash.update(b"\n");
            }
            hash.update([0]);
        }
        hex(&hash.finalize()[..12])
    }

    fn author(&self, native_id: &str) -> AuthorSeen {
        let Some(mailbox) = &self.sender.mailbox else {
            // Nobody: belongs together with nothing else.
            return AuthorSeen { native_id: format!("nobody:{native_id}"), ..AuthorSeen::default() };
        };
        let pretends = mailbox.address == self.own.address.to_lowercase() && !self.sender.is_own;
        AuthorSeen {
            // Somebody who writes through our own address: a form, or a forger. Not us.
            native_id: if pretends { format!("through:{}", mailbox.address) } else { mailbox.address.clone() },
            handle: Some(mailbox.address.clone()),
            display_name: mailbox.name.as_deref().map(storable),
            ..AuthorSeen::default()
        }
    }

    fn languages(&self) -> Vec<String> {
        let said = self.outline.root.headers.token("content-language").unwrap_or_default();
        let tags = said
            .split(',')
            .map(str::trim)
            .filter(|tag| (2..=35).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'));
        tags.take(LANGUAGES_MAX).map(str::to_owned).collect()
    }

    /// As the sender's clock says, unless it is far ahead.
    fn created_at(&self, received_at: Millis) -> Millis {
        let arrived_at = self.arrival.at.unwrap_or(received_at);
        let said = self.outline.root.headers.first("date").and_then(|value| DateTime::parse_rfc822(&charset::guess(value)));
        let said = said.filter(DateTime::is_valid).map(|date| date.to_timestamp().saturating_mul(1_000));
        said.filter(|said| *said > 0 && *said <= arrived_at.saturating_add(AHEAD_MS_MAX)).unwrap_or(arrived_at)
    }

    fn noted(&self, place: &Place, again: Option<String>) -> Noted {
        let mut notes: Vec<&str> = Vec::new();
        notes.extend(self.sender.verdict.map(Verdict::code));
        notes.extend(place.note);
        notes.extend(self.is_clipped.then_some("truncated"));
        let sender = self.sender.mailbox.as_ref().map_or("", |mailbox| mailbox.address.as_str());
        Noted {
            notes: notes.into_iter().map(str::to_owned).collect(),
            message_id: self.threading.message_id.clone(),
            references: self.threading.references.clone(),
            subject: self.subject.clone(),
            from: Some(sender).filter(|sender| !sender.is_empty() && !is_ours(sender, self.own.address)).map(str::to_owned),
            reply_to: self.sender.reply_to.clone(),
            automatic: !loops::may_answer_automatically(self.automatic, sender),
            again,
            uid: self.arrival.uid,
        }
    }

    /// Subject and body as one text, and what is what in it.
    fn text(&self, said: body::Body) -> (String, Vec<Span>) {
        let quoted = quoted::find(&said.text, &said.quoted, is_forward(&self.subject));
        let reasons = self.bounce.as_ref().map(|bounce| bounce.reasons.join("\n")).unwrap_or_default();
        let mut composed = Composed::new(&self.subject);
        composed.paragraph(&reasons, Vec::new(), &[]);
        // What the server says at length stands in a few words above it.
        let whole = 0..said.text.len();
        let quoted = if reasons.is_empty() || whole.is_empty() { quoted } else { vec![whole] };
        composed.paragraph(&said.text, said.spans, &quoted);
        composed.finish()
    }
}

/// What becomes of it: whether it is for us, or only stands beside a case.
struct Place {
    addressed: bool,
    context: bool,
    note: Option<&'static str>,
}

impl Place {
    fn of(reading: &Reading<'_>, below_ours: bool) -> Self {
        let (addressed, context, note) = match reading.automatic {
            _ if reading.sender.is_own => (false, false, None),
            Automatic::No | Automatic::Silent => (true, false, None),
            Automatic::Bulk if below_ours => (false, true, Some("automatic")),
            Automatic::Answer => (false, below_ours, Some("automatic")),
            Automatic::Bounce if below_ours && !reading.bounce.as_ref().is_some_and(|bounce| bounce.is_delayed) => {
                (true, false, Some("bounced"))
            }
            Automatic::Bounce => (false, below_ours, Some("automatic")),
            Automatic::Bulk => (false, false, Some("automatic")),
        };
        Self { addressed, context, note }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
