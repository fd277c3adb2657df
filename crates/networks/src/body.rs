//! Reading an answer's body, and no more of it than anybody needs.

use crate::retry::chain;

/// Why there is no whole body.
pub enum Broken {
    /// More than this many bytes.
    TooLarge(usize),
    Cut(reqwest::Error),
}

impl Broken {
    /// Without the address: it may carry names or a token.
    pub fn why(self) -> String {
        match self {
            Self::TooLarge(bytes_max) => format!("the answer is larger than {bytes_max} bytes"),
            Self::Cut(error) => chain(&error.without_url()),
        }
    }
}

/// The whole body, as long as it is within the bounds: one that is not is given up as soon as that is known.
pub async fn read(mut answer: reqwest::Response, bytes_max: usize) -> Result<Vec<u8>, Broken> {
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(Broken::Cut)? {
        if body.len() + chunk.len() > bytes_max {
            return Err(Broken::TooLarge(bytes_max));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}
