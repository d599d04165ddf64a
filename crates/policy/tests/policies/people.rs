//! A small province to speak about, and one way to ask.

use policy::{Action, Authority, AuthorityKind, Decision, Held, Policies, Principal, Request, Resource};
use std::sync::LazyLock;

/// The provincial centre.
pub const CENTRE: &[&str] = &["H49.80", "H49"];
/// The centre of a ward.
pub const WARD_CENTRE: &[&str] = &["H49.104.1", "H49.104", "H49"];
/// A department.
pub const DEPARTMENT: &[&str] = &["H49.10", "H49"];
/// A division of it.
pub const DIVISION: &[&str] = &["H49.10.1", "H49.10", "H49"];
/// Another department.
pub const OTHER_DEPARTMENT: &[&str] = &["H49.12", "H49"];
/// A division of the other department.
pub const OTHER_DIVISION: &[&str] = &["H49.12.1", "H49.12", "H49"];
/// The province.
pub const PROVINCE: &[&str] = &["H49"];

/// Noon of some working day, UTC milliseconds.
pub const NOON: i64 = 1_771_822_800_000;
/// A day in milliseconds.
pub const DAY: i64 = 86_400_000;

pub static POLICIES: LazyLock<Policies> =
    LazyLock::new(|| Policies::new().expect("the shipped policies are checked by their own test"));

pub fn path(units: &[&str]) -> Vec<String> {
    units.iter().map(|unit| (*unit).to_owned()).collect()
}

pub fn held(person: &str, role: &str, units: &[&str]) -> Held {
    Held {
        position: position(person, role, units),
        unit: units[0].to_owned(),
        unit_path: path(units),
        role: role.to_owned(),
    }
}

pub fn position(person: &str, role: &str, units: &[&str]) -> String {
    format!("{}/{role}/{person}", units[0])
}

/// Somebody with one position.
pub fn staff(person: &str, role: &str, units: &[&str]) -> Principal {
    staff_of(person, vec![held(person, role, units)])
}

/// Somebody with several positions, acting in the first.
pub fn staff_of(person: &str, positions: Vec<Held>) -> Principal {
    let acting = positions.first().map(|held| held.position.clone()).unwrap_or_default();
    Principal::Staff { person: person.to_owned(), positions, acting }
}

/// A step of the division that nobody has yet.
pub fn free_step(units: &[&str]) -> Resource {
    Resource::step(&path(units), None, Vec::new())
}

/// A step somebody has.
pub fn step_of(person: &str, units: &[&str]) -> Resource {
    Resource::step(&path(units), Some(person.to_owned()), Vec::new())
}

/// A thing of the kind an action is done to, in a unit, with nothing in the way.
pub fn thing_for(action: Action, units: &[&str]) -> Resource {
    let units = path(units);
    match action {
        Action::TakeTicket
        | Action::ReturnTicket
        | Action::BookAppointment
        | Action::DeclareAtDoor
        | Action::PassGate
        | Action::ClearArrival
        | Action::ConfirmSlip
        | Action::ReadDeclaration
        | Action::AnnounceInHall
        | Action::MindGate
        | Action::NotePrinted => Resource::ticket(&units),
        Action::RateVisit
        | Action::CallTicket
        | Action::MoveTicket
        | Action::OpenCounter
        | Action::CloseCounter
        | Action::StandIn
        | Action::DirectCounter
        | Action::FinishVisit
        | Action::IntakeDossier => Resource::counter(&units, None),
        Action::CollectFee => Resource::payment(&units),
        Action::CorrectDossier
        | Action::AnswerSupplement
        | Action::GivePapers
        | Action::ScanPaper
        | Action::TakePapers
        | Action::HandOverResult
        | Action::WithdrawDossier
        | Action::ParkUnclaimed
        | Action::SeeDossier
        | Action::ExplainDossier
        | Action::ReadPersonalData
        | Action::TakeOverDossier
        | Action::SeeOwnDossier
        | Action::LodgePetition => Resource::dossier(&units),
        Action::AnswerPetition => Resource::petition(&units),
        Action::GrantDelegation | Action::RevokeDelegation => Resource::delegation(&units, "post", None),
        Action::SendMessageAgain | Action::NoteMessage => Resource::message(&units),
        Action::FinishStep
        | Action::HandBackStep
        | Action::AssignStep
        | Action::RequestSupplement
        | Action::DraftResult
        | Action::ApproveResult
        | Action::ReturnResultForRework
        | Action::RefuseResolution
        | Action::ExtendDossier
        | Action::NumberResult
        | Action::StopDossier
        | Action::MarkRed
        | Action::CloseAfterSilence => Resource::step(&units, None, Vec::new()),
        Action::RecordAbsence => Resource::staff(&units),
        Action::ManageAccounts | Action::EditCatalogue | Action::ImportCatalogue => {
            Resource::catalogue(&units)
        }
        Action::SeeDesk
        | Action::SeeCashier
        | Action::SeeReturns
        | Action::SeeDisplay
        | Action::SeeHall
        | Action::SeeWork
        | Action::SeeSign
        | Action::SeeFloor
        | Action::SeeReports
        | Action::SubmitReport
        | Action::SeePetitions
        | Action::SeeInspect
        | Action::SeeAdmin => Resource::page(&units),
    }
}

/// Asks at noon. What is allowed also keeps to the schema.
pub fn asked(
    principal: &Principal,
    action: Action,
    resource: &Resource,
    authorities: &[Authority],
) -> Decision {
    let request = Request { principal, action, resource, authorities, now: NOON };
    let decision = POLICIES.decide(&request);
    if decision.allowed {
        POLICIES.conforms(&request).expect("what is allowed keeps to the schema");
    }
    assert_eq!(decision.allowed, decision.why.is_empty(), "a refusal has a reason and a permission none");
    assert!(
        decision.allowed || policy::WHY.contains(&decision.why.as_str()),
        "{} is not listed",
        decision.why
    );
    decision
}

/// `yes RULE` or `no WHY (RULE)`.
pub fn told(decision: &Decision) -> String {
    match (decision.allowed, decision.rule.as_str()) {
        (true, rule) => format!("yes {rule}"),
        (false, "") => format!("no {}", decision.why),
        (false, rule) => format!("no {} ({rule})", decision.why),
    }
}

/// Says yes or no as [`told`], without authorities.
pub fn says(principal: &Principal, action: Action, resource: &Resource) -> String {
    told(&asked(principal, action, resource, &[]))
}

fn authority(kind: AuthorityKind, to: &str) -> Authority {
    Authority {
        kind,
        code: "UQ01".to_owned(),
        from_position: position("chau", "leader", DEPARTMENT),
        from_unit_path: path(DEPARTMENT),
        from_role: "leader".to_owned(),
        to_position: to.to_owned(),
        procedures: Vec::new(),
        fields: Vec::new(),
        actions: Vec::new(),
        valid_from_ms: NOON - DAY,
        valid_to_ms: Some(NOON + DAY),
        revoked: false,
        document: "Văn bản số 12/UQ-STC".to_owned(),
    }
}

/// A delegation from the department's leader, for every procedure, from yesterday until tomorrow noon.
pub fn delegation(to: &str) -> Authority {
    authority(AuthorityKind::Delegation, to)
}

/// An order to sign by the department's leader.
pub fn order(to: &str) -> Authority {
    authority(AuthorityKind::Order, to)
}

/// An assignment of work by the department's leader.
pub fn assignment(to: &str) -> Authority {
    authority(AuthorityKind::Assignment, to)
}
