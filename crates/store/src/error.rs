//! What can go wrong in the store, named by meaning.

use answerable_domain::Forbidden;

#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// It does not exist, or it belongs to another brand: which of the two is told to nobody.
    #[error("not found")]
    NotFound,
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// It collides with what is there. Codes: `email_taken`, `already_set_up`, `last_owner`, `already_member`, `channel_exists`,
    /// `import_running`, `search_in_use`, `nothing_said`, `empty_phrase`, `word_rule_exists`, `reassessment_running`,
    /// `reassessment_not_running`, `code_taken`.
    #[error("conflict: {code}")]
    Conflict { code: &'static str },
    /// One of the limits in [`crate::limits`] is reached.
    #[error("the limit of {max} {what} is reached")]
    Limit { what: &'static str, max: u64 },
    /// This engine cannot do it; the text says what to do instead.
    #[error("{0}")]
    Unsupported(&'static str),
    /// The database was written by a newer program.
    #[error("the database has migration {found}, this program knows {known}: start a newer program, or restore a backup")]
    TooNew { found: i64, known: i64 },
    /// A migration that was applied is not the one that this program carries.
    #[error("migration {number} of the database differs from the one in this program")]
    MigrationChanged { number: i64 },
    /// The database cannot be reached or written now. Nothing of the call was kept.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// A row is not what this program wrote.
    #[error("the database holds something that cannot be read: {0}")]
    Corrupt(String),
}

pub type Result<T, E = StoreError> = std::result::Result<T, E>;

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) | sqlx::Error::ColumnIndexOutOfBounds { .. } => {
                Self::Corrupt(error.to_string())
            }
            other => Self::Unavailable(other.to_string()),
        }
    }
}

/// JSON that we wrote ourselves and can no longer read.
impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        Self::Corrupt(error.to_string())
    }
}
