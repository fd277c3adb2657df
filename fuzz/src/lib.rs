//! What must hold for any bytes at all, by the stage that reads them. The fuzz targets call these with made-up bytes, and the tests of each
//! stage with the kept corpora.

pub mod listen;
pub mod networks;
pub mod triage;
