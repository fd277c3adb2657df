//! A bot as a channel.

use super::{
    CAPABILITIES, LIMITS, TelegramSettings,
    api::{Api, webhook_set},
    can,
    entities::Me,
    known::Known,
    normalize, reply,
    updates::Reader,
};
use crate::{
    Account, Capabilities, Connector, ConnectorError, Context, Delivery, Engagement, Fut, MediaSource, Outcome, Poison, Secret, SendTarget,
    Sink, Source, SourceKind, json,
};
use answerable_domain::{ActionKind, Availability, Clock, ConnectorKind, Cursor, Inbound, Limits, Raw};
use serde_json::{Value, json};
use std::{
    sync::{Arc, Mutex, OnceLock, PoisonError},
    time::Duration,
};

/// A small brand's bot is quiet for days.
const SILENT_AFTER: Duration = Duration::from_secs(7 * 24 * 3_600);

pub struct TelegramConnector {
    api: Api,
    clock: Arc<dyn Clock>,
    wait: Duration,
    id: i64,
    /// The bot's name, once Telegram told it.
    name: OnceLock<String>,
    known: Mutex<Known>,
}

impl TelegramConnector {
    pub fn new(settings: TelegramSettings, secret: Option<Secret>, context: Context) -> Result<Self, ConnectorError> {
        let refused = |code, why: &str| ConnectorError::Settings { code, why: why.to_owned() };
        let token = secret.filter(|secret| !secret.expose().is_empty());
        let token = token.ok_or_else(|| refused("secret_missing", "the bot's token is needed"))?;
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b":_-".contains(&byte);
        let api = Api::new(context.http, &settings.api, token.clone());
        let id = api.bot_id().filter(|_| token.expose().bytes().all(is_part));
        let id = id.ok_or_else(|| refused("bad_token", "a bot's token looks like 123456789:AAF…"))?;
        Ok(Self {
            api,
            clock: context.clock,
            // Without any wait we would ask without a pause.
            wait: Duration::from_secs(settings.poll_seconds.max(1).into()),
            id,
            name: OnceLock::new(),
            known: Mutex::default(),
        })
    }

    fn me(&self) -> Me {
        Me { id: self.id, name: self.name.get().cloned() }
    }

    fn known(&self) -> Known {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn meet(&self) -> Result<Value, ConnectorError> {
        let me = self.api.ask("getMe", &json!({})).await?;
        if let Some(name) = json::text(&me, &["username"]) {
            let _ = self.name.set(name.to_owned());
        }
        Ok(me)
    }

    async fn who(&self) -> Result<Account, ConnectorError> {
        let me = self.meet().await?;
        let webhook = self.api.ask("getWebhookInfo", &json!({})).await?;
        if json::text(&webhook, &["url"]).is_some() {
            return Err(webhook_set());
        }
        let id = me.get("id").and_then(Value::as_i64).ok_or_else(|| ConnectorError::Protocol("getMe: no id".to_owned()))?;
        let text = |key: &str| json::text(&me, &[key]).map(str::to_owned);
        Ok(Account { native_id: id.to_string(), handle: text("username"), display_name: text("first_name") })
    }

    async fn listen(&self, cursor: Option<&Cursor>, sink: &dyn Sink) -> Result<(), ConnectorError> {
        if self.name.get().is_none() {
            // Nothing is delivered before we know whom a group means by our name.
            self.meet().await?;
        }
        Reader { api: &self.api, clock: &*self.clock, known: &self.known, wait: self.wait }.run(cursor, sink).await
    }

    async fn file(&self, url: &str) -> Result<MediaSource, ConnectorError> {
        let Some(id) = url.strip_prefix("telegram:") else { return Ok(MediaSource::Fetch(url.to_owned())) };
        let file = self.api.ask("getFile", &json!({"file_id": id})).await?;
        let address = json::text(&file, &["file_path"]).and_then(|path| self.api.file_address(path));
        address.map(MediaSource::Trusted).ok_or_else(|| ConnectorError::Protocol("getFile: no path that can be fetched".to_owned()))
    }
}

impl Connector for TelegramConnector {
    fn kind(&self) -> ConnectorKind {
        ConnectorKind::Telegram
    }

    fn capabilities(&self) -> Capabilities {
        CAPABILITIES
    }

    fn sources(&self) -> Vec<Source> {
        vec![Source { name: "updates", kind: SourceKind::Stream, silent_after: SILENT_AFTER }]
    }

    fn limits(&self) -> Option<Limits> {
        Some(LIMITS)
    }

    fn check(&self) -> Fut<'_, Result<Account, ConnectorError>> {
        Box::pin(self.who())
    }

    fn stream<'a>(&'a self, _source: &'a str, cursor: Option<&'a Cursor>, sink: &'a dyn Sink) -> Fut<'a, Result<(), ConnectorError>> {
        Box::pin(self.listen(cursor, sink))
    }

    fn normalize(&self, raw: &Raw) -> Result<Vec<Inbound>, Poison> {
        normalize::normalize(raw, &self.me())
    }

    fn media<'a>(&'a self, url: &'a str) -> Fut<'a, Result<MediaSource, ConnectorError>> {
        Box::pin(self.file(url))
    }

    fn can(&self, action: ActionKind, target: &SendTarget) -> Availability {
        can::can(action, target, &self.known(), self.clock.now())
    }

    fn send<'a>(&'a self, delivery: &'a Delivery) -> Fut<'a, Outcome> {
        Box::pin(reply::send(&self.api, delivery))
    }

    fn engage<'a>(&'a self, engagement: &'a Engagement) -> Fut<'a, Outcome> {
        Box::pin(reply::react(&self.api, engagement))
    }
}
