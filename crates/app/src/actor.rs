//! Who asks.

use domain::catalogue::Role;

/// Người thực hiện: who hands in a command or asks a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Somebody who works here, acting in one of their positions.
    Staff {
        /// Person code.
        person: String,
        /// Position code.
        position: String,
        /// Unit of that position.
        unit: String,
    },
    /// A programme of another system, in the post its token was issued for.
    Machine {
        /// Code of its account; it stands for person and position too.
        code: String,
        /// What it does.
        role: Role,
        /// Unit.
        unit: String,
    },
    /// A kiosk or the ticket page of a phone.
    Kiosk {
        /// Hall code.
        hall: String,
    },
    /// Somebody without an account: a visitor of the public pages, or the holder of a slip's token.
    Citizen,
    /// Whoever runs an import on the machine itself.
    Importer {
        /// Where the data come from: the name of a log, of an older system.
        source: String,
    },
    /// A job of the server.
    System {
        /// Its name, e.g. `deadlines`, `sender`.
        job: String,
    },
}

impl Actor {
    /// A job of the server.
    #[must_use]
    pub fn system(job: &str) -> Self {
        Self::System { job: job.to_owned() }
    }

    /// The person, or the machine account; of no length for jobs and citizens.
    #[must_use]
    pub fn person(&self) -> &str {
        match self {
            Self::Staff { person, .. } => person,
            Self::Machine { code, .. } => code,
            _ => "",
        }
    }

    /// The position, or the machine account; of no length for jobs and citizens.
    #[must_use]
    pub fn position(&self) -> &str {
        match self {
            Self::Staff { position, .. } => position,
            Self::Machine { code, .. } => code,
            _ => "",
        }
    }

    /// The unit of the position, of no length for jobs and citizens.
    #[must_use]
    pub fn unit(&self) -> &str {
        match self {
            Self::Staff { unit, .. } | Self::Machine { unit, .. } => unit,
            _ => "",
        }
    }

    /// As the journal writes it.
    #[must_use]
    pub fn word(&self) -> String {
        match self {
            Self::Staff { person, .. } => format!("person:{person}"),
            Self::Machine { code, .. } => format!("machine:{code}"),
            Self::Kiosk { hall } => format!("kiosk:{hall}"),
            Self::Citizen => "citizen".to_owned(),
            Self::Importer { source } => format!("import:{source}"),
            Self::System { job } => format!("system:{job}"),
        }
    }
}
