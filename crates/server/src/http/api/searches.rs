//! Saved searches: filters of the inbox under a name.

use crate::http::{
    Access, ApiError, ApiResult, App, Table,
    dto::{
        Items,
        alerts::{Filter, NewSearch, SavedSearch, SearchChange},
        inbox::CasesQuery,
    },
    extract::{At, Body, In},
    fields::Fields,
};
use answerable_domain::{BrandId, CaseState, Label, Network, Permission, SavedSearchId, Scope, Sentiment};
use answerable_store::{self as store, Assignee, SearchFilter};
use axum::{Json, extract::State, http::StatusCode};
use utoipa_axum::routes;

const NAME_CHARS_MAX: usize = 80;

pub fn routes(table: Table) -> Table {
    let (read, work) = (Access::Brand(Permission::Read), Access::Brand(Permission::Work));
    table.route(read, routes!(list)).route(work, routes!(save)).route(work, routes!(change)).route(work, routes!(delete))
}

/// One's own saved searches and those that colleagues share.
#[utoipa::path(get, path = "/brands/{b}/searches", tag = "alerts", operation_id = "searches", responses((status = 200, body = Items<SavedSearch>)))]
async fn list(State(app): State<App>, In(scope): In) -> ApiResult<Json<Items<SavedSearch>>> {
    let items = app.store.searches(&scope).await?.into_iter().map(|search| shown(&scope, search)).collect();
    Ok(Json(Items { items, next: None }))
}

/// Saves a filter of the inbox under a name.
#[utoipa::path(post, path = "/brands/{b}/searches", tag = "alerts", operation_id = "save_search", request_body = NewSearch,
    responses((status = 201, body = SavedSearch)))]
async fn save(State(app): State<App>, In(scope): In, Body(asked): Body<NewSearch>) -> ApiResult<(StatusCode, Json<SavedSearch>)> {
    let mut fields = Fields::default();
    let name = fields.line("name", &asked.name, NAME_CHARS_MAX);
    fields.done()?;
    let new = store::NewSearch { name, filter: asked.filter.sound()?, shared: asked.shared };
    let made = app.store.save_search(&scope, new).await?;
    Ok((StatusCode::CREATED, Json(shown(&scope, made))))
}

/// Changes a saved search: whoever saved it, or for a shared one a supervisor too. 409 `search_in_use`: colleagues' alerts stand on it, so
/// it stays shared.
#[utoipa::path(patch, path = "/brands/{b}/searches/{s}", tag = "alerts", operation_id = "change_search", request_body = SearchChange,
    responses((status = 200, body = SavedSearch)))]
async fn change(
    State(app): State<App>,
    In(scope): In,
    At((_, id)): At<(BrandId, SavedSearchId)>,
    Body(asked): Body<SearchChange>,
) -> ApiResult<Json<SavedSearch>> {
    let mut fields = Fields::default();
    let name = asked.name.map(|name| fields.line("name", &name, NAME_CHARS_MAX));
    fields.done()?;
    let filter = asked.filter.map(|filter| filter.sound()).transpose()?;
    let changed = app.store.change_search(&scope, id, store::SearchChange { name, filter, shared: asked.shared }).await?;
    Ok(Json(shown(&scope, changed)))
}

/// Forgets a saved search. 409 `search_in_use` while an alert stands on it.
#[utoipa::path(delete, path = "/brands/{b}/searches/{s}", tag = "alerts", operation_id = "delete_search", responses((status = 204)))]
async fn delete(State(app): State<App>, In(scope): In, At((_, id)): At<(BrandId, SavedSearchId)>) -> ApiResult<StatusCode> {
    app.store.delete_search(&scope, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn shown(scope: &Scope, search: store::SavedSearch) -> SavedSearch {
    SavedSearch {
        id: search.id.into(),
        name: search.name,
        filter: search.filter.into(),
        shared: search.shared,
        mine: search.user_id.is_some() && search.user_id == scope.user_id(),
        created_at: search.created_at,
    }
}

impl Filter {
    /// What it means, if all of it can be.
    pub fn sound(&self) -> ApiResult<SearchFilter> {
        let (labels, without) = labels(self.label.as_deref().unwrap_or_default())?;
        let asked = |text: &Option<String>| text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        Ok(SearchFilter {
            states: states(self.state.as_deref().unwrap_or("open"))?,
            assignee: match self.assignee.as_deref() {
                None | Some("") => None,
                Some("me") => Some(Assignee::Me),
                Some("none") => Some(Assignee::Nobody),
                Some(id) => Some(Assignee::Person(parsed("assignee", id, |id| id.parse().ok())?)),
            },
            channel: self.channel.as_deref().map(|id| parsed("channel", id, |id| id.parse().ok())).transpose()?,
            monitor: self.monitor.as_deref().map(|id| parsed("monitor", id, |id| id.parse().ok())).transpose()?,
            network: self.network.as_deref().map(|name| parsed("network", name, Network::parse)).transpose()?,
            sentiment: self.sentiment.as_deref().map(|name| parsed("sentiment", name, Sentiment::parse)).transpose()?,
            labels,
            without,
            language: self.language.clone().filter(|language| !language.is_empty()),
            q: asked(&self.q),
            overdue: self.overdue,
            vip: self.vip,
        })
    }
}

impl From<SearchFilter> for Filter {
    fn from(filter: SearchFilter) -> Self {
        let states: Vec<&str> = filter.states.iter().map(|state| state.as_str()).collect();
        Self {
            state: Some(if states.is_empty() { "all".to_owned() } else { states.join(",") }),
            assignee: filter.assignee.map(|assignee| match assignee {
                Assignee::Me => "me".to_owned(),
                Assignee::Nobody => "none".to_owned(),
                Assignee::Person(id) => id.to_string(),
            }),
            channel: filter.channel.map(|id| id.to_string()),
            network: filter.network.map(|network| network.as_str().to_owned()),
            language: filter.language,
            sentiment: filter.sentiment.map(|sentiment| sentiment.as_str().to_owned()),
            label: label_text(&filter.labels, &filter.without),
            overdue: filter.overdue,
            vip: filter.vip,
            monitor: filter.monitor.map(|id| id.to_string()),
            q: filter.q,
        }
    }
}

/// The inbox's list asks with the same fields.
impl From<&CasesQuery> for Filter {
    fn from(asked: &CasesQuery) -> Self {
        let asked = asked.clone();
        Self {
            state: asked.state,
            assignee: asked.assignee,
            channel: asked.channel,
            network: asked.network,
            language: asked.language,
            sentiment: asked.sentiment,
            label: asked.label,
            overdue: asked.overdue,
            vip: asked.vip,
            monitor: asked.monitor,
            q: asked.q,
        }
    }
}

fn states(names: &str) -> ApiResult<Vec<CaseState>> {
    if names == "all" {
        return Ok(Vec::new());
    }
    names.split(',').map(|name| parsed("state", name.trim(), CaseState::parse)).collect()
}

/// `complaint,-troll`: those that hold, and those that must not.
fn labels(text: &str) -> ApiResult<(Vec<Label>, Vec<Label>)> {
    let (mut with, mut without) = (Vec::new(), Vec::new());
    for name in text.split(',').map(str::trim).filter(|_| !text.trim().is_empty()) {
        let (labels, name) = name.strip_prefix('-').map_or((&mut with, name), |name| (&mut without, name));
        labels.push(parsed("label", name, Label::parse)?);
    }
    with.sort();
    with.dedup();
    without.sort();
    without.dedup();
    if with.iter().any(|label| without.contains(label)) {
        return Err(ApiError::malformed("label: one is asked for and forbidden at once"));
    }
    Ok((with, without))
}

/// The same as text, if there is any.
fn label_text(with: &[Label], without: &[Label]) -> Option<String> {
    let with = with.iter().map(|label| label.as_str().to_owned());
    let all: Vec<String> = with.chain(without.iter().map(|label| format!("-{}", label.as_str()))).collect();
    (!all.is_empty()).then(|| all.join(","))
}

fn parsed<T>(field: &str, text: &str, parse: impl FnOnce(&str) -> Option<T>) -> ApiResult<T> {
    parse(text).ok_or_else(|| ApiError::malformed(&format!("{field}: not one of the known values")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_comes_back_as_it_was_asked() {
        let asked = Filter {
            state: Some("open,closed".into()),
            assignee: Some("me".into()),
            channel: Some("5".into()),
            network: Some("bluesky".into()),
            sentiment: Some("negative".into()),
            label: Some("complaint,safety,-troll".into()),
            vip: Some(false),
            q: Some(" 환불 ".into()),
            ..Filter::default()
        };
        let mut expected = serde_json::to_value(&asked).expect("JSON");
        expected["q"] = "환불".into();
        let kept = asked.sound().expect("all of it can be");
        assert_eq!(serde_json::to_value(Filter::from(kept)).expect("JSON"), expected);
        let nothing = Filter::default().sound().expect("nothing is asked");
        assert_eq!(nothing.states, [CaseState::Open], "as in the inbox");
    }

    #[test]
    fn what_is_unknown_is_refused() {
        for state in ["opened", "open,", ""] {
            assert!(Filter { state: Some(state.into()), ..Filter::default() }.sound().is_err(), "{state:?}");
        }
        assert!(Filter { sentiment: Some("sad".into()), ..Filter::default() }.sound().is_err());
    }
}
