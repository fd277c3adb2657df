//! A post, as far as monitors ask about it.

use answerable_domain::Network;

/// Everything that a query can ask of a post. A text alone is [`Document::text`].
#[derive(Debug, Clone, Copy)]
pub struct Document<'a> {
    pub text: &'a str,
    pub network: Network,
    /// As triage found it; ISO 639-1.
    pub language: Option<&'a str>,
    pub author_native_id: &'a str,
    /// Without `@`.
    pub author_handle: Option<&'a str>,
    pub followers: Option<u64>,
    pub has_link: bool,
    pub has_media: bool,
    /// Names (native id, handle) of the connected account that said it, if one did.
    pub from: &'a [&'a str],
    /// Names of the connected accounts that it is addressed to.
    pub to: &'a [&'a str],
}

impl<'a> Document<'a> {
    /// Words of which nothing else is known.
    pub fn text(text: &'a str) -> Self {
        Self {
            text,
            network: Network::Other,
            language: None,
            author_native_id: "",
            author_handle: None,
            followers: None,
            has_link: false,
            has_media: false,
            from: &[],
            to: &[],
        }
    }
}
