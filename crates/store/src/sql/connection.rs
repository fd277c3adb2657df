//! A connection to either engine, and the two things that can be done with it.

use super::{Query, Row, Value};
use crate::error::Result;
use sqlx::{
    AssertSqlSafe, Database, Executor, PgConnection, Postgres, Sqlite, SqliteConnection, Transaction, pool::PoolConnection,
    postgres::PgArguments, query::Query as SqlxQuery, sqlite::SqliteArguments,
};
use std::{
    borrow::Cow,
    collections::HashMap,
    ops::{Deref, DerefMut},
    sync::{Arc, LazyLock, RwLock},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

pub(crate) enum Connection {
    Sqlite(Held<Sqlite>),
    Postgres(Held<Postgres>),
}

/// A connection of a pool.
pub(crate) enum Held<D: Database> {
    Plain(PoolConnection<D>),
    /// In a transaction that only reads; dropping it ends it.
    Moment(Transaction<'static, D>),
}

impl<D: Database> Deref for Held<D> {
    type Target = D::Connection;

    fn deref(&self) -> &D::Connection {
        match self {
            Self::Plain(connection) => connection,
            Self::Moment(transaction) => transaction,
        }
    }
}

impl<D: Database> DerefMut for Held<D> {
    fn deref_mut(&mut self) -> &mut D::Connection {
        match self {
            Self::Plain(connection) => connection,
            Self::Moment(transaction) => transaction,
        }
    }
}

impl<D: Database> Held<D> {
    /// Closes what may be in the middle of something, instead of giving it back.
    pub(crate) async fn close(self) -> sqlx::Result<()> {
        match self {
            Self::Plain(connection) => connection.close().await,
            Self::Moment(transaction) => transaction.rollback().await,
        }
    }
}

/// What queries run on: a connection, or a transaction on one.
pub(crate) trait AsConnection: Send {
    fn connection(&mut self) -> &mut Connection;

    fn engine(&mut self) -> Engine {
        match self.connection() {
            Connection::Sqlite(_) => Engine::Sqlite,
            Connection::Postgres(_) => Engine::Postgres,
        }
    }
}

impl AsConnection for Connection {
    fn connection(&mut self) -> &mut Connection {
        self
    }
}

impl Connection {
    pub(super) async fn fetch(&mut self, query: Query) -> Result<Vec<Row>> {
        Ok(match self {
            Self::Sqlite(connection) => {
                let connection: &mut SqliteConnection = connection;
                connection.fetch_all(for_sqlite(query)).await?.into_iter().map(Row::Sqlite).collect()
            }
            Self::Postgres(connection) => {
                let connection: &mut PgConnection = connection;
                connection.fetch_all(for_postgres(query)).await?.into_iter().map(Row::Postgres).collect()
            }
        })
    }

    pub(super) async fn execute(&mut self, query: Query) -> Result<u64> {
        Ok(match self {
            Self::Sqlite(connection) => {
                let connection: &mut SqliteConnection = connection;
                connection.execute(for_sqlite(query)).await?.rows_affected()
            }
            Self::Postgres(connection) => {
                let connection: &mut PgConnection = connection;
                connection.execute(for_postgres(query)).await?.rows_affected()
            }
        })
    }

    /// Several statements at once, nothing bound: migrations.
    pub(crate) async fn script(&mut self, text: &'static str) -> Result<()> {
        match self {
            Self::Sqlite(connection) => {
                sqlx::raw_sql(text).execute(&mut **connection).await?;
            }
            Self::Postgres(connection) => {
                sqlx::raw_sql(text).execute(&mut **connection).await?;
            }
        }
        Ok(())
    }
}

fn for_sqlite(query: Query) -> SqlxQuery<'static, Sqlite, SqliteArguments> {
    let Query { text, values } = query;
    let prepared = match text {
        Cow::Borrowed(text) => sqlx::query(text),
        Cow::Owned(text) => sqlx::query(AssertSqlSafe(text)),
    };
    values.into_iter().fold(prepared, |prepared, value| match value {
        Value::Int(value) => prepared.bind(value),
        Value::Text(value) => prepared.bind(value),
        Value::Bytes(value) => prepared.bind(value),
    })
}

fn for_postgres(query: Query) -> SqlxQuery<'static, Postgres, PgArguments> {
    let Query { text, values } = query;
    let text = match text {
        Cow::Borrowed(text) => numbered_once(text),
        Cow::Owned(text) => numbered(&text).into(),
    };
    values.into_iter().fold(sqlx::query(AssertSqlSafe(text)), |prepared, value| match value {
        Value::Int(value) => prepared.bind(value),
        Value::Text(value) => prepared.bind(value),
        Value::Bytes(value) => prepared.bind(value),
    })
}

/// Fixed texts are rewritten once in the life of the program.
fn numbered_once(text: &'static str) -> Arc<str> {
    static REWRITTEN: LazyLock<RwLock<HashMap<&'static str, Arc<str>>>> = LazyLock::new(RwLock::default);
    if let Some(known) = REWRITTEN.read().expect("nobody panics while holding it").get(text) {
        return known.clone();
    }
    let rewritten: Arc<str> = numbered(text).into();
    REWRITTEN.write().expect("nobody panics while holding it").insert(text, rewritten.clone());
    rewritten
}

/// `?` becomes `$1`, `$2`, … outside of quotes.
fn numbered(text: &str) -> String {
    let mut rewritten = String::with_capacity(text.len() + 32);
    let (mut quoted, mut count) = (false, 0u32);
    for character in text.chars() {
        quoted ^= character == '\'';
        if character == '?' && !quoted {
            count += 1;
            rewritten.push('$');
            rewritten.push_str(&count.to_string());
        } else {
            rewritten.push(character);
        }
    }
    rewritten
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn question_marks_are_numbered_outside_of_quotes() {
        assert_eq!(numbered("a = ? AND b = '?' AND c IN (?,?)"), "a = $1 AND b = '?' AND c IN ($2,$3)");
        assert_eq!(numbered_once("?"), numbered_once("?"));
    }
}
