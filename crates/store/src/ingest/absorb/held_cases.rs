//! The cases that a batch touches, as the database has them.

use super::CHUNK;
use super::known::{HeldCase, Known};
use crate::error::Result;
use crate::records::{self, case_columns};
use crate::said::{Said, said_columns};
use crate::sql::{Query, sql};
use crate::tx::Tx;
use answerable_domain::{CaseId, Network};
use std::collections::BTreeSet;

/// Of a case, beside what it is in the domain.
macro_rules! more_case_columns {
    () => {
        concat!("c.network, c.thread_key, c.placed, c.posts_count, c.judged, ", said_columns!())
    };
}

impl Known {
    /// The cases of the batch's customers in their threads, and those that the posts above belong to.
    pub(super) async fn load_cases(&mut self, tx: &mut Tx, thread_keys: &BTreeSet<String>) -> Result<()> {
        let keys: Vec<&String> = thread_keys.iter().collect();
        for chunk in keys.chunks(CHUNK) {
            let text =
                concat!("SELECT ", case_columns!(), ", ", more_case_columns!(), " FROM case_ c WHERE c.brand_id = ? AND c.thread_key IN ");
            let mut query = sql(text).bind(self.brand_id.0);
            query.push_list(chunk.iter().copied());
            self.add_cases(query, tx).await?;
        }
        let further = self.threads_named(tx, thread_keys).await?;
        let of_posts = self.posts.iter().filter_map(|post| post.case_id);
        let named = of_posts.chain(self.carrying.cases()).chain(further.iter().map(|(_, case_id)| *case_id));
        let missing: BTreeSet<CaseId> = named.filter(|id| !self.cases.contains_key(id)).collect();
        self.load_cases_by_id(tx, missing.into_iter().collect()).await?;
        // Who carried a thread into another case than it had opened meant that one.
        self.case_keys.extend(further);
        Ok(())
    }

    pub(super) async fn load_cases_by_id(&mut self, tx: &mut Tx, ids: Vec<CaseId>) -> Result<()> {
        for chunk in ids.chunks(CHUNK) {
            let text = concat!("SELECT ", case_columns!(), ", ", more_case_columns!(), " FROM case_ c WHERE c.id IN ");
            let mut query = sql(text);
            query.push_list(chunk.iter().map(|id| id.0));
            self.add_cases(query, tx).await?;
        }
        Ok(())
    }

    async fn add_cases(&mut self, query: Query, tx: &mut Tx) -> Result<()> {
        for row in query.all(tx).await? {
            let mut row = row.columns();
            let case = records::case(&mut row)?;
            let (network, thread_key) = (row.named(Network::parse)?, row.text()?);
            self.case_keys.entry(thread_key.clone()).or_insert(case.id);
            let (placed, posts_count, judged, said) = (row.int()?, row.int()?, row.int()?, Said::read(&mut row)?);
            let (before, said_before) = (Some(case.clone()), said.clone());
            let held = HeldCase { before, case, network, thread_key, placed, posts_count, said, said_before, judged, changed: false };
            self.cases.entry(held.case.id).or_insert(held);
        }
        Ok(())
    }
}
