//! What a command asks of the data, and how it is done: by this process when it has the data to itself, by the server that
//! runs when not. Either way the same code does it.

use crate::commands::{plan, report, token};
use crate::open::{self, PROVINCE};
use app::{App, Catalogued};
use domain::catalogue::export_line;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::path::PathBuf;
use store::{Progress, Store};

/// What is asked. Goes over the socket as one line of JSON.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "wish")]
pub(crate) enum Wish {
    /// Hash and fold everything again.
    Verify,
    /// Make everything pages see again.
    Rebuild,
    /// Write everything to a file.
    Backup {
        /// Its absolute path.
        file: PathBuf,
    },
    /// Take over procedures.
    ImportProcedures {
        /// The lines.
        text: String,
        /// Name of the file, for the record.
        name: String,
        /// Write nothing.
        dry_run: bool,
        /// Write nothing when a row is broken.
        all_or_nothing: bool,
    },
    /// Find procedures.
    SearchProcedures {
        /// What was typed.
        question: String,
        /// Most hits.
        most: usize,
    },
    /// Give procedures back.
    ExportProcedures,
    /// Count a report.
    Report {
        /// What was asked for.
        asked: report::Asked,
    },
    /// A day of a hall, or days like it, for planning.
    DaysOfHall {
        /// Hall code.
        hall: String,
        /// Local date.
        day: String,
    },
    /// Count all reports and say what does not balance.
    CheckReports,
    /// All accounts.
    ListAccounts,
    /// A new account.
    AddAccount {
        /// Name to sign in with.
        login: String,
        /// Person code.
        person: String,
        /// The argon2 hash.
        password_hash: String,
    },
    /// A token for a machine.
    IssueToken {
        /// Word of the role.
        role: String,
        /// Unit code.
        unit: String,
        /// What people call it, when somebody said.
        name: Option<String>,
        /// Days for which it is good.
        days: i64,
        /// What is kept of it.
        token_digest: String,
    },
    /// All tokens.
    ListTokens,
    /// A token is good no longer.
    RevokeToken {
        /// Its id.
        id: String,
    },
    /// Another password.
    SetPassword {
        /// Name to sign in with.
        login: String,
        /// The argon2 hash.
        password_hash: String,
    },
}

/// Does what is asked; `app` is the server's, when one runs.
///
/// # Errors
/// When it cannot be done; nothing of it was kept then.
pub(crate) async fn carry_out(
    store: &Store,
    app: Option<&App>,
    wish: Wish,
    progress: Progress<'_>,
) -> anyhow::Result<Value> {
    match wish {
        Wish::Verify => Ok(serde_json::to_value(store.verify(PROVINCE, progress).await?)?),
        Wish::Rebuild => {
            let events = store.head(PROVINCE).await?.seq;
            Ok(json!({ "streams": store.rebuild_with(PROVINCE, progress).await?, "events": events }))
        }
        Wish::Backup { file } => {
            use anyhow::Context;
            let rows = store.backup_with(PROVINCE, &file, progress).await;
            let rows = rows.with_context(|| file.display().to_string())?;
            Ok(json!({ "rows": rows, "file": file }))
        }
        wish => match app {
            Some(app) => with_app(app, wish).await,
            None => with_app(&open::app_for_a_moment(store.clone()).await?, wish).await,
        },
    }
}

async fn with_app(app: &App, wish: Wish) -> anyhow::Result<Value> {
    match wish {
        Wish::ImportProcedures { text, name, dry_run, all_or_nothing } => {
            let report = app.read_procedures(&text);
            let refused = all_or_nothing && report.broken > 0;
            let kept = !dry_run && !refused;
            if kept && !report.procedures.is_empty() {
                let how = Catalogued { by: "system:import", decision: &name };
                app.put_procedures(&report.procedures, how).await?;
            }
            Ok(json!({ "report": report, "broken": report.broken, "kept": kept }))
        }
        Wish::SearchProcedures { question, most } => {
            let findings = app.find_procedures(&question, app::Scope::Province, most).await?;
            let named = findings.ranked();
            Ok(crate::commands::search::hits(
                named.map(|(one, score)| (one.code.as_str(), one.name.as_str(), score)),
            ))
        }
        Wish::ExportProcedures => {
            let directory = app.directory();
            let newest = directory.catalogue().procedures.values().filter_map(|versions| versions.last());
            Ok(json!(newest.map(export_line).collect::<Vec<_>>()))
        }
        Wish::Report { asked } => report::counted(app, &asked).await,
        Wish::DaysOfHall { hall, day } => plan::days(app, &hall, &day).await,
        Wish::CheckReports => Ok(serde_json::to_value(app.check_reports().await?)?),
        Wish::ListAccounts => Ok(serde_json::to_value(app.list_accounts().await?)?),
        Wish::AddAccount { login, person, password_hash } => {
            anyhow::ensure!(
                app.directory().catalogue().people.contains_key(&person),
                "{person} is nobody in the catalogue; people come first, their accounts then"
            );
            anyhow::ensure!(holder(app, &login).await?.is_none(), "{login} has an account already");
            web::session::put_account(app, &login, &person, &password_hash).await?;
            Ok(Value::Null)
        }
        Wish::SetPassword { login, password_hash } => {
            let person = holder(app, &login).await?;
            let person = person
                .ok_or_else(|| anyhow::anyhow!("{login} has no account; motcua account add opens one"))?;
            web::session::put_account(app, &login, &person, &password_hash).await?;
            Ok(Value::Null)
        }
        Wish::IssueToken { role, unit, name, days, token_digest } => {
            let role = token::post(app, &role, &unit)?;
            let name = name.unwrap_or_else(|| format!("{} {unit}", role.word()));
            let new = app::NewMachine { name, role, unit, token_digest, days };
            Ok(token::shown(&app.let_machine_in(new).await?))
        }
        Wish::ListTokens => {
            let directory = app.directory();
            Ok(json!(directory.catalogue().machines.values().map(token::shown).collect::<Vec<_>>()))
        }
        Wish::RevokeToken { id } => {
            anyhow::ensure!(
                app.directory().catalogue().machines.contains_key(&id),
                "there is no token {id}; motcua token list shows them"
            );
            Ok(token::shown(&app.take_machine_back(&id).await?))
        }
        Wish::Verify | Wish::Rebuild | Wish::Backup { .. } => anyhow::bail!("this needs the journal alone"),
    }
}

/// Whose account that is.
async fn holder(app: &App, login: &str) -> anyhow::Result<Option<String>> {
    let accounts = app.list_accounts().await?;
    Ok(accounts.into_iter().find(|account| account.login == login).map(|account| account.person))
}
