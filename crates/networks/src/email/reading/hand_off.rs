//! The code that joins a mail to a case that began elsewhere: in the subject (`[#XXXX-XXXX-XXXX]`) or behind a plus in our address.

use super::{address, headers::Headers};
use crate::hand_off;

/// Where our address stands when a mail was sent to it.
const RECIPIENTS: [&str; 5] = ["to", "cc", "delivered-to", "x-original-to", "envelope-to"];

/// The code as it is written: `XXXX-XXXX-XXXX`.
pub fn find(subject: &str, headers: &Headers, own_address: &str) -> Option<String> {
    hand_off::in_brackets(subject).or_else(|| in_recipients(headers, own_address))
}

fn in_recipients(headers: &Headers, own_address: &str) -> Option<String> {
    let (own_local, own_domain) = own_address.rsplit_once('@')?;
    RECIPIENTS.iter().flat_map(|name| address::all(headers, name)).find_map(|mailbox| {
        let (local, domain) = mailbox.address.rsplit_once('@')?;
        let (base, tag) = local.split_once('+')?;
        let is_own = base.eq_ignore_ascii_case(own_local) && domain.eq_ignore_ascii_case(own_domain);
        is_own.then(|| hand_off::code(tag)).flatten()
    })
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
