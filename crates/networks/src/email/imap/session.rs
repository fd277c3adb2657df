//! A conversation with an IMAP server, from the greeting to the farewell.

use super::{
    super::{
        EmailSettings, MailServer, MailTls,
        credentials::{Key, challenge, xoauth2},
        error::MailError,
        tls,
    },
    phrases::{clipped, ending, moment, quoted, set, starts_with},
    tokens::{self, Fetched},
    utf7,
    wire::{Response, Wire},
};
use answerable_domain::Millis;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use std::{collections::HashMap, time::Duration};
use tokio::time::timeout;

/// For one command with all that it answers: many large mails over a slow line.
const ANSWER_PATIENCE: Duration = Duration::from_secs(10 * 60);

/// Between a sign-in and its end a server has one question at most.
const CHALLENGES_MAX: usize = 2;

/// Of all responses to one command; pages of mails are far smaller.
const ANSWER_BYTES_MAX: usize = 48 * 1024 * 1024;

pub struct Session {
    wire: Wire,
    commands: u32,
    capabilities: Vec<String>,
    /// How many mails the open mailbox holds, as the server last said.
    exists: u32,
    /// It has said that there are more, and nobody has looked since.
    news: bool,
}

/// An open mailbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mailbox {
    /// While it stays the same, a number means the same mail.
    pub uid_validity: u32,
    /// The next mail will have this number, or a larger one.
    pub uid_next: Option<u32>,
}

/// A mail before it is fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    pub uid: u32,
    pub size_bytes: u64,
    pub received_at: Option<Millis>,
}

/// A part of a command: literals carry what quotes cannot.
enum Part<'a> {
    Text(&'a str),
    Literal(&'a [u8]),
}

impl Session {
    /// A connection that may read the mailbox.
    pub async fn signed_in(settings: &EmailSettings, key: &Key) -> Result<Self, MailError> {
        let mut session = Self::open(&settings.imap, settings.ca.as_deref()).await?;
        session.sign_in(settings.login(), key).await?;
        Ok(session)
    }

    /// Connects, hears the greeting, and encrypts as the settings say.
    async fn open(server: &MailServer, ca: Option<&str>) -> Result<Self, MailError> {
        let stream: Box<dyn tls::Stream> = Box::new(tls::connect(server).await?);
        let stream = if server.tls == MailTls::Tls { tls::encrypt(stream, server, ca).await? } else { stream };
        let mut session = Self { wire: Wire::new(stream), commands: 0, capabilities: Vec::new(), exists: 0, news: false };
        session.hear_greeting().await.map_err(|error| no_answer(error, server))?;
        if server.tls == MailTls::Starttls {
            session.ask_for_capabilities().await?;
            if !session.can("STARTTLS") {
                return Err(MailError::Encryption("it does not offer STARTTLS".to_owned()));
            }
            session.command(&[Part::Text("STARTTLS")]).await?;
            let stream = tls::encrypt(session.wire.into_stream(), server, ca).await?;
            session = Self { wire: Wire::new(stream), capabilities: Vec::new(), ..session };
        }
        session.ask_for_capabilities().await?;
        Ok(session)
    }

    async fn sign_in(&mut self, user: &str, key: &Key) -> Result<(), MailError> {
        let signed_in = match key {
            Key::Token(ticket) if self.can("AUTH=XOAUTH2") => self.authenticate("XOAUTH2", &xoauth2(user, ticket)).await,
            Key::Token(_) => return Err(MailError::NoTokens("it does not offer AUTH=XOAUTH2".to_owned())),
            Key::Password(password) if self.can("AUTH=PLAIN") => {
                self.authenticate("PLAIN", &STANDARD.encode(format!("\0{user}\0{}", password.expose()))).await
            }
            Key::Password(_) if self.can("LOGINDISABLED") => {
                return Err(MailError::Encryption("it takes no password over this connection; choose another encryption".to_owned()));
            }
            Key::Password(password) => {
                let (user, password) = (Part::Literal(user.as_bytes()), Part::Literal(password.expose().as_bytes()));
                self.command(&[Part::Text("LOGIN "), user, Part::Text(" "), password]).await.map(drop)
            }
        };
        signed_in.map_err(|error| match error {
            MailError::Refused(why) => MailError::SignedOut(why),
            other => other,
        })?;
        // Servers offer more to those whom they know.
        self.ask_for_capabilities().await
    }

    /// Opens a mailbox to read: nothing in it is changed, no mail becomes a read one.
    pub async fn examine(&mut self, mailbox: &str) -> Result<Mailbox, MailError> {
        let answers = self.command(&[Part::Text(&format!("EXAMINE {}", quoted(&utf7::encode(mailbox))))]).await?;
        let number = |code| answers.iter().find_map(|answer| tokens::code_number(&answer.line, code));
        let uid_validity = number("UIDVALIDITY").ok_or_else(|| MailError::Protocol("the mailbox has no UIDVALIDITY".to_owned()))?;
        Ok(Mailbox { uid_validity, uid_next: number("UIDNEXT") })
    }

    /// Numbers of the mails that match, ascending. What comes after it was asked is news.
    pub async fn search(&mut self, criteria: &str) -> Result<Vec<u32>, MailError> {
        self.news = false;
        let answers = self.command(&[Part::Text(&format!("UID SEARCH {criteria}"))]).await?;
        let mut uids: Vec<u32> = answers.iter().filter_map(|answer| tokens::search(&answer.line)).flatten().collect();
        uids.sort_unstable();
        uids.dedup();
        Ok(uids)
    }

    /// Sizes and times of arrival, in the order of the numbers. What has vanished meanwhile is not in it.
    pub async fn entries(&mut self, uids: &[u32]) -> Result<Vec<Entry>, MailError> {
        let fetched = self.fetch(uids, "(UID RFC822.SIZE INTERNALDATE)").await?;
        let mut entries: Vec<Entry> = fetched.into_iter().filter_map(entry).filter(|entry| uids.contains(&entry.uid)).collect();
        entries.sort_unstable_by_key(|entry| entry.uid);
        entries.dedup_by_key(|entry| entry.uid);
        Ok(entries)
    }

    /// Whole mails by their numbers. What has vanished is not among them.
    pub async fn mails(&mut self, uids: &[u32]) -> Result<HashMap<u32, Vec<u8>>, MailError> {
        let fetched = self.fetch(uids, "(UID BODY.PEEK[])").await?;
        Ok(fetched.into_iter().filter_map(|mut fetched| Some((fetched.uid?, fetched.sections.pop()?.1))).collect())
    }

    /// One mail, of which at most so many bytes come, whatever the server says of its size; `None`: it has vanished.
    pub async fn mail(&mut self, uid: u32, bytes_max: usize) -> Result<Option<Vec<u8>>, MailError> {
        let fetched = self.fetch(&[uid], &format!("(UID BODY.PEEK[]<0.{bytes_max}>)")).await?;
        Ok(fetched.into_iter().filter(|fetched| fetched.uid == Some(uid)).find_map(|mut fetched| Some(fetched.sections.pop()?.1)))
    }

    /// The headers and the first bytes of the body; `None`: it has vanished.
    pub async fn beginning(&mut self, uid: u32, body_bytes: usize) -> Result<Option<Vec<u8>>, MailError> {
        let fetched = self.fetch(&[uid], &format!("(UID BODY.PEEK[HEADER] BODY.PEEK[TEXT]<0.{body_bytes}>)")).await?;
        let mine = fetched.into_iter().find(|fetched| fetched.uid == Some(uid) && !fetched.sections.is_empty());
        Ok(mine.map(|fetched| fetched.sections.into_iter().flat_map(|(_, bytes)| bytes).collect()))
    }

    /// Puts a mail into a folder, as one that was read.
    pub async fn append(&mut self, folder: &str, mail: &[u8]) -> Result<(), MailError> {
        let begin = format!("APPEND {} (\\Seen) ", quoted(&utf7::encode(folder)));
        self.command(&[Part::Text(&begin), Part::Literal(mail)]).await.map(drop)
    }

    pub async fn create(&mut self, folder: &str) -> Result<(), MailError> {
        self.command(&[Part::Text(&format!("CREATE {}", quoted(&utf7::encode(folder))))]).await.map(drop)
    }

    /// The folder that the server itself calls the one of sent mails.
    pub async fn sent_folder(&mut self) -> Result<Option<String>, MailError> {
        let answers = self.command(&[Part::Text("LIST \"\" \"*\"")]).await?;
        let mut folders = answers.into_iter().filter_map(tokens::list);
        let is_sent = |attributes: &[String]| attributes.iter().any(|attribute| attribute.eq_ignore_ascii_case("\\Sent"));
        Ok(folders.find(|(attributes, _)| is_sent(attributes)).and_then(|(_, name)| utf7::decode(&name)))
    }

    pub fn can(&self, capability: &str) -> bool {
        self.capabilities.iter().any(|known| known.eq_ignore_ascii_case(capability))
    }

    /// Waits until something has come into the mailbox since the last search, at most this long.
    pub async fn idle(&mut self, at_most: Duration) -> Result<(), MailError> {
        let tag = self.next_tag();
        self.wire.write(format!("{tag} IDLE\r\n").as_bytes()).await?;
        self.continued(&tag).await?;
        match timeout(at_most, self.wait_for_news(&tag)).await {
            // The server has ended it by itself.
            Ok(Ok(true)) => return Ok(()),
            Ok(Err(error)) => return Err(error),
            Ok(Ok(false)) | Err(_) => {}
        }
        self.wire.write(b"DONE\r\n").await?;
        self.answers(&tag).await.map(drop)
    }

    pub async fn log_out(mut self) {
        // It is over in any case.
        drop(self.command(&[Part::Text("LOGOUT")]).await);
    }

    /// True when the command is over. May be dropped: no line is lost.
    async fn wait_for_news(&mut self, tag: &str) -> Result<bool, MailError> {
        while !self.news {
            self.wire.wait_for_line().await?;
            let response = self.wire.response().await?;
            if let Some(ending) = ending(&response.line, tag) {
                return ending.map(|()| true);
            }
            self.note(&response)?;
        }
        Ok(false)
    }

    async fn hear_greeting(&mut self) -> Result<(), MailError> {
        let greeting = timeout(tls::CONNECT_PATIENCE, self.wire.response()).await;
        let greeting = greeting.map_err(|_| MailError::Cut("it says nothing".to_owned()))??;
        match tokens::untagged(&greeting.line).map(str::to_ascii_uppercase) {
            Some(line) if line.starts_with("OK") || line.starts_with("PREAUTH") => Ok(()),
            Some(line) if line.starts_with("BYE") => Err(MailError::Busy(greeting.line[2..].to_owned())),
            _ => Err(MailError::Protocol(format!("it does not speak IMAP: {}", clipped(&greeting.line)))),
        }
    }

    async fn ask_for_capabilities(&mut self) -> Result<(), MailError> {
        let answers = self.command(&[Part::Text("CAPABILITY")]).await?;
        let words = answers.iter().filter_map(|answer| tokens::untagged(&answer.line)).filter(|line| starts_with(line, "CAPABILITY "));
        self.capabilities = words.flat_map(|line| line.split_ascii_whitespace().skip(1).map(str::to_owned)).collect();
        Ok(())
    }

    /// One answer is all that we have. What is asked beyond it is the reason why it will be refused (XOAUTH2), and wants an empty line.
    async fn authenticate(&mut self, mechanism: &str, answer: &str) -> Result<(), MailError> {
        let tag = self.next_tag();
        if self.can("SASL-IR") {
            self.wire.write(format!("{tag} AUTHENTICATE {mechanism} {answer}\r\n").as_bytes()).await?;
        } else {
            self.wire.write(format!("{tag} AUTHENTICATE {mechanism}\r\n").as_bytes()).await?;
            self.continued(&tag).await?;
            self.wire.write(format!("{answer}\r\n").as_bytes()).await?;
        }
        let mut reasons = Vec::new();
        loop {
            let response = self.wire.response().await?;
            if let Some(packed) = response.line.strip_prefix('+') {
                if reasons.len() == CHALLENGES_MAX {
                    return Err(MailError::Protocol("it asks again and again who we are".to_owned()));
                }
                reasons.push(challenge(packed));
                self.wire.write(b"\r\n").await?;
            } else if let Some(ending) = ending(&response.line, &tag) {
                return ending.map_err(|error| because(error, &reasons.concat()));
            } else {
                self.note(&response)?;
            }
        }
    }

    async fn fetch(&mut self, uids: &[u32], items: &str) -> Result<Vec<Fetched>, MailError> {
        if uids.is_empty() {
            return Ok(Vec::new());
        }
        let answers = self.command(&[Part::Text(&format!("UID FETCH {} {items}", set(uids)))]).await?;
        Ok(answers.into_iter().filter_map(tokens::fetch).collect())
    }

    async fn command(&mut self, parts: &[Part<'_>]) -> Result<Vec<Response>, MailError> {
        let tag = self.next_tag();
        let mut bytes = format!("{tag} ").into_bytes();
        for part in parts {
            match part {
                Part::Text(text) => bytes.extend_from_slice(text.as_bytes()),
                Part::Literal(literal) => {
                    bytes.extend_from_slice(format!("{{{}}}\r\n", literal.len()).as_bytes());
                    self.wire.write(&bytes).await?;
                    self.continued(&tag).await?;
                    bytes = literal.to_vec();
                }
            }
        }
        bytes.extend_from_slice(b"\r\n");
        self.wire.write(&bytes).await?;
        timeout(ANSWER_PATIENCE, self.answers(&tag)).await.map_err(|_| MailError::Cut("the answer does not end".to_owned()))?
    }

    fn next_tag(&mut self) -> String {
        self.commands = self.commands.wrapping_add(1);
        format!("a{}", self.commands)
    }

    /// Until the server says `+`: it is ready for more.
    async fn continued(&mut self, tag: &str) -> Result<(), MailError> {
        loop {
            let response = self.wire.response().await?;
            if response.line.starts_with('+') {
                return Ok(());
            }
            if let Some(ending) = ending(&response.line, tag) {
                return Err(ending
                    .err()
                    .unwrap_or_else(|| MailError::Protocol("it has finished before it was told everything".to_owned())));
            }
            self.note(&response)?;
        }
    }

    /// Everything until the command is finished.
    async fn answers(&mut self, tag: &str) -> Result<Vec<Response>, MailError> {
        let (mut answers, mut bytes) = (Vec::new(), 0);
        loop {
            let response = self.wire.response().await?;
            bytes += response.line.len() + response.literals.iter().map(Vec::len).sum::<usize>();
            if bytes > ANSWER_BYTES_MAX {
                return Err(MailError::Protocol(format!("more than {ANSWER_BYTES_MAX} bytes for one question")));
            }
            match ending(&response.line, tag) {
                Some(Ok(())) => {
                    answers.push(response);
                    return Ok(answers);
                }
                Some(Err(error)) => return Err(error),
                None => {
                    self.note(&response)?;
                    answers.push(response);
                }
            }
        }
    }

    /// What a server may say at any time.
    fn note(&mut self, response: &Response) -> Result<(), MailError> {
        if let Some(exists) = tokens::counted(&response.line, "EXISTS") {
            self.news |= exists > self.exists;
            self.exists = exists;
        } else if tokens::counted(&response.line, "EXPUNGE").is_some() {
            self.exists = self.exists.saturating_sub(1);
        } else if let Some(line) = tokens::untagged(&response.line).filter(|line| starts_with(line, "BYE")) {
            return Err(MailError::Busy(format!("the server says: {}", clipped(line))));
        }
        Ok(())
    }
}

fn because(error: MailError, reason: &str) -> MailError {
    match error {
        MailError::Refused(why) if !reason.is_empty() => MailError::Refused(format!("{why} {reason}")),
        other => other,
    }
}

fn entry(fetched: Fetched) -> Option<Entry> {
    let received_at = fetched.internal_date.as_deref().and_then(moment);
    // Without a size it is news about flags, which nobody asked for.
    Some(Entry { uid: fetched.uid?, size_bytes: fetched.size_bytes?, received_at })
}

/// Silence after the connection mostly means that the other side waits for a key, and so do we for a greeting.
fn no_answer(error: MailError, server: &MailServer) -> MailError {
    match error {
        MailError::Cut(why) if server.tls != MailTls::Tls => MailError::Encryption(why),
        MailError::Protocol(why) | MailError::Misunderstood(why) if server.tls != MailTls::Tls => MailError::Encryption(why),
        other => other,
    }
}
