//! A receiver of webhooks that answers as it is told to, or not at all.

use crate::serve::Served;
use axum::{
    Router,
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, Response, StatusCode},
    routing::post,
};
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// How one request is answered.
#[derive(Debug, Clone)]
pub enum WebhookAnswer {
    /// Status and headers.
    Status(u16, Vec<(&'static str, String)>),
    /// Never.
    Silence,
    /// A body without end.
    Flood,
}

/// One request as it came.
#[derive(Debug, Clone)]
pub struct WebhookRequest {
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl WebhookRequest {
    /// Empty when there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }
}

#[derive(Default)]
struct Desk {
    /// Used up from the front; when there is none left: 204.
    answers: VecDeque<WebhookAnswer>,
    requests: Vec<WebhookRequest>,
}

pub struct WebhookReceiver {
    desk: Arc<Mutex<Desk>>,
    served: Served,
}

impl WebhookReceiver {
    pub async fn start() -> Self {
        let desk = Arc::new(Mutex::new(Desk::default()));
        let served = Served::start(Router::new().route("/{*path}", post(receive)).with_state(desk.clone())).await;
        Self { desk, served }
    }

    /// `host:port`.
    pub fn host(&self) -> String {
        self.served.address.to_string()
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}/{path}", self.host())
    }

    /// The next requests are answered so, one after the other.
    pub fn answer(&self, answers: impl IntoIterator<Item = WebhookAnswer>) {
        lock(&self.desk).answers.extend(answers);
    }

    /// All requests so far.
    pub fn requests(&self) -> Vec<WebhookRequest> {
        lock(&self.desk).requests.clone()
    }
}

fn lock(desk: &Mutex<Desk>) -> MutexGuard<'_, Desk> {
    desk.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn receive(State(desk): State<Arc<Mutex<Desk>>>, headers: HeaderMap, body: Bytes) -> Response<Body> {
    let headers = headers.iter().map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()));
    let request = WebhookRequest { headers: headers.collect(), body: String::from_utf8_lossy(&body).into_owned() };
    let answer = {
        let mut desk = lock(&desk);
        desk.requests.push(request);
        desk.answers.pop_front()
    };
    match answer.unwrap_or(WebhookAnswer::Status(204, Vec::new())) {
        WebhookAnswer::Silence => std::future::pending().await,
        WebhookAnswer::Flood => {
            let endless = futures_util::stream::repeat_with(|| Ok::<_, std::convert::Infallible>(Bytes::from_static(&[b'x'; 1024])));
            Response::new(Body::from_stream(endless))
        }
        WebhookAnswer::Status(status, fields) => {
            let mut response = Response::builder().status(StatusCode::from_u16(status).expect("a status code"));
            for (name, value) in fields {
                response = response.header(name, value);
            }
            response.body(Body::empty()).expect("headers of a test are well-formed")
        }
    }
}
