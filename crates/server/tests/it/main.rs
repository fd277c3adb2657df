//! The server as others see it: over HTTP and on the command line. One program, so that it is linked once.

mod alerts;
mod app;
mod authorization;
mod brands_and_people;
mod command_line;
mod conformance;
mod description;
mod engine;
mod hostile;
mod inbox;
mod kill_loop;
mod limits;
mod listening_line;
mod live;
mod monitors;
mod sign_in;
mod sources;
mod teaching;
mod triage_line;
mod world;
