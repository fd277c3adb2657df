//! Commands as they come in: words, quotes and literals.

use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::tcp::{OwnedReadHalf, OwnedWriteHalf},
};

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Command {
    pub tag: String,
    /// In capitals; `UID FETCH` is one.
    pub name: String,
    pub words: Vec<String>,
    /// The last literal: what APPEND brings.
    pub literal: Option<Vec<u8>>,
}

pub(super) struct Reader {
    pub read: BufReader<OwnedReadHalf>,
    pub write: OwnedWriteHalf,
}

impl Reader {
    pub async fn say(&mut self, bytes: impl AsRef<[u8]>) -> std::io::Result<()> {
        // In one piece: a second small one would wait for the first to be acknowledged.
        self.write.write_all(&[bytes.as_ref(), b"\r\n"].concat()).await
    }

    /// `None`: the client has gone.
    pub async fn line(&mut self) -> std::io::Result<Option<String>> {
        let mut line = String::new();
        let length = self.read.read_line(&mut line).await?;
        Ok((length > 0).then(|| line.trim_end_matches(['\r', '\n']).to_owned()))
    }

    pub async fn command(&mut self) -> std::io::Result<Option<Command>> {
        let mut command = Command::default();
        let mut words = Vec::new();
        loop {
            let Some(line) = self.line().await? else { return Ok(None) };
            let Some((before, length)) = announced(&line) else {
                split(&line, &mut words);
                break;
            };
            split(before, &mut words);
            self.say("+ go on").await?;
            let mut literal = vec![0; length];
            self.read.read_exact(&mut literal).await?;
            words.push(String::from_utf8_lossy(&literal).into_owned());
            command.literal = Some(literal);
        }
        let mut words = words.into_iter();
        command.tag = words.next().unwrap_or_default();
        command.name = words.next().unwrap_or_default().to_uppercase();
        if command.name == "UID" {
            command.name = format!("UID {}", words.next().unwrap_or_default().to_uppercase());
        }
        command.words = words.collect();
        Ok(Some(command))
    }
}

/// A line that ends in `{n}` goes on with n bytes.
fn announced(line: &str) -> Option<(&str, usize)> {
    let (before, digits) = line.strip_suffix('}')?.rsplit_once('{')?;
    Some((before, digits.parse().ok()?))
}

fn split(line: &str, words: &mut Vec<String>) {
    let mut word = String::new();
    let (mut quoted, mut begun) = (false, false);
    let mut characters = line.chars();
    while let Some(c) = characters.next() {
        match c {
            '"' => (quoted, begun) = (!quoted, true),
            '\\' if quoted => word.extend(characters.next()),
            ' ' if !quoted => {
                if begun {
                    words.push(std::mem::take(&mut word));
                }
                begun = false;
            }
            _ => {
                word.push(c);
                begun = true;
            }
        }
    }
    if begun {
        words.push(word);
    }
}
