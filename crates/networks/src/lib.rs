//! Networks: one module each, behind one trait.
//!
//! A connector is thin: transport, `normalize` (pure and total), `send`, `can`, and its limits as data. It decides nothing about cases,
//! monitors or people, keeps no state that matters (cursors and sessions are handed in and out), and reads no clock of its own.

mod connector;

pub use connector::{
    Account, Connector, ConnectorError, Context, Delivery, Engagement, Fut, GapSeen, Outcome, Page, Poison, SendTarget, SessionVault, Sink,
    Source, SourceKind,
};
