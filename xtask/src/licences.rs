//! The licences of everything we link, against the list in `deny.toml`: for machines without `cargo-deny`.

use crate::place::Place;
use crate::{programme, spdx};
use serde_json::Value;
use std::fs;

/// One sentence when all are allowed, else one line for each package that is not.
pub fn check(place: &Place) -> Result<String, Vec<String>> {
    let deny = fs::read_to_string(place.root.join("deny.toml"))
        .map_err(|error| vec![format!("deny.toml: {error}")])?;
    let allowed = allowed(&deny);
    let mut command = place.command("cargo");
    command.args(["metadata", "--format-version", "1", "--locked"]);
    let text = programme::said(&mut command).map_err(|stop| vec![stop.said])?;
    let facts: Value =
        serde_json::from_str(&text).map_err(|error| vec![format!("cargo metadata: {error}")])?;
    let packages =
        facts["packages"].as_array().ok_or_else(|| vec!["cargo metadata lists no packages".to_owned()])?;
    let refused: Vec<String> = packages.iter().filter_map(|package| refusal(package, &allowed)).collect();
    if refused.is_empty() {
        Ok(format!("{} packages, {} licences allowed", packages.len(), allowed.len()))
    } else {
        Err(refused)
    }
}

fn refusal(package: &Value, allowed: &[String]) -> Option<String> {
    let source = package["source"].as_str();
    if source.is_some_and(|source| !source.starts_with("registry+")) {
        return Some(format!("{} {} comes from {}", package["name"], package["version"], package["source"]));
    }
    let licence = package["license"].as_str().unwrap_or("no licence named");
    (!spdx::is_met(licence, allowed))
        .then(|| format!("{} {}: {licence}", package["name"], package["version"]))
}

/// The strings of `allow = [ .. ]`; written one a line, so that each can have its reason beside it.
fn allowed(deny: &str) -> Vec<String> {
    let list = deny
        .split_once("\nallow = [")
        .and_then(|(_, rest)| rest.split_once("\n]"))
        .map_or("", |(list, _)| list);
    list.lines()
        .filter_map(|line| Some(line.trim().strip_prefix('"')?.split_once('"')?.0.to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_list_is_read_with_its_reasons_beside_it() {
        let deny = "[licenses]\nallow = [\n    \"MIT\", # short\n    # \"GPL-3.0\",\n    \"Apache-2.0\",\n]\n[bans]\n";
        assert_eq!(allowed(deny), ["MIT", "Apache-2.0"]);
    }

    #[test]
    fn a_package_without_licence_or_from_elsewhere_is_refused() {
        let allowed = ["MIT".to_owned()];
        let package = |licence: Value, source: &str| json!({"name": "a", "version": "1.0.0", "license": licence, "source": source});
        assert_eq!(refusal(&package(json!("MIT"), "registry+x"), &allowed), None);
        assert!(refusal(&package(Value::Null, "registry+x"), &allowed).is_some());
        assert!(refusal(&package(json!("MIT"), "git+https://example.org"), &allowed).is_some());
    }
}
