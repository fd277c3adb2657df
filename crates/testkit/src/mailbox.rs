//! A mail server that keeps what it gets: SMTP (RFC 5321) over TCP, without encryption, with AUTH PLAIN.

use std::{
    collections::VecDeque,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// A message as it was handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    pub from: String,
    pub to: Vec<String>,
    /// Headers and body, dots unstuffed, lines ending in `\n`.
    pub text: String,
    /// What AUTH PLAIN carried, if somebody signed in.
    pub signed_in: Option<String>,
}

impl Mail {
    /// The first line of a header; empty when there is none.
    pub fn header(&self, name: &str) -> &str {
        let prefix = format!("{}:", name.to_lowercase());
        let lines = self.text.lines().take_while(|line| !line.is_empty());
        lines.filter(|line| line.to_lowercase().starts_with(&prefix)).map(|line| line[prefix.len()..].trim()).next().unwrap_or("")
    }

    /// The body, decoded where it is Base64 or quoted-printable.
    pub fn body(&self) -> String {
        let body = self.text.split_once("\n\n").map_or("", |(_, body)| body);
        match self.header("content-transfer-encoding") {
            "base64" => {
                use base64::{Engine as _, engine::general_purpose::STANDARD};
                let packed: String = body.split_whitespace().collect();
                String::from_utf8(STANDARD.decode(packed).expect("Base64")).expect("UTF-8")
            }
            "quoted-printable" => unquoted(body),
            _ => body.to_owned(),
        }
        .replace("\r\n", "\n")
    }
}

fn unquoted(text: &str) -> String {
    let joined = text.replace("=\n", "");
    let mut bytes = Vec::new();
    let mut rest = joined.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        match (first, after) {
            (b'=', [high, low, after @ ..]) => {
                let digits = [*high, *low];
                let digits = std::str::from_utf8(&digits).expect("hexadecimal");
                bytes.push(u8::from_str_radix(digits, 16).expect("hexadecimal"));
                rest = after;
            }
            (byte, after) => {
                bytes.push(*byte);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).expect("UTF-8")
}

#[derive(Default)]
struct Post {
    mails: Vec<Mail>,
    /// What is said to the next recipients instead of 250.
    refusals: VecDeque<String>,
}

pub struct Mailbox {
    post: Arc<Mutex<Post>>,
    pub address: SocketAddr,
    task: JoinHandle<()>,
}

impl Mailbox {
    pub async fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port on the loopback");
        let address = listener.local_addr().expect("a bound address");
        let post = Arc::new(Mutex::new(Post::default()));
        let of_task = post.clone();
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let post = of_task.clone();
                // A client that goes away in the middle has handed nothing in.
                tokio::spawn(async move { drop(talk(stream, &post).await) });
            }
        });
        Self { post, address, task }
    }

    pub fn mails(&self) -> Vec<Mail> {
        lock(&self.post).mails.clone()
    }

    /// The next recipient is refused so: `550 no such mailbox`.
    pub fn refuse(&self, line: &str) {
        lock(&self.post).refusals.push_back(line.to_owned());
    }
}

impl Drop for Mailbox {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn lock(post: &Mutex<Post>) -> MutexGuard<'_, Post> {
    post.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn talk(stream: TcpStream, post: &Mutex<Post>) -> std::io::Result<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    let (mut from, mut to, mut signed_in) = (String::new(), Vec::new(), None);
    write.write_all(b"220 mailbox.test ESMTP\r\n").await?;
    while let Some(line) = lines.next_line().await? {
        let (verb, rest) = line.split_once([' ', ':']).unwrap_or((&line, ""));
        let answer = match verb.to_uppercase().as_str() {
            "EHLO" => "250-mailbox.test\r\n250-8BITMIME\r\n250 AUTH PLAIN".to_owned(),
            "AUTH" => {
                use base64::{Engine as _, engine::general_purpose::STANDARD};
                let packed = rest.split_whitespace().last().unwrap_or_default();
                signed_in = STANDARD.decode(packed).ok().and_then(|plain| String::from_utf8(plain).ok());
                "235 welcome".to_owned()
            }
            "MAIL" => {
                from = address_in(rest);
                "250 ok".to_owned()
            }
            "RCPT" => match lock(post).refusals.pop_front() {
                Some(refusal) => refusal,
                None => {
                    to.push(address_in(rest));
                    "250 ok".to_owned()
                }
            },
            "DATA" => {
                write.write_all(b"354 go on\r\n").await?;
                let mut text = String::new();
                while let Some(line) = lines.next_line().await?.filter(|line| line != ".") {
                    text.push_str(line.strip_prefix('.').unwrap_or(&line));
                    text.push('\n');
                }
                let mail = Mail { from: std::mem::take(&mut from), to: std::mem::take(&mut to), text, signed_in: signed_in.clone() };
                lock(post).mails.push(mail);
                "250 kept".to_owned()
            }
            "QUIT" => {
                write.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            "RSET" | "NOOP" => "250 ok".to_owned(),
            _ => "502 unknown".to_owned(),
        };
        write.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
    Ok(())
}

/// `FROM:<a@b> BODY=8BITMIME` says `a@b`.
fn address_in(text: &str) -> String {
    let inner = text.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inner.map_or(text, |(address, _)| address).to_owned()
}
