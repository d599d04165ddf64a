//! Names as people read them, found in the directory of now.

use crate::words::{Lang, T};
use app::Directory;
use domain::catalogue::Procedure;
use domain::dossier::{Holder, Plan, SignedUnder};
use domain::kernel::Millis;
use std::sync::Arc;

/// Finds names in the reader's language.
#[derive(Clone, Debug)]
pub(crate) struct Names {
    pub(crate) t: T,
    pub(crate) now: Millis,
    pub(crate) directory: Arc<Directory>,
}

impl Names {
    pub(crate) fn new(t: T, now: Millis, directory: Arc<Directory>) -> Self {
        Self { t, now, directory }
    }

    pub(crate) fn lang(&self) -> Lang {
        self.t.lang()
    }

    /// A unit.
    pub(crate) fn unit(&self, code: &str) -> String {
        self.directory
            .unit(code)
            .map_or_else(|| code.to_owned(), |unit| self.t.name(&unit.name, &unit.name_en).to_owned())
    }

    /// A person who works here; of no length for nobody.
    pub(crate) fn person(&self, code: &str) -> String {
        self.directory.person_name(code).to_owned()
    }

    /// What a position is called.
    pub(crate) fn title(&self, position: &str) -> String {
        self.directory
            .catalogue()
            .positions
            .get(position)
            .and_then(|held| held.last())
            .map_or_else(String::new, |held| self.t.name(&held.title, &held.title_en).to_owned())
    }

    /// A person with their post: `Lê Thu Hà, Chuyên viên`.
    pub(crate) fn person_in(&self, person: &str, position: &str) -> String {
        match (person.is_empty(), self.title(position)) {
            (true, _) => String::new(),
            (false, title) if title.is_empty() => self.person(person),
            (false, title) => format!("{}, {title}", self.person(person)),
        }
    }

    /// Who signed, in whose place and under which document: `Ngô Hoàng Lâm, Phó Trưởng phòng · TUQ. Giám đốc Sở · theo Văn bản ủy quyền số 12/UQ-STP`.
    pub(crate) fn signed(
        &self,
        by: &str,
        position: &str,
        block: &str,
        on_behalf_of: &str,
        under: &SignedUnder,
    ) -> String {
        let mut parts = vec![self.person_in(by, position)];
        if !block.is_empty() {
            parts.push(format!("{block} {}", self.title(on_behalf_of)));
        }
        if !under.document.is_empty() {
            parts.push(self.t.one("history.under", "document", &under.document));
        }
        parts.join(" · ")
    }

    /// A field group.
    pub(crate) fn field(&self, code: &str) -> String {
        let field = self.directory.catalogue().fields.get(code);
        field.map_or_else(|| code.to_owned(), |field| self.t.name(&field.name, &field.name_en).to_owned())
    }

    /// A procedure for lists: the everyday name of the version a dossier lives under.
    pub(crate) fn procedure(&self, code: &str, publisher: &str, version: &str) -> String {
        self.directory
            .catalogue()
            .procedure_version(code, publisher, version)
            .map_or_else(|| code.to_owned(), |procedure| self.listed(procedure))
    }

    /// A procedure for lists that know no version: as it is called now.
    pub(crate) fn matter(&self, code: &str, publisher: &str) -> String {
        let on = self.directory.date(self.now);
        let found = self.directory.catalogue().procedure(code, publisher, &on);
        found.map_or_else(|| code.to_owned(), |procedure| self.listed(procedure))
    }

    /// The everyday name of a procedure.
    pub(crate) fn listed(&self, procedure: &Procedure) -> String {
        if self.t.vi() || procedure.name_en.is_empty() {
            procedure.listed_name().to_owned()
        } else {
            procedure.name_en.clone()
        }
    }

    /// A step. The journal keeps what it was called in Vietnamese; one that nobody translated is shown by what it is for, with
    /// that name behind it.
    pub(crate) fn step(&self, name: &str, kind: &str) -> String {
        if self.t.vi() {
            return name.to_owned();
        }
        let untranslated = || format!("{} ({name})", self.t.code("step_kind", kind));
        app::step_name_en(name).map_or_else(untranslated, str::to_owned)
    }

    /// A publishing body.
    pub(crate) fn publisher(&self, code: &str) -> String {
        let known = self.directory.catalogue().publishers.get(code);
        known.map_or_else(|| code.to_owned(), |body| self.t.name(&body.name, &body.name_en).to_owned())
    }

    /// The procedure of a plan, for lists.
    pub(crate) fn of_plan(&self, plan: &Plan) -> String {
        let version = &plan.procedure;
        let listed = self.procedure(&version.code, &version.publisher, &version.version);
        if listed == version.code { version.name.clone() } else { listed }
    }

    /// Who holds a paper original.
    pub(crate) fn holder(&self, holder: &Holder) -> String {
        match holder {
            Holder::Person(code) => self.person(code),
            Holder::Unit(code) => self.unit(code),
            Holder::Applicant => self.t.t("paper.with_applicant").to_owned(),
        }
    }

    /// Working milliseconds between two instants, 0 where the calendar does not reach.
    pub(crate) fn working_ms(&self, from: Millis, to: Millis) -> i64 {
        self.directory.calendar().working_ms_between(from, to).unwrap_or(0)
    }

    /// A hall.
    pub(crate) fn hall(&self, code: &str) -> String {
        let hall = self.directory.hall(code);
        hall.map_or_else(|| code.to_owned(), |hall| self.t.name(&hall.name, &hall.name_en).to_owned())
    }
}
