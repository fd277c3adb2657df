//! Hands messages to the mail server of the installation.

use super::{MailSettings, MailTls, deliver::Attempt, words::Email};
use answerable_domain::Millis;
use answerable_store::Delivery;
use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    message::{
        Mailbox,
        header::{ContentType, HeaderName, HeaderValue},
    },
    transport::smtp::{
        authentication::Credentials,
        client::{Tls, TlsParameters},
        extension::ClientId,
    },
};
use std::time::{Duration, UNIX_EPOCH};

/// What a server says when it does not let us in: somebody may mend the settings within the days that we try.
const SIGN_IN_REFUSED: [u16; 4] = [530, 534, 535, 538];

pub struct Mail {
    server: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    domain: String,
}

impl Mail {
    pub fn new(settings: &MailSettings, patience: Duration) -> anyhow::Result<Self> {
        let from: Mailbox = settings.from.parse()?;
        let domain = from.email.domain().to_owned();
        let parameters = || TlsParameters::new(settings.host.clone());
        let tls = match settings.tls {
            MailTls::None => Tls::None,
            MailTls::StartTls => Tls::Required(parameters()?),
            MailTls::Tls => Tls::Wrapper(parameters()?),
        };
        let mut server = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&settings.host)
            .port(settings.port)
            .tls(tls)
            .timeout(Some(patience))
            .hello_name(ClientId::Domain(domain.clone()));
        if !settings.user.is_empty() {
            server = server.credentials(Credentials::new(settings.user.clone(), settings.password.clone()));
        }
        Ok(Self { server: server.build(), from, domain })
    }

    pub async fn send(&self, delivery: &Delivery, email: Email, now: Millis) -> Attempt {
        let Ok(to) = delivery.target.parse() else { return Attempt::never("bad_address") };
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(email.subject)
            .date(UNIX_EPOCH + Duration::from_millis(now.unsigned_abs()))
            // The same at every attempt: a mailbox that gets it twice can tell.
            .message_id(Some(format!("<delivery-{}@{}>", delivery.id, self.domain)))
            .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned()))
            .header(ContentType::TEXT_PLAIN)
            .body(email.body);
        let Ok(message) = message else { return Attempt::never("bad_address") };
        match self.server.send(message).await {
            Ok(answer) => Attempt::Delivered { status: answer.code().into() },
            Err(error) => failed(&error),
        }
    }
}

fn failed(error: &lettre::transport::smtp::Error) -> Attempt {
    let status = error.status().map(u16::from);
    if error.is_timeout() {
        return Attempt::Later { status, error: "timed_out".to_owned(), after_ms: None };
    }
    let innermost = std::iter::successors(std::error::Error::source(error), |cause| cause.source()).last();
    let why = innermost.map_or_else(|| error.to_string(), ToString::to_string);
    let lasting = error.is_permanent() && !status.is_some_and(|status| SIGN_IN_REFUSED.contains(&status));
    match status {
        Some(_) if lasting => Attempt::Never { status, error: format!("mail_refused: {why}") },
        Some(_) => Attempt::Later { status, error: format!("mail_refused: {why}"), after_ms: None },
        None => Attempt::Later { status, error: format!("unreachable: {why}"), after_ms: None },
    }
}
