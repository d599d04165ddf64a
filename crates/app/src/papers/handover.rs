//! The list of papers that go from a counter to a department.

use super::slips::head;
use super::words::{given, moment};
use crate::directory::Directory;
use documents::{Document, HandoverList, HandoverRow, Signer};
use domain::handover::{LineOutcome, State, label};

/// A list as it stands: before anybody received it, in part, or done.
pub(super) fn list(directory: &Directory, list: &State) -> Document {
    let calendar = directory.calendar();
    let signer = |person: &str| Signer { name: given(directory.person_name(person)), note: None };
    let rows = list.lines.iter().map(|line| HandoverRow {
        code: line.listed.code.clone(),
        matter: line.listed.matter.clone(),
        originals: u32::try_from(line.listed.originals).unwrap_or(0),
        papers: u32::try_from(line.listed.papers).unwrap_or(0),
        remark: match &line.outcome {
            LineOutcome::Waiting => None,
            LineOutcome::Received { by, at } => {
                Some(format!("Đã nhận {}, {}", moment(calendar, *at), directory.person_name(by)))
            }
            LineOutcome::Struck { by, reason, .. } => {
                Some(format!("Không có: {reason} ({})", directory.person_name(by)))
            }
        },
        struck: matches!(line.outcome, LineOutcome::Struck { .. }),
    });
    Document::HandoverList(HandoverList {
        head: head(directory, &list.from, String::new(), calendar.local_date(list.drawn_at)),
        label: label(list.day, list.number),
        from: directory.unit_name(&list.from).to_owned(),
        to: directory.unit_name(&list.to).to_owned(),
        drawn: moment(calendar, list.drawn_at),
        rows: rows.collect(),
        giver: signer(&list.drawn_by),
        receiver: signer(receiver(list)),
    })
}

/// Whoever received the last line; nobody before the first.
fn receiver(list: &State) -> &str {
    let received = list.lines.iter().filter_map(|line| match &line.outcome {
        LineOutcome::Received { by, at } => Some((*at, by.as_str())),
        _ => None,
    });
    received.max().map_or("", |(_, by)| by)
}
