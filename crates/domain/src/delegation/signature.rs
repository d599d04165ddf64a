use super::SignAs;
use crate::catalogue::{Role, UnitKind};

/// Người ký, or the one in whose place it is signed: a post, as a signature block needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signer<'a> {
    /// Title as the staff list has it: `Phó Giám đốc Sở`, `Quyền Chủ tịch UBND xã`.
    pub title: &'a str,
    /// What it does.
    pub role: Role,
    /// Unit.
    pub unit: &'a str,
    /// Vietnamese name of the unit.
    pub unit_name: &'a str,
    /// What kind of unit it is.
    pub unit_kind: UnitKind,
}

/// Posts whose agency stands in the head of the document: below it, the post alone is written.
const POSTS: [&str; 4] = ["Phó Giám đốc", "Giám đốc", "Phó Chủ tịch", "Chủ tịch"];

/// How the title of an acting head begins.
const ACTING: &str = "Quyền ";

/// Khối chữ ký: the lines over a signature, from the top, as Nghị định 30/2020/NĐ-CP, Phụ lục I, II.7 has them.
///
/// `agency`: the unit whose document it is. `for_whom`: in which way and in whose place it is signed, none in one's own post.
/// `TM.` stands over the head of a committee that decides together, and over a deputy in the head's place, but not over somebody by
/// order or by delegation, who signs for the head alone; `Q.` over an acting head.
///
/// The layout puts the lines in capitals.
#[must_use]
pub fn signature(signer: Signer<'_>, agency: &str, for_whom: Option<(SignAs, Signer<'_>)>) -> Vec<String> {
    let mut lines = Vec::new();
    let heads = |one: &Signer<'_>| matches!(one.role, Role::Leader | Role::DeputyLeader);
    let over = for_whom.map_or(signer, |(_, giver)| giver);
    let decides_together =
        matches!(over.unit_kind, UnitKind::Province | UnitKind::District | UnitKind::Commune);
    let by_itself = matches!(for_whom, None | Some((SignAs::Assignment, _)));
    if decides_together && heads(&over) && over.unit == agency && by_itself {
        lines.push("TM. Ủy ban nhân dân".to_owned());
    }
    if let Some((way, giver)) = for_whom {
        // In the place of the head, acting or not: `Q.` belongs to the one who signs.
        let head = Signer { title: giver.title.strip_prefix(ACTING).unwrap_or(giver.title), ..giver };
        lines.push(format!("{} {}", way.mark(), post(head, giver.unit)));
    }
    lines.push(post(signer, agency));
    lines
}

/// The post as it is signed below the head of that agency.
fn post(signer: Signer<'_>, agency: &str) -> String {
    let (acting, title) = match signer.title.strip_prefix(ACTING) {
        Some(title) => ("Q. ", title),
        None => ("", signer.title),
    };
    let short = POSTS.into_iter().find(|post| title.starts_with(post)).filter(|_| signer.unit == agency);
    let whole = || {
        // `Giám đốc Sở` of `Sở Nội vụ`, when it is another agency's document.
        let last = title.rsplit(' ').next().unwrap_or_default();
        match signer.unit_name.split_once(' ') {
            Some((first, rest)) if first == last => format!("{title} {rest}"),
            _ => title.to_owned(),
        }
    };
    format!("{acting}{}", short.map_or_else(whole, str::to_owned))
}
