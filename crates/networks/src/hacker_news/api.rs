//! Asking the item server and the search, with what can go wrong.

use crate::{ConnectorError, exchange::exchange, retry};
use answerable_domain::Clock;
use serde_json::Value;
use std::{sync::Arc, time::Duration};
use url::Url;

/// The longest pages of the search stay far below.
const ANSWER_BYTES_MAX: usize = 4 * 1024 * 1024;
const PATIENCE: Duration = Duration::from_secs(15);

pub struct Api {
    http: reqwest::Client,
    items: String,
    search: String,
    clock: Arc<dyn Clock>,
}

/// An item as it came, and read.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    pub id: u64,
    pub body: Vec<u8>,
    pub value: Value,
}

impl Item {
    pub fn number(&self, key: &str) -> Option<u64> {
        self.value.get(key)?.as_u64()
    }

    /// Taken back by its author, or taken down by the site.
    pub fn is_gone(&self) -> bool {
        ["deleted", "dead"].iter().any(|key| crate::json::flag(&self.value, &[key]))
    }
}

impl Api {
    pub fn new(http: reqwest::Client, items: &Url, search: &Url, clock: Arc<dyn Clock>) -> Self {
        let base = |url: &Url| url.as_str().trim_end_matches('/').to_owned();
        Self { http, items: base(items), search: base(search), clock }
    }

    pub async fn newest(&self) -> Result<u64, ConnectorError> {
        let body = self.get(&format!("{}/v0/maxitem.json", self.items), &[]).await?;
        read(&body)?.as_u64().ok_or_else(|| ConnectorError::Protocol("maxitem is no number".to_owned()))
    }

    /// `None`: the number is given away, and nothing is to be seen there (yet).
    pub async fn item(&self, id: u64) -> Result<Option<Item>, ConnectorError> {
        let body = self.get(&format!("{}/v0/item/{id}.json", self.items), &[]).await?;
        let value = read(&body)?;
        Ok((!value.is_null()).then_some(Item { id, body, value }))
    }

    pub async fn user(&self, name: &str) -> Result<Value, ConnectorError> {
        read(&self.get(&format!("{}/v0/user/{name}.json", self.items), &[]).await?)
    }

    pub async fn search(&self, query: &[(&str, String)]) -> Result<Value, ConnectorError> {
        read(&self.get(&format!("{}/api/v1/search_by_date", self.search), query).await?)
    }

    async fn get(&self, address: &str, query: &[(&str, String)]) -> Result<Vec<u8>, ConnectorError> {
        let mut url = Url::parse(address).map_err(|error| ConnectorError::Protocol(error.to_string()))?;
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        let asked = exchange(self.http.get(url), PATIENCE, ANSWER_BYTES_MAX).await;
        let answer = asked.map_err(|lost| ConnectorError::Transient(lost.why()))?;
        if answer.status.is_success() {
            return Ok(answer.body);
        }
        let why = format!("the server says {}", answer.status);
        Err(match answer.status.as_u16() {
            429 => ConnectorError::RateLimited { after: retry::after(&answer.headers, self.clock.now()), why },
            500.. => ConnectorError::Transient(why),
            _ => ConnectorError::Protocol(why),
        })
    }
}

fn read(body: &[u8]) -> Result<Value, ConnectorError> {
    serde_json::from_slice(body).map_err(|error| ConnectorError::Protocol(error.to_string()))
}
