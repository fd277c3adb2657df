//! The way to a server's streams. The token goes nowhere but to the account's own server, or over TLS to where that server streams.

use super::{PublicTimeline, client::Client, home::Home};
use crate::{ConnectorError, MastodonSettings, Secret};
use futures_util::SinkExt;
use serde_json::json;
use std::time::Duration;
use tokio::{net::TcpStream, time};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async_with_config,
    tungstenite::{Error, Message, client::IntoClientRequest, handshake::client::Request, http::HeaderValue, protocol::WebSocketConfig},
};
use url::Url;

const CONNECT: Duration = Duration::from_secs(15);
const FRAME_BYTES_MAX: usize = 16 * 1024 * 1024;

pub type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// Connected and subscribed: from here on nothing that is said is missed.
pub async fn open(client: &Client, home: &Home, settings: &MastodonSettings) -> Result<Socket, ConnectorError> {
    let url = address(&settings.server, home.streaming.as_ref());
    let mut socket = connect(&url, client.token()).await?;
    for wanted in subscriptions(settings) {
        let message = Message::text(wanted.to_string());
        socket.send(message).await.map_err(|error| ConnectorError::Transient(error.to_string()))?;
    }
    Ok(socket)
}

/// Beside the account's own stream, which the address asks for.
fn subscriptions(settings: &MastodonSettings) -> Vec<serde_json::Value> {
    let tags = settings.tags.iter().map(|tag| json!({"type": "subscribe", "stream": "hashtag", "tag": tag}));
    let public = match settings.public {
        PublicTimeline::Off => None,
        PublicTimeline::Local => Some("public:local"),
        PublicTimeline::Federated => Some("public"),
    };
    tags.chain(public.map(|stream| json!({"type": "subscribe", "stream": stream}))).collect()
}

/// Servers behind a proxy say `wss` even where they are reached without, and some stream from another host.
fn address(server: &Url, said: Option<&Url>) -> Url {
    let own_scheme = if server.scheme() == "https" { "wss" } else { "ws" };
    let mut url = server.clone();
    match said {
        Some(said) if said.host_str() == server.host_str() => {
            // Another port may be meant; whether it is encrypted is as with the server itself.
            let port = said.port().or_else(|| server.port());
            let _ = url.set_port(port);
        }
        Some(said) if said.scheme() == "wss" => url = said.clone(),
        _ => {}
    }
    if url.scheme() != "wss" {
        // The setter refuses to go from `http` to `ws` within a parsed address, so it is put together anew.
        let text = url.as_str().replacen(url.scheme(), own_scheme, 1);
        url = Url::parse(&text).unwrap_or(url);
    }
    url.set_path("/api/v1/streaming");
    url.set_query(Some("stream=user"));
    url
}

async fn connect(url: &Url, token: Option<&Secret>) -> Result<Socket, ConnectorError> {
    match attempt(request(url, token, "authorization")?).await {
        // Some servers look for the token in this place only.
        Err(Error::Http(answer)) if matches!(answer.status().as_u16(), 400 | 401 | 403) => {
            attempt(request(url, token, "sec-websocket-protocol")?).await.map_err(refused)
        }
        other => other.map_err(refused),
    }
}

fn request(url: &Url, token: Option<&Secret>, header: &'static str) -> Result<Request, ConnectorError> {
    let wrong = |why: String| ConnectorError::Settings { code: "bad_value", why };
    let mut request = url.as_str().into_client_request().map_err(|error| wrong(error.to_string()))?;
    if let Some(token) = token {
        let prefix = if header == "authorization" { "Bearer " } else { "" };
        let mut value =
            HeaderValue::from_str(&format!("{prefix}{}", token.expose())).map_err(|_| wrong("not an access token".to_owned()))?;
        value.set_sensitive(true);
        request.headers_mut().insert(header, value);
    }
    Ok(request)
}

async fn attempt(request: Request) -> Result<Socket, Error> {
    let config = WebSocketConfig::default().max_message_size(Some(FRAME_BYTES_MAX)).max_frame_size(Some(FRAME_BYTES_MAX));
    match time::timeout(CONNECT, connect_async_with_config(request, Some(config), true)).await {
        Ok(connected) => connected.map(|(socket, _)| socket),
        Err(_) => Err(Error::Io(std::io::Error::new(std::io::ErrorKind::TimedOut, "no answer to the handshake"))),
    }
}

fn refused(error: Error) -> ConnectorError {
    let Error::Http(answer) = &error else { return ConnectorError::Transient(error.to_string()) };
    let why = format!("the stream refuses us: {}", answer.status());
    match answer.status().as_u16() {
        401 => ConnectorError::SignedOut(why),
        429 => ConnectorError::RateLimited { after: Duration::from_secs(60), why },
        400..=499 => ConnectorError::Protocol(why),
        _ => ConnectorError::Transient(why),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_never_goes_unencrypted_to_another_host() {
        for (server, said, expected) in [
            ("http://127.0.0.1:81/", Some("wss://127.0.0.1:81"), "ws://127.0.0.1:81"),
            ("http://127.0.0.1:81/", None, "ws://127.0.0.1:81"),
            ("http://127.0.0.1:81/", Some("ws://127.0.0.1:4000"), "ws://127.0.0.1:4000"),
            ("https://s.kr/", Some("wss://s.kr"), "wss://s.kr"),
            ("https://s.kr/", Some("ws://s.kr"), "wss://s.kr"),
            ("https://s.kr/", Some("wss://streaming.s.kr"), "wss://streaming.s.kr"),
            ("https://s.kr/", Some("ws://streaming.s.kr"), "wss://s.kr"),
            ("https://s.kr/", Some("ws://evil.example"), "wss://s.kr"),
            ("https://s.kr/", Some("https://other.example"), "wss://s.kr"),
        ] {
            let said = said.map(|said| Url::parse(said).expect("an address"));
            let url = address(&Url::parse(server).expect("an address"), said.as_ref());
            assert_eq!(url.as_str(), format!("{expected}/api/v1/streaming?stream=user"), "{server} {said:?}");
        }
    }
}
