//! Stories of the engine, from the network's edge to the store and back. Nothing sleeps: each test waits for what it wants to see.

mod alerts;
mod answering;
pub mod desk;
mod feeds;
mod hearing;
mod imports;
mod listening;
mod loudness;
mod rereads;
mod sources;
mod time;
