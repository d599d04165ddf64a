use super::facts::{Party, Plan};
use super::scans::Scan;
use super::signed::SignedUnder;
use super::state::{Holder, Intake, Item, Paper};
use crate::kernel::{Millis, StreamId, Vnd};
use crate::payment::FeeLine;

/// How an intake ends: exactly one of three (ND61 art. 17).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Tiếp nhận.
    Receive,
    /// Tiếp nhận theo phiếu giấy: received while there was neither power nor network, and counted from then.
    ReceiveBySlip {
        /// Number on the slip.
        slip: String,
        /// Instant on the slip, not ahead of now.
        received_at: Millis,
    },
    /// Yêu cầu bổ sung, hoàn thiện.
    AskSupplement {
        /// All of it at once.
        items: Vec<Item>,
    },
    /// Từ chối tiếp nhận.
    Refuse {
        /// All reasons at once.
        reasons: Vec<String>,
    },
    /// Only taken down for now.
    Keep,
}

/// Who does a thing, and where that is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct By {
    /// Person.
    pub person: String,
    /// Position.
    pub position: String,
    /// Unit of that position.
    pub unit: String,
}

/// What is to be corrected on an issued slip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Correct {
    /// The applicant's data.
    Applicant(Party),
    /// The content of the request or the manner of return.
    Particulars(Party),
    /// What is to be paid.
    Fee(Vec<FeeLine>),
    /// The procedure.
    Procedure(Box<Plan>),
}

/// One new date, asked for with an apology.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extend {
    /// Who signs.
    pub by: By,
    /// Unit that is late, whose head signs or is signed for.
    pub unit: String,
    /// The new instant, none when what was typed is no date.
    pub due_at: Option<Millis>,
    /// Why.
    pub reason: String,
    /// Signature block.
    pub block: String,
    /// On whose behalf: position.
    pub on_behalf_of: String,
    /// How it stands over the signature, and under which document.
    pub under: SignedUnder,
}

/// What is asked of a dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Takes down what was declared and ends the intake.
    Intake {
        /// What was declared.
        intake: Box<Intake>,
        /// What it goes through.
        plan: Box<Plan>,
        /// How it ends.
        outcome: Outcome,
    },
    /// Finishes the step under way and hands over to the next.
    FinishStep {
        /// Who.
        by: By,
        /// For the next person.
        note: String,
        /// Whom a head chooses for the next step, of no length for the usual one.
        next_person: String,
        /// That person's position.
        next_position: String,
    },
    /// Gives the dossier back to an earlier step.
    HandBack {
        /// Who.
        by: By,
        /// Number of the step.
        to_step: i64,
        /// Why.
        reason: String,
    },
    /// A head gives the step under way to a person.
    Assign {
        /// Who assigns.
        by: By,
        /// To whom.
        person: String,
        /// In which position.
        position: String,
        /// Why, needed when it is taken from somebody.
        reason: String,
    },
    /// Asks the applicant for papers after reception.
    RequestSupplement {
        /// Who.
        by: By,
        /// All of it at once.
        items: Vec<Item>,
    },
    /// The applicant brought them.
    AnswerSupplement {
        /// Officer.
        by: By,
        /// Papers brought.
        papers: Vec<Paper>,
        /// The visit.
        visit: Option<StreamId>,
    },
    /// Drafts the result.
    DraftResult {
        /// Who.
        by: By,
        /// Its text in the side table.
        text: Option<Party>,
    },
    /// Approves the result and hands over.
    Approve {
        /// Who.
        by: By,
        /// Signature block.
        block: String,
        /// On whose behalf: position.
        on_behalf_of: String,
        /// How it stands over the signature, and under which document.
        under: SignedUnder,
    },
    /// Whoever appraised it finds that the result cannot be given, and hands over for the signature of a refusal.
    ProposeRefusal {
        /// Who.
        by: By,
        /// All reasons at once.
        reasons: Vec<String>,
    },
    /// The competent authority does not give what was asked for: Mẫu 03 instead of a result.
    RefuseResolution {
        /// Who would have signed the result.
        by: By,
        /// All reasons at once.
        reasons: Vec<String>,
        /// Signature block.
        block: String,
        /// On whose behalf: position, of no length in one's own.
        on_behalf_of: String,
        /// How it stands over the signature, and under which document.
        under: SignedUnder,
    },
    /// Sends the draft back to the last working step.
    SendBack {
        /// Who.
        by: By,
        /// Why.
        reason: String,
        /// On whose behalf: position, of no length in one's own.
        on_behalf_of: String,
    },
    /// Gives the result its number and date.
    NumberResult {
        /// Clerk.
        by: By,
        /// The book: kind of document.
        book: String,
    },
    /// Hands the result to the person.
    HandOver {
        /// Officer.
        by: By,
        /// `applicant` or `proxy`.
        to: String,
        /// `id_card`, `slip`, `authorisation`.
        identified_by: String,
        /// The authorisation paper of a proxy.
        proxy_paper: String,
        /// The visit.
        visit: Option<StreamId>,
    },
    /// Reminds the person to come.
    RemindPickup,
    /// Puts a result nobody came for in the archive, or somewhere else in it.
    Park {
        /// Who.
        by: By,
        /// Shelf, box.
        place: String,
        /// Days a result waits before it is put there.
        after_days: i64,
    },
    /// Mends an issued slip.
    Correct {
        /// Who.
        by: By,
        /// What.
        correct: Correct,
        /// Why.
        reason: String,
    },
    /// Issues the slip anew to whoever lost it: the lost one opens nothing from now on.
    ReplaceSlip {
        /// Officer.
        by: By,
        /// `applicant` or `proxy`.
        to: String,
        /// By what it was seen who stands there: `id_card`, `authorisation`.
        identified_by: String,
        /// The authorisation paper of a proxy.
        proxy_paper: String,
        /// Random token of the applicant's page from now on.
        token: String,
    },
    /// Sets the date anew, once, with an apology.
    Extend(Extend),
    /// The applicant takes the dossier back.
    Withdraw {
        /// Officer.
        by: By,
        /// Why.
        reason: String,
    },
    /// The agency stops.
    Stop {
        /// Who.
        by: By,
        /// Why.
        reason: String,
    },
    /// The clock's own command: a step's time is gone.
    MarkRed {
        /// Number of the turn.
        turn: i64,
    },
    /// The clock's own command: the promised instant passed.
    MarkLate,
    /// The clock's own command: the days set for an answer to a supplement request went by without one.
    CloseAfterSilence,
    /// The clock's own command: a late step is told to a higher position.
    Escalate {
        /// Number of the turn.
        turn: i64,
        /// Position.
        to: String,
    },
    /// The applicant gets back the originals of a dossier that ended without a result.
    GiveBackOriginals {
        /// Who gives them.
        by: By,
    },
    /// A paper original changes hands.
    MoveOriginal {
        /// Who says so.
        by: By,
        /// Number of the paper.
        item: i64,
        /// Who holds it now.
        holder: Holder,
    },
    /// The fee was paid.
    SettleFee {
        /// Stream of the payment.
        payment: StreamId,
        /// Đồng.
        amount_vnd: Vnd,
    },
    /// Puts the papers on a list for the department.
    ListPapers {
        /// Who gives.
        by: By,
        /// The list.
        list: StreamId,
        /// Unit.
        to: String,
    },
    /// The department has the papers.
    ReceivePapers {
        /// Who.
        by: By,
        /// The list.
        list: StreamId,
        /// Unit.
        to: String,
    },
    /// The papers were not there.
    MissPapers {
        /// Who says so.
        by: By,
        /// The list.
        list: StreamId,
        /// Why.
        reason: String,
    },
    /// Pages of a paper are captured, turned, filed; or the paper is kept off the scanner.
    Scan {
        /// Who.
        by: By,
        /// Number of the paper.
        item: i64,
        /// What.
        scan: Scan,
    },
}
