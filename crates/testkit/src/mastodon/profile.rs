//! How the servers that speak the Mastodon API differ: what the fake pretends to be.

/// A kind of server and what its owner allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MastodonProfile {
    pub flavour: Flavour,
    pub max_characters: u32,
    pub characters_reserved_per_url: u32,
    /// `Idempotency-Key` is honoured, for an hour.
    pub honours_keys: bool,
    /// `GET /api/v1/statuses?id[]=`.
    pub batch: bool,
    /// `/api/v2/instance` is there; else only the first version.
    pub second_instance: bool,
    /// `/.well-known/oauth-authorization-server` is there, and PKCE with it.
    pub discovery: bool,
    /// Hashtag and public timelines are shared.
    pub feeds: bool,
    pub search: bool,
    /// Who is mentioned hears of edits at once, not only who follows.
    pub tells_edits: bool,
    /// Posts for the people of this server alone, as Pleroma and Akkoma have them.
    pub local_posts: bool,
    /// The account writes Markdown, unless it says for a status that it does not.
    pub markdown: bool,
    /// Streams can be opened.
    pub streams: bool,
    /// What the server says about where it streams; `None`: its own address as `wss`, whatever it is served by.
    pub streaming: Option<&'static str>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flavour {
    Mastodon,
    GoToSocial,
}

impl Default for MastodonProfile {
    fn default() -> Self {
        Self::mastodon()
    }
}

impl MastodonProfile {
    /// Mastodon 4.5.
    pub fn mastodon() -> Self {
        Self {
            flavour: Flavour::Mastodon,
            max_characters: 500,
            characters_reserved_per_url: 23,
            honours_keys: true,
            batch: true,
            second_instance: true,
            discovery: true,
            feeds: true,
            search: true,
            tells_edits: true,
            local_posts: false,
            markdown: false,
            streams: true,
            streaming: None,
        }
    }

    /// GoToSocial 0.19, as recorded: keys are not looked at, nothing is fetched in batches, no server-sent events.
    pub fn gotosocial() -> Self {
        Self {
            flavour: Flavour::GoToSocial,
            max_characters: 5_000,
            characters_reserved_per_url: 25,
            honours_keys: false,
            batch: false,
            discovery: false,
            ..Self::mastodon()
        }
    }

    /// Neither hashtags nor public timelines are shared.
    pub fn without_feeds(self) -> Self {
        Self { feeds: false, ..self }
    }

    pub fn without_search(self) -> Self {
        Self { search: false, ..self }
    }

    pub(super) fn is_gotosocial(self) -> bool {
        self.flavour == Flavour::GoToSocial
    }
}
