//! The public face of `listen`, used as others use it.

mod differential;
mod examples;
mod hostile;
mod query;
mod reference;

use answerable_domain::{BrandId, Monitor, MonitorId, MonitorQuery};

fn monitor(id: i64, any: &[&str], all: &[&str], none: &[&str]) -> Monitor {
    Monitor {
        id: MonitorId(id),
        brand_id: BrandId(1),
        name: format!("monitor {id}"),
        query: boxes(any, all, none),
        enabled: true,
        created_at: 0,
        updated_at: 0,
    }
}

fn boxes(any: &[&str], all: &[&str], none: &[&str]) -> MonitorQuery {
    let owned = |terms: &[&str]| terms.iter().map(|term| (*term).to_owned()).collect();
    MonitorQuery { any: owned(any), all: owned(all), none: owned(none) }
}
