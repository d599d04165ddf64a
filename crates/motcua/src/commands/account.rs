//! Accounts of the people who work here. Passwords come from standard input, never from the command line.

use crate::cli::Account;
use crate::config::Config;
use crate::open;
use crate::print;
use app::App;
use std::io::{BufRead, IsTerminal};

/// Shortest password taken.
const SHORTEST: usize = 10;

pub(crate) async fn run(config: &Config, what: &Account) -> anyhow::Result<()> {
    let store = open::existing_store(config).await?;
    let outcome = match open::app_for_a_moment(store.clone()).await {
        Ok(app) => change(&app, what).await,
        Err(error) => Err(error),
    };
    store.close().await;
    outcome
}

async fn change(app: &App, what: &Account) -> anyhow::Result<()> {
    match what {
        Account::Add { login, person } => {
            anyhow::ensure!(
                app.directory().catalogue().people.contains_key(person),
                "{person} is nobody in the catalogue; people come first, their accounts then"
            );
            anyhow::ensure!(known(app, login).await?.is_none(), "{login} has an account already");
            put(app, login, person).await
        }
        Account::Password { login } => {
            let person = known(app, login).await?;
            let person = person
                .ok_or_else(|| anyhow::anyhow!("{login} has no account; motcua account add opens one"))?;
            put(app, login, &person).await
        }
        Account::List { json } => {
            let accounts = app.list_accounts().await?;
            if *json {
                print::json(&accounts);
            } else {
                for account in &accounts {
                    let closed = if account.disabled { " (closed)" } else { "" };
                    print::line(format!("{}  {}{closed}", account.login, account.person));
                }
            }
            Ok(())
        }
    }
}

async fn known(app: &App, login: &str) -> anyhow::Result<Option<String>> {
    let accounts = app.list_accounts().await?;
    Ok(accounts.into_iter().find(|account| account.login == login).map(|account| account.person))
}

async fn put(app: &App, login: &str, person: &str) -> anyhow::Result<()> {
    let password = password()?;
    let hash = tokio::task::spawn_blocking(move || web::session::hash_password(&password)).await?;
    web::session::put_account(app, login, person, &hash).await?;
    print::line(format!("{login} may sign in now"));
    Ok(())
}

fn password() -> anyhow::Result<String> {
    let input = std::io::stdin();
    if input.is_terminal() {
        eprintln!("Password (it is shown; `motcua account add … < file` is better):");
    }
    let mut line = String::new();
    input.lock().read_line(&mut line)?;
    let password = line.trim_end_matches(['\r', '\n']);
    anyhow::ensure!(
        password.chars().count() >= SHORTEST,
        "a password has at least {SHORTEST} letters, this one has {}",
        password.chars().count()
    );
    Ok(password.to_owned())
}
