//! People, and what lets them in. Only hashes of secrets come in here.

use answerable_domain::{Brand, BrandId, InviteId, Locale, Millis, Role, Theme, TokenId, User, UserId};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewUser {
    /// Lower case.
    pub email: String,
    pub name: String,
    pub locale: Locale,
    /// argon2id, with its parameters.
    pub password_hash: String,
}

/// Fields that are `None` stay as they are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserChange {
    pub name: Option<String>,
    /// Put under answers; empty: none.
    pub signature: Option<String>,
    pub locale: Option<Locale>,
    pub theme: Option<Theme>,
    pub password_hash: Option<String>,
    pub disabled: Option<bool>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserRecord {
    pub user: User,
    pub signature: String,
    pub password_hash: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    pub user: User,
    pub signature: String,
    pub role: Role,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    pub brand: Brand,
    pub role: Role,
    /// Cases in which it is our turn.
    pub open_count: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub user_id: UserId,
    pub created_at: Millis,
    pub expires_at: Millis,
    pub last_used_at: Millis,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub id: TokenId,
    pub user_id: UserId,
    pub name: String,
    pub created_at: Millis,
    pub expires_at: Option<Millis>,
    pub last_used_at: Option<Millis>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invite {
    pub id: InviteId,
    pub brand_id: BrandId,
    pub brand_name: String,
    pub role: Role,
    pub created_by: UserId,
    pub created_at: Millis,
    pub expires_at: Millis,
}

/// Failed sign-ins for one key (an account, an address).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LoginAttempts {
    pub failures: u32,
    /// When the window began.
    pub since: Millis,
    pub last_at: Millis,
}
