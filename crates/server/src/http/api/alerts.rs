//! Alerts: when somebody is told about what a saved search finds, and where.

use crate::http::{
    Access, ApiResult, App, Table,
    dto::alerts::{Alert, AlertChange, AlertWhen, Alerts, Deliver, NewAlert, Notice, QuietHours, WebhookBrief},
    extract::{At, Body, In},
    fields::Fields,
};
use answerable_domain::{self as domain, AlertId, BrandId, Permission, Scope, TimeOfDay, WebhookId};
use answerable_store as store;
use axum::{Json, extract::State, http::StatusCode};
use utoipa_axum::routes;

const NAME_CHARS_MAX: usize = 80;
const COUNT_MAX: u64 = 1_000;
const WINDOW_MINUTES_MAX: u64 = 7 * 24 * 60;
const COOL_DOWN_MINUTES_MAX: u64 = 7 * 24 * 60;
const EMAILS_MAX: usize = 10;
const WEBHOOKS_MAX: usize = 5;

pub fn routes(table: Table) -> Table {
    let (read, work) = (Access::Brand(Permission::Read), Access::Brand(Permission::Work));
    table
        .route(read, routes!(list))
        .route(work, routes!(create))
        .route(work, routes!(change))
        .route(work, routes!(delete))
        .route(work, routes!(attempt))
}

/// One's own alerts, and those on shared searches.
#[utoipa::path(get, path = "/brands/{b}/alerts", tag = "alerts", operation_id = "alerts", responses((status = 200, body = Alerts)))]
async fn list(State(app): State<App>, In(scope): In) -> ApiResult<Json<Alerts>> {
    let items = app.store.alerts(&scope).await?.into_iter().map(|alert| shown(&scope, alert)).collect();
    let brief = |webhook: store::Webhook| WebhookBrief { id: webhook.id.into(), name: webhook.name, enabled: webhook.enabled };
    let webhooks = app.store.webhooks(&scope).await?.into_iter().map(brief).collect();
    Ok(Json(Alerts { items, mail: app.config.mail.is_set(), webhooks }))
}

/// Tells of what a saved search finds from now on. Agents may name addresses of members of the brand only; supervisors any.
#[utoipa::path(post, path = "/brands/{b}/alerts", tag = "alerts", operation_id = "create_alert", request_body = NewAlert,
    responses((status = 201, body = Alert)))]
async fn create(State(app): State<App>, In(scope): In, Body(asked): Body<NewAlert>) -> ApiResult<(StatusCode, Json<Alert>)> {
    let mut fields = Fields::default();
    let new = store::NewAlert {
        name: fields.line("name", &asked.name, NAME_CHARS_MAX),
        search_id: asked.search_id,
        when: fields.alert_when(asked.when),
        quiet: asked.quiet.and_then(|quiet| fields.quiet(&quiet)),
        cool_down_ms: fields.cool_down_ms(asked.cool_down_minutes),
        deliver: deliver(&app, &scope, &mut fields, asked.deliver).await?,
        enabled: asked.enabled,
    };
    fields.done()?;
    let made = app.store.create_alert(&scope, new).await?;
    app.engine.alerts_changed();
    Ok((StatusCode::CREATED, Json(shown(&scope, made))))
}

/// Changes an alert: whoever made it, or a supervisor. One that is switched off forgets what waits.
#[utoipa::path(patch, path = "/brands/{b}/alerts/{al}", tag = "alerts", operation_id = "change_alert", request_body = AlertChange,
    responses((status = 200, body = Alert)))]
async fn change(
    State(app): State<App>,
    In(scope): In,
    At((_, id)): At<(BrandId, AlertId)>,
    Body(asked): Body<AlertChange>,
) -> ApiResult<Json<Alert>> {
    let mut fields = Fields::default();
    let change = store::AlertChange {
        name: asked.name.map(|name| fields.line("name", &name, NAME_CHARS_MAX)),
        search_id: asked.search_id,
        when: asked.when.map(|when| fields.alert_when(when)),
        quiet: asked.quiet.map(|quiet| quiet.and_then(|quiet| fields.quiet(&quiet))),
        cool_down_ms: asked.cool_down_minutes.map(|minutes| fields.cool_down_ms(minutes)),
        deliver: match asked.deliver {
            Some(asked) => Some(deliver(&app, &scope, &mut fields, asked).await?),
            None => None,
        },
        enabled: asked.enabled,
    };
    fields.done()?;
    let changed = app.store.change_alert(&scope, id, change).await?;
    app.engine.alerts_changed();
    Ok(Json(shown(&scope, changed)))
}

/// Stops telling. Notices that were made stay.
#[utoipa::path(delete, path = "/brands/{b}/alerts/{al}", tag = "alerts", operation_id = "delete_alert", responses((status = 204)))]
async fn delete(State(app): State<App>, In(scope): In, At((_, id)): At<(BrandId, AlertId)>) -> ApiResult<StatusCode> {
    app.store.delete_alert(&scope, id).await?;
    app.engine.alerts_changed();
    Ok(StatusCode::NO_CONTENT)
}

/// Sends one notice of the newest posts that match, now, to all that the alert delivers to. It counts for nothing.
#[utoipa::path(post, path = "/brands/{b}/alerts/{al}/try", tag = "alerts", operation_id = "try_alert", responses((status = 200, body = Notice)))]
async fn attempt(State(app): State<App>, In(scope): In, At((_, id)): At<(BrandId, AlertId)>) -> ApiResult<Json<Notice>> {
    let notice = app.store.try_alert(&scope, id).await?;
    app.engine.alerts_changed();
    Ok(Json(notice.into()))
}

fn shown(scope: &Scope, alert: store::Alert) -> Alert {
    let quiet = |quiet: domain::QuietHours| QuietHours { from: clock(quiet.from), to: clock(quiet.to) };
    Alert {
        id: alert.id.into(),
        name: alert.name,
        search_id: alert.search_id.into(),
        when: alert.when.into(),
        quiet: alert.quiet.map(quiet),
        cool_down_minutes: u32::try_from(alert.cool_down_ms / 60_000).unwrap_or_default(),
        deliver: Deliver {
            app: alert.deliver.app,
            emails: alert.deliver.emails,
            webhooks: alert.deliver.webhooks.iter().map(WebhookId::to_string).collect(),
        },
        enabled: alert.enabled,
        mine: alert.user_id.is_some() && alert.user_id == scope.user_id(),
        waiting: alert.state.waiting,
        last_notice_at: alert.state.told_at,
        created_at: alert.created_at,
    }
}

/// `07:30`.
fn clock(time: TimeOfDay) -> String {
    format!("{:02}:{:02}", time.0 / 60 % 24, time.0 % 60)
}

fn time_of_day(text: &str) -> Option<TimeOfDay> {
    let (hours, minutes) = text.split_once(':')?;
    let number = |digits: &str| (digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| digits.parse::<u16>().ok());
    let (hours, minutes) = (number(hours)??, number(minutes)??);
    (hours < 24 && minutes < 60).then_some(TimeOfDay(hours * 60 + minutes))
}

impl Fields {
    fn alert_when(&mut self, when: AlertWhen) -> domain::AlertWhen {
        if let AlertWhen::Count { count, window_minutes } = when {
            self.within("when.count", u64::from(count), 1..=COUNT_MAX);
            self.within("when.window_minutes", u64::from(window_minutes), 1..=WINDOW_MINUTES_MAX);
        }
        when.into()
    }

    fn quiet(&mut self, quiet: &QuietHours) -> Option<domain::QuietHours> {
        match (time_of_day(&quiet.from), time_of_day(&quiet.to)) {
            (Some(from), Some(to)) if from != to => return Some(domain::QuietHours { from, to }),
            (Some(_), Some(_)) => self.wrong("quiet", "never_quiet"),
            _ => self.wrong("quiet", "not_a_time"),
        }
        None
    }

    fn cool_down_ms(&mut self, minutes: u32) -> domain::Millis {
        self.within("cool_down_minutes", u64::from(minutes), 0..=COOL_DOWN_MINUTES_MAX);
        i64::from(minutes) * 60_000
    }
}

/// Where it goes, if it may go there.
async fn deliver(app: &App, scope: &Scope, fields: &mut Fields, asked: Deliver) -> ApiResult<store::Deliver> {
    let mut emails: Vec<String> = asked.emails.iter().map(|email| fields.email("deliver.emails", email)).collect();
    emails.sort();
    emails.dedup();
    let mut webhooks: Vec<WebhookId> = asked.webhooks.iter().filter_map(|id| id.parse().ok()).collect();
    if webhooks.len() < asked.webhooks.len() {
        fields.wrong("deliver.webhooks", "unknown");
    }
    webhooks.sort();
    webhooks.dedup();
    if emails.len() > EMAILS_MAX {
        fields.wrong("deliver.emails", "too_many");
    }
    if webhooks.len() > WEBHOOKS_MAX {
        fields.wrong("deliver.webhooks", "too_many");
    }
    if !asked.app && asked.emails.is_empty() && asked.webhooks.is_empty() {
        fields.wrong("deliver", "nowhere");
    }
    if !emails.is_empty() && !app.config.mail.is_set() {
        fields.wrong("deliver.emails", "mail_not_configured");
    }
    // An address that is none has been named already.
    let shaped = emails.iter().all(|email| email.contains('@'));
    if !emails.is_empty() && shaped && scope.require(Permission::Configure).is_err() {
        let members = app.store.members(scope).await?;
        if !emails.iter().all(|email| members.iter().any(|member| member.user.email == *email)) {
            fields.wrong("deliver.emails", "not_a_member");
        }
    }
    Ok(store::Deliver { app: asked.app, emails, webhooks })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_day_has_four_digits() {
        for (text, minutes) in
            [("00:00", Some(0)), ("07:30", Some(450)), ("23:59", Some(1439)), ("24:00", None), ("7:30", None), ("+7:30", None)]
        {
            assert_eq!(time_of_day(text).map(|time| time.0), minutes, "{text:?}");
        }
        assert_eq!(clock(TimeOfDay(450)), "07:30");
    }
}
