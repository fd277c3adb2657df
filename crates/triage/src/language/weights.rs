//! The file of the languages: a few numbers, then the tables as they are used.

use super::{han, ngrams};
use han::Han;
use ngrams::{Alphabets, WIDTH};
use std::sync::LazyLock;

const MAGIC: &[u8; 8] = b"anslang1";

static SHIPPED: LazyLock<Weights<'static>> =
    LazyLock::new(|| Weights::read(include_bytes!("../../models/language.bin")).expect("the file in the repository is of this version"));

#[derive(Debug, Clone, PartialEq)]
pub struct Weights<'a> {
    pub alphabets: Alphabets<'a>,
    pub han: Han<'a>,
}

impl Weights<'static> {
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }
}

impl<'a> Weights<'a> {
    /// `None`: these are not the bytes of such a file.
    pub fn read(bytes: &'a [u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let (mut of_alphabets, mut of_han) = (ngrams::Numbers::default(), han::Numbers::default());
        let mut complete = true;
        let mut read = |number: &mut f32| match rest.split_first_chunk() {
            Some((bytes, left)) => (*number, rest) = (f32::from_le_bytes(*bytes), left),
            None => complete = false,
        };
        of_alphabets.each(&mut read);
        of_han.each(&mut read);
        let (rows, han_rows) = rest.split_at_checked(ngrams::ROWS * WIDTH)?;
        (complete && han_rows.len() == han::ROWS).then_some(Self {
            alphabets: Alphabets { rows: rows.as_chunks().0, numbers: of_alphabets },
            han: Han { rows: han_rows, numbers: of_han },
        })
    }

    pub fn write(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        let mut write = |number: &mut f32| bytes.extend_from_slice(&number.to_le_bytes());
        self.alphabets.numbers.clone().each(&mut write);
        self.han.numbers.clone().each(&mut write);
        bytes.extend_from_slice(self.alphabets.rows.as_flattened());
        bytes.extend_from_slice(self.han.rows);
        bytes
    }
}
