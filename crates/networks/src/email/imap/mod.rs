//! The ten commands of IMAP4rev1 (RFC 3501) that a support mailbox needs, with IDLE (RFC 2177) and STARTTLS.
//!
//! Our own and not a library's, for four reasons. The size of a mail is known before a byte of it is read, so that one of 100 MB is never in
//! memory. What a server says beyond what we asked is skipped, where a full grammar breaks the connection over it, and the servers of this
//! world say many things. Every wait has an end, also while idling, so that a half-closed connection is noticed. And what a stranger put on the line before STARTTLS is thrown
//! away with the line.

mod phrases;
mod session;
mod tokens;
mod utf7;
mod wire;

pub use session::{Entry, Mailbox, Session};
