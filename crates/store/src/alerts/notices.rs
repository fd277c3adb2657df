//! Notices as people read them: each their own and the shared ones, with how many are new.

use super::searches::person;
use super::{Notice, NoticePost};
use crate::error::{Result, StoreError};
use crate::ids::Ids;
use crate::limits::UNREAD_MAX;
use crate::page::{Page, PageKey, checked_limit};
use crate::sql::{AsConnection, Columns, sql};
use crate::store::Store;
use answerable_domain::{AlertId, BrandId, CaseId, Millis, NoticeId, Permission, PostId, Scope};
use std::collections::HashMap;

/// Rows that one call of `prune_alerts` removes from each table.
const PRUNED_AT_ONCE: usize = 5_000;

impl Store {
    /// Newest first.
    pub async fn notices(&self, scope: &Scope, after: Option<PageKey>, limit: usize) -> Result<Page<Notice>> {
        scope.require(Permission::Read)?;
        let limit = checked_limit(limit)?;
        let mut connection = self.read_together().await?;
        let read_up_to = read_up_to(&mut connection, scope).await?;
        let mut query =
            sql("SELECT n.id, n.alert_id, n.alert_name, n.matches, n.trial, n.created_at FROM notice n WHERE n.brand_id = ? AND \
             n.in_app = 1 AND (n.shared = 1 OR n.person_id = ?)")
            .bind(scope.brand_id().0)
            .bind(person(scope));
        if let Some(key) = after {
            query.push_bound(" AND n.id < ?", key.id);
        }
        query.push_bound(" ORDER BY n.id DESC LIMIT ?", limit + 1);
        let rows = query.all(&mut connection).await?;
        let notices = rows.iter().map(|row| read(&mut row.columns())).collect::<Result<Vec<_>>>()?;
        let mut page = Page::cut(notices, limit, |notice| PageKey::of_id(notice.id.0));
        let ids: Vec<NoticeId> = page.items.iter().map(|notice| notice.id).collect();
        let mut posts = posts_of(&mut connection, scope.brand_id(), &ids).await?;
        for notice in &mut page.items {
            notice.posts = posts.remove(&notice.id).unwrap_or_default();
            notice.read = notice.id.0 <= read_up_to;
        }
        Ok(page)
    }

    /// How many of them this person has not read; counting ends at [`UNREAD_MAX`].
    pub async fn unread_notices(&self, scope: &Scope) -> Result<u64> {
        scope.require(Permission::Read)?;
        let mut connection = self.read_together().await?;
        let read_up_to = read_up_to(&mut connection, scope).await?;
        let query = sql(
            "SELECT count(*) FROM (SELECT 1 AS one FROM notice n WHERE n.brand_id = ? AND n.id > ? AND n.in_app = 1 AND (n.shared = 1 \
             OR n.person_id = ?) LIMIT ?) unread",
        );
        let query = query.bind(scope.brand_id().0).bind(read_up_to).bind(person(scope)).bind(UNREAD_MAX);
        query.one(&mut connection).await?.columns().u64()
    }

    /// All up to and with this one. It never becomes less.
    pub async fn read_notices(&self, scope: &Scope, up_to: NoticeId) -> Result<()> {
        scope.require(Permission::Read)?;
        let Some(user_id) = scope.user_id() else { return Ok(()) };
        let scope = *scope;
        self.write(move |tx| {
            Box::pin(async move {
                let visible = sql("SELECT 1 FROM notice WHERE id = ? AND brand_id = ? AND in_app = 1 AND (shared = 1 OR person_id = ?)");
                let visible = visible.bind(up_to.0).bind(scope.brand_id().0).bind(user_id.0).optional(tx).await?;
                visible.ok_or(StoreError::NotFound)?;
                sql("INSERT INTO notice_read (brand_id, person_id, up_to) VALUES (?,?,?) ON CONFLICT (brand_id, person_id) DO UPDATE SET \
                     up_to = CASE WHEN excluded.up_to > notice_read.up_to THEN excluded.up_to ELSE notice_read.up_to END")
                .bind(scope.brand_id().0)
                .bind(user_id.0)
                .bind(up_to.0)
                .run(tx)
                .await
                .map(drop)
            })
        })
        .await
    }

    /// Forgets what was told before then; what waits stays. Returns how many rows; call again while it is not 0.
    pub async fn prune_alerts(&self, before: Millis) -> Result<u64> {
        let floor = Ids::floor_of(before);
        self.write(move |tx| {
            Box::pin(async move {
                let statements = [
                    "DELETE FROM alert_match WHERE id IN (SELECT id FROM alert_match WHERE id < ? AND notice_id IS NOT NULL LIMIT ?)",
                    "DELETE FROM delivery WHERE id IN (SELECT id FROM delivery WHERE id < ? AND state IN ('delivered', 'failed') LIMIT ?)",
                    "DELETE FROM notice WHERE id IN (SELECT n.id FROM notice n WHERE n.id < ? AND NOT EXISTS (SELECT 1 FROM delivery d WHERE \
                     d.notice_id = n.id AND d.state IN ('waiting', 'sending')) LIMIT ?)",
                ];
                let mut count = 0;
                for statement in statements {
                    count += sql(statement).bind(floor).bind(PRUNED_AT_ONCE).run(tx).await?;
                }
                sql("DELETE FROM notice_post WHERE notice_id < ? AND NOT EXISTS (SELECT 1 FROM notice n WHERE n.id = notice_post.notice_id)")
                    .bind(floor)
                    .run(tx)
                    .await?;
                Ok(count)
            })
        })
        .await
    }
}

/// What was there before somebody joined is not new to them.
async fn read_up_to(on: &mut impl AsConnection, scope: &Scope) -> Result<i64> {
    let (brand_id, person_id) = (scope.brand_id().0, person(scope));
    let query = sql("SELECT up_to FROM notice_read WHERE brand_id = ? AND person_id = ?").bind(brand_id).bind(person_id);
    if let Some(row) = query.optional(on).await? {
        return row.int();
    }
    let query = sql("SELECT created_at FROM member WHERE brand_id = ? AND person_id = ?").bind(brand_id).bind(person_id);
    Ok(query.optional(on).await?.map(|row| row.int()).transpose()?.map_or(0, Ids::floor_of))
}

pub(super) async fn notice_of(on: &mut impl AsConnection, brand_id: BrandId, id: NoticeId) -> Result<Notice> {
    let query =
        sql("SELECT n.id, n.alert_id, n.alert_name, n.matches, n.trial, n.created_at FROM notice n WHERE n.id = ? AND n.brand_id = ?");
    let row = query.bind(id.0).bind(brand_id.0).one(on).await?;
    let mut notice = read(&mut row.columns())?;
    notice.posts = posts_of(on, brand_id, &[id]).await?.remove(&id).unwrap_or_default();
    Ok(notice)
}

async fn posts_of(on: &mut impl AsConnection, brand_id: BrandId, ids: &[NoticeId]) -> Result<HashMap<NoticeId, Vec<NoticePost>>> {
    let mut posts: HashMap<NoticeId, Vec<NoticePost>> = HashMap::new();
    if ids.is_empty() {
        return Ok(posts);
    }
    let mut query =
        sql("SELECT np.notice_id, np.post_id, np.case_id, p.text, coalesce(a.handle, a.display_name, ''), p.permalink, p.created_at \
         FROM notice_post np JOIN post p ON p.id = np.post_id JOIN author a ON a.id = p.author_id WHERE p.brand_id = ? AND \
         p.deleted_at IS NULL AND np.notice_id IN ")
        .bind(brand_id.0);
    query.push_list(ids.iter().map(|id| id.0)).push(" ORDER BY np.notice_id, np.place");
    for row in query.all(on).await? {
        let mut row = row.columns();
        let notice_id = NoticeId(row.int()?);
        posts.entry(notice_id).or_default().push(NoticePost {
            post_id: PostId(row.int()?),
            case_id: CaseId(row.int()?),
            text: row.text()?,
            author: row.text()?,
            permalink: row.text_or_null()?,
            created_at: row.int()?,
        });
    }
    Ok(posts)
}

fn read(row: &mut Columns<'_>) -> Result<Notice> {
    Ok(Notice {
        id: NoticeId(row.int()?),
        alert_id: AlertId(row.int()?),
        alert_name: row.text()?,
        count: row.u64()?,
        trial: row.flag()?,
        created_at: row.int()?,
        posts: Vec::new(),
        read: false,
    })
}
