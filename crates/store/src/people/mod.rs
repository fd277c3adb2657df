//! Users, what lets them in, and their brands.

mod brands;
mod invites;
mod removal;
mod sessions;
mod types;
mod users;

pub use types::{Invite, LoginAttempts, Member, Membership, NewUser, Session, Token, UserChange, UserRecord};
