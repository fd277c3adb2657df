//! Files that came with a post, as mails bring them: written down before the post is taken in.
//!
//! What is not kept is told with the reason in its place: it becomes a picture that is wanted from an address which says only that.

use super::{folder::MediaFolder, keeping::judge};
use answerable_domain::{Attachment, Media};
use answerable_store::{Arrival, ArrivedPost, Digested, KeptFile};
use std::io;

/// Of one post.
const FILES_MAX: usize = 20;
const REFUSED: &str = "refused:";
const CODES: [&str; 4] = ["empty", "unsupported", "too_large", "too_many"];

/// Is there anything to write?
pub fn has_attachments(batch: &[Digested]) -> bool {
    posts(batch).any(|arrived| !arrived.post.attachments.is_empty())
}

fn posts(batch: &[Digested]) -> impl Iterator<Item = &ArrivedPost> {
    batch.iter().flat_map(|digested| digested.result.as_deref().unwrap_or_default()).filter_map(|arrival| match arrival {
        Arrival::Post(arrived) => Some(arrived.as_ref()),
        _ => None,
    })
}

/// Writes every file of a batch into the folder, and into the post where it lies. Blocks.
pub fn keep_attachments(folder: &MediaFolder, batch: &mut [Digested]) -> io::Result<()> {
    for arrival in batch.iter_mut().filter_map(|digested| digested.result.as_mut().ok()).flatten() {
        if let Arrival::Post(arrived) = arrival {
            keep_files(folder, arrived)?;
        }
    }
    Ok(())
}

fn keep_files(folder: &MediaFolder, arrived: &mut ArrivedPost) -> io::Result<()> {
    for (place, file) in std::mem::take(&mut arrived.post.attachments).into_iter().enumerate() {
        let judged = judge(&file.bytes, &file.mime, file.name.as_deref().unwrap_or_default());
        match judged {
            Ok(_) if arrived.kept.len() >= FILES_MAX => tell(arrived, place, "too_many", file),
            Err(code) => tell(arrived, place, code, file),
            Ok(kind) => {
                let hash = folder.keep(&file.bytes)?;
                let Attachment { name, alt, bytes, .. } = file;
                arrived.kept.push(KeptFile { hash, mime: kind.mime.to_owned(), name, alt, bytes: bytes.len() as u64 });
            }
        }
    }
    Ok(())
}

fn tell(arrived: &mut ArrivedPost, place: usize, code: &str, file: Attachment) {
    let told = Media { url: format!("{REFUSED}{code}#{place}"), alt: file.name.or(file.alt), mime: Some(file.mime) };
    arrived.post.media.push(told);
}

/// The reason for which the file behind this address is not kept, if that is what it says.
pub fn refusal(url: &str) -> Option<&'static str> {
    let code = url.strip_prefix(REFUSED)?.split('#').next()?;
    CODES.into_iter().find(|known| *known == code)
}
