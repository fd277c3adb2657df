//! Who is asking: passwords, secrets that are shown once, and the cookie.
//!
//! Nothing secret is stored: passwords as argon2id, everything else (sessions, tokens, invites) as a SHA-256 of 256 random bits.

mod cookie;
mod origin;
mod passwords;
mod secret;

pub use cookie::{clear as clear_cookie, find as find_cookie, set as set_cookie};
pub use origin::same_origin;
pub use passwords::Passwords;
pub use secret::{SecretText, TOKEN_PREFIX, hash as hash_secret};
