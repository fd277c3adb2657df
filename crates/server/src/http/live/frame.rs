//! Events as bytes of a stream: written once, shared by all who read them.

use super::presence::Seen;
use crate::http::{ApiResult, App, dto::inbox::CaseRow, dto::inbox::PresenceState, shape};
use answerable_domain::{BrandId, CaseId, Event, EventKind, EventSeq, Scope};
use bytes::{BufMut as _, Bytes, BytesMut};
use serde_json::{Value, json, value::RawValue};
use std::collections::{HashMap, HashSet};

/// Events that came together, as one run of bytes.
#[derive(Debug)]
pub struct Batch {
    frames: Vec<(i64, Bytes)>,
    whole: Bytes,
    /// For streams that are further than this, some frames are left out.
    first_seq: i64,
    last_seq: i64,
    /// It tells everybody to start over.
    pub reset: bool,
}

impl Batch {
    /// Of frames in order; each is a slice of `whole`.
    fn of(frames: Vec<(i64, Bytes)>, whole: Bytes) -> Self {
        let first_seq = frames.first().map_or(0, |frame| frame.0);
        let last_seq = frames.last().map_or(0, |frame| frame.0);
        Self { frames, whole, first_seq, last_seq, reset: false }
    }

    /// What is not in the log and is for everybody, wherever they are.
    pub fn always(whole: Bytes) -> Self {
        Self { frames: Vec::new(), whole, first_seq: i64::MAX, last_seq: 0, reset: false }
    }

    pub fn reset_all() -> Self {
        Self { reset: true, ..Self::always(Bytes::new()) }
    }

    pub fn last_seq(&self) -> i64 {
        self.last_seq
    }

    /// What a stream that has seen everything up to `seen` has not seen yet.
    pub fn after(&self, seen: i64) -> Bytes {
        if self.first_seq > seen {
            return self.whole.clone();
        }
        let mut rest = BytesMut::new();
        self.frames.iter().filter(|(seq, _)| *seq > seen).for_each(|(_, frame)| rest.put_slice(frame));
        rest.freeze()
    }
}

/// Writes events of one brand, with the rows of the cases they touch when `with_rows`.
pub async fn change_frames(
    app: &App,
    brand_id: BrandId,
    events: &[impl std::ops::Deref<Target = Event>],
    with_rows: bool,
) -> ApiResult<Batch> {
    let rows = if with_rows { rows(app, brand_id, events).await? } else { HashMap::new() };
    let mut whole = BytesMut::with_capacity(events.len() * 512);
    let mut ends = Vec::with_capacity(events.len());
    for event in events {
        let row = event.case_id.filter(|_| shows_case(event.kind)).and_then(|id| rows.get(&id));
        write_change(&mut whole, event, row.map(AsRef::as_ref));
        ends.push((event.seq.0, whole.len()));
    }
    let whole = whole.freeze();
    let mut start = 0;
    let frames = ends.into_iter().map(|(seq, end)| (seq, whole.slice(std::mem::replace(&mut start, end)..end))).collect();
    Ok(Batch::of(frames, whole))
}

/// How many rows it would take.
pub fn rows_wanted(events: &[impl std::ops::Deref<Target = Event>]) -> usize {
    case_ids(events).len()
}

pub fn reset_frame(seq: EventSeq) -> Bytes {
    Bytes::from(format!("id: {seq}\nevent: reset\ndata: {{}}\n\n"))
}

pub fn presence_frame(seen: &Seen) -> Bytes {
    let state: PresenceState = seen.state;
    let data = json!({ "case_id": seen.case_id, "user": { "id": seen.user_id, "name": seen.name }, "state": state });
    Bytes::from(format!("event: presence\ndata: {data}\n\n"))
}

/// Events after which a list shows the case differently.
fn shows_case(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::CaseOpened
            | EventKind::CaseReopened
            | EventKind::CaseClosed
            | EventKind::CaseSnoozed
            | EventKind::CaseWoken
            | EventKind::CaseAssigned
            | EventKind::CaseOverdue
            | EventKind::PostAdded
            | EventKind::PostEdited
            | EventKind::PostDeleted
            | EventKind::ReplyChanged
            | EventKind::AssessmentChanged
    )
}

fn case_ids(events: &[impl std::ops::Deref<Target = Event>]) -> HashSet<CaseId> {
    events.iter().filter(|event| shows_case(event.kind)).filter_map(|event| event.case_id).collect()
}

async fn rows(app: &App, brand_id: BrandId, events: &[impl std::ops::Deref<Target = Event>]) -> ApiResult<HashMap<CaseId, Box<RawValue>>> {
    let ids: Vec<CaseId> = case_ids(events).into_iter().collect();
    let mut rows = HashMap::with_capacity(ids.len());
    for some in ids.chunks(answerable_store::limits::PAGE_MAX) {
        let found = app.store.case_rows(&Scope::program(brand_id), some).await?;
        for row in shape::case_rows(app, found).await? {
            rows.insert(CaseId(row.id.0), raw(&row));
        }
    }
    Ok(rows)
}

fn raw(row: &CaseRow) -> Box<RawValue> {
    serde_json::value::to_raw_value(row).expect("a row is made of texts and numbers")
}

fn write_change(out: &mut BytesMut, event: &Event, row: Option<&RawValue>) {
    let payload = match &event.payload {
        Value::Object(fields) => fields.clone(),
        _ => serde_json::Map::new(),
    };
    let change = Change {
        seq: event.seq,
        kind: event.kind,
        case_id: event.case_id,
        user_id: event.user_id,
        at: event.at,
        payload: Payload { fields: payload, row },
    };
    let data = serde_json::to_string(&change).expect("an event is made of texts and numbers");
    out.put_slice(format!("id: {}\nevent: change\ndata: ", event.seq).as_bytes());
    out.put_slice(data.as_bytes());
    out.put_slice(b"\n\n");
}

#[derive(serde::Serialize)]
struct Change<'a> {
    seq: EventSeq,
    kind: EventKind,
    case_id: Option<CaseId>,
    user_id: Option<answerable_domain::UserId>,
    at: i64,
    payload: Payload<'a>,
}

#[derive(serde::Serialize)]
struct Payload<'a> {
    #[serde(flatten)]
    fields: serde_json::Map<String, Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<&'a RawValue>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batch(seqs: &[i64]) -> Batch {
        let whole: Bytes = seqs.iter().map(|seq| format!("<{seq}>")).collect::<String>().into();
        let mut at = 0;
        let frames = seqs.iter().map(|seq| {
            let length = format!("<{seq}>").len();
            at += length;
            (*seq, whole.slice(at - length..at))
        });
        let frames = frames.collect();
        Batch::of(frames, whole.clone())
    }

    #[test]
    fn a_stream_gets_each_event_once() {
        let batch = batch(&[5, 6, 9]);
        assert_eq!(batch.after(4), "<5><6><9>");
        assert_eq!(batch.after(5), "<6><9>");
        assert_eq!(batch.after(8), "<9>");
        assert_eq!(batch.after(9), "");
        assert_eq!(Batch::always("x".into()).after(i64::MAX - 1), "x");
    }

    #[test]
    fn an_event_is_one_line_of_data() {
        let event = Event {
            seq: EventSeq(7),
            brand_id: BrandId(1),
            at: 5,
            kind: EventKind::CaseOpened,
            case_id: Some(CaseId(3)),
            user_id: None,
            payload: json!({ "why": "a\nb" }),
        };
        let mut out = BytesMut::new();
        let row = RawValue::from_string("{\"id\":\"3\"}".into()).expect("JSON");
        write_change(&mut out, &event, Some(&row));
        let text = String::from_utf8(out.to_vec()).expect("UTF-8");
        let expected = "id: 7\nevent: change\ndata: {\"seq\":\"7\",\"kind\":\"case_opened\",\"case_id\":\"3\",\"user_id\":null,\"at\":5,\
                        \"payload\":{\"why\":\"a\\nb\",\"row\":{\"id\":\"3\"}}}\n\n";
        assert_eq!(text, expected);
    }
}
