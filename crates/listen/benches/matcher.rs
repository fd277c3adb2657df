//! Comes anew.
fn main() {}
