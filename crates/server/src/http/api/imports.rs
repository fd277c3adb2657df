//! Imports: files of posts. The file is received as the request's body, written down as it comes, and read by the engine.

use crate::{
    clock::random_bytes,
    engine::{ImportFormat, NewImport},
    http::{
        Access, ApiError, ApiResult, App, Table,
        dto::{
            Items, PageQuery,
            listening::{Import, ImportError, ImportQuery},
        },
        extract::{Asked, At, In},
        fields::Fields,
    },
};
use answerable_domain::{BrandId, ImportId, Network, Permission};
use answerable_store as store;
use axum::{Json, body::Body, extract::State, http::StatusCode};
use futures_util::StreamExt as _;
use std::path::{Path, PathBuf};
use tokio::{fs, io::AsyncWriteExt as _};
use utoipa_axum::routes;

pub fn routes(table: Table) -> Table {
    let configure = Access::Brand(Permission::Configure);
    table
        .route(configure, routes!(start))
        .route(Access::Brand(Permission::Read), routes!(list))
        .route(Access::Brand(Permission::Read), routes!(show))
        .route(configure, routes!(errors))
        .route(configure, routes!(resume))
}

/// Takes a file (the body, as it is) and begins to read it.
#[utoipa::path(post, path = "/brands/{b}/imports", tag = "listening", operation_id = "start_import", params(ImportQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses((status = 201, body = Import)))]
async fn start(
    State(app): State<App>,
    In(scope): In,
    Asked(asked): Asked<ImportQuery>,
    body: Body,
) -> ApiResult<(StatusCode, Json<Import>)> {
    let (name, format, network) = checked(&asked)?;
    let file = Received::begin(&app.imports_folder).await?;
    let bytes_total = file.write(body, app.config.limits.import_bytes_max).await?;
    let new = NewImport { name, format, network, bytes_total, path: file.path.clone(), user_id: scope.user_id() };
    let import = app.engine.start_import(&scope, new).await?;
    file.keep();
    Ok((StatusCode::CREATED, Json(shaped(import))))
}

fn checked(asked: &ImportQuery) -> ApiResult<(String, ImportFormat, Network)> {
    let mut fields = Fields::default();
    let name = fields.line("name", &asked.name, 200);
    let format = match asked.format.as_str() {
        "jsonl" => Some(ImportFormat::JsonLines),
        "csv" => Some(ImportFormat::Csv),
        _ => None,
    };
    let network = asked.network.as_deref().map_or(Some(Network::Other), Network::parse);
    if format.is_none() {
        fields.wrong("format", "unknown");
    }
    if network.is_none() {
        fields.wrong("network", "unknown");
    }
    fields.done()?;
    Ok((name, format.unwrap_or(ImportFormat::JsonLines), network.unwrap_or(Network::Other)))
}

/// All imports, newest first.
#[utoipa::path(get, path = "/brands/{b}/imports", tag = "listening", operation_id = "imports", responses((status = 200, body = Items<Import>)))]
async fn list(State(app): State<App>, In(scope): In) -> ApiResult<Json<Items<Import>>> {
    Ok(Json(Items::all(app.store.imports(&scope).await?.into_iter().map(shaped))))
}

/// How far an import is.
#[utoipa::path(get, path = "/brands/{b}/imports/{i}", tag = "listening", operation_id = "import", responses((status = 200, body = Import)))]
async fn show(State(app): State<App>, In(scope): In, At((_, id)): At<(BrandId, ImportId)>) -> ApiResult<Json<Import>> {
    Ok(Json(shaped(app.store.import(&scope, id).await?)))
}

/// The lines that could not be read, with their numbers.
#[utoipa::path(get, path = "/brands/{b}/imports/{i}/errors", tag = "listening", operation_id = "import_errors", params(PageQuery),
    responses((status = 200, body = Items<ImportError>)))]
async fn errors(
    State(app): State<App>,
    In(scope): In,
    At((_, id)): At<(BrandId, ImportId)>,
    Asked(page): Asked<PageQuery>,
) -> ApiResult<Json<Items<ImportError>>> {
    let found = app.store.import_errors(&scope, id, page.key()?, page.limit()).await?;
    Ok(Json(Items::page(found, |error| ImportError { line: error.line, code: error.code, detail: error.detail, text: error.text })))
}

/// Goes on with an import that was interrupted.
#[utoipa::path(post, path = "/brands/{b}/imports/{i}/resume", tag = "listening", operation_id = "resume_import", responses((status = 200, body = Import)))]
async fn resume(State(app): State<App>, In(scope): In, At((_, id)): At<(BrandId, ImportId)>) -> ApiResult<Json<Import>> {
    Ok(Json(shaped(app.engine.resume_import(&scope, id).await?)))
}

fn shaped(import: store::Import) -> Import {
    Import {
        id: import.id.into(),
        name: import.name,
        format: import.format,
        state: import.state.as_str().to_owned(),
        bytes_total: import.bytes_total,
        bytes_done: import.bytes_done,
        lines_ok: import.lines_ok,
        lines_bad: import.lines_bad,
        created_at: import.created_at,
        finished_at: import.finished_at,
        failure: import.failure,
    }
}

/// A file that is being received; gone again unless it is kept.
struct Received {
    path: PathBuf,
    kept: bool,
}

impl Received {
    async fn begin(folder: &Path) -> ApiResult<Self> {
        fs::create_dir_all(folder).await.map_err(ApiError::internal)?;
        let name: String = random_bytes::<8>().iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { path: folder.join(format!("receiving-{name}")), kept: false })
    }

    /// Returns how many bytes came.
    async fn write(&self, body: Body, bytes_max: u64) -> ApiResult<u64> {
        let mut file = fs::File::create_new(&self.path).await.map_err(ApiError::internal)?;
        let (mut chunks, mut bytes) = (body.into_data_stream(), 0u64);
        while let Some(chunk) = chunks.next().await {
            let chunk = chunk.map_err(|_| ApiError::malformed("the file broke off"))?;
            bytes += chunk.len() as u64;
            if bytes > bytes_max {
                return Err(ApiError::too_large(bytes_max));
            }
            file.write_all(&chunk).await.map_err(ApiError::internal)?;
        }
        file.flush().await.map_err(ApiError::internal)?;
        file.sync_all().await.map_err(ApiError::internal)?;
        Ok(bytes)
    }

    fn keep(mut self) {
        self.kept = true;
    }
}

impl Drop for Received {
    fn drop(&mut self) {
        if !self.kept {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}
