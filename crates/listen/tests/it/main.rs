//! The public face of `listen`, used as others use it.

mod boxes;
mod corpus;
mod differential;
mod examples;
mod hostile;
mod query;
mod query_trees;
mod recall;
mod reference;
mod reference_edges;
mod renewal;
mod replay;
mod variants;

use answerable_domain::{BrandId, Budget, Monitor, MonitorId, Side, VariantChoice};

fn monitor(id: i64, query: &str) -> Monitor {
    Monitor {
        id: MonitorId(id),
        brand_id: BrandId(1),
        name: format!("monitor {id}"),
        query: query.to_owned(),
        variants: VariantChoice::default(),
        side: Side::Own,
        budget: Budget::default(),
        enabled: true,
        created_at: 0,
        updated_at: 0,
    }
}
