//! The names of our own mails, which nobody else can make.
//!
//! A Message-ID of ours is `<{own id}.{mac}@{domain}>`: whoever answers with it in `In-Reply-To` or `References` has seen that mail, so the
//! answer belongs to its case whoever the sender says to be. A guessed or an altered one says nothing. The own id is made before the first
//! attempt to send, so the Message-ID is the same at every attempt, and what was sent can be looked up by it.
//!
//! Some servers turn Message-IDs into lower case on the way: everything in it is lower case, and it is compared so.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// Lower-case letters and digits that are not taken for each other, as in the record keys.
const ALPHABET: &[u8; 32] = b"234567abcdefghijklmnopqrstuvwxyz";
/// 80 bits.
const MAC_LETTERS: usize = 16;
const OWN_ID_BYTES_MAX: usize = 64;
/// A Message-ID longer than this is none of anybody's.
pub const MESSAGE_ID_BYTES_MAX: usize = 250;

/// The Message-ID of a mail of ours, without `<` and `>`. It is also the native id of the post.
///
/// Of `own_id` only lower-case letters, digits, `-` and `_` can be kept; ids of the outbox have nothing else.
pub fn message_id(own_id: &str, key: &[u8; 32], domain: &str) -> String {
    let own_id: String = own_id.chars().map(|letter| letter.to_ascii_lowercase()).filter(|letter| is_own(*letter)).collect();
    let own_id = answerable_domain::clip_to_bytes(&own_id, OWN_ID_BYTES_MAX);
    format!("{own_id}.{}@{}", mac(own_id, key), domain.to_ascii_lowercase())
}

/// The own id in a Message-ID (without `<` and `>`), if we have made it.
pub fn verify(message_id: &str, key: &[u8; 32]) -> Option<String> {
    if message_id.len() > MESSAGE_ID_BYTES_MAX {
        return None;
    }
    let (local, _) = message_id.rsplit_once('@')?;
    let local = local.to_ascii_lowercase();
    let (own_id, said) = local.rsplit_once('.')?;
    let plausible = !own_id.is_empty() && own_id.len() <= OWN_ID_BYTES_MAX && own_id.chars().all(is_own) && said.len() == MAC_LETTERS;
    if !plausible {
        return None;
    }
    let is_ours = bool::from(mac(own_id, key).as_bytes().ct_eq(said.as_bytes()));
    is_ours.then(|| own_id.to_owned())
}

fn is_own(letter: char) -> bool {
    letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-' || letter == '_'
}

fn mac(own_id: &str, key: &[u8; 32]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of every length");
    // What else may be signed with the same key cannot be taken for a Message-ID.
    mac.update(b"message-id\0");
    mac.update(own_id.as_bytes());
    let digest = mac.finalize().into_bytes();
    let bits = digest[..10].iter().fold(0_u128, |bits, byte| (bits << 8) | u128::from(*byte));
    (0..MAC_LETTERS).rev().map(|place| char::from(ALPHABET[((bits >> (place * 5)) & 31) as usize])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: [u8; 32] = [7; 32];

    #[test]
    fn our_own_names_are_known_again() {
        let id = message_id("3mmoojpaqkn2z", &KEY, "Acme.com");
        assert!(id.starts_with("3mmoojpaqkn2z.") && id.ends_with("@acme.com"), "{id}");
        assert_eq!(id, message_id("3mmoojpaqkn2z", &KEY, "acme.com"), "the same at every attempt");
        assert_eq!(verify(&id, &KEY).as_deref(), Some("3mmoojpaqkn2z"));
        assert_eq!(verify(&id.to_ascii_uppercase(), &KEY).as_deref(), Some("3mmoojpaqkn2z"), "servers change the case");
        let moved = id.replace("acme.com", "acme.co.jp");
        assert_eq!(verify(&moved, &KEY).as_deref(), Some("3mmoojpaqkn2z"), "the brand may move to another domain");
    }

    #[test]
    fn what_others_make_up_is_not_ours() {
        let id = message_id("3mmoojpaqkn2z", &KEY, "acme.com");
        assert_eq!(verify(&id, &[8; 32]), None, "another channel's key");
        let last = id.find('@').unwrap() - 1;
        let altered = format!("{}{}{}", &id[..last], if &id[last..=last] == "a" { "b" } else { "a" }, &id[last + 1..]);
        let other_post = id.replacen('3', "4", 1);
        let long = format!("{}@acme.com", "a".repeat(10_000));
        for forged in [&altered, &other_post, &long, "", "@", ".@", "a.b@c", "3mmoojpaqkn2z@acme.com", ".aaaaaaaaaaaaaaaa@acme.com"] {
            assert_eq!(verify(forged, &KEY), None, "{forged}");
        }
    }

    #[test]
    fn nothing_in_an_own_id_can_break_out_of_the_header() {
        let id = message_id("a\r\nBcc: x@y <\"> 환불 B.c", &KEY, "acme.com");
        assert!(id.starts_with("abccxybc."), "{id}");
        assert!(verify(&id, &KEY).is_some());
    }
}
