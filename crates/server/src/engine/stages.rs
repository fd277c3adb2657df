//! The order of the stages: what happens to a payload, from bytes to what the store takes in. Pure; the only place that knows all stages.

use super::core::Room;
use answerable_domain::{Assessment, ConnectorKind, Hit, Inbound, InboundPost, Millis, Raw, SpanKind, without_quoted};
use answerable_listen::{Document, Matcher};
use answerable_networks::{Connector, Poison};
use answerable_store::{Arrival, ArrivedPost, Digested, Pasted, PendingRaw, Quarantine};
use answerable_triage::{Assessor, Input, UrgencyInput};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// How many times faster than it was said a sandbox's first day is heard.
const SANDBOX_HASTE: i64 = 20;

/// What reading a payload needs to know about whose it is.
pub struct Desk<'a> {
    pub connector: &'a dyn Connector,
    pub room: &'a Room,
    pub matcher: &'a Matcher,
    pub assessor: &'a Assessor,
}

/// raw → normalize → assess → match. What cannot be understood is quarantined with the reason and stops nothing else.
pub fn digest(pending: &PendingRaw, desk: &Desk) -> Digested {
    let raw = &pending.raw;
    // The stages are promised to be total; should one be wrong about that, one payload waits and the rest goes on.
    let arrivals = catch_unwind(AssertUnwindSafe(|| arrivals(raw, desk)));
    let arrivals = arrivals.unwrap_or_else(|_| Err(Poison { code: "crashed", reason: "reading this payload crashed the reader".into() }));
    let received_at = heard_at(raw, desk, arrivals.as_deref().unwrap_or_default());
    let result = arrivals.map_err(|poison| Quarantine { code: poison.code.to_owned(), reason: poison.reason });
    Digested { raw_id: raw.id, brand_id: pending.brand_id, channel_id: raw.channel_id, received_at, result }
}

/// When we heard it. The sandbox makes up a whole day at once; it is heard as if over the last hour or so, so that deadlines are near,
/// some have just passed, and no two are the same.
fn heard_at(raw: &Raw, desk: &Desk, arrivals: &[Arrival]) -> Millis {
    let said_at = arrivals.iter().find_map(|arrival| match arrival {
        Arrival::Post(arrived) => Some(arrived.post.created_at),
        _ => None,
    });
    match (desk.connector.kind(), said_at) {
        (ConnectorKind::Sandbox, Some(said_at)) => raw.received_at - (raw.received_at - said_at).max(0) / SANDBOX_HASTE,
        _ => raw.received_at,
    }
}

fn arrivals(raw: &Raw, desk: &Desk) -> Result<Vec<Arrival>, Poison> {
    Ok(normalize(raw, desk)?.into_iter().filter_map(|inbound| arrival(inbound, raw, desk)).collect())
}

/// What the engine stored itself (fetched posts, lines of a file) is read by the engine, the rest by the channel's connector.
fn normalize(raw: &Raw, desk: &Desk) -> Result<Vec<Inbound>, Poison> {
    if raw.source == super::hydration::SOURCE || raw.source == super::imports::SOURCE {
        return serde_json::from_slice(&raw.body).map_err(|error| Poison { code: "not_json", reason: error.to_string() });
    }
    if raw.source == Pasted::SOURCE {
        return desk.connector.normalize(&super::pasting::pasted(raw)?.0);
    }
    let mut inbound = desk.connector.normalize(raw)?;
    if raw.source == super::backfill::SOURCE {
        // Fetched, but not for the thread: it was missed, and is heard now.
        inbound.iter_mut().for_each(hear_now);
    }
    Ok(inbound)
}

fn hear_now(inbound: &mut Inbound) {
    if let Inbound::Post(post) = inbound {
        post.context = false;
    }
}

fn arrival(inbound: Inbound, raw: &Raw, desk: &Desk) -> Option<Arrival> {
    let (network, at) = (desk.connector.kind().network(), raw.received_at);
    match inbound {
        Inbound::Post(post) => Some(Arrival::Post(Box::new(understand(*post, raw, desk)))),
        Inbound::Deleted { native_id, by } => {
            Some(Arrival::Deleted { scope: desk.connector.scope(network, raw.channel_id), native_id, by, at })
        }
        Inbound::Profile(seen) => Some(Arrival::Profile { network, seen, at }),
        Inbound::AuthorGone { native_id } => Some(Arrival::AuthorGone { network, native_id, at }),
        Inbound::Ignored { .. } => None,
    }
}

fn understand(mut post: InboundPost, raw: &Raw, desk: &Desk) -> ArrivedPost {
    let uploads = if raw.source == Pasted::SOURCE {
        super::pasting::pasted(raw).map_or_else(|_| Vec::new(), |(_, uploads)| uploads)
    } else {
        Vec::new()
    };
    let ours = desk.room.owns(post.network, &post.author.native_id);
    post.addressed |= !ours && !post.context && speaks_to_us(&post, desk);
    // What is quoted was said before, perhaps by us.
    let said = without_quoted(&post.text, &post.spans);
    let assessment = desk.assessor.assess(&Input { text: &said, languages: &post.languages, ..Input::default() });
    let hits = hear(&post, &said, &assessment, raw, desk);
    // Who waits and who is a VIP changes later: what is shown adds it, see `http`.
    let weighed = UrgencyInput { followers: post.author.followers, ..UrgencyInput::of(&assessment) };
    let (urgency, _) = answerable_triage::urgency(&weighed);
    let scope = desk.connector.scope(post.network, raw.channel_id);
    let keep_media = desk.connector.capabilities().media.is_there();
    ArrivedPost { scope, post, hits, assessment, urgency, ours, keep_media, kept: Vec::new(), uploads }
}

/// Matching comes after triage: the language is one of the facts that a query may ask for.
fn hear(post: &InboundPost, said: &str, assessment: &Assessment, raw: &Raw, desk: &Desk) -> Vec<Hit> {
    let accounts = desk.room.accounts();
    let author = post.author.native_id.as_str();
    let declared = post.languages.first().map(|tag| tag.split(['-', '_']).next().unwrap_or(tag));
    let found = assessment.language.value.as_ref().map(|language| language.0.as_str());
    let mentions = |id: &str| post.spans.iter().any(|span| matches!(&span.kind, SpanKind::Mention(named) if named == id));
    let answers = |id: &str| post.parent_author_native_id.as_deref() == Some(id);
    let mut to = accounts.names(post.network, |_, id| mentions(id) || answers(id));
    if to.is_empty() && post.addressed {
        // The network told the account's channel and did not say how.
        to = accounts.names(post.network, |channel, _| channel == raw.channel_id);
    }
    desk.matcher.hits(&Document {
        text: said,
        network: post.network,
        language: found.or(declared),
        author_native_id: author,
        author_handle: post.author.handle.as_deref(),
        followers: post.author.followers,
        has_link: post.spans.iter().any(|span| matches!(span.kind, SpanKind::Link(_))),
        has_media: !post.media.is_empty() || !post.attachments.is_empty(),
        from: &accounts.names(post.network, |_, id| id == author),
        to: &to,
    })
}

/// A stream delivers everybody's posts alike. Whether one is addressed to us stands in the post itself, and need not wait until the
/// network's notifications are asked for again.
fn speaks_to_us(post: &InboundPost, desk: &Desk) -> bool {
    let owns = |id: &str| desk.room.owns(post.network, id);
    let mentioned = post.spans.iter().any(|span| matches!(&span.kind, SpanKind::Mention(id) if owns(id)));
    mentioned || post.parent_author_native_id.as_deref().is_some_and(owns)
}
