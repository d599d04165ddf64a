use domain::kernel::{Millis, StreamId};
use domain::report::{Basis, Figures};
use store::Row;

/// A figure of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Carried over and received.
    All,
    /// Từ kỳ trước.
    CarriedOver,
    /// Trong kỳ.
    Received,
    /// Đã giải quyết.
    Settled,
    /// Trước hạn.
    Early,
    /// Đúng hạn.
    OnTime,
    /// Quá hạn.
    Late,
    /// Đang giải quyết.
    Open,
    /// Trong hạn.
    OpenInTime,
    /// Quá hạn.
    OpenLate,
    /// Settled without a result.
    WithoutResult,
    /// Waits for papers.
    Waiting,
}

impl Cell {
    /// All, in the order of a report's columns.
    pub const ALL: [Self; 12] = [
        Self::All,
        Self::CarriedOver,
        Self::Received,
        Self::Settled,
        Self::Early,
        Self::OnTime,
        Self::Late,
        Self::WithoutResult,
        Self::Open,
        Self::OpenInTime,
        Self::OpenLate,
        Self::Waiting,
    ];

    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::CarriedOver => "carried_over",
            Self::Received => "received",
            Self::Settled => "settled",
            Self::Early => "early",
            Self::OnTime => "on_time",
            Self::Late => "late",
            Self::Open => "open",
            Self::OpenInTime => "open_in_time",
            Self::OpenLate => "open_late",
            Self::WithoutResult => "without_result",
            Self::Waiting => "waiting",
        }
    }

    /// The figure behind a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cell| cell.word() == word)
    }

    /// Its number.
    #[must_use]
    pub const fn of(self, figures: &Figures, basis: Basis) -> i64 {
        let outcome = figures.by(basis);
        match self {
            Self::All => figures.all(),
            Self::CarriedOver => figures.carried_over,
            Self::Received => figures.received,
            Self::Settled => outcome.settled(),
            Self::Early => outcome.early,
            Self::OnTime => outcome.on_time,
            Self::Late => outcome.late,
            Self::Open => outcome.open(),
            Self::OpenInTime => outcome.open_in_time,
            Self::OpenLate => outcome.open_late,
            Self::WithoutResult => figures.without_result,
            Self::Waiting => figures.waiting,
        }
    }

    /// Whether a dossier is one of those counted.
    pub(super) fn holds(self, dossier: &CountedDossier, begins_at: Millis, basis: Basis) -> bool {
        let settled = !dossier.outcome.is_empty();
        let verdict = match basis {
            Basis::First => &dossier.verdicts[0],
            Basis::Current => &dossier.verdicts[1],
            Basis::Statutory => &dossier.verdicts[2],
        };
        match self {
            Self::All => true,
            Self::CarriedOver => dossier.received_at < begins_at,
            Self::Received => dossier.received_at >= begins_at,
            Self::Settled => settled,
            Self::Early | Self::OnTime | Self::Late => settled && verdict == self.word(),
            Self::WithoutResult => settled && dossier.outcome != "ready",
            Self::Open => !settled,
            Self::OpenInTime => !settled && verdict != "late",
            Self::OpenLate => !settled && verdict == "late",
            Self::Waiting => !settled && dossier.waits,
        }
    }
}

/// A dossier behind a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedDossier {
    /// Stream.
    pub dossier: StreamId,
    /// Code.
    pub code: String,
    /// Procedure code it was counted under.
    pub procedure: String,
    /// Publishing body.
    pub publisher: String,
    /// Field group.
    pub field: String,
    /// Unit that received it.
    pub receiving_unit: String,
    /// Unit that leads.
    pub handling_unit: String,
    /// 1 in person, 2 online, 3 post.
    pub channel: i64,
    /// Instant of reception.
    pub received_at: Millis,
    /// Instant it was settled within the period, nothing when it was open at its end.
    pub settled_at: Option<Millis>,
    /// It waited for papers at the end of the period, or when it was settled.
    pub waits: bool,
    /// `ready`, `withdrawn`, `stopped`; of no length when open at the end.
    pub outcome: String,
    /// From when it is late by the first promise, the promise in force and by law; nothing where none held.
    pub late_from: [Option<Millis>; 3],
    /// `early`, `on_time`, `late` by the same three measures; `late` or of no length for what was open.
    pub verdicts: [String; 3],
}

pub(super) fn counted(row: &Row, until: Millis) -> CountedDossier {
    let settled_at = Some(row.i64(9)).filter(|at| *at < until);
    let late_from = |at: usize| Some(row.i64(at)).filter(|at| *at < Millis::MAX);
    let verdict = |verdict: usize, late: usize| {
        if settled_at.is_some() {
            row.text(verdict).to_owned()
        } else if row.i64(late) < until {
            "late".to_owned()
        } else {
            String::new()
        }
    };
    CountedDossier {
        dossier: StreamId(row.i64(0)),
        code: row.text(1).to_owned(),
        procedure: row.text(2).to_owned(),
        publisher: row.text(3).to_owned(),
        field: row.text(4).to_owned(),
        receiving_unit: row.text(5).to_owned(),
        handling_unit: row.text(6).to_owned(),
        channel: row.i64(7),
        received_at: row.i64(8),
        settled_at,
        waits: row.i64(10) == 1,
        outcome: if settled_at.is_some() { row.text(11).to_owned() } else { String::new() },
        late_from: [late_from(12), late_from(13), late_from(14)],
        verdicts: [verdict(15, 12), verdict(16, 13), verdict(17, 14)],
    }
}
