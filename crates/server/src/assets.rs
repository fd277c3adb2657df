//! The web app, embedded in the program.
//!
//! Vite puts a hash into the name of everything under `assets/`: those never change and are cached for ever. `index.html` is asked for
//! again each time, and is the answer to every address that is not a file, because the app has its own pages. A program that was built
//! without the web app says how to build it.

use axum::{
    body::Body,
    http::{HeaderMap, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct WebApp;

const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Answerable</title>\
<h1>The web app is not part of this build</h1>\
<p>The API works. To build the web app and start with it, run <code>cargo xtask start</code> in a checkout.</p>";

pub async fn serve(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let path = uri.path().trim_start_matches('/');
    match WebApp::get(path).filter(|_| !path.is_empty()) {
        Some(file) => file_response(path, file, &headers),
        None if path.starts_with("assets/") => StatusCode::NOT_FOUND.into_response(),
        None => index(&headers),
    }
}

/// True when the web app was there when the program was built.
pub fn is_built() -> bool {
    WebApp::get("index.html").is_some()
}

fn index(headers: &HeaderMap) -> Response {
    match WebApp::get("index.html") {
        Some(file) => file_response("index.html", file, headers),
        None => (StatusCode::OK, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], NOT_BUILT).into_response(),
    }
}

fn file_response(path: &str, file: EmbeddedFile, headers: &HeaderMap) -> Response {
    let etag = format!("\"{}\"", hex(&file.metadata.sha256_hash()[..16]));
    let cache = if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let unchanged = headers.get(header::IF_NONE_MATCH).is_some_and(|given| given.as_bytes() == etag.as_bytes());
    let (status, body) = if unchanged { (StatusCode::NOT_MODIFIED, Body::empty()) } else { (StatusCode::OK, Body::from(file.data)) };
    let kind = content_type(path, file.metadata.mimetype());
    (status, [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, cache.to_owned()), (header::ETAG, etag)], body).into_response()
}

fn content_type(path: &str, guessed: &str) -> String {
    match path.rsplit('.').next() {
        Some("html" | "css" | "js" | "svg" | "txt") => format!("{guessed}; charset=utf-8"),
        Some("webmanifest") => "application/manifest+json".to_owned(),
        _ => guessed.to_owned(),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
