//! Random texts that are shown once and kept as a hash.

use crate::clock::random_bytes;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};

/// What a personal token starts with, so that a person or a scanner recognises one that was pasted somewhere.
pub const TOKEN_PREFIX: &str = "ans_";

/// 256 random bits as text, and the hash that is stored.
pub struct SecretText {
    pub text: String,
    pub hash: Vec<u8>,
}

impl SecretText {
    pub fn random(prefix: &str) -> Self {
        let text = format!("{prefix}{}", URL_SAFE_NO_PAD.encode(random_bytes::<32>()));
        let hash = hash(&text);
        Self { text, hash }
    }
}

/// What is stored of a secret. Plain SHA-256 is enough: 256 random bits cannot be guessed.
pub fn hash(text: &str) -> Vec<u8> {
    Sha256::digest(text.as_bytes()).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_secrets_are_never_alike_and_hash_to_what_was_stored() {
        let (one, two) = (SecretText::random(TOKEN_PREFIX), SecretText::random(TOKEN_PREFIX));
        assert_ne!(one.text, two.text);
        assert!(one.text.starts_with("ans_") && one.text.len() == 4 + 43);
        assert_eq!(hash(&one.text), one.hash);
    }
}
