//! A client of a few lines: one connection that stays open, one request after the other. It must cost next to nothing, since it
//! shares the machine with what is measured.

use anyhow::{Context, bail};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

/// Longest line of a head.
const LINE: u64 = 16 * 1024;

/// A connection.
pub(super) struct Client {
    stream: BufReader<TcpStream>,
    address: String,
}

/// What came back.
#[derive(Clone, Debug, Default)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) location: String,
    pub(super) retry_after: Option<u64>,
    /// `name=value` of each cookie that was set.
    pub(super) cookies: Vec<String>,
    pub(super) body: Vec<u8>,
}

impl Answer {
    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Client {
    /// Connects to `host:port`.
    ///
    /// # Errors
    /// When nobody listens.
    pub(super) async fn to(address: &str) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await.with_context(|| address.to_owned())?;
        stream.set_nodelay(true)?;
        Ok(Self { stream: BufReader::new(stream), address: address.to_owned() })
    }

    /// Asks for a page.
    ///
    /// # Errors
    /// When the connection breaks or what comes is not HTTP.
    pub(super) async fn get(&mut self, path: &str, headers: &str) -> anyhow::Result<Answer> {
        let address = &self.address;
        let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\n{headers}\r\n");
        self.ask(request.into_bytes()).await
    }

    /// Sends a body of that kind.
    ///
    /// # Errors
    /// As [`Client::get`].
    pub(super) async fn post(
        &mut self,
        path: &str,
        headers: &str,
        kind: &str,
        body: &str,
    ) -> anyhow::Result<Answer> {
        let (address, length) = (&self.address, body.len());
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: {address}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
        );
        self.ask(request.into_bytes()).await
    }

    async fn ask(&mut self, request: Vec<u8>) -> anyhow::Result<Answer> {
        self.stream.get_mut().write_all(&request).await?;
        let mut answer = Answer::default();
        let first = self.line().await?;
        answer.status = first
            .split(' ')
            .nth(1)
            .and_then(|word| word.parse().ok())
            .with_context(|| format!("not an answer of HTTP/1.1: {first:?}"))?;
        let mut length = 0;
        loop {
            let line = self.line().await?;
            if line.is_empty() {
                break;
            }
            let Some((name, value)) = line.split_once(':') else { bail!("not a header: {line:?}") };
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse()?,
                "transfer-encoding" => bail!("an answer in pieces was not expected"),
                "location" => value.clone_into(&mut answer.location),
                "retry-after" => answer.retry_after = value.parse().ok(),
                "set-cookie" => {
                    answer.cookies.push(value.split(';').next().unwrap_or_default().to_owned());
                }
                _ => {}
            }
        }
        answer.body = vec![0; length];
        self.stream.read_exact(&mut answer.body).await?;
        Ok(answer)
    }

    async fn line(&mut self) -> anyhow::Result<String> {
        let mut line = String::new();
        (&mut self.stream).take(LINE).read_line(&mut line).await?;
        anyhow::ensure!(line.ends_with('\n'), "the connection broke");
        line.truncate(line.trim_end_matches(['\r', '\n']).len());
        Ok(line)
    }
}

/// Một luồng sự kiện: a page that listens, as browsers do.
pub(super) struct Events {
    stream: BufReader<TcpStream>,
    text: String,
}

/// What a listening page is told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Heard {
    pub(super) event: String,
    pub(super) id: String,
    pub(super) data: String,
}

impl Events {
    /// Begins to listen; `headers` may say what was heard last.
    ///
    /// # Errors
    /// When nobody listens there, or the answer is no stream of events.
    pub(super) async fn of(address: &str, path: &str, headers: &str) -> anyhow::Result<Self> {
        let mut client = Client::to(address).await?;
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nAccept: text/event-stream\r\n{headers}\r\n");
        client.stream.get_mut().write_all(request.as_bytes()).await?;
        let first = client.line().await?;
        anyhow::ensure!(first.contains(" 200 "), "{path} was answered {first:?}");
        while !client.line().await?.is_empty() {}
        Ok(Self { stream: client.stream, text: String::new() })
    }

    /// The next event.
    ///
    /// # Errors
    /// When the stream ends.
    pub(super) async fn next(&mut self) -> anyhow::Result<Heard> {
        loop {
            if let Some((told, rest)) = self.text.split_once("\n\n") {
                let heard = heard(told);
                self.text = rest.to_owned();
                if !heard.event.is_empty() {
                    return Ok(heard);
                }
                continue;
            }
            let mut size = String::new();
            (&mut self.stream).take(LINE).read_line(&mut size).await?;
            let size = usize::from_str_radix(size.trim(), 16).context("the stream ended")?;
            anyhow::ensure!(size > 0, "the stream ended");
            let mut piece = vec![0; size + 2];
            self.stream.read_exact(&mut piece).await?;
            piece.truncate(size);
            self.text.push_str(&String::from_utf8_lossy(&piece));
        }
    }
}

fn heard(told: &str) -> Heard {
    let mut heard = Heard::default();
    for line in told.lines() {
        let Some((name, value)) = line.split_once(':') else { continue };
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "event" => value.clone_into(&mut heard.event),
            "id" => value.clone_into(&mut heard.id),
            "data" => heard.data.push_str(value),
            _ => {}
        }
    }
    heard
}

/// The value of an input of that name on a page.
pub(super) fn value_of<'a>(page: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\""))?;
    rest.split('"').next()
}

/// A form as it is sent.
pub(super) fn form(pairs: &[(&str, &str)]) -> String {
    let one = |(name, value): &(&str, &str)| format!("{}={}", escaped(name), escaped(value));
    pairs.iter().map(one).collect::<Vec<_>>().join("&")
}

fn escaped(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    text.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::net::TcpListener;

    #[tokio::test]
    async fn events_are_read_from_pieces_wherever_those_are_cut() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.expect("somebody");
            let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
            let pieces =
                "c\r\nevent: moved\r\n1a\r\n\nid: 7\ndata: hall:H1\n\n: be\r\n4\r\nat\n\n\r\n0\r\n\r\n";
            stream.write_all(format!("{head}{pieces}").as_bytes()).await.expect("sent");
        });
        let mut events = Events::of(&address, "/events", "").await.expect("a stream");
        let moved = Heard { event: "moved".into(), id: "7".into(), data: "hall:H1".into() };
        assert_eq!(events.next().await.expect("an event"), moved);
        assert!(events.next().await.is_err(), "it ended");
    }

    #[tokio::test]
    async fn answers_are_read_one_after_the_other_from_one_connection() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        let server = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.expect("somebody");
            let answers = "HTTP/1.1 303 See Other\r\nLocation: /work\r\nSet-Cookie: a=b; Path=/\r\nContent-Length: 0\r\n\r\n\
                           HTTP/1.1 503 x\r\nretry-after: 2\r\ncontent-length: 2\r\n\r\nno";
            stream.write_all(answers.as_bytes()).await.expect("sent");
            let mut asked = String::new();
            stream.read_to_string(&mut asked).await.expect("read");
            asked
        });
        let mut client = Client::to(&address).await.expect("connected");
        let moved = client.post("/take", "Cookie: c=d\r\n", "text/plain", "x").await.expect("an answer");
        assert_eq!((moved.status, &*moved.location, moved.cookies), (303, "/work", vec!["a=b".to_owned()]));
        let busy = client.get("/work", "").await.expect("an answer");
        assert_eq!((busy.status, busy.retry_after, busy.text().as_str()), (503, Some(2), "no"));
        drop(client);
        let asked = server.await.expect("it ends");
        assert!(asked.contains("Content-Length: 1\r\nCookie: c=d\r\n\r\nxGET /work"), "{asked}");
    }

    #[test]
    fn forms_are_sent_as_browsers_send_them() {
        assert_eq!(
            form(&[("note", "Đủ, tốt"), ("id", "a-1")]),
            "note=%C4%90%E1%BB%A7%2C%20t%E1%BB%91t&id=a-1"
        );
        assert_eq!(value_of("<input name=\"csrf\" value=\"a1\">", "csrf"), Some("a1"));
    }
}
