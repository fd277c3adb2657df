//! People and brands: users, sessions, tokens, invites, members.

mod types;

pub use types::{Invite, LoginAttempts, Member, Membership, NewUser, Session, Token, UserChange, UserRecord};
