//! Behind the counter: steps, supplements, the result; and the clock's own commands.

use crate::command::{Command, Refuse};
use crate::error::Result;
use crate::work::{Work, refuse};
use domain::dossier::{self, Holder};
use domain::kernel::{Millis, StreamId};
use policy::{Action, Resource};

impl Work<'_> {
    /// What the step under way is, for the policy: who has it, whose unit, who had the dossier before.
    async fn step_resource(&mut self, stream: StreamId, action: Action) -> Result<Resource> {
        self.need_dossier(stream).await?;
        let dossier = self.dossier(stream).expect("it was needed and is there");
        Ok(self.directory.step_for(action, dossier))
    }

    pub(crate) async fn step(&mut self, command: Command) -> Result<()> {
        let (action, stream) = match &command {
            Command::FinishStep { dossier, .. } => (Action::FinishStep, *dossier),
            Command::HandBack { dossier, .. } => (Action::HandBackStep, *dossier),
            Command::Assign { dossier, .. } => (Action::AssignStep, *dossier),
            Command::RequestSupplement { dossier, .. } => (Action::RequestSupplement, *dossier),
            Command::DraftResult { dossier, .. } => (Action::DraftResult, *dossier),
            Command::Approve { dossier } => (Action::ApproveResult, *dossier),
            Command::Refuse(dossier, Refuse::Propose(_)) => (Action::DraftResult, *dossier),
            Command::Refuse(dossier, Refuse::Sign(_)) => (Action::RefuseResolution, *dossier),
            Command::SendBack { dossier, .. } => (Action::ReturnResultForRework, *dossier),
            Command::NumberResult { dossier } => (Action::NumberResult, *dossier),
            Command::RemindPickup { dossier } | Command::Park { dossier, .. } => {
                (Action::ParkUnclaimed, *dossier)
            }
            Command::Withdraw { dossier, .. } => (Action::WithdrawDossier, *dossier),
            Command::Stop { dossier, .. } => (Action::StopDossier, *dossier),
            Command::GiveBackOriginals(dossier) => (Action::HandOverResult, *dossier),
            Command::Extend(asked) => (Action::ExtendDossier, asked.dossier),
            Command::TakeOriginal { dossier, .. } => (Action::FinishStep, *dossier),
            Command::CloseAfterSilence(dossier) => (Action::CloseAfterSilence, *dossier),
            Command::MarkRed { dossier, .. }
            | Command::MarkLate(dossier)
            | Command::Escalate { dossier, .. } => (Action::MarkRed, *dossier),
            _ => return refuse("command_unknown"),
        };
        let resource = match action {
            Action::WithdrawDossier | Action::ParkUnclaimed | Action::HandOverResult => {
                let unit = self.need_dossier(stream).await?.plan.receiving_unit.clone();
                Resource::dossier(&self.directory.unit_path(&unit))
            }
            _ => self.step_resource(stream, action).await?,
        };
        self.authorise(action, &resource)?;
        self.answer.dossier = Some(stream);
        let command = self.step_command(stream, command).await?;
        self.decide_dossier(stream, command)?;
        Ok(())
    }

    async fn step_command(&mut self, stream: StreamId, command: Command) -> Result<dossier::Command> {
        let by = self.by();
        Ok(match command {
            Command::FinishStep { note, next_person, .. } => {
                let next_position = self.directory.position_of(&next_person, self.now).unwrap_or_default();
                if next_position.is_empty() && !next_person.is_empty() {
                    return refuse("person_without_position");
                }
                dossier::Command::FinishStep { by, note, next_person, next_position }
            }
            Command::HandBack { to_step, reason, .. } => dossier::Command::HandBack { by, to_step, reason },
            Command::Assign { person, reason, .. } => {
                let position = self.directory.position_of(&person, self.now).unwrap_or_default();
                if position.is_empty() {
                    return refuse("person_without_position");
                }
                dossier::Command::Assign { by, person, position, reason }
            }
            Command::RequestSupplement { items, .. } => dossier::Command::RequestSupplement { by, items },
            Command::DraftResult { text, .. } => {
                let data = crate::subject::SubjectData {
                    kind: crate::subject::SubjectKind::Text,
                    text,
                    ..crate::subject::SubjectData::default()
                };
                let text = Some(self.write_subject(None, data).await?);
                dossier::Command::DraftResult { by, text }
            }
            Command::Approve { .. } => {
                let dossier = self.dossier(stream).expect("it was needed and is there");
                let under = self.signed_under(&self.directory.signing_agency(dossier));
                let (block, on_behalf_of) = (self.signature_block(), self.on_behalf_of.clone());
                dossier::Command::Approve { by, block, on_behalf_of, under }
            }
            Command::Refuse(_, Refuse::Propose(reasons)) => dossier::Command::ProposeRefusal { by, reasons },
            Command::Refuse(_, Refuse::Sign(reasons)) => {
                let dossier = self.dossier(stream).expect("it was needed and is there");
                let under = self.signed_under(&self.directory.catalogue().refusing_agency(dossier));
                let (block, on_behalf_of) = (self.signature_block(), self.on_behalf_of.clone());
                dossier::Command::RefuseResolution { by, reasons, block, on_behalf_of, under }
            }
            Command::SendBack { reason, .. } => {
                dossier::Command::SendBack { by, reason, on_behalf_of: self.on_behalf_of.clone() }
            }
            Command::NumberResult { .. } => {
                dossier::Command::NumberResult { by, book: self.directory.book_of(self.dossier(stream)) }
            }
            Command::RemindPickup { .. } => dossier::Command::RemindPickup,
            Command::Park { place, .. } => {
                dossier::Command::Park { by, place, after_days: self.directory.park_after_days() }
            }
            Command::Withdraw { reason, .. } => dossier::Command::Withdraw { by, reason },
            Command::Stop { reason, .. } => dossier::Command::Stop { by, reason },
            Command::Extend(asked) => {
                let dossier = self.dossier(stream).expect("it was needed and is there");
                let unit = self.directory.catalogue().late_agency(dossier);
                dossier::Command::Extend(dossier::Extend {
                    under: self.signed_under(&unit),
                    unit,
                    due_at: self.directory.due_anew(dossier, &asked.day),
                    reason: asked.reason,
                    block: self.signature_block(),
                    on_behalf_of: self.on_behalf_of.clone(),
                    by,
                })
            }
            Command::GiveBackOriginals(_) => dossier::Command::GiveBackOriginals { by },
            Command::TakeOriginal { item, .. } => {
                let holder = Holder::Person(by.person.clone());
                dossier::Command::MoveOriginal { by, item, holder }
            }
            Command::MarkRed { turn, .. } => dossier::Command::MarkRed { turn },
            Command::MarkLate(_) => dossier::Command::MarkLate,
            Command::CloseAfterSilence(_) => dossier::Command::CloseAfterSilence,
            Command::Escalate { turn, .. } => {
                let unit = self
                    .dossier(stream)
                    .and_then(|dossier| dossier.open_turn())
                    .map(|turn| turn.unit.clone());
                let to = self.directory.head_above(&unit.unwrap_or_default(), self.now).unwrap_or_default();
                dossier::Command::Escalate { turn, to }
            }
            _ => return refuse("command_unknown"),
        })
    }

    /// `KT.` under an assignment of work, `TUQ.` under a delegation, `TL.` by order, nothing in one's own post.
    fn signature_block(&self) -> String {
        self.directory.mark(self.authority.as_deref()).to_owned()
    }

    /// How it stands over the signature under a paper of that unit, and what it leans on.
    fn signed_under(&self, agency: &str) -> dossier::SignedUnder {
        self.directory.signed_under(&self.position, agency, self.authority.as_deref())
    }

    /// Leave is recorded by the head; the substitute gets the steps that start meanwhile.
    pub(crate) fn record_absence(
        &mut self,
        person: &str,
        from: Millis,
        until: Millis,
        substitute: &str,
        reason: String,
    ) -> Result<()> {
        let unit = self.directory.unit_of(person, self.now).unwrap_or_default();
        self.authorise(Action::RecordAbsence, &Resource::staff(&self.directory.unit_path(&unit)))?;
        if until <= from {
            return refuse("absence_ends_before_it_begins");
        }
        self.edits.push(crate::directory::absence_row(person, from, until, substitute, &reason));
        self.edited_because = reason;
        Ok(())
    }
}
