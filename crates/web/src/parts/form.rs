//! Form parts: a field with its error, the summary of errors, the hidden fields every form carries.

use crate::words::T;
use askama::Template;
use domain::kernel::Violation;

/// One line of the summary: leads to the field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorLine {
    /// Id of the field, of no length when it is about the whole.
    pub field: String,
    /// What was expected, what came, what to do.
    pub text: String,
}

/// Những chỗ cần sửa: all of them at once, on top of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Template)]
#[template(path = "parts/errors.html")]
pub struct ErrorSummary {
    /// What is wrong in all.
    pub title: String,
    /// Where, one by one.
    pub lines: Vec<ErrorLine>,
}

impl ErrorSummary {
    /// The summary of what is wrong with a form.
    #[must_use]
    pub fn of(t: T, violations: &[Violation]) -> Self {
        let count = i64::try_from(violations.len()).unwrap_or(i64::MAX);
        let lines = violations
            .iter()
            .map(|wrong| ErrorLine {
                field: wrong.field.clone(),
                text: t.code_with("violation", &wrong.code, &wrong.values),
            })
            .collect();
        Self { title: t.count("form.errors", count), lines }
    }
}

impl ErrorSummary {
    /// On a page with several forms: the reason or day that is missing is the one of this form.
    #[must_use]
    pub fn in_form(mut self, form: &str) -> Self {
        for line in self.lines.iter_mut().filter(|line| matches!(line.field.as_str(), "reason" | "day")) {
            line.field = format!("{form}-{}", line.field);
        }
        self
    }
}

/// What a control looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// One line; the type of the input.
    Input(&'static str),
    /// Several lines.
    Area,
    /// One of several.
    Select(Vec<Pick>),
}

/// One choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pick {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub text: String,
}

/// Ô nhập: label, hint, control, error.
#[derive(Clone, Debug, PartialEq, Eq, Template)]
#[template(path = "parts/field.html")]
pub struct Field {
    /// Name.
    pub name: String,
    /// Id on the page: its name, unless several forms of one page have a field of that name.
    pub id: String,
    /// Label.
    pub label: String,
    /// Hint, of no length for none.
    pub hint: String,
    /// What is in it.
    pub value: String,
    /// What is wrong with it, of no length when nothing is.
    pub error: String,
    /// Control.
    pub kind: FieldKind,
    /// `autocomplete` of the browser.
    pub autocomplete: &'static str,
    /// `inputmode` of a phone's keyboard, of no length for the usual one.
    pub inputmode: &'static str,
    /// Must be filled in.
    pub required: bool,
    /// Where one types when the page has come.
    pub autofocus: bool,
    /// Takes what a card reader types, wherever on the page it types.
    pub card: bool,
}

impl Field {
    /// A line of text.
    #[must_use]
    pub fn text(name: &str, label: &str) -> Self {
        Self {
            name: name.to_owned(),
            id: name.to_owned(),
            label: label.to_owned(),
            hint: String::new(),
            value: String::new(),
            error: String::new(),
            kind: FieldKind::Input("text"),
            autocomplete: "off",
            inputmode: "",
            required: false,
            autofocus: false,
            card: false,
        }
    }

    /// Several lines.
    #[must_use]
    pub fn area(name: &str, label: &str) -> Self {
        Self { kind: FieldKind::Area, ..Self::text(name, label) }
    }

    /// One of several.
    #[must_use]
    pub fn select(name: &str, label: &str, picks: Vec<Pick>) -> Self {
        Self { kind: FieldKind::Select(picks), ..Self::text(name, label) }
    }

    /// Under an id of its own.
    #[must_use]
    pub fn known_as(self, id: &str) -> Self {
        Self { id: id.to_owned(), ..self }
    }

    /// With a hint.
    #[must_use]
    pub fn hint(self, hint: &str) -> Self {
        Self { hint: hint.to_owned(), ..self }
    }

    /// With what was typed.
    #[must_use]
    pub fn value(self, value: &str) -> Self {
        Self { value: value.to_owned(), ..self }
    }

    /// Must be filled in.
    #[must_use]
    pub fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// Where one types when the page has come, if so.
    #[must_use]
    pub fn autofocus(self, autofocus: bool) -> Self {
        Self { autofocus, ..self }
    }

    /// Takes what a card reader types.
    #[must_use]
    pub fn card(self) -> Self {
        Self { card: true, ..self }
    }

    /// Another type of input: `tel`, `email`, `password`, `search`, `date`...
    #[must_use]
    pub fn input(self, kind: &'static str) -> Self {
        Self { kind: FieldKind::Input(kind), ..self }
    }

    /// What the browser may fill in.
    #[must_use]
    pub fn autocomplete(self, autocomplete: &'static str) -> Self {
        Self { autocomplete, ..self }
    }

    /// A phone's keyboard: `numeric`, `tel`.
    #[must_use]
    pub fn inputmode(self, inputmode: &'static str) -> Self {
        Self { inputmode, ..self }
    }

    /// With what is wrong with it, if something is.
    #[must_use]
    pub fn wrong(self, t: T, violations: &[Violation]) -> Self {
        match violations.iter().find(|wrong| wrong.field == self.name) {
            Some(wrong) => Self { error: t.code_with("violation", &wrong.code, &wrong.values), ..self },
            None => self,
        }
    }

    fn described_by(&self) -> String {
        let hint = (!self.hint.is_empty()).then(|| format!("{}-hint", self.id));
        let error = (!self.error.is_empty()).then(|| format!("{}-error", self.id));
        [hint, error].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

/// What every form carries: the proof that it is ours, and the command's id, so that sending it twice does it once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Template)]
#[template(path = "parts/hidden.html")]
pub struct Hidden {
    /// The proof.
    pub csrf: String,
    /// The command's id.
    pub command_id: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;

    #[test]
    fn an_error_is_tied_to_its_field_and_told_to_screen_readers() {
        let wrong = [Violation::new("phone", "phone_malformed").with("digits", 8)];
        let field = Field::text("phone", "Điện thoại")
            .hint("Để nhận tin")
            .value("0912 34")
            .wrong(T::new(Lang::Vi), &wrong);
        let html = field.render().unwrap();
        assert!(
            html.contains("aria-invalid=\"true\"")
                && html.contains("aria-describedby=\"phone-hint phone-error\""),
            "{html}"
        );
        assert!(html.contains("value=\"0912 34\""), "what was typed stays");
    }

    #[test]
    fn the_summary_leads_to_every_field() {
        let wrong = [
            Violation::new("name", "name_missing"),
            Violation::new("phone", "phone_malformed").with("digits", 3),
        ];
        let html = ErrorSummary::of(T::new(Lang::Vi), &wrong).render().unwrap();
        assert!(html.contains("href=\"#name\"") && html.contains("href=\"#phone\""), "{html}");
    }
}
