//! The intake form as it is typed: read from what was sent, kept, and turned into a command.

use crate::form::Form;
use crate::words::{Lang, T};
use app::{IntakeForm, PartyForm, SubjectData, SubjectKind};
use domain::catalogue::{PaperNature, PaperNeed, Procedure};
use domain::dossier::{FilingChannel, Item, Paper, PaperForm};
use domain::identity_card::{looks_like_card, read};
use domain::kernel::{Refusal, StreamId, SubjectId, Violation, Vnd};

/// Names under which the form, and a cleared one until the next is cleared, are kept.
pub(super) use app::queries::drafts::{INTAKE_ASIDE as CLEARED, INTAKE_FORM as FORM};

/// Names that belong to one sending, not to the form.
const PASSING: &[&str] = &[
    "csrf",
    "command_id",
    "edition",
    "end",
    "party",
    "pick",
    "pick_procedure",
    "no_procedure",
    "all_papers",
    "earlier",
];

/// Prefixes of the parties: who files, whose matter it is, who acts for the one who files.
pub(super) const PARTIES: [&str; 3] = ["applicant_", "owner_", "proxy_"];

/// Fields of a party, behind its prefix.
const PARTY: &[&str] = &["subject", "kind", "name", "id_number", "phone", "email", "address"];

/// Every field of a party a reader may have typed into: prefix, field.
fn fields() -> impl Iterator<Item = (&'static str, &'static str)> {
    let typed = PARTY.iter().filter(|field| !matches!(**field, "subject" | "kind"));
    PARTIES.into_iter().flat_map(move |prefix| typed.clone().map(move |field| (prefix, *field)))
}

/// The intake form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Draft {
    pairs: Vec<(String, String)>,
    /// Which page it was typed into.
    pub(super) edition: i64,
    /// The party whose identity card was just read into the form.
    pub(super) scanned: Option<&'static str>,
}

/// Somebody as declared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct PartyFields {
    pub(super) subject: Option<SubjectId>,
    pub(super) data: SubjectData,
}

/// A paper of the procedure, as ticked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PaperRow {
    pub(super) paper: Paper,
    pub(super) need: PaperNeed,
    /// The earlier dossier it is taken from, not handed in.
    pub(super) earlier: Option<StreamId>,
    /// An application says what is asked for this time: none of an earlier dossier stands for it.
    pub(super) written_anew: bool,
    /// Why it is not there or not right.
    pub(super) reason: String,
}

impl Draft {
    pub(super) fn of(form: &Form) -> Self {
        let kept = form.pairs().filter(|(name, _)| !PASSING.contains(name));
        let mut draft = Self {
            pairs: kept.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            edition: form.number("edition").unwrap_or(0),
            scanned: None,
        };
        draft.read_cards();
        draft
    }

    pub(super) fn of_kept(kept: app::queries::FormDraft) -> Self {
        Self { pairs: kept.pairs, edition: kept.edition, scanned: None }
    }

    pub(super) fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }

    pub(super) fn form(&self) -> Form {
        let pairs: Vec<(&str, &str)> =
            self.pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        Form::of(&pairs)
    }

    pub(super) fn get(&self, name: &str) -> &str {
        self.pairs.iter().find(|(given, _)| given == name).map_or("", |(_, value)| value)
    }

    pub(super) fn set(&mut self, name: &str, value: &str) {
        self.pairs.retain(|(given, _)| given != name);
        if !value.is_empty() {
            self.pairs.push((name.to_owned(), value.to_owned()));
        }
    }

    /// A line a card reader typed into any field of a party fills the fields of that party. One that cannot be read stays where it is, so that what was
    /// read can be seen.
    fn read_cards(&mut self) {
        for (prefix, field) in fields() {
            let name = format!("{prefix}{field}");
            if !looks_like_card(self.get(&name)) {
                continue;
            }
            let Ok(card) = read(self.get(&name)) else { continue };
            let values = [("subject", ""), ("kind", "person"), (field, "")];
            let read = [("id_number", &*card.number), ("name", &*card.name), ("address", &*card.address)];
            for (field, value) in values.into_iter().chain(read) {
                self.set(&format!("{prefix}{field}"), value);
            }
            self.scanned = Some(prefix);
        }
    }

    /// Why a line in a field of a party is no card that could be read.
    pub(super) fn unread_cards(&self) -> Vec<Violation> {
        let lines = fields().map(|(prefix, field)| format!("{prefix}{field}"));
        let wrong = |name: String| {
            let line = Some(self.get(&name)).filter(|line| looks_like_card(line))?;
            Some(Violation { field: name.clone(), ..read(line).err()? })
        };
        lines.filter_map(wrong).collect()
    }

    pub(super) fn party(&self, prefix: &str) -> PartyFields {
        let get = |field: &str| self.get(&format!("{prefix}{field}"));
        let kind =
            if get("kind") == "organisation" { SubjectKind::Organisation } else { SubjectKind::Person };
        PartyFields {
            subject: get("subject").parse().ok().map(SubjectId),
            data: SubjectData {
                kind,
                name: get("name").to_owned(),
                id_number: app::digits(get("id_number")),
                phone: app::digits(get("phone")),
                email: get("email").to_owned(),
                address: get("address").to_owned(),
                ..SubjectData::default()
            },
        }
    }

    /// Writes somebody known into the form.
    pub(super) fn put_party(&mut self, prefix: &str, subject: Option<SubjectId>, data: &SubjectData) {
        let kind = if data.kind == SubjectKind::Organisation { "organisation" } else { "person" };
        let subject = subject.map(|subject| subject.to_string()).unwrap_or_default();
        let values = [&*subject, kind, &data.name, &data.id_number, &data.phone, &data.email, &data.address];
        for (field, value) in PARTY.iter().zip(values) {
            self.set(&format!("{prefix}{field}"), value);
        }
    }

    /// Code and publishing body of the procedure picked.
    pub(super) fn procedure(&self) -> Option<(&str, &str)> {
        self.get("procedure").split_once('@')
    }

    /// Another procedure has other papers: what was ticked for the old one goes.
    pub(super) fn put_procedure(&mut self, key: &str) {
        if self.get("procedure") != key {
            self.pairs.retain(|(name, _)| !name.starts_with("paper-"));
            self.set("fee", "");
            self.set("working_days", "");
        }
        self.set("procedure", key);
        self.set("procedure_q", "");
    }

    /// The papers of the procedure as ticked; one that was not touched comes in the form the catalogue asks for.
    pub(super) fn papers(&self, procedure: &Procedure) -> Vec<PaperRow> {
        (1..)
            .zip(&procedure.papers)
            .map(|(item, paper)| {
                let get = |what: &str| self.get(&format!("paper-{item}{what}"));
                PaperRow {
                    paper: Paper {
                        item,
                        name: paper.name.clone(),
                        form: PaperForm::from_word(get("-form")).unwrap_or(paper.form),
                        copies: get("-copies")
                            .parse()
                            .ok()
                            .filter(|n| (0..1000).contains(n))
                            .unwrap_or(paper.copies),
                        ok: !get("").is_empty(),
                        required: paper.need == PaperNeed::Required,
                    },
                    need: paper.need,
                    // Whoever chooses another form after all has the paper in hand.
                    earlier: get("-earlier")
                        .parse()
                        .ok()
                        .map(StreamId)
                        .filter(|_| get("-form") == PaperForm::LookedUp.word() && !get("").is_empty()),
                    written_anew: paper.nature == PaperNature::Application,
                    reason: get("-reason").to_owned(),
                }
            })
            .collect()
    }

    /// Ticks every paper; one that is taken from an earlier dossier stays so.
    pub(super) fn tick_all(&mut self, procedure: &Procedure) {
        for (item, _) in (1..).zip(&procedure.papers) {
            let item: i64 = item;
            self.set(&format!("paper-{item}"), "1");
        }
    }

    /// Takes a paper from an earlier dossier: `chosen` is its number and that dossier.
    pub(super) fn take_earlier(&mut self, chosen: &str) {
        let Some((item, dossier)) = chosen.split_once(':') else { return };
        self.set(&format!("paper-{item}"), "1");
        self.set(&format!("paper-{item}-form"), PaperForm::LookedUp.word());
        self.set(&format!("paper-{item}-earlier"), dossier);
    }

    pub(super) fn fee(&self) -> Result<Option<Vnd>, Violation> {
        self.form().money("fee")
    }

    pub(super) fn working_days(&self) -> Option<i64> {
        self.get("working_days").parse().ok().filter(|days| (1..=400).contains(days))
    }

    pub(super) fn draft(&self) -> Option<StreamId> {
        self.get("draft").parse().ok().map(StreamId)
    }

    /// The lines of the reasons for a refusal.
    pub(super) fn reasons(&self) -> Vec<String> {
        self.get("reasons")
            .lines()
            .map(|line| line.trim().to_owned())
            .filter(|line| !line.is_empty())
            .collect()
    }

    /// What is asked for: every paper that is not ticked and either needed or given a reason, and what else was written.
    pub(super) fn items(&self, procedure: &Procedure) -> Vec<Item> {
        let mut items: Vec<Item> = self
            .papers(procedure)
            .into_iter()
            .filter(|row| !row.paper.ok && (row.paper.required || !row.reason.is_empty()))
            .map(|row| Item { paper: row.paper.item, name: row.paper.name, reason: row.reason })
            .collect();
        if !self.get("other_item").is_empty() {
            let (name, reason) = (self.get("other_item").to_owned(), self.get("other_reason").to_owned());
            items.push(Item { paper: 0, name, reason });
        }
        items
    }

    /// The declaration as the application takes it. `known` are the newest data of the people picked.
    pub(super) fn intake(
        &self,
        procedure: &Procedure,
        known: impl Fn(SubjectId) -> Option<SubjectData>,
    ) -> Result<IntakeForm, Refusal> {
        let fee = self.fee().map_err(|wrong| Refusal::new("intake_incomplete").with(wrong))?;
        let party = |prefix: &str| declared(self.party(prefix), &known);
        let channel =
            if self.get("channel") == "post" { FilingChannel::Post } else { FilingChannel::InPerson };
        let given = |name: &str| !self.get(name).is_empty();
        let papers = self.papers(procedure);
        let earlier = papers.iter().filter_map(|row| Some((row.paper.item, row.earlier?))).collect();
        Ok(IntakeForm {
            procedure: procedure.code.clone(),
            publisher: procedure.publisher.clone(),
            channel,
            applicant: party("applicant_"),
            owner: given("owner").then(|| party("owner_")),
            proxy: given("proxy").then(|| (party("proxy_"), self.get("proxy_paper").to_owned())),
            request: self.get("request").to_owned(),
            delivery: delivery_words(self.get("delivery")),
            papers: papers.into_iter().map(|row| row.paper).collect(),
            earlier,
            fee,
            working_days: self.working_days(),
        })
    }
}

/// Somebody known whose data did not change stays as they are; else a new version of them, or somebody new.
fn declared(fields: PartyFields, known: impl Fn(SubjectId) -> Option<SubjectData>) -> PartyForm {
    let PartyFields { subject, data } = fields;
    let same = |kept: &SubjectData| {
        (&kept.name, &kept.id_number, &kept.phone, &kept.email, &kept.address, kept.kind)
            == (&data.name, &data.id_number, &data.phone, &data.email, &data.address, data.kind)
    };
    let before = subject.and_then(known);
    // Another identity number is another person: typed over somebody picked, it must not become theirs.
    let another = |kept: &SubjectData| !kept.id_number.is_empty() && kept.id_number != data.id_number;
    match (subject, before) {
        (_, Some(kept)) if another(&kept) => PartyForm::New { subject: None, data },
        (Some(subject), Some(kept)) if same(&kept) => PartyForm::Known(subject),
        (Some(subject), Some(kept)) => {
            // What this form does not ask for stays: the language somebody is written to in.
            let data = SubjectData { language: kept.language, ..data };
            PartyForm::New { subject: Some(subject), data }
        }
        _ => PartyForm::New { subject: None, data },
    }
}

/// How the result is received, as the slip prints it: always in Vietnamese.
pub(crate) fn delivery_words(choice: &str) -> String {
    let t = T::new(Lang::Vi);
    match choice {
        "post" => t.t("desk.delivery.post"),
        "online" => t.t("desk.delivery.online"),
        _ => t.t("desk.delivery.counter"),
    }
    .to_owned()
}

/// The choice behind the words a slip prints.
pub(crate) fn delivery_choice(words: &str) -> &'static str {
    ["counter", "post", "online"]
        .into_iter()
        .find(|choice| delivery_words(choice) == words)
        .unwrap_or("counter")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(pairs: &[(&str, &str)]) -> Draft {
        Draft::of(&Form::of(pairs))
    }

    #[test]
    fn a_citizen_card_under_the_scanner_fills_number_name_and_address() {
        let line = "022188004217|101234567|Vũ Thị Minh Châu|01021988|Nữ|Tổ 5, Cao Xanh, Quảng Ninh|01072021";
        let read = draft(&[("applicant_id_number", line), ("applicant_phone", "0912 345 678")]);
        let applicant = read.party("applicant_").data;
        assert_eq!(applicant.name, "Vũ Thị Minh Châu");
        assert_eq!((applicant.id_number.as_str(), applicant.phone.as_str()), ("022188004217", "0912345678"));
        assert_eq!(applicant.address, "Tổ 5, Cao Xanh, Quảng Ninh");
    }

    #[test]
    fn a_card_fills_the_party_whose_field_it_was_typed_into_also_when_garbled() {
        let line = "022188004217||Vũ Thị Minh Châu|01021988|Nữ|Tổ 5, Cao Xanh, Quảng Ninh|01072021";
        let garbled: String = line.bytes().map(char::from).collect();
        let kept = [("owner_phone", &*garbled), ("owner_subject", "7"), ("applicant_name", "Lê Văn Bình")];
        let read = draft(&kept);
        let owner = read.party("owner_");
        assert_eq!(
            (owner.subject, owner.data.name.as_str()),
            (None, "Vũ Thị Minh Châu"),
            "somebody else than before"
        );
        assert_eq!((owner.data.id_number.as_str(), owner.data.phone.as_str()), ("022188004217", ""));
        assert_eq!(read.party("applicant_").data.name, "Lê Văn Bình");
        assert_eq!(read.scanned, Some("owner_"));
    }

    #[test]
    fn a_line_that_cannot_be_read_stays_in_its_field_and_says_why() {
        let line = "022188004217||Vũ Thị Minh Ch?u|01021988|Nữ|Tổ 5, Cao Xanh, Quảng Ninh|01072021";
        let read = draft(&[("applicant_name", line)]);
        assert_eq!((read.get("applicant_name"), read.scanned), (line, None));
        let wrong = read.unread_cards();
        assert_eq!(
            (wrong[0].field.as_str(), wrong[0].code.as_str()),
            ("applicant_name", "card_name_unreadable")
        );
    }

    #[test]
    fn the_proof_of_the_form_is_not_kept_with_what_was_typed() {
        let kept = draft(&[("csrf", "secret"), ("command_id", "x"), ("request", "y")]);
        assert_eq!(kept.pairs(), [("request".to_owned(), "y".to_owned())]);
    }

    #[test]
    fn another_procedure_begins_with_no_paper_ticked() {
        let mut picked = draft(&[("procedure", "1@a"), ("paper-1", "1"), ("fee", "50.000")]);
        picked.put_procedure("1@a");
        assert_eq!(picked.get("paper-1"), "1", "the same procedure again changes nothing");
        picked.put_procedure("2@a");
        assert_eq!((picked.get("paper-1"), picked.get("fee")), ("", ""));
    }

    #[test]
    fn somebody_known_stays_as_they_are_until_a_field_changes() {
        let kept = SubjectData {
            name: "Nguyễn Thị Mẫu".to_owned(),
            phone: "0912345678".to_owned(),
            language: "en".to_owned(),
            ..SubjectData::default()
        };
        let fields = |phone: &str| PartyFields {
            subject: Some(SubjectId(7)),
            data: SubjectData { phone: phone.to_owned(), language: String::new(), ..kept.clone() },
        };
        let known = |_| Some(kept.clone());
        assert_eq!(declared(fields("0912345678"), known), PartyForm::Known(SubjectId(7)));
        match declared(fields("0987654321"), known) {
            PartyForm::New { subject: Some(SubjectId(7)), data } => assert_eq!(data.language, "en"),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn another_identity_number_typed_over_somebody_picked_is_another_person() {
        let kept = SubjectData { id_number: "022188004217".to_owned(), ..SubjectData::default() };
        let data = SubjectData { id_number: "022190001234".to_owned(), ..SubjectData::default() };
        let fields = PartyFields { subject: Some(SubjectId(7)), data };
        match declared(fields, |_| Some(kept.clone())) {
            PartyForm::New { subject: None, data } => assert_eq!(data.id_number, "022190001234"),
            other => panic!("{other:?}"),
        }
    }
}
