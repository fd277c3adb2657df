//! The public face of `triage`, used as others use it.

mod anything;
mod corpus;
mod labels;
mod language;
mod personal;
mod question;
