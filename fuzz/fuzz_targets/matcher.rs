//! Any query and any post: spans lie within the text, and no frame of a hit is dropped.

#![no_main]

use answerable_fuzz::listen::matcher;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| matcher(bytes));
