//! Care: what a case does next, and by when.
//!
//! [`decide`] is the whole life of a case as one pure function: the case as it is, something that happened, the brand's policy and the
//! time go in; the case as it becomes and what to tell everyone come out. [`open`] makes a case from a customer's first post.
//!
//! ```text
//!              answer left                 snooze (also from waiting)
//!      open ───────────────▶ waiting    open ───────────────▶ snoozed
//!       ▲  ◀─────────────── customer     ▲  ◀─────────────── its time has come, or the customer writes
//!       └──── reopen, or the customer writes ──── closed ◀── close (from anywhere)
//! ```
//!
//! - *Open* means that it is our turn. Nothing leaves the list but by a person's *close*.
//! - A clock runs from the customer's first unanswered post to [`Case::deadline_at`](answerable_domain::Case). Further posts do not put
//!   it off; an answer, a snooze or a close stops it. When it has run out, a [`CaseEvent::Tick`] says so once (*overdue*).
//! - Every change of the thread counts up `thread_version`; what people do around it (assign, snooze, note) does not.
//! - [`deadline`] knows business hours, time zones, daylight saving and holidays; [`next_due`] says when a case wants its next tick. Ticks
//!   may come late, twice or for nothing.
//! - [`alert_step`] says when an alert tells of what a saved search found.
//!
//! Architecture invariant: no clock, no I/O, no randomness in here. `now` is an argument, time zones are compiled in.

mod alert;
mod day;
mod decide;
mod event;
mod hours;
mod validate;

#[cfg(test)]
mod decide_tests;
#[cfg(test)]
mod hours_tests;
#[cfg(test)]
mod properties;

pub use alert::{COOL_DOWN_MS_MIN, alert_step};
pub use day::{day_of, name_of_day};
pub use decide::{Decision, Opening, SNOOZE_DAYS_MAX, decide, next_due, open};
pub use event::{CareError, CaseEvent, reply_left};
pub use hours::deadline;
pub use validate::{ANSWER_MINUTES_MAX, HOLIDAYS_MAX, PolicyProblem, SPANS_MAX, validate_policy};
