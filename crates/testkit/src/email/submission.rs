//! A mail server that keeps what it gets: SMTP (RFC 5321) over TCP, without encryption, with AUTH PLAIN, LOGIN and XOAUTH2.

use super::{FakeSignIn, imap::TOKEN_REFUSED, mail::Mail};
use crate::{Breakdown, Calls, FakeClock, Request, troubles::Troubles};
use answerable_domain::Clock;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use std::{
    collections::VecDeque,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    task::JoinHandle,
};

const SWITCHED_OFF: &str = "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox. Visit https://aka.ms/smtp_auth_disabled";

type OnMail = Box<dyn Fn(&Mail) + Send + Sync>;

/// What the server is told when it starts.
pub(super) struct Desk {
    pub clock: Arc<dyn Clock>,
    pub troubles: Arc<Troubles>,
    /// `\0name\0password`; `None`: anybody may sign in, and nobody has to.
    pub credentials: Option<Arc<Mutex<String>>>,
    /// `Some`: only its tokens let somebody in, no password does.
    pub sign_in: Option<Arc<FakeSignIn>>,
    /// Called with each mail that was taken.
    pub on_mail: OnMail,
}

#[derive(Default)]
struct Post {
    mails: Vec<Mail>,
    /// What is said to the next recipients instead of 250.
    refusals: VecDeque<String>,
    /// What is said to the next whole mails instead of 250.
    verdicts: VecDeque<String>,
    /// An administrator has not allowed programs to send.
    is_off: bool,
}

struct Office {
    desk: Desk,
    post: Mutex<Post>,
}

pub struct Mailbox {
    office: Arc<Office>,
    pub address: SocketAddr,
    task: JoinHandle<()>,
}

impl Mailbox {
    pub async fn start() -> Self {
        let troubles = Arc::new(Troubles::default());
        Self::start_with(Desk { clock: FakeClock::new(), troubles, credentials: None, sign_in: None, on_mail: Box::new(|_| {}) }).await
    }

    pub(super) async fn start_with(desk: Desk) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port on the loopback");
        let address = listener.local_addr().expect("a bound address");
        let office = Arc::new(Office { desk, post: Mutex::default() });
        let of_task = office.clone();
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let office = of_task.clone();
                // A client that goes away in the middle has handed nothing in.
                tokio::spawn(async move {
                    tokio::select! {
                        () = office.desk.troubles.hung_up() => {}
                        _ = Talk::new(stream, &office).run() => {}
                    }
                });
            }
        });
        Self { office, address, task }
    }

    pub fn mails(&self) -> Vec<Mail> {
        self.office.post().mails.clone()
    }

    /// The next recipient is refused so: `550 no such mailbox`.
    pub fn refuse(&self, line: &str) {
        self.office.post().refusals.push_back(line.to_owned());
    }

    /// An administrator allows programs to send, or forbids it.
    pub fn switch(&self, on: bool) {
        self.office.post().is_off = !on;
    }

    /// The next whole mail is judged so: `554 looks like spam`.
    pub fn judge(&self, line: &str) {
        self.office.post().verdicts.push_back(line.to_owned());
    }
}

impl Drop for Mailbox {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Office {
    fn post(&self) -> MutexGuard<'_, Post> {
        self.post.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn log(&self, ok: bool) {
        self.desk.troubles.log(Request { at: self.desk.clock.now(), what: Calls::Sending, ok });
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
    office: &'a Office,
    lines: Lines<BufReader<OwnedReadHalf>>,
    write: OwnedWriteHalf,
    from: String,
    to: Vec<String>,
    signed_in: Option<String>,
    /// What goes wrong with the mail that was begun.
    trouble: Option<Breakdown>,
}

impl<'a> Talk<'a> {
    fn new(stream: TcpStream, office: &'a Office) -> Self {
        let (read, write) = stream.into_split();
        let lines = BufReader::new(read).lines();
        Self { office, lines, write, from: String::new(), to: Vec::new(), signed_in: None, trouble: None }
    }

    async fn run(mut self) -> Result<(), Over> {
        self.say("220 mailbox.test ESMTP").await?;
        while let Some(line) = self.lines.next_line().await? {
            let (verb, rest) = line.split_once([' ', ':']).unwrap_or((&line, ""));
            let answer = match verb.to_uppercase().as_str() {
                "EHLO" if self.office.desk.sign_in.is_some() => "250-mailbox.test\r\n250-8BITMIME\r\n250 AUTH LOGIN XOAUTH2".to_owned(),
                "EHLO" => "250-mailbox.test\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN".to_owned(),
                "AUTH" => self.sign_in(rest).await?,
                "MAIL" => self.begin(rest).await?,
                "RCPT" => self.recipient(rest),
                "DATA" => self.take().await?,
                "QUIT" => {
                    self.say("221 bye").await?;
                    return Ok(());
                }
                "RSET" | "NOOP" => "250 ok".to_owned(),
                _ => "502 unknown".to_owned(),
            };
            self.say(&answer).await?;
        }
        Ok(())
    }

    async fn say(&mut self, line: &str) -> Result<(), Over> {
        Ok(self.write.write_all(format!("{line}\r\n").as_bytes()).await?)
    }

    async fn ask(&mut self, line: &str) -> Result<String, Over> {
        self.say(line).await?;
        self.lines.next_line().await?.ok_or(Over)
    }

    async fn sign_in(&mut self, words: &str) -> Result<String, Over> {
        let mut words = words.split_whitespace();
        let (mechanism, first) = (words.next().unwrap_or_default().to_uppercase(), words.next().map(str::to_owned));
        let plain = if mechanism == "LOGIN" {
            let name = match first {
                Some(name) => name,
                None => self.ask("334 VXNlcm5hbWU6").await?,
            };
            let password = self.ask("334 UGFzc3dvcmQ6").await?;
            format!("\0{}\0{}", unpacked(&name), unpacked(&password))
        } else {
            unpacked(&match first {
                Some(packed) => packed,
                None => self.ask("334 ").await?,
            })
        };
        if self.office.post().is_off {
            self.office.log(false);
            return Ok(SWITCHED_OFF.to_owned());
        }
        if mechanism == "XOAUTH2" {
            return self.sign_in_with_token(plain).await;
        }
        let desk = &self.office.desk;
        let expired = desk.troubles.peek(Calls::Sending) == Some(Breakdown::Expired);
        let wrong = desk.sign_in.is_some()
            || desk.credentials.as_ref().is_some_and(|known| *known.lock().unwrap_or_else(PoisonError::into_inner) != plain);
        if expired || wrong {
            if expired {
                desk.troubles.take(Calls::Sending);
            }
            self.office.log(false);
            return Ok("535 5.7.8 Error: authentication failed".to_owned());
        }
        self.signed_in = Some(plain);
        Ok("235 welcome".to_owned())
    }

    async fn sign_in_with_token(&mut self, said: String) -> Result<String, Over> {
        let desk = &self.office.desk;
        let expired = desk.troubles.peek(Calls::Sending) == Some(Breakdown::Expired);
        if expired {
            desk.troubles.take(Calls::Sending);
        }
        if !expired && desk.sign_in.as_ref().is_some_and(|sign_in| sign_in.lets_in(&said)) {
            self.signed_in = Some(said);
            return Ok("235 2.7.0 Authentication successful".to_owned());
        }
        self.office.log(false);
        // The reason comes as a question, and wants an empty line.
        let answer = self.ask(&format!("334 {}", STANDARD.encode(TOKEN_REFUSED))).await?;
        Ok(if answer.is_empty() { "535 5.7.3 Authentication unsuccessful" } else { "501 5.5.4 expected an empty line" }.to_owned())
    }

    async fn begin(&mut self, rest: &str) -> Result<String, Over> {
        if self.office.desk.credentials.is_some() && self.signed_in.is_none() {
            return Ok("530 5.7.0 sign in first".to_owned());
        }
        self.from = address_in(rest);
        self.to.clear();
        self.trouble = self.office.desk.troubles.take(Calls::Sending);
        let answer = match self.trouble {
            None | Some(Breakdown::AnswerLost | Breakdown::ClockOff { .. }) => return Ok("250 ok".to_owned()),
            Some(Breakdown::Status(_)) => "451 4.3.0 try again later".to_owned(),
            Some(Breakdown::TooMany { .. }) => "452 4.5.3 too many mails from you".to_owned(),
            Some(Breakdown::Expired) => "530 5.7.0 sign in again".to_owned(),
            Some(Breakdown::Huge) => format!("250 {}", "x".repeat(10 * 1024 * 1024)),
            Some(Breakdown::Lost) => {
                self.office.log(false);
                return Err(Over);
            }
            Some(Breakdown::HalfClosed) => {
                self.office.log(false);
                self.office.desk.troubles.mended().await;
                return Err(Over);
            }
        };
        self.office.log(false);
        Ok(answer)
    }

    fn recipient(&mut self, rest: &str) -> String {
        if let Some(refusal) = self.office.post().refusals.pop_front() {
            self.office.log(false);
            return refusal;
        }
        self.to.push(address_in(rest));
        "250 ok".to_owned()
    }

    async fn take(&mut self) -> Result<String, Over> {
        self.say("354 go on").await?;
        let mut text = String::new();
        loop {
            let line = self.lines.next_line().await?.ok_or(Over)?;
            if line == "." {
                break;
            }
            text.push_str(line.strip_prefix('.').unwrap_or(&line));
            text.push('\n');
        }
        if let Some(verdict) = self.office.post().verdicts.pop_front() {
            self.office.log(false);
            return Ok(verdict);
        }
        let (from, to) = (std::mem::take(&mut self.from), std::mem::take(&mut self.to));
        let mail = Mail { from, to, text, signed_in: self.signed_in.clone() };
        (self.office.desk.on_mail)(&mail);
        self.office.post().mails.push(mail);
        let is_lost = self.trouble.take() == Some(Breakdown::AnswerLost);
        self.office.log(!is_lost);
        if is_lost { Err(Over) } else { Ok("250 kept".to_owned()) }
    }
}

fn unpacked(packed: &str) -> String {
    STANDARD.decode(packed).ok().and_then(|plain| String::from_utf8(plain).ok()).unwrap_or_default()
}

/// `FROM:<a@b> BODY=8BITMIME` says `a@b`.
fn address_in(text: &str) -> String {
    let inner = text.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inner.map_or(text, |(address, _)| address).to_owned()
}
