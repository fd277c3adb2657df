//! The schema, step by step. A step that was released is never changed; a database that is newer than the program is left alone.

use crate::error::{Result, StoreError};
use crate::sql::{AsConnection, Connection, Engine, sql};

/// Number and text; the numbers are 1, 2, 3, … .
type Step = (i64, &'static str);

const SQLITE: &[Step] = &[
    (1, include_str!("../migrations/sqlite/0001_foundation.sql")),
    (2, include_str!("../migrations/sqlite/0002_monitors.sql")),
    (3, include_str!("../migrations/sqlite/0003_alerts.sql")),
    (4, include_str!("../migrations/sqlite/0004_sources.sql")),
    (5, include_str!("../migrations/sqlite/0005_understanding.sql")),
    (6, include_str!("../migrations/sqlite/0006_networks.sql")),
    (7, include_str!("../migrations/sqlite/0007_drafts.sql")),
];
const POSTGRES: &[Step] = &[
    (1, include_str!("../migrations/postgres/0001_foundation.sql")),
    (2, include_str!("../migrations/postgres/0002_monitors.sql")),
    (3, include_str!("../migrations/postgres/0003_alerts.sql")),
    (4, include_str!("../migrations/postgres/0004_sources.sql")),
    (5, include_str!("../migrations/postgres/0005_understanding.sql")),
    (6, include_str!("../migrations/postgres/0006_networks.sql")),
    (7, include_str!("../migrations/postgres/0007_drafts.sql")),
];

/// Of this program's migrations; any number will do that nobody else locks.
const LOCK: i64 = 0x6d69_6772;

pub(crate) async fn up(on: &mut Connection) -> Result<()> {
    let steps = steps_of(on.engine());
    apply(on, steps).await
}

fn steps_of(engine: Engine) -> &'static [Step] {
    match engine {
        Engine::Sqlite => SQLITE,
        Engine::Postgres => POSTGRES,
    }
}

async fn apply(on: &mut Connection, steps: &[Step]) -> Result<()> {
    begin(on).await?;
    let outcome = apply_missing(on, steps).await;
    let end = if outcome.is_ok() { "COMMIT" } else { "ROLLBACK" };
    sql(end).run(on).await?;
    outcome
}

/// Two programs that start at once take turns.
async fn begin(on: &mut Connection) -> Result<()> {
    match on.engine() {
        Engine::Sqlite => drop(sql("BEGIN IMMEDIATE").run(on).await?),
        Engine::Postgres => {
            sql("BEGIN").run(on).await?;
            sql("SELECT pg_advisory_xact_lock(?)").bind(LOCK).all(on).await?;
        }
    }
    Ok(())
}

async fn apply_missing(on: &mut Connection, steps: &[Step]) -> Result<()> {
    on.script("CREATE TABLE IF NOT EXISTS migration (number bigint PRIMARY KEY, checksum text NOT NULL)").await?;
    let rows = sql("SELECT number, checksum FROM migration ORDER BY number").all(on).await?;
    let known = steps.last().map_or(0, |step| step.0);
    for row in &rows {
        let mut columns = row.columns();
        let (number, checksum) = (columns.int()?, columns.text()?);
        let Some((_, text)) = steps.iter().find(|step| step.0 == number) else {
            return Err(StoreError::TooNew { found: number, known });
        };
        if checksum != checksum_of(text) {
            return Err(StoreError::MigrationChanged { number });
        }
    }
    for (number, text) in &steps[rows.len()..] {
        on.script(text).await?;
        sql("INSERT INTO migration (number, checksum) VALUES (?, ?)").bind(*number).bind(checksum_of(text)).run(on).await?;
    }
    Ok(())
}

/// FNV-1a over the text: it guards against mistakes, not against malice.
fn checksum_of(text: &str) -> String {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_engines_have_the_same_steps_in_order() {
        let numbers = |steps: &[Step]| steps.iter().map(|step| step.0).collect::<Vec<_>>();
        assert_eq!(numbers(SQLITE), numbers(POSTGRES));
        assert_eq!(numbers(SQLITE), (1..=SQLITE.len() as i64).collect::<Vec<_>>());
    }
}
