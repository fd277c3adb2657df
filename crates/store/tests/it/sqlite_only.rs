//! What only one file can: copies while others write, and being refused when it is newer than the program.

use crate::desk::Desk;
use crate::engines::Ground;
use answerable_store::{Location, StoreError};
use answerable_testkit::inbound;
use sqlx::{Connection, Row, SqliteConnection, sqlite::SqliteConnectOptions};

async fn connect(path: &std::path::Path) -> SqliteConnection {
    SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(path)).await.expect("a database")
}

fn path_of(ground: &Ground) -> std::path::PathBuf {
    match &ground.location {
        Location::Sqlite(path) => path.clone(),
        Location::Postgres(_) => unreachable!("these stories are of SQLite"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_while_others_write_is_whole() {
    let ground = Ground::sqlite();
    let desk = Desk::new(&ground).await;
    let copy = path_of(&ground).with_extension("copy");
    desk.deliver((0..200).map(|number| desk.heard(inbound(&format!("at://{number}"), "아크메").build())).collect()).await;
    let (store, path) = (desk.store.clone(), copy.clone());
    let copying = tokio::spawn(async move { store.backup(&path).await });
    let mut number = 200;
    while !copying.is_finished() {
        desk.deliver(vec![desk.heard(inbound(&format!("at://{number}"), "아크메").author(&format!("did:{number}")).build())]).await;
        number += 1;
    }
    copying.await.expect("no panic").expect("copied");
    let mut connection = connect(&copy).await;
    let row = sqlx::query("PRAGMA integrity_check").fetch_one(&mut connection).await.expect("checked");
    assert_eq!(row.get::<String, _>(0), "ok");
    connection.close().await.expect("closed");

    let options = answerable_store::OpenOptions::new(ground.clock.clone());
    let store = answerable_store::Store::open(&Location::Sqlite(copy.clone()), options).await.expect("the copy opens");
    assert!(store.search_posts(&desk.scope, "아크메", None, 100).await.expect("a page").items.len() == 100);
    let again = desk.store.backup(&copy).await;
    assert!(matches!(again, Err(StoreError::Unavailable(_))), "a copy overwrites nothing: {again:?}");
}

#[tokio::test]
async fn a_newer_or_changed_database_is_refused() {
    let ground = Ground::sqlite();
    ground.open().await.close().await;
    let mut connection = connect(&path_of(&ground)).await;
    sqlx::query("INSERT INTO migration (number, checksum) VALUES (9999, 'x')").execute(&mut connection).await.expect("written");
    let options = || answerable_store::OpenOptions::new(ground.clock.clone());
    let newer = answerable_store::Store::open(&ground.location, options()).await.err();
    assert!(matches!(newer, Some(StoreError::TooNew { found: 9999, .. })), "{newer:?}");
    sqlx::query("DELETE FROM migration WHERE number = 9999").execute(&mut connection).await.expect("written");
    sqlx::query("UPDATE migration SET checksum = 'x' WHERE number = 1").execute(&mut connection).await.expect("written");
    let changed = answerable_store::Store::open(&ground.location, options()).await.err();
    assert!(matches!(changed, Some(StoreError::MigrationChanged { number: 1 })), "{changed:?}");
}
