//! Many rows in few statements.

use super::{AsConnection, Query, Row, Value, sql};
use crate::error::Result;

/// Rows to be inserted by one fixed statement. They go out in chunks of a few fixed lengths, so that each length is prepared once.
pub(crate) struct Rows<const WIDTH: usize> {
    /// `INSERT INTO t (a, b) VALUES `
    head: &'static str,
    /// `(?,?)`
    row: &'static str,
    /// ` ON CONFLICT …`, ` RETURNING …` or nothing.
    tail: &'static str,
    values: Vec<Value>,
}

const CHUNKS: [usize; 4] = [128, 32, 8, 1];

impl<const WIDTH: usize> Rows<WIDTH> {
    pub(crate) fn new(head: &'static str, row: &'static str, tail: &'static str) -> Self {
        Self { head, row, tail, values: Vec::new() }
    }

    pub(crate) fn push(&mut self, row: [Value; WIDTH]) {
        self.values.extend(row);
    }

    /// How many rows were written.
    pub(crate) async fn run(self, on: &mut impl AsConnection) -> Result<u64> {
        let mut count = 0;
        for query in self.into_queries() {
            count += query.run(on).await?;
        }
        Ok(count)
    }

    pub(crate) async fn all(self, on: &mut impl AsConnection) -> Result<Vec<Row>> {
        let mut rows = Vec::new();
        for query in self.into_queries() {
            rows.extend(query.all(on).await?);
        }
        Ok(rows)
    }

    fn into_queries(self) -> Vec<Query> {
        let Self { head, row, tail, values } = self;
        let mut queries = Vec::new();
        let mut rest = values.into_iter();
        while rest.len() > 0 {
            let left = rest.len() / WIDTH;
            let count = *CHUNKS.iter().find(|chunk| **chunk <= left).expect("1 fits always");
            let mut query = sql(head);
            query.push_repeated(row, count).push(tail);
            query.values.extend(rest.by_ref().take(count * WIDTH));
            queries.push(query);
        }
        queries
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_go_out_in_chunks_of_fixed_lengths() {
        let mut rows: Rows<2> = Rows::new("I ", "(?,?)", "");
        (0..171i64).for_each(|n| rows.push([n.into(), n.into()]));
        let lengths: Vec<usize> = rows.into_queries().iter().map(|query| query.values.len() / 2).collect();
        assert_eq!(lengths, [128, 32, 8, 1, 1, 1]);
    }
}
