//! Sessions and accounts in the store.

use app::{App, AppError};
use domain::kernel::{Millis, Value};
use store::{CommitError, Statement};

const FIND_SESSION: Statement = Statement::tenant(
    "FIND_SESSION",
    "SELECT person, position, csrf FROM session WHERE tenant = $1 AND token_hash = $2 AND expires_at > $3",
);
const PUT_SESSION: Statement = Statement::tenant(
    "PUT_SESSION",
    "INSERT INTO session (tenant, token_hash, person, position, csrf, created_at, expires_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7)",
);
const END_SESSION: Statement =
    Statement::tenant("END_SESSION", "DELETE FROM session WHERE tenant = $1 AND token_hash = $2");
const FORGET_SESSIONS: Statement =
    Statement::tenant("FORGET_SESSIONS", "DELETE FROM session WHERE tenant = $1 AND expires_at <= $2");
const FIND_ACCOUNT: Statement = Statement::tenant(
    "FIND_ACCOUNT",
    "SELECT person, password_hash FROM account WHERE tenant = $1 AND login = $2 AND disabled = 0",
);
const PUT_ACCOUNT: Statement = Statement::tenant(
    "PUT_ACCOUNT",
    "INSERT INTO account (tenant, login, person, password_hash, disabled, changed_at) VALUES ($1, $2, $3, $4, 0, $5) \
     ON CONFLICT (tenant, login) DO UPDATE SET person = excluded.person, password_hash = excluded.password_hash, \
     disabled = 0, changed_at = excluded.changed_at",
);

/// Statements of this crate, for the registry test.
pub const STATEMENTS: &[Statement] =
    &[FIND_SESSION, PUT_SESSION, END_SESSION, FORGET_SESSIONS, FIND_ACCOUNT, PUT_ACCOUNT];

/// Setting under which the key of forms is kept, so that a form outlives a restart.
const FORM_KEY: &str = "web.form_key";

/// A session as it is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Session {
    /// Person code.
    pub(crate) person: String,
    /// Position code.
    pub(crate) position: String,
    /// Proof of its forms.
    pub(crate) csrf: String,
}

fn kept(error: CommitError) -> AppError {
    match error {
        CommitError::Busy { .. } => AppError::Busy,
        CommitError::Failure(error) => AppError::Store(error),
        other => AppError::Setup(Box::new(other)),
    }
}

/// The session of a token, none when it is over.
pub(crate) async fn find(app: &App, token: &str) -> Result<Option<Session>, AppError> {
    if token.is_empty() {
        return Ok(None);
    }
    let values: [Value; 3] = [app.tenant().into(), super::digest(token).into(), server_now().into()];
    let rows = app.store().query(app.tenant(), &FIND_SESSION, &values).await?;
    Ok(rows.first().map(|row| Session {
        person: row.text(0).to_owned(),
        position: row.text(1).to_owned(),
        csrf: row.text(2).to_owned(),
    }))
}

/// Begins a session; gives its token. Those that are over are forgotten on the way. For the sign-in page, and for a measurement
/// that signs hundreds of synthetic officers in.
///
/// # Errors
/// When it cannot be kept.
pub async fn begin(app: &App, person: &str, position: &str) -> Result<String, AppError> {
    let (token, now) = (super::token(), server_now());
    let values: [Value; 7] = [
        app.tenant().into(),
        super::digest(&token).into(),
        person.into(),
        position.into(),
        super::token().into(),
        now.into(),
        (now + super::LASTS_MS).into(),
    ];
    app.store()
        .execute(app.tenant(), &FORGET_SESSIONS, &[app.tenant().into(), now.into()])
        .await
        .map_err(kept)?;
    app.store().execute(app.tenant(), &PUT_SESSION, &values).await.map_err(kept)?;
    Ok(token)
}

/// Ends a session.
pub(crate) async fn end(app: &App, token: &str) -> Result<(), AppError> {
    let values: [Value; 2] = [app.tenant().into(), super::digest(token).into()];
    app.store().execute(app.tenant(), &END_SESSION, &values).await.map(|_| ()).map_err(kept)
}

/// Person and password hash of an account that may sign in.
pub(crate) async fn account(app: &App, login: &str) -> Result<Option<(String, String)>, AppError> {
    let values: [Value; 2] = [app.tenant().into(), login.into()];
    let rows = app.store().query(app.tenant(), &FIND_ACCOUNT, &values).await?;
    Ok(rows.first().map(|row| (row.text(0).to_owned(), row.text(1).to_owned())))
}

/// Makes an account, or gives it another password. Hash the password with [`super::hash_password`] first.
///
/// # Errors
/// When it cannot be kept.
pub async fn put_account(app: &App, login: &str, person: &str, password_hash: &str) -> Result<(), AppError> {
    let values: [Value; 5] =
        [app.tenant().into(), login.into(), person.into(), password_hash.into(), server_now().into()];
    app.store().execute(app.tenant(), &PUT_ACCOUNT, &values).await.map(|_| ()).map_err(kept)
}

/// The key of visitors' forms, made at the first start.
pub(crate) async fn form_key(app: &App) -> Result<Vec<u8>, AppError> {
    let settings = app.store().settings(app.tenant()).await?;
    if let Some((_, key)) = settings.into_iter().find(|(name, _)| name == FORM_KEY) {
        return Ok(key.into_bytes());
    }
    let key = super::token();
    app.store()
        .put_setting(app.tenant(), FORM_KEY, &key, "system:setup", server_now())
        .await
        .map_err(kept)?;
    Ok(key.into_bytes())
}

/// Sessions go by the server's own clock: moving the demo's clock signs nobody out.
fn server_now() -> Millis {
    app::Clock::now(&app::SystemClock)
}
