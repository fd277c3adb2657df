//! The API's handlers, a module a subject. Each hands in its routes with who may use them.

mod alerts;
mod authors;
mod brands;
mod cases;
mod channels;
mod corrections;
mod drafts;
mod hand_offs;
mod imports;
mod invites;
mod me;
mod media;
mod members;
mod monitor_queries;
mod monitors;
mod mutes;
mod notices;
mod posts;
mod quarantine;
mod replies;
mod searches;
mod session;
mod setup;
mod share_of_voice;
mod stream;
mod teaching;
mod thread;
mod triage;
mod webhooks;
mod word_rules;

pub(super) use session::refuse_above;

use super::{PREFIX, Table};

/// All routes, each with who may use it.
pub fn table() -> Table {
    let subjects = [
        setup::routes,
        session::routes,
        me::routes,
        invites::routes,
        brands::routes,
        members::routes,
        cases::routes,
        thread::routes,
        drafts::routes,
        replies::routes,
        posts::routes,
        hand_offs::routes,
        media::routes,
        authors::routes,
        stream::routes,
        monitors::routes,
        monitor_queries::routes,
        mutes::routes,
        share_of_voice::routes,
        channels::routes,
        quarantine::routes,
        imports::routes,
        searches::routes,
        alerts::routes,
        notices::routes,
        webhooks::routes,
        triage::routes,
        corrections::routes,
        word_rules::routes,
        teaching::routes,
    ];
    subjects.into_iter().fold(Table::new(PREFIX), |table, routes| routes(table))
}
