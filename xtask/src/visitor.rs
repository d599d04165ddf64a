//! A visitor of the demo as the bench sends one: pages, forms and cookies, one request after the other.

use std::io::{Error, Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// Somebody with a browser, more or less.
#[derive(Debug)]
pub struct Visitor {
    address: String,
    cookies: Vec<(String, String)>,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// Status code.
    pub status: u16,
    /// Head of the answer.
    head: String,
    /// Body.
    pub body: Vec<u8>,
    /// From asking to the first byte of the answer.
    pub first_byte: Duration,
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Visitor {
    /// A visitor of `host:port`, signed in as nobody.
    pub fn of(address: &str) -> Self {
        Self { address: address.to_owned(), cookies: Vec::new() }
    }

    /// Opens a page.
    pub fn get(&mut self, path: &str) -> Result<Answer, Error> {
        self.send("GET", path, "")
    }

    /// The same as browsers ask for it: packed. What comes is not unpacked.
    pub fn get_packed(&mut self, path: &str) -> Result<Answer, Error> {
        self.send_with("GET", path, "", "Accept-Encoding: gzip\r\n")
    }

    /// Signs in with the demo's one click, as whoever holds the first position whose code contains `who`.
    pub fn sign_in(&mut self, who: &str) -> Result<(), Error> {
        let page = self.get("/sign-in")?.text();
        let position = values(&page, "position").into_iter().find(|position| position.contains(who));
        let position =
            position.ok_or_else(|| Error::other(format!("nobody to sign in as is named {who}")))?;
        let mut fields = format!("position={}", escaped(&position));
        for name in ["csrf", "command_id"] {
            if let Some(value) = values(&page, name).first() {
                fields.push_str(&format!("&{name}={}", escaped(value)));
            }
        }
        match self.send("POST", "/sign-in/demo", &fields)?.status {
            303 => Ok(()),
            other => Err(Error::other(format!("signing in as {who} answered {other}"))),
        }
    }

    /// Signs in with an account, as a server's people do.
    pub fn sign_in_with(&mut self, login: &str, password: &str) -> Result<(), Error> {
        let page = self.get("/sign-in")?.text();
        let csrf = values(&page, "csrf").first().cloned().unwrap_or_default();
        let fields =
            format!("csrf={}&login={}&password={}", escaped(&csrf), escaped(login), escaped(password));
        match self.send("POST", "/sign-in", &fields)?.status {
            303 => Ok(()),
            other => Err(Error::other(format!("signing in as {login} answered {other}"))),
        }
    }

    fn send(&mut self, method: &str, path: &str, body: &str) -> Result<Answer, Error> {
        self.send_with(method, path, body, "")
    }

    fn send_with(&mut self, method: &str, path: &str, body: &str, more: &str) -> Result<Answer, Error> {
        let asked = Instant::now();
        let mut stream = TcpStream::connect(&self.address)?;
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        let address = &self.address;
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\nCookie: {}\r\nConnection: close\r\n\
             {more}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            cookies.join("; "),
            body.len()
        )?;
        let mut bytes = vec![0];
        stream.read_exact(&mut bytes)?;
        let first_byte = asked.elapsed();
        stream.read_to_end(&mut bytes)?;
        let answer = parted(&bytes).ok_or_else(|| Error::other("not an answer of HTTP/1.1"))?;
        let answer = Answer { first_byte, ..answer };
        for line in answer.head.lines() {
            let set = line.split_once(": ").filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie"));
            let pair = set.and_then(|(_, rest)| rest.split(';').next()?.split_once('='));
            if let Some((name, value)) = pair {
                self.cookies.retain(|(known, _)| known != name);
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        Ok(answer)
    }
}

fn parted(bytes: &[u8]) -> Option<Answer> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some(Answer { status, head, body: bytes[end + 4..].to_vec(), first_byte: Duration::ZERO })
}

/// Values of the inputs and buttons of a name, in order.
fn values(page: &str, name: &str) -> Vec<String> {
    let wanted = format!("name=\"{name}\" value=\"");
    let after = page.split(wanted.as_str()).skip(1);
    after.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

/// As forms send it.
fn escaped(text: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._".contains(byte);
    text.bytes()
        .map(|byte| if plain(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{escaped, parted, values};

    #[test]
    fn inputs_are_found_by_name_and_sent_as_forms_are() {
        let page = r#"<input type="hidden" name="csrf" value="a1"><button name="position" value="H49/ha lt">x</button>"#;
        assert_eq!(values(page, "csrf"), ["a1"]);
        assert_eq!(values(page, "position"), ["H49/ha lt"]);
        assert_eq!(escaped("H49/ha lt"), "H49%2Fha%20lt");
    }

    #[test]
    fn an_answer_has_a_status_and_a_body() {
        let answer = parted(b"HTTP/1.1 303 See Other\r\nlocation: /work\r\n\r\nbody").expect("an answer");
        assert_eq!((answer.status, answer.body.as_slice()), (303, b"body".as_slice()));
        assert!(parted(b"nothing of the kind").is_none());
    }
}
