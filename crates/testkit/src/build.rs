//! Builders: a test says what matters to it and nothing else.

use answerable_domain::{
    Author, AuthorId, AuthorSeen, BrandId, Budget, CaseId, ChannelId, InboundPost, Millis, Monitor, MonitorId, Network, Post, PostId,
    PostKind, Raw, RawId, Side, VariantChoice, Visibility,
};
use serde_json::{Value, json};

const NOW: Millis = 1_795_310_200_000;

/// A monitor of brand 1 that is switched on and matches nothing yet.
pub fn monitor(name: &str) -> MonitorBuilder {
    MonitorBuilder(Monitor {
        id: MonitorId(1),
        brand_id: BrandId(1),
        name: name.to_owned(),
        query: String::new(),
        variants: VariantChoice::default(),
        side: Side::Own,
        budget: Budget::default(),
        enabled: true,
        created_at: NOW,
        updated_at: NOW,
    })
}

pub struct MonitorBuilder(Monitor);

impl MonitorBuilder {
    pub fn id(mut self, id: i64) -> Self {
        self.0.id = MonitorId(id);
        self
    }

    pub fn brand(mut self, id: i64) -> Self {
        self.0.brand_id = BrandId(id);
        self
    }

    /// In the query language.
    pub fn query(mut self, query: &str) -> Self {
        self.0.query = query.to_owned();
        self
    }

    /// One of these words or phrases.
    pub fn any<const N: usize>(self, words: [&str; N]) -> Self {
        self.query(&words.map(|word| format!("\"{word}\"")).join(" OR "))
    }

    pub fn competitor(mut self) -> Self {
        self.0.side = Side::Competitor;
        self
    }

    pub fn disabled(mut self) -> Self {
        self.0.enabled = false;
        self
    }

    pub fn build(self) -> Monitor {
        self.0
    }
}

/// A public Bluesky post of brand 1 by author 1.
pub fn post(text: &str) -> PostBuilder {
    PostBuilder(Post {
        id: PostId(1),
        brand_id: BrandId(1),
        channel_id: ChannelId(1),
        network: Network::Bluesky,
        native_id: "at://did:plc:customer/app.bsky.feed.post/3n2ugxfuuok2i".to_owned(),
        version: "cid-1".to_owned(),
        kind: PostKind::Post,
        visibility: Visibility::Public,
        author_id: AuthorId(1),
        case_id: None,
        text: text.to_owned(),
        spans: Vec::new(),
        media: Vec::new(),
        root_native_id: None,
        parent_native_id: None,
        permalink: None,
        created_at: NOW,
        received_at: NOW,
        edited_at: None,
        deleted_at: None,
        ours: false,
    })
}

pub struct PostBuilder(Post);

impl PostBuilder {
    pub fn id(mut self, id: i64) -> Self {
        self.0.id = PostId(id);
        self
    }

    pub fn native(mut self, network: Network, id: &str, version: &str) -> Self {
        (self.0.network, self.0.native_id, self.0.version) = (network, id.to_owned(), version.to_owned());
        self
    }

    pub fn author(mut self, id: i64) -> Self {
        self.0.author_id = AuthorId(id);
        self
    }

    pub fn case(mut self, id: i64) -> Self {
        self.0.case_id = Some(CaseId(id));
        self
    }

    pub fn answers(mut self, parent: &str, root: &str) -> Self {
        (self.0.parent_native_id, self.0.root_native_id) = (Some(parent.to_owned()), Some(root.to_owned()));
        self
    }

    pub fn at(mut self, at: Millis) -> Self {
        (self.0.created_at, self.0.received_at) = (at, at);
        self
    }

    pub fn permalink(mut self, link: &str) -> Self {
        self.0.permalink = Some(link.to_owned());
        self
    }

    pub fn deleted(mut self, at: Millis) -> Self {
        self.0.deleted_at = Some(at);
        self
    }

    pub fn direct(mut self) -> Self {
        self.0.visibility = Visibility::Direct;
        self
    }

    pub fn ours(mut self) -> Self {
        self.0.ours = true;
        self
    }

    pub fn build(self) -> Post {
        self.0
    }
}

/// What a connector might have made of a delivery: a public post that no one has seen before.
pub fn inbound(native_id: &str, text: &str) -> InboundBuilder {
    InboundBuilder(InboundPost {
        network: Network::Bluesky,
        native_id: native_id.to_owned(),
        version: "1".to_owned(),
        kind: PostKind::Post,
        visibility: Visibility::Public,
        author: AuthorSeen { native_id: "did:plc:customer".to_owned(), ..AuthorSeen::default() },
        text: text.to_owned(),
        spans: Vec::new(),
        media: Vec::new(),
        root_native_id: None,
        parent_native_id: None,
        parent_author_native_id: None,
        permalink: None,
        languages: Vec::new(),
        created_at: NOW,
        addressed: false,
        context: false,
        answers_us: false,
        hand_off: None,
        attachments: Vec::new(),
        handle: json!({}),
    })
}

pub struct InboundBuilder(InboundPost);

impl InboundBuilder {
    pub fn network(mut self, network: Network) -> Self {
        self.0.network = network;
        self
    }

    pub fn version(mut self, version: &str) -> Self {
        self.0.version = version.to_owned();
        self
    }

    pub fn author(mut self, native_id: &str) -> Self {
        self.0.author.native_id = native_id.to_owned();
        self
    }

    pub fn answers(mut self, parent: &str, root: &str, parent_author: &str) -> Self {
        self.0.kind = PostKind::Comment;
        self.0.parent_native_id = Some(parent.to_owned());
        self.0.root_native_id = Some(root.to_owned());
        self.0.parent_author_native_id = Some(parent_author.to_owned());
        self
    }

    pub fn at(mut self, at: Millis) -> Self {
        self.0.created_at = at;
        self
    }

    pub fn addressed(mut self) -> Self {
        self.0.addressed = true;
        self
    }

    pub fn context(mut self) -> Self {
        self.0.context = true;
        self
    }

    pub fn handle(mut self, handle: Value) -> Self {
        self.0.handle = handle;
        self
    }

    pub fn build(self) -> InboundPost {
        self.0
    }
}

/// An author of brand 1 on Bluesky.
pub fn author(id: i64, native_id: &str) -> Author {
    Author {
        id: AuthorId(id),
        brand_id: BrandId(1),
        network: Network::Bluesky,
        native_id: native_id.to_owned(),
        handle: None,
        display_name: None,
        avatar: None,
        followers: None,
        bot: false,
        vip: false,
        first_seen_at: NOW,
        profile_at: None,
    }
}

/// A payload as it would have been stored.
pub fn raw(source: &str, body: impl Into<Vec<u8>>) -> Raw {
    Raw { id: RawId(1), channel_id: ChannelId(1), source: source.to_owned(), received_at: NOW, body: body.into() }
}
