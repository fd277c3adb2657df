//! From the bytes of a mail to a post. Pure, total and bounded, whatever the bytes.
//!
//! A mail is foreign through and through: its encodings may be mislabelled, its structure endless, its names forged. So the structure is walked
//! by our own hand with limits (`mime`), words and bytes become text by what they are rather than by what they say (`words`, `charset`), and
//! what a mail says about itself counts only where somebody vouches for it: the signed Message-ID of a mail of ours
//! ([`super::reference`]), or the verdict of our own receiving server (`authentication`).
//!
//! **The payload.** What is stored is the mail byte for byte; before it stands at most one line of ours, [`arrival_line`], with what only the
//! mailbox knows. Only the very first line of a payload is believed to be ours.
//!
//! **Identity.** The native id is the Message-ID, as everybody else names the mail; the version is a hash of what was said, and by whom. Mails are
//! never edited: another mail under an id that is taken is another mail. It then goes by `handle.again`, the hash of its bytes, so a forged one
//! never stands in for the one that was there. A mail with a Message-ID of *ours* that did not come from our address goes by its hash at once.
//!
//! **Threads.** Below ours: the last reference whose signature verifies is the parent, and `answers_us` is set, unless a program answers.
//! Otherwise there is no parent, only a root: the first reference, or the mail's own id; posts of one thread belong together only when they have
//! the author in common, so a borrowed reference leads nowhere.

mod address;
mod arrival;
mod attachments;
mod authentication;
mod body;
mod bounce;
mod charset;
mod composed;
mod hand_off;
mod headers;
mod loops;
mod markup;
mod mime;
mod normalize;
mod noted;
mod parameters;
mod phrases;
mod plain;
mod quoted;
mod sender;
mod signatures;
mod threading;
mod words;

pub use arrival::{Arrival, arrival_line};
pub use loops::{Automatic, may_answer_automatically};
pub use normalize::{MAIL_BYTES_MAX, Own, normalize};
pub use noted::Noted;

/// Characters that are not seen, or turn around the writing of others: they have no place in a name or a subject of ours.
pub(super) fn is_hidden(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fdd0}'..='\u{fdef}')
}
