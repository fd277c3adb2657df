//! E-mail: a support mailbox, IMAP in and SMTP out.

use super::{
    CAPABILITIES, EmailSettings, LIMITS,
    credentials::Credentials,
    delivery::Sender,
    error::{MailError, Side},
    mailbox::Reading,
    reading::{Own, normalize},
    sent, tls,
};
use crate::{
    Account, Capabilities, Connector, ConnectorError, Context, Delivery, Fut, Outcome, Poison, Secret, SendTarget, Sink, Source,
    SourceKind, settings::refused,
};
use answerable_domain::{
    ActionKind, Availability, Clock, ConnectorKind, Cursor, DeliveryClass, Inbound, Limits, Network, Raw, Unavailable,
};
use std::{sync::Arc, time::Duration};

/// A week without a mail is normal for a small brand.
const SILENT_AFTER: Duration = Duration::from_secs(7 * 24 * 3_600);

pub struct EmailConnector {
    settings: EmailSettings,
    credentials: Credentials,
    clock: Arc<dyn Clock>,
    key: [u8; 32],
    /// Who may vouch for senders: the server that receives our mail.
    trusted_hosts: Vec<String>,
}

impl EmailConnector {
    pub fn new(settings: EmailSettings, secret: Option<Secret>, context: Context) -> Result<Self, ConnectorError> {
        let credentials = Credentials::new(&settings, secret, &context)?;
        if settings.ca.as_deref().is_some_and(|ca| !tls::is_pem(ca)) {
            return Err(refused("bad_value", "ca: expected a certificate as PEM text, from -----BEGIN CERTIFICATE----- on"));
        }
        let trusted_hosts = vouching_hosts(&settings.imap.host);
        Ok(Self { settings, credentials, clock: context.clock, key: context.reference_key, trusted_hosts })
    }

    /// Signs in to both servers, and sends nothing.
    async fn who(&self) -> Result<Account, ConnectorError> {
        let imap = |error: MailError| error.while_checking(Side::Imap, &self.settings.imap.host);
        let mut session = self.credentials.read(&self.settings).await.map_err(imap)?;
        session.examine(&self.settings.mailbox).await.map_err(|error| match error {
            MailError::Refused(why) => ConnectorError::Settings {
                code: "mailbox_missing",
                why: format!("IMAP: there is no mailbox {}: {why}", self.settings.mailbox),
            },
            other => imap(other),
        })?;
        session.log_out().await;
        let submission = self.credentials.submit(&self.settings).await;
        submission.map_err(|error| error.while_checking(Side::Smtp, &self.settings.smtp.host))?.close().await;
        Ok(Account {
            native_id: self.settings.address.to_lowercase(),
            handle: Some(self.settings.address.clone()),
            display_name: self.settings.name.clone(),
        })
    }

    async fn listen(&self, cursor: Option<&Cursor>, sink: &dyn Sink) -> Result<(), ConnectorError> {
        let session = self.credentials.read(&self.settings).await.map_err(|error| error.while_listening(Side::Imap))?;
        let poll_every = Duration::from_secs(self.settings.poll_seconds.into());
        Reading { session, mailbox: &self.settings.mailbox, poll_every, clock: &*self.clock, sink }.run(cursor).await
    }

    fn own(&self) -> Own<'_> {
        Own { address: &self.settings.address, reference_key: &self.key, trusted_hosts: &self.trusted_hosts }
    }
}

/// The names under which a provider writes what it found out about a sender (`Authentication-Results`): the server's own, and where mail comes
/// in through another door, that one's.
fn vouching_hosts(imap_host: &str) -> Vec<String> {
    let host = imap_host.trim_end_matches('.').to_ascii_lowercase();
    let door = match host.as_str() {
        "imap.gmail.com" | "imap.googlemail.com" => Some("mx.google.com"),
        _ => None,
    };
    door.map(str::to_owned).into_iter().chain([host]).collect()
}

impl Connector for EmailConnector {
    fn kind(&self) -> ConnectorKind {
        ConnectorKind::Email
    }

    fn capabilities(&self) -> Capabilities {
        CAPABILITIES
    }

    fn sources(&self) -> Vec<Source> {
        vec![Source { name: "mailbox", kind: SourceKind::Stream, silent_after: SILENT_AFTER }]
    }

    fn limits(&self) -> Option<Limits> {
        Some(LIMITS)
    }

    /// Only a provider that files what it takes, under the name that we gave it, can be asked what it has taken: see `delivery`.
    fn delivery_class(&self) -> DeliveryClass {
        if sent::proves_absence(&self.settings) { DeliveryClass::LookUp } else { CAPABILITIES.delivery }
    }

    fn check(&self) -> Fut<'_, Result<Account, ConnectorError>> {
        Box::pin(self.who())
    }

    fn stream<'a>(&'a self, _source: &'a str, cursor: Option<&'a Cursor>, sink: &'a dyn Sink) -> Fut<'a, Result<(), ConnectorError>> {
        Box::pin(self.listen(cursor, sink))
    }

    fn normalize(&self, raw: &Raw) -> Result<Vec<Inbound>, Poison> {
        normalize(&raw.body, raw.received_at, &self.own())
    }

    fn can(&self, action: ActionKind, target: &SendTarget) -> Availability {
        match action {
            ActionKind::Reply if target.post.network == Network::Email => Availability::Yes,
            _ => Availability::No(Unavailable::Unsupported),
        }
    }

    fn send<'a>(&'a self, delivery: &'a Delivery) -> Fut<'a, Outcome> {
        let sender = Sender { settings: &self.settings, credentials: &self.credentials, own: self.own() };
        Box::pin(async move { sender.send(delivery).await })
    }
}
