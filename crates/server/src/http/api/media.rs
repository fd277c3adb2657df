//! Pictures and files of posts: their bytes, and files that people bring.
//!
//! Bytes of strangers are shown only where a browser does nothing with them but draw or play them; all others are saved. Whatever they are,
//! they may load nothing, run nothing and be part of no other page.

use crate::{
    engine::{
        MediaRefused,
        kinds::{self, Shown},
    },
    http::{
        Access, ApiError, ApiResult, App, Table,
        dto::media::{MediaQuery, UploadQuery, Uploaded},
        extract::{Asked, At, In, whole},
        fields::Fields,
        ranges::{self, Part},
    },
};
use answerable_domain::{BrandId, MediaId, MediaState, Permission};
use answerable_store::MediaRow;
use axum::{
    Json,
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use serde_json::json;
use std::io::SeekFrom;
use tokio::{
    fs::File,
    io::{AsyncReadExt as _, AsyncSeekExt as _},
};
use tokio_util::io::ReaderStream;
use utoipa_axum::routes;

const NAME_CHARS_MAX: usize = 200;
/// Nothing of it runs, and nothing is loaded.
const CONTENT_SECURITY_POLICY: &str = "sandbox; default-src 'none'";

pub fn routes(table: Table) -> Table {
    table.route(Access::Brand(Permission::Read), routes!(show)).route(Access::Brand(Permission::Work), routes!(upload))
}

/// Takes a file (the body, as it is; at most 10 MB) that belongs to a post that is about to be pasted.
///
/// 422 `media_refused`: params `why` (`unsupported`, `empty`).
#[utoipa::path(post, path = "/brands/{b}/uploads", tag = "media", operation_id = "upload", params(UploadQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses((status = 201, body = Uploaded)))]
async fn upload(
    State(app): State<App>,
    In(scope): In,
    Asked(asked): Asked<UploadQuery>,
    request: Request,
) -> ApiResult<(StatusCode, Json<Uploaded>)> {
    let mut fields = Fields::default();
    let name = asked.name.map(|name| fields.line("name", &name, NAME_CHARS_MAX));
    fields.done()?;
    let told = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let bytes = whole(request, usize::try_from(kinds::FILE_BYTES_MAX).unwrap_or(usize::MAX)).await?;
    let row = app.engine.upload(&scope, name, &told, bytes).await?;
    let mime = row.mime.clone().unwrap_or_default();
    Ok((StatusCode::CREATED, Json(Uploaded { id: row.id.into(), name: row.name, mime, bytes: row.bytes.unwrap_or(0) })))
}

/// The bytes of a picture or file that is kept, in parts if one asks so.
#[utoipa::path(get, path = "/brands/{b}/media/{md}", tag = "media", operation_id = "media", params(MediaQuery),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream")))]
async fn show(
    State(app): State<App>,
    In(scope): In,
    At((_, id)): At<(BrandId, MediaId)>,
    Asked(asked): Asked<MediaQuery>,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let row = app.store.media_of(&scope, id).await?;
    let hash = row.hash.clone().filter(|_| row.state == MediaState::Kept).ok_or_else(ApiError::not_found)?;
    let etag = format!("\"{}\"", &hash[..hash.len().min(32)]);
    let told = told(&row, &etag, asked.download.is_some())?;
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == etag.as_bytes()) {
        return Ok((StatusCode::NOT_MODIFIED, told).into_response());
    }
    let path = app.engine.media_path(&hash).ok_or_else(ApiError::not_found)?;
    let file = File::open(&path).await.map_err(|error| {
        tracing::error!(%error, media = %id, "a kept file is not in the media folder: was it left out of a restored backup?");
        ApiError::not_found()
    })?;
    let bytes = file.metadata().await.map_err(ApiError::internal)?.len();
    // A part of another version is no use: there is none, but a client may think so.
    let same = headers.get(header::IF_RANGE).is_none_or(|version| version.as_bytes() == etag.as_bytes());
    let asked = headers.get(header::RANGE).filter(|_| same).and_then(|value| value.to_str().ok());
    match asked.map_or(Part::Whole, |asked| ranges::part(asked, bytes)) {
        Part::Whole => Ok((StatusCode::OK, told, sized(bytes), body(file, 0, bytes).await?).into_response()),
        Part::Of { first, last } => {
            let range = header_value(&format!("bytes {first}-{last}/{bytes}"))?;
            let count = last - first + 1;
            let body = body(file, first, count).await?;
            Ok((StatusCode::PARTIAL_CONTENT, told, sized(count), [(header::CONTENT_RANGE, range)], body).into_response())
        }
        Part::Impossible => {
            let range = header_value(&format!("bytes */{bytes}"))?;
            Ok((StatusCode::RANGE_NOT_SATISFIABLE, told, [(header::CONTENT_RANGE, range)]).into_response())
        }
    }
}

fn told(row: &MediaRow, etag: &str, download: bool) -> ApiResult<HeaderMap> {
    // What the store says was sniffed when it was kept; what we no longer know is only saved.
    let kind = row.mime.as_deref().and_then(kinds::named);
    let shown = !download && kind.is_some_and(|kind| kind.shown != Shown::Saved);
    let name = kind.map_or_else(|| "file".to_owned(), |kind| kinds::file_name(row.name.as_deref(), &kind));
    let mime = kind.map_or("application/octet-stream", |kind| kind.mime);
    let mime = if mime.starts_with("text/") { format!("{mime}; charset=utf-8") } else { mime.to_owned() };
    let mut headers = HeaderMap::new();
    let fixed = [
        (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
        (header::CACHE_CONTROL, "private, max-age=31536000, immutable"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (header::ACCEPT_RANGES, "bytes"),
    ];
    headers.extend(fixed.map(|(name, value)| (name, HeaderValue::from_static(value))));
    headers.insert(header::CONTENT_TYPE, header_value(&mime)?);
    headers.insert(header::ETAG, header_value(etag)?);
    headers.insert(header::CONTENT_DISPOSITION, header_value(&disposition(if shown { "inline" } else { "attachment" }, &name))?);
    Ok(headers)
}

/// The name twice, for old programs and new ones (RFC 6266, RFC 5987).
fn disposition(how: &str, name: &str) -> String {
    let plain: String = name.chars().map(|c| if c.is_ascii_alphanumeric() || " ._-()".contains(c) { c } else { '_' }).collect();
    let attribute = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte);
    let coded: String =
        name.bytes().map(|byte| if attribute(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect();
    format!("{how}; filename=\"{plain}\"; filename*=UTF-8''{coded}")
}

fn sized(bytes: u64) -> [(HeaderName, HeaderValue); 1] {
    [(header::CONTENT_LENGTH, HeaderValue::from(bytes))]
}

fn header_value(text: &str) -> ApiResult<HeaderValue> {
    HeaderValue::from_str(text).map_err(ApiError::internal)
}

async fn body(mut file: File, first: u64, count: u64) -> ApiResult<Body> {
    file.seek(SeekFrom::Start(first)).await.map_err(ApiError::internal)?;
    Ok(Body::from_stream(ReaderStream::new(file.take(count))))
}

impl From<MediaRefused> for ApiError {
    fn from(refused: MediaRefused) -> Self {
        match refused {
            MediaRefused::Never("too_large") => Self::too_large(kinds::FILE_BYTES_MAX),
            MediaRefused::Never(why) => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "media_refused", "Files of this kind are not kept.").with(json!({ "why": why }))
            }
            MediaRefused::File(error) => Self::internal(error),
            MediaRefused::Store(error) => error.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_any_script_travels_in_a_header() {
        assert_eq!(
            disposition("attachment", "영수증 \"1\".pdf"),
            "attachment; filename=\"___ _1_.pdf\"; filename*=UTF-8''%EC%98%81%EC%88%98%EC%A6%9D%20%221%22.pdf"
        );
        assert!(HeaderValue::from_str(&disposition("inline", "a\r\nb: c")).is_ok());
    }
}
