//! What posts and cases say once somebody or something judged posts anew.

use crate::error::Result;
use crate::limits::{CHRONIC_CASES, CHRONIC_DAYS};
use crate::said::{Said, said_columns};
use crate::sql::{AsConnection, Value, sql};
use crate::tx::Tx;
use answerable_domain::{Assessment, AuthorId, BrandId, CaseId, Label, Labels, Millis, PostId, Verdict};
use std::collections::{BTreeSet, HashMap, HashSet};

/// Values in one list of a query.
const CHUNK: usize = 500;
const DAY_MS: Millis = 86_400_000;

/// What people said of posts, as far as it stands: merged oldest to newest.
pub(crate) async fn verdicts_of(on: &mut impl AsConnection, posts: &[PostId]) -> Result<HashMap<PostId, Verdict>> {
    let mut verdicts: HashMap<PostId, Verdict> = HashMap::new();
    for chunk in posts.chunks(CHUNK) {
        let mut query = sql("SELECT post_id, verdict FROM correction WHERE undone_at IS NULL AND post_id IN ");
        query.push_list(chunk.iter().map(|id| id.0)).push(" ORDER BY post_id, id");
        for row in query.all(on).await? {
            let mut row = row.columns();
            let verdict = verdicts.entry(PostId(row.int()?)).or_default();
            *verdict = std::mem::take(verdict).then(row.json()?);
        }
    }
    Ok(verdicts)
}

/// The cases of these authors that say *complaint* and were last added to in the days that count.
pub(crate) async fn complaints_of(tx: &mut Tx, authors: &[AuthorId]) -> Result<HashMap<AuthorId, HashSet<CaseId>>> {
    let since = tx.now() - CHRONIC_DAYS * DAY_MS;
    let mut complaints: HashMap<AuthorId, HashSet<CaseId>> = HashMap::new();
    for chunk in authors.chunks(CHUNK) {
        let mut query = sql("SELECT author_id, id FROM case_ WHERE (labels & ?) <> 0").bind(Label::Complaint.bit());
        query.push_bound(" AND last_post_at >= ?", since).push(" AND author_id IN ").push_list(chunk.iter().map(|id| id.0));
        for row in query.all(tx).await? {
            let mut row = row.columns();
            complaints.entry(AuthorId(row.int()?)).or_default().insert(CaseId(row.int()?));
        }
    }
    Ok(complaints)
}

/// `of_author`: the author's cases with a complaint, this one brought up to date here.
pub(crate) fn mark_chronic(labels: &mut Labels, case_id: CaseId, of_author: &mut HashSet<CaseId>) {
    if labels.has(Label::Complaint) {
        of_author.insert(case_id);
    } else {
        of_author.remove(&case_id);
    }
    if of_author.len() >= CHRONIC_CASES {
        *labels = labels.with(Label::Chronic);
    }
}

pub(super) async fn write_assessment(tx: &mut Tx, post_id: PostId, assessment: &Assessment) -> Result<()> {
    let query = sql("UPDATE post SET assessment = ?, assessed_by = ? WHERE id = ?");
    query.bind(Value::json(assessment)).bind(&assessment.model).bind(post_id.0).run(tx).await.map(drop)
}

/// A case as far as it can be judged.
struct Judged {
    id: CaseId,
    author_id: AuthorId,
    last_post_id: PostId,
    last_post_at: Millis,
    before: Said,
    after: Said,
}

/// Posts of these cases were judged anew: what the cases say is worked out from all that their customers said.
pub(super) async fn settle_cases(tx: &mut Tx, brand_id: BrandId, cases: BTreeSet<CaseId>) -> Result<()> {
    let cases: Vec<CaseId> = cases.into_iter().collect();
    for chunk in cases.chunks(CHUNK) {
        let mut judged = judged_cases(tx, brand_id, chunk).await?;
        hear_posts(tx, chunk, &mut judged).await?;
        let since = tx.now() - CHRONIC_DAYS * DAY_MS;
        let complain = |case: &&mut Judged| case.last_post_at >= since && case.after.labels.has(Label::Complaint);
        let authors: Vec<AuthorId> = judged.iter_mut().filter(complain).map(|case| case.author_id).collect();
        let mut complaints = complaints_of(tx, &authors).await?;
        // Twice: the first time they count, the second time each knows of all.
        for _ in 0..2 {
            for case in judged.iter_mut().filter(complain) {
                mark_chronic(&mut case.after.labels, case.id, complaints.entry(case.author_id).or_default());
            }
        }
        for case in judged.iter().filter(|case| case.before != case.after) {
            write_case(tx, case).await?;
        }
    }
    Ok(())
}

async fn judged_cases(tx: &mut Tx, brand_id: BrandId, cases: &[CaseId]) -> Result<Vec<Judged>> {
    let text = concat!("SELECT c.id, c.author_id, c.last_post_id, c.last_post_at, ", said_columns!(), " FROM case_ c WHERE c.brand_id = ?");
    let mut query = sql(text).bind(brand_id.0);
    query.push(" AND c.id IN ").push_list(cases.iter().map(|id| id.0));
    let rows = query.all(tx).await?;
    rows.iter()
        .map(|row| {
            let mut row = row.columns();
            let (id, author_id) = (CaseId(row.int()?), AuthorId(row.int()?));
            let (last_post_id, last_post_at, before) = (PostId(row.int()?), row.int()?, Said::read(&mut row)?);
            Ok(Judged { id, author_id, last_post_id, last_post_at, before, after: Said::default() })
        })
        .collect()
}

async fn hear_posts(tx: &mut Tx, cases: &[CaseId], judged: &mut [Judged]) -> Result<()> {
    let mut query = sql("SELECT case_id, id, assessment FROM post WHERE ours = 0 AND assessment IS NOT NULL AND case_id IN ");
    query.push_list(cases.iter().map(|id| id.0));
    let mut posts: HashMap<CaseId, Vec<(PostId, Said)>> = HashMap::new();
    for row in query.all(tx).await? {
        let mut row = row.columns();
        let (case_id, post_id) = (CaseId(row.int()?), PostId(row.int()?));
        posts.entry(case_id).or_default().push((post_id, Said::of(&row.json()?)));
    }
    for case in judged {
        case.after = Said::of_case(posts.remove(&case.id).unwrap_or_default(), case.last_post_id, case.before.labels);
    }
    Ok(())
}

async fn write_case(tx: &mut Tx, case: &Judged) -> Result<()> {
    let said = &case.after;
    let mut query = sql("UPDATE case_ SET language = ?, sentiment = ?, labels = ?, gloom = ?")
        .bind(&said.language)
        .bind(&said.sentiment)
        .bind(said.labels.0)
        .bind(said.gloom);
    if said.is_judged_otherwise(&case.before) {
        let judged = tx.next_id();
        query.push_bound(", judged = ?", judged);
    }
    query.push_bound(" WHERE id = ?", case.id.0);
    query.run(tx).await.map(drop)
}
