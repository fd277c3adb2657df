//! The server as others see it: over HTTP and on the command line. One program, so that it is linked once.

mod alerts;
mod app;
mod authorization;
mod brands_and_people;
mod command_line;
mod conformance;
mod description;
mod elsewhere;
mod engine;
mod hand_off;
mod hostile;
mod inbox;
mod kill_loop;
mod limits;
mod listening_line;
mod live;
mod media;
mod monitors;
mod posts;
mod sign_in;
mod sign_in_mastodon;
mod sources;
mod teaching;
mod triage_line;
mod world;
