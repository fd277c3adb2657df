//! Pages of lists: by key, never by offset, so that a page costs the same wherever it is and rows that move are not shown twice.

use crate::error::{Result, StoreError};
use crate::limits::PAGE_MAX;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// Where the next page starts; `None`: this was the last.
    pub next: Option<PageKey>,
}

/// The place of a row in its list. Opaque: print it, parse it, hand it back with the same filter and order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageKey {
    pub(crate) first: i64,
    pub(crate) second: i64,
    pub(crate) id: i64,
    /// When the first page was read, as an id: rows that moved since are not shown again.
    pub(crate) as_of: i64,
}

impl<T> Page<T> {
    pub fn empty() -> Self {
        Self { items: Vec::new(), next: None }
    }

    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(change).collect(), next: self.next }
    }

    /// `rows` holds one row more than asked for when there is another page.
    pub(crate) fn cut(mut rows: Vec<T>, limit: usize, key: impl Fn(&T) -> PageKey) -> Self {
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = if more { rows.last().map(key) } else { None };
        Self { items: rows, next }
    }
}

impl PageKey {
    /// The key of lists that are ordered by id alone.
    pub(crate) fn of_id(id: i64) -> Self {
        Self { first: 0, second: 0, id, as_of: 0 }
    }
}

impl std::fmt::Display for PageKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:x}.{:x}.{:x}.{:x}", self.first, self.second, self.id, self.as_of)
    }
}

/// A text that is not a page key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a page key")]
pub struct InvalidPageKey;

impl std::str::FromStr for PageKey {
    type Err = InvalidPageKey;

    fn from_str(text: &str) -> Result<Self, InvalidPageKey> {
        // Two's complement, as it is printed.
        let parts: Option<Vec<i64>> = text.split('.').map(|part| u64::from_str_radix(part, 16).ok().map(u64::cast_signed)).collect();
        match parts.as_deref() {
            Some(&[first, second, id, as_of]) => Ok(Self { first, second, id, as_of }),
            _ => Err(InvalidPageKey),
        }
    }
}

/// How many rows a page may have.
pub(crate) fn checked_limit(limit: usize) -> Result<usize> {
    if limit > PAGE_MAX { Err(StoreError::Limit { what: "rows of a page", max: PAGE_MAX as u64 }) } else { Ok(limit.max(1)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_survives_its_text() {
        for key in [PageKey { first: i64::MAX, second: -1, id: 7, as_of: i64::MIN }, PageKey::of_id(1)] {
            assert_eq!(key.to_string().parse(), Ok(key));
        }
    }

    #[test]
    fn other_texts_are_refused() {
        for text in ["", "1", "1.2.3", "1.2.3.4.5", "x.0.0.0", "1.2.3.fffffffffffffffff"] {
            assert_eq!(text.parse::<PageKey>(), Err(InvalidPageKey), "{text:?}");
        }
    }
}
