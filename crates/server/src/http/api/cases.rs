//! The inbox: lists of cases, counts, and what a person does to one case or to many.

use crate::{
    engine::ActRefused,
    http::{
        Access, ApiError, ApiResult, App, Person, Table,
        dto::{
            Items, PageQuery,
            alerts::Filter,
            inbox::{Assign, Bulk, BulkAction, BulkDone, BulkFailed, CasePage, CaseRow, CasesQuery, Counts, NewNote, Note, Snooze},
        },
        error::Field,
        extract::{Asked, At, Body, In},
        fields::Fields,
        shape,
    },
};
use answerable_domain::{BrandId, CaseAction, CaseId, Label, Permission, Scope, UserId};
use answerable_store::{CaseFilter, CaseOrder, PageKey};
use axum::{Json, extract::State, http::StatusCode};
use utoipa_axum::routes;

const BULK_MAX: usize = 100;
const NOTE_BYTES_MAX: usize = 16 * 1024;

pub fn routes(table: Table) -> Table {
    let (read, work) = (Access::Brand(Permission::Read), Access::Brand(Permission::Work));
    table
        .route(read, routes!(list))
        .route(read, routes!(counts))
        .route(work, routes!(close))
        .route(work, routes!(reopen))
        .route(work, routes!(snooze))
        .route(work, routes!(assign))
        .route(work, routes!(add_note))
        .route(work, routes!(bulk))
}

/// A part of the inbox. `as_of` is where a stream of changes may start.
#[utoipa::path(get, path = "/brands/{b}/cases", tag = "inbox", operation_id = "cases", params(CasesQuery), responses((status = 200, body = CasePage)))]
async fn list(State(app): State<App>, In(scope): In, Asked(asked): Asked<CasesQuery>) -> ApiResult<Json<CasePage>> {
    let (filter, order) = (filter(&asked, scope.user_id())?, order(asked.order.as_deref())?);
    let page = PageQuery { after: asked.after, limit: asked.limit };
    // Read before the list: what changes in between is in both rather than in neither.
    let as_of = app.store.latest_seq().await?;
    let found = app.store.cases(&scope, &filter, order, page.key()?, page.limit()).await?;
    let next = found.next.map(|key| key.to_string());
    Ok(Json(CasePage { items: shape::case_rows(&app, found.items).await?, next, as_of: as_of.into() }))
}

/// How many cases there are, by state.
#[utoipa::path(get, path = "/brands/{b}/counts", tag = "inbox", operation_id = "counts", responses((status = 200, body = Counts)))]
async fn counts(State(app): State<App>, In(scope): In) -> ApiResult<Json<Counts>> {
    let counts = app.store.counts(&scope).await?;
    Ok(Json(Counts {
        open: counts.open,
        waiting: counts.waiting,
        snoozed: counts.snoozed,
        closed: counts.closed,
        mine: counts.mine,
        unassigned: counts.unassigned,
        overdue: counts.overdue,
    }))
}

/// Nothing more is to be done.
#[utoipa::path(post, path = "/brands/{b}/cases/{c}/close", tag = "inbox", operation_id = "close_case", responses((status = 200, body = CaseRow)))]
async fn close(app: State<App>, scope: In, at: At<(BrandId, CaseId)>) -> ApiResult<Json<CaseRow>> {
    act(app, scope, at, CaseAction::Close).await
}

/// It is our turn again.
#[utoipa::path(post, path = "/brands/{b}/cases/{c}/reopen", tag = "inbox", operation_id = "reopen_case", responses((status = 200, body = CaseRow)))]
async fn reopen(app: State<App>, scope: In, at: At<(BrandId, CaseId)>) -> ApiResult<Json<CaseRow>> {
    act(app, scope, at, CaseAction::Reopen).await
}

/// Out of sight until then, or until the customer says something.
#[utoipa::path(post, path = "/brands/{b}/cases/{c}/snooze", tag = "inbox", operation_id = "snooze_case", request_body = Snooze,
    responses((status = 200, body = CaseRow)))]
async fn snooze(app: State<App>, scope: In, at: At<(BrandId, CaseId)>, Body(asked): Body<Snooze>) -> ApiResult<Json<CaseRow>> {
    act(app, scope, at, CaseAction::Snooze { until: asked.until }).await
}

/// Gives the case to somebody of the brand, or to nobody.
#[utoipa::path(post, path = "/brands/{b}/cases/{c}/assign", tag = "inbox", operation_id = "assign_case", request_body = Assign,
    responses((status = 200, body = CaseRow)))]
async fn assign(State(app): State<App>, In(scope): In, at: At<(BrandId, CaseId)>, Body(asked): Body<Assign>) -> ApiResult<Json<CaseRow>> {
    assignable(&app, &scope, asked.user_id).await?;
    act(State(app), In(scope), at, CaseAction::Assign { to: asked.user_id }).await
}

async fn act(State(app): State<App>, In(scope): In, At((_, id)): At<(BrandId, CaseId)>, action: CaseAction) -> ApiResult<Json<CaseRow>> {
    app.engine.act(&scope, id, action).await?;
    Ok(Json(shape::case_now(&app, &scope, id).await?))
}

/// A case is given only to somebody who can work on it.
async fn assignable(app: &App, scope: &Scope, to: Option<UserId>) -> ApiResult<()> {
    let Some(to) = to else { return Ok(()) };
    let role = app.store.role(scope.brand_id(), to).await?;
    if role.is_some_and(|role| role.may(Permission::Work)) {
        return Ok(());
    }
    Err(ApiError::invalid(&[Field { field: "user_id", code: "cannot_work_here" }]))
}

/// A note for colleagues. Customers never see it.
#[utoipa::path(post, path = "/brands/{b}/cases/{c}/notes", tag = "inbox", operation_id = "add_note", request_body = NewNote,
    responses((status = 201, body = Note)))]
async fn add_note(
    State(app): State<App>,
    In(scope): In,
    person: Person,
    At((_, id)): At<(BrandId, CaseId)>,
    Body(asked): Body<NewNote>,
) -> ApiResult<(StatusCode, Json<Note>)> {
    let mut fields = Fields::default();
    fields.text("text", &asked.text, NOTE_BYTES_MAX);
    fields.done()?;
    let note = app.store.add_note(&scope, id, asked.text.trim()).await?;
    let names = shape::Names::of(&app, [person.id()]).await?;
    Ok((StatusCode::CREATED, Json(shape::note(note, &names))))
}

/// Does the same to many cases. What fails is told one by one; the rest is done.
#[utoipa::path(post, path = "/brands/{b}/cases/bulk", tag = "inbox", operation_id = "bulk_cases", request_body = Bulk,
    responses((status = 200, body = BulkDone)))]
async fn bulk(State(app): State<App>, In(scope): In, Body(asked): Body<Bulk>) -> ApiResult<Json<BulkDone>> {
    if asked.ids.len() > BULK_MAX {
        return Err(ApiError::limit("cases at once", BULK_MAX as u64));
    }
    let action = match asked.action {
        BulkAction::Close => CaseAction::Close,
        BulkAction::Reopen => CaseAction::Reopen,
        BulkAction::Assign(to) => CaseAction::Assign { to },
        BulkAction::Snooze(until) => CaseAction::Snooze { until },
    };
    if let CaseAction::Assign { to } = action {
        assignable(&app, &scope, to).await?;
    }
    let mut result = BulkDone::default();
    for id in asked.ids {
        match app.engine.act(&scope, id, action.clone()).await.map_err(ApiError::from) {
            Ok(_) => result.done.push(id.into()),
            Err(refused) => result.failed.push(BulkFailed { id: id.into(), code: refused.code().to_owned() }),
        }
    }
    Ok(Json(result))
}

impl From<ActRefused> for ApiError {
    fn from(refused: ActRefused) -> Self {
        match refused {
            ActRefused::Care { code } => Self::conflict(code, "The case cannot do that as it is now."),
            ActRefused::Store(error) => error.into(),
        }
    }
}

fn order(asked: Option<&str>) -> ApiResult<CaseOrder> {
    match asked {
        None | Some("newest") => Ok(CaseOrder::Newest),
        Some("oldest") => Ok(CaseOrder::Oldest),
        Some("urgent") => Ok(CaseOrder::Urgent),
        Some("negative") => Ok(CaseOrder::Negative),
        Some(asked) => {
            let label = asked.strip_prefix("label:").and_then(Label::parse);
            label.map(CaseOrder::Label).ok_or_else(|| ApiError::malformed("order: newest, oldest, urgent, negative or label:..."))
        }
    }
}

/// The tree that the query means.
fn filter(asked: &CasesQuery, me: Option<UserId>) -> ApiResult<CaseFilter> {
    Ok(Filter::from(asked).sound()?.tree(me))
}

impl PageQuery {
    pub fn key(&self) -> ApiResult<Option<PageKey>> {
        let text = self.after.as_deref().filter(|text| !text.is_empty());
        text.map(|text| text.parse().map_err(|_| ApiError::malformed("after: not a page of this list"))).transpose()
    }
}

impl<T: utoipa::ToSchema> Items<T> {
    /// One page of a longer list.
    pub fn page<S>(page: answerable_store::Page<S>, shape: impl FnMut(S) -> T) -> Self {
        Self { next: page.next.map(|key| key.to_string()), items: page.items.into_iter().map(shape).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use answerable_domain::CaseState;

    #[test]
    fn a_query_becomes_a_tree() {
        let me = Some(UserId(7));
        let tree = |asked: CasesQuery| filter(&asked, me).expect("a sound query");
        assert_eq!(tree(CasesQuery::default()), CaseFilter::All(vec![CaseFilter::State(CaseState::Open)]));
        let asked = CasesQuery { state: Some("all".into()), assignee: Some("me".into()), vip: Some(false), ..CasesQuery::default() };
        let not_vip = CaseFilter::Not(Box::new(CaseFilter::Vip));
        assert_eq!(tree(asked), CaseFilter::All(vec![CaseFilter::All(vec![]), CaseFilter::AssignedTo(UserId(7)), not_vip]));
    }

    #[test]
    fn labels_hold_or_do_not_and_give_an_order() {
        let asked = CasesQuery { state: Some("all".into()), label: Some("complaint, -troll".into()), ..CasesQuery::default() };
        let not_troll = CaseFilter::Not(Box::new(CaseFilter::Label(Label::Troll)));
        let expected = CaseFilter::All(vec![CaseFilter::All(vec![]), CaseFilter::Label(Label::Complaint), not_troll]);
        assert_eq!(filter(&asked, None).expect("a sound query"), expected);
        assert_eq!(order(Some("negative")).ok(), Some(CaseOrder::Negative));
        assert_eq!(order(Some("label:safety")).ok(), Some(CaseOrder::Label(Label::Safety)));
    }

    #[test]
    fn what_is_unknown_is_refused() {
        for state in ["opened", "open,", ""] {
            assert!(filter(&CasesQuery { state: Some(state.into()), ..CasesQuery::default() }, None).is_err(), "{state:?}");
        }
        assert!(filter(&CasesQuery { sentiment: Some("sad".into()), ..CasesQuery::default() }, None).is_err());
        for asked in ["complaint,", "sad", "complaint,-sad", "-", "complaint,-complaint"] {
            assert!(filter(&CasesQuery { label: Some(asked.into()), ..CasesQuery::default() }, None).is_err(), "{asked:?}");
        }
        for asked in ["random", "label:", "label:sad", "label"] {
            assert!(order(Some(asked)).is_err(), "{asked:?}");
        }
    }
}
