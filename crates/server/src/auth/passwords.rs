//! Passwords: argon2id on threads of their own, few at a time.
//!
//! One hash takes about 20 MB and 20 ms; without a bound a burst of sign-ins would take the machine's memory and every worker thread.

use argon2::{
    Argon2,
    password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash},
};
use std::sync::Arc;
use tokio::sync::Semaphore;

const AT_ONCE_MAX: usize = 2;

/// Of no password: checked when there is no such user, so that the answer takes as long.
const DECOY: &str = "$argon2id$v=19$m=19456,t=2,p=1$dGhlcmUgaXMgbm8gb25l$AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

#[derive(Clone)]
pub struct Passwords {
    turns: Arc<Semaphore>,
}

impl Passwords {
    pub fn new() -> Self {
        Self { turns: Arc::new(Semaphore::new(AT_ONCE_MAX)) }
    }

    pub async fn hash(&self, password: String) -> String {
        self.off_thread(move || hash_now(&password)).await
    }

    /// `stored` is `None` when there is no such user: false, after the same time.
    pub async fn matches(&self, password: String, stored: Option<String>) -> bool {
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| DECOY.to_owned());
        self.off_thread(move || matches_now(&password, &stored)).await && known
    }

    async fn off_thread<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> T {
        let turn = self.turns.clone().acquire_owned().await.expect("the semaphore is never closed");
        tokio::task::spawn_blocking(move || {
            let _turn = turn;
            work()
        })
        .await
        .expect("hashing does not panic")
    }
}

impl Default for Passwords {
    fn default() -> Self {
        Self::new()
    }
}

fn hash_now(password: &str) -> String {
    Argon2::default().hash_password(password.as_bytes()).expect("the default parameters are valid").to_string()
}

fn matches_now(password: &str, stored: &str) -> bool {
    PasswordHash::new(stored).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_decoy_costs_what_a_real_hash_costs() {
        let decoy = PasswordHash::new(DECOY).expect("a well-formed hash");
        let real = hash_now("any");
        let real = PasswordHash::new(&real).expect("a well-formed hash");
        assert_eq!((decoy.algorithm, decoy.version, decoy.params), (real.algorithm, real.version, real.params));
    }

    #[tokio::test]
    async fn only_the_right_password_of_a_known_user_matches() {
        let passwords = Passwords::new();
        let stored = passwords.hash("회사의 비밀번호".into()).await;
        assert!(stored.starts_with("$argon2id$v=19$"));
        assert!(passwords.matches("회사의 비밀번호".into(), Some(stored.clone())).await);
        assert!(!passwords.matches("회사의 비밀번".into(), Some(stored)).await);
        assert!(!passwords.matches("회사의 비밀번호".into(), None).await);
        assert!(!passwords.matches("x".into(), Some("not a hash".into())).await);
    }
}
