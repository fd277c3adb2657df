//! Secrets of channels, encrypted at rest.
//!
//! The key lives in a file of its own beside the database, made at first start and readable by its owner alone: a copy of the database
//! without the key file gives away no password. Each ciphertext is bound to the channel that it belongs to.

use chacha20poly1305::{
    Key, XChaCha20Poly1305, XNonce,
    aead::{Aead, KeyInit, Payload},
};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use std::{fs, io::Write as _, os::unix::fs::OpenOptionsExt as _, os::unix::fs::PermissionsExt as _, path::Path};

const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 24;

#[derive(Debug, thiserror::Error)]
pub enum SecretsError {
    #[error("the key file {path} cannot be read or made: {source}")]
    File { path: String, source: std::io::Error },
    #[error("the key file {0} can be read by other users of this machine: run `chmod 600` on it")]
    TooOpen(String),
    #[error("the key file {0} does not hold 32 bytes: restore it from your backup")]
    Damaged(String),
    #[error("a stored secret cannot be decrypted: it was encrypted with another key file, or it is damaged")]
    Undecryptable,
}

/// Encrypts and decrypts with the installation's key.
#[derive(Clone)]
pub struct Secrets {
    cipher: XChaCha20Poly1305,
    key: [u8; KEY_BYTES],
}

impl Secrets {
    /// Opens the key file, or makes it when there is none.
    pub fn open(path: &Path) -> Result<Self, SecretsError> {
        let shown = path.display().to_string();
        let failed = |source| SecretsError::File { path: path.display().to_string(), source };
        let key = match fs::metadata(path) {
            Ok(metadata) if metadata.permissions().mode() & 0o077 != 0 => return Err(SecretsError::TooOpen(shown)),
            Ok(_) => fs::read(path).map_err(failed)?,
            Err(absent) if absent.kind() == std::io::ErrorKind::NotFound => make_key_file(path).map_err(failed)?,
            Err(other) => return Err(failed(other)),
        };
        let key: [u8; KEY_BYTES] = key.try_into().map_err(|_| SecretsError::Damaged(shown))?;
        Ok(Self { cipher: XChaCha20Poly1305::new(&Key::from(key)), key })
    }

    /// A key of its own for a purpose: it gives away neither the installation's key nor that of another purpose.
    pub fn key_for(&self, purpose: &str) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key).expect("a key of any length will do");
        mac.update(purpose.as_bytes());
        mac.finalize().into_bytes().into()
    }

    /// Nonce and ciphertext, bound to `owner` (e.g. `channel:12:secret`).
    pub fn seal(&self, owner: &str, plain: &[u8]) -> Vec<u8> {
        let mut nonce = [0u8; NONCE_BYTES];
        getrandom::fill(&mut nonce).expect("the system gives random bytes");
        let sealed = self
            .cipher
            .encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: owner.as_bytes() })
            .expect("encrypting a short secret in memory cannot fail");
        [nonce.as_slice(), &sealed].concat()
    }

    pub fn open_sealed(&self, owner: &str, sealed: &[u8]) -> Result<Vec<u8>, SecretsError> {
        let (nonce, ciphertext) = sealed.split_first_chunk::<NONCE_BYTES>().ok_or(SecretsError::Undecryptable)?;
        self.cipher
            .decrypt(&XNonce::from(*nonce), Payload { msg: ciphertext, aad: owner.as_bytes() })
            .map_err(|_| SecretsError::Undecryptable)
    }
}

fn make_key_file(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut key = vec![0u8; KEY_BYTES];
    getrandom::fill(&mut key).map_err(std::io::Error::other)?;
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(&key)?;
    file.sync_all()?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_opens_only_for_its_owner_and_with_its_key() {
        let folder = tempfile::tempdir().expect("temp dir");
        let secrets = Secrets::open(&folder.path().join("key")).expect("a new key file");
        let sealed = secrets.seal("channel:1", b"app password");
        assert!(!sealed.windows(3).any(|three| three == b"app"));
        assert_eq!(secrets.open_sealed("channel:1", &sealed).expect("same owner"), b"app password");
        assert!(secrets.open_sealed("channel:2", &sealed).is_err());
        let other = Secrets::open(&folder.path().join("other")).expect("another key file");
        assert!(other.open_sealed("channel:1", &sealed).is_err());
        let again = Secrets::open(&folder.path().join("key")).expect("the same key file");
        assert_eq!(again.open_sealed("channel:1", &sealed).expect("same key"), b"app password");
    }

    #[test]
    fn a_key_file_that_others_can_read_is_refused() {
        let folder = tempfile::tempdir().expect("temp dir");
        let path = folder.path().join("key");
        Secrets::open(&path).expect("a new key file");
        assert_eq!(fs::metadata(&path).expect("made").permissions().mode() & 0o777, 0o600);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).expect("chmod");
        assert!(matches!(Secrets::open(&path), Err(SecretsError::TooOpen(_))));
    }

    #[test]
    fn a_short_key_file_is_damaged() {
        let folder = tempfile::tempdir().expect("temp dir");
        let path = folder.path().join("key");
        fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path).expect("file").write_all(b"short").expect("write");
        assert!(matches!(Secrets::open(&path), Err(SecretsError::Damaged(_))));
    }
}
