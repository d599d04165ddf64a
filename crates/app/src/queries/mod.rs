//! What pages ask. Each question is a registered statement, the tenant first, and a plain struct that answers it; the
//! permission is inside the one indexed query, never a check for each row.

pub mod dossiers;
pub mod hall;
pub mod messages;
pub mod money;
pub mod people;
pub mod statements;
pub mod steps;

pub use dossiers::{DossierLine, DossierView};
pub use hall::{CalledTicket, CounterNow, HallNow, TicketView};
pub use messages::MessageLine;
pub use money::PaymentLine;
pub use people::SubjectLine;
pub use steps::{StepLine, UnitCount};
