//! Tokens with which other programmes work over `/api/v1`. The token is made here and goes nowhere else: what is kept, and what
//! a running server is told, is its digest.

use crate::cli::{Token, TokenArgs};
use crate::config::Config;
use crate::wish::Wish;
use crate::{open, print, socket};
use app::App;
use domain::catalogue::{Machine, Role};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use web::look;

/// Units named in one error.
const UNITS_NAMED: usize = 40;
/// Longest name of a machine, in letters.
const LONGEST_NAME: usize = 80;

pub(crate) async fn run(config: &Config, args: &TokenArgs) -> anyhow::Result<()> {
    let place = open::existing(config)?;
    let ask = async |wish| socket::through(&place, wish, &|_, _| {}).await;
    match &args.what {
        None => {
            let token = app::machine_token();
            let name = args.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
            anyhow::ensure!(
                name.is_none_or(|name| name.chars().count() <= LONGEST_NAME),
                "a name has at most {LONGEST_NAME} letters"
            );
            let mut issued = ask(Wish::IssueToken {
                role: args.role.clone().unwrap_or_default(),
                unit: args.unit.clone().unwrap_or_default(),
                name: name.map(str::to_owned),
                days: args.days,
                token_digest: app::token_digest(&token),
            })
            .await?;
            if args.json {
                issued["token"] = Value::from(token);
                print::json(&issued);
            } else {
                eprintln!("{}", line(&issued));
                eprintln!("Keep the token now, it is not shown again:");
                print::line(token);
            }
        }
        Some(Token::List { json }) => {
            let all = ask(Wish::ListTokens).await?;
            if *json {
                print::json(&all);
            } else {
                all.as_array().into_iter().flatten().for_each(|one| print::line(line(one)));
            }
        }
        Some(Token::Revoke { id }) => {
            let revoked = ask(Wish::RevokeToken { id: id.clone() }).await?;
            print::line(line(&revoked));
        }
    }
    Ok(())
}

fn line(token: &Value) -> String {
    let word = |name: &str| token[name].as_str().unwrap_or_default();
    let revoked = token["revoked_at"].as_str().map(|at| format!(", revoked {at}")).unwrap_or_default();
    let (id, name) = (word("id"), word("name"));
    format!("{id}  {} in {}  \"{name}\"  until {}{revoked}", word("role"), word("unit"), word("expires_at"))
}

/// A token as it is shown: neither the token nor what is kept of it.
pub(crate) fn shown(machine: &Machine) -> Value {
    json!({
        "id": machine.code,
        "name": machine.name,
        "role": machine.role.word(),
        "unit": machine.unit,
        "issued_at": look::rfc3339(machine.issued_at),
        "expires_at": look::rfc3339(machine.expires_at),
        "revoked_at": machine.revoked_at.map(look::rfc3339),
    })
}

/// The post a token is for: one that somebody holds today, since a machine does what people of that post do.
///
/// # Errors
/// Says what there is instead.
pub(crate) fn post(app: &App, role: &str, unit: &str) -> anyhow::Result<Role> {
    let directory = app.directory();
    let on = directory.date(app.now());
    let roles = || Role::ALL.map(Role::word).join(", ");
    let role = Role::from_word(role)
        .ok_or_else(|| anyhow::anyhow!("there is no role {role:?}; roles are: {}", roles()))?;
    let mut there: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for held in directory.catalogue().positions_on(&on) {
        let roles = there.entry(held.unit.as_str()).or_default();
        if !roles.contains(&held.role.word()) {
            roles.push(held.role.word());
        }
    }
    let named = |code: &str| format!("  {code}  {}", directory.unit_name(code));
    let with_role: Vec<String> = there
        .iter()
        .filter(|(_, roles)| roles.contains(&role.word()))
        .take(UNITS_NAMED)
        .map(|(code, _)| named(code))
        .collect();
    let with_role = format!("units with a {}:\n{}", role.word(), with_role.join("\n"));
    anyhow::ensure!(
        directory.catalogue().unit(unit, &on).is_some(),
        "there is no unit {unit:?} today; {with_role}"
    );
    let roles = there.get(unit).cloned().unwrap_or_default();
    anyhow::ensure!(
        roles.contains(&role.word()),
        "nobody is {} in {unit}; roles there: {}; {with_role}",
        role.word(),
        if roles.is_empty() { "none".to_owned() } else { roles.join(", ") }
    );
    Ok(role)
}
