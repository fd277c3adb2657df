//! As little HTTP as a load program needs, so that the client costs next to nothing: one connection, one request at a time, or one stream.

use anyhow::{Context as _, bail};
use std::time::Duration;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

const PATIENCE: Duration = Duration::from_secs(30);

pub struct Connection {
    socket: TcpStream,
    head: String,
    buffer: Vec<u8>,
}

pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
}

impl Connection {
    pub async fn open(host: &str, token: &str) -> anyhow::Result<Self> {
        let socket = TcpStream::connect(host).await.with_context(|| format!("{host} cannot be reached"))?;
        socket.set_nodelay(true)?;
        Ok(Self { socket, head: format!("Host: {host}\r\nAuthorization: Bearer {token}\r\n"), buffer: Vec::new() })
    }

    pub async fn get(&mut self, path: &str) -> anyhow::Result<Answer> {
        self.ask("GET", path, "").await
    }

    pub async fn post(&mut self, path: &str, body: &str) -> anyhow::Result<Answer> {
        self.ask("POST", path, body).await
    }

    /// As `get`, with a further header.
    pub async fn get_with(&mut self, path: &str, header: &str) -> anyhow::Result<Answer> {
        let request = format!("GET {path} HTTP/1.1\r\n{}{header}\r\n\r\n", self.head);
        self.socket.write_all(request.as_bytes()).await?;
        tokio::time::timeout(PATIENCE, self.answer()).await.context("no answer in time")?
    }

    async fn ask(&mut self, method: &str, path: &str, body: &str) -> anyhow::Result<Answer> {
        let request = format!(
            "{method} {path} HTTP/1.1\r\n{}Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.head,
            body.len()
        );
        self.socket.write_all(request.as_bytes()).await?;
        tokio::time::timeout(PATIENCE, self.answer()).await.context("no answer in time")?
    }

    async fn answer(&mut self) -> anyhow::Result<Answer> {
        let head = self.read_head().await?;
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).context("no status")?;
        let field =
            |name: &str| head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix(name).map(|value| value.trim().to_owned()));
        let body = match field("content-length:") {
            Some(length) => self.take(length.parse()?).await?,
            None if field("transfer-encoding:").is_some() => self.chunked().await?,
            None => Vec::new(),
        };
        Ok(Answer { status, body })
    }

    async fn read_head(&mut self) -> anyhow::Result<String> {
        loop {
            if let Some(end) = find(&self.buffer, b"\r\n\r\n") {
                let head = String::from_utf8_lossy(&self.buffer[..end]).into_owned();
                self.buffer.drain(..end + 4);
                return Ok(head);
            }
            self.fill().await?;
        }
    }

    async fn chunked(&mut self) -> anyhow::Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let end = loop {
                match find(&self.buffer, b"\r\n") {
                    Some(end) => break end,
                    None => self.fill().await?,
                }
            };
            let length = usize::from_str_radix(std::str::from_utf8(&self.buffer[..end])?, 16)?;
            self.buffer.drain(..end + 2);
            let chunk = self.take(length + 2).await?;
            if length == 0 {
                return Ok(body);
            }
            body.extend_from_slice(&chunk[..length]);
        }
    }

    async fn take(&mut self, length: usize) -> anyhow::Result<Vec<u8>> {
        while self.buffer.len() < length {
            self.fill().await?;
        }
        Ok(self.buffer.drain(..length).collect())
    }

    async fn fill(&mut self) -> anyhow::Result<()> {
        if self.socket.read_buf(&mut self.buffer).await? == 0 {
            bail!("the server closed the connection");
        }
        Ok(())
    }

    /// Turns the connection into a live stream of events.
    pub async fn stream(mut self, path: &str) -> anyhow::Result<Stream> {
        let request = format!("GET {path} HTTP/1.1\r\n{}Accept: text/event-stream\r\n\r\n", self.head);
        self.socket.write_all(request.as_bytes()).await?;
        let head = self.read_head().await?;
        if !head.contains(" 200 ") {
            bail!("no stream: {}", head.lines().next().unwrap_or_default());
        }
        Ok(Stream { socket: self.socket, rest: self.buffer, bytes: 0 })
    }
}

/// Counts what comes; keeps nothing.
pub struct Stream {
    socket: TcpStream,
    rest: Vec<u8>,
    /// How much came so far.
    pub bytes: usize,
}

impl Stream {
    /// How often `mark` came in what arrived next, at once.
    pub async fn next(&mut self, mark: &[u8]) -> anyhow::Result<usize> {
        let read = self.socket.read_buf(&mut self.rest).await?;
        if read == 0 {
            bail!("the stream ended");
        }
        self.bytes += read;
        let mut count = 0;
        let mut from = 0;
        while let Some(place) = find(&self.rest[from..], mark) {
            count += 1;
            from += place + mark.len();
        }
        // A mark may be cut in two by the network.
        let kept = self.rest.len().saturating_sub(mark.len() - 1).max(from);
        self.rest.drain(..kept);
        Ok(count)
    }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    let first = *what.first()?;
    let mut from = 0;
    while let Some(place) = bytes[from..].iter().position(|byte| *byte == first) {
        if bytes[from + place..].starts_with(what) {
            return Some(from + place);
        }
        from += place + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_found_wherever_it_stands() {
        assert_eq!(find(b"aab\r\n\r\nx", b"\r\n\r\n"), Some(3));
        assert_eq!(find(b"aaab", b"ab"), Some(2));
        assert_eq!(find(b"aaa", b"ab"), None);
    }
}
