//! `backup` and `restore`.
//!
//! A backup is a directory: the database as one file, pictures and files under the hashes of their bytes, a manifest with sizes and hashes,
//! and the key file only when asked for, because whoever has both has the passwords of all channels.
//!
//! The database is copied first: a file that was removed since is one that nobody needed any more, and one that came since is not in it.

use super::{
    arguments::{Backup, Place, Restore},
    link::database,
    output::{print, print_json},
};
use crate::{
    clock::SystemClock,
    config::DataDir,
    serve::{is_running, make_folder},
};
use answerable_domain::Clock as _;
use anyhow::{Context as _, bail, ensure};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::{
    fs::{self, File},
    io::{self, Read as _},
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

const MANIFEST: &str = "manifest.json";
const DATABASE: &str = "answerable.db";
const KEY: &str = "answerable.key";
const MEDIA: &str = "media";

#[derive(Serialize, Deserialize)]
struct Manifest {
    program: String,
    version: String,
    /// Milliseconds since 1970 UTC.
    created_at: i64,
    database: Entry,
    key: Option<Entry>,
    /// Pictures and files. Backups of older programs have none.
    #[serde(default)]
    media: Files,
}

/// Files that are each called by the hash of their bytes.
#[derive(Default, Serialize, Deserialize)]
struct Files {
    count: u64,
    bytes: u64,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    file: String,
    bytes: u64,
    sha256: String,
}

pub async fn backup(place: Place, options: Backup) -> anyhow::Result<()> {
    let (config, data, to) = (place.config()?, place.data_dir(), &options.to);
    ensure!(!to.exists(), "{} is there already: a backup overwrites nothing", to.display());
    ensure!(data.database().exists() || !config.database.url.is_empty(), "there is no database in {}", data.0.display());
    let store = database(&config, &data).await?;
    make_folder(to)?;
    let copied = store.backup(&to.join(DATABASE)).await;
    store.close().await;
    if let Err(error) = copied {
        let _ = fs::remove_dir_all(to);
        return Err(error).context("the database was not copied");
    }
    owner_only(&to.join(DATABASE))?;
    let key = if options.with_key { Some(copy_key(&data, to)?) } else { None };
    let media = copy_media(&data.media(), &to.join(MEDIA))?;
    let manifest = Manifest {
        program: "answerable".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        created_at: SystemClock.now(),
        database: entry(to, DATABASE)?,
        key,
        media,
    };
    fs::write(to.join(MANIFEST), serde_json::to_vec_pretty(&manifest)?)?;
    if options.json {
        return print_json(&serde_json::to_value(&manifest)?);
    }
    let note = match &manifest.key {
        Some(_) => "It holds the key file too: whoever has it has the passwords of your channels.".to_owned(),
        None => format!("Keep {} apart from it: without that file the channels must sign in again.", data.key_file().display()),
    };
    let Files { count, bytes } = manifest.media;
    print(&format!("Copied {} bytes and {count} files ({bytes} bytes) to {}.\n{note}", manifest.database.bytes, to.display()))
}

pub fn restore(place: &Place, options: &Restore) -> anyhow::Result<()> {
    let (from, data) = (&options.from, place.data_dir());
    let manifest = fs::read(from.join(MANIFEST)).with_context(|| format!("{} is no backup: it has no {MANIFEST}", from.display()))?;
    let manifest: Manifest = serde_json::from_slice(&manifest).context("the manifest cannot be read")?;
    ensure!(!is_running(&data), "a server works with {}: stop it first", data.0.display());
    for path in [data.database(), data.key_file()].iter().filter(|path| path.exists()) {
        let is_needed = *path == data.database() || manifest.key.is_some();
        ensure!(!is_needed, "{} is there already: a restore overwrites nothing", path.display());
    }
    for part in [Some(&manifest.database), manifest.key.as_ref()].into_iter().flatten() {
        verify(from, part)?;
    }
    let media = verify_media(&from.join(MEDIA), &manifest.media)?;
    make_folder(&data.0)?;
    // Whoever has the database has what it names.
    copy_media(&from.join(MEDIA), &data.media())?;
    copy(&from.join(DATABASE), &data.database())?;
    if manifest.key.is_some() {
        copy(&from.join(KEY), &data.key_file())?;
    }
    let has_key = data.key_file().exists();
    let note = if has_key { "" } else { "\nPut your copy of answerable.key beside it, or sign the channels in again." };
    print(&format!("Restored {} bytes and {} files to {}.{note}", manifest.database.bytes, media.count, data.0.display()))
}

/// Copies every file that has a hash for a name; what is being received is nobody's yet. One that is removed meanwhile is left out.
fn copy_media(from: &Path, to: &Path) -> anyhow::Result<Files> {
    let mut files = Files::default();
    for (name, path) in media_in(from)? {
        let folder = to.join(&name[..2]);
        make_folder(&folder)?;
        match fs::metadata(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            other => other.map(drop)?,
        }
        copy(&path, &folder.join(&name))?;
        files.count += 1;
        files.bytes += fs::metadata(folder.join(&name))?.len();
    }
    Ok(files)
}

/// Every file is what its name says, and there are as many as there were.
fn verify_media(folder: &Path, expected: &Files) -> anyhow::Result<Files> {
    let mut files = Files::default();
    for (name, path) in media_in(folder)? {
        let (bytes, sha256) = measure(&path)?;
        ensure!(sha256 == name, "{} is not what was backed up: it is damaged or was changed", path.display());
        files.count += 1;
        files.bytes += bytes;
    }
    ensure!(
        (files.count, files.bytes) == (expected.count, expected.bytes),
        "{} does not hold the {} files that were backed up",
        folder.display(),
        expected.count
    );
    Ok(files)
}

fn media_in(folder: &Path) -> anyhow::Result<Vec<(String, PathBuf)>> {
    let mut found = Vec::new();
    let is_hash = |name: &str| name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    for part in names_in(folder)? {
        if part.len() != 2 {
            continue;
        }
        let names = names_in(&folder.join(&part))?;
        found.extend(names.into_iter().filter(|name| is_hash(name)).map(|name| (name.clone(), folder.join(&part).join(name))));
    }
    Ok(found)
}

/// A folder that is not there is empty.
fn names_in(folder: &Path) -> anyhow::Result<Vec<String>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => return Ok(Vec::new()),
        Err(error) => return Err(error).with_context(|| format!("{} cannot be read", folder.display())),
    };
    entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
}

fn copy_key(data: &DataDir, to: &Path) -> anyhow::Result<Entry> {
    copy(&data.key_file(), &to.join(KEY))?;
    entry(to, KEY)
}

fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    fs::copy(from, to).with_context(|| format!("{} cannot be copied to {}", from.display(), to.display()))?;
    owner_only(to)?;
    File::open(to)?.sync_all()?;
    Ok(())
}

fn owner_only(path: &Path) -> anyhow::Result<()> {
    Ok(fs::set_permissions(path, fs::Permissions::from_mode(0o600))?)
}

fn entry(folder: &Path, file: &str) -> anyhow::Result<Entry> {
    let (bytes, sha256) = measure(&folder.join(file))?;
    Ok(Entry { file: file.to_owned(), bytes, sha256 })
}

fn verify(folder: &Path, entry: &Entry) -> anyhow::Result<()> {
    let expected = [DATABASE, KEY].contains(&entry.file.as_str());
    ensure!(expected, "the manifest names a file that is none of ours: {:?}", entry.file);
    let (bytes, sha256) = measure(&folder.join(&entry.file))?;
    if bytes != entry.bytes || sha256 != entry.sha256 {
        bail!("{} is not what was backed up: it is damaged or was changed", entry.file);
    }
    Ok(())
}

fn measure(path: &Path) -> anyhow::Result<(u64, String)> {
    let mut file = File::open(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let (mut hash, mut bytes, mut buffer) = (Sha256::new(), 0u64, vec![0u8; 1 << 20]);
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        hash.update(&buffer[..read]);
        bytes += read as u64;
    }
    Ok((bytes, hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()))
}
