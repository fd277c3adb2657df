//! Mailboxes that let programs in with a token instead of a password: Microsoft 365 and Outlook.com, with OAuth 2.
//!
//! We are a *public client*: who runs this installation registers an app of their own, and its id is no secret. The person signs in on
//! Microsoft's page and ends on an empty page whose address holds a code (`sign_in`); with PKCE the code is worth something to us alone. It
//! becomes a refresh token, which is the channel's secret; from it come the access tokens that the two mail servers take (`tokens`).
//! This needs no address at which others reach us, and no device code, which many organisations forbid.
//!
//! Sources: RFC 6749, RFC 7636, Microsoft's reference of the identity platform (v2.0 endpoints, `AADSTS` codes), and of OAuth for IMAP and SMTP.

mod endpoint;
mod pasted;
mod settings;
pub mod sign_in;
mod tokens;

pub use endpoint::Endpoint;
pub use settings::OauthSettings;
pub use tokens::{Ticket, Tokens};
