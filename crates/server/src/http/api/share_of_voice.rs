//! Share of voice: how often we and others were heard, by day and language.

use crate::http::{
    Access, ApiResult, App, Table,
    dto::monitors::{MonitorVoice, ShareOfVoice, VoiceQuery},
    extract::{Asked, In},
    fields::Fields,
};
use answerable_care::{day_of, name_of_day};
use answerable_domain::{MonitorId, Permission};
use answerable_store::{MonitorRecord, Voice, limits::VOICE_DAYS_MAX};
use axum::{Json, extract::State};
use std::collections::{BTreeMap, HashMap};
use utoipa_axum::routes;

const DAYS: u32 = 30;
/// Of posts in a language that nobody could tell; ISO 639-2.
const UNKNOWN: &str = "und";

pub fn routes(table: Table) -> Table {
    table.route(Access::Brand(Permission::Read), routes!(show))
}

/// How often each monitor was heard in the last days, where the brand is. What budgets left out is counted too.
#[utoipa::path(get, path = "/brands/{b}/share-of-voice", tag = "listening", operation_id = "share_of_voice", params(VoiceQuery),
    responses((status = 200, body = ShareOfVoice)))]
async fn show(State(app): State<App>, In(scope): In, Asked(asked): Asked<VoiceQuery>) -> ApiResult<Json<ShareOfVoice>> {
    let days = asked.days.unwrap_or(DAYS);
    let mut fields = Fields::default();
    fields.within("days", u64::from(days), 1..=u64::from(VOICE_DAYS_MAX));
    fields.done()?;
    let policy = app.store.brand(&scope).await?.policy;
    let today = day_of(&policy, app.now());
    let first = today - i64::from(days) + 1;
    let monitors = app.store.monitors(&scope).await?;
    let voices = app.store.voices(&scope, first).await?;
    Ok(Json(ShareOfVoice { days: (first..=today).map(name_of_day).collect(), monitors: by_monitor(monitors, &voices, first, days) }))
}

fn by_monitor(monitors: Vec<MonitorRecord>, voices: &[Voice], first: i64, days: u32) -> Vec<MonitorVoice> {
    let mut of_monitor: HashMap<MonitorId, Vec<&Voice>> = HashMap::new();
    voices.iter().for_each(|voice| of_monitor.entry(voice.monitor_id).or_default().push(voice));
    let told = |record: MonitorRecord| {
        let mut told = MonitorVoice {
            id: record.monitor.id.into(),
            name: record.monitor.name,
            side: record.monitor.side.into(),
            total: 0,
            by_day: vec![0; days as usize],
            by_language: BTreeMap::new(),
        };
        for voice in of_monitor.get(&record.monitor.id).into_iter().flatten() {
            let place = usize::try_from(voice.day - first).ok();
            let Some(day) = place.and_then(|place| told.by_day.get_mut(place)) else { continue };
            *day += voice.count;
            told.total += voice.count;
            let language = if voice.language.is_empty() { UNKNOWN } else { &voice.language };
            *told.by_language.entry(language.to_owned()).or_default() += voice.count;
        }
        told
    };
    monitors.into_iter().map(told).collect()
}
