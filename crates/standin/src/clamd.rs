//! Máy quét mã độc thế thân: reads `INSTREAM` and finds what is marked to be found.

use crate::kept::Kept;
use crate::page::Shown;
use crate::running::{self, Running};
use crate::{Place, StandinError};
use serde::{Deserialize, Serialize};
use std::io;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The harmless text every virus scanner calls one, in two halves: whole, this source would be called one itself.
const HARMLESS: [&str; 2] = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS", "-TEST-FILE!$H+H*"];

/// How the scanner behaves.
#[derive(Clone, Debug)]
pub struct ClamdSettings {
    /// Where it is.
    pub place: Place,
    /// Most bytes it looks at, as `StreamMaxLength` says; 25 MiB as shipped.
    pub most: usize,
    /// Takes everything and never answers.
    pub silent: bool,
}

impl ClamdSettings {
    /// A scanner without faults.
    #[must_use]
    pub const fn at(place: Place) -> Self {
        Self { place, most: 25 << 20, silent: false }
    }
}

/// One look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptLook {
    /// Bytes looked at.
    pub bytes: usize,
    /// What was answered.
    pub answer: String,
}

impl Shown for KeptLook {
    const TITLE: &'static str = "Tệp đã quét mã độc";

    fn facts(&self) -> Vec<(&'static str, String)> {
        vec![("Số byte", self.bytes.to_string())]
    }

    fn text(&self) -> &str {
        &self.answer
    }
}

/// Starts the scanner.
///
/// # Errors
/// When it cannot listen or its file cannot be read.
pub async fn start(settings: ClamdSettings) -> Result<Running<KeptLook>, StandinError> {
    let kept = Kept::open(settings.place.store.as_deref())?;
    let (place, looks) = (settings.place.clone(), kept.clone());
    Running::start(&place, kept, running::plug(), move |stream| {
        let (settings, looks) = (settings.clone(), looks.clone());
        async move {
            if let Err(error) = serve(stream, &settings, &looks).await {
                tracing::info!(%error, "a look ended early");
            }
        }
    })
    .await
}

async fn serve(mut stream: TcpStream, settings: &ClamdSettings, looks: &Kept<KeptLook>) -> io::Result<()> {
    let mut command = [0; 10];
    stream.read_exact(&mut command).await?;
    if &command != b"zINSTREAM\0" {
        return stream.write_all(b"UNKNOWN COMMAND\0").await;
    }
    let mut seen = Vec::new();
    let answer = loop {
        let length = usize::try_from(stream.read_u32().await?).unwrap_or(usize::MAX);
        if length == 0 {
            let found =
                seen.windows(HARMLESS.concat().len()).any(|part| part == HARMLESS.concat().as_bytes());
            break if found { "stream: Eicar-Test-Signature FOUND" } else { "stream: OK" };
        }
        if seen.len().saturating_add(length) > settings.most {
            break "INSTREAM size limit exceeded. ERROR";
        }
        let at = seen.len();
        seen.resize(at + length, 0);
        stream.read_exact(&mut seen[at..]).await?;
    };
    if settings.silent {
        let mut nothing = [0; 1];
        // Holds the line until the other side has had enough.
        let _ = stream.read(&mut nothing).await?;
        return Ok(());
    }
    looks.add(KeptLook { bytes: seen.len(), answer: answer.to_owned() });
    stream.write_all(format!("{answer}\0").as_bytes()).await
}
