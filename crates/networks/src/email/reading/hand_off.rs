//! The code that joins a mail to a case that began elsewhere: in the subject (`[#XXXX-XXXX-XXXX]`) or behind a plus in our address.
//!
//! Twelve characters of Crockford's base32, which knows no letter that is taken for a digit.

use super::{address, headers::Headers};

const LETTERS: usize = 12;
const ALPHABET: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Where our address stands when a mail was sent to it.
const RECIPIENTS: [&str; 5] = ["to", "cc", "delivered-to", "x-original-to", "envelope-to"];

/// The code as it is written: `XXXX-XXXX-XXXX`.
pub fn find(subject: &str, headers: &Headers, own_address: &str) -> Option<String> {
    in_subject(subject).or_else(|| in_recipients(headers, own_address))
}

fn in_subject(subject: &str) -> Option<String> {
    // Programs of the region change brackets and signs into wide ones.
    let plain: String = subject.chars().map(narrow).collect();
    plain.match_indices("[#").find_map(|(place, mark)| {
        let inside = &plain[place + mark.len()..];
        code(&inside[..inside.find(']')?])
    })
}

fn in_recipients(headers: &Headers, own_address: &str) -> Option<String> {
    let (own_local, own_domain) = own_address.rsplit_once('@')?;
    RECIPIENTS.iter().flat_map(|name| address::all(headers, name)).find_map(|mailbox| {
        let (local, domain) = mailbox.address.rsplit_once('@')?;
        let (base, tag) = local.split_once('+')?;
        let is_own = base.eq_ignore_ascii_case(own_local) && domain.eq_ignore_ascii_case(own_domain);
        is_own.then(|| code(tag)).flatten()
    })
}

/// Read generously, as Crockford says: O is 0, I and L are 1, hyphens do not count.
fn code(text: &str) -> Option<String> {
    let letters =
        text.chars().filter(|letter| !matches!(letter, '-' | ' ')).take(LETTERS + 1).map(|letter| match letter.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            letter => letter,
        });
    let code: String = letters.collect();
    let is_code = code.chars().count() == LETTERS && code.chars().all(|letter| ALPHABET.contains(letter));
    is_code.then(|| format!("{}-{}-{}", &code[..4], &code[4..8], &code[8..]))
}

fn narrow(letter: char) -> char {
    match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        letter => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_in_the_subject_or_behind_a_plus() {
        let headers = |to: &str| Headers::split(format!("To: {to}\n").as_bytes()).0;
        let expected = Some("4T7K-9QXZ-0B1C".to_owned());
        for (subject, to) in [
            ("[#4T7K-9QXZ-0B1C] 환불 문의", "care@acme.com"),
            ("Re: Re: [#4t7k-9qxz-obIc]", "care@acme.com"),
            ("回答: ［＃４Ｔ７Ｋ－９ＱＸＺ－０Ｂ１Ｃ］", "care@acme.com"),
            ("[#no] [#4T7K9QXZ0B1C]", "care@acme.com"),
            ("hello", "Care <care+4t7k9qxz0b1c@acme.com>, x@y.com"),
            ("hello", "care+4T7K-9QXZ-0B1C@acme.com"),
        ] {
            assert_eq!(find(subject, &headers(to), "care@acme.com"), expected, "{subject} {to}");
        }
        for (subject, to) in [
            ("4T7K-9QXZ-0B1C", "care@acme.com"),
            ("[#4T7K-9QXZ-0B1]", "care@acme.com"),
            ("[#4T7K-9QXZ-0B1CC]", "care@acme.com"),
            ("[#4T7K-9QXZ-0B1U]", "care@acme.com"),
            ("[#", "care+@acme.com"),
            ("", "other+4t7k9qxz0b1c@acme.com"),
            ("", "care+4t7k9qxz0b1c@elsewhere.com"),
        ] {
            assert_eq!(find(subject, &headers(to), "care@acme.com"), None, "{subject} {to}");
        }
    }
}
