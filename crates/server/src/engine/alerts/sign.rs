//! Signatures as Standard Webhooks has them (standardwebhooks.com): `v1,` and the Base64 of HMAC-SHA256 over `id.timestamp.body`.

use crate::clock::random_bytes;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

const PREFIX: &str = "whsec_";
const SECRET_BYTES: usize = 32;

/// `whsec_` and 256 random bits.
pub fn new_secret() -> String {
    format!("{PREFIX}{}", STANDARD.encode(random_bytes::<SECRET_BYTES>()))
}

/// `None`: the secret is none of ours.
pub fn signature(secret: &str, id: &str, timestamp_seconds: i64, body: &str) -> Option<String> {
    let key = STANDARD.decode(secret.strip_prefix(PREFIX)?).ok()?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).ok()?;
    mac.update(format!("{id}.{timestamp_seconds}.{body}").as_bytes());
    Some(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_the_one_that_others_make() {
        // The example that the specification's reference libraries share.
        let made =
            signature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, r#"{"test": 2432232314}"#);
        assert_eq!(made.as_deref(), Some("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
        assert_eq!(signature("another secret", "m", 1, ""), None);
    }

    #[test]
    fn a_new_secret_can_sign() {
        let secret = new_secret();
        assert!(signature(&secret, "m", 1, "").is_some());
        assert_ne!(secret, new_secret());
    }
}
