//! What can be bound: integers, text, bytes, each of which may be null. Null keeps its type because PostgreSQL asks for it.

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Int(Option<i64>),
    Text(Option<String>),
    Bytes(Option<Vec<u8>>),
}

/// PostgreSQL knows no NUL in text. One byte for one byte, so that no span moves.
fn without_nul(text: String) -> String {
    if text.contains('\0') { text.replace('\0', "\u{1a}") } else { text }
}

macro_rules! integers {
    ($($from:ty),+) => {$(
        impl From<$from> for Value {
            fn from(value: $from) -> Self {
                Self::Int(Some(i64::from(value)))
            }
        }
        impl From<Option<$from>> for Value {
            fn from(value: Option<$from>) -> Self {
                Self::Int(value.map(i64::from))
            }
        }
    )+};
}

integers!(i64, i32, u32, u8, bool);

impl From<u64> for Value {
    /// Counts and sizes: what is beyond `i64` does not exist.
    fn from(value: u64) -> Self {
        Self::Int(Some(i64::try_from(value).unwrap_or(i64::MAX)))
    }
}

impl From<usize> for Value {
    fn from(value: usize) -> Self {
        Self::from(value as u64)
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(Some(without_nul(value)))
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::from(value.to_owned())
    }
}

impl From<&String> for Value {
    fn from(value: &String) -> Self {
        Self::from(value.clone())
    }
}

impl From<Option<String>> for Value {
    fn from(value: Option<String>) -> Self {
        Self::Text(value.map(without_nul))
    }
}

impl From<Option<&str>> for Value {
    fn from(value: Option<&str>) -> Self {
        Self::from(value.map(str::to_owned))
    }
}

impl From<&Option<String>> for Value {
    fn from(value: &Option<String>) -> Self {
        Self::from(value.clone())
    }
}

impl From<Vec<u8>> for Value {
    fn from(value: Vec<u8>) -> Self {
        Self::Bytes(Some(value))
    }
}

impl From<&[u8]> for Value {
    fn from(value: &[u8]) -> Self {
        Self::from(value.to_vec())
    }
}

impl From<Option<Vec<u8>>> for Value {
    fn from(value: Option<Vec<u8>>) -> Self {
        Self::Bytes(value)
    }
}

impl Value {
    /// As JSON text. Our own types always have one.
    pub(crate) fn json(value: &impl serde::Serialize) -> Self {
        Self::Text(Some(serde_json::to_string(value).expect("our types serialize")))
    }

    pub(crate) fn json_or_null(value: Option<&impl serde::Serialize>) -> Self {
        value.map_or(Self::Text(None), Self::json)
    }
}
