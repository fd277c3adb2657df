//! Mail addresses. Not `@name@host`, which is a handle, and not `icon@2x.png`, which is a file.

use super::Found;
use crate::visible::is_name_byte;
use answerable_domain::PersonalDataKind;

const FILE_ENDINGS: [&str; 8] = ["png", "jpg", "jpeg", "gif", "webp", "svg", "mp4", "pdf"];

pub fn find(text: &str) -> Vec<Found> {
    let marks = text.match_indices(['@', '＠']);
    marks.filter_map(|(at, mark)| address(text, at, at + mark.len())).map(|at| (PersonalDataKind::Email, at)).collect()
}

/// The address around the mark at `mark..after`.
fn address(text: &str, mark: usize, after: usize) -> Option<std::ops::Range<usize>> {
    let mailbox = text[..mark].bytes().rev().take_while(|byte| is_name_byte(*byte)).count();
    let mailbox = text[mark - mailbox..mark].trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
    let start = mark - mailbox.len();
    let host = text[after..].bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-')).count();
    let host = text[after..after + host].trim_end_matches(['.', '-']);
    let (name, top) = host.rsplit_once('.')?;
    let is_host = name.split('.').all(|label| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-'));
    let is_top =
        top.len() >= 2 && top.bytes().all(|byte| byte.is_ascii_alphabetic()) && !FILE_ENDINGS.contains(&top.to_ascii_lowercase().as_str());
    let is_mailbox = !mailbox.is_empty() && !mailbox.ends_with('.') && !text[..start].ends_with(['@', '＠']);
    (is_mailbox && is_host && is_top).then_some(start..after + host.len())
}
