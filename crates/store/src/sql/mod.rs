//! The dialect layer: one text a query for both engines, values always bound.
//!
//! A query is written with `?`; PostgreSQL gets the same text with `$1, $2, …`. Text that is not fixed is put together from fixed fragments
//! only: nothing here takes a `String` as SQL.

mod connection;
mod query;
mod row;
mod rows;
mod value;

pub(crate) use connection::{AsConnection, Connection, Engine, Held};
pub(crate) use query::{LIST_MAX, Query, sql};
pub(crate) use row::{Columns, Row};
pub(crate) use rows::Rows;
pub(crate) use value::Value;
