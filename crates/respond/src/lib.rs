//! Respond: may an answer leave, in which parts, and what became of it.
//!
//! - [`count`] and [`split`] measure a text as a network does and cut a long one into a chain, where a reader would pause.
//! - [`submit`] is the gate of the outbox: an answer that is empty, too long, impossible, written against an older thread or second to
//!   a colleague's is refused with what the screen needs to explain it.
//! - [`step`] is the outbox's state machine for one reply. However the network and the machine fail, a reply leaves at most once, and it
//!   ends as *sent*, *failed* or *unknown* (or *cancelled*, by a person): never in silence.
//!
//! ```text
//!   queued ──claim──▶ sending ──delivered──▶ sent
//!     ▲ │               │ │ └───refused──▶ failed ──┐
//!     │ └─cancel─▶      │ └──nobody knows─▶ unknown ┤ retry by a person
//!     └──────deferred, doubtful, restarted──────────┘
//! ```
//!
//! How a doubtful attempt goes on depends on the network's [`DeliveryClass`](answerable_domain::DeliveryClass): where a repeated attempt
//! is recognised (own id, key) or our post can be looked up, it is tried again with `may_have_left`; where nobody can know, it is held
//! as *unknown* for a person to decide.
//!
//! Architecture invariant: no clock, no I/O, no randomness in here. `now` and seeds are arguments; the shell stores each step before it
//! acts on it.

mod count;
mod outbox;
mod pause;
mod split;
mod submit;
mod tokens;

#[cfg(test)]
mod outbox_model;
#[cfg(test)]
mod outbox_tests;
#[cfg(test)]
mod split_tests;
#[cfg(test)]
mod submit_tests;
#[cfg(test)]
mod tokens_tests;

pub use count::Count;
pub use outbox::{ATTEMPT_PAUSE_MS_MAX, GIVE_UP_AFTER_MS, OutboxEvent, OutboxStep, StepError, step};
pub use split::{TooLong, count, split};
pub use submit::{Accepted, OtherReply, Refusal, Submission, ThreadNow, submit};
