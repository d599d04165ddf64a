//! Tờ của danh sách: a page of a list, begun behind the last row of the page before. Rows are never counted from the top: the
//! hundredth page costs what the first one does, and a row that comes or goes meanwhile moves no other one out of sight.

use domain::kernel::Value;
use std::fmt;
use std::str::FromStr;

/// Rows read at a time where not every row fits.
const BATCH: usize = 200;
/// Rows looked through for one page; then it is shown as it is, and the next one goes on from there.
const LOOKED_THROUGH: usize = 4_000;

/// Chỗ trong danh sách: the key of a row, behind which a page begins. Written as `at.id` or `at.id.word`, for addresses; it bears
/// ids and instants only, never anything about a person.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// First part of the key where a list is ordered by a word, of no length else.
    pub word: String,
    /// Instant.
    pub at: i64,
    /// Stream.
    pub id: i64,
}

impl Place {
    /// The place of a row that is ordered by an instant.
    pub(super) const fn new(at: i64, id: i64) -> Self {
        Self { word: String::new(), at, id }
    }

    /// Before the first row of a list that rises.
    pub(super) const BEGIN: Self = Self::new(i64::MIN, i64::MIN);
    /// Before the first row of a list that falls.
    pub(super) const BEGIN_FALLING: Self = Self::new(i64::MAX, i64::MAX);

    /// The two numbers, as statements take them.
    pub(super) fn values(&self) -> [Value; 2] {
        [self.at.into(), self.id.into()]
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.at, self.id)?;
        if self.word.is_empty() { Ok(()) } else { write!(f, ".{}", self.word) }
    }
}

/// An address that was typed, and is no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoPlace;

impl FromStr for Place {
    type Err = NoPlace;

    fn from_str(text: &str) -> Result<Self, NoPlace> {
        let mut parts = text.splitn(3, '.');
        let mut number = || parts.next().and_then(|part| part.parse().ok()).ok_or(NoPlace);
        let (at, id) = (number()?, number()?);
        Ok(Self { word: parts.next().unwrap_or_default().to_owned(), at, id })
    }
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf<T> {
    /// Its rows.
    pub rows: Vec<T>,
    /// Behind which row the next page begins; nothing on the last one.
    pub next: Option<Place>,
}

/// Which page of a list is asked for.
pub struct Wanted<'a, T> {
    /// Behind which row it begins; nothing for the first one.
    pub from: Option<Place>,
    /// Rows of a page.
    pub most: usize,
    /// Which rows are asked for; nothing for all.
    pub fits: Option<&'a (dyn Fn(&T) -> bool + Sync)>,
}

impl<T> Wanted<'_, T> {
    /// The first rows.
    #[must_use]
    pub const fn first(most: usize) -> Self {
        Self { from: None, most, fits: None }
    }
}

impl<T> fmt::Debug for Wanted<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wanted").field("from", &self.from).field("most", &self.most).finish_non_exhaustive()
    }
}

/// A page that is filled from one batch of rows after the other, until it is full or the list ends.
pub(super) struct Filling<'a, T> {
    wanted: Wanted<'a, T>,
    rows: Vec<T>,
    last: Place,
    looked_through: usize,
    end: Option<Option<Place>>,
}

impl<'a, T> Filling<'a, T> {
    pub(super) fn new(wanted: Wanted<'a, T>, begin: Place) -> Self {
        let last = wanted.from.clone().unwrap_or(begin);
        Self { wanted, rows: Vec::new(), last, looked_through: 0, end: None }
    }

    /// Behind which row the next batch is to be read, and how many rows; nothing when the page is full.
    pub(super) fn next_batch(&self) -> Option<(Place, i64)> {
        self.end.is_none().then(|| (self.last.clone(), i64::try_from(self.batch()).unwrap_or(i64::MAX)))
    }

    /// Without a question each row fits, and one more than the page holds says whether there is another page.
    fn batch(&self) -> usize {
        if self.wanted.fits.is_some() { BATCH } else { self.wanted.most + 1 }
    }

    pub(super) fn take(&mut self, batch: Vec<T>, place: impl Fn(&T) -> Place) {
        let read = batch.len();
        for row in batch {
            let at = place(&row);
            if self.wanted.fits.is_none_or(|fits| fits(&row)) {
                if self.rows.len() == self.wanted.most {
                    self.end = Some(Some(self.last.clone()));
                    return;
                }
                self.rows.push(row);
            }
            self.last = at;
        }
        self.looked_through += read;
        if read < self.batch() {
            self.end = Some(None);
        } else if self.looked_through >= LOOKED_THROUGH {
            self.end = Some(Some(self.last.clone()));
        }
    }

    pub(super) fn leaf(self) -> Leaf<T> {
        Leaf { rows: self.rows, next: self.end.flatten() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All pages of a list of numbers, of which those that fit are asked for.
    fn pages(rows: i64, most: usize, fits: Option<&(dyn Fn(&i64) -> bool + Sync)>) -> Vec<Vec<i64>> {
        let all: Vec<i64> = (1..=rows).collect();
        let mut pages = Vec::new();
        let mut from = None;
        loop {
            let mut filling = Filling::new(Wanted { from, most, fits }, Place::BEGIN);
            while let Some((after, many)) = filling.next_batch() {
                let behind = all.iter().copied().filter(|row| Place::new(*row, *row) > after);
                let batch = behind.take(usize::try_from(many).unwrap()).collect();
                filling.take(batch, |row| Place::new(*row, *row));
            }
            let leaf = filling.leaf();
            pages.push(leaf.rows);
            from = leaf.next;
            if from.is_none() {
                return pages;
            }
        }
    }

    #[test]
    fn every_row_is_on_exactly_one_page() {
        for (rows, most, expected) in [(0, 5, 1), (5, 5, 1), (6, 5, 2), (1_000, 50, 20)] {
            let pages = pages(rows, most, None);
            assert_eq!(pages.len(), expected, "{rows} rows by {most}");
            assert_eq!(pages.concat(), (1..=rows).collect::<Vec<_>>());
        }
    }

    #[test]
    fn rows_that_do_not_fit_leave_no_gap_on_a_page() {
        let even = |row: &i64| row % 2 == 0;
        let pages = pages(900, 50, Some(&even));
        assert_eq!(pages.len(), 9);
        assert!(pages.iter().all(|page| page.len() == 50));
        assert_eq!(pages.concat(), (1..=450).map(|half| half * 2).collect::<Vec<_>>());
    }

    #[test]
    fn a_needle_in_a_large_list_is_found_a_stretch_at_a_time() {
        let needle = |row: &i64| *row == 9_999;
        let pages = pages(10_000, 50, Some(&needle));
        assert_eq!(pages.len(), 3, "two stretches without it are empty pages with a next one");
        assert_eq!(pages.concat(), [9_999]);
    }

    #[test]
    fn a_place_survives_an_address() {
        let place = Place { word: "1.115778".to_owned(), at: 1_764_000_000_000, id: 42 };
        assert_eq!(place.to_string().parse(), Ok(place));
        assert_eq!("1.2".parse(), Ok(Place::new(1, 2)));
        assert_eq!("x".parse::<Place>(), Err(NoPlace));
    }
}
