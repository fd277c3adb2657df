//! The public face of `triage`, used as others use it.

mod anything;
mod corpus;
mod frozen;
mod labels;
mod language;
mod personal;
mod personal_corpus;
mod replay;
mod teaching;
