//! An IMAP4rev1 server over the folders of one account: RFC 3501 with IDLE, without encryption.

use super::{
    FakeSignIn,
    commands::{Command, Reader},
    criteria,
    folders::{Folder, Folders, Kept},
};
use crate::{Breakdown, Calls, Request, troubles::Troubles};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::{
    io::BufReader,
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinHandle,
};

pub(super) const TOKEN_REFUSED: &str = r#"{"status":"401","schemes":"bearer","scope":"https://outlook.office.com/"}"#;

pub(super) struct House {
    pub folders: Arc<Folders>,
    pub troubles: Arc<Troubles>,
    /// `\0name\0password`.
    pub credentials: Arc<Mutex<String>>,
    /// `Some`: only its tokens open the mailbox, no password does.
    pub sign_in: Option<Arc<FakeSignIn>>,
    pub capabilities: Mutex<String>,
    /// Lines that are said to whoever idles.
    pub oddities: watch::Sender<Vec<String>>,
    /// How often somebody began to idle.
    pub idles: watch::Sender<usize>,
    /// How often somebody signed in.
    pub sign_ins: watch::Sender<usize>,
}

pub(super) struct ImapServer {
    pub address: SocketAddr,
    task: JoinHandle<()>,
}

impl ImapServer {
    pub async fn start(house: Arc<House>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port on the loopback");
        let address = listener.local_addr().expect("a bound address");
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let house = house.clone();
                tokio::spawn(async move {
                    tokio::select! {
                        () = house.troubles.hung_up() => {}
                        _ = Talk::new(stream, &house).run() => {}
                    }
                });
            }
        });
        Self { address, task }
    }
}

impl Drop for ImapServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// The conversation is over.
struct Over;

impl From<std::io::Error> for Over {
    fn from(_: std::io::Error) -> Self {
        Self
    }
}

struct Talk<'a> {
    house: &'a House,
    reader: Reader,
    signed_in: bool,
    /// The open folder, and how many mails of it the client knows.
    open: Option<(String, usize)>,
}

impl<'a> Talk<'a> {
    fn new(stream: TcpStream, house: &'a House) -> Self {
        stream.set_nodelay(true).expect("a socket has this option");
        let (read, write) = stream.into_split();
        Self { house, reader: Reader { read: BufReader::new(read), write }, signed_in: false, open: None }
    }

    async fn run(mut self) -> Result<(), Over> {
        self.reader.say("* OK IMAP4rev1 ready").await?;
        while let Some(command) = self.reader.command().await? {
            let answer = self.obey(&command).await?;
            self.tell_news().await?;
            self.reader.say(format!("{} {answer}", command.tag)).await?;
            if command.name == "LOGOUT" {
                return Ok(());
            }
        }
        Ok(())
    }

    async fn obey(&mut self, command: &Command) -> Result<String, Over> {
        let open_only = ["UID SEARCH", "UID FETCH", "UID STORE", "IDLE"].contains(&command.name.as_str());
        let always = ["CAPABILITY", "NOOP", "LOGOUT", "LOGIN", "AUTHENTICATE"].contains(&command.name.as_str());
        if !always && !self.signed_in || open_only && self.open.is_none() {
            return Ok("BAD not now".to_owned());
        }
        match command.name.as_str() {
            "CAPABILITY" => {
                let known = self.house.capabilities.lock().unwrap_or_else(PoisonError::into_inner).clone();
                self.reader.say(format!("* CAPABILITY {known}")).await?;
            }
            "LOGIN" => {
                let said = format!("\0{}\0{}", command.words.first().map_or("", |word| word), command.words.get(1).map_or("", |word| word));
                return self.sign_in(&said).await;
            }
            "AUTHENTICATE" => return self.authenticate(command).await,
            "SELECT" | "EXAMINE" => return self.open(command).await,
            "LIST" => {
                for name in self.house.folders.names() {
                    let attributes = if name == "Sent" { "\\HasNoChildren \\Sent" } else { "\\HasNoChildren" };
                    self.reader.say(format!("* LIST ({attributes}) \"/\" \"{name}\"")).await?;
                }
            }
            "CREATE" => self.house.folders.create(command.words.first().map_or("", |word| word)),
            "APPEND" => return Ok(self.append(command)),
            "UID SEARCH" => return self.search(command).await,
            "UID FETCH" => return self.fetch(command).await,
            "UID STORE" => self.store(command),
            "IDLE" => self.idle().await?,
            "LOGOUT" => self.reader.say("* BYE see you").await?,
            "NOOP" => {}
            _ => return Ok("BAD unknown".to_owned()),
        }
        Ok("OK done".to_owned())
    }

    async fn authenticate(&mut self, command: &Command) -> Result<String, Over> {
        let packed = match command.words.get(1) {
            Some(packed) => packed.clone(),
            None => {
                self.reader.say("+ ").await?;
                self.reader.line().await?.ok_or(Over)?
            }
        };
        let plain = STANDARD.decode(packed).ok().and_then(|plain| String::from_utf8(plain).ok()).unwrap_or_default();
        if command.words.first().is_some_and(|mechanism| mechanism.eq_ignore_ascii_case("XOAUTH2")) {
            return self.sign_in_with_token(&plain).await;
        }
        self.sign_in(&plain).await
    }

    async fn sign_in_with_token(&mut self, said: &str) -> Result<String, Over> {
        if let Some(answer) = self.goes_wrong().await? {
            return Ok(answer);
        }
        let right = self.house.sign_in.as_ref().is_some_and(|sign_in| sign_in.lets_in(said));
        self.log(right);
        if right {
            return Ok(self.welcome());
        }
        // The reason comes as a question, and wants an empty line.
        self.reader.say(format!("+ {}", STANDARD.encode(TOKEN_REFUSED))).await?;
        match self.reader.line().await?.as_deref() {
            Some("") => Ok("NO AUTHENTICATE failed.".to_owned()),
            Some(_) => Ok("BAD expected an empty line".to_owned()),
            None => Err(Over),
        }
    }

    fn welcome(&mut self) -> String {
        self.signed_in = true;
        self.house.sign_ins.send_modify(|count| *count += 1);
        "OK welcome".to_owned()
    }

    async fn sign_in(&mut self, said: &str) -> Result<String, Over> {
        if let Some(answer) = self.goes_wrong().await? {
            return Ok(answer);
        }
        let right = self.house.sign_in.is_none() && *self.house.credentials.lock().unwrap_or_else(PoisonError::into_inner) == said;
        self.log(right);
        if !right {
            return Ok("NO [AUTHENTICATIONFAILED] Invalid credentials".to_owned());
        }
        Ok(self.welcome())
    }

    /// What happens instead of what was asked.
    async fn goes_wrong(&mut self) -> Result<Option<String>, Over> {
        let trouble = self.house.troubles.take(Calls::Reading);
        if !matches!(trouble, None | Some(Breakdown::ClockOff { .. })) {
            self.log(false);
        }
        Ok(match trouble {
            None | Some(Breakdown::ClockOff { .. }) => None,
            Some(Breakdown::Status(_)) => Some("NO [UNAVAILABLE] Internal error, try again later".to_owned()),
            Some(Breakdown::TooMany { .. }) => Some("NO [LIMIT] Too many connections".to_owned()),
            Some(Breakdown::Expired) => Some("NO [AUTHENTICATIONFAILED] Invalid credentials".to_owned()),
            Some(Breakdown::Lost | Breakdown::AnswerLost) => return Err(Over),
            Some(Breakdown::HalfClosed) => {
                self.house.troubles.mended().await;
                return Err(Over);
            }
            Some(Breakdown::Huge) => {
                self.reader.say(format!("* OK {}", "x".repeat(10 * 1024 * 1024))).await?;
                None
            }
        })
    }

    async fn open(&mut self, command: &Command) -> Result<String, Over> {
        let name = command.words.first().map_or("", |word| word);
        let Some(folder) = self.house.folders.get(name) else { return Ok("NO [NONEXISTENT] no such folder".to_owned()) };
        self.reader.say("* FLAGS (\\Answered \\Seen)").await?;
        self.reader.say(format!("* {} EXISTS", folder.mails.len())).await?;
        self.reader.say("* 0 RECENT").await?;
        self.reader.say(format!("* OK [UIDVALIDITY {}] UIDs valid", folder.uid_validity)).await?;
        self.reader.say(format!("* OK [UIDNEXT {}] Predicted next UID", folder.uid_next)).await?;
        self.open = Some((folder.name.clone(), folder.mails.len()));
        Ok("OK [READ-ONLY] opened".to_owned())
    }

    fn append(&mut self, command: &Command) -> String {
        let (Some(name), Some(mail)) = (command.words.first(), &command.literal) else { return "BAD what".to_owned() };
        let now = self.house.folders.clock.now();
        match self.house.folders.change(name, |folder| folder.put(mail.clone(), now, true)) {
            Some(_) => "OK kept".to_owned(),
            None => "NO [TRYCREATE] no such folder".to_owned(),
        }
    }

    async fn search(&mut self, command: &Command) -> Result<String, Over> {
        // Whose password was changed is thrown out.
        if self.house.troubles.peek(Calls::Reading) == Some(Breakdown::Expired) {
            self.reader.say("* BYE session expired").await?;
            return Err(Over);
        }
        if let Some(answer) = self.goes_wrong().await? {
            return Ok(answer);
        }
        self.log(true);
        let found = self.folder().and_then(|folder| criteria::search(&folder, &command.words));
        let Some(found) = found else { return Ok("BAD unknown search".to_owned()) };
        let numbers: String = found.iter().map(|uid| format!(" {uid}")).collect();
        self.reader.say(format!("* SEARCH{numbers}")).await?;
        Ok("OK done".to_owned())
    }

    async fn fetch(&mut self, command: &Command) -> Result<String, Over> {
        let (Some(folder), Some((set, items))) = (self.folder(), command.words.split_first()) else { return Ok("BAD what".to_owned()) };
        let mut ending = "OK done";
        let off_ms = self.house.troubles.clock_off_ms();
        for (place, mail) in folder.mails.iter().enumerate().filter(|(_, mail)| criteria::is_in(set, mail.uid, &folder)) {
            if mail.refuses.iter().any(|word| items.iter().any(|item| item.to_uppercase().contains(word))) {
                ending = "NO The requested message could not be converted to an RFC-822 compatible format.";
                continue;
            }
            let mut answer = format!("* {} FETCH (", place + 1).into_bytes();
            for (number, item) in items.iter().enumerate() {
                if number > 0 {
                    answer.push(b' ');
                }
                answer.extend(value(item.trim_matches(['(', ')']), mail, off_ms));
            }
            answer.push(b')');
            self.reader.say(answer).await?;
        }
        Ok(ending.to_owned())
    }

    fn store(&mut self, command: &Command) {
        let (Some(folder), [set, how, flags @ ..]) = (self.folder(), command.words.as_slice()) else { return };
        let about_seen = flags.iter().any(|flag| flag.to_lowercase().contains("\\seen"));
        self.house.folders.change(&folder.name, |open| {
            let chosen = open.mails.iter_mut().filter(|mail| about_seen && criteria::is_in(set, mail.uid, &folder));
            chosen.for_each(|mail| mail.seen = !how.starts_with('-'));
        });
    }

    async fn idle(&mut self) -> Result<(), Over> {
        let mut changes = self.house.folders.changes.subscribe();
        let mut oddities = self.house.oddities.subscribe();
        self.reader.say("+ idling").await?;
        self.house.idles.send_modify(|count| *count += 1);
        self.tell_news().await?;
        loop {
            tokio::select! {
                line = self.reader.line() => match line?.as_deref() {
                    Some("DONE") => return Ok(()),
                    Some(_) => {}
                    None => return Err(Over),
                },
                Ok(()) = changes.changed() => self.tell_news().await?,
                Ok(()) = oddities.changed() => {
                    let last = oddities.borrow_and_update().last().cloned();
                    self.reader.say(last.unwrap_or_default()).await?;
                }
            }
        }
    }

    /// How many there are now, if the client knows another number.
    async fn tell_news(&mut self) -> Result<(), Over> {
        // A connection that is half closed carries nothing.
        if self.house.troubles.peek(Calls::Reading) == Some(Breakdown::HalfClosed) {
            return Ok(());
        }
        let Some(folder) = self.folder() else { return Ok(()) };
        let count = folder.mails.len();
        if self.open.as_ref().is_some_and(|(_, known)| *known != count) {
            self.open = Some((folder.name, count));
            self.reader.say(format!("* {count} EXISTS")).await?;
        }
        Ok(())
    }

    fn folder(&self) -> Option<Folder> {
        self.house.folders.get(&self.open.as_ref()?.0)
    }

    fn log(&self, ok: bool) {
        self.house.troubles.log(Request { at: self.house.folders.clock.now(), what: Calls::Reading, ok });
    }
}

fn value(item: &str, mail: &Kept, off_ms: i64) -> Vec<u8> {
    let split = mail.bytes.windows(4).position(|four| four == b"\r\n\r\n").map_or(mail.bytes.len(), |end| end + 4);
    let literal = |name: &str, bytes: &[u8]| [format!("{name} {{{}}}\r\n", bytes.len()).as_bytes(), bytes].concat();
    match item.to_uppercase().as_str() {
        "UID" => format!("UID {}", mail.uid).into_bytes(),
        "RFC822.SIZE" => format!("RFC822.SIZE {}", mail.told_bytes.unwrap_or(mail.bytes.len())).into_bytes(),
        "FLAGS" => format!("FLAGS ({})", if mail.seen { "\\Seen" } else { "" }).into_bytes(),
        "INTERNALDATE" => {
            let time = jiff::Timestamp::from_millisecond(mail.received_at + off_ms).unwrap_or_default();
            format!("INTERNALDATE \"{}\"", time.strftime("%d-%b-%Y %H:%M:%S +0000")).into_bytes()
        }
        "BODY.PEEK[]" => literal("BODY[]", &mail.bytes),
        "BODY.PEEK[HEADER]" => literal("BODY[HEADER]", &mail.bytes[..split]),
        item if item.starts_with("BODY.PEEK[TEXT]<0.") => literal("BODY[TEXT]<0>", begin_of(&mail.bytes[split..], item)),
        item if item.starts_with("BODY.PEEK[]<0.") => literal("BODY[]<0>", begin_of(&mail.bytes, item)),
        other => format!("{other} NIL").into_bytes(),
    }
}

/// As many bytes as the item asks for: `BODY.PEEK[]<0.100>`.
fn begin_of<'b>(bytes: &'b [u8], item: &str) -> &'b [u8] {
    let wanted: usize = item.trim_end_matches('>').rsplit('.').next().and_then(|digits| digits.parse().ok()).unwrap_or(0);
    &bytes[..bytes.len().min(wanted)]
}
