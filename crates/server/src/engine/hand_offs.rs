//! Codes with which a customer carries a case on in private: by mail, or in a bot's chat.
//!
//! The code is shown once, to the person who makes it; of it the store keeps the hash. It is written in the subject of the mail or behind a
//! plus in our address, and in the address that opens a bot's chat.

use super::{GivenCode, HandOffRefused, channels::LiveChannel, core::Core};
use crate::clock::random_bytes;
use answerable_domain::{CaseId, ChannelId, ChannelState, ConnectorKind, Millis, Scope};
use answerable_store::{NewHandOff, StoreError, hash_of_code};
use std::sync::Arc;
use url::Url;

/// Crockford's base32: no letter in it is taken for a digit.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LETTERS: usize = 12;
const VALID_FOR_MS: Millis = 14 * 24 * 60 * 60 * 1_000;

/// How one writes to a channel with a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// What a person types by hand.
    pub address: String,
    /// The same with the code in it, where the mail provider knows such addresses.
    pub plus_address: Option<String>,
    pub subject: String,
    /// What a button opens.
    pub open: String,
}

/// Makes a code for a case. Whoever writes to the channel with it first joins the case.
pub async fn give(core: &Arc<Core>, scope: &Scope, case_id: CaseId, channel_id: ChannelId) -> Result<GivenCode, HandOffRefused> {
    let live = core.channel(channel_id).filter(|live| live.channel.brand_id == scope.brand_id()).ok_or(StoreError::NotFound)?;
    let brand = core.store.brand(scope).await?;
    let code = new_code();
    let opening = opening(&live, &brand.name, &code).ok_or(HandOffRefused::NotThere)?;
    if live.channel.state != ChannelState::Active {
        return Err(HandOffRefused::NotNow);
    }
    let expires_at = core.clock.now() + VALID_FOR_MS;
    let new = NewHandOff { case_id, channel_id, code_hash: hash_of_code(&code), expires_at };
    let kept = core.store.create_hand_off(scope, new).await?;
    Ok(GivenCode { code, opening, kept })
}

/// `None`: nobody can be written to there.
pub fn opening(live: &LiveChannel, brand: &str, code: &str) -> Option<Opening> {
    match live.channel.connector {
        ConnectorKind::Email => {
            let address = live.channel.config["address"].as_str()?;
            Some(by_mail(address, brand, code))
        }
        ConnectorKind::Telegram => {
            let handle = live.account.as_ref()?.handle.as_deref()?.trim_start_matches('@');
            let open = format!("https://t.me/{handle}?start={}", code.replace('-', ""));
            Some(Opening { address: format!("@{handle}"), plus_address: None, subject: format!("[#{code}]"), open })
        }
        _ => None,
    }
}

fn by_mail(address: &str, brand: &str, code: &str) -> Opening {
    let plus_address = address.split_once('@').map(|(local, domain)| format!("{local}+{}@{domain}", code.replace('-', "").to_lowercase()));
    let plain: String = brand.chars().filter(|c| !c.is_control() && !"[]#".contains(*c)).take(60).collect();
    let subject = format!("{} [#{code}]", plain.trim()).trim_start().to_owned();
    // In the subject the code arrives whatever the provider thinks of plus signs.
    let open = Url::parse("mailto:").ok().map(|mut url| {
        url.set_path(address);
        // Programs for mail read a plus as a plus, not as a blank.
        let query = form_encoded(&subject);
        url.set_query(Some(&format!("subject={query}")));
        url.to_string()
    });
    Opening { address: address.to_owned(), plus_address, subject, open: open.unwrap_or_else(|| format!("mailto:{address}")) }
}

fn form_encoded(text: &str) -> String {
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes().map(|byte| if unreserved(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// `XXXX-XXXX-XXXX`, of the system's randomness.
fn new_code() -> String {
    let letters: Vec<char> = random_bytes::<LETTERS>().iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect();
    letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// As it is kept, however it was typed. `None`: no code looks like that.
pub fn sound_code(text: &str) -> Option<String> {
    let letters = text.chars().filter(|letter| *letter != '-').map(|letter| match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        letter => letter,
    });
    let code: String = letters.take(LETTERS + 1).collect();
    (code.len() == LETTERS && code.bytes().all(|byte| ALPHABET.contains(&byte))).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_twelve_letters_that_nobody_mistakes_and_no_two_are_alike() {
        let codes: std::collections::HashSet<String> = (0..1_000).map(|_| new_code()).collect();
        assert_eq!(codes.len(), 1_000);
        assert!(codes.iter().all(|code| code.len() == 14 && sound_code(code) == Some(code.replace('-', ""))));
        let seen: std::collections::HashSet<char> = codes.iter().flat_map(|code| code.chars()).collect();
        assert_eq!(seen.len(), 33, "every letter of the alphabet, and the dash");
    }

    #[test]
    fn a_code_is_read_generously() {
        assert_eq!(sound_code("4t7k-9qxz-obIl"), Some("4T7K9QXZ0B11".to_owned()));
        for text in ["", "4T7K", "4T7K-9QXZ-0B1U", "4T7K-9QXZ-0B1CC", "４T7K9QXZ0B1C"] {
            assert_eq!(sound_code(text), None, "{text}");
        }
    }

    #[test]
    fn a_mail_carries_the_code_in_its_subject_and_the_address_can_too() {
        let opening = by_mail("care@acme.com", "아크메 [#x] & Co", "4T7K-9QXZ-0B1C");
        assert_eq!(opening.plus_address.as_deref(), Some("care+4t7k9qxz0b1c@acme.com"));
        assert_eq!(opening.subject, "아크메 x & Co [#4T7K-9QXZ-0B1C]");
        let open = Url::parse(&opening.open).expect("an address");
        assert_eq!((open.scheme(), open.path()), ("mailto", "care@acme.com"));
        assert_eq!(open.query_pairs().collect::<Vec<_>>(), [("subject".into(), opening.subject.as_str().into())]);
        assert!(!opening.open.contains('+'));
    }
}
