//! The way to the API: over the local socket of the server that runs, or to one that is started for the moment and listens to nothing.

use super::arguments::Place;
use crate::{
    clock::SystemClock,
    config::{Config, DataDir},
    http::PREFIX,
    listener::Operator,
    serve::{Parts, Start, is_running, open_store},
};
use answerable_domain::{Brand, BrandId};
use answerable_store::Store;
use anyhow::{Context as _, anyhow, bail};
use axum::{
    body::{Body, to_bytes},
    http::{Method, Request, header},
};
use serde_json::Value;
use std::sync::Arc;
use tower::ServiceExt as _;

/// Ids made here are unlike those of a server that runs at the same time.
pub const COMMAND_LINE_NODE: u8 = 63;
const ANSWER_BYTES_MAX: usize = 64 * 1024 * 1024;

pub enum Link {
    Running { client: reqwest::Client, store: Store },
    Momentary(Box<Parts>),
}

impl Link {
    pub async fn open(place: &Place) -> anyhow::Result<Self> {
        let (config, data) = (place.config()?, place.data_dir());
        if is_running(&data) {
            let client = local_client(&data)?;
            return Ok(Self::Running { client, store: database(&config, &data).await? });
        }
        let start = Start { config, data, clock: Arc::new(SystemClock), sources_off: true };
        Ok(Self::Momentary(Box::new(Parts::start(start).await?)))
    }

    pub fn store(&self) -> &Store {
        match self {
            Self::Running { store, .. } => store,
            Self::Momentary(parts) => &parts.app.store,
        }
    }

    /// The server that was started for the moment, if it was.
    pub fn momentary(&self) -> Option<&Parts> {
        match self {
            Self::Running { .. } => None,
            Self::Momentary(parts) => Some(parts),
        }
    }

    pub async fn get(&self, path: &str) -> anyhow::Result<Value> {
        self.call(Method::GET, path, None).await
    }

    pub async fn call(&self, method: Method, path: &str, body: Option<Value>) -> anyhow::Result<Value> {
        let body = body.map_or_else(|| (None, Vec::new()), |body| (Some("application/json"), body.to_string().into_bytes()));
        self.send(method, path, body.0, reqwest::Body::from(body.1)).await
    }

    /// Any body: a file is sent as it is read.
    pub async fn send(&self, method: Method, path: &str, kind: Option<&str>, body: reqwest::Body) -> anyhow::Result<Value> {
        let (status, answer) = match self {
            Self::Running { client, .. } => {
                let mut request = client.request(method, format!("http://localhost{PREFIX}{path}"));
                if let Some(kind) = kind {
                    request = request.header(header::CONTENT_TYPE, kind);
                }
                let answer = request.body(body).send().await.context("the running server does not answer")?;
                (answer.status().as_u16(), answer.bytes().await?)
            }
            Self::Momentary(parts) => {
                let mut request = Request::builder().method(method).uri(format!("{PREFIX}{path}")).extension(Operator);
                if let Some(kind) = kind {
                    request = request.header(header::CONTENT_TYPE, kind);
                }
                let answer = parts.router.clone().oneshot(request.body(Body::new(body))?).await?;
                (answer.status().as_u16(), to_bytes(answer.into_body(), ANSWER_BYTES_MAX).await?)
            }
        };
        let value: Value = if answer.is_empty() { Value::Null } else { serde_json::from_slice(&answer)? };
        if status < 400 { Ok(value) } else { Err(explain(&value["error"])) }
    }

    /// The brand that was named, or the only one.
    pub async fn brand(&self, named: Option<&str>) -> anyhow::Result<BrandId> {
        find_brand(self.store(), named).await.map(|brand| brand.id)
    }

    pub async fn close(self) {
        match self {
            Self::Running { store, .. } => store.close().await,
            Self::Momentary(parts) => parts.stop().await,
        }
    }
}

/// The database itself, beside a server that may be running.
pub async fn database(config: &Config, data: &DataDir) -> anyhow::Result<Store> {
    open_store(config, data, Arc::new(SystemClock), COMMAND_LINE_NODE).await
}

pub async fn find_brand(store: &Store, named: Option<&str>) -> anyhow::Result<Brand> {
    let mut brands = store.brands().await?;
    let names = || brands.iter().map(|brand| format!("{} ({})", brand.name, brand.id)).collect::<Vec<_>>().join(", ");
    match named {
        None if brands.is_empty() => bail!("there is no brand yet: make one in the web app or with `answerable brand add`"),
        None if brands.len() > 1 => bail!("there are several brands, say which with --brand: {}", names()),
        None => Ok(brands.remove(0)),
        Some(named) => {
            let found: Vec<usize> = brands
                .iter()
                .enumerate()
                .filter(|(_, brand)| brand.name == named || brand.id.to_string() == named)
                .map(|(at, _)| at)
                .collect();
            match found.as_slice() {
                [at] => Ok(brands.remove(*at)),
                [] => bail!("there is no brand {named:?}; there is: {}", names()),
                _ => bail!("several brands are called {named:?}, say which by its id: {}", names()),
            }
        }
    }
}

fn local_client(data: &DataDir) -> anyhow::Result<reqwest::Client> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let socket = data.socket();
    if !socket.exists() {
        bail!("a server works with {} but its socket {} is not there: restart it", data.0.display(), socket.display());
    }
    Ok(reqwest::Client::builder().unix_socket(socket.as_path()).build()?)
}

/// The envelope as a sentence.
fn explain(error: &Value) -> anyhow::Error {
    let (code, message) = (error["code"].as_str().unwrap_or("?"), error["message"].as_str().unwrap_or_default());
    let params = &error["params"];
    let details: Vec<String> = match params {
        Value::Object(fields) => {
            fields.iter().filter(|(_, value)| !value.is_null()).map(|(name, value)| format!("{name}: {value}")).collect()
        }
        _ => Vec::new(),
    };
    let details = if details.is_empty() { String::new() } else { format!(" ({})", details.join(", ")) };
    anyhow!("{message} [{code}]{details}")
}
