use super::status::{QUESTIONS, Status, is_answer};
use super::{Picture, PrintError, Printed, TicketPrinter, escpos};
use async_trait::async_trait;
use std::io;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout, timeout_at};

/// How long a printer is waited for.
#[derive(Clone, Copy, Debug)]
pub struct PrinterTimes {
    /// For the connection.
    pub connect: Duration,
    /// For each answer about how it is.
    pub answer: Duration,
    /// For the picture to be taken and to come out.
    pub paper: Duration,
}

impl Default for PrinterTimes {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(2),
            answer: Duration::from_secs(2),
            paper: Duration::from_secs(6),
        }
    }
}

/// A receipt printer on the network. It serves one at a time, so a connection is opened for a ticket and closed behind it.
#[derive(Clone, Debug)]
pub struct NetworkPrinter {
    address: String,
    width: u32,
    times: PrinterTimes,
}

impl NetworkPrinter {
    /// `address`: `host:port`, the port usually 9100. `width`: dots its head has across. Does not connect.
    #[must_use]
    pub fn new(address: &str, width: u32, times: PrinterTimes) -> Self {
        Self { address: address.to_owned(), width, times }
    }

    async fn connect(&self) -> Result<TcpStream, PrintError> {
        let connected = timeout(self.times.connect, TcpStream::connect(&self.address)).await;
        let stream = connected.ok().and_then(Result::ok).ok_or(PrintError::Retry(None))?;
        // A question of three octets must not wait for company.
        stream.set_nodelay(true).map_err(|_| PrintError::Retry(None))?;
        Ok(stream)
    }

    /// Asks how it is; none when it does not say, or not as a printer would.
    async fn ask(&self, stream: &mut TcpStream) -> Option<Status> {
        let mut answers = [0_u8; 4];
        for (question, answer) in QUESTIONS.into_iter().zip(&mut answers) {
            let asked = async {
                stream.write_all(&escpos::ask_status(question)).await?;
                stream.read_u8().await
            };
            *answer = timeout(self.times.answer, asked).await.ok()?.ok()?;
        }
        Status::read(answers)
    }

    /// The answer that comes when the ticket is out: whether the roll is near its end.
    ///
    /// Dots may spell a question by chance, which some printers answer at once: such an answer is passed over.
    async fn confirmed(&self, stream: &mut TcpStream, until: Instant) -> io::Result<bool> {
        loop {
            let octet = timeout_at(until, stream.read_u8()).await.map_err(io::Error::from)??;
            if !is_answer(octet) {
                return Ok(escpos::low_paper(octet));
            }
        }
    }
}

#[async_trait]
impl TicketPrinter for NetworkPrinter {
    async fn status(&self) -> Result<Status, PrintError> {
        let mut stream = self.connect().await?;
        self.ask(&mut stream).await.ok_or(PrintError::Retry(None))
    }

    async fn print(&self, picture: &Picture) -> Result<Printed, PrintError> {
        if picture.width() > self.width {
            return Err(PrintError::GiveUp);
        }
        let mut stream = self.connect().await?;
        let before = self.ask(&mut stream).await.ok_or(PrintError::Retry(None))?;
        if before.trouble.is_some() {
            return Err(PrintError::Retry(before.trouble));
        }
        // From here on something may be on paper whatever we hear.
        let until = Instant::now() + self.times.paper;
        let sent = timeout_at(until, stream.write_all(&escpos::ticket(picture))).await;
        let all_sent = matches!(&sent, Ok(Ok(())));
        let confirmed = match sent {
            Ok(Ok(())) => self.confirmed(&mut stream, until).await,
            Ok(Err(error)) => Err(error),
            Err(late) => Err(late.into()),
        };
        let low_paper = match confirmed {
            Ok(low_paper) => low_paper,
            // It hangs, and says why it does; or it does not know that question, and is well.
            Err(error) if error.kind() == io::ErrorKind::TimedOut => match self.ask(&mut stream).await {
                Some(Status { trouble: None, low_paper }) if all_sent => low_paper,
                after => return Err(PrintError::Unknown(after.and_then(|after| after.trouble))),
            },
            Err(_) => return Err(PrintError::Unknown(None)),
        };
        Ok(Printed { low_paper: low_paper || before.low_paper })
    }
}
