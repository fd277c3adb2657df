//! Brands and their members.

use super::{Member, Membership};
use crate::error::{Result, StoreError};
use crate::records::{self, brand_columns, user_columns};
use crate::sql::{AsConnection, sql};
use crate::store::Store;
use crate::tx::Tx;
use answerable_domain::{Brand, BrandId, EventKind, Permission, Policy, Role, Scope, UserId};
use serde_json::json;

impl Store {
    /// The user becomes its owner.
    pub async fn create_brand(&self, owner: UserId, name: &str, sandbox: bool) -> Result<Brand> {
        let name = name.to_owned();
        self.write(move |tx| {
            Box::pin(async move {
                let brand = Brand { id: BrandId(tx.next_id()), name, sandbox, policy: Policy::default(), created_at: tx.now() };
                insert_brand(tx, &brand).await?;
                sql("INSERT INTO member (brand_id, person_id, role, created_at) VALUES (?,?,?,?)")
                    .bind(brand.id.0)
                    .bind(owner.0)
                    .bind(Role::Owner.as_str())
                    .bind(brand.created_at)
                    .run(tx)
                    .await?;
                tx.event_by(Some(owner), brand.id, EventKind::BrandChanged, None, json!({}));
                Ok(brand)
            })
        })
        .await
    }

    pub async fn brand(&self, scope: &Scope) -> Result<Brand> {
        scope.require(Permission::Read)?;
        brand_of(&mut self.read().await?, scope.brand_id()).await
    }

    pub async fn brands(&self) -> Result<Vec<Brand>> {
        let query = sql(concat!("SELECT ", brand_columns!(), " FROM brand b WHERE b.removed = 0 ORDER BY b.id"));
        query.all(&mut self.read().await?).await?.iter().map(|row| records::brand(&mut row.columns())).collect()
    }

    pub async fn brands_of(&self, user_id: UserId) -> Result<Vec<Membership>> {
        let query = sql(concat!(
            "SELECT ",
            brand_columns!(),
            ", m.role, coalesce(n.value, 0) FROM member m JOIN brand b ON b.id = m.brand_id \
             LEFT JOIN counter n ON n.brand_id = b.id AND n.name = 'state:open' WHERE m.person_id = ? AND b.removed = 0 ORDER BY b.id"
        ));
        let rows = query.bind(user_id.0).all(&mut self.read().await?).await?;
        let membership = |row: &crate::sql::Row| {
            let mut row = row.columns();
            Ok(Membership { brand: records::brand(&mut row)?, role: row.named(Role::parse)?, open_count: row.u64()? })
        };
        rows.iter().map(membership).collect()
    }

    /// `None`: no member, or no such brand.
    pub async fn role(&self, brand_id: BrandId, user_id: UserId) -> Result<Option<Role>> {
        let query = sql("SELECT m.role FROM member m JOIN brand b ON b.id = m.brand_id \
                         WHERE m.brand_id = ? AND m.person_id = ? AND b.removed = 0");
        let row = query.bind(brand_id.0).bind(user_id.0).optional(&mut self.read().await?).await?;
        row.map(|row| row.columns().named(Role::parse)).transpose()
    }

    pub async fn rename_brand(&self, scope: &Scope, name: &str) -> Result<Brand> {
        scope.require(Permission::Administer)?;
        let (scope, name) = (*scope, name.to_owned());
        self.write(move |tx| {
            Box::pin(async move {
                sql("UPDATE brand SET name = ? WHERE id = ?").bind(name).bind(scope.brand_id().0).run(tx).await?;
                tx.event_of(&scope, EventKind::BrandChanged, None, json!({}));
                brand_of(tx, scope.brand_id()).await
            })
        })
        .await
    }

    pub async fn set_policy(&self, scope: &Scope, policy: Policy) -> Result<Brand> {
        scope.require(Permission::Configure)?;
        let scope = *scope;
        self.write(move |tx| {
            Box::pin(async move {
                let value = crate::sql::Value::json(&policy);
                sql("UPDATE brand SET policy = ? WHERE id = ?").bind(value).bind(scope.brand_id().0).run(tx).await?;
                tx.event_of(&scope, EventKind::BrandChanged, None, json!({}));
                brand_of(tx, scope.brand_id()).await
            })
        })
        .await
    }

    pub async fn members(&self, scope: &Scope) -> Result<Vec<Member>> {
        scope.require(Permission::Read)?;
        members_of(&mut self.read().await?, scope.brand_id(), None).await
    }

    /// `Conflict{last_owner}`.
    pub async fn set_role(&self, scope: &Scope, user_id: UserId, role: Role) -> Result<Member> {
        scope.require(Permission::Administer)?;
        let scope = *scope;
        self.write(move |tx| {
            Box::pin(async move {
                if role != Role::Owner {
                    keep_an_owner(tx, scope.brand_id(), user_id).await?;
                }
                let query = sql("UPDATE member SET role = ? WHERE brand_id = ? AND person_id = ?").bind(role.as_str());
                if query.bind(scope.brand_id().0).bind(user_id.0).run(tx).await? == 0 {
                    return Err(StoreError::NotFound);
                }
                tx.event_of(&scope, EventKind::MemberChanged, None, json!({ "user_id": user_id, "role": role }));
                let members = members_of(tx, scope.brand_id(), Some(user_id)).await?;
                members.into_iter().next().ok_or(StoreError::NotFound)
            })
        })
        .await
    }

    /// Their open cases are unassigned. `Conflict{last_owner}`.
    pub async fn remove_member(&self, scope: &Scope, user_id: UserId) -> Result<()> {
        scope.require(Permission::Administer)?;
        let scope = *scope;
        self.write(move |tx| Box::pin(async move { remove(tx, &scope, user_id).await })).await
    }
}

async fn insert_brand(tx: &mut Tx, brand: &Brand) -> Result<()> {
    sql("INSERT INTO brand (id, name, sandbox, policy, created_at) VALUES (?,?,?,?,?)")
        .bind(brand.id.0)
        .bind(&brand.name)
        .bind(brand.sandbox)
        .bind(crate::sql::Value::json(&brand.policy))
        .bind(brand.created_at)
        .run(tx)
        .await
        .map(drop)
}

pub(crate) async fn brand_of(on: &mut impl AsConnection, brand_id: BrandId) -> Result<Brand> {
    let query = sql(concat!("SELECT ", brand_columns!(), " FROM brand b WHERE b.id = ? AND b.removed = 0"));
    records::brand(&mut query.bind(brand_id.0).one(on).await?.columns())
}

async fn members_of(on: &mut impl AsConnection, brand_id: BrandId, only: Option<UserId>) -> Result<Vec<Member>> {
    let mut query = sql(concat!(
        "SELECT ",
        user_columns!(),
        ", u.signature, m.role FROM member m JOIN person u ON u.id = m.person_id WHERE m.brand_id = ?"
    ))
    .bind(brand_id.0);
    if let Some(user_id) = only {
        query.push_bound(" AND m.person_id = ?", user_id.0);
    }
    query.push(" ORDER BY u.name, u.id");
    let rows = query.all(on).await?;
    let member = |row: &crate::sql::Row| {
        let mut row = row.columns();
        Ok(Member { user: records::user(&mut row)?, signature: row.text()?, role: row.named(Role::parse)? })
    };
    rows.iter().map(member).collect()
}

/// A brand that nobody owns can be administered by nobody.
async fn keep_an_owner(tx: &mut Tx, brand_id: BrandId, but_for: UserId) -> Result<()> {
    let row = sql("SELECT count(*) FROM member WHERE brand_id = ? AND role = 'owner' AND person_id <> ?")
        .bind(brand_id.0)
        .bind(but_for.0)
        .one(tx)
        .await?;
    if row.int()? == 0 { Err(StoreError::Conflict { code: "last_owner" }) } else { Ok(()) }
}

async fn remove(tx: &mut Tx, scope: &Scope, user_id: UserId) -> Result<()> {
    let brand_id = scope.brand_id();
    if members_of(tx, brand_id, Some(user_id)).await?.is_empty() {
        return Err(StoreError::NotFound);
    }
    keep_an_owner(tx, brand_id, user_id).await?;
    sql("DELETE FROM member WHERE brand_id = ? AND person_id = ?").bind(brand_id.0).bind(user_id.0).run(tx).await?;
    crate::casework::unassign_all(tx, brand_id, user_id, scope.user_id()).await?;
    tx.event_of(scope, EventKind::MemberChanged, None, json!({ "user_id": user_id, "removed": true }));
    Ok(())
}
