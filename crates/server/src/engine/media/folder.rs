//! The folder of pictures and files, each under the hash of its bytes.
//!
//! A file is written under another name, made durable and only then given its own: what stands under a hash has that hash, whatever
//! happened meanwhile. Whether a file is still needed the store knows; the folder only keeps, reads and removes.

use crate::clock::random_bytes;
use sha2::{Digest as _, Sha256};
use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
};

/// What is being written.
const RECEIVING: &str = "receiving";

#[derive(Debug, Clone)]
pub struct MediaFolder(PathBuf);

impl MediaFolder {
    pub fn new(path: PathBuf) -> Self {
        Self(path)
    }

    /// `None`: that is no hash of ours.
    pub fn path(&self, hash: &str) -> Option<PathBuf> {
        let sound = hash.len() == 64 && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        sound.then(|| self.0.join(&hash[..2]).join(hash))
    }

    /// Writes the bytes down; returns their hash. What is there already stays. Blocks.
    pub fn keep(&self, bytes: &[u8]) -> io::Result<String> {
        let hash = hash_of(bytes);
        let path = self.path(&hash).expect("a hash that was just made is one");
        if path.exists() {
            return Ok(hash);
        }
        let folder = path.parent().unwrap_or(&self.0);
        for needed in [folder, &self.receiving()] {
            DirBuilder::new().recursive(true).mode(0o700).create(needed)?;
        }
        let name: String = random_bytes::<8>().iter().map(|byte| format!("{byte:02x}")).collect();
        let received = self.receiving().join(name);
        let written = write(&received, bytes).and_then(|()| fs::rename(&received, &path)).and_then(|()| File::open(folder)?.sync_all());
        if let Err(error) = written {
            let _ = fs::remove_file(&received);
            return Err(error);
        }
        Ok(hash)
    }

    /// Removes what nobody needs any more. What is not there is removed. Blocks.
    pub fn remove(&self, hash: &str) -> io::Result<()> {
        let Some(path) = self.path(hash) else { return Ok(()) };
        match fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// The hashes of all files. Blocks.
    pub fn hashes(&self) -> Vec<String> {
        let names = |folder: &Path| -> Vec<String> {
            let entries = fs::read_dir(folder).into_iter().flatten().flatten();
            entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
        };
        let folders = names(&self.0).into_iter().filter(|name| name.len() == 2);
        folders.flat_map(|folder| names(&self.0.join(folder))).filter(|name| self.path(name).is_some()).collect()
    }

    /// Throws away what a program that died was writing. For the start: nobody is writing yet. Blocks.
    pub fn clear_receiving(&self) {
        let _ = fs::remove_dir_all(self.receiving());
    }

    fn receiving(&self) -> PathBuf {
        self.0.join(RECEIVING)
    }
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // Nobody executes it, and nobody but us reads it.
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

pub fn hash_of(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn the_same_bytes_are_kept_once_and_nobody_can_execute_them() {
        let folder = tempfile::tempdir().expect("a folder");
        let media = MediaFolder::new(folder.path().join("media"));
        let hash = media.keep(b"picture").expect("kept");
        assert_eq!(media.keep(b"picture").expect("kept"), hash);
        let path = media.path(&hash).expect("a hash");
        assert_eq!(path, folder.path().join("media").join(&hash[..2]).join(&hash));
        assert_eq!(fs::read(&path).expect("readable"), b"picture");
        assert_eq!(fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o600);
        assert_eq!(media.hashes(), [hash.as_str()]);
        assert_eq!(fs::read_dir(media.receiving()).expect("there").count(), 0, "nothing is left behind");
        media.remove(&hash).expect("removed");
        media.remove(&hash).expect("removed already");
        assert!(!path.exists());
    }

    #[test]
    fn a_name_that_is_no_hash_leads_nowhere() {
        let media = MediaFolder::new(PathBuf::from("/media"));
        for hash in ["", "../../etc/passwd", &"A".repeat(64), &"g".repeat(64), &"0".repeat(63), &format!("../{}", "0".repeat(61))] {
            assert_eq!(media.path(hash), None, "{hash}");
        }
    }
}
