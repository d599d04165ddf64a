//! Đánh giá việc giải quyết thủ tục hành chính: nine indices of 0, 1 or 2 points each (Circular 01/2018/TT-VPCP arts. 13-15,
//! in force until replaced).
//!
//! Points are given to a dossier (1, 3, 4, 7), to each unit's part in a dossier (2) or to a unit (5, 6, 8, 9). An index is the
//! average of its points, rounded to one decimal; one without data is left out. An officer's total has the five indices of
//! dossiers, at most 10; a unit's all nine, at most 18.
//!
//! ```
//! use indices::one_stop::{Evaluation, Index, Standing, Tally};
//!
//! let mut tally = Tally::default();
//! tally.add(Index::TotalTime, 2, 3);   // three dossiers of 2 points
//! tally.add(Index::TotalTime, 0, 1);   // one of none
//! tally.add(Index::Contacts, 1, 4);
//! tally.add(Index::Attitude, 2, 4);
//! let officer = Evaluation::of_officer(&tally);
//! assert_eq!(officer.total.to_string(), "4.5");
//! assert_eq!(officer.most.to_string(), "6.0");
//! assert_eq!(officer.standing(), Some(Standing::Partly));
//! ```

mod evaluation;
mod points;
#[cfg(test)]
mod tests;

pub use evaluation::{Evaluation, IndexPoints, Standing, Tally};
pub use points::{
    Came, Complaint, Feedback, Index, Online, Shares, agencies, at_one_stop, attitude, contacts, feedback,
    online, publication, time,
};
