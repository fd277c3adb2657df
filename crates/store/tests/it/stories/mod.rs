//! What the store promises, one story each.

pub mod alerts;
pub mod carrying;
pub mod durability;
pub mod elsewhere;
pub mod events;
pub mod inbox;
pub mod ingest;
pub mod main_path;
pub mod media;
pub mod monitors;
pub mod people;
pub mod replies;
pub mod schedules;
pub mod scopes;
pub mod search;
pub mod settings;
pub mod sources;
pub mod teaching;
pub mod understanding;
