//! Quét mã độc: the virus scanner, clamd over TCP, `INSTREAM`.
//!
//! `zINSTREAM\0`, then chunks of four bytes of length and so many bytes, then a length of nothing; it answers `stream: OK`,
//! `stream: NAME FOUND` or a text that ends in `ERROR`. Looking twice harms nothing, so there is no *unknown* here.

use async_trait::async_trait;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// What the scanner said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VirusVerdict {
    /// Nothing found.
    Clean,
    /// Something was found: its name.
    Infected(String),
}

/// Why nobody looked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VirusError {
    /// It cannot be reached, or did not answer; try again later.
    #[error("the virus scanner does not answer")]
    Retry,
    /// It will not look at this, now or later: larger than it takes.
    #[error("the virus scanner does not look at it")]
    GiveUp,
}

/// A virus scanner.
#[async_trait]
pub trait VirusScanner: Send + Sync + std::fmt::Debug {
    /// Looks at bytes.
    ///
    /// # Errors
    /// [`VirusError`] says whether it may be asked again. What nobody looked at is not clean.
    async fn look(&self, bytes: &[u8]) -> Result<VirusVerdict, VirusError>;
}

/// A clamd.
#[derive(Clone, Debug)]
pub struct Clamd {
    /// `host:port`.
    pub address: String,
    /// Longest wait for the line, for a chunk to go out and for the answer.
    pub patience: Duration,
}

/// Bytes of one chunk.
const CHUNK: usize = 64 * 1024;
/// Longest answer that is read.
const ANSWER: u64 = 4_096;

#[async_trait]
impl VirusScanner for Clamd {
    async fn look(&self, bytes: &[u8]) -> Result<VirusVerdict, VirusError> {
        let connected = timeout(self.patience, TcpStream::connect(&self.address)).await;
        let Ok(Ok(mut stream)) = connected else { return Err(VirusError::Retry) };
        // It may say no before it has read all, and close: its answer counts, not that the rest did not go out.
        let sent = self.send(&mut stream, bytes).await;
        let mut answer = Vec::new();
        let read = timeout(self.patience, (&mut stream).take(ANSWER).read_to_end(&mut answer)).await;
        if answer.is_empty() && (sent.is_err() || !matches!(read, Ok(Ok(_)))) {
            return Err(VirusError::Retry);
        }
        verdict(&String::from_utf8_lossy(&answer))
    }
}

impl Clamd {
    async fn send(&self, stream: &mut TcpStream, bytes: &[u8]) -> Result<(), VirusError> {
        self.write(stream, b"zINSTREAM\0").await?;
        for chunk in bytes.chunks(CHUNK) {
            let length = u32::try_from(chunk.len()).expect("a chunk is small").to_be_bytes();
            self.write(stream, &length).await?;
            self.write(stream, chunk).await?;
        }
        self.write(stream, &[0; 4]).await
    }

    async fn write(&self, stream: &mut TcpStream, bytes: &[u8]) -> Result<(), VirusError> {
        match timeout(self.patience, stream.write_all(bytes)).await {
            Ok(Ok(())) => Ok(()),
            _ => Err(VirusError::Retry),
        }
    }
}

fn verdict(answer: &str) -> Result<VirusVerdict, VirusError> {
    let said = answer.trim_end_matches(['\0', '\n', '\r']);
    let said = said.strip_prefix("stream: ").unwrap_or(said);
    if said == "OK" {
        return Ok(VirusVerdict::Clean);
    }
    if let Some(name) = said.strip_suffix(" FOUND") {
        return Ok(VirusVerdict::Infected(name.to_owned()));
    }
    if said.contains("size limit exceeded") { Err(VirusError::GiveUp) } else { Err(VirusError::Retry) }
}
