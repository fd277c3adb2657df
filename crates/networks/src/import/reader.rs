//! The reader: bytes in, records out.

use super::{
    Format, LineError,
    columns::Layout,
    fields,
    split::{self, BOM, Cut},
};
use answerable_domain::InboundPost;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// One record of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Of its first line, from 1.
    pub line: u64,
    /// Where it starts in the file, in bytes.
    pub offset: u64,
    /// Where the next one starts.
    pub end: u64,
    pub result: Result<Imported, LineError>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    pub post: InboundPost,
    /// What is kept as the raw: a JSON object, which the import's connector normalises to the same post.
    pub raw: Vec<u8>,
}

/// A place between two records, and what is needed to read on from there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    pub format: Format,
    /// Bytes of the file that are done with: push what follows them.
    pub offset: u64,
    /// The line that stands there.
    pub line: u64,
    layout: Option<Layout>,
}

#[derive(Debug)]
pub struct Importer {
    at: Checkpoint,
    buffer: Vec<u8>,
    /// What of the buffer is done with.
    start: usize,
    at_end: bool,
    /// In the middle of a line that is too long: from where, and how many bytes of it are gone.
    skipped: Option<u64>,
    stopped: bool,
}

impl Importer {
    pub fn new(format: Format) -> Self {
        Self::resume(Checkpoint { format, offset: 0, line: 1, layout: None })
    }

    /// Takes up where another left off.
    pub fn resume(at: Checkpoint) -> Self {
        Self { at, buffer: Vec::new(), start: 0, at_end: false, skipped: None, stopped: false }
    }

    /// The next bytes of the file, as many as there are at hand.
    pub fn push(&mut self, bytes: &[u8]) {
        self.buffer.drain(..self.start);
        self.start = 0;
        self.buffer.extend_from_slice(bytes);
    }

    /// There are no more bytes.
    pub fn finish(&mut self) {
        self.at_end = true;
    }

    /// After the records that came out so far.
    pub fn checkpoint(&self) -> Checkpoint {
        self.at.clone()
    }

    /// The next record; `None`: push more, or, after `finish`, the end.
    pub fn next_record(&mut self) -> Option<Record> {
        while !self.stopped {
            if self.skipped.is_some() {
                return self.skip();
            }
            if self.at.offset == 0 && !self.at_end && self.buffer.len() - self.start < BOM.len() {
                return None;
            }
            let rest = &self.buffer[self.start..];
            if self.at.offset == 0 && (rest.starts_with(b"\xff\xfe") || rest.starts_with(b"\xfe\xff")) {
                self.stopped = true;
                let error = LineError::fatal("not_utf8", "the file is UTF-16; save it as UTF-8");
                return Some(Record { line: 1, offset: 0, end: 0, result: Err(error) });
            }
            match self.cut(rest) {
                Cut::More | Cut::End => return None,
                Cut::TooLong => self.skipped = Some(0),
                Cut::Bad(length, error) => return Some(self.take(length, Err(error))),
                Cut::Record(length) => {
                    let bytes = self.buffer[self.start..self.start + length].to_vec();
                    match self.read(&bytes) {
                        Some(result) => return Some(self.take(length, result)),
                        None => drop(self.advance(length)),
                    }
                }
            }
        }
        None
    }

    fn cut(&self, rest: &[u8]) -> Cut {
        match (self.at.format, &self.at.layout) {
            (Format::JsonLines, _) => split::line(rest, self.at_end),
            (Format::Csv, Some(layout)) => split::csv_record(rest, self.at_end, &[layout.delimiter as u8]),
            (Format::Csv, None) => {
                let bare = rest.strip_prefix(BOM).unwrap_or(rest);
                split::csv_record(bare, self.at_end, b",;\t").after(rest.len() - bare.len())
            }
        }
    }

    /// `None`: an empty line, or the header.
    fn read(&mut self, bytes: &[u8]) -> Option<Result<Imported, LineError>> {
        let bytes = if self.at.offset == 0 { bytes.strip_prefix(BOM).unwrap_or(bytes) } else { bytes };
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text.trim_end_matches(['\n', '\r']),
            Err(error) => return Some(Err(not_utf8(bytes, &error))),
        };
        if text.trim().is_empty() {
            return None;
        }
        let object = match self.at.format {
            Format::JsonLines => object_of(text),
            Format::Csv => match self.row(text)? {
                Ok(object) => Ok(object),
                Err(error) => {
                    self.stopped = error.is_fatal();
                    Err(error)
                }
            },
        };
        Some(object.and_then(|object| {
            let raw = match self.at.format {
                Format::JsonLines => text.as_bytes().to_vec(),
                Format::Csv => Value::Object(object.clone()).to_string().into_bytes(),
            };
            Ok(Imported { post: fields::to_post(&object)?, raw })
        }))
    }

    fn row(&mut self, text: &str) -> Option<Result<Map<String, Value>, LineError>> {
        if let Some(layout) = &self.at.layout {
            return Some(fields::of_row(&split::csv_fields(text, layout.delimiter), layout));
        }
        let delimiter = split::delimiter_of(text);
        let first = split::csv_fields(text, delimiter);
        match Layout::of(&first, delimiter) {
            Err(error) => Some(Err(error)),
            Ok((layout, is_header)) => {
                let row = (!is_header).then(|| fields::of_row(&first, &layout));
                self.at.layout = Some(layout);
                row
            }
        }
    }

    fn take(&mut self, length: usize, result: Result<Imported, LineError>) -> Record {
        let (line, offset) = self.advance(length);
        Record { line, offset, end: self.at.offset, result }
    }

    /// Past so many bytes; returns the line and the place where they began.
    fn advance(&mut self, length: usize) -> (u64, u64) {
        let bytes = &self.buffer[self.start..self.start + length];
        let lines = bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
        let before = (self.at.line, self.at.offset);
        self.start += length;
        self.at.line += lines;
        self.at.offset += length as u64;
        before
    }

    /// Throws away until the end of a line that is too long.
    fn skip(&mut self) -> Option<Record> {
        let gone = self.skipped?;
        let rest = &self.buffer[self.start..];
        let end = rest.iter().position(|byte| *byte == b'\n');
        let length = end.map_or(rest.len(), |end| end + 1);
        self.start += length;
        self.skipped = Some(gone + length as u64);
        if end.is_none() && !self.at_end {
            return None;
        }
        let (line, offset) = (self.at.line, self.at.offset);
        self.at.offset += gone + length as u64;
        self.at.line += u64::from(end.is_some());
        self.skipped = None;
        Some(Record { line, offset, end: self.at.offset, result: Err(split::too_long()) })
    }
}

impl Cut {
    /// The same, with so many bytes before it.
    fn after(self, bytes: usize) -> Self {
        match self {
            Self::Record(length) => Self::Record(length + bytes),
            Self::Bad(length, error) => Self::Bad(length + bytes, error),
            other => other,
        }
    }
}

fn object_of(text: &str) -> Result<Map<String, Value>, LineError> {
    match serde_json::from_str(text) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(LineError::new("not_an_object", "each line must be a JSON object")),
        Err(error) => Err(LineError::new("not_json", error.to_string())),
    }
}

/// A stored raw, read again.
pub fn post_of(body: &[u8]) -> Result<InboundPost, LineError> {
    let text = std::str::from_utf8(body).map_err(|error| not_utf8(body, &error))?;
    fields::to_post(&object_of(text)?)
}

fn not_utf8(bytes: &[u8], error: &std::str::Utf8Error) -> LineError {
    let place = error.valid_up_to();
    let byte = bytes.get(place).copied().unwrap_or_default();
    LineError::new("not_utf8", format!("byte 0x{byte:02X} at position {} of the line is not UTF-8; save the file as UTF-8", place + 1))
}
