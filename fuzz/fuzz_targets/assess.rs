//! Any bytes are assessed and explained: nothing panics, and every place is a place of the text.

#![no_main]

use answerable_fuzz::triage::assess;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| assess(bytes));
