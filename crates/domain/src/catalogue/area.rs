//! Areas of a large hall, and where in it somebody is called.

use super::Catalogue;
use serde::{Deserialize, Serialize};

/// Khu vực: a part of a hall where some of its counters stand, with a display and a loudspeaker of its own if wished.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// Hall.
    pub hall: String,
    /// Code within the hall: it stands in the address of its display.
    pub code: String,
    /// Vietnamese name as it hangs there, without the word `khu`.
    pub name: String,
    /// English name, without the word `area`.
    pub name_en: String,
    /// Codes of its counters. A counter stands in one area at most.
    pub counters: Vec<String>,
}

impl Catalogue {
    /// Areas of a hall, by the smallest number over a counter of theirs. A small hall has none.
    #[must_use]
    pub fn areas_of(&self, hall: &str) -> Vec<&Area> {
        let number = |area: &&Area| {
            let number = |code: &String| {
                self.counters.get(&(area.hall.clone(), code.clone())).map(|counter| counter.number)
            };
            (area.counters.iter().filter_map(number).min(), area.code.clone())
        };
        let mut areas: Vec<&Area> = self.areas.values().filter(|area| area.hall == hall).collect();
        areas.sort_by_key(number);
        areas
    }

    /// The area a counter stands in.
    #[must_use]
    pub fn area_of_counter(&self, hall: &str, counter: &str) -> Option<&Area> {
        let here = |area: &&Area| area.hall == hall && area.counters.iter().any(|one| one == counter);
        self.areas.values().find(here)
    }

    /// Areas in which people of a field group are called; none where one of its counters stands in no area, since they may be called there.
    #[must_use]
    pub fn areas_taking(&self, hall: &str, field: &str) -> Vec<&Area> {
        let taking = self.counters_of(hall).into_iter();
        let taking = taking.filter(|counter| counter.fields.iter().any(|one| one == field));
        let mut areas: Vec<&Area> = Vec::new();
        for counter in taking {
            match self.area_of_counter(hall, &counter.code) {
                None => return Vec::new(),
                Some(area) if areas.contains(&area) => {}
                Some(area) => areas.push(area),
            }
        }
        areas
    }

    /// Areas in which somebody of a field group waits: that of the counter the number was called to or is kept for (of no length for none), else those of its field group.
    #[must_use]
    pub fn areas_for(&self, hall: &str, field: &str, counter: &str) -> Vec<&Area> {
        if counter.is_empty() {
            self.areas_taking(hall, field)
        } else {
            self.area_of_counter(hall, counter).into_iter().collect()
        }
    }

    /// Whether somebody of a field group who is called to a counter was told to wait in the area where it stands: there and nowhere else.
    #[must_use]
    pub fn waits_in_area_of(&self, hall: &str, field: &str, counter: &str) -> bool {
        let areas = self.areas_taking(hall, field);
        matches!(areas.as_slice(), [area] if area.counters.iter().any(|one| one == counter))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Counter, Item};

    /// A hall whose counter 9 stands in no area.
    fn hall() -> Catalogue {
        let mut catalogue = Catalogue::default();
        let counters: [(&str, &[&str]); 5] = [
            ("1", &["justice"]),
            ("2", &["justice", "general"]),
            ("3", &["land"]),
            ("4", &["land", "general"]),
            ("9", &["return"]),
        ];
        for (code, fields) in counters {
            catalogue.put(Item::Counter(Counter {
                code: code.to_owned(),
                hall: "H".to_owned(),
                number: code.parse().expect("a number"),
                fields: fields.iter().map(|field| (*field).to_owned()).collect(),
                kind: "intake".to_owned(),
            }));
        }
        for (code, counters) in [("b", ["1", "2"]), ("a", ["3", "4"])] {
            catalogue.put(Item::Area(Area {
                hall: "H".to_owned(),
                code: code.to_owned(),
                name: code.to_uppercase(),
                name_en: code.to_uppercase(),
                counters: counters.map(str::to_owned).to_vec(),
            }));
        }
        catalogue
    }

    fn taking(field: &str) -> Vec<String> {
        hall().areas_taking("H", field).into_iter().map(|area| area.code.clone()).collect()
    }

    #[test]
    fn areas_are_told_in_the_order_of_their_counters() {
        let hall = hall();
        assert_eq!(hall.areas_of("H").iter().map(|area| area.code.as_str()).collect::<Vec<_>>(), ["b", "a"]);
        assert_eq!(hall.areas_of("other"), Vec::<&Area>::new());
        assert_eq!(hall.area_of_counter("H", "4").map(|area| area.code.as_str()), Some("a"));
        assert_eq!(hall.area_of_counter("H", "9"), None);
        assert_eq!(hall.area_of_counter("other", "4"), None, "a counter of that code elsewhere");
    }

    #[test]
    fn people_wait_where_all_counters_of_their_field_stand() {
        assert_eq!(taking("land"), ["a"]);
        assert_eq!(taking("general"), ["b", "a"], "they may be called to either");
        assert_eq!(taking("return"), Vec::<String>::new(), "its counter stands in no area");
        assert_eq!(taking("unknown"), Vec::<String>::new());
        let hall = hall();
        let of = |counter| hall.areas_for("H", "general", counter).into_iter().map(|area| area.code.as_str());
        assert_eq!(of("4").collect::<Vec<_>>(), ["a"], "the number is kept for that counter");
        assert_eq!(of("9").count(), 0);
        assert_eq!(of("").count(), 2);
    }

    #[test]
    fn only_who_can_be_called_in_one_area_alone_waits_in_it() {
        let hall = hall();
        assert!(hall.waits_in_area_of("H", "land", "3"));
        assert!(!hall.waits_in_area_of("H", "general", "2"), "told of two areas");
        assert!(!hall.waits_in_area_of("H", "return", "9"), "told of none");
        assert!(!hall.waits_in_area_of("H", "land", "1"), "sent to a counter of another area");
    }
}
