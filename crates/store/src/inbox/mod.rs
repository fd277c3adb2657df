//! What people see and do: lists of cases, one case with its thread, notes, drafts, authors, search.

mod act;
mod filter;
mod heard;
mod list;
mod notes;
mod posts;
mod preview;
mod rows;
mod thread;
mod types;

pub use types::{
    AuthorDetail, CaseDetail, CaseFilter, CaseOrder, CaseRow, Counts, Draft, Engaged, HeardPost, PostRow, Preview, ThreadItem,
};

pub(crate) use act::tell;
pub(crate) use filter::{condition, condition_of_few};
pub(crate) use notes::{draft_of, remove_draft, write_draft};
