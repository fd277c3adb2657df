//! Any text is a query or has problems that say where.

#![no_main]

use answerable_fuzz::listen::query;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| query(bytes));
