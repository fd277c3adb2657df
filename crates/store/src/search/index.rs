//! Where the tokens go: FTS5 or `tsvector`. The one place where the engines need texts of their own.

use super::tokens::query_tokens;
use crate::error::{Result, StoreError};
use crate::limits::SEARCH_CHARS_MAX;
use crate::sql::{AsConnection, Engine, Query, Rows, sql};
use crate::tx::Tx;
use answerable_domain::PostId;

/// Entries to be added.
pub(crate) struct IndexRows {
    engine: Engine,
    rows: Rows<2>,
}

impl IndexRows {
    pub(crate) fn new(tx: &mut Tx) -> Self {
        let engine = tx.engine();
        let row = match engine {
            Engine::Sqlite => "(?,?)",
            Engine::Postgres => "(?,?::tsvector)",
        };
        Self { engine, rows: Rows::new("INSERT INTO post_search (rowid, tokens) VALUES ", row, "") }
    }

    pub(crate) fn push(&mut self, post_id: PostId, tokens: &[String]) {
        if tokens.is_empty() {
            return;
        }
        let text = match self.engine {
            Engine::Sqlite => tokens.join(" "),
            // Tokens are letters and digits: no quote in them needs care.
            Engine::Postgres => tokens.iter().enumerate().map(|(at, token)| format!("'{token}':{} ", at + 1)).collect(),
        };
        self.rows.push([post_id.0.into(), text.into()]);
    }

    pub(crate) async fn remove(&self, tx: &mut Tx, post_id: PostId) -> Result<()> {
        sql("DELETE FROM post_search WHERE rowid = ?").bind(post_id.0).run(tx).await.map(drop)
    }

    pub(crate) async fn run(self, tx: &mut Tx) -> Result<()> {
        self.rows.run(tx).await.map(drop)
    }
}

/// What is searched for, in the engine's words.
pub(crate) struct Phrase(String);

impl Phrase {
    /// `None`: the query holds nothing to look for, so nothing is found.
    pub(crate) fn parse(query: &str, engine: Engine) -> Result<Option<Self>> {
        if query.chars().nth(SEARCH_CHARS_MAX).is_some() {
            return Err(StoreError::Limit { what: "characters of a search", max: SEARCH_CHARS_MAX as u64 });
        }
        let Some(found) = query_tokens(query) else { return Ok(None) };
        Ok(Some(Self(match engine {
            Engine::Sqlite => format!("\"{}\"{}", found.tokens.join(" "), if found.open { " *" } else { "" }),
            Engine::Postgres => {
                let quoted: Vec<String> = found.tokens.iter().map(|token| format!("'{token}'")).collect();
                format!("{}{}", quoted.join(" <-> "), if found.open { ":*" } else { "" })
            }
        })))
    }

    /// A condition on `post_search s`.
    pub(crate) fn condition(&self, engine: Engine) -> Query {
        match engine {
            Engine::Sqlite => sql("s.post_search MATCH ?"),
            Engine::Postgres => sql("s.tokens @@ ?::tsquery"),
        }
        .bind(self.0.as_str())
    }
}
