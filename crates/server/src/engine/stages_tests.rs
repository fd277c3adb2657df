//! A payload is read or it waits in quarantine; either way the next one is read.

use super::{
    core::Room,
    stages::{Desk, digest},
};
use answerable_domain::{ActionKind, Availability, BrandId, ConnectorKind, Inbound, Raw, Unavailable};
use answerable_listen::Matcher;
use answerable_networks::{Account, Capabilities, Connector, ConnectorError, Fut, Poison, SendTarget, Source};
use answerable_store::{Arrival, PendingRaw};
use answerable_triage::Assessor;

/// Panics over what it does not expect, which no connector should.
struct Careless;

impl Connector for Careless {
    fn kind(&self) -> ConnectorKind {
        ConnectorKind::BlueskyStream
    }
    fn sources(&self) -> Vec<Source> {
        Vec::new()
    }
    fn capabilities(&self) -> Capabilities {
        answerable_networks::capabilities(self.kind())
    }
    fn check(&self) -> Fut<'_, Result<Account, ConnectorError>> {
        Box::pin(async { Err(ConnectorError::Protocol("a test".into())) })
    }
    fn normalize(&self, raw: &Raw) -> Result<Vec<Inbound>, Poison> {
        let text = std::str::from_utf8(&raw.body).expect("everybody writes UTF-8");
        Ok(vec![Inbound::Post(Box::new(answerable_testkit::inbound("at://did:plc:a/app.bsky.feed.post/1", text).build()))])
    }
    fn can(&self, _action: ActionKind, _target: &SendTarget) -> Availability {
        Availability::No(Unavailable::Unsupported)
    }
}

fn digested(source: &str, body: &[u8]) -> Result<Vec<Arrival>, String> {
    let monitor = answerable_testkit::monitor("Acme").any(["아크메"]).build();
    let matcher = Matcher::new(&[monitor], &[]).expect("one word");
    let room = Room::default();
    let pending = PendingRaw { raw: answerable_testkit::raw(source, body), brand_id: BrandId(1) };
    digest(&pending, &Desk { connector: &Careless, room: &room, matcher: &matcher, assessor: Assessor::shipped() })
        .result
        .map_err(|quarantine| quarantine.code)
}

#[test]
fn a_post_is_matched_and_assessed() {
    let arrivals = digested("jetstream", "아크메 냉장고가 또 고장 났어요?".as_bytes()).expect("readable");
    let [Arrival::Post(arrived)] = arrivals.as_slice() else { panic!("{arrivals:?}") };
    assert_eq!((arrived.scope.as_str(), arrived.ours), ("bluesky", false));
    let spans: Vec<_> = arrived.hits[0].spans.iter().map(|span| (span.start, span.end, span.term.as_str())).collect();
    assert_eq!(spans, [(0, 9, "아크메")]);
    assert_eq!(arrived.assessment.question.value, Some(true));
}

#[test]
fn a_reader_that_crashes_costs_one_payload() {
    assert_eq!(digested("jetstream", &[0xff]).err().as_deref(), Some("crashed"));
    assert!(digested("jetstream", b"fine").is_ok());
}

#[test]
fn what_the_engine_stored_itself_is_read_by_the_engine() {
    let inbound = [Inbound::AuthorGone { native_id: "did:plc:a".into() }, Inbound::Ignored { what: "a like".into() }];
    let body = serde_json::to_vec(&inbound).expect("plain");
    for source in [super::hydration::SOURCE, super::imports::SOURCE] {
        let arrivals = digested(source, &body).expect("readable");
        assert!(matches!(arrivals.as_slice(), [Arrival::AuthorGone { .. }]), "{arrivals:?}");
        assert_eq!(digested(source, b"[{").err().as_deref(), Some("not_json"));
    }
}
