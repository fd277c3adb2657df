//! Addresses of records: `at://{did}/{collection}/{record key}`.

/// The three parts of a record's address, each checked for its characters, so that it can be put into other addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AtUri<'a> {
    pub did: &'a str,
    pub collection: &'a str,
    pub rkey: &'a str,
}

impl<'a> AtUri<'a> {
    pub fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.strip_prefix("at://")?.splitn(3, '/');
        let (did, collection, rkey) = (parts.next()?, parts.next()?, parts.next()?);
        Self::of(did, collection, rkey)
    }

    pub fn of(did: &'a str, collection: &'a str, rkey: &'a str) -> Option<Self> {
        let plain = |text: &str, bytes_max: usize, marks: &[u8]| {
            !text.is_empty() && text.len() <= bytes_max && text.bytes().all(|b| b.is_ascii_alphanumeric() || marks.contains(&b))
        };
        let fits = is_did(did) && plain(collection, 317, b".-") && plain(rkey, 512, b"._~:-");
        fits.then_some(Self { did, collection, rkey })
    }
}

impl std::fmt::Display for AtUri<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "at://{}/{}/{}", self.did, self.collection, self.rkey)
    }
}

pub fn is_did(text: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b"._:%-".contains(&b);
    text.len() <= 2_048 && text.strip_prefix("did:").is_some_and(|rest| rest.contains(':') && rest.bytes().all(allowed))
}

/// Where a person sees a post.
pub fn permalink(author: &str, rkey: &str) -> String {
    format!("https://bsky.app/profile/{author}/post/{rkey}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_apart_and_put_together() {
        let text = "at://did:plc:ogrbwy7xkb64sdeumm3d55j6/app.bsky.feed.post/3n2ugxfuuok2i";
        let uri = AtUri::parse(text).expect("an address");
        assert_eq!((uri.collection, uri.rkey), ("app.bsky.feed.post", "3n2ugxfuuok2i"));
        assert_eq!(uri.to_string(), text);
    }

    #[test]
    fn what_could_break_out_of_an_address_is_refused() {
        for text in [
            "",
            "at://",
            "at://did:plc:a/app.bsky.feed.post",
            "at://acme.example/app.bsky.feed.post/1",
            "at://did:plc:a/app.bsky.feed.post/",
            "at://did:plc:a/app.bsky.feed.post/../x",
            "at://did:plc:a/app.bsky.feed.post/a/b",
            "at://did:plc:a/app.bsky.feed.post/a?b",
            "at://did:plc:a b/app.bsky.feed.post/1",
            "https://did:plc:a/app.bsky.feed.post/1",
        ] {
            assert_eq!(AtUri::parse(text), None, "{text}");
        }
    }
}
