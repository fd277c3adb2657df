//! What can go wrong in the store, named by meaning.

use answerable_domain::Forbidden;
use sqlx::{
    error::{DatabaseError, ErrorKind},
    postgres::PgDatabaseError,
};

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
    /// `reassessment_not_running`, `code_taken`, `already_answered`.
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
    /// The database does not take what it was given, and would not another time. Nothing of the call was kept.
    #[error("the database refuses it: {0}")]
    Refused(String),
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
            sqlx::Error::Database(fault) if blames_values(fault.as_ref()) => Self::Refused(fault.to_string()),
            other => Self::Unavailable(other.to_string()),
        }
    }
}

/// A constraint is violated; at PostgreSQL also: a value is out of range, or larger than an index takes.
fn blames_values(fault: &dyn DatabaseError) -> bool {
    let is_too_much = |fault: &PgDatabaseError| fault.code().starts_with("22") || fault.code().starts_with("54");
    !matches!(fault.kind(), ErrorKind::Other) || fault.try_downcast_ref().is_some_and(is_too_much)
}

/// JSON that we wrote ourselves and can no longer read.
impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        Self::Corrupt(error.to_string())
    }
}
