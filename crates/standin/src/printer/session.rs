//! One connection: octets in, dots on paper.

use super::hands::Machine;
use super::{KeptPaper, PrinterSettings};
use crate::kept::Kept;
use crate::running::Plug;
use crate::smsc::now_ms;
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt, BufStream};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// Longest ticket taken: half a metre.
const ROWS_MAX: usize = 4_000;

/// How often a printer that cannot print looks whether it can again.
const LOOK: Duration = Duration::from_millis(50);

pub(super) struct Session {
    stream: BufStream<TcpStream>,
    settings: Arc<PrinterSettings>,
    machine: Arc<Machine>,
    kept: Kept<KeptPaper>,
    plug: Plug,
    /// Dots burnt since the last cut.
    rows: Vec<u8>,
    not_understood: u64,
}

impl Session {
    pub(super) fn new(
        stream: TcpStream,
        settings: &Arc<PrinterSettings>,
        machine: &Arc<Machine>,
        kept: &Kept<KeptPaper>,
        plug: &Plug,
    ) -> Self {
        Self {
            stream: BufStream::new(stream),
            settings: Arc::clone(settings),
            machine: Arc::clone(machine),
            kept: kept.clone(),
            plug: plug.clone(),
            rows: Vec::new(),
            not_understood: 0,
        }
    }

    pub(super) async fn run(mut self) -> io::Result<()> {
        while !self.machine.is_unplugged() {
            let octet = match self.stream.read_u8().await {
                Ok(octet) => octet,
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
                Err(error) => return Err(error),
            };
            if octet == 0x10 {
                self.at_once().await?;
                continue;
            }
            match octet {
                0x1b => self.escape().await?,
                0x1d => self.group().await?,
                // Line feeds move paper only.
                0x0a | 0x0d => {}
                _ => self.not_understood += 1,
            }
        }
        Ok(())
    }

    /// `DLE EOT n`: answered at once.
    async fn at_once(&mut self) -> io::Result<()> {
        let (what, question) = (self.stream.read_u8().await?, self.stream.read_u8().await?);
        match (what, self.machine.answer(question)) {
            (0x04, Some(answer)) => self.say(answer).await,
            _ => {
                self.not_understood += 3;
                Ok(())
            }
        }
    }

    async fn say(&mut self, answer: u8) -> io::Result<()> {
        if self.settings.silent {
            return Ok(());
        }
        self.stream.write_u8(answer).await?;
        self.stream.flush().await
    }

    /// Without paper, with its cover open or off line it says how it is, and what else comes is lost.
    async fn wait_until_it_can_print(&mut self) -> io::Result<()> {
        let mut last = [0_u8; 2];
        while !self.machine.can_print() {
            let Ok(octet) = timeout(LOOK, self.stream.read_u8()).await else { continue };
            let octet = octet?;
            if last == [0x10, 0x04]
                && let Some(answer) = self.machine.answer(octet)
            {
                self.say(answer).await?;
            }
            last = [last[1], octet];
        }
        Ok(())
    }

    async fn escape(&mut self) -> io::Result<()> {
        match self.stream.read_u8().await? {
            // A fresh start, for whoever can print.
            b'@' => {
                self.wait_until_it_can_print().await?;
                self.rows.clear();
                self.not_understood = 0;
            }
            _ => self.not_understood += 2,
        }
        Ok(())
    }

    async fn group(&mut self) -> io::Result<()> {
        match self.stream.read_u8().await? {
            b'v' => self.raster().await?,
            b'V' => self.cut().await?,
            b'r' => {
                if self.stream.read_u8().await? == 1 {
                    self.say(self.machine.sensors()).await?;
                }
            }
            _ => self.not_understood += 2,
        }
        Ok(())
    }

    /// `GS v 0 m xL xH yL yH`, then the dots.
    async fn raster(&mut self) -> io::Result<()> {
        let mut head = [0_u8; 6];
        self.stream.read_exact(&mut head).await?;
        let [b'0', 0, across_low, across_high, down_low, down_high] = head else {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "pictures of normal size only"));
        };
        let across = usize::from(across_low) + 256 * usize::from(across_high);
        let down = usize::from(down_low) + 256 * usize::from(down_high);
        let wide = self.settings.dots as usize / 8;
        if across == 0 || down == 0 || self.rows.len() / wide + down > ROWS_MAX {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "a picture of no size, or longer than any ticket",
            ));
        }
        let begun = if self.rows.is_empty() { self.machine.begins() } else { 0 };
        for row in 0..down {
            if begun != 0 && row == down / 2 {
                self.fault(begun).await?;
            }
            let mut dots = vec![0; across];
            self.stream.read_exact(&mut dots).await?;
            dots.resize(wide, 0);
            self.rows.extend_from_slice(&dots);
        }
        Ok(())
    }

    /// What was asked to go wrong in the middle of the n-th ticket.
    async fn fault(&mut self, n: u64) -> io::Result<()> {
        if n == self.settings.die_in {
            self.plug.pull();
            return Err(io::ErrorKind::ConnectionAborted.into());
        }
        if n == self.settings.tear_in {
            self.machine.tear();
            self.wait_until_it_can_print().await?;
        }
        Ok(())
    }

    async fn cut(&mut self) -> io::Result<()> {
        // From 65 on paper is fed first: how far stands behind.
        if self.stream.read_u8().await? >= 65 {
            self.stream.read_u8().await?;
        }
        if !self.rows.is_empty() {
            let rows = std::mem::take(&mut self.rows);
            self.kept.add(KeptPaper::of(self.settings.dots, &rows, self.not_understood, now_ms()));
            self.machine.cut();
        }
        Ok(())
    }
}
