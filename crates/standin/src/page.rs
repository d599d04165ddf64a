//! The page of what was received: read-only but for what a hand can do to a thing; a few addresses, one request a connection.
//!
//! Written by hand: a web framework would be a heavy guest in a helper that answers GET to this machine alone.

use crate::kept::Kept;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

/// Longest head of a request believed.
const HEAD_OCTETS_MAX: usize = 8 * 1024;

/// Longest wait for a request.
const PATIENCE: Duration = Duration::from_secs(5);

const STYLE: &str = "body{font:1rem/1.5 system-ui,sans-serif;margin:2rem;max-width:60rem}\
    article{border:1px solid #767676;border-radius:.5rem;padding:.75rem 1rem;margin:0 0 1rem}\
    pre{white-space:pre-wrap;font:inherit;margin:.5rem 0 0}dt{float:left;clear:left;width:9rem;color:#505a5f}\
    dd{margin:0 0 0 9rem}img{display:block;max-width:100%;height:auto;margin:.75rem 0 0;border:1px dashed #767676}\
    form{display:flex;flex-wrap:wrap;gap:.5rem;margin:0 0 1rem}button{font:inherit;min-height:2.75rem;padding:.25rem 1rem}";

/// How one message is shown: title of the page, then pairs of label and value, then the text.
pub(crate) trait Shown {
    /// Title of the whole page.
    const TITLE: &'static str;
    /// Pairs of label and value.
    fn facts(&self) -> Vec<(&'static str, String)>;
    /// The text a person would read.
    fn text(&self) -> &str;
    /// The picture a person would see, as PNG with its size in dots.
    fn picture(&self) -> Option<(Vec<u8>, u32, u32)> {
        None
    }
}

/// What a hand can do to the thing that is stood in for, such as taking the paper out of a printer.
pub(crate) trait Hands: Send + Sync {
    /// How it is now, in words.
    fn state(&self) -> String;
    /// What can be done: a word, and what a person reads.
    fn acts(&self) -> Vec<(&'static str, &'static str)>;
    /// Does it; false when there is no such act.
    fn act(&self, word: &str) -> bool;
}

/// The hands of a stand-in, if it has any.
pub(crate) type MaybeHands = Option<Arc<dyn Hands>>;

pub(crate) async fn serve<M>(listener: TcpListener, kept: Kept<M>, hands: MaybeHands)
where
    M: Shown + Clone + Serialize + DeserializeOwned + Send + 'static,
{
    loop {
        match listener.accept().await {
            Ok((stream, _)) => drop(tokio::spawn(answer(stream, kept.clone(), hands.clone()))),
            Err(error) => tracing::warn!(%error, "a page request was not accepted"),
        }
    }
}

async fn answer<M: Shown + Clone + Serialize + DeserializeOwned>(
    mut stream: TcpStream,
    kept: Kept<M>,
    hands: MaybeHands,
) {
    let Ok(Some(head)) = timeout(PATIENCE, read_head(&mut stream)).await else { return };
    let reply = reply(&head, &kept, hands.as_deref());
    let _ = timeout(PATIENCE, async {
        stream.write_all(&reply).await?;
        stream.shutdown().await
    })
    .await;
}

/// The request line and the headers; `None` when the other side sent none.
async fn read_head(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    let mut chunk = [0; 1024];
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        let read = stream.read(&mut chunk).await.ok()?;
        if read == 0 || head.len() + read > HEAD_OCTETS_MAX {
            return None;
        }
        head.extend_from_slice(&chunk[..read]);
    }
    Some(String::from_utf8_lossy(&head).into_owned())
}

/// A form of a page of ours: browsers name the page a form was sent from, and another site's is not obeyed.
fn is_ours(head: &str) -> bool {
    let header = |name: &str| {
        let line = head.lines().find(|line| line.to_ascii_lowercase().starts_with(name))?;
        line.split_once(':').map(|(_, value)| value.trim())
    };
    match (header("origin:"), header("host:")) {
        (Some(origin), Some(host)) => origin.strip_prefix("http://") == Some(host),
        (origin, _) => origin.is_none(),
    }
}

fn reply<M: Shown + Clone + Serialize + DeserializeOwned>(
    head: &str,
    kept: &Kept<M>,
    hands: Option<&dyn Hands>,
) -> Vec<u8> {
    let mut words = head.lines().next().unwrap_or_default().split(' ');
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let path = target.split('?').next().unwrap_or_default();
    if let Some((hands, word)) = hands.zip(path.strip_prefix("/hands/"))
        && method == "POST"
        && is_ours(head)
        && hands.act(word)
    {
        return b"HTTP/1.1 303 See Other\r\nLocation: /messages\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".to_vec();
    }
    if let ("GET", Some(place)) = (method, path.strip_prefix("/pictures/"))
        && let Some((png, ..)) = place
            .strip_suffix(".png")
            .and_then(|place| place.parse::<usize>().ok())
            .and_then(|place| kept.all().get(place)?.picture())
    {
        return answered("200 OK", "image/png", png);
    }
    let (status, kind, body) = match (method, path) {
        ("GET" | "HEAD", "/" | "/messages") => {
            ("200 OK", "text/html; charset=utf-8", html(&kept.all(), hands))
        }
        ("GET" | "HEAD", "/messages.json") => {
            let json = serde_json::to_string(&kept.all()).expect("messages are plain data");
            ("200 OK", "application/json", json)
        }
        ("GET" | "HEAD", "/style.css") => ("200 OK", "text/css", STYLE.to_owned()),
        ("GET" | "HEAD", _) => {
            ("404 Not Found", "text/plain; charset=utf-8", "Không có trang này.\n".to_owned())
        }
        _ => ("405 Method Not Allowed", "text/plain; charset=utf-8", "Chỉ xem được.\n".to_owned()),
    };
    let mut reply = answered(status, kind, body.into_bytes());
    if method == "HEAD" {
        let body = reply.windows(4).position(|end| end == b"\r\n\r\n").map_or(reply.len(), |at| at + 4);
        reply.truncate(body);
    }
    reply
}

fn answered(status: &str, kind: &str, body: Vec<u8>) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nCache-Control: no-store\r\n\
         Content-Security-Policy: default-src 'none'; style-src 'self'; img-src 'self'; \
         form-action 'self'\r\nX-Content-Type-Options: nosniff\r\n\
         Connection: close\r\n\r\n",
        body.len()
    );
    [head.into_bytes(), body].concat()
}

/// Newest first.
fn html<M: Shown>(messages: &[M], hands: Option<&dyn Hands>) -> String {
    let title = M::TITLE;
    let mut articles = String::new();
    if let Some(hands) = hands {
        articles
            .push_str(&format!("<p><strong>{}</strong></p><form method=\"post\">", escaped(&hands.state())));
        for (word, text) in hands.acts() {
            articles.push_str(&format!("<button formaction=\"/hands/{word}\">{}</button>", escaped(text)));
        }
        articles.push_str("</form>\n");
    }
    for (place, message) in messages.iter().enumerate().rev() {
        articles.push_str("<article><dl>");
        for (label, value) in message.facts() {
            articles.push_str(&format!("<dt>{}</dt><dd>{}</dd>", escaped(label), escaped(&value)));
        }
        if let Some((_, width, height)) = message.picture() {
            articles.push_str(&format!(
                "</dl><img src=\"/pictures/{place}.png\" width=\"{width}\" height=\"{height}\" alt=\"{title}\"></article>\n"
            ));
        } else {
            articles.push_str(&format!("</dl><pre>{}</pre></article>\n", escaped(message.text())));
        }
    }
    if messages.is_empty() {
        articles.push_str("<p>Chưa nhận được tin nào.</p>\n");
    }
    format!(
        "<!doctype html>\n<html lang=\"vi\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><meta http-equiv=\"refresh\" content=\"5\">\
         <title>{title}</title><link rel=\"stylesheet\" href=\"/style.css\"></head>\n\
         <body><h1>{title}</h1>\n<p>Máy chủ thế thân, chỉ dùng để thử: không có tin nào đến điện thoại hay hộp thư \
         thật.</p>\n<main>\n{articles}</main></body></html>\n"
    )
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::smsc::KeptSms;

    fn answer_to(request_line: &str) -> String {
        let kept = Kept::open(None).expect("memory");
        kept.add(KeptSms { text: "<b>Hồ sơ</b> & \"kết quả\"".to_owned(), ..KeptSms::default() });
        String::from_utf8(reply(request_line, &kept, None)).expect("text")
    }

    #[test]
    fn a_text_received_cannot_become_markup() {
        let page = answer_to("GET /messages HTTP/1.1");
        assert!(page.starts_with("HTTP/1.1 200 OK\r\n"));
        assert!(page.contains("&lt;b&gt;Hồ sơ&lt;/b&gt; &amp; &quot;kết quả&quot;"));
        assert!(!page.contains("<b>"));
    }

    #[test]
    fn the_json_gives_the_text_as_it_was() {
        let page = answer_to("GET /messages.json?x=1 HTTP/1.1");
        let body = page.split("\r\n\r\n").nth(1).expect("a body");
        let messages: Vec<KeptSms> = serde_json::from_str(body).expect("json");
        assert_eq!(messages[0].text, "<b>Hồ sơ</b> & \"kết quả\"");
    }

    #[test]
    fn nothing_can_be_changed_through_the_page() {
        assert!(answer_to("POST /messages HTTP/1.1").starts_with("HTTP/1.1 405 "));
        assert!(answer_to("POST /hands/new_roll HTTP/1.1").starts_with("HTTP/1.1 405 "));
        assert!(answer_to("DELETE /messages.json HTTP/1.1").starts_with("HTTP/1.1 405 "));
        assert!(answer_to("GET /etc/passwd HTTP/1.1").starts_with("HTTP/1.1 404 "));
        assert!(answer_to("rubbish").starts_with("HTTP/1.1 405 "));
    }
}
