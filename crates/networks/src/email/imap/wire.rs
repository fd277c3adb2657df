//! Lines and literals on the connection, each with a limit and an end to waiting.

use super::super::{error::MailError, tls::Stream};
use std::time::Duration;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    time::timeout,
};

/// A server that says nothing for this long in the middle of an answer is gone.
pub const PATIENCE: Duration = Duration::from_secs(60);
/// A search in a mailbox with a million mails answers in one line.
const LINE_BYTES_MAX: usize = 12 * 1024 * 1024;
/// All literals of one answer: the largest mail that is fetched whole, and some more.
pub const LITERAL_BYTES_MAX: usize = 26 * 1024 * 1024;

/// One response of the server. A literal stands as `{n}` in the line, its bytes beside it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Response {
    pub line: String,
    pub literals: Vec<Vec<u8>>,
}

pub struct Wire {
    stream: BufReader<Box<dyn Stream>>,
    /// The beginning of a line whose end has not come yet: a wait may be given up at any time and taken up again.
    begun: Vec<u8>,
}

impl Wire {
    pub fn new(stream: Box<dyn Stream>) -> Self {
        Self { stream: BufReader::with_capacity(64 * 1024, stream), begun: Vec::new() }
    }

    /// The connection alone: what was read ahead is forgotten.
    pub fn into_stream(self) -> Box<dyn Stream> {
        self.stream.into_inner()
    }

    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), MailError> {
        let written = timeout(PATIENCE, async {
            self.stream.write_all(bytes).await?;
            self.stream.flush().await
        });
        written.await.map_err(|_| silent())?.map_err(|error| MailError::Cut(error.to_string()))
    }

    /// The next response, whole.
    pub async fn response(&mut self) -> Result<Response, MailError> {
        timeout(PATIENCE, self.wait_for_line()).await.map_err(|_| silent())??;
        let mut response = Response::default();
        let mut literal_bytes = 0;
        loop {
            let line = self.take_line();
            response.line.push_str(&line);
            let Some(length) = literal_length(&line) else { return Ok(response) };
            literal_bytes += length;
            if literal_bytes > LITERAL_BYTES_MAX || response.line.len() > LINE_BYTES_MAX {
                return Err(MailError::Protocol(format!("an answer of more than {LITERAL_BYTES_MAX} bytes")));
            }
            response.literals.push(self.literal(length).await?);
            timeout(PATIENCE, self.wait_for_line()).await.map_err(|_| silent())??;
        }
    }

    /// Until a line is here, for as long as it takes. May be dropped and called again.
    pub async fn wait_for_line(&mut self) -> Result<(), MailError> {
        while self.begun.last() != Some(&b'\n') {
            let chunk = self.stream.fill_buf().await.map_err(|error| MailError::Cut(error.to_string()))?;
            if chunk.is_empty() {
                return Err(MailError::Cut("the server closed the connection".to_owned()));
            }
            let length = chunk.iter().position(|byte| *byte == b'\n').map_or(chunk.len(), |end| end + 1);
            self.begun.extend_from_slice(&chunk[..length]);
            self.stream.consume(length);
            if self.begun.len() > LINE_BYTES_MAX {
                return Err(MailError::Protocol(format!("a line of more than {LINE_BYTES_MAX} bytes")));
            }
        }
        Ok(())
    }

    fn take_line(&mut self) -> String {
        let line = std::mem::take(&mut self.begun);
        String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n']).to_owned()
    }

    async fn literal(&mut self, length: usize) -> Result<Vec<u8>, MailError> {
        let mut literal = Vec::with_capacity(length);
        while literal.len() < length {
            let missing = (length - literal.len()) as u64;
            let read = timeout(PATIENCE, (&mut self.stream).take(missing).read_buf(&mut literal)).await.map_err(|_| silent())?;
            if read.map_err(|error| MailError::Cut(error.to_string()))? == 0 {
                return Err(MailError::Cut("the server closed the connection in the middle of a mail".to_owned()));
            }
        }
        Ok(literal)
    }
}

fn silent() -> MailError {
    MailError::Cut(format!("nothing came for {} s", PATIENCE.as_secs()))
}

/// `… {42}` at the end of a line announces 42 bytes.
fn literal_length(line: &str) -> Option<usize> {
    let digits = line.strip_suffix('}')?.rsplit_once('{')?.1;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn responses(text: &[u8]) -> Result<Vec<Response>, MailError> {
        let mut wire = Wire::new(Box::new(tokio::io::join(std::io::Cursor::new(text.to_vec()), tokio::io::sink())));
        let mut read = vec![wire.response().await?];
        while let Ok(response) = wire.response().await {
            read.push(response);
        }
        Ok(read)
    }

    #[tokio::test]
    async fn a_literal_is_read_by_its_length_and_not_by_its_looks() {
        let read = responses(b"* 1 FETCH (BODY[] {11}\r\na {3}\r\n* OK UID 7)\r\nA1 OK done\r\n").await.expect("two");
        assert_eq!(read.len(), 2);
        assert_eq!(
            (read[0].line.as_str(), read[0].literals.as_slice()),
            ("* 1 FETCH (BODY[] {11} UID 7)", &[b"a {3}\r\n* OK".to_vec()][..])
        );
        assert_eq!(read[1].line, "A1 OK done");
    }

    #[tokio::test]
    async fn what_is_too_large_is_not_read_and_what_is_cut_is_said_so() {
        assert!(matches!(responses(b"* 1 FETCH (BODY[] {99999999999}\r\n").await, Err(MailError::Protocol(_))));
        assert!(matches!(responses(b"* 1 FETCH (BODY[] {9}\r\nabc").await, Err(MailError::Cut(_))));
        assert!(matches!(responses(b"* OK no end").await, Err(MailError::Cut(_))));
    }

    #[tokio::test(start_paused = true)]
    async fn a_server_that_falls_silent_is_gone_after_a_minute() {
        let (ours, mut theirs) = tokio::io::duplex(64);
        let mut wire = Wire::new(Box::new(ours));
        theirs.write_all(b"* OK begun and never").await.expect("room");
        assert_eq!(wire.response().await, Err(MailError::Cut("nothing came for 60 s".to_owned())));
    }
}
