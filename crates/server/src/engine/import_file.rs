//! A file of posts, read in steps that can be stored.

use answerable_domain::{Inbound, InboundPost, Network};
use answerable_networks::import::{Format, Importer, Record};
use answerable_store::ImportError;
use std::{
    fs::File,
    io::{self, Read as _},
    os::unix::fs::FileExt as _,
    path::Path,
};

const LINES_MAX: usize = 500;
const BYTES_MAX: usize = 1_024 * 1_024;
const CHUNK_BYTES: usize = 64 * 1_024;
/// Of a bad line, for people to look at.
const EXCERPT_BYTES_MAX: usize = 500;

/// What was read at once.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Step {
    pub bodies: Vec<Vec<u8>>,
    pub errors: Vec<ImportError>,
    /// Everything before this place in the file is in this step or in one before it.
    pub bytes_done: u64,
    pub at_end: bool,
    /// Nothing after this can be read: why.
    pub fatal: Option<&'static str>,
}

pub struct ImportFile {
    file: File,
    importer: Importer,
    /// For lines that name no network.
    network: Network,
    /// What ends here or before was stored by an earlier run.
    stored_to: u64,
    ended: bool,
}

impl ImportFile {
    /// What was stored before is read again, to know the line numbers and the columns, and left out.
    pub fn open(path: &Path, format: Format, network: Network, stored_to: u64) -> io::Result<Self> {
        Ok(Self { file: File::open(path)?, importer: Importer::new(format), network, stored_to, ended: false })
    }

    pub fn next_step(&mut self) -> io::Result<Step> {
        let mut step = Step::default();
        let mut bytes = 0;
        while step.bodies.len() + step.errors.len() < LINES_MAX && bytes < BYTES_MAX && step.fatal.is_none() {
            match self.importer.next_record() {
                Some(record) => bytes += self.take(record, &mut step)?,
                None if self.ended => {
                    step.at_end = true;
                    break;
                }
                None => self.read_on()?,
            }
        }
        step.bytes_done = if step.at_end { self.file.metadata()?.len() } else { self.importer.checkpoint().offset.max(self.stored_to) };
        Ok(step)
    }

    fn read_on(&mut self) -> io::Result<()> {
        let mut chunk = vec![0; CHUNK_BYTES];
        let length = self.file.read(&mut chunk)?;
        self.importer.push(&chunk[..length]);
        if length == 0 {
            self.importer.finish();
            self.ended = true;
        }
        Ok(())
    }

    /// Returns how many bytes of the file it was.
    fn take(&mut self, record: Record, step: &mut Step) -> io::Result<usize> {
        if self.stored_to > 0 && record.end <= self.stored_to {
            return Ok(0);
        }
        let length = usize::try_from(record.end - record.offset).unwrap_or(usize::MAX);
        match record.result {
            Ok(imported) => step.bodies.push(self.body(imported.post)),
            Err(error) => {
                step.fatal = error.is_fatal().then_some(error.code);
                let text = self.excerpt(record.offset, length)?;
                step.errors.push(ImportError { line: record.line, code: error.code.to_owned(), detail: error.detail, text });
            }
        }
        Ok(length)
    }

    /// Somebody chose these posts: each is for us, whether or not a monitor has words for it.
    fn body(&self, mut post: InboundPost) -> Vec<u8> {
        post.addressed = true;
        if post.network == Network::Other {
            post.network = self.network;
        }
        serde_json::to_vec(&[Inbound::Post(Box::new(post))]).expect("inbound posts are plain structs with string keys")
    }

    fn excerpt(&self, offset: u64, length: usize) -> io::Result<String> {
        let mut bytes = vec![0; length.min(EXCERPT_BYTES_MAX)];
        let read = self.file.read_at(&mut bytes, offset)?;
        Ok(String::from_utf8_lossy(&bytes[..read]).trim_end().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{fmt::Write as _, io::Write as _};

    const LINES: usize = 2_345;

    /// JSON lines and CSV, some of them bad, the header and the columns needed for the rest.
    fn files() -> [(Format, String); 2] {
        let (mut json, mut csv) = (String::new(), "작성자,일시,내용\n".to_owned());
        for n in 0..LINES {
            match n % 10 {
                3 => json.push_str("{\"text\": broken\n"),
                7 => json.push('\n'),
                _ => writeln!(json, r#"{{"text":"글 {n}","author":"a{n}","time":{}}}"#, 1_795_310_200 + n).expect("a string"),
            }
            match n % 10 {
                4 => csv.push_str("a,never,no time\n"),
                _ => writeln!(csv, "a{n},{},\"여러 줄\n{n}\"", 1_795_310_200 + n).expect("a string"),
            }
        }
        [(Format::JsonLines, json), (Format::Csv, csv)]
    }

    fn all_steps(path: &Path, format: Format, stored_to: u64) -> Vec<Step> {
        let mut file = ImportFile::open(path, format, Network::Naver, stored_to).expect("a file");
        let mut steps = vec![file.next_step().expect("readable")];
        while !steps.last().expect("one").at_end {
            steps.push(file.next_step().expect("readable"));
        }
        steps
    }

    #[test]
    fn an_import_that_is_cut_off_after_any_step_goes_on_where_it_was() {
        for (format, text) in files() {
            let mut kept = tempfile::NamedTempFile::new().expect("temp file");
            kept.write_all(text.as_bytes()).expect("written");
            let whole = all_steps(kept.path(), format, 0);
            assert!(whole.len() > 4, "{} steps", whole.len());
            assert_eq!(whole.last().expect("steps").bytes_done, text.len() as u64);
            let bodies: Vec<_> = whole.iter().flat_map(|step| &step.bodies).collect();
            let errors: Vec<_> = whole.iter().flat_map(|step| &step.errors).collect();
            let bad = LINES / 10 + usize::from(LINES % 10 > 4);
            let good = LINES - bad - if format == Format::JsonLines { LINES / 10 } else { 0 };
            assert_eq!((bodies.len(), errors.len()), (good, bad), "{format:?}");
            for cut in 0..whole.len() {
                let rest = all_steps(kept.path(), format, whole[cut].bytes_done);
                let before = &whole[..=cut];
                let resumed: Vec<_> = before.iter().chain(&rest).flat_map(|step| &step.bodies).collect();
                assert_eq!(resumed, bodies, "{format:?} cut off after step {cut}");
                let resumed: Vec<_> = before.iter().chain(&rest).flat_map(|step| &step.errors).collect();
                assert_eq!(resumed, errors, "{format:?} cut off after step {cut}");
            }
        }
    }

    #[test]
    fn a_file_that_cannot_be_read_at_all_says_why() {
        let mut kept = tempfile::NamedTempFile::new().expect("temp file");
        kept.write_all(b"\xff\xfea\0b\0").expect("written");
        let step = ImportFile::open(kept.path(), Format::Csv, Network::Other, 0).expect("a file").next_step().expect("readable");
        assert_eq!((step.fatal, step.bodies.len(), step.errors.len()), (Some("not_utf8"), 0, 1));
    }

    #[test]
    fn the_network_of_the_import_is_for_lines_that_name_none() {
        let mut kept = tempfile::NamedTempFile::new().expect("temp file");
        kept.write_all(b"text,author,time,network\na,b,2026-11-22,x\na,b,2026-11-22,\n").expect("written");
        let steps = all_steps(kept.path(), Format::Csv, 0);
        let network = |body: &Vec<u8>| serde_json::from_slice::<serde_json::Value>(body).expect("JSON")[0]["network"].clone();
        assert_eq!(steps[0].bodies.iter().map(network).collect::<Vec<_>>(), ["x", "naver"]);
        let addressed = serde_json::from_slice::<serde_json::Value>(&steps[0].bodies[0]).expect("JSON")[0]["addressed"].clone();
        assert_eq!(addressed, true);
    }
}
