//! A mail, to be looked at and to be written.

use base64::{Engine as _, engine::general_purpose::STANDARD};

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
        header(&self.text, name)
    }

    /// The body, decoded where it is Base64 or quoted-printable.
    pub fn body(&self) -> String {
        let body = self.text.split_once("\n\n").map_or("", |(_, body)| body);
        match self.header("content-transfer-encoding") {
            "base64" => {
                let packed: String = body.split_whitespace().collect();
                String::from_utf8(STANDARD.decode(packed).expect("Base64")).expect("UTF-8")
            }
            "quoted-printable" => unquoted(body),
            _ => body.to_owned(),
        }
        .replace("\r\n", "\n")
    }

    /// The Message-ID without `<` and `>`.
    pub fn message_id(&self) -> &str {
        without_brackets(self.header("message-id"))
    }

    /// What it answers, without `<` and `>`.
    pub fn answers(&self) -> Option<&str> {
        Some(without_brackets(self.header("in-reply-to"))).filter(|id| !id.is_empty())
    }
}

/// As Microsoft sends it on: under another name, and with the old one beside it.
pub(super) fn renamed(mail: &Mail) -> String {
    let (old, own) = (mail.header("message-id"), mail.message_id());
    let new = format!("<{}@PSAPR06MB4952.apcprd06.prod.outlook.com>", own.split(['.', '@']).next().unwrap_or_default().to_uppercase());
    let lines = mail.text.split_inclusive('\n');
    let is_name = |line: &str| line.to_lowercase().starts_with("message-id:") && line.contains(own);
    lines
        .map(|line| if is_name(line) { format!("Message-ID: {new}\nX-Microsoft-Original-Message-ID: {old}\n") } else { line.to_owned() })
        .collect()
}

/// The first line of a header of a mail; empty when there is none.
pub(super) fn header<'a>(mail: &'a str, name: &str) -> &'a str {
    let prefix = format!("{}:", name.to_lowercase());
    let mut lines = mail.lines().take_while(|line| !line.is_empty());
    lines.find(|line| line.to_lowercase().starts_with(&prefix)).map_or("", |line| line[prefix.len()..].trim())
}

pub(super) fn without_brackets(id: &str) -> &str {
    id.trim().trim_start_matches('<').trim_end_matches('>')
}

/// A mail to be delivered, as a customer's program writes it: UTF-8, Base64, CRLF.
#[derive(Debug, Clone, Default)]
pub struct Letter<'a> {
    /// `Jiwoo <jiwoo@customer.example>`, in ASCII.
    pub from: &'a str,
    pub to: &'a str,
    /// Without one the mail has no such header.
    pub subject: Option<&'a str>,
    /// Without `<` and `>`.
    pub message_id: &'a str,
    pub answers: Option<&'a str>,
    /// Seconds since 1970.
    pub date_seconds: i64,
    pub text: &'a str,
}

impl Letter<'_> {
    pub fn to_bytes(&self) -> Vec<u8> {
        let date = jiff::Timestamp::from_second(self.date_seconds).unwrap_or_default();
        let date = jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_string(&date).expect("a year of four digits");
        let mut mail = format!("From: {}\r\nTo: {}\r\nMessage-ID: <{}>\r\nDate: {date}\r\n", self.from, self.to, self.message_id);
        if let Some(subject) = self.subject {
            mail.push_str(&format!("Subject: =?utf-8?B?{}?=\r\n", STANDARD.encode(subject)));
        }
        if let Some(answers) = self.answers {
            mail.push_str(&format!("In-Reply-To: <{answers}>\r\nReferences: <{answers}>\r\n"));
        }
        mail.push_str("MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n");
        for line in STANDARD.encode(self.text).as_bytes().chunks(76) {
            mail.extend(line.iter().map(|byte| char::from(*byte)));
            mail.push_str("\r\n");
        }
        mail.into_bytes()
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
