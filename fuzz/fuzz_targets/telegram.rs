//! Any bytes that a channel of this kind could deliver become posts, or a reason why not.

#![no_main]

use answerable_domain::ConnectorKind;
use answerable_fuzz::networks::normalize;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| normalize(ConnectorKind::Telegram, bytes));
