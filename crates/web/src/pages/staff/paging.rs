//! Pages of the lists in these rooms. The address keeps where each page so far began, so that the page before is the very page one
//! came from, and the whole can be sent to a colleague. Nothing is counted: whether there is a next page is all that is asked.

use crate::page::Page;
use crate::parts::{Pager, PagerForm};
use crate::words::T;
use app::queries::{Place, Wanted};

/// Rows of a page.
pub(crate) const PAGE: usize = 50;
/// Between two places of a trail.
const STEP: char = '~';

/// Đường đã đi trong danh sách: behind which rows the second page and those after it began, up to the one that is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Trail(Vec<Place>);

impl Trail {
    /// As the address says; what is no place ends it.
    pub(crate) fn of(text: &str) -> Self {
        Self(text.split(STEP).map_while(|part| part.parse().ok()).collect())
    }

    /// The page that is shown.
    pub(crate) fn wanted<'a, T>(&self, fits: Option<&'a (dyn Fn(&T) -> bool + Sync)>) -> Wanted<'a, T> {
        Wanted { from: self.0.last().cloned(), most: PAGE, fits }
    }

    fn text(places: &[Place]) -> String {
        let places: Vec<String> = places.iter().map(ToString::to_string).collect();
        places.join(&STEP.to_string())
    }

    /// Before and after: the trails of those pages; nothing where the list has one page only.
    pub(crate) fn pager(&self, t: T, rows: usize, next: Option<&Place>) -> Option<Pager> {
        if self.0.is_empty() && next.is_none() {
            return None;
        }
        let number = |rows: usize| i64::try_from(rows).unwrap_or(i64::MAX);
        let before = self.0.len() * PAGE;
        Some(Pager {
            t,
            from: number(before + 1),
            to: number(before + rows),
            before: self.0.split_last().map(|(_, before)| Self::text(before)),
            after: next.map(|next| Self::text(&[self.0.as_slice(), std::slice::from_ref(next)].concat())),
            form: None,
        })
    }
}

/// The trails as addresses.
pub(crate) fn linked(pager: Option<Pager>, address: impl Fn(&str) -> String) -> Option<Pager> {
    pager.map(|pager| Pager {
        before: pager.before.as_deref().map(&address),
        after: pager.after.as_deref().map(&address),
        ..pager
    })
}

/// The trails as buttons of a form: what was typed may be about a person and stands in no address.
pub(crate) fn posted(pager: Option<Pager>, page: &Page, action: &str, field: (&str, &str)) -> Option<Pager> {
    let form = || PagerForm {
        action: action.to_owned(),
        hidden: page.hidden(),
        field: (field.0.to_owned(), field.1.to_owned()),
    };
    pager.map(|pager| Pager { form: Some(form()), ..pager })
}

/// How many there are, for the name of a list: counted up to a hundred.
pub(crate) fn up_to_100(count: i64) -> String {
    if count < 100 { count.to_string() } else { "99+".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;

    #[test]
    fn the_page_before_is_the_one_that_was_come_from() {
        let t = T::new(Lang::Vi);
        let begin = Trail::of("");
        let next = Place { word: String::new(), at: 5, id: 7 };
        let first = begin.pager(t, 50, Some(&next)).expect("there is a next page");
        assert_eq!((first.before, first.after.as_deref(), first.to), (None, Some("5.7"), 50));
        let second = Trail::of("5.7").pager(t, 50, Some(&Place { at: 6, ..next.clone() })).expect("two");
        assert_eq!((second.before.as_deref(), second.after.as_deref()), (Some(""), Some("5.7~6.7")));
        let third = Trail::of("5.7~6.7").pager(t, 3, None).expect("there is a page before");
        assert_eq!((third.before.as_deref(), third.after), (Some("5.7"), None));
        assert_eq!((third.from, third.to), (101, 103));
        assert_eq!(Trail::of("x~5.7").pager(t, 3, None), None, "a damaged address is the first page");
    }
}
