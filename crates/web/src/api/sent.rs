//! What a programme sent: a body of JSON, the id of its command, and a keyed digest of all of it.

use super::fields::Fields;
use super::{Client, Problem};
use crate::web::Web;
use app::{Answer, Command};
use axum::RequestExt;
use axum::body::to_bytes;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use domain::kernel::{CommandId, Violation};
use hmac::{Hmac, Mac};
use serde_json::Value;
use sha2::Sha256;

/// A body, and who sent it.
pub(super) struct Sent {
    pub(super) client: Client,
    pub(super) fields: Fields,
    pub(super) id: CommandId,
    asked: String,
}

impl FromRequest<Web> for Sent {
    type Rejection = Problem;

    async fn from_request(mut request: Request, web: &Web) -> Result<Self, Problem> {
        let client = request.extract_parts::<Client>().await?;
        if !is_json(&request) {
            return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "body_not_json"));
        }
        let path = request.uri().path().to_owned();
        nothing_asked(request.uri().query())?;
        let bytes = to_bytes(request.into_body(), crate::LARGEST_FORM)
            .await
            .map_err(|_| Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "body_too_large"))?;
        let Ok(Value::Object(values)) = serde_json::from_slice(&bytes) else {
            return Err(Problem::new(StatusCode::BAD_REQUEST, "body_not_json"));
        };
        let asked = digest(web, &path, &values);
        let mut fields = Fields::new(values);
        fields.must_be_there("command_id");
        let given = fields.exactly("command_id", 64);
        let plausible = |given: &String| {
            (8..=64).contains(&given.len())
                && given.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        };
        if given.as_ref().is_some_and(|given| !plausible(given)) {
            fields.is_wrong("command_id", "command_id_malformed", &[]);
        }
        let given = given.unwrap_or_default();
        // Two programmes may count alike: each has ids of its own.
        let id = CommandId(format!("{}/{given}", client.actor.person()));
        Ok(Self { client, fields, id, asked })
    }
}

impl Sent {
    /// Hands the command in. The same id a second time is answered as the first time, with another body it is a mistake.
    pub(super) async fn act(web: &Web, asked: &Asked, command: Command) -> Result<Answer, Problem> {
        let (name, began) = (command.name(), std::time::Instant::now());
        let done = web.app().execute_once(&asked.client.actor, &asked.id, command, &asked.asked).await;
        let outcome = match &done {
            Ok(answer) if answer.already => "already",
            Ok(_) => "done",
            Err(app::AppError::Refused(_)) => "refused",
            Err(app::AppError::Forbidden { .. }) => "forbidden",
            Err(app::AppError::Busy) => "busy",
            Err(_) => "failed",
        };
        web.metrics().command(name, outcome, began.elapsed());
        Ok(done?)
    }

    /// The fields, and what is needed to hand a command in.
    pub(super) fn split(self) -> (Fields, Asked) {
        (self.fields, Asked { client: self.client, id: self.id, asked: self.asked })
    }
}

/// Who asks what, without the body.
pub(super) struct Asked {
    pub(super) client: Client,
    pub(super) id: CommandId,
    asked: String,
}

fn is_json(request: &Request) -> bool {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json")
}

/// The body as it means, at that address: spaces and the order of names make no other one. Keyed, since it stands for a
/// person's data and must not be guessed from them.
fn digest(web: &Web, path: &str, values: &serde_json::Map<String, Value>) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(web.form_key()).expect("a key of any length is taken");
    mac.update(path.as_bytes());
    mac.update(&[0]);
    serde_json::to_writer(Fed(&mut mac), values).expect("JSON becomes JSON");
    crate::look::hex(&mac.finalize().into_bytes()[..16])
}

struct Fed<'a>(&'a mut Hmac<Sha256>);

impl std::io::Write for Fed<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Words of an address that nobody knows are named, as those of a body are.
pub(super) fn nothing_asked(query: Option<&str>) -> Result<(), Problem> {
    asked_for(query, []).map(drop)
}

/// What stands behind the question mark under each known name.
pub(super) fn asked_for<const N: usize>(
    query: Option<&str>,
    known: [&str; N],
) -> Result<[Option<String>; N], Problem> {
    let mut values = known.map(|_| None);
    let mut wrong = Vec::new();
    let form = crate::Form::parse(query.unwrap_or_default().as_bytes());
    for (name, value) in form.pairs() {
        match known.iter().position(|one| *one == name) {
            Some(place) => values[place] = Some(value.to_owned()),
            None => {
                let name: String = name.chars().take(super::fields::LINE).collect();
                wrong.push(Violation::new(&name, "name_unknown").with("name", &name));
            }
        }
    }
    if wrong.is_empty() { Ok(values) } else { Err(Problem::malformed(wrong)) }
}
