//! What commands carry, as it was filled in: parties, papers, ends, corrections, what an older system knew.

use crate::subject::SubjectData;
use domain::dossier::{FilingChannel, Item, Paper};
use domain::kernel::{Millis, StreamId, SubjectId, Vnd};
use domain::ticket::PrintProblem;

/// A person who files, or for whom somebody files.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "one or two are made for each intake and none is kept")]
pub enum PartyForm {
    /// Somebody known: this version of the data stays in force.
    Known(SubjectId),
    /// New data, of somebody new or of somebody known.
    New {
        /// The subject they belong to, when known.
        subject: Option<SubjectId>,
        /// The data.
        data: SubjectData,
    },
}

/// The intake form of the counter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IntakeForm {
    /// Procedure code.
    pub procedure: String,
    /// Publishing body.
    pub publisher: String,
    /// How it is filed.
    pub channel: FilingChannel,
    /// Who files.
    pub applicant: PartyForm,
    /// Whose matter it is, when somebody else's.
    pub owner: Option<PartyForm>,
    /// Who acts for the applicant, and the authorisation paper.
    pub proxy: Option<(PartyForm, String)>,
    /// Content of the request.
    pub request: String,
    /// Manner of receiving the result.
    pub delivery: String,
    /// Papers as ticked, one by one.
    pub papers: Vec<Paper>,
    /// Which of them are not handed in, by their number, and the earlier dossier that has them.
    pub earlier: Vec<(i64, StreamId)>,
    /// What is to be paid, where the catalogue does not know.
    pub fee: Option<Vnd>,
    /// Working days promised, where the catalogue does not know.
    pub working_days: Option<i64>,
}

/// A date asked for anew, as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateAnew {
    /// The dossier.
    pub dossier: StreamId,
    /// The day, `2026-12-04` or `04/12/2026`.
    pub day: String,
    /// Why.
    pub reason: String,
}

/// A dossier as another system has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenOver {
    /// Where it comes from: the name of a log, of an older system.
    pub source: String,
    /// Its code there.
    pub code: String,
    /// How it was filed.
    pub channel: FilingChannel,
    /// What it is about: the name of the procedure there.
    pub procedure: String,
    /// Unit that received it.
    pub receiving_unit: String,
    /// Unit that leads the handling.
    pub handling_unit: String,
    /// Officer who answers for it.
    pub officer: String,
    /// Instant promised there.
    pub due_at: Option<Millis>,
}

/// An open dossier of an older system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenDossier {
    /// Name of the older system.
    pub source: String,
    /// Its code there.
    pub code: String,
    /// How it was filed.
    pub channel: FilingChannel,
    /// Code of the procedure.
    pub procedure: String,
    /// Its publisher.
    pub publisher: String,
    /// Unit that received it.
    pub receiving_unit: String,
    /// Officer who received it, may be of no length.
    pub officer: String,
    /// Who filed it.
    pub applicant: SubjectData,
    /// Instant promised there.
    pub due_at: Millis,
}

/// How the officer ends the intake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IntakeEnd {
    /// Received; the fee in cash taken in the same act when an amount is given.
    Receive {
        /// Cash taken now.
        cash: Option<Vnd>,
    },
    /// Papers asked for, all at once.
    AskSupplement {
        /// What is asked for.
        items: Vec<Item>,
    },
    /// Refused, with all reasons at once.
    Refuse {
        /// Why.
        reasons: Vec<String>,
    },
    /// Kept as a draft.
    Keep,
    /// Kept as a draft with the numbered slip it was taken down on while there was neither power nor network; received once somebody
    /// confirms the slip.
    EnterSlip(SlipForm),
}

/// A slip that was filled in by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlipForm {
    /// The pad.
    pub pad: StreamId,
    /// Number in the pad.
    pub slip: i64,
    /// When it was filled in before the person, as it says.
    pub received_at: Millis,
    /// Cash that was taken with it.
    pub cash: Option<Vnd>,
}

/// What is mended on an issued slip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CorrectionForm {
    /// The applicant's data.
    Applicant(SubjectData),
    /// Content of the request and manner of return.
    Particulars {
        /// Content of the request.
        request: String,
        /// Manner of receiving the result.
        delivery: String,
    },
    /// What is to be paid, in all.
    Fee(Vnd),
    /// The procedure.
    Procedure {
        /// Procedure code.
        code: String,
        /// Publishing body.
        publisher: String,
    },
}

/// A slip that was lost, and who asks for another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LostSlip {
    /// The dossier.
    pub dossier: StreamId,
    /// `applicant` or `proxy`.
    pub to: String,
    /// `id_card`, `authorisation`.
    pub identified_by: String,
    /// The authorisation paper of a proxy.
    pub proxy_paper: String,
}

/// What the printing job says about a ticket's paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrintNote {
    /// Asks whether it may still be printed; there is nothing to write as long as it may.
    Begin,
    /// It came out.
    Printed {
        /// The roll is near its end.
        low_paper: bool,
    },
    /// It did not come out, as far as is known.
    NotPrinted(PrintProblem),
}

/// What the sending job says about a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MessageNote {
    /// Begins to send; noted before the first byte leaves.
    Begin,
    /// The centre has it.
    Sent(Vec<String>),
    /// The centre said: later.
    Later(String),
    /// It will not arrive.
    Failed(String),
    /// Nobody knows whether it went.
    InDoubt(String),
    /// A receipt: this part arrived.
    Delivered(String),
}
