//! What people see and do: lists of cases, one case with its thread, notes, drafts, authors, search.

mod types;

pub use types::{AuthorDetail, CaseDetail, CaseFilter, CaseOrder, CaseRow, Counts, Draft, Engaged, PostRow, Preview, ThreadItem};
