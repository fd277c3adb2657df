//! A web server with feeds on it that knows conditional requests: documents as a test serves them, and one that grows with what is said.

mod faked;

use crate::{Calls, FakeClock, serve::Served, troubles::Troubles};
use answerable_domain::Clock;
use axum::{
    Router,
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, Response, StatusCode, header},
    routing::get,
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// What is served at a path.
#[derive(Debug, Clone, Default)]
pub struct FeedAnswer {
    pub status: u16,
    pub body: Vec<u8>,
    pub headers: Vec<(String, String)>,
    /// A request that has this ETag gets 304.
    pub etag: Option<String>,
}

#[derive(Default)]
struct Site {
    articles: faked::Articles,
    answers: HashMap<String, FeedAnswer>,
    /// Path and the value of `If-None-Match`.
    requests: Vec<(String, Option<String>)>,
}

struct Inner {
    site: Mutex<Site>,
    clock: Arc<dyn Clock>,
    troubles: Troubles,
}

impl Inner {
    fn site(&self) -> MutexGuard<'_, Site> {
        self.site.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub struct FakeFeed {
    inner: Arc<Inner>,
    served: Served,
}

impl FakeFeed {
    pub async fn start() -> Self {
        Self::start_with(FakeClock::new()).await
    }

    pub async fn start_with(clock: Arc<dyn Clock>) -> Self {
        let inner = Arc::new(Inner { site: Mutex::default(), clock, troubles: Troubles::default() });
        let served = Served::start(Router::new().route("/{*path}", get(answer)).with_state(inner.clone())).await;
        Self { inner, served }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}/{path}", self.host())
    }

    /// `host:port`.
    pub fn host(&self) -> String {
        self.served.address.to_string()
    }

    pub fn serve(&self, path: &str, body: impl Into<Vec<u8>>, etag: Option<&str>) {
        self.answer(path, FeedAnswer { status: 200, body: body.into(), etag: etag.map(str::to_owned), headers: Vec::new() });
    }

    pub fn redirect(&self, path: &str, to: &str) {
        self.answer(path, FeedAnswer { status: 302, headers: vec![("location".to_owned(), to.to_owned())], ..FeedAnswer::default() });
    }

    pub fn answer(&self, path: &str, answer: FeedAnswer) {
        self.inner.site().answers.insert(path.to_owned(), answer);
    }

    /// Path and `If-None-Match` of every request so far.
    pub fn requests(&self) -> Vec<(String, Option<String>)> {
        self.inner.site().requests.clone()
    }
}

async fn answer(State(inner): State<Arc<Inner>>, Path(path): Path<String>, headers: HeaderMap) -> Response<Body> {
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let work = async { look(&inner, &path, known) };
    inner.troubles.run(Calls::Reading, inner.clock.now(), work, faked::in_its_words).await
}

fn look(inner: &Inner, path: &str, known: Option<String>) -> Response<Body> {
    let answer = {
        let mut site = inner.site();
        site.requests.push((path.to_owned(), known.clone()));
        if path == faked::PATH { Some(site.articles.served()) } else { site.answers.get(path).cloned() }
    };
    let Some(answer) = answer else {
        return respond(404, Vec::new(), Body::empty());
    };
    let mut fields = answer.headers;
    fields.extend(answer.etag.clone().map(|etag| ("etag".to_owned(), etag)));
    if known.is_some() && known == answer.etag {
        return respond(304, fields, Body::empty());
    }
    respond(answer.status, fields, Body::from(answer.body))
}

fn respond(status: u16, fields: Vec<(String, String)>, body: Body) -> Response<Body> {
    let mut response = Response::builder().status(StatusCode::from_u16(status).expect("a status code"));
    for (name, value) in fields {
        response = response.header(name, value);
    }
    response.body(body).expect("headers of a test are well-formed")
}
