//! Invitations into a brand: by the hash of their link's secret, for one use, for a while.

use super::users::insert_user;
use super::{Invite, NewUser};
use crate::error::{Result, StoreError};
use crate::sql::{Columns, sql};
use crate::store::Store;
use crate::tx::Tx;
use answerable_domain::{BrandId, EventKind, InviteId, Millis, Permission, Role, Scope, User, UserId};
use serde_json::json;

macro_rules! invite_columns {
    () => {
        "i.id, i.brand_id, b.name, i.role, i.created_by, i.created_at, i.expires_at FROM invite i JOIN brand b ON b.id = i.brand_id"
    };
}

impl Store {
    pub async fn create_invite(&self, scope: &Scope, role: Role, token_hash: &[u8], expires_at: Millis) -> Result<Invite> {
        scope.require(Permission::Administer)?;
        let (scope, token_hash) = (*scope, token_hash.to_vec());
        self.write(move |tx| {
            Box::pin(async move {
                sql("INSERT INTO invite (id, token_hash, brand_id, role, created_by, created_at, expires_at) VALUES (?,?,?,?,?,?,?)")
                    .bind(tx.next_id())
                    .bind(token_hash.clone())
                    .bind(scope.brand_id().0)
                    .bind(role.as_str())
                    .bind(scope.user_id().map_or(0, |id| id.0))
                    .bind(tx.now())
                    .bind(expires_at)
                    .run(tx)
                    .await?;
                valid_invite(tx, &token_hash).await
            })
        })
        .await
    }

    pub async fn invites(&self, scope: &Scope) -> Result<Vec<Invite>> {
        scope.require(Permission::Administer)?;
        let query = sql(concat!("SELECT ", invite_columns!(), " WHERE i.brand_id = ? AND i.expires_at > ? ORDER BY i.id"));
        let query = query.bind(scope.brand_id().0).bind(self.now());
        query.all(&mut self.read().await?).await?.iter().map(|row| read_invite(&mut row.columns())).collect()
    }

    /// `NotFound` when it is unknown, used or expired.
    pub async fn invite(&self, token_hash: &[u8]) -> Result<Invite> {
        let query = sql(concat!("SELECT ", invite_columns!(), " WHERE i.token_hash = ? AND i.expires_at > ? AND b.removed = 0"));
        read_invite(&mut query.bind(token_hash).bind(self.now()).one(&mut self.read().await?).await?.columns())
    }

    pub async fn delete_invite(&self, scope: &Scope, invite_id: InviteId) -> Result<()> {
        scope.require(Permission::Administer)?;
        let brand_id = scope.brand_id();
        self.write(move |tx| {
            Box::pin(async move {
                let query = sql("DELETE FROM invite WHERE id = ? AND brand_id = ?").bind(invite_id.0).bind(brand_id.0);
                if query.run(tx).await? == 0 { Err(StoreError::NotFound) } else { Ok(()) }
            })
        })
        .await
    }

    /// Uses an invite up, once, and makes the user a member.
    pub async fn accept_invite(&self, token_hash: &[u8], user_id: UserId) -> Result<Invite> {
        let token_hash = token_hash.to_vec();
        self.write(move |tx| Box::pin(async move { use_up(tx, &token_hash, user_id).await })).await
    }

    /// As `accept_invite`, and makes the user in the same transaction.
    pub async fn accept_invite_as_new(&self, token_hash: &[u8], user: NewUser) -> Result<(User, Invite)> {
        let token_hash = token_hash.to_vec();
        self.write(move |tx| {
            Box::pin(async move {
                let user = insert_user(tx, user).await?;
                let invite = use_up(tx, &token_hash, user.id).await?;
                Ok((user, invite))
            })
        })
        .await
    }
}

async fn use_up(tx: &mut Tx, token_hash: &[u8], user_id: UserId) -> Result<Invite> {
    let invite = valid_invite(tx, token_hash).await?;
    if sql("DELETE FROM invite WHERE id = ?").bind(invite.id.0).run(tx).await? == 0 {
        return Err(StoreError::NotFound);
    }
    let added =
        sql("INSERT INTO member (brand_id, person_id, role, created_at) VALUES (?,?,?,?) ON CONFLICT (brand_id, person_id) DO NOTHING")
            .bind(invite.brand_id.0)
            .bind(user_id.0)
            .bind(invite.role.as_str())
            .bind(tx.now())
            .run(tx)
            .await?;
    if added == 0 {
        return Err(StoreError::Conflict { code: "already_member" });
    }
    let payload = json!({ "user_id": user_id, "role": invite.role });
    tx.event_by(Some(user_id), invite.brand_id, EventKind::MemberChanged, None, payload);
    Ok(invite)
}

async fn valid_invite(tx: &mut Tx, token_hash: &[u8]) -> Result<Invite> {
    let query = sql(concat!("SELECT ", invite_columns!(), " WHERE i.token_hash = ? AND i.expires_at > ? AND b.removed = 0"));
    let now = tx.now();
    read_invite(&mut query.bind(token_hash).bind(now).one(tx).await?.columns())
}

fn read_invite(row: &mut Columns<'_>) -> Result<Invite> {
    Ok(Invite {
        id: InviteId(row.int()?),
        brand_id: BrandId(row.int()?),
        brand_name: row.text()?,
        role: row.named(Role::parse)?,
        created_by: UserId(row.int()?),
        created_at: row.int()?,
        expires_at: row.int()?,
    })
}
