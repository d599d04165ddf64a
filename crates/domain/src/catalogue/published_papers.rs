//! The list of papers of a published row: cells of a table that run together.

use super::{PaperDef, PaperNature, PaperNeed};
use crate::dossier::PaperForm;

/// A paper of that name.
pub(super) fn paper(name: &str, form: PaperForm) -> PaperDef {
    let name = name.trim().trim_matches(';').trim();
    PaperDef {
        name: name.to_owned(),
        form,
        // The portal's own "required" mark is always false; the officer decides with the applicant.
        need: PaperNeed::WhenApplicable,
        copies: 1,
        note: String::new(),
        nature: PaperNature::of_name(name),
    }
}

/// Cuts `name1 bản chínhname0 bản chính,1 bản sao` after each count.
pub(super) fn cut_papers(table: &str) -> Vec<PaperDef> {
    let mut papers = Vec::new();
    let mut rest = table;
    while let Some((name, form, after)) = cut_one(rest) {
        if !name.trim().is_empty() {
            papers.push(paper(name, form));
        }
        rest = after;
    }
    papers
}

fn cut_one(text: &str) -> Option<(&str, PaperForm, &str)> {
    let at = [" bản chính", " bản sao"].iter().filter_map(|mark| text.find(mark)).min()?;
    let digits = text[..at].bytes().rev().take_while(u8::is_ascii_digit).count();
    let name = &text[..at - digits];
    let (mut rest, mut originals) = (&text[at - digits..], 0_i64);
    loop {
        let count_len = rest.bytes().take_while(u8::is_ascii_digit).count();
        let count: i64 = rest[..count_len].parse().unwrap_or(0);
        let unit = &rest[count_len..];
        if let Some(after) = unit.strip_prefix(" bản chính") {
            originals += count;
            rest = after;
        } else if let Some(after) = unit.strip_prefix(" bản sao") {
            rest = after;
        } else {
            break;
        }
        match rest.strip_prefix(',') {
            Some(after) if after.starts_with(|letter: char| letter.is_ascii_digit()) => rest = after,
            _ => break,
        }
    }
    Some((name, if originals > 0 { PaperForm::Original } else { PaperForm::Copy }, rest))
}

/// A form's file name that runs into the name of a paper.
pub(super) fn is_glued(name: &str) -> bool {
    let name = name.to_lowercase();
    [".doc", ".pdf", ".xls", ".rar", ".zip"].iter().any(|ending| name.contains(ending))
}
