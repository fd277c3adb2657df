//! Rows of either engine, read column by column in the order in which the query names them.

use crate::error::{Result, StoreError};
use serde::de::DeserializeOwned;
use sqlx::{Row as _, postgres::PgRow, sqlite::SqliteRow};

pub(crate) enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

/// Reads a row from its first column on.
pub(crate) struct Columns<'r> {
    row: &'r Row,
    next: usize,
}

impl Row {
    pub(crate) fn columns(&self) -> Columns<'_> {
        Columns { row: self, next: 0 }
    }

    /// The only column of a row.
    pub(crate) fn int(&self) -> Result<i64> {
        self.columns().int()
    }

    pub(crate) fn text(&self) -> Result<String> {
        self.columns().text()
    }
}

macro_rules! readers {
    ($($name:ident -> $type:ty),+ $(,)?) => {$(
        pub(crate) fn $name(&mut self) -> Result<$type> {
            let at = self.next;
            self.next += 1;
            Ok(match self.row {
                Row::Sqlite(row) => row.try_get_unchecked(at)?,
                Row::Postgres(row) => row.try_get_unchecked(at)?,
            })
        }
    )+};
}

impl Columns<'_> {
    readers! {
        int -> i64,
        int_or_null -> Option<i64>,
        text -> String,
        text_or_null -> Option<String>,
        bytes -> Vec<u8>,
        bytes_or_null -> Option<Vec<u8>>,
    }

    pub(crate) fn flag(&mut self) -> Result<bool> {
        Ok(self.int()? != 0)
    }

    pub(crate) fn u32(&mut self) -> Result<u32> {
        number(self.int()?)
    }

    pub(crate) fn u32_or_null(&mut self) -> Result<Option<u32>> {
        self.int_or_null()?.map(number).transpose()
    }

    pub(crate) fn u64(&mut self) -> Result<u64> {
        number(self.int()?)
    }

    /// A closed enum by its name.
    pub(crate) fn named<T>(&mut self, parse: fn(&str) -> Option<T>) -> Result<T> {
        let name = self.text()?;
        parse(&name).ok_or_else(|| StoreError::Corrupt(format!("{name:?} is no known name")))
    }

    pub(crate) fn json<T: DeserializeOwned>(&mut self) -> Result<T> {
        Ok(serde_json::from_str(&self.text()?)?)
    }

    pub(crate) fn json_or_null<T: DeserializeOwned>(&mut self) -> Result<Option<T>> {
        Ok(self.text_or_null()?.map(|text| serde_json::from_str(&text)).transpose()?)
    }
}

fn number<T: TryFrom<i64>>(value: i64) -> Result<T> {
    T::try_from(value).map_err(|_| StoreError::Corrupt(format!("{value} is out of range")))
}
