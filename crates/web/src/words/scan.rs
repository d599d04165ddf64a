//! Looks through templates and code for keys: none missing, none unused, none untranslated; every code of a refusal has a text.

use super::{EN, FAMILIES, Texts, VI};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of this workspace").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    found
}

fn here(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)
}

fn sources() -> String {
    let all = [files(&here("src"), ".rs"), files(&here("templates"), ".html")].concat();
    let texts = all.iter().filter(|path| !path.ends_with("words/scan.rs"));
    texts.map(|path| fs::read_to_string(path).expect("a text file")).collect::<Vec<_>>().join("\n")
}

/// Literals directly behind one of these.
fn behind(text: &str, calls: &[&str]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for call in calls {
        for rest in text.split(call).skip(1) {
            if let Some(literal) = rest.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next())
            {
                found.insert(literal.to_owned());
            }
        }
    }
    found
}

/// Every literal that looks like a key.
fn literals(text: &str) -> BTreeSet<String> {
    let looks = |word: &str| {
        word.contains('.')
            && word
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'_'))
    };
    text.split('"').filter(|word| looks(word)).map(str::to_owned).collect()
}

#[test]
fn every_key_that_is_used_has_a_text_in_both_languages() {
    let used = behind(&sources(), &[".t(", ".with(", ".one(", "T::t("]);
    let counted = behind(&sources(), &[".count("]);
    let keys = used.into_iter().filter(|key| key.contains('.'));
    let forms = counted.iter().flat_map(|key| [format!("{key}.one"), format!("{key}.other")]);
    let wanted: BTreeSet<String> = keys.chain(forms).collect();
    for (language, texts) in [("vi", &*VI), ("en", &*EN)] {
        let missing: Vec<_> = wanted.iter().filter(|key| !texts.contains_key(*key)).collect();
        assert!(missing.is_empty(), "{language}: no text for {missing:?}");
    }
}

#[test]
fn every_text_is_used() {
    let literals = literals(&sources());
    let used = |key: &String| {
        let counted = key.strip_suffix(".one").or_else(|| key.strip_suffix(".other"));
        literals.contains(key)
            || counted.is_some_and(|key| literals.contains(key))
            || FAMILIES.iter().any(|family| key.starts_with(family))
            || key.starts_with("said.")
    };
    let unused: Vec<_> = VI.keys().filter(|key| !used(key)).collect();
    assert!(unused.is_empty(), "{unused:?}");
}

#[test]
fn both_languages_have_the_same_keys_and_the_same_values() {
    let keys = |texts: &Texts| texts.keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(keys(&VI), keys(&EN));
    let names = |text: &str| -> BTreeSet<String> {
        text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0.to_owned())).collect()
    };
    for (key, vi) in &*VI {
        assert_eq!(names(vi), names(&EN[key]), "{key}");
    }
}

#[test]
fn nothing_is_left_in_the_other_language() {
    /// Proper names, and words that are the same.
    const SAME: &[&str] = &["brand.name", "brand.title", "message_channel.sms", "pager.range"];
    let same: Vec<_> =
        VI.iter().filter(|(key, text)| EN.get(*key) == Some(text) && !SAME.contains(&key.as_str())).collect();
    assert!(same.is_empty(), "{same:?}");
    for (key, text) in &*VI {
        assert_eq!(
            *text,
            unicode_normalization::UnicodeNormalization::nfc(text.as_str()).collect::<String>(),
            "{key}"
        );
        assert!(!text.is_empty(), "{key}");
    }
}

#[test]
fn every_code_of_a_refusal_or_violation_says_what_to_do_in_both_languages() {
    let mut text = sources();
    for folder in ["../domain/src", "../app/src"] {
        for path in files(&here(folder), ".rs") {
            let source = fs::read_to_string(path).expect("a text file");
            text.push_str(source.split("#[cfg(test)]\nmod tests").next().unwrap_or_default());
        }
    }
    let codes = |beginnings: &[&str]| behind(&text, beginnings);
    let refusals = codes(&["Refusal::new(", "unless_empty(", "refuse(", "BadRequest("]);
    assert!(refusals.len() > 30, "the scan finds {refusals:?}");
    let missing: Vec<_> =
        refusals.iter().filter(|code| !VI.contains_key(&format!("refusal.{code}"))).collect();
    assert!(missing.is_empty(), "refusals without a text: {missing:?}");
    let violations: BTreeSet<String> =
        text.split("Violation::new(").skip(1).filter_map(second_literal).collect();
    assert!(violations.len() > 20, "the scan finds {violations:?}");
    let missing: Vec<_> =
        violations.iter().filter(|code| !VI.contains_key(&format!("violation.{code}"))).collect();
    assert!(missing.is_empty(), "violations without a text: {missing:?}");
}

#[test]
fn every_reason_a_message_did_not_arrive_is_said_in_words() {
    /// On the way, or there: no failure.
    const ARRIVING: &[&str] = &["sms.accepted", "sms.delivered", "sms.enroute"];
    let source = files(&here("../adapters/src"), ".rs")
        .into_iter()
        .map(|path| fs::read_to_string(path).expect("a text file"))
        .collect::<String>();
    let failure = |code: &String| {
        ["sms.", "mail.", "phone."].iter().any(|channel| code.starts_with(channel))
            && !ARRIVING.contains(&code.as_str())
    };
    let failures: Vec<String> = literals(&source).into_iter().filter(failure).collect();
    assert!(failures.len() > 20, "the scan finds {failures:?}");
    let missing: Vec<_> =
        failures.iter().filter(|code| !VI.contains_key(&format!("message_failure.{code}"))).collect();
    assert!(missing.is_empty(), "failures without a text: {missing:?}");
}

#[test]
fn every_reason_of_the_policies_has_a_text() {
    let missing: Vec<_> =
        policy_reasons().filter(|code| !VI.contains_key(&format!("forbidden.{code}"))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

fn policy_reasons() -> impl Iterator<Item = &'static str> {
    policy::WHY.into_iter()
}

/// The code of `Violation::new(<field>, "code")`: the last literal before the call's closing bracket.
fn second_literal(rest: &str) -> Option<String> {
    let mut depth = 1;
    let mut end = 0;
    for (at, sign) in rest.char_indices() {
        match sign {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            end = at;
            break;
        }
    }
    let arguments = &rest[..end];
    let code = arguments.rsplit('"').nth(1)?;
    let plain = code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_' || byte.is_ascii_digit());
    (plain && arguments.trim_end().ends_with('"')).then(|| code.to_owned())
}
