use super::{ReportOf, ReportScope, Within};
use crate::directory::Directory;
use domain::report::{Figures, Line};
use std::collections::BTreeMap;

/// What the rows of a report are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// Theo lĩnh vực.
    #[default]
    Field,
    /// Theo đơn vị giải quyết: the agencies below the province, or the parts of one agency.
    Unit,
    /// Theo nơi tiếp nhận.
    Receiver,
    /// Theo hình thức nộp.
    Channel,
}

impl By {
    /// All, in the order of the tabs.
    pub const ALL: [Self; 4] = [Self::Field, Self::Unit, Self::Receiver, Self::Channel];

    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Field => "field",
            Self::Unit => "unit",
            Self::Receiver => "receiver",
            Self::Channel => "channel",
        }
    }

    /// The rows behind a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|by| by.word() == word)
    }
}

/// A row of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// Code of the field, the unit or the channel.
    pub key: String,
    /// The lines it adds up.
    pub within: Within,
    /// Its figures.
    pub figures: Figures,
}

impl Directory {
    /// The rows of a report, in the order of their codes. Every line is in exactly one of them.
    #[must_use]
    pub fn report_rows(&self, report: &ReportOf, lines: &[Line], by: By) -> Vec<Group> {
        let mut groups: BTreeMap<String, Group> = BTreeMap::new();
        for line in lines {
            let key = match by {
                By::Field => line.field.clone(),
                By::Unit => self.part_of(&report.scope, &report.unit, &line.handling_unit),
                By::Receiver => line.receiving_unit.clone(),
                By::Channel => line.channel.to_string(),
            };
            let group = groups.entry(key.clone()).or_insert_with(|| Group { key, ..Group::default() });
            match by {
                By::Field => group.within.field.clone_from(&line.field),
                By::Channel => group.within.channel = line.channel,
                By::Unit if !group.within.handled_by.contains(&line.handling_unit) => {
                    group.within.handled_by.push(line.handling_unit.clone());
                }
                By::Receiver if group.within.received_by.is_empty() => {
                    group.within.received_by.push(line.receiving_unit.clone());
                }
                By::Unit | By::Receiver => {}
            }
            group.figures.add(&line.figures);
        }
        groups.into_values().collect()
    }

    /// Which part of the reporting unit leads: for the province and a centre the agency, for an agency its division.
    pub(super) fn part_of(&self, scope: &ReportScope, reports: &str, leads: &str) -> String {
        let path = self.unit_path(leads);
        let top = match scope {
            ReportScope::HandledBy(_) => path.iter().position(|unit| unit == reports),
            ReportScope::All | ReportScope::ReceivedBy(_) => path.len().checked_sub(1),
        };
        // One below the top; the top itself where it leads.
        let part = top.and_then(|top| path.get(top.saturating_sub(1)));
        part.cloned().unwrap_or_else(|| leads.to_owned())
    }
}
