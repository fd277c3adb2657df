//! Unpacks the weights: they are kept packed and used as they lie in memory.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a build script is told by its environment and tells on standard output"
)]

use std::io::Read as _;
use std::path::Path;
use std::{env, fs};

fn main() {
    let out = env::var("OUT_DIR").expect("cargo names the folder");
    for name in ["core.bin", "share-alike.bin"] {
        let packed = Path::new("models").join(format!("{name}.gz"));
        println!("cargo:rerun-if-changed={}", packed.display());
        let mut bytes = Vec::new();
        // Without the shared weights everything works: an empty file says so.
        if let Ok(file) = fs::File::open(&packed) {
            flate2::read::GzDecoder::new(file).read_to_end(&mut bytes).expect("the weights are whole");
        }
        fs::write(Path::new(&out).join(name), bytes).expect("the build folder can be written");
    }
}
