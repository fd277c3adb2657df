//! Searches of RFC 3501, 6.4.4, as far as somebody asks for them.

use super::{
    folders::{Folder, Kept},
    mail::header,
};
use answerable_domain::Millis;

/// Numbers of the mails that match all of the words; `None`: a word that is not known.
pub(super) fn search(folder: &Folder, words: &[String]) -> Option<Vec<u32>> {
    let mut matching: Vec<&Kept> = folder.mails.iter().collect();
    let mut words = words.iter().map(String::as_str);
    while let Some(word) = words.next() {
        match word.to_uppercase().as_str() {
            "ALL" => {}
            "UNSEEN" => matching.retain(|mail| !mail.seen),
            "SEEN" => matching.retain(|mail| mail.seen),
            "SINCE" => {
                let since = day(words.next()?)?;
                matching.retain(|mail| mail.received_at >= since);
            }
            "HEADER" => {
                let (name, wanted) = (words.next()?, words.next()?);
                matching.retain(|mail| says(mail, name, wanted));
            }
            // Of headers alone.
            "OR" => {
                let (one, other) = ([words.next()?, words.next()?, words.next()?], [words.next()?, words.next()?, words.next()?]);
                matching.retain(|mail| [one, other].iter().any(|[_, name, wanted]| says(mail, name, wanted)));
            }
            "UID" => {
                let set = words.next()?;
                matching.retain(|mail| is_in(set, mail.uid, folder));
            }
            set if set.starts_with(|first: char| first.is_ascii_digit() || first == '*') => {
                let numbers: Vec<u32> = folder.mails.iter().map(|mail| mail.uid).collect();
                let number = |uid| numbers.iter().position(|known| *known == uid).map_or(0, |place| place as u32 + 1);
                let last = numbers.len() as u32;
                matching.retain(|mail| within(set, number(mail.uid), last));
            }
            _ => return None,
        }
    }
    Some(matching.iter().map(|mail| mail.uid).collect())
}

fn says(mail: &Kept, name: &str, wanted: &str) -> bool {
    let unfolded = String::from_utf8_lossy(&mail.bytes).replace("\r\n ", " ").replace("\r\n\t", " ");
    header(&unfolded, name).to_lowercase().contains(&wanted.to_lowercase())
}

/// `*` is the last mail, so `n:*` always names one, even where n is larger.
pub(super) fn is_in(set: &str, uid: u32, folder: &Folder) -> bool {
    within(set, uid, folder.mails.last().map_or(0, |mail| mail.uid))
}

fn within(set: &str, number: u32, last: u32) -> bool {
    let value = |text: &str| if text == "*" { Some(last) } else { text.parse().ok() };
    set.split(',').any(|run| {
        let (first, end) = run.split_once(':').unwrap_or((run, run));
        let (Some(first), Some(end)) = (value(first), value(end)) else { return false };
        (first.min(end)..=first.max(end)).contains(&number)
    })
}

fn day(text: &str) -> Option<Millis> {
    let date = jiff::fmt::strtime::parse("%d-%b-%Y", text).ok()?.to_date().ok()?;
    Some(date.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_millisecond())
}
