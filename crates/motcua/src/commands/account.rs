//! Accounts of the people who work here. Passwords come from standard input, never from the command line.

use crate::cli::Account;
use crate::config::Config;
use crate::wish::Wish;
use crate::{open, print, socket};
use serde_json::Value;
use std::io::{BufRead, IsTerminal};

/// Shortest password taken.
const SHORTEST: usize = 10;

pub(crate) async fn run(config: &Config, what: &Account) -> anyhow::Result<()> {
    let place = open::existing(config)?;
    let wish = match what {
        Account::Add { login, person } => Wish::AddAccount {
            login: login.clone(),
            person: person.clone(),
            password_hash: password_hash().await?,
        },
        Account::Password { login } => {
            Wish::SetPassword { login: login.clone(), password_hash: password_hash().await? }
        }
        Account::List { .. } => Wish::ListAccounts,
    };
    let done = socket::through(&place, wish, &|_, _| {}).await?;
    match what {
        Account::Add { login, .. } | Account::Password { login } => {
            print::line(format!("{login} may sign in now"));
        }
        Account::List { json: true } => print::json(&done),
        Account::List { json: false } => done.as_array().into_iter().flatten().for_each(show),
    }
    Ok(())
}

fn show(account: &Value) {
    let word = |name: &str| account[name].as_str().unwrap_or_default();
    let closed = if account["disabled"] == true { " (closed)" } else { "" };
    print::line(format!("{}  {}{closed}", word("login"), word("person")));
}

/// Hashed here: the password itself goes nowhere.
async fn password_hash() -> anyhow::Result<String> {
    let password = password()?;
    Ok(tokio::task::spawn_blocking(move || web::session::hash_password(&password)).await?)
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
