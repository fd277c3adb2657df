//! The program `answerable`: HTTP, live stream, sign-in, command line, and the engine that moves posts from the networks to the inbox
//! and answers from the inbox to the networks.
//!
//! Architecture invariants: only this crate has a clock, an environment and randomness; no SQL is written here; no handler decides
//! anything about a case (that is `care`) or a reply (that is `respond`).

mod assets;
pub mod auth;
pub mod bench;
pub mod cli;
pub mod clock;
pub mod config;
pub mod engine;
mod housekeeping;
pub mod http;
mod listener;
mod metrics;
pub mod serve;

pub use listener::{Operator, Peer};
