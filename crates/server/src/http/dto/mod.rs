//! The API's JSON: the only place where a field's name is decided.

pub mod alerts;
pub mod answering;
pub mod assessment;
pub mod inbox;
pub mod listening;
pub mod media;
pub mod monitors;
pub mod names;
pub mod people;
pub mod teaching;
pub mod text;

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A list, or a part of one.
#[derive(Debug, Serialize, ToSchema)]
pub struct Items<T: ToSchema> {
    pub items: Vec<T>,
    /// Where the next part starts (`after`); null: this was the last.
    pub next: Option<String>,
}

impl<T: ToSchema> Items<T> {
    /// A list that is never long.
    pub fn all(items: impl IntoIterator<Item = impl Into<T>>) -> Self {
        Self { items: items.into_iter().map(Into::into).collect(), next: None }
    }
}

/// Which part of a list.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// `next` of the part before.
    pub after: Option<String>,
    /// At most 100; 25 when not said.
    pub limit: Option<u32>,
}

pub const PAGE_LIMIT_MAX: u32 = 100;
pub const PAGE_LIMIT_DEFAULT: u32 = 25;

impl PageQuery {
    pub fn limit(&self) -> usize {
        self.limit.unwrap_or(PAGE_LIMIT_DEFAULT).clamp(1, PAGE_LIMIT_MAX) as usize
    }
}
