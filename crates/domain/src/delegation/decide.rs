use super::{Event, Grant, Scope, SignAs, Standing, State, Writing};
use crate::catalogue::Role;
use crate::kernel::{Millis, Refusal, RuleRef, Violation};

/// Letters of a number or a reason at most.
pub const MOST_LETTERS: usize = 300;
/// Letters of a document's number at most.
const MOST_OF_NUMBER: usize = 60;
/// What can be given on: words of the actions of whoever signs.
pub const SIGNING: [&str; 3] = ["approve_result", "return_result_for_rework", "extend_dossier"];

/// Chức vụ, as a grant looks at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// Position.
    pub position: String,
    /// Who holds it.
    pub person: String,
    /// Unit.
    pub unit: String,
    /// What it does.
    pub role: Role,
}

/// What somebody wants to grant, as far as it could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// In which way it is to be signed; none when no way was chosen.
    pub sign_as: Option<SignAs>,
    /// What it is for.
    pub scope: Scope,
    /// What it rests on; its date is 0 when none was given.
    pub writing: Writing,
    /// Instant the first day begins; none when no day was given.
    pub from_at: Option<Millis>,
    /// Instant the last day ends; none when no day was given.
    pub until_at: Option<Millis>,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Giao.
    Grant(Box<Asked>),
    /// Thu hồi.
    TakeBack {
        /// Why.
        reason: String,
    },
}

/// What the deciding needs to know besides the grant.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// Who gives.
    pub giver: &'a Post,
    /// Who receives; none when nobody was chosen.
    pub receiver: Option<&'a Post>,
    /// The receiver works below the giver, or sits at a one-stop centre.
    pub within: bool,
    /// Words of the actions the giver's own post holds.
    pub held: &'a [String],
    /// Procedures named that there are not, or that others handle.
    pub foreign: &'a [String],
    /// Grants of the giver to the receiver.
    pub others: &'a [&'a State],
    /// What came with the catalogue, when this is about such a row: its code and what it grants.
    pub row: Option<(&'a str, &'a Grant)>,
    /// Instant today begins.
    pub midnight: Millis,
    /// Local date as `yyyymmdd`.
    pub today: i64,
    /// Who asks.
    pub by: &'a str,
}

/// Nghị định 30/2020/NĐ-CP, Điều 13: who signs, KT. (1, 2), TUQ. (3), TL. (4).
fn rule(clause: &str) -> RuleRef {
    RuleRef::new("30/2020/NĐ-CP", clause)
}

const ANY: &str = "Điều 13";
const WRITTEN: &str = "Điều 13 khoản 3";

/// Decides what a command does to a grant.
///
/// # Errors
/// `delegation_not_passed_on` when the giver does not lead the agency; `delegation_refused` with all that is wrong: `sign_as_missing`,
/// `receiver_missing`, `delegation_to_oneself`, `receiver_elsewhere`, `receiver_not_deputy`, `receiver_not_head`, `actions_missing`, `action_not_held`,
/// `procedure_not_yours`, `number_missing`, `too_long`, `dated_missing`, `dated_ahead`, `from_missing`, `from_past`, `until_needed`, `until_before_from`,
/// `delegation_overlaps`; `delegation_over` and `reason_missing` when it is taken back. An empty list of events means that it is so already.
pub fn decide(
    state: Option<&State>,
    command: Command,
    facts: &Facts<'_>,
    now: Millis,
) -> Result<Vec<Event>, Refusal> {
    match command {
        Command::Grant(_) if state.is_some() => Err(Refusal::new("delegation_unchangeable")),
        Command::Grant(asked) => grant(*asked, facts, now),
        Command::TakeBack { reason } => take_back(state, &reason, facts, now),
    }
}

fn grant(asked: Asked, facts: &Facts<'_>, now: Millis) -> Result<Vec<Event>, Refusal> {
    // What a deputy or a head of division signs in another's place was given to them: it stays with them.
    if facts.giver.role != Role::Leader {
        return Err(Refusal::new("delegation_not_passed_on").under(rule(WRITTEN)));
    }
    let mut wrong = whom_badly(asked.sign_as, facts);
    wrong.extend(what_badly(&asked.scope, facts));
    wrong.extend(writing_badly(&asked.writing, facts));
    wrong.extend(days_badly(&asked, facts));
    refused(wrong)?;
    let (Some(sign_as), Some(receiver), Some(from_at)) = (asked.sign_as, facts.receiver, asked.from_at)
    else {
        unreachable!("what is missing was refused");
    };
    let grant = Grant {
        sign_as,
        from: facts.giver.position.clone(),
        to: receiver.position.clone(),
        scope: asked.scope,
        writing: Writing { number: in_one_line(&asked.writing.number), ..asked.writing },
        // A first day that has begun already counts from now on: nobody signed before there was a document.
        from_at: from_at.max(now),
        until_at: asked.until_at,
    };
    refused(overlaps(&grant, facts, now))?;
    Ok(vec![Event::DelegationGranted { grant, by: facts.by.to_owned(), at: now }])
}

fn refused(wrong: Vec<Violation>) -> Result<(), Refusal> {
    const BY_RULE: [&str; 8] = [
        "delegation_to_oneself",
        "receiver_elsewhere",
        "receiver_not_deputy",
        "receiver_not_head",
        "action_not_held",
        "procedure_not_yours",
        "until_needed",
        "number_missing",
    ];
    let by_rule = wrong.iter().any(|one| BY_RULE.contains(&one.code.as_str()));
    Refusal::unless_empty("delegation_refused", wrong)
        .map_err(|refusal| if by_rule { refusal.under(rule(ANY)) } else { refusal })
}

/// Who may receive it, in that way.
fn whom_badly(sign_as: Option<SignAs>, facts: &Facts<'_>) -> Vec<Violation> {
    let mut wrong = Vec::new();
    if sign_as.is_none() {
        wrong.push(Violation::new("sign_as", "sign_as_missing"));
    }
    let to = |code: &str| Violation::new("to", code);
    let Some(receiver) = facts.receiver else {
        wrong.push(to("receiver_missing"));
        return wrong;
    };
    let deputy = receiver.role == Role::DeputyLeader && receiver.unit == facts.giver.unit;
    let head = matches!(receiver.role, Role::Head | Role::Leader);
    if receiver.person == facts.giver.person {
        wrong.push(to("delegation_to_oneself"));
    } else if !facts.within {
        wrong.push(to("receiver_elsewhere"));
    } else if sign_as == Some(SignAs::Assignment) && !deputy {
        wrong.push(to("receiver_not_deputy"));
    } else if sign_as == Some(SignAs::Order) && !head {
        wrong.push(to("receiver_not_head"));
    }
    wrong
}

fn what_badly(scope: &Scope, facts: &Facts<'_>) -> Vec<Violation> {
    let mut wrong = Vec::new();
    if scope.actions.is_empty() {
        wrong.push(Violation::new("actions", "actions_missing"));
    }
    for action in scope.actions.iter().filter(|action| !facts.held.contains(action)) {
        wrong.push(Violation::new("actions", "action_not_held").with("action", action));
    }
    for procedure in facts.foreign {
        wrong.push(Violation::new("procedures", "procedure_not_yours").with("procedure", procedure));
    }
    wrong
}

fn writing_badly(writing: &Writing, facts: &Facts<'_>) -> Vec<Violation> {
    let mut wrong = Vec::new();
    let letters = in_one_line(&writing.number).chars().count();
    if letters == 0 {
        wrong.push(Violation::new("number", "number_missing"));
    } else if letters > MOST_OF_NUMBER {
        wrong.push(Violation::new("number", "too_long").with("most", MOST_OF_NUMBER).with("typed", letters));
    }
    if writing.dated == 0 {
        wrong.push(Violation::new("dated", "dated_missing"));
    } else if writing.dated > facts.today {
        wrong.push(Violation::new("dated", "dated_ahead"));
    }
    wrong
}

fn days_badly(asked: &Asked, facts: &Facts<'_>) -> Vec<Violation> {
    let mut wrong = Vec::new();
    match asked.from_at {
        None => wrong.push(Violation::new("from", "from_missing")),
        Some(from_at) if from_at < facts.midnight => wrong.push(Violation::new("from", "from_past")),
        Some(_) => {}
    }
    match (asked.until_at, asked.from_at) {
        (None, _) if asked.sign_as == Some(SignAs::Delegation) => {
            wrong.push(Violation::new("until", "until_needed"));
        }
        (Some(until_at), Some(from_at)) if until_at <= from_at => {
            wrong.push(Violation::new("until", "until_before_from"));
        }
        (Some(until_at), _) if until_at <= facts.midnight => {
            wrong.push(Violation::new("until", "until_before_from"));
        }
        _ => {}
    }
    wrong
}

/// The same, to the same post, at the same time: then nobody could say under which document something was signed.
fn overlaps(grant: &Grant, facts: &Facts<'_>, now: Millis) -> Vec<Violation> {
    let stands = |other: &&&State| matches!(other.standing(now), Standing::Ahead | Standing::Holds);
    let same = facts.others.iter().filter(stands).find(|other| {
        let held = &other.grant;
        held.from == grant.from
            && held.to == grant.to
            && held.scope.meets(&grant.scope)
            && held.meets_in_time(grant)
    });
    same.map(|other| {
        let until = other.grant.until_at.map_or_else(String::new, |until| until.to_string());
        Violation::new("", "delegation_overlaps")
            .with("document", other.grant.document())
            .with("until_at", until)
    })
    .into_iter()
    .collect()
}

fn take_back(
    state: Option<&State>,
    reason: &str,
    facts: &Facts<'_>,
    now: Millis,
) -> Result<Vec<Event>, Refusal> {
    let mut events = Vec::new();
    let standing = match (state, facts.row) {
        (Some(state), _) => state.standing(now),
        (None, Some((row, grant))) => {
            let (row, grant) = (row.to_owned(), grant.clone());
            let adopted = Event::DelegationAdopted { row, grant, at: now };
            let standing = super::apply(None, &adopted).standing(now);
            events.push(adopted);
            standing
        }
        (None, None) => return Err(Refusal::new("delegation_unknown")),
    };
    match standing {
        Standing::TakenBack => return Ok(Vec::new()),
        Standing::Over => return Err(Refusal::new("delegation_over")),
        Standing::Ahead | Standing::Holds => {}
    }
    let reason = reason.trim();
    let letters = reason.chars().count();
    let mut wrong = Vec::new();
    if letters == 0 {
        wrong.push(Violation::new("reason", "reason_missing"));
    } else if letters > MOST_LETTERS {
        wrong.push(Violation::new("reason", "too_long").with("most", MOST_LETTERS).with("typed", letters));
    }
    Refusal::unless_empty("delegation_refused", wrong)?;
    events.push(Event::DelegationTakenBack { reason: reason.to_owned(), by: facts.by.to_owned(), at: now });
    Ok(events)
}

fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
