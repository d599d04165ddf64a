//! Somebody with a browser: keeps cookies, opens pages, sends forms as they stand on the page.

use app::testing::Centre;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use axum::response::Response;
use domain::catalogue::Role;
use serde_json::Value;
use std::collections::BTreeMap;
use store::testing::TestStore;
use store::{Nonces, Options};
use tower::ServiceExt;

/// A centre with its pages.
pub struct House {
    pub centre: Centre,
    pub router: Router,
}

impl House {
    /// The demonstration's pages, at 08:00 on a Wednesday.
    pub async fn open() -> Self {
        Self::with(web::Options { demo: true, sms: true, ..web::Options::default() }).await
    }

    pub async fn with(options: web::Options) -> Self {
        let test = TestStore::sqlite(Options { nonces: Nonces::seeded(1), ..Options::default() }).await;
        let centre = Centre::on(test, "H1", "2026-11-25T08:00").await;
        let pages = web::Web::open(centre.app.clone(), options).await.expect("the pages open");
        Self { router: web::router(&pages), centre }
    }

    /// Sets what an administrator would.
    pub async fn set(&self, name: &str, value: &str) {
        let app = &self.centre.app;
        app.store().put_setting(app.tenant(), name, value, "test", app.now()).await.expect("kept");
        app.reload().await.expect("read anew");
    }

    pub fn visitor(&self) -> Visitor {
        Visitor { router: self.router.clone(), cookies: BTreeMap::new() }
    }

    /// Somebody who works here, signed in by one click.
    pub async fn signed_in(&self, person: &str) -> Visitor {
        let mut visitor = self.visitor();
        let page = visitor.get("/sign-in").await;
        let position =
            self.centre.app.directory().position_of(person, self.centre.app.now()).expect("a position");
        let answer = visitor.send(&page, "/sign-in/demo", &[("position", &position)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        visitor
    }
}

impl House {
    /// A token for a post.
    pub async fn token(&self, role: Role, unit: &str) -> String {
        self.token_for(role, unit, 30).await.0
    }

    /// A token for a post, good for so many days, and the code of its machine.
    pub async fn token_for(&self, role: Role, unit: &str, days: i64) -> (String, String) {
        let token = app::machine_token();
        let new = app::NewMachine {
            name: "Phần mềm thử".to_owned(),
            role,
            unit: unit.to_owned(),
            token_digest: app::token_digest(&token),
            days,
        };
        let machine = self.centre.app.let_machine_in(new).await.expect("it is let in");
        (token, machine.code)
    }

    /// Asks as a programme does; a body makes it a POST.
    pub async fn machine(&self, token: &str, path: &str, body: Option<&Value>) -> Answer {
        let method = if body.is_some() { Method::POST } else { Method::GET };
        let mut request = Request::builder().method(method).uri(path).header("accept-language", "en");
        if !token.is_empty() {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let body = match body {
            Some(value) => {
                request = request.header(header::CONTENT_TYPE, "application/json");
                Body::from(value.to_string())
            }
            None => Body::empty(),
        };
        self.ask(request.body(body).expect("a request")).await
    }

    /// Asks exactly this.
    pub async fn ask(&self, request: Request<Body>) -> Answer {
        let answer = self.router.clone().oneshot(request).await.expect("the router always answers");
        Answer::of(answer).await
    }
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
    pub bytes: Vec<u8>,
}

impl Answer {
    async fn of(answer: Response) -> Self {
        let (parts, body) = answer.into_parts();
        let bytes = to_bytes(body, 8 << 20).await.expect("answers are small").to_vec();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Self { status: parts.status, headers: parts.headers, body, bytes }
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    pub fn to(&self) -> &str {
        self.headers.get(header::LOCATION).and_then(|to| to.to_str().ok()).unwrap_or_default()
    }

    pub fn says(&self, words: &str) -> bool {
        self.body.contains(words)
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The value of a hidden field on the page.
    pub fn hidden(&self, name: &str) -> String {
        let mark = format!("name=\"{name}\" value=\"");
        let rest = self.body.split(&mark).nth(1).unwrap_or_else(|| panic!("no field {name}: {}", self.body));
        rest.split('"').next().unwrap_or_default().to_owned()
    }
}

/// One browser.
pub struct Visitor {
    router: Router,
    pub cookies: BTreeMap<String, String>,
}

impl Visitor {
    pub async fn get(&mut self, path: &str) -> Answer {
        self.ask(Method::GET, path, &[], None).await
    }

    pub async fn get_with(&mut self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.ask(Method::GET, path, headers, None).await
    }

    /// Sends a form of a page, with its proof and command id.
    pub async fn send(&mut self, page: &Answer, path: &str, fields: &[(&str, &str)]) -> Answer {
        let (csrf, command) = (page.hidden("csrf"), page.hidden("command_id"));
        let own = [("csrf", csrf.as_str()), ("command_id", command.as_str())];
        let all: Vec<(&str, &str)> = own.into_iter().chain(fields.iter().copied()).collect();
        self.post(path, &[], &all).await
    }

    pub async fn post(&mut self, path: &str, headers: &[(&str, &str)], fields: &[(&str, &str)]) -> Answer {
        let encode = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
        let pairs = fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value)));
        let body = pairs.collect::<Vec<_>>().join("&");
        self.ask(Method::POST, path, headers, Some(body)).await
    }

    async fn ask(
        &mut self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        form: Option<String>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if form.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        self.take(request.body(form.map_or_else(Body::empty, Body::from)).expect("a request")).await
    }

    /// Sends a form with files, with the proof and command id of its page.
    pub async fn upload(&mut self, page: &Answer, path: &str, files: &[Vec<u8>]) -> Answer {
        let mut body = Vec::new();
        for name in ["csrf", "command_id"] {
            let value = page.hidden(name);
            let part =
                format!("--line\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend(part.as_bytes());
        }
        for file in files {
            body.extend(
                b"--line\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.jpg\"\r\n\r\n",
            );
            body.extend(file);
            body.extend(b"\r\n");
        }
        body.extend(b"--line--\r\n");
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header(header::COOKIE, cookies.join("; "))
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=line");
        self.take(request.body(Body::from(body)).expect("a request")).await
    }

    async fn take(&mut self, request: Request<Body>) -> Answer {
        let answer = self.router.clone().oneshot(request).await.expect("the router always answers");
        for cookie in answer.headers().get_all(header::SET_COOKIE) {
            let text = cookie.to_str().expect("cookies are plain");
            let (name, rest) = text.split_once('=').expect("a cookie has a value");
            let value = rest.split(';').next().unwrap_or_default();
            if text.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        Answer::of(answer).await
    }
}
