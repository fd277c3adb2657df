//! What lets a user in: sessions and personal tokens, by the hash of their secret; and failed sign-ins.

use super::users::{read_user_record, user_record_columns};
use super::{LoginAttempts, Session, Token, UserRecord};
use crate::error::{Result, StoreError};
use crate::records::user_columns;
use crate::sql::{Columns, sql};
use crate::store::Store;
use answerable_domain::{Millis, TokenId, UserId};

/// A use is written down at most this often.
const USE_NOTED_EVERY_MS: Millis = 60_000;

macro_rules! token_columns {
    () => {
        "t.id, t.person_id, t.name, t.created_at, t.expires_at, t.last_used_at"
    };
}

impl Store {
    pub async fn create_session(&self, token_hash: &[u8], user_id: UserId, expires_at: Millis) -> Result<()> {
        let token_hash = token_hash.to_vec();
        self.write(move |tx| {
            Box::pin(async move {
                let now = tx.now();
                sql("INSERT INTO session (token_hash, person_id, created_at, expires_at, last_used_at) VALUES (?,?,?,?,?)")
                    .bind(token_hash)
                    .bind(user_id.0)
                    .bind(now)
                    .bind(expires_at)
                    .bind(now)
                    .run(tx)
                    .await
                    .map(drop)
            })
        })
        .await
    }

    /// `None`: unknown, expired, or the user is disabled. Notes the use (at most once a minute).
    pub async fn session(&self, token_hash: &[u8]) -> Result<Option<(Session, UserRecord)>> {
        let query = sql(concat!(
            "SELECT s.created_at, s.expires_at, s.last_used_at, ",
            user_record_columns!(),
            " FROM session s JOIN person u ON u.id = s.person_id WHERE s.token_hash = ? AND s.expires_at > ? AND u.disabled = 0"
        ));
        let now = self.now();
        let Some(row) = query.bind(token_hash).bind(now).optional(&mut self.read().await?).await? else { return Ok(None) };
        let mut row = row.columns();
        let (created_at, expires_at, last_used_at) = (row.int()?, row.int()?, row.int()?);
        let user = read_user_record(&mut row)?;
        if now - last_used_at >= USE_NOTED_EVERY_MS {
            self.note_use("UPDATE session SET last_used_at = ? WHERE token_hash = ?", token_hash, now).await?;
        }
        Ok(Some((Session { user_id: user.user.id, created_at, expires_at, last_used_at }, user)))
    }

    async fn note_use(&self, statement: &'static str, token_hash: &[u8], now: Millis) -> Result<()> {
        let token_hash = token_hash.to_vec();
        self.write(move |tx| Box::pin(async move { sql(statement).bind(now).bind(token_hash).run(tx).await.map(drop) })).await
    }

    pub async fn delete_session(&self, token_hash: &[u8]) -> Result<()> {
        let token_hash = token_hash.to_vec();
        self.write(move |tx| {
            Box::pin(async move { sql("DELETE FROM session WHERE token_hash = ?").bind(token_hash).run(tx).await.map(drop) })
        })
        .await
    }

    /// Signs out everywhere, but for `except`.
    pub async fn delete_sessions(&self, user_id: UserId, except: Option<&[u8]>) -> Result<()> {
        let except = except.map(<[u8]>::to_vec).unwrap_or_default();
        self.write(move |tx| {
            Box::pin(async move {
                let query = sql("DELETE FROM session WHERE person_id = ? AND token_hash <> ?").bind(user_id.0).bind(except);
                query.run(tx).await.map(drop)
            })
        })
        .await
    }

    pub async fn create_token(&self, user_id: UserId, name: &str, token_hash: &[u8], expires_at: Option<Millis>) -> Result<Token> {
        let (name, token_hash) = (name.to_owned(), token_hash.to_vec());
        self.write(move |tx| {
            Box::pin(async move {
                let (id, created_at) = (tx.next_id(), tx.now());
                sql("INSERT INTO token (id, token_hash, person_id, name, created_at, expires_at) VALUES (?,?,?,?,?,?)")
                    .bind(id)
                    .bind(token_hash)
                    .bind(user_id.0)
                    .bind(&name)
                    .bind(created_at)
                    .bind(expires_at)
                    .run(tx)
                    .await?;
                Ok(Token { id: TokenId(id), user_id, name, created_at, expires_at, last_used_at: None })
            })
        })
        .await
    }

    pub async fn tokens(&self, user_id: UserId) -> Result<Vec<Token>> {
        let query = sql(concat!("SELECT ", token_columns!(), " FROM token t WHERE t.person_id = ? ORDER BY t.id")).bind(user_id.0);
        query.all(&mut self.read().await?).await?.iter().map(|row| read_token(&mut row.columns())).collect()
    }

    /// `None`: unknown, expired, or the user is disabled.
    pub async fn token_user(&self, token_hash: &[u8]) -> Result<Option<(Token, UserRecord)>> {
        let query = sql(concat!(
            "SELECT ",
            token_columns!(),
            ", ",
            user_record_columns!(),
            " FROM token t JOIN person u ON u.id = t.person_id \
             WHERE t.token_hash = ? AND (t.expires_at IS NULL OR t.expires_at > ?) AND u.disabled = 0"
        ));
        let now = self.now();
        let Some(row) = query.bind(token_hash).bind(now).optional(&mut self.read().await?).await? else { return Ok(None) };
        let mut row = row.columns();
        let (token, user) = (read_token(&mut row)?, read_user_record(&mut row)?);
        if token.last_used_at.is_none_or(|used_at| now - used_at >= USE_NOTED_EVERY_MS) {
            self.note_use("UPDATE token SET last_used_at = ? WHERE token_hash = ?", token_hash, now).await?;
        }
        Ok(Some((token, user)))
    }

    pub async fn delete_token(&self, user_id: UserId, token_id: TokenId) -> Result<()> {
        self.write(move |tx| {
            Box::pin(async move {
                let query = sql("DELETE FROM token WHERE id = ? AND person_id = ?").bind(token_id.0).bind(user_id.0);
                if query.run(tx).await? == 0 { Err(StoreError::NotFound) } else { Ok(()) }
            })
        })
        .await
    }

    /// Counts a failed sign-in; a window older than `window_ms` starts anew.
    pub async fn add_login_failure(&self, key: &str, window_ms: i64) -> Result<LoginAttempts> {
        let key = key.to_owned();
        self.write(move |tx| {
            Box::pin(async move {
                let now = tx.now();
                let row = sql("INSERT INTO login_attempt (key, failures, since, last_at) VALUES (?, 1, ?, ?) \
                               ON CONFLICT (key) DO UPDATE SET last_at = excluded.last_at, \
                               failures = CASE WHEN login_attempt.since < ? THEN 1 ELSE login_attempt.failures + 1 END, \
                               since = CASE WHEN login_attempt.since < ? THEN excluded.since ELSE login_attempt.since END \
                               RETURNING failures, since, last_at")
                .bind(key)
                .bind(now)
                .bind(now)
                .bind(now - window_ms)
                .bind(now - window_ms)
                .one(tx)
                .await?;
                read_attempts(&mut row.columns())
            })
        })
        .await
    }

    pub async fn login_attempts(&self, key: &str) -> Result<LoginAttempts> {
        let query = sql("SELECT failures, since, last_at FROM login_attempt WHERE key = ?").bind(key);
        let row = query.optional(&mut self.read().await?).await?;
        row.map_or(Ok(LoginAttempts::default()), |row| read_attempts(&mut row.columns()))
    }

    pub async fn clear_login_attempts(&self, key: &str) -> Result<()> {
        let key = key.to_owned();
        self.write(move |tx| Box::pin(async move { sql("DELETE FROM login_attempt WHERE key = ?").bind(key).run(tx).await.map(drop) }))
            .await
    }

    /// Deletes sessions, invites and login windows that are over.
    pub async fn prune_expired(&self, now: Millis) -> Result<()> {
        const LOGIN_KEPT_MS: Millis = 86_400_000;
        self.write(move |tx| {
            Box::pin(async move {
                sql("DELETE FROM session WHERE expires_at <= ?").bind(now).run(tx).await?;
                sql("DELETE FROM invite WHERE expires_at <= ?").bind(now).run(tx).await?;
                sql("DELETE FROM login_attempt WHERE last_at <= ?").bind(now - LOGIN_KEPT_MS).run(tx).await.map(drop)
            })
        })
        .await
    }
}

fn read_token(row: &mut Columns<'_>) -> Result<Token> {
    Ok(Token {
        id: TokenId(row.int()?),
        user_id: UserId(row.int()?),
        name: row.text()?,
        created_at: row.int()?,
        expires_at: row.int_or_null()?,
        last_used_at: row.int_or_null()?,
    })
}

fn read_attempts(row: &mut Columns<'_>) -> Result<LoginAttempts> {
    Ok(LoginAttempts { failures: row.u32()?, since: row.int()?, last_at: row.int()? })
}
