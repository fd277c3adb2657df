//! Users: who may sign in.

use super::{NewUser, UserChange, UserRecord};
use crate::error::{Result, StoreError};
use crate::records::{self, user_columns};
use crate::sql::{AsConnection, Columns, sql};
use crate::store::Store;
use crate::tx::Tx;
use answerable_domain::{Theme, User, UserId};

macro_rules! user_record_columns {
    () => {
        concat!(user_columns!(), ", u.signature, u.password_hash")
    };
}

pub(super) use user_record_columns;

impl Store {
    pub async fn has_users(&self) -> Result<bool> {
        Ok(sql("SELECT 1 FROM person LIMIT 1").optional(&mut self.read().await?).await?.is_some())
    }

    /// The first user; `Conflict{already_set_up}` when there is one, however many ask at once.
    pub async fn create_owner(&self, user: NewUser) -> Result<User> {
        self.write(move |tx| {
            Box::pin(async move {
                // Several nodes may ask at once: the lock row makes them wait for each other.
                sql("INSERT INTO setting (key, value) VALUES ('owner', '1') ON CONFLICT (key) DO NOTHING").run(tx).await?;
                if sql("SELECT 1 FROM person LIMIT 1").optional(tx).await?.is_some() {
                    return Err(StoreError::Conflict { code: "already_set_up" });
                }
                insert_user(tx, user).await
            })
        })
        .await
    }

    /// `Conflict{email_taken}`.
    pub async fn create_user(&self, user: NewUser) -> Result<User> {
        self.write(move |tx| Box::pin(async move { insert_user(tx, user).await })).await
    }

    pub async fn user(&self, user_id: UserId) -> Result<UserRecord> {
        user_record(&mut self.read().await?, user_id).await
    }

    /// In any order; unknown ones are left out.
    pub async fn users(&self, user_ids: &[UserId]) -> Result<Vec<User>> {
        let mut users = Vec::with_capacity(user_ids.len());
        let mut connection = self.read_together().await?;
        for ids in user_ids.chunks(500) {
            let mut query = sql(concat!("SELECT ", user_columns!(), " FROM person u WHERE u.id IN "));
            query.push_list(ids.iter().map(|id| id.0));
            for row in query.all(&mut connection).await? {
                users.push(records::user(&mut row.columns())?);
            }
        }
        Ok(users)
    }

    pub async fn all_users(&self) -> Result<Vec<User>> {
        let query = sql(concat!("SELECT ", user_columns!(), " FROM person u ORDER BY u.id"));
        query.all(&mut self.read().await?).await?.iter().map(|row| records::user(&mut row.columns())).collect()
    }

    pub async fn user_by_email(&self, email: &str) -> Result<Option<UserRecord>> {
        let query = sql(concat!("SELECT ", user_record_columns!(), " FROM person u WHERE u.email = ?")).bind(email.to_lowercase());
        query.optional(&mut self.read().await?).await?.map(|row| read_user_record(&mut row.columns())).transpose()
    }

    /// Disabling ends all sessions.
    pub async fn change_user(&self, user_id: UserId, change: UserChange) -> Result<UserRecord> {
        self.write(move |tx| Box::pin(async move { apply_change(tx, user_id, change).await })).await
    }
}

pub(super) async fn insert_user(tx: &mut Tx, user: NewUser) -> Result<User> {
    let (id, now, email) = (tx.next_id(), tx.now(), user.email.to_lowercase());
    let added = sql("INSERT INTO person (id, email, name, locale, theme, password_hash, created_at) VALUES (?,?,?,?,?,?,?) \
                     ON CONFLICT (email) DO NOTHING")
    .bind(id)
    .bind(&email)
    .bind(&user.name)
    .bind(user.locale.as_str())
    .bind(Theme::default().as_str())
    .bind(user.password_hash)
    .bind(now)
    .run(tx)
    .await?;
    if added == 0 {
        return Err(StoreError::Conflict { code: "email_taken" });
    }
    let NewUser { name, locale, .. } = user;
    Ok(User { id: UserId(id), email, name, locale, theme: Theme::default(), disabled: false, created_at: now })
}

async fn apply_change(tx: &mut Tx, user_id: UserId, change: UserChange) -> Result<UserRecord> {
    let before = user_record(tx, user_id).await?;
    let ends_sessions = change.disabled == Some(true);
    sql("UPDATE person SET name = ?, signature = ?, locale = ?, theme = ?, password_hash = ?, disabled = ? WHERE id = ?")
        .bind(change.name.unwrap_or(before.user.name))
        .bind(change.signature.unwrap_or(before.signature))
        .bind(change.locale.unwrap_or(before.user.locale).as_str())
        .bind(change.theme.unwrap_or(before.user.theme).as_str())
        .bind(change.password_hash.unwrap_or(before.password_hash))
        .bind(change.disabled.unwrap_or(before.user.disabled))
        .bind(user_id.0)
        .run(tx)
        .await?;
    if ends_sessions {
        sql("DELETE FROM session WHERE person_id = ?").bind(user_id.0).run(tx).await?;
    }
    user_record(tx, user_id).await
}

pub(super) async fn user_record(on: &mut impl AsConnection, user_id: UserId) -> Result<UserRecord> {
    let query = sql(concat!("SELECT ", user_record_columns!(), " FROM person u WHERE u.id = ?")).bind(user_id.0);
    read_user_record(&mut query.one(on).await?.columns())
}

pub(super) fn read_user_record(row: &mut Columns<'_>) -> Result<UserRecord> {
    Ok(UserRecord { user: records::user(row)?, signature: row.text()?, password_hash: row.text()? })
}
