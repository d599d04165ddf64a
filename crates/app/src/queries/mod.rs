//! What pages ask. Each question is a registered statement, the tenant first, and a plain struct that answers it; the
//! permission is inside the one indexed query, never a check for each row.

pub mod accounts;
pub mod appointments;
pub mod arrivals;
pub mod clockwork;
pub mod desk;
pub mod dossiers;
pub mod drafts;
pub mod estimates;
pub mod figures;
pub mod hall;
pub mod hall_day;
pub mod leaf;
pub mod messages;
pub mod money;
pub mod people;
pub mod petitions;
pub mod printers;
pub mod ratings;
pub mod readings;
pub mod reports;
pub mod settings;
pub mod slips;
pub mod statements;
pub mod steps;
pub mod work;

pub use accounts::AccountLine;
pub use appointments::{AppointmentView, DayOffer, SlotOffer};
pub use arrivals::{ArrivalLine, GateNow, PassView, RemovalDue};
pub use desk::{CounterDay, NamedDossier, Preview, VisitMatter, VisitNow, Wait};
pub use dossiers::{DossierLine, DossierView};
pub use drafts::FormDraft;
pub use hall::{CalledTicket, CounterNow, HallNow, HallPace, TicketView};
pub use hall_day::{CalledOnDay, CounterOfDay, HallDay, TicketOfDay};
pub use leaf::{Leaf, Place, Wanted};
pub use messages::MessageLine;
pub use money::{NamedPayment, PaymentLine};
pub use people::{OfPerson, SubjectLine};
pub use petitions::{PetitionLine, PetitionView};
pub use printers::PrinterNow;
pub use ratings::{AskedToRate, CounterScores};
pub use settings::CalendarSwitch;
pub use slips::{AtWorkThen, PadLine, SlipLine};
pub use steps::{StepLine, UnitCount};
pub use work::{ToSign, WorkLine, WorkList, WorkOrder};
