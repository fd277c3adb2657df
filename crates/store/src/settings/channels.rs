//! Channels: their settings, their account, and their sealed secrets.

use super::{ChannelAccount, ChannelChange, ChannelRecord, NewChannel};
use crate::error::{Result, StoreError};
use crate::limits::CHANNELS_MAX;
use crate::records::{self, channel_columns};
use crate::sql::{AsConnection, Columns, Value, sql};
use crate::store::Store;
use crate::tx::Tx;
use answerable_domain::{BrandId, Channel, ChannelId, ChannelState, EventKind, Permission, Scope};
use serde_json::json;

macro_rules! channel_record_columns {
    () => {
        concat!(channel_columns!(), ", h.account, CASE WHEN h.secret IS NULL THEN 0 ELSE 1 END")
    };
}

impl Store {
    pub async fn create_channel(&self, scope: &Scope, channel: NewChannel) -> Result<Channel> {
        scope.require(Permission::Configure)?;
        let scope = *scope;
        self.write(move |tx| Box::pin(async move { insert(tx, &scope, channel).await })).await
    }

    pub async fn channels(&self, scope: &Scope) -> Result<Vec<ChannelRecord>> {
        scope.require(Permission::Read)?;
        let query =
            sql(concat!("SELECT ", channel_record_columns!(), " FROM channel h WHERE h.brand_id = ? AND h.removed = 0 ORDER BY h.id"));
        let rows = query.bind(scope.brand_id().0).all(&mut self.read().await?).await?;
        rows.iter().map(|row| read_record(&mut row.columns())).collect()
    }

    pub async fn channel(&self, scope: &Scope, channel_id: ChannelId) -> Result<ChannelRecord> {
        scope.require(Permission::Read)?;
        record_of(&mut self.read().await?, scope.brand_id(), channel_id).await
    }

    /// Of all brands: what the engine runs.
    pub async fn all_channels(&self) -> Result<Vec<ChannelRecord>> {
        let query = sql(concat!("SELECT ", channel_record_columns!(), " FROM channel h WHERE h.removed = 0 ORDER BY h.id"));
        query.all(&mut self.read().await?).await?.iter().map(|row| read_record(&mut row.columns())).collect()
    }

    pub async fn change_channel(&self, scope: &Scope, channel_id: ChannelId, change: ChannelChange) -> Result<Channel> {
        scope.require(Permission::Configure)?;
        let scope = *scope;
        self.write(move |tx| Box::pin(async move { apply_change(tx, &scope, channel_id, change).await })).await
    }

    /// Its posts and cases stay; its cursors, sources, secrets and unread payloads go.
    pub async fn remove_channel(&self, scope: &Scope, channel_id: ChannelId) -> Result<()> {
        scope.require(Permission::Configure)?;
        let scope = *scope;
        self.write(move |tx| Box::pin(async move { remove(tx, &scope, channel_id).await })).await
    }

    /// Encrypted bytes, as they were handed in.
    pub async fn channel_secret(&self, channel_id: ChannelId) -> Result<Option<Vec<u8>>> {
        let row = sql("SELECT secret FROM channel WHERE id = ?").bind(channel_id.0).one(&mut self.read().await?).await?;
        row.columns().bytes_or_null()
    }

    pub async fn set_channel_secret(&self, channel_id: ChannelId, secret: Option<Vec<u8>>) -> Result<()> {
        self.set_channel_column("UPDATE channel SET secret = ? WHERE id = ? AND removed = 0", channel_id, secret).await
    }

    pub async fn channel_session(&self, channel_id: ChannelId) -> Result<Option<Vec<u8>>> {
        let row = sql("SELECT session FROM channel WHERE id = ?").bind(channel_id.0).one(&mut self.read().await?).await?;
        row.columns().bytes_or_null()
    }

    pub async fn set_channel_session(&self, channel_id: ChannelId, session: Option<Vec<u8>>) -> Result<()> {
        self.set_channel_column("UPDATE channel SET session = ? WHERE id = ? AND removed = 0", channel_id, session).await
    }

    pub async fn set_channel_account(&self, channel_id: ChannelId, account: ChannelAccount) -> Result<()> {
        let account = Value::json(&account);
        self.set_channel_column("UPDATE channel SET account = ? WHERE id = ? AND removed = 0", channel_id, account).await
    }

    /// The program noticed that credentials work no longer, or again.
    pub async fn set_channel_state(&self, channel_id: ChannelId, state: ChannelState) -> Result<()> {
        self.write(move |tx| {
            Box::pin(async move {
                let brand_id = crate::ingest::brand_of_channel(tx, channel_id).await?;
                sql("UPDATE channel SET state = ? WHERE id = ?").bind(state.as_str()).bind(channel_id.0).run(tx).await?;
                tx.event(brand_id, EventKind::ChannelChanged, None, json!({ "channel_id": channel_id, "state": state }));
                Ok(())
            })
        })
        .await
    }

    async fn set_channel_column(&self, statement: &'static str, id: ChannelId, value: impl Into<Value> + Send + 'static) -> Result<()> {
        let value = value.into();
        self.write(move |tx| {
            Box::pin(
                async move { if sql(statement).bind(value).bind(id.0).run(tx).await? == 0 { Err(StoreError::NotFound) } else { Ok(()) } },
            )
        })
        .await
    }
}

async fn insert(tx: &mut Tx, scope: &Scope, channel: NewChannel) -> Result<Channel> {
    let brand_id = scope.brand_id();
    super::check_brand(tx, brand_id).await?;
    check_room(tx, brand_id, &channel).await?;
    let id = ChannelId(tx.next_id());
    sql("INSERT INTO channel (id, brand_id, connector, network, name, config, account, secret, state, created_at) VALUES (?,?,?,?,?,?,?,?,?,?)")
        .bind(id.0)
        .bind(brand_id.0)
        .bind(channel.connector.as_str())
        .bind(channel.network.as_str())
        .bind(channel.name)
        .bind(Value::json(&channel.config))
        .bind(Value::json_or_null(channel.account.as_ref()))
        .bind(channel.secret)
        .bind(ChannelState::Active.as_str())
        .bind(tx.now())
        .run(tx)
        .await?;
    tx.event_of(scope, EventKind::ChannelChanged, None, json!({ "channel_id": id, "state": ChannelState::Active }));
    Ok(record_of(tx, brand_id, id).await?.channel)
}

/// Not too many, and not the same account or address twice.
async fn check_room(tx: &mut Tx, brand_id: BrandId, channel: &NewChannel) -> Result<()> {
    let query = sql(concat!("SELECT ", channel_record_columns!(), " FROM channel h WHERE h.brand_id = ? AND h.removed = 0"));
    let rows = query.bind(brand_id.0).all(tx).await?;
    if rows.len() >= CHANNELS_MAX {
        return Err(StoreError::Limit { what: "channels", max: CHANNELS_MAX as u64 });
    }
    for row in &rows {
        let there = read_record(&mut row.columns())?;
        let same_account =
            channel.account.is_some() && there.account.as_ref().map(|a| &a.native_id) == channel.account.as_ref().map(|a| &a.native_id);
        let same = there.channel.connector == channel.connector && (same_account || there.channel.config == channel.config);
        if same {
            return Err(StoreError::Conflict { code: "channel_exists" });
        }
    }
    Ok(())
}

async fn apply_change(tx: &mut Tx, scope: &Scope, channel_id: ChannelId, change: ChannelChange) -> Result<Channel> {
    let before = record_of(tx, scope.brand_id(), channel_id).await?;
    let state = change.state.unwrap_or(before.channel.state);
    sql("UPDATE channel SET name = ?, config = ?, state = ?, account = ? WHERE id = ?")
        .bind(change.name.unwrap_or(before.channel.name))
        .bind(Value::json(&change.config.unwrap_or(before.channel.config)))
        .bind(state.as_str())
        .bind(Value::json_or_null(change.account.or(before.account).as_ref()))
        .bind(channel_id.0)
        .run(tx)
        .await?;
    if let Some(secret) = change.secret {
        sql("UPDATE channel SET secret = ?, session = NULL WHERE id = ?").bind(secret).bind(channel_id.0).run(tx).await?;
    }
    tx.event_of(scope, EventKind::ChannelChanged, None, json!({ "channel_id": channel_id, "state": state }));
    Ok(record_of(tx, scope.brand_id(), channel_id).await?.channel)
}

async fn remove(tx: &mut Tx, scope: &Scope, channel_id: ChannelId) -> Result<()> {
    let query = sql("UPDATE channel SET removed = 1, secret = NULL, session = NULL WHERE id = ? AND brand_id = ? AND removed = 0");
    if query.bind(channel_id.0).bind(scope.brand_id().0).run(tx).await? == 0 {
        return Err(StoreError::NotFound);
    }
    for statement in [
        "DELETE FROM source WHERE channel_id = ?",
        "DELETE FROM source_hour WHERE channel_id = ?",
        "DELETE FROM reread WHERE channel_id = ?",
        "DELETE FROM wanted WHERE channel_id = ?",
    ] {
        sql(statement).bind(channel_id.0).run(tx).await?;
    }
    // What was taken in stays as it came; what nobody has read yet has no reader any more.
    sql("DELETE FROM raw WHERE channel_id = ? AND state <> 1").bind(channel_id.0).run(tx).await?;
    tx.event_of(scope, EventKind::ChannelChanged, None, json!({ "channel_id": channel_id, "removed": true }));
    Ok(())
}

async fn record_of(on: &mut impl AsConnection, brand_id: BrandId, channel_id: ChannelId) -> Result<ChannelRecord> {
    let query = sql(concat!("SELECT ", channel_record_columns!(), " FROM channel h WHERE h.id = ? AND h.brand_id = ? AND h.removed = 0"));
    read_record(&mut query.bind(channel_id.0).bind(brand_id.0).one(on).await?.columns())
}

fn read_record(row: &mut Columns<'_>) -> Result<ChannelRecord> {
    Ok(ChannelRecord { channel: records::channel(row)?, account: row.json_or_null()?, has_secret: row.flag()? })
}
