//! What people bring by hand: posts from places without an open door, and answers that were given there.

use super::replies::explain;
use crate::{
    engine::{NotedElsewhere, PasteRefused},
    http::{
        Access, ApiError, ApiResult, App, Table,
        dto::{
            answering::Reply,
            media::{AnswerElsewhere, NewPastedPost, PastedPost},
        },
        extract::{At, Body, In},
        fields::Fields,
        shape,
    },
};
use answerable_domain::{BrandId, CaseId, Millis, Permission};
use answerable_networks::manual;
use answerable_store::limits::WORDS_BYTES_MAX;
use axum::{Json, extract::State, http::StatusCode};
use serde_json::json;
use utoipa_axum::routes;

const TEXT_BYTES_MAX: usize = 64 * 1024;
const URL_BYTES_MAX: usize = 2_000;
const AUTHOR_CHARS_MAX: usize = 200;
const SCREENSHOTS_MAX: usize = 10;
const CLIENT_KEY_CHARS_MAX: usize = 100;
/// A clock may go fast.
const AHEAD_MS_MAX: Millis = 24 * 60 * 60 * 1_000;

pub fn routes(table: Table) -> Table {
    let work = Access::Brand(Permission::Work);
    table.route(work, routes!(paste)).route(work, routes!(answered_elsewhere))
}

/// Takes in a post that a person copied from its page. One with the same address is the same post: 200 instead of 201.
///
/// 422 `text_missing`: there is an address but no text, and nobody reads pages here.
#[utoipa::path(post, path = "/brands/{b}/posts", tag = "inbox", operation_id = "paste_post", request_body = NewPastedPost,
    responses((status = 201, body = PastedPost), (status = 200, body = PastedPost)))]
async fn paste(State(app): State<App>, In(scope): In, Body(asked): Body<NewPastedPost>) -> ApiResult<(StatusCode, Json<PastedPost>)> {
    if asked.text.trim().is_empty() {
        return Err(ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "text_missing", "Copy the post's text beside its address."));
    }
    let mut post = checked(&app, &asked)?;
    if let Some(user) = scope.user_id() {
        post.by = Some(shape::Names::of(&app, [user]).await?.brief(user).name);
    }
    let pasted = app.engine.paste(&scope, &post, asked.screenshots).await?;
    let status = if pasted.known { StatusCode::OK } else { StatusCode::CREATED };
    Ok((status, Json(PastedPost { post_id: pasted.post_id.into(), case_id: pasted.case_id.map(Into::into) })))
}

fn checked(app: &App, asked: &NewPastedPost) -> ApiResult<manual::PastedPost> {
    let mut fields = Fields::default();
    fields.text("text", &asked.text, TEXT_BYTES_MAX);
    let url = asked.url.as_deref().map(str::trim).filter(|url| !url.is_empty());
    if url.is_some_and(|url| url.len() > URL_BYTES_MAX || manual::read_address(url).is_none()) {
        fields.wrong("url", "not_an_address");
    }
    let author = asked.author.as_deref().filter(|author| !author.trim().is_empty());
    let author = author.map(|author| fields.line("author", author, AUTHOR_CHARS_MAX));
    if asked.time.is_some_and(|time| time <= 0 || time > app.now() + AHEAD_MS_MAX) {
        fields.wrong("time", "out_of_range");
    }
    if asked.screenshots.len() > SCREENSHOTS_MAX {
        fields.wrong("screenshots", "too_many");
    }
    fields.done()?;
    let (network, kind, time_ms) = (asked.network, asked.kind, asked.time);
    Ok(manual::PastedPost { network, url: url.map(str::to_owned), text: asked.text.clone(), author, time_ms, kind, by: None })
}

/// Notes an answer that was given on the network's own site: it counts as sent. Refused like a reply that comes second or too late.
#[utoipa::path(post, path = "/brands/{b}/cases/{c}/answers-elsewhere", tag = "answering", operation_id = "answered_elsewhere",
    request_body = AnswerElsewhere, responses((status = 201, body = Reply)))]
async fn answered_elsewhere(
    State(app): State<App>,
    In(scope): In,
    At((_, case_id)): At<(BrandId, CaseId)>,
    Body(asked): Body<AnswerElsewhere>,
) -> ApiResult<(StatusCode, Json<Reply>)> {
    let mut fields = Fields::default();
    fields.text("text", &asked.text, WORDS_BYTES_MAX);
    let link = asked.link.as_deref().map(str::trim).filter(|link| !link.is_empty()).map(str::to_owned);
    if link.as_deref().is_some_and(|link| !is_web_address(link)) {
        fields.wrong("link", "not_an_address");
    }
    let client_key = asked.client_key.map(|key| fields.line("client_key", &key, CLIENT_KEY_CHARS_MAX));
    fields.done()?;
    // Whether a post can be answered is nobody's business whose case it is not.
    app.store.case_row(&scope, case_id).await?;
    let answer = NotedElsewhere {
        case_id,
        post_id: asked.post_id,
        text: asked.text,
        link,
        at: asked.at,
        thread_version: asked.thread_version,
        client_key: client_key.unwrap_or_else(made_up_key),
        despite: asked.despite,
    };
    match app.engine.note_elsewhere(&scope, answer).await {
        Ok(reply) => Ok((StatusCode::CREATED, Json(shape::reply_named(&app, reply).await?))),
        Err(refused) => Err(explain(&app, &scope, case_id, refused).await?),
    }
}

fn is_web_address(text: &str) -> bool {
    text.len() <= URL_BYTES_MAX && url::Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "https" | "http") && url.has_host())
}

fn made_up_key() -> String {
    let bytes: [u8; 16] = crate::clock::random_bytes();
    bytes.iter().fold("elsewhere:".to_owned(), |key, byte| key + &format!("{byte:02x}"))
}

impl From<PasteRefused> for ApiError {
    fn from(refused: PasteRefused) -> Self {
        match refused {
            PasteRefused::Unreadable { code, reason } => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "not_taken", "The post cannot be taken in.")
                    .with(json!({ "reason": code, "detail": reason }))
            }
            PasteRefused::Busy => Self::busy(),
            PasteRefused::Store(error) => error.into(),
        }
    }
}
