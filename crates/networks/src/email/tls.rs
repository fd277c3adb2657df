//! Connections to the two mail servers: encrypted from the first byte, after STARTTLS, or, on this machine, not at all.
//!
//! The system's certificate authorities are believed, and beside them the one that the settings bring (`ca`): who runs a mail server at home
//! signs its certificate alone.

use super::{MailServer, error::MailError};
use rustls::{
    ClientConfig,
    crypto::CryptoProvider,
    pki_types::{CertificateDer, ServerName, pem::PemObject as _},
};
use rustls_platform_verifier::Verifier;
use std::{io, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::TlsConnector;

/// For the connection, and for agreeing on a key.
pub const CONNECT_PATIENCE: Duration = Duration::from_secs(20);

/// A connection, encrypted or not.
pub trait Stream: AsyncRead + AsyncWrite + Unpin + Send + Sync {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send + Sync> Stream for T {}

pub async fn connect(server: &MailServer) -> Result<TcpStream, MailError> {
    let host = bare(&server.host);
    match timeout(CONNECT_PATIENCE, TcpStream::connect((host, server.port))).await {
        Ok(Ok(stream)) => {
            // Commands are short, and each waits for the answer to the one before.
            stream.set_nodelay(true).map_err(|error| MailError::Cut(error.to_string()))?;
            Ok(stream)
        }
        Ok(Err(error)) => Err(MailError::Unreachable(error.to_string())),
        Err(_) => Err(MailError::Unreachable(format!("no connection within {} s", CONNECT_PATIENCE.as_secs()))),
    }
}

/// Agrees on a key and looks at the certificate.
pub async fn encrypt(stream: Box<dyn Stream>, server: &MailServer, ca: Option<&str>) -> Result<Box<dyn Stream>, MailError> {
    let name = ServerName::try_from(bare(&server.host).to_owned()).map_err(|error| MailError::Certificate(error.to_string()))?;
    let connector = TlsConnector::from(Arc::new(config(ca)?));
    match timeout(CONNECT_PATIENCE, connector.connect(name, stream)).await {
        Ok(Ok(stream)) => Ok(Box::new(stream)),
        Ok(Err(error)) => Err(of_handshake(&error)),
        Err(_) => Err(MailError::Encryption(format!("it does not answer within {} s", CONNECT_PATIENCE.as_secs()))),
    }
}

/// Whether the text holds certificates.
pub fn is_pem(text: &str) -> bool {
    roots(text).is_ok_and(|roots| !roots.is_empty())
}

/// Why the two could not agree, if that is what an error is about.
pub fn of_failure(error: &(dyn std::error::Error + 'static)) -> Option<MailError> {
    let mut next = Some(error);
    while let Some(cause) = next {
        let inner = cause.downcast_ref::<io::Error>().and_then(|error| error.get_ref()).and_then(|inner| inner.downcast_ref());
        match inner.or_else(|| cause.downcast_ref::<rustls::Error>()) {
            Some(rustls::Error::InvalidCertificate(why)) => return Some(MailError::Certificate(why.to_string())),
            Some(other) => return Some(MailError::Encryption(other.to_string())),
            None => next = cause.source(),
        }
    }
    None
}

fn config(ca: Option<&str>) -> Result<ClientConfig, MailError> {
    let provider = CryptoProvider::get_default().cloned().unwrap_or_else(|| Arc::new(rustls::crypto::ring::default_provider()));
    let roots = ca.map(roots).transpose()?.unwrap_or_default();
    let failed = |error: rustls::Error| MailError::Certificate(error.to_string());
    let verifier = Verifier::new_with_extra_roots(roots, provider.clone()).map_err(failed)?;
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().map_err(failed)?;
    Ok(builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier)).with_no_client_auth())
}

fn roots(ca: &str) -> Result<Vec<CertificateDer<'static>>, MailError> {
    CertificateDer::pem_slice_iter(ca.as_bytes()).collect::<Result<_, _>>().map_err(|_| not_pem())
}

fn not_pem() -> MailError {
    MailError::Certificate("the certificate authority in the settings is not PEM text".to_owned())
}

/// `[::1]` is written with brackets, and looked up without.
fn bare(host: &str) -> &str {
    host.trim_start_matches('[').trim_end_matches(']')
}

fn of_handshake(error: &io::Error) -> MailError {
    // Who closes the line at our first words did not expect to be greeted so.
    of_failure(error).unwrap_or_else(|| MailError::Encryption(error.to_string()))
}
