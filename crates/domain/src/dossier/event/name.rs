//! What an event is called, when it happened, which numbers it asks for.

use super::Event;
use crate::kernel::{Millis, Series};

impl Event {
    /// Its name in the journal.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::DossierDrafted { .. } => "DossierDrafted",
            Self::DraftAmended { .. } => "DraftAmended",
            Self::IntakeSupplementAsked { .. } => "IntakeSupplementAsked",
            Self::IntakeRefused { .. } => "IntakeRefused",
            Self::DossierReceived { .. } => "DossierReceived",
            Self::DossierTakenOver { .. } => "DossierTakenOver",
            Self::StepNoted { .. } => "StepNoted",
            Self::DossierClosed { .. } => "DossierClosed",
            Self::AfterCloseNoted { .. } => "AfterCloseNoted",
            Self::StepStarted { .. } => "StepStarted",
            Self::StepAssigned { .. } => "StepAssigned",
            Self::StepFinished { .. } => "StepFinished",
            Self::PromiseMade { .. } => "PromiseMade",
            Self::PromiseVoided { .. } => "PromiseVoided",
            Self::AppointmentMet { .. } => "AppointmentMet",
            Self::SupplementRequested { .. } => "SupplementRequested",
            Self::SupplementAnswered { .. } => "SupplementAnswered",
            Self::ResultDrafted { .. } => "ResultDrafted",
            Self::RefusalProposed { .. } => "RefusalProposed",
            Self::ResultApproved { .. } => "ResultApproved",
            Self::ResolutionRefused { .. } => "ResolutionRefused",
            Self::SilenceClosed { .. } => "SilenceClosed",
            Self::ResultSentBack { .. } => "ResultSentBack",
            Self::ResultNumbered { .. } => "ResultNumbered",
            Self::ResultReady { .. } => "ResultReady",
            Self::ResultHandedOver { .. } => "ResultHandedOver",
            Self::PickupReminded { .. } => "PickupReminded",
            Self::DossierCorrected { .. } => "DossierCorrected",
            Self::SlipReplaced { .. } => "SlipReplaced",
            Self::DossierWithdrawn { .. } => "DossierWithdrawn",
            Self::DossierStopped { .. } => "DossierStopped",
            Self::StepTurnedRed { .. } => "StepTurnedRed",
            Self::PromiseMissed { .. } => "PromiseMissed",
            Self::DossierExtended { .. } => "DossierExtended",
            Self::StepEscalated { .. } => "StepEscalated",
            Self::OriginalMoved { .. } => "OriginalMoved",
            Self::FeeSettled { .. } => "FeeSettled",
            Self::ResultParked { .. } => "ResultParked",
            Self::PapersListed { .. } => "PapersListed",
            Self::PapersReceived { .. } => "PapersReceived",
            Self::PapersMissed { .. } => "PapersMissed",
            Self::PagesCaptured { .. } => "PagesCaptured",
            Self::PageTurned { .. } => "PageTurned",
            Self::PageMoved { .. } => "PageMoved",
            Self::PageTakenOut { .. } => "PageTakenOut",
            Self::PaperScanned { .. } => "PaperScanned",
            Self::PaperMarkedSecret { .. } => "PaperMarkedSecret",
        }
    }

    /// Instant it happened.
    #[must_use]
    pub const fn at(&self) -> Millis {
        match self {
            Self::DossierDrafted { at, .. }
            | Self::DraftAmended { at, .. }
            | Self::IntakeSupplementAsked { at, .. }
            | Self::IntakeRefused { at, .. }
            | Self::DossierReceived { at, .. }
            | Self::DossierTakenOver { at, .. }
            | Self::StepNoted { at, .. }
            | Self::DossierClosed { at, .. }
            | Self::AfterCloseNoted { at, .. }
            | Self::StepStarted { at, .. }
            | Self::StepAssigned { at, .. }
            | Self::StepFinished { at, .. }
            | Self::PromiseMade { at, .. }
            | Self::PromiseVoided { at, .. }
            | Self::AppointmentMet { at, .. }
            | Self::SupplementRequested { at, .. }
            | Self::SupplementAnswered { at, .. }
            | Self::ResultDrafted { at, .. }
            | Self::RefusalProposed { at, .. }
            | Self::ResultApproved { at, .. }
            | Self::ResolutionRefused { at, .. }
            | Self::SilenceClosed { at, .. }
            | Self::ResultSentBack { at, .. }
            | Self::ResultNumbered { at, .. }
            | Self::ResultReady { at, .. }
            | Self::ResultHandedOver { at, .. }
            | Self::PickupReminded { at, .. }
            | Self::DossierCorrected { at, .. }
            | Self::SlipReplaced { at, .. }
            | Self::DossierWithdrawn { at, .. }
            | Self::DossierStopped { at, .. }
            | Self::StepTurnedRed { at, .. }
            | Self::PromiseMissed { at, .. }
            | Self::StepEscalated { at, .. }
            | Self::OriginalMoved { at, .. }
            | Self::FeeSettled { at, .. }
            | Self::ResultParked { at, .. }
            | Self::PapersListed { at, .. }
            | Self::PapersReceived { at, .. }
            | Self::PapersMissed { at, .. }
            | Self::PagesCaptured { at, .. }
            | Self::PageTurned { at, .. }
            | Self::PageMoved { at, .. }
            | Self::PageTakenOut { at, .. }
            | Self::PaperScanned { at, .. }
            | Self::PaperMarkedSecret { at, .. } => *at,
            Self::DossierExtended { extension, .. } => extension.at,
        }
    }

    /// Writes the numbers it asked for.
    pub fn fill(&mut self, next: &mut dyn FnMut(&Series) -> i64) {
        match self {
            Self::DossierDrafted { number, .. }
            | Self::DossierReceived { number, .. }
            | Self::ResultNumbered { number, .. }
            | Self::IntakeSupplementAsked { slip: number, .. }
            | Self::IntakeRefused { slip: number, .. }
            | Self::ResolutionRefused { slip: number, .. }
            | Self::SupplementRequested { slip: number, .. } => number.fill(next),
            Self::DossierExtended { extension, .. } => extension.number.fill(next),
            _ => {}
        }
    }
}
