//! Opening a WebSocket that no message can break.

use super::bounded::Bounded;
use rustls::{ClientConfig, pki_types::ServerName};
use rustls_platform_verifier::ConfigVerifierExt as _;
use std::{io, sync::Arc};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};
use tokio_rustls::TlsConnector;
use tokio_tungstenite::{
    WebSocketStream, client_async_with_config,
    tungstenite::{Error, protocol::WebSocketConfig},
};
use url::{Host, Url};

/// A connection, encrypted or not.
pub trait Wire: AsyncRead + AsyncWrite + Unpin + Send + Sync {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send + Sync> Wire for T {}

pub type Socket = WebSocketStream<Bounded<Box<dyn Wire>>>;

/// Of a message beyond `message_bytes_max` that much is delivered; all are delivered as bytes.
pub async fn open(url: &Url, message_bytes_max: usize) -> Result<Socket, Error> {
    let (Some(host), Some(port)) = (url.host(), url.port_or_known_default()) else {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "an address without a host").into());
    };
    // An IPv6 address is written with brackets, and looked up without.
    let name = match host {
        Host::Domain(name) => name.to_owned(),
        Host::Ipv4(address) => address.to_string(),
        Host::Ipv6(address) => address.to_string(),
    };
    let stream = TcpStream::connect((name.as_str(), port)).await?;
    stream.set_nodelay(true)?;
    let wire: Box<dyn Wire> = if url.scheme() == "wss" { Box::new(encrypt(stream, name).await?) } else { Box::new(stream) };
    let largest = WebSocketConfig::default().max_message_size(None).max_frame_size(None);
    let (socket, _) = client_async_with_config(url.as_str(), Bounded::new(wire, message_bytes_max), Some(largest)).await?;
    Ok(socket)
}

async fn encrypt(stream: TcpStream, name: String) -> io::Result<impl Wire> {
    let config = ClientConfig::with_platform_verifier().map_err(io::Error::other)?;
    let name = ServerName::try_from(name).map_err(io::Error::other)?;
    TlsConnector::from(Arc::new(config)).connect(name, stream).await
}
