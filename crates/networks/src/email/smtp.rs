//! Handing a mail to the submission server (RFC 6409), step by step.
//!
//! Step by step, because what a failure means depends on where it happens: until the server has said "go on" to DATA nothing can have left;
//! when the connection breaks after that, nobody knows.

use super::{
    EmailSettings, MailServer, MailTls,
    credentials::{Key, challenge, xoauth2},
    error::MailError,
    tls,
};
use crate::{Secret, retry};
use lettre::{
    Address,
    transport::smtp::{
        Error,
        authentication::{Credentials, Mechanism},
        client::{AsyncSmtpConnection, AsyncTokioStream},
        commands::{Data, Mail, Rcpt},
        extension::{ClientId, Extension, MailBodyParameter, MailParameter},
    },
};
use std::{
    fmt, io,
    net::SocketAddr,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, ReadBuf},
    time::timeout,
};

/// For the greeting, encryption and sign-in together.
const OPEN_PATIENCE: Duration = Duration::from_secs(60);
/// For one command.
const COMMAND_PATIENCE: Duration = Duration::from_secs(60);
/// For the answer to the whole mail: servers look for viruses first.
const ACCEPT_PATIENCE: Duration = Duration::from_secs(5 * 60);
const FAREWELL_PATIENCE: Duration = Duration::from_secs(2);
/// What is said before the connection is encrypted.
const GREETING_BYTES_MAX: usize = 16 * 1024;
/// How a server says that it does not let us in.
const SIGN_IN_REFUSED: [u16; 4] = [530, 534, 535, 538];
/// It has a question before it says whether we may come in.
const ASKS_ON: u16 = 334;
/// So Exchange says (with 535 5.7.139) that an administrator has to allow programs to send from this mailbox.
const SWITCHED_OFF: &str = "smtpclientauthentication is disabled";

/// A signed-in connection.
pub struct Submission {
    connection: AsyncSmtpConnection,
}

/// What became of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Handed {
    /// The server has it, and is responsible for it.
    Accepted,
    /// Provably not taken.
    Failed(MailError),
    /// All of it left, and no answer came.
    InDoubt(String),
}

impl Submission {
    /// Connects, encrypts, signs in.
    pub async fn open(settings: &EmailSettings, key: &Key) -> Result<Self, MailError> {
        let opened = timeout(OPEN_PATIENCE, Self::open_slowly(settings, key)).await;
        opened.map_err(|_| MailError::Cut(format!("nothing came for {} s", OPEN_PATIENCE.as_secs())))?
    }

    async fn open_slowly(settings: &EmailSettings, key: &Key) -> Result<Self, MailError> {
        let (server, ca) = (&settings.smtp, settings.ca.as_deref());
        let hello = ClientId::Domain(domain_of(&settings.address).to_owned());
        let line = Box::new(connect(server, ca, domain_of(&settings.address)).await?);
        let greeted = AsyncSmtpConnection::connect_with_transport(line, &hello).await;
        let mut connection = greeted.map_err(|error| no_answer(of(&error), server))?;
        match key {
            Key::Password(password) => sign_in(&mut connection, settings.login(), password).await?,
            Key::Token(ticket) => sign_in_with_token(&mut connection, &xoauth2(settings.login(), ticket)).await?,
        }
        Ok(Self { connection })
    }

    pub async fn hand_over(mut self, from: &Address, to: &Address, mail: &[u8]) -> Handed {
        if let Err(error) = self.announce(from, to, mail.is_ascii()).await {
            return Handed::Failed(error);
        }
        // The end of the last line is a part of how the end of the mail is said.
        let mail = mail.strip_suffix(b"\r\n").unwrap_or(mail);
        let handed = match timeout(ACCEPT_PATIENCE, self.connection.message(mail)).await {
            Ok(Ok(_)) => Handed::Accepted,
            // It has an opinion, so it has not taken the mail.
            Ok(Err(error)) if error.status().is_some() => Handed::Failed(of(&error)),
            Ok(Err(error)) => Handed::InDoubt(retry::chain(&error)),
            Err(_) => Handed::InDoubt(format!("no answer within {} s", ACCEPT_PATIENCE.as_secs())),
        };
        self.close().await;
        handed
    }

    pub async fn close(mut self) {
        drop(timeout(FAREWELL_PATIENCE, self.connection.quit()).await);
    }

    async fn announce(&mut self, from: &Address, to: &Address, is_ascii: bool) -> Result<(), MailError> {
        let can_carry = self.connection.server_info().supports_feature(Extension::EightBitMime);
        let parameters = if !is_ascii && can_carry { vec![MailParameter::Body(MailBodyParameter::EightBitMime)] } else { Vec::new() };
        self.command(Mail::new(Some(from.clone()), parameters)).await?;
        self.command(Rcpt::new(to.clone(), Vec::new())).await?;
        self.command(Data).await
    }

    async fn command(&mut self, command: impl fmt::Display) -> Result<(), MailError> {
        match timeout(COMMAND_PATIENCE, self.connection.command(command)).await {
            Ok(answer) => answer.map(drop).map_err(|error| of(&error)),
            Err(_) => Err(MailError::Cut(format!("nothing came for {} s", COMMAND_PATIENCE.as_secs()))),
        }
    }
}

/// The connector builds everything after `@` of what it sends from this.
pub fn domain_of(address: &str) -> &str {
    address.rsplit_once('@').map_or(address, |(_, domain)| domain)
}

const MECHANISMS: [Mechanism; 2] = [Mechanism::Plain, Mechanism::Login];

async fn sign_in(connection: &mut AsyncSmtpConnection, user: &str, password: &Secret) -> Result<(), MailError> {
    if connection.server_info().get_auth_mechanism(&MECHANISMS).is_none() {
        return Err(MailError::Refused("it offers no sign-in with a password over this connection".to_owned()));
    }
    let credentials = Credentials::new(user.to_owned(), password.expose().to_owned());
    connection.auth(&MECHANISMS, &credentials).await.map(drop).map_err(|error| of(&error))
}

/// By hand: the library takes the reason of a refusal, which comes as a question, for the end of the conversation.
async fn sign_in_with_token(connection: &mut AsyncSmtpConnection, answer: &str) -> Result<(), MailError> {
    if !connection.server_info().supports_auth_mechanism(Mechanism::Xoauth2) {
        return Err(MailError::NoTokens("it does not offer AUTH XOAUTH2".to_owned()));
    }
    let asked = connection.command(format!("AUTH XOAUTH2 {answer}\r\n")).await.map_err(|error| of(&error))?;
    if !asked.has_code(ASKS_ON) {
        return Ok(());
    }
    let reason = challenge(asked.first_word().unwrap_or_default());
    match connection.command("\r\n").await {
        Ok(_) => Err(MailError::Protocol("it takes an empty line for a token".to_owned())),
        Err(error) => Err(match of(&error) {
            MailError::SignedOut(why) => MailError::SignedOut(format!("{why} {reason}")),
            other => other,
        }),
    }
}

async fn connect(server: &MailServer, ca: Option<&str>, hello: &str) -> Result<Line, MailError> {
    let stream = tls::connect(server).await?;
    let peer = stream.peer_addr().map_err(|error| MailError::Cut(error.to_string()))?;
    let stream: Box<dyn tls::Stream> = Box::new(stream);
    Ok(match server.tls {
        MailTls::None => Line { stream, peer, greeting: b"" },
        MailTls::Tls => Line { stream: tls::encrypt(stream, server, ca).await?, peer, greeting: b"" },
        MailTls::Starttls => {
            let stream = tls::encrypt(starttls(stream, hello).await?, server, ca).await?;
            // The server has greeted us before, in the clear, and does not do it again.
            Line { stream, peer, greeting: b"220 \r\n" }
        }
    })
}

/// Asks for encryption (RFC 3207). Read byte by byte: what a stranger has put behind the last answer is not for us, and breaks the handshake.
async fn starttls(mut stream: Box<dyn tls::Stream>, hello: &str) -> Result<Box<dyn tls::Stream>, MailError> {
    let failed = |error: io::Error| MailError::Encryption(error.to_string());
    answer(&mut stream).await?;
    stream.write_all(format!("EHLO {hello}\r\n").as_bytes()).await.map_err(failed)?;
    if !answer(&mut stream).await?.to_ascii_uppercase().lines().any(|line| line.get(4..).is_some_and(|word| word.trim() == "STARTTLS")) {
        return Err(MailError::Encryption("it does not offer STARTTLS".to_owned()));
    }
    stream.write_all(b"STARTTLS\r\n").await.map_err(failed)?;
    answer(&mut stream).await?;
    Ok(stream)
}

/// All lines of one friendly answer.
async fn answer(stream: &mut Box<dyn tls::Stream>) -> Result<String, MailError> {
    let (mut said, mut line) = (String::new(), Vec::new());
    while said.len() < GREETING_BYTES_MAX && line.len() < GREETING_BYTES_MAX {
        let byte = stream.read_u8().await.map_err(|error| MailError::Cut(error.to_string()))?;
        line.push(byte);
        if byte != b'\n' {
            continue;
        }
        let text = String::from_utf8_lossy(&std::mem::take(&mut line)).into_owned();
        said.push_str(&text);
        match (text.as_bytes().first(), text.as_bytes().get(3)) {
            (Some(b'2'), Some(b'-')) => {}
            (Some(b'2'), Some(b' ' | b'\r' | b'\n')) => return Ok(said),
            (Some(b'4'), _) => return Err(MailError::Busy(format!("the server says: {}", text.trim()))),
            (Some(b'5'), _) => return Err(MailError::Refused(format!("the server says: {}", text.trim()))),
            _ => break,
        }
    }
    Err(MailError::Encryption("it does not speak SMTP".to_owned()))
}

fn of(error: &Error) -> MailError {
    let innermost = std::iter::successors(std::error::Error::source(error), |cause| cause.source()).last();
    let why = innermost.map_or_else(|| error.to_string(), ToString::to_string);
    match error.status().map(u16::from) {
        Some(code) if why.to_ascii_lowercase().contains(SWITCHED_OFF) => MailError::SwitchedOff(format!("the server says: {code} {why}")),
        Some(code) if SIGN_IN_REFUSED.contains(&code) => MailError::SignedOut(format!("the server says: {code} {why}")),
        Some(code) if error.is_permanent() => MailError::Refused(format!("the server says: {code} {why}")),
        Some(code) => MailError::Busy(format!("the server says: {code} {why}")),
        None => tls::of_failure(error).unwrap_or(MailError::Cut(why)),
    }
}

/// A server that waits for a key says nothing, or something that is no greeting.
fn no_answer(error: MailError, server: &MailServer) -> MailError {
    match error {
        MailError::Cut(why) if server.tls != MailTls::Tls => MailError::Encryption(why),
        other => other,
    }
}

/// A connection as the library wants it.
struct Line {
    stream: Box<dyn tls::Stream>,
    peer: SocketAddr,
    /// Read before everything else.
    greeting: &'static [u8],
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Line({})", self.peer)
    }
}

impl AsyncTokioStream for Line {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.peer)
    }
}

impl AsyncRead for Line {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if !self.greeting.is_empty() {
            let length = self.greeting.len().min(buffer.remaining());
            buffer.put_slice(&self.greeting[..length]);
            self.greeting = &self.greeting[length..];
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Line {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
