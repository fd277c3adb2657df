//! Names of folders travel in a base64 of their own (RFC 3501, 5.1.3): `보낸편지함` as `&vPSwuNO4ycDVaA-`.

use base64::{
    Engine as _,
    alphabet::IMAP_MUTF7,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &IMAP_MUTF7,
    GeneralPurposeConfig::new().with_encode_padding(false).with_decode_padding_mode(DecodePaddingMode::RequireNone),
);

pub fn encode(name: &str) -> String {
    let mut encoded = String::new();
    let mut foreign = Vec::new();
    for c in name.chars() {
        if matches!(c, ' '..='~') {
            flush(&mut foreign, &mut encoded);
            encoded.push(c);
            if c == '&' {
                encoded.push('-');
            }
        } else {
            let mut units = [0; 2];
            foreign.extend(c.encode_utf16(&mut units).iter().flat_map(|unit| unit.to_be_bytes()));
        }
    }
    flush(&mut foreign, &mut encoded);
    encoded
}

/// The name as people read it; `None`: it was not written by the rules.
pub fn decode(encoded: &str) -> Option<String> {
    let mut name = String::new();
    let mut rest = encoded;
    while let Some((plain, after)) = rest.split_once('&') {
        name.push_str(plain);
        let (foreign, after) = after.split_once('-')?;
        if foreign.is_empty() {
            name.push('&');
        }
        let bytes = BASE64.decode(foreign).ok()?;
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
        name.push_str(&String::from_utf16(&units).ok()?);
        rest = after;
    }
    name.push_str(rest);
    Some(name)
}

fn flush(foreign: &mut Vec<u8>, encoded: &mut String) {
    if !foreign.is_empty() {
        encoded.push('&');
        BASE64.encode_string(&foreign, encoded);
        encoded.push('-');
        foreign.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_folders_are_written_as_servers_write_them() {
        for (name, encoded) in [
            ("INBOX", "INBOX"),
            ("R&D", "R&-D"),
            ("日本語", "&ZeVnLIqe-"),
            ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"),
            ("보낸편지함", "&vPSwuNO4ycDVaA-"),
            ("😀", "&2D3eAA-"),
        ] {
            assert_eq!(encode(name), encoded);
            assert_eq!(decode(encoded).as_deref(), Some(name));
        }
        assert_eq!(decode("&!!-"), None);
        assert_eq!(decode("&AB"), None);
    }
}
