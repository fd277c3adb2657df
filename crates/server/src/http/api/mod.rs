//! The API's handlers, a module a subject. Each hands in its routes with who may use them.

mod authors;
mod brands;
mod cases;
mod channels;
mod drafts;
mod imports;
mod invites;
mod me;
mod members;
mod monitors;
mod quarantine;
mod replies;
mod session;
mod setup;
mod stream;
mod thread;

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
        authors::routes,
        stream::routes,
        monitors::routes,
        channels::routes,
        quarantine::routes,
        imports::routes,
    ];
    subjects.into_iter().fold(Table::new(PREFIX), |table, routes| routes(table))
}
