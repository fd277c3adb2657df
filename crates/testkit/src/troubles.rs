//! What goes wrong with the requests to a fake network that speaks HTTP, and a log of them.

use crate::{Breakdown, Calls, Request};
use answerable_domain::Millis;
use axum::{
    body::{Body, Bytes},
    http::{Response, StatusCode},
};
use serde_json::Value;
use std::{
    collections::VecDeque,
    future::Future,
    sync::{Mutex, MutexGuard, PoisonError},
};
use tokio::sync::watch;

const HUGE_BYTES: usize = 10 * 1024 * 1024;

/// A refusal that every network words in its own way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    Status(u16),
    TooMany { retry_after_seconds: Option<u32> },
    Expired,
}

/// How often all connections were ended, and how often all was mended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Ends {
    hang_ups: u64,
    mends: u64,
}

#[derive(Default)]
struct Planned {
    lasting: Vec<(Calls, Breakdown)>,
    next: VecDeque<(Calls, Breakdown)>,
    log: Vec<Request>,
}

#[derive(Default)]
pub(crate) struct Troubles {
    planned: Mutex<Planned>,
    ends: watch::Sender<Ends>,
}

impl Troubles {
    fn planned(&self) -> MutexGuard<'_, Planned> {
        self.planned.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn break_down(&self, what: Calls, how: Breakdown) {
        self.planned().lasting.push((what, how));
    }

    pub fn break_next(&self, what: Calls, how: Breakdown) {
        self.planned().next.push_back((what, how));
    }

    pub fn mend(&self) {
        let mut planned = self.planned();
        planned.lasting.clear();
        planned.next.clear();
        drop(planned);
        self.ends.send_modify(|ends| ends.mends += 1);
    }

    pub fn hang_up(&self) {
        self.ends.send_modify(|ends| ends.hang_ups += 1);
    }

    pub fn requests(&self) -> Vec<Request> {
        self.planned().log.clone()
    }

    /// How far the network's clock is off for now.
    pub fn clock_off_ms(&self) -> Millis {
        let planned = self.planned();
        let off = planned.lasting.iter().filter_map(|(_, how)| match how {
            Breakdown::ClockOff { by_ms } => Some(*by_ms),
            _ => None,
        });
        off.sum()
    }

    /// What goes wrong with the next request, without using it up.
    pub fn peek(&self, what: Calls) -> Option<Breakdown> {
        let planned = self.planned();
        let fits = |(calls, _): &&(Calls, Breakdown)| calls.includes(what);
        planned.next.iter().find(fits).or_else(|| planned.lasting.iter().rev().find(fits)).map(|(_, how)| *how)
    }

    /// Notes a request of a protocol that is not HTTP.
    pub fn log(&self, request: Request) {
        self.planned().log.push(request);
    }

    /// Until all connections are ended, from now on.
    pub async fn hung_up(&self) {
        let mut ends = self.ends.subscribe();
        let before = *ends.borrow_and_update();
        let _ = ends.wait_for(|now| now.hang_ups != before.hang_ups).await;
    }

    /// Until all is mended or all connections are ended, from now on.
    pub async fn mended(&self) {
        let mut ends = self.ends.subscribe();
        let before = *ends.borrow_and_update();
        let _ = ends.wait_for(|now| *now != before).await;
    }

    /// What goes wrong with this request.
    pub fn take(&self, what: Calls) -> Option<Breakdown> {
        let mut planned = self.planned();
        let fits = |(calls, _): &(Calls, Breakdown)| calls.includes(what);
        if let Some(place) = planned.next.iter().position(fits) {
            return planned.next.remove(place).map(|(_, how)| how);
        }
        planned.lasting.iter().rev().find(|planned| fits(planned)).map(|(_, how)| *how)
    }

    /// One request: the work and its answer, unless something goes wrong.
    pub async fn run(
        &self,
        what: Calls,
        at: Millis,
        work: impl Future<Output = Response<Body>>,
        refuse: impl FnOnce(Refusal) -> Response<Body>,
    ) -> Response<Body> {
        let before = *self.ends.borrow();
        let mut ends = self.ends.subscribe();
        let log = |ok| self.planned().log.push(Request { at, what, ok });
        let answer = match self.take(what) {
            None | Some(Breakdown::ClockOff { .. }) => {
                let answer = until_hung_up(work, &mut ends, before).await;
                log(answer.as_ref().is_some_and(|answer| answer.status().is_success()));
                return answer.unwrap_or_else(cut);
            }
            Some(Breakdown::AnswerLost) => {
                let _ = until_hung_up(work, &mut ends, before).await;
                cut()
            }
            Some(Breakdown::HalfClosed) => {
                log(false);
                let _ = ends.wait_for(|now| *now != before).await;
                return cut();
            }
            Some(Breakdown::Lost) => cut(),
            Some(Breakdown::Huge) => Response::new(Body::from(vec![b' '; HUGE_BYTES])),
            Some(Breakdown::Status(status)) => refuse(Refusal::Status(status)),
            Some(Breakdown::TooMany { retry_after_seconds }) => refuse(Refusal::TooMany { retry_after_seconds }),
            Some(Breakdown::Expired) => refuse(Refusal::Expired),
        };
        log(false);
        answer
    }
}

async fn until_hung_up(
    work: impl Future<Output = Response<Body>>,
    ends: &mut watch::Receiver<Ends>,
    before: Ends,
) -> Option<Response<Body>> {
    tokio::select! {
        biased;
        _ = ends.wait_for(|now| now.hang_ups != before.hang_ups) => None,
        answer = work => Some(answer),
    }
}

/// Headers, and then the connection breaks.
fn cut() -> Response<Body> {
    let broken = futures_util::stream::once(async { Err::<Bytes, _>(std::io::Error::other("cut off")) });
    Response::new(Body::from_stream(broken))
}

pub(crate) fn json_answer(status: u16, body: &Value) -> Response<Body> {
    let response = Response::builder()
        .status(StatusCode::from_u16(status).expect("a status code"))
        .header("content-type", "application/json; charset=utf-8");
    response.body(Body::from(body.to_string())).expect("plain headers")
}
