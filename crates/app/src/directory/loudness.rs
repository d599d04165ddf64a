//! The loudspeakers of a hall and its areas: how loud at which hour, and which of them says what.

use super::Directory;
use domain::catalogue::Area;
use domain::kernel::{Millis, Violation};

/// Âm lượng theo giờ: percent of full loudness, by stretches of the day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loudness(Vec<Stretch>);

/// From a minute of the day until before another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stretch {
    from: i64,
    until: i64,
    percent: i64,
}

impl Loudness {
    /// Outside of every stretch.
    pub const FULL: i64 = 100;

    /// Reads `07:00-09:00 60, 11:30-13:30 30`; of no length is loud all day.
    ///
    /// # Errors
    /// `volume_malformed` with the part that does not read: not two times and a percentage from 0 to 100, the later time not after the earlier, or a stretch that overlaps one
    /// before it.
    pub fn parse(text: &str) -> Result<Self, Violation> {
        let mut stretches: Vec<Stretch> = Vec::new();
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let stretch = stretch(part);
            let overlaps =
                |one: &Stretch| stretches.iter().any(|of| one.from < of.until && of.from < one.until);
            match stretch.filter(|one| !overlaps(one)) {
                Some(stretch) => stretches.push(stretch),
                None => return Err(Violation::new("volume", "volume_malformed").with("typed", part)),
            }
        }
        Ok(Self(stretches))
    }

    /// Percent at a minute of the day.
    #[must_use]
    pub fn at(&self, minute: i64) -> i64 {
        let holds = |stretch: &&Stretch| (stretch.from..stretch.until).contains(&minute);
        self.0.iter().find(holds).map_or(Self::FULL, |stretch| stretch.percent)
    }
}

fn stretch(text: &str) -> Option<Stretch> {
    let (times, percent) = text.split_once(' ')?;
    let (from, until) = times.split_once('-')?;
    let percent = percent.trim().trim_end_matches('%').trim_end();
    let percent: i64 = percent.parse().ok()?;
    let stretch = Stretch { from: minute(from)?, until: minute(until)?, percent };
    (stretch.from < stretch.until && (0..=100).contains(&percent)).then_some(stretch)
}

fn minute(clock: &str) -> Option<i64> {
    let (hours, minutes) = clock.split_once(':')?;
    let number = |text: &str| (text.len() <= 2).then(|| text.parse::<u8>().ok()).flatten().map(i64::from);
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    let at = hours * 60 + minutes;
    (minutes < 60 && at <= 1440).then_some(at)
}

/// Loa của sảnh: what the loudspeaker of a hall with areas says. Its screen shows every call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HallVoice {
    /// Every call.
    #[default]
    All,
    /// The areas have loudspeakers of their own: only calls of people who could not know in which area they are called.
    Rest,
}

impl HallVoice {
    /// As it stands in the setting and in the form: `all`, `rest`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Rest => "rest",
        }
    }

    /// The other way round; anything else is all.
    #[must_use]
    pub fn from_word(word: &str) -> Self {
        if word == Self::Rest.word() { Self::Rest } else { Self::All }
    }
}

impl Directory {
    /// The setting `display.<hall>.volume`, of an area `display.<hall>.<area>.volume`, as it was typed. `area` is of no length for the hall.
    #[must_use]
    pub fn loudness_setting(&self, hall: &str, area: &str) -> &str {
        self.setting(&volume_of(hall, area)).unwrap_or_default()
    }

    /// Percent of full loudness of a hall's displays, or those of one of its areas, at an instant. An area of which nothing is set is as loud as its
    /// hall. A setting that does not read is as good as none.
    #[must_use]
    pub fn loudness(&self, hall: &str, area: &str, at: Millis) -> i64 {
        let own = self.loudness_setting(hall, area);
        let set = if own.is_empty() { self.loudness_setting(hall, "") } else { own };
        Loudness::parse(set).unwrap_or_default().at(self.calendar().local_minute(at))
    }

    /// What the hall's own loudspeaker says, by the setting `display.<hall>.speaks`. A hall without areas says everything.
    #[must_use]
    pub fn hall_voice(&self, hall: &str) -> HallVoice {
        if self.catalogue().areas_of(hall).is_empty() {
            return HallVoice::All;
        }
        HallVoice::from_word(self.setting(&format!("display.{hall}.speaks")).unwrap_or_default())
    }

    /// An area of a hall by its code.
    #[must_use]
    pub fn area(&self, hall: &str, code: &str) -> Option<&Area> {
        self.catalogue().areas.get(&(hall.to_owned(), code.to_owned()))
    }
}

/// The name of the setting.
pub(crate) fn volume_of(hall: &str, area: &str) -> String {
    if area.is_empty() { format!("display.{hall}.volume") } else { format!("display.{hall}.{area}.volume") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hall_is_as_loud_as_its_hour_says_and_otherwise_full() {
        let loudness = Loudness::parse("07:00-09:00 60, 11:30-13:30 0%,17:00-24:00 30").expect("it reads");
        let at = |hours: i64, minutes: i64| loudness.at(hours * 60 + minutes);
        assert_eq!([at(6, 59), at(7, 0), at(8, 59), at(9, 0)], [100, 60, 60, 100]);
        assert_eq!([at(11, 30), at(13, 29), at(13, 30), at(23, 59)], [0, 0, 100, 30]);
        assert_eq!(Loudness::parse(" ").expect("nothing is full all day").at(600), 100);
    }

    #[test]
    fn what_does_not_read_is_named() {
        for wrong in [
            "07:00",
            "07:00-09:00",
            "07:00-09:00 101",
            "09:00-07:00 50",
            "7-9 50",
            "07:00-24:01 5",
            "07:61-08:00 5",
            "07:00-08:00 -5",
        ] {
            let violation = Loudness::parse(&format!("05:00-06:00 50, {wrong}")).unwrap_err();
            assert_eq!(violation.values, [("typed".to_owned(), wrong.to_owned())]);
        }
        assert!(Loudness::parse("07:00-09:00 60, 08:59-10:00 50").is_err(), "two stretches at once");
        assert!(Loudness::parse("07:00-09:00 60, 09:00-10:00 50").is_ok());
    }
}
