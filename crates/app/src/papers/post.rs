//! The list of envelopes of a sack, for whoever brought it.

use super::slips::head;
use super::words::{given, moment};
use crate::directory::Directory;
use documents::{Document, PostList, PostRow, Signer};
use domain::handover::label;
use domain::post::{PostItem, PostStatus, State};

/// A sack as it stands; none when nothing of it was scanned in.
pub(super) fn list(directory: &Directory, post: &State, sack: i64) -> Option<Document> {
    let calendar = directory.calendar();
    let items: Vec<&PostItem> = post.of_sack(sack).collect();
    let (first, last) = (items.first()?, items.last()?);
    let unit = directory.hall(&post.hall).map(|hall| hall.unit.clone()).unwrap_or_default();
    let closed = post.closed.iter().find(|closed| closed.number == sack);
    let receiver = closed.map_or(last.scanned_by.as_str(), |closed| closed.by.as_str());
    let row = |item: &&PostItem| PostRow {
        code: item.code.clone(),
        scanned: clock(directory, item.scanned_at),
        remark: match &item.status {
            PostStatus::Struck { reason, .. } => Some(reason.clone()),
            _ => None,
        },
        struck: matches!(item.status, PostStatus::Struck { .. }),
    };
    Some(Document::PostList(PostList {
        head: head(directory, &unit, String::new(), calendar.local_date(first.scanned_at)),
        label: label(post.day, sack),
        to: directory.unit_name(&unit).to_owned(),
        scanned: format!("{} – {}", clock(directory, first.scanned_at), moment(calendar, last.scanned_at)),
        rows: items.iter().map(row).collect(),
        receiver: Signer { name: given(directory.person_name(receiver)), note: None },
    }))
}

/// `08:12`.
fn clock(directory: &Directory, at: domain::kernel::Millis) -> String {
    let time = directory.calendar().local(at).time();
    format!("{:02}:{:02}", time.hour(), time.minute())
}
