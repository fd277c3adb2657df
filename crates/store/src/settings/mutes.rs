//! Mutes: what people do not want to hear of any more.

use crate::error::{Result, StoreError};
use crate::limits::MUTES_MAX;
use crate::sql::{AsConnection, Columns, Value, sql};
use crate::store::Store;
use crate::tx::Tx;
use answerable_domain::{AuthorId, BrandId, EventKind, MonitorId, Mute, MuteId, Muted, Permission, Scope, Spelling, UserId};
use serde_json::json;

/// Something to be silenced, as people point at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewMute {
    Author(AuthorId),
    Phrase(String),
    Variant { monitor_id: MonitorId, spelling: Spelling },
}

/// A mute with what its author is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MuteRecord {
    pub mute: Mute,
    pub author_name: Option<String>,
}

impl Store {
    /// All of the brand, newest first: at most [`MUTES_MAX`].
    pub async fn mutes(&self, scope: &Scope) -> Result<Vec<MuteRecord>> {
        scope.require(Permission::Read)?;
        records(&mut self.read().await?, scope.brand_id(), None).await
    }

    /// The same again is the mute that is there.
    pub async fn create_mute(&self, scope: &Scope, mute: NewMute) -> Result<MuteRecord> {
        scope.require(Permission::Work)?;
        let scope = *scope;
        self.write(move |tx| Box::pin(async move { insert(tx, &scope, mute).await })).await
    }

    pub async fn delete_mute(&self, scope: &Scope, mute_id: MuteId) -> Result<()> {
        scope.require(Permission::Work)?;
        let scope = *scope;
        self.write(move |tx| {
            Box::pin(async move {
                let query = sql("DELETE FROM mute WHERE id = ? AND brand_id = ?").bind(mute_id.0).bind(scope.brand_id().0);
                if query.run(tx).await? == 0 {
                    return Err(StoreError::NotFound);
                }
                tx.event_of(&scope, EventKind::MonitorChanged, None, json!({ "mute_id": mute_id, "removed": true }));
                Ok(())
            })
        })
        .await
    }
}

async fn insert(tx: &mut Tx, scope: &Scope, mute: NewMute) -> Result<MuteRecord> {
    let brand_id = scope.brand_id();
    super::check_brand(tx, brand_id).await?;
    let what = identify(tx, brand_id, mute).await?;
    let key = key_of(&what);
    if let Some(there) = sql("SELECT id FROM mute WHERE brand_id = ? AND key = ?").bind(brand_id.0).bind(&key).optional(tx).await? {
        return record_of(tx, brand_id, MuteId(there.int()?)).await;
    }
    if sql("SELECT count(*) FROM mute WHERE brand_id = ?").bind(brand_id.0).one(tx).await?.int()? >= MUTES_MAX as i64 {
        return Err(StoreError::Limit { what: "mutes", max: MUTES_MAX as u64 });
    }
    let id = MuteId(tx.next_id());
    let monitor_id = match &what {
        Muted::Variant { monitor_id, .. } => Some(monitor_id.0),
        Muted::Author { .. } | Muted::Phrase { .. } => None,
    };
    sql("INSERT INTO mute (id, brand_id, key, what, monitor_id, person_id, created_at) VALUES (?,?,?,?,?,?,?)")
        .bind(id.0)
        .bind(brand_id.0)
        .bind(key)
        .bind(Value::json(&what))
        .bind(monitor_id)
        .bind(scope.user_id().map(|id| id.0))
        .bind(tx.now())
        .run(tx)
        .await?;
    tx.event_of(scope, EventKind::MonitorChanged, None, json!({ "mute_id": id }));
    record_of(tx, brand_id, id).await
}

/// What is pointed at must be the brand's own.
async fn identify(tx: &mut Tx, brand_id: BrandId, mute: NewMute) -> Result<Muted> {
    Ok(match mute {
        NewMute::Author(author_id) => {
            let row = sql("SELECT native_id FROM author WHERE id = ? AND brand_id = ?").bind(author_id.0).bind(brand_id.0).one(tx).await?;
            Muted::Author { author_id, native_id: row.text()? }
        }
        NewMute::Phrase(text) => Muted::Phrase { text },
        NewMute::Variant { monitor_id, spelling } => {
            sql("SELECT 1 FROM monitor WHERE id = ? AND brand_id = ?").bind(monitor_id.0).bind(brand_id.0).one(tx).await?;
            Muted::Variant { monitor_id, spelling }
        }
    })
}

fn key_of(what: &Muted) -> String {
    match what {
        Muted::Author { author_id, .. } => format!("author\u{1f}{author_id}"),
        Muted::Phrase { text } => format!("phrase\u{1f}{text}"),
        Muted::Variant { monitor_id, spelling } => format!("variant\u{1f}{monitor_id}\u{1f}{}\u{1f}{}", spelling.term, spelling.text),
    }
}

async fn record_of(on: &mut impl AsConnection, brand_id: BrandId, id: MuteId) -> Result<MuteRecord> {
    records(on, brand_id, Some(id)).await?.pop().ok_or(StoreError::NotFound)
}

async fn records(on: &mut impl AsConnection, brand_id: BrandId, id: Option<MuteId>) -> Result<Vec<MuteRecord>> {
    let mut query = sql("SELECT u.id, u.what, u.person_id, u.created_at FROM mute u WHERE u.brand_id = ?").bind(brand_id.0);
    if let Some(id) = id {
        query.push_bound(" AND u.id = ?", id.0);
    }
    query.push(" ORDER BY u.id DESC");
    let rows = query.all(on).await?;
    let mut records = rows.iter().map(|row| read_mute(&mut row.columns(), brand_id)).collect::<Result<Vec<_>>>()?;
    name_authors(on, &mut records).await?;
    Ok(records)
}

async fn name_authors(on: &mut impl AsConnection, records: &mut [MuteRecord]) -> Result<()> {
    let author_of = |record: &MuteRecord| match record.mute.what {
        Muted::Author { author_id, .. } => Some(author_id.0),
        Muted::Phrase { .. } | Muted::Variant { .. } => None,
    };
    for chunk in records.chunks_mut(crate::sql::LIST_MAX) {
        let ids: Vec<i64> = chunk.iter().filter_map(author_of).collect();
        if ids.is_empty() {
            continue;
        }
        let mut query = sql("SELECT id, coalesce(display_name, handle, native_id) FROM author WHERE id IN ");
        query.push_list(ids);
        let mut names = std::collections::HashMap::new();
        for row in query.all(on).await? {
            let mut row = row.columns();
            names.insert(row.int()?, row.text()?);
        }
        for record in chunk {
            record.author_name = author_of(record).and_then(|id| names.get(&id).cloned());
        }
    }
    Ok(())
}

fn read_mute(row: &mut Columns<'_>, brand_id: BrandId) -> Result<MuteRecord> {
    let mute = Mute { id: MuteId(row.int()?), brand_id, what: row.json()?, by: row.int_or_null()?.map(UserId), created_at: row.int()? };
    Ok(MuteRecord { mute, author_name: None })
}
