//! Why not: one fact after another is made favourable, and the one that turned the answer is the reason. The policies
//! themselves explain, so an explanation never contradicts them.

use crate::frame::Frame;
use crate::policies::{Policies, Said};
use crate::resource::ResourceKind;
use crate::{Authority, AuthorityKind, Decision, Request};

/// A fact made favourable; false when there was nothing to change.
type Turn = fn(&mut Frame) -> bool;

/// From the fact that is nearest to the asker's wish to the one that is farthest.
const TURNS: [(&str, Turn); 9] = [
    ("not_yet", |frame| {
        authority(frame, |given, now| given.valid_from_ms > now, |given| given.valid_from_ms = i64::MIN)
    }),
    ("revoked", |frame| authority(frame, |given, _| given.revoked, |given| given.revoked = false)),
    ("expired", |frame| {
        authority(
            frame,
            |given, now| given.valid_to_ms.is_some_and(|end| end <= now),
            |given| given.valid_to_ms = None,
        )
    }),
    ("out_of_scope", |frame| {
        authority(
            frame,
            |given, _| !(given.procedures.is_empty() && given.fields.is_empty() && given.actions.is_empty()),
            |given| {
                given.procedures.clear();
                given.fields.clear();
                given.actions.clear();
            },
        )
    }),
    ("passed_on", |frame| {
        authority(
            frame,
            |given, _| given.from_role != "leader",
            |given| given.from_role = "leader".to_owned(),
        )
    }),
    ("own_work_not_signed", |frame| !std::mem::take(&mut frame.resource.handled_by).is_empty()),
    ("not_yours", |frame| frame.resource.holder.take().is_some()),
    ("other_unit", |frame| {
        let mut own = vec![frame.unit_path().to_vec()];
        own.extend(frame.authority.as_ref().map(|given| given.from_unit_path.clone()));
        let other = frame.resource.unit_paths != own;
        frame.resource.unit_paths = own;
        other
    }),
    ("assignment_missing", |frame| {
        let missing = frame.authority.is_none();
        if missing {
            frame.authority = Some(assignment_of(frame));
        }
        missing
    }),
];

fn authority(frame: &mut Frame, hinders: fn(&Authority, i64) -> bool, mend: fn(&mut Authority)) -> bool {
    let now = frame.now;
    match &mut frame.authority {
        Some(given) if hinders(given, now) => {
            mend(given);
            true
        }
        _ => false,
    }
}

/// The assignment of work a deputy would need.
fn assignment_of(frame: &Frame) -> Authority {
    Authority {
        kind: AuthorityKind::Assignment,
        code: String::new(),
        from_position: String::new(),
        from_unit_path: frame.unit_path().to_vec(),
        from_role: "leader".to_owned(),
        to_position: frame.position().to_owned(),
        procedures: Vec::new(),
        fields: Vec::new(),
        actions: Vec::new(),
        valid_from_ms: i64::MIN,
        valid_to_ms: None,
        revoked: false,
        document: String::new(),
    }
}

impl Policies {
    pub(crate) fn refusal(
        &self,
        request: &Request<'_>,
        mut frames: Vec<Frame>,
        forbidden: Option<String>,
    ) -> Decision {
        if let Some(code) = request.principal.stranger() {
            return Decision::refused(code, "");
        }
        for (code, turn) in TURNS {
            if code == "assignment_missing" && !request.action.is_signing() {
                continue;
            }
            for frame in &mut frames {
                if !turn(frame) {
                    continue;
                }
                if let Said::Permit(nearest) = self.ask(request.action, frame) {
                    let rule = forbidden.unwrap_or(nearest);
                    return Decision::refused(&code_for(code, frame), &rule);
                }
            }
        }
        Decision::refused("role_missing", forbidden.as_deref().unwrap_or_default())
    }
}

/// The full code: authorities say which kind, holders say of what.
fn code_for(code: &str, frame: &Frame) -> String {
    match (code, &frame.authority) {
        ("not_yet" | "expired" | "revoked" | "out_of_scope" | "passed_on", Some(given)) => {
            format!("{}_{code}", given.kind.word())
        }
        ("not_yours", _) if frame.resource.kind == ResourceKind::Counter => "not_your_counter".to_owned(),
        ("not_yours", _) if frame.resource.kind == ResourceKind::Delegation => "not_your_post".to_owned(),
        ("not_yours", _) => "not_your_step".to_owned(),
        _ => code.to_owned(),
    }
}
