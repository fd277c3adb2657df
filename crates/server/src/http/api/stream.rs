//! The live stream of a brand (server-sent events), and who is looking.
//!
//! A stream first gets what it missed, from the log, then what happens, from the feed; an event that is in both is sent once. When too much
//! was missed, or the stream cannot keep up, it is told to load its page again (`reset`).

use crate::http::{
    Access, ApiError, ApiResult, App, Person, Table,
    dto::inbox::PresenceChange,
    extract::{Asked, At, Body, In},
    gate,
    live::{Batch, Seat, change_frames, reset_frame},
};
use answerable_domain::{BrandId, CaseId, EventSeq, Permission, Scope};
use axum::{
    body::{Body as HttpBody, Bytes},
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use futures_util::stream;
use serde::Deserialize;
use std::{collections::VecDeque, convert::Infallible, sync::Arc, time::Duration};
use tokio::{sync::broadcast::error::RecvError, time::Instant};
use utoipa::IntoParams;
use utoipa_axum::routes;

const HEARTBEAT_FRAME: &[u8] = b": \n\n";
/// Events that are read again from the log at once, and at most.
const REPLAY_PAGE: usize = 100;
const REPLAY_MAX: usize = 2_000;

pub fn routes(table: Table) -> Table {
    table.route(Access::Brand(Permission::Read), routes!(stream)).route(Access::Brand(Permission::Read), routes!(presence))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct StreamQuery {
    /// As `Last-Event-ID`, for the first connection: `as_of` of a list or `seq` of a case.
    after: Option<String>,
}

/// What happens in the brand, as it happens (`text/event-stream`).
///
/// `event: change`, `id: seq`, data `{seq, kind, case_id, user_id, at, payload}`; after changes of a case `payload.row` is its row, unless
/// there are too many. `event: presence`, data `{case_id, user, state}`. `event: reset`: load again. Resumes by `Last-Event-ID`.
#[utoipa::path(get, path = "/brands/{b}/stream", tag = "live", operation_id = "stream", params(StreamQuery),
    responses((status = 200, content_type = "text/event-stream", body = String)))]
async fn stream(
    State(app): State<App>,
    In(scope): In,
    person: Person,
    Asked(asked): Asked<StreamQuery>,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let resume = headers.get("last-event-id").and_then(|id| id.to_str().ok()).map(str::to_owned).or(asked.after);
    // The seat is taken before the log is read: nothing falls in between.
    let seat = app.live.sit_down(scope.brand_id(), person.id()).ok_or_else(|| ApiError::throttled(10))?;
    let reader = Reader::begin(app, scope, person, seat, resume.as_deref()).await?;
    let frames = stream::unfold(reader, async |mut reader| reader.next().await.map(|frame| (Ok::<_, Infallible>(frame), reader)));
    let mut response = HttpBody::from_stream(frames).into_response();
    let head = response.headers_mut();
    head.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    head.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // Reverse proxies must not collect what should be seen at once.
    head.insert("x-accel-buffering", HeaderValue::from_static("no"));
    Ok(response)
}

/// Says that the person looks at a case or writes in it, so that colleagues see it. Say it again each 20 seconds; `left` at the end.
#[utoipa::path(post, path = "/brands/{b}/cases/{c}/presence", tag = "live", operation_id = "presence", request_body = PresenceChange,
    responses((status = 204)))]
async fn presence(
    State(app): State<App>,
    In(scope): In,
    person: Person,
    At((_, id)): At<(BrandId, CaseId)>,
    Body(asked): Body<PresenceChange>,
) -> ApiResult<StatusCode> {
    app.store.case_row(&scope, id).await?;
    app.live.notice(scope.brand_id(), id, person.id(), &person.record.user.name, asked.state, app.now());
    Ok(StatusCode::NO_CONTENT)
}

/// One stream: where it is, and what is waiting to be sent.
struct Reader {
    app: App,
    scope: Scope,
    person: Person,
    seat: Seat,
    seen: i64,
    ready: VecDeque<Bytes>,
    /// The log is still to be read from `seen`; so many events have been.
    replaying: Option<usize>,
    heartbeat_at: Instant,
}

impl Reader {
    async fn begin(app: App, scope: Scope, person: Person, seat: Seat, resume: Option<&str>) -> ApiResult<Self> {
        let latest = app.store.latest_seq().await?;
        let from = resume.map(|text| text.parse::<i64>().map_err(|_| ApiError::malformed("after: not an event")));
        let from = from.transpose()?.unwrap_or(latest.0);
        let mut ready = VecDeque::from([Bytes::from_static(b"retry: 2000\n\n")]);
        ready.extend(app.live.present(scope.brand_id()));
        let mut reader = Self { app, scope, person, seat, seen: from, ready, replaying: Some(0), heartbeat_at: Instant::now() };
        reader.heartbeat_at += reader.heartbeat();
        let too_old = from < reader.app.store.oldest_seq().await?.0 - 1;
        if from > latest.0 || (too_old && from < latest.0) {
            reader.start_over(latest);
        }
        Ok(reader)
    }

    /// `None`: the stream ends.
    async fn next(&mut self) -> Option<Bytes> {
        loop {
            if let Some(frame) = self.ready.pop_front() {
                return Some(frame);
            }
            match self.replaying {
                Some(read) => self.replay(read).await?,
                None => self.wait().await?,
            }
        }
    }

    async fn replay(&mut self, read: usize) -> Option<()> {
        let events = self.app.store.events_after(&self.scope, EventSeq(self.seen), REPLAY_PAGE).await.ok()?;
        let Some(last) = events.last() else {
            self.replaying = None;
            return Some(());
        };
        let last = last.seq;
        if read + events.len() > REPLAY_MAX {
            let latest = self.app.store.latest_seq().await.ok()?;
            self.start_over(latest);
            return Some(());
        }
        self.replaying = (events.len() == REPLAY_PAGE).then_some(read + events.len());
        let events: Vec<Arc<_>> = events.into_iter().map(Arc::new).collect();
        let batch = change_frames(&self.app, self.scope.brand_id(), &events, true).await.ok()?;
        self.ready.push_back(batch.after(self.seen));
        self.seen = last.0;
        Some(())
    }

    async fn wait(&mut self) -> Option<()> {
        let stopping = self.app.stopping.clone();
        tokio::select! {
            batch = self.seat.batches.recv() => self.take(batch).await,
            () = tokio::time::sleep_until(self.heartbeat_at) => self.beat().await,
            () = stopping.cancelled() => None,
        }
    }

    async fn take(&mut self, batch: Result<Arc<Batch>, RecvError>) -> Option<()> {
        match batch {
            Ok(batch) if !batch.reset => {
                let frame = batch.after(self.seen);
                self.seen = self.seen.max(batch.last_seq());
                if !frame.is_empty() {
                    self.ready.push_back(frame);
                }
            }
            Ok(_) | Err(RecvError::Lagged(_)) => {
                self.app.metrics.stream_resets.inc();
                let latest = self.app.store.latest_seq().await.ok()?;
                self.start_over(latest);
            }
            Err(RecvError::Closed) => return None,
        }
        Some(())
    }

    /// Now and then: is the person still allowed to look?
    async fn beat(&mut self) -> Option<()> {
        self.heartbeat_at = Instant::now() + self.heartbeat();
        let signed_in = gate::still_signed_in(&self.app, &self.person).await;
        let scope = gate::scope_of(&self.app, self.scope.brand_id(), self.person.id()).await.ok();
        self.scope = scope.filter(|_| signed_in)?;
        self.ready.push_back(Bytes::from_static(HEARTBEAT_FRAME));
        Some(())
    }

    fn heartbeat(&self) -> Duration {
        Duration::from_secs(self.app.config.limits.stream_heartbeat_seconds)
    }

    fn start_over(&mut self, latest: EventSeq) {
        self.seen = latest.0;
        self.replaying = None;
        self.ready.push_back(reset_frame(latest));
    }
}
