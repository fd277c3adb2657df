//! A brand at work: its people, a channel, a monitor, and short words for what happens to it.

use crate::engines::Ground;
use crate::judge::judge;
use answerable_domain::{
    Assessed, Assessment, BrandId, CaseId, Channel, ConnectorKind, Hit, HitSpan, InboundPost, Kind, Label, Language, Locale, Millis,
    Monitor, MonitorId, Network, RawId, Risk, Role, Said, Scope, Sentiment, User,
};
use answerable_store::{
    AbsorbReport, Arrival, ArrivedPost, CaseDetail, CaseFilter, CaseOrder, CaseRow, Digested, NewChannel, NewMonitor, NewReply, NewUser,
    RawPage, Store,
};
use std::sync::Arc;

pub const SCOPE: &str = "bluesky";

pub struct Desk {
    pub store: Store,
    pub clock: Arc<answerable_testkit::FakeClock>,
    pub brand_id: BrandId,
    pub owner: User,
    /// The owner's.
    pub scope: Scope,
    pub channel: Channel,
    pub monitor: Monitor,
}

impl Desk {
    pub async fn new(ground: &Ground) -> Self {
        let store = ground.open().await;
        let owner = store.create_user(new_user("owner@acme.example")).await.expect("a user");
        Self::of(store, ground, owner, "Acme").await
    }

    /// Another brand of the same owner in the same store.
    pub async fn another(&self, ground: &Ground) -> Self {
        Self::of(self.store.clone(), ground, self.owner.clone(), "Other").await
    }

    async fn of(store: Store, ground: &Ground, owner: User, name: &str) -> Self {
        let brand = store.create_brand(owner.id, name, false).await.expect("a brand");
        let scope = Scope::member(brand.id, owner.id, Role::Owner);
        let channel = store.create_channel(&scope, new_channel("Bluesky")).await.expect("a channel");
        let monitor = store.create_monitor(&scope, NewMonitor::of(name, name.to_lowercase())).await.expect("a monitor");
        Self { store, clock: ground.clock.clone(), brand_id: brand.id, owner, scope, channel, monitor }
    }

    /// A colleague with this role.
    pub async fn colleague(&self, email: &str, role: Role) -> Scope {
        let user = self.store.create_user(new_user(email)).await.expect("a user");
        let token = email.as_bytes();
        self.store.create_invite(&self.scope, role, token, Millis::MAX).await.expect("an invite");
        self.store.accept_invite(token, user.id).await.expect("a member");
        Scope::member(self.brand_id, user.id, role)
    }

    /// Delivers arrivals, each as a payload of its own, a second after what came before.
    pub async fn deliver(&self, arrivals: Vec<Arrival>) -> AbsorbReport {
        self.clock.advance_ms(1000);
        let batch = self.append(arrivals).await;
        self.absorb(batch).await
    }

    pub async fn append(&self, arrivals: Vec<Arrival>) -> Vec<Digested> {
        use answerable_domain::Clock;
        let received_at = self.clock.now();
        let page = RawPage { bodies: arrivals.iter().map(|_| b"{}".to_vec()).collect(), received_at, ..RawPage::default() };
        let ids = self.store.append_raw(self.channel.id, "stream", page).await.expect("the payloads are stored");
        ids.into_iter().zip(arrivals).map(|(id, arrival)| self.digested(id, received_at, vec![arrival])).collect()
    }

    pub fn digested(&self, raw_id: RawId, received_at: Millis, arrivals: Vec<Arrival>) -> Digested {
        Digested { raw_id, brand_id: self.brand_id, channel_id: self.channel.id, received_at, result: Ok(arrivals) }
    }

    pub async fn absorb(&self, batch: Vec<Digested>) -> AbsorbReport {
        self.store.absorb(batch, judge()).await.expect("the batch is taken in")
    }

    /// A post that the monitor hit.
    pub fn heard(&self, post: InboundPost) -> Arrival {
        arrival(post, vec![Hit { monitor_id: self.monitor.id, spans: vec![span()] }], false)
    }

    /// A post that the monitor hit, and of which this is said.
    pub fn said(&self, post: InboundPost, say: impl FnOnce(&mut Assessment)) -> Arrival {
        let mut arrival = self.heard(post);
        if let Arrival::Post(arrived) = &mut arrival {
            say(&mut arrived.assessment);
        }
        arrival
    }

    /// The cases with a label.
    pub async fn labelled(&self, label: Label) -> Vec<CaseId> {
        let filter = CaseFilter::Label(label);
        let page = self.store.cases(&self.scope, &filter, CaseOrder::Newest, None, 100).await.expect("a page");
        page.items.iter().map(|row| row.case.id).collect()
    }

    /// The cases, newest first; at most 100.
    pub async fn cases(&self) -> Vec<CaseRow> {
        let all = CaseFilter::All(Vec::new());
        self.store.cases(&self.scope, &all, CaseOrder::Newest, None, 100).await.expect("a page").items
    }

    /// The only case there is.
    pub async fn only_case(&self) -> CaseDetail {
        let cases = self.cases().await;
        assert_eq!(cases.len(), 1, "one case and no other");
        self.case(cases[0].case.id).await
    }

    pub async fn case(&self, id: CaseId) -> CaseDetail {
        self.store.case(&self.scope, id).await.expect("the case is there")
    }

    /// An answer to the case's last post, against the thread as it is.
    pub fn answer(&self, detail: &CaseDetail, text: &str, client_key: &str) -> NewReply {
        use answerable_domain::Clock;
        NewReply {
            case_id: detail.row.case.id,
            post_id: detail.row.case.last_post_id,
            channel_id: self.channel.id,
            text: text.to_owned(),
            parts: vec![text.to_owned()],
            own_ids: vec![format!("own-{client_key}")],
            thread_version: detail.row.case.thread_version,
            client_key: client_key.to_owned(),
            send_at: self.clock.now(),
            letter: None,
            privately: false,
        }
    }
}

pub fn new_user(email: &str) -> NewUser {
    NewUser { email: email.to_owned(), name: email.to_owned(), locale: Locale::Ko, password_hash: "hash".into() }
}

pub fn new_channel(name: &str) -> NewChannel {
    NewChannel {
        connector: ConnectorKind::Bluesky,
        network: Network::Bluesky,
        name: name.to_owned(),
        config: serde_json::json!({}),
        account: None,
        secret: None,
    }
}

pub fn arrival(post: InboundPost, hits: Vec<Hit>, ours: bool) -> Arrival {
    let assessment = assessment("ko");
    Arrival::Post(Box::new(ArrivedPost {
        post,
        scope: SCOPE.to_owned(),
        hits,
        assessment,
        urgency: 10,
        ours,
        keep_media: true,
        kept: Vec::new(),
        uploads: Vec::new(),
    }))
}

/// Neither hit nor addressed.
pub fn unheard(post: InboundPost) -> Arrival {
    arrival(post, Vec::new(), false)
}

pub fn ours(post: InboundPost) -> Arrival {
    arrival(post, Vec::new(), true)
}

pub fn hit(monitor: i64) -> Hit {
    Hit { monitor_id: MonitorId(monitor), spans: vec![span()] }
}

fn span() -> HitSpan {
    HitSpan { start: 0, end: 1, term: "a".into(), variant: None, reason: None }
}

pub fn deleted(native_id: &str, at: Millis) -> Arrival {
    Arrival::Deleted { scope: SCOPE.to_owned(), native_id: native_id.to_owned(), by: answerable_domain::Deleter::Author, at }
}

pub fn assessment(language: &str) -> Assessment {
    Assessment {
        model: "rules-1".into(),
        language: Assessed { value: Some(Language(language.into())), confidence: 900, reasons: Vec::new() },
        question: Assessed { value: Some(false), confidence: 900, reasons: Vec::new() },
        ..Assessment::default()
    }
}

pub fn kind(value: Kind) -> Said<Kind> {
    Said { value, confidence: 900 }
}

pub fn risk(value: Risk) -> Said<Risk> {
    Said { value, confidence: 900 }
}

/// A negative complaint.
pub fn complains(said: &mut Assessment) {
    said.kinds = vec![kind(Kind::Complaint)];
    said.sentiment = Assessed::sure(Sentiment::Negative, 900);
    said.scores = [900, 100, 0];
}

/// Positive praise.
pub fn praises(said: &mut Assessment) {
    said.kinds = vec![kind(Kind::Praise)];
    said.sentiment = Assessed::sure(Sentiment::Positive, 900);
    said.scores = [0, 100, 900];
}
