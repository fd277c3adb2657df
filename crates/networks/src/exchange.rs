//! One question and its whole answer over HTTP, and what is known when there is none.

use crate::{body, retry::chain};
use reqwest::{RequestBuilder, StatusCode, header::HeaderMap};
use std::time::Duration;

/// Whatever the server said, refusals too.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

/// Why there is no whole answer, without the address: it may carry names or a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lost {
    /// It never left: nothing can have happened.
    NotSent(String),
    /// It left: anything can have happened.
    Cut(String),
}

impl Lost {
    pub fn why(self) -> String {
        match self {
            Self::NotSent(why) | Self::Cut(why) => why,
        }
    }
}

/// `patience` is for all of it, `bytes_max` for the body.
pub async fn exchange(request: RequestBuilder, patience: Duration, bytes_max: usize) -> Result<Answer, Lost> {
    let answer = request.timeout(patience).send().await.map_err(on_the_way)?;
    let (status, headers) = (answer.status(), answer.headers().clone());
    let body = body::read(answer, bytes_max).await.map_err(|broken| Lost::Cut(broken.why()))?;
    Ok(Answer { status, headers, body })
}

/// Only a connection that was never made proves that nothing was sent.
fn on_the_way(error: reqwest::Error) -> Lost {
    let proven = error.is_connect() || error.is_builder();
    let why = chain(&error.without_url());
    if proven { Lost::NotSent(why) } else { Lost::Cut(why) }
}
