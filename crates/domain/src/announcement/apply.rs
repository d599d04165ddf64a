use super::{Announcement, Event, State};

/// The announcements after one more event.
///
/// # Panics
/// When a stream does not begin with `AnnouncementMade`.
#[must_use]
pub fn apply(state: Option<State>, event: &Event) -> State {
    match event {
        Event::AnnouncementMade { hall, day, number, text, text_en, until, by, at } => {
            let mut board =
                state.unwrap_or_else(|| State { hall: hall.clone(), day: *day, told: Vec::new() });
            board.told.push(Announcement {
                number: *number,
                text: text.clone(),
                text_en: text_en.clone(),
                by: by.clone(),
                at: *at,
                until: *until,
                withdrawn: None,
            });
            board
        }
        Event::AnnouncementWithdrawn { number, by, at } => {
            let mut board = state.expect("announcements begin with AnnouncementMade");
            if let Some(one) = board.told.iter_mut().find(|one| one.number == *number) {
                one.withdrawn = Some((by.clone(), *at));
            }
            board
        }
    }
}
