//! A query under construction: fixed fragments and bound values.

use super::{AsConnection, Row, Value};
use crate::error::{Result, StoreError};
use std::borrow::Cow;

pub(crate) struct Query {
    pub(super) text: Cow<'static, str>,
    pub(super) values: Vec<Value>,
}

/// A query with a fixed text.
pub(crate) fn sql(text: &'static str) -> Query {
    Query { text: Cow::Borrowed(text), values: Vec::new() }
}

/// Lists are padded to one of these lengths (repeating the last value), so that a text is prepared once and not for every length.
const LIST_LENGTHS: [usize; 6] = [1, 4, 16, 64, 256, 1024];
/// The longest list that one query takes; callers cut theirs into chunks.
pub(crate) const LIST_MAX: usize = 1024;

impl Query {
    pub(crate) fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    pub(crate) fn push(&mut self, fragment: &'static str) -> &mut Self {
        self.text.to_mut().push_str(fragment);
        self
    }

    /// A fragment with one `?`.
    pub(crate) fn push_bound(&mut self, fragment: &'static str, value: impl Into<Value>) -> &mut Self {
        self.values.push(value.into());
        self.push(fragment)
    }

    /// `(?,?,…)`. Not empty, and at most [`LIST_MAX`] long.
    pub(crate) fn push_list<V: Into<Value>>(&mut self, values: impl IntoIterator<Item = V>) -> &mut Self {
        let before = self.values.len();
        self.values.extend(values.into_iter().map(Into::into));
        let count = self.values.len() - before;
        assert!((1..=LIST_MAX).contains(&count), "lists are cut into chunks and never empty");
        let padded = *LIST_LENGTHS.iter().find(|length| **length >= count).expect("the last one is the limit");
        let last = self.values.last().expect("not empty").clone();
        self.values.resize(before + padded, last);
        let text = self.text.to_mut();
        text.push_str("(?");
        text.extend(std::iter::repeat_n(",?", padded - 1));
        text.push(')');
        self
    }

    /// Puts another query's text and values at the end.
    pub(crate) fn push_query(&mut self, query: Query) -> &mut Self {
        self.text.to_mut().push_str(&query.text);
        self.values.extend(query.values);
        self
    }

    /// For [`super::Rows`], which repeats one fixed fragment.
    pub(super) fn push_repeated(&mut self, fragment: &str, count: usize) -> &mut Self {
        let text = self.text.to_mut();
        for number in 0..count {
            if number > 0 {
                text.push(',');
            }
            text.push_str(fragment);
        }
        self
    }

    pub(crate) async fn all(self, on: &mut impl AsConnection) -> Result<Vec<Row>> {
        on.connection().fetch(self).await
    }

    pub(crate) async fn optional(self, on: &mut impl AsConnection) -> Result<Option<Row>> {
        Ok(self.all(on).await?.into_iter().next())
    }

    /// `NotFound` when there is none.
    pub(crate) async fn one(self, on: &mut impl AsConnection) -> Result<Row> {
        self.optional(on).await?.ok_or(StoreError::NotFound)
    }

    /// How many rows it changed.
    pub(crate) async fn run(self, on: &mut impl AsConnection) -> Result<u64> {
        on.connection().execute(self).await
    }
}
