//! Looking for matches: what happened since the last look, and which alerts it concerns. Only reads, so that a search over many posts holds
//! up nobody who writes.

use super::rules::{self, alert_columns};
use super::{Alert, AlertMatch, Matches, SearchFilter};
use crate::CaseFilter;
use crate::error::Result;
use crate::inbox::condition_of_few;
use crate::settings::read_event;
use crate::sql::{AsConnection, Connection, Engine, Query, sql};
use crate::store::Store;
use answerable_domain::{AlertId, AlertWhen, Assessment, BrandId, CaseId, Event, EventKind, EventSeq, Millis, Policy, PostId, Sentiment};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Values in one list of a query.
const CHUNK: usize = 500;

/// An alert that is in force, with what it stands on.
pub(super) struct Standing {
    pub alert: Alert,
    pub since: EventSeq,
    pub search: SearchFilter,
    pub shared: bool,
    pub time_zone: String,
}

impl Store {
    /// What the next `limit` events after `position` (and after the stored cursor) hold for alerts. `None`: nothing happened, or there is
    /// no alert.
    pub async fn alert_matches(&self, position: EventSeq, limit: usize) -> Result<Option<Matches>> {
        let mut connection = self.read_together().await?;
        let alerts = standing(&mut connection, None).await?;
        let Some(first) = alerts.iter().map(|standing| standing.since).min() else { return Ok(None) };
        let cursor = EventSeq(sql("SELECT seq FROM alert_cursor WHERE id = 1").one(&mut connection).await?.int()?);
        let rows = sql("SELECT seq, brand_id, at, kind, case_id, person_id, payload FROM event WHERE seq > ? ORDER BY seq LIMIT ?")
            .bind(cursor.max(position).max(first).0)
            .bind(limit)
            .all(&mut connection)
            .await?;
        let events = rows.iter().map(|row| read_event(&mut row.columns())).collect::<Result<Vec<_>>>()?;
        let Some(up_to) = events.last().map(|event| event.seq) else { return Ok(None) };
        let mut found = Vec::new();
        let brands: BTreeSet<BrandId> = events.iter().map(|event| event.brand_id).collect();
        for brand_id in brands {
            let of_brand: Vec<&Standing> = alerts.iter().filter(|standing| standing.alert.brand_id == brand_id).collect();
            let events: Vec<&Event> = events.iter().filter(|event| event.brand_id == brand_id).collect();
            found.extend(in_brand(&mut connection, brand_id, &of_brand, &events).await?);
        }
        Ok(Some(Matches { cursor, up_to, events: events.len(), found }))
    }
}

/// All that are in force, or one. Those of people who left rest, unless colleagues share what they stand on.
pub(super) async fn standing(on: &mut impl AsConnection, only: Option<AlertId>) -> Result<Vec<Standing>> {
    let mut query = sql(concat!(
        "SELECT ",
        alert_columns!(),
        ", a.since_seq, s.filter, s.shared, b.policy FROM alert a JOIN saved_search s ON s.id = a.search_id JOIN brand b ON b.id = a.brand_id \
         WHERE a.enabled = 1 AND b.removed = 0 AND (s.shared = 1 OR a.person_id = 0 OR EXISTS (SELECT 1 FROM member m WHERE \
         m.brand_id = a.brand_id AND m.person_id = a.person_id))"
    ));
    if let Some(id) = only {
        query.push_bound(" AND a.id = ?", id.0);
    }
    query.push(" ORDER BY a.id");
    let rows = query.all(on).await?;
    rows.iter()
        .map(|row| {
            let mut row = row.columns();
            let alert = rules::read(&mut row)?;
            let (since, search, shared) = (EventSeq(row.int()?), row.json()?, row.flag()?);
            let policy: Policy = row.json()?;
            let time_zone = policy.business_hours.map_or_else(|| "UTC".to_owned(), |hours| hours.time_zone);
            Ok(Standing { alert, since, search, shared, time_zone })
        })
        .collect()
}

/// What an event points at. `post_id` `None`: the case's last post.
#[derive(Clone, Copy)]
struct Pointed {
    seq: EventSeq,
    at: Millis,
    kind: EventKind,
    case_id: CaseId,
    post_id: Option<PostId>,
}

async fn in_brand(
    on: &mut Connection,
    brand_id: BrandId,
    alerts: &[&Standing],
    events: &[&Event],
) -> Result<Vec<(AlertId, Vec<AlertMatch>)>> {
    let pointed: Vec<Pointed> = events.iter().filter_map(|event| pointed(event)).collect();
    let wanted = |standing: &Standing| {
        let of_alert = |it: &&Pointed| it.seq > standing.since && standing.search.wakes_on(it.kind);
        pointed.iter().filter(of_alert).copied().collect::<Vec<_>>()
    };
    let wanted: Vec<Vec<Pointed>> = alerts.iter().map(|standing| wanted(standing)).collect();
    // Alerts that ask the same are asked once.
    let mut asked: Vec<(CaseFilter, Vec<usize>)> = Vec::new();
    for (index, standing) in alerts.iter().enumerate().filter(|(index, _)| !wanted[*index].is_empty()) {
        let tree = standing.search.tree(standing.alert.user_id);
        match asked.iter_mut().find(|(known, _)| *known == tree) {
            Some((_, who)) => who.push(index),
            None => asked.push((tree, vec![index])),
        }
    }
    let mut hits: BTreeMap<usize, Vec<Pointed>> = BTreeMap::new();
    for (tree, who) in asked {
        let cases: BTreeSet<CaseId> = who.iter().flat_map(|index| &wanted[*index]).map(|it| it.case_id).collect();
        let matching = matching(on, brand_id, &tree, &cases).await?;
        for index in who {
            hits.insert(index, wanted[index].iter().filter(|it| matching.contains(&it.case_id)).copied().collect());
        }
    }
    let facts = Facts::of(on, brand_id, hits.values().flatten()).await?;
    let found = hits.into_iter().map(|(index, pointed)| (alerts[index].alert.id, facts.matches(alerts[index].alert.when, &pointed)));
    Ok(found.filter(|(_, matches)| !matches.is_empty()).collect())
}

fn pointed(event: &Event) -> Option<Pointed> {
    let case_id = event.case_id?;
    let told = |name: &str| event.payload[name].as_bool() == Some(true);
    let post_id = event.payload["post_id"].as_str().and_then(|id| id.parse().ok());
    match event.kind {
        // A decision tells of a changed thread in the same words, without a post: the post has an event of its own.
        EventKind::PostAdded | EventKind::PostEdited if post_id.is_none() || told("ours") || told("context") => return None,
        // Somebody confirmed what had been said: nothing is news.
        EventKind::AssessmentChanged if told("same") => return None,
        _ => {}
    }
    Some(Pointed { seq: event.seq, at: event.at, kind: event.kind, case_id, post_id })
}

async fn matching(on: &mut Connection, brand_id: BrandId, tree: &CaseFilter, cases: &BTreeSet<CaseId>) -> Result<HashSet<CaseId>> {
    let cases: Vec<CaseId> = cases.iter().copied().collect();
    let mut matching = HashSet::new();
    for chunk in cases.chunks(CHUNK) {
        let query = few_query(brand_id, tree, chunk, on.engine())?;
        for row in query.all(on).await? {
            matching.insert(CaseId(row.int()?));
        }
    }
    Ok(matching)
}

fn few_query(brand_id: BrandId, tree: &CaseFilter, cases: &[CaseId], engine: Engine) -> Result<Query> {
    // Not by the brand's index: that would be all of its cases.
    let mut query = sql("SELECT c.id FROM case_ c WHERE c.brand_id + 0 = ? AND ").bind(brand_id.0);
    query.push_query(condition_of_few(tree, brand_id, engine)?).push(" AND c.id IN ").push_list(cases.iter().map(|id| id.0));
    Ok(query)
}

/// What there is to know of the posts that events point at.
struct Facts {
    last_posts: HashMap<CaseId, PostId>,
    /// Of customers and not deleted: the case, and whether it is negative.
    posts: HashMap<PostId, (CaseId, bool)>,
}

impl Facts {
    async fn of(on: &mut Connection, brand_id: BrandId, pointed: impl Iterator<Item = &Pointed>) -> Result<Self> {
        let (mut cases, mut posts) = (BTreeSet::new(), BTreeSet::new());
        for it in pointed {
            match it.post_id {
                Some(id) => posts.insert(id),
                None => cases.insert(it.case_id.0),
            };
        }
        let mut last_posts = HashMap::new();
        for chunk in cases.into_iter().collect::<Vec<_>>().chunks(CHUNK) {
            let mut query = sql("SELECT id, last_post_id FROM case_ WHERE brand_id = ? AND id IN ").bind(brand_id.0);
            query.push_list(chunk.iter().copied());
            for row in query.all(on).await? {
                let mut row = row.columns();
                let (case_id, post_id) = (CaseId(row.int()?), PostId(row.int()?));
                last_posts.insert(case_id, post_id);
                posts.insert(post_id);
            }
        }
        let posts = posts_of(on, brand_id, posts.into_iter().collect()).await?;
        Ok(Self { last_posts, posts })
    }

    /// In the order of the log, each post once.
    fn matches(&self, when: AlertWhen, pointed: &[Pointed]) -> Vec<AlertMatch> {
        let mut seen = HashSet::new();
        let one = |it: &Pointed| {
            let post_id = it.post_id.or_else(|| self.last_posts.get(&it.case_id).copied())?;
            let (case_id, negative) = self.posts.get(&post_id).copied()?;
            let counts = case_id == it.case_id && (negative || when != AlertWhen::Negative);
            (counts && seen.insert(post_id)).then_some(AlertMatch { post_id, case_id, at: it.at, negative })
        };
        pointed.iter().filter_map(one).collect()
    }
}

async fn posts_of(on: &mut Connection, brand_id: BrandId, ids: Vec<PostId>) -> Result<HashMap<PostId, (CaseId, bool)>> {
    let mut posts = HashMap::new();
    for chunk in ids.chunks(CHUNK) {
        let text = "SELECT id, case_id, assessment FROM post WHERE brand_id = ? AND ours = 0 AND deleted_at IS NULL AND case_id IS NOT NULL AND id IN ";
        let mut query = sql(text).bind(brand_id.0);
        query.push_list(chunk.iter().map(|id| id.0));
        for row in query.all(on).await? {
            let mut row = row.columns();
            let (id, case_id) = (PostId(row.int()?), CaseId(row.int()?));
            let assessment: Option<Assessment> = row.json_or_null()?;
            let negative = assessment.is_some_and(|said| said.sentiment.value == Some(Sentiment::Negative));
            posts.insert(id, (case_id, negative));
        }
    }
    Ok(posts)
}

#[cfg(test)]
#[path = "plan_tests.rs"]
mod plan_tests;
