//! Each paper, field by field.

use super::words::{channel, given, limit, moment, written};
use crate::App;
use crate::directory::Directory;
use crate::queries::{DossierView, PassView, TicketView};
use crate::subject::{SubjectData, SubjectKind};
use documents::{
    Apology, Article, CashKind, CashLine, CashReceipt, Contact, ControlSlip, CoverSheet, Document, HandOver,
    Head, Original, Paper, Party, PartyKind, Proxy, Receipt, Refusal, ResultDocument, SignatureBlock, Signer,
    SlipCorrection, SlipPad, StopNotice, Supplement, SupplementItem, Ticket, Timeliness, Tracking,
};
use domain::Event;
use domain::dossier::{self, EarlierPaper, Event as Told, PaperForm, Phase, StepKind};
use domain::kernel::Millis;
use domain::payment::{self, FeeKind};
use jiff::civil::Date;

/// Everything a paper is made from.
pub(super) struct Maker<'a> {
    pub app: &'a App,
    pub directory: &'a Directory,
    pub view: &'a DossierView,
    pub events: &'a [Event],
}

impl Maker<'_> {
    fn told(&self) -> impl DoubleEndedIterator<Item = &Told> {
        self.events.iter().filter_map(|event| match event {
            Event::Dossier(told) => Some(told),
            _ => None,
        })
    }

    fn moment(&self, at: Millis) -> String {
        moment(self.directory.calendar(), at)
    }

    fn date(&self, at: Millis) -> Date {
        self.directory.calendar().local_date(at)
    }

    fn head(&self, unit: &str, number: String, made_on: Date) -> Head {
        head(self.directory, unit, number, made_on)
    }

    /// The head of the centre that received.
    fn centre_head(&self, number: i64, sign: &str, at: Millis) -> Head {
        let unit = &self.view.state.plan.receiving_unit;
        let abbreviation = self.directory.unit(unit).map_or("", |unit| unit.abbreviation.as_str());
        self.head(unit, format!("{number:02}/{sign}{abbreviation}"), self.date(at))
    }

    fn tracking(&self) -> Option<Tracking> {
        let address = self.app.public_address();
        let phone =
            self.directory.unit(&self.view.state.plan.receiving_unit).and_then(|unit| given(&unit.phone));
        Some(Tracking {
            qr: format!("{address}/d/{}", self.view.state.intake.token),
            link: format!("{address}/track"),
            phone,
        })
    }

    pub(super) fn officer(&self, person: &str) -> Signer {
        Signer { name: given(self.directory.person_name(person)), note: None }
    }

    fn request(&self) -> String {
        given(&self.view.particulars.text).unwrap_or_else(|| self.view.state.plan.procedure.name.clone())
    }

    /// The running number of agency and day, as the code ends.
    fn running_number(&self) -> i64 {
        self.view.state.code.rsplit('-').next().and_then(|tail| tail.parse().ok()).unwrap_or(0)
    }

    pub(super) fn receipt(&self) -> Option<Document> {
        let state = &self.view.state;
        let received_at = state.received_at?;
        // The slip shows the first promise of the appointment in force; a void one stays in the history.
        let promise = state.promise()?;
        let officer = &state.intake.officer;
        let committed = (promise.committed != promise.statutory).then(|| limit(promise.committed));
        Some(Document::Receipt(Receipt {
            head: self.centre_head(self.running_number(), "BNHS-", received_at),
            dossier_code: state.code.clone(),
            receiving_unit: self.directory.unit_name(&state.plan.receiving_unit).to_owned(),
            applicant: party(&self.view.applicant),
            owner: self.view.owner.as_ref().map(party),
            proxy: self.proxy(),
            procedure: state.plan.procedure.name.clone(),
            request: given(&self.view.particulars.text),
            papers: state
                .intake
                .papers
                .iter()
                .filter(|one| one.ok)
                .map(|one| paper(one, &state.intake.earlier))
                .collect(),
            sets: 1,
            channel: channel(state.intake.channel).to_owned(),
            statutory_time: limit(promise.statutory),
            committed_time: committed,
            received: self.moment(received_at),
            due: self.moment(promise.due_at),
            due_note: self.due_note(promise),
            return_place: given(&self.view.particulars.delivery)
                .unwrap_or_else(|| self.directory.unit_name(&state.plan.receiving_unit).to_owned()),
            register: None,
            correction: self.correction(),
            submitter: Signer { name: given(self.submitter()), note: None },
            officer: self.officer(officer),
            tracking: self.tracking(),
        }))
    }

    fn submitter(&self) -> &str {
        self.view.proxy.as_ref().map_or(self.view.applicant.name.as_str(), |proxy| proxy.name.as_str())
    }

    fn proxy(&self) -> Option<Proxy> {
        let data = self.view.proxy.as_ref()?;
        let paper = self.view.state.intake.proxy.as_ref().map(|proxy| proxy.paper.clone())?;
        Some(Proxy { party: party(data), authorisation: paper })
    }

    /// What must be said beside the date: two appointments, a calendar that is not decided yet.
    fn due_note(&self, promise: &dossier::Promise) -> Option<String> {
        let mut notes = Vec::new();
        let parts = &self.view.state.plan.appointments;
        if let [first, second] = parts.as_slice() {
            notes.push(if promise.appointment == 0 {
                format!(
                    "Hẹn lần 1: {} để nhận thông báo nghĩa vụ tài chính; lần 2: {} kể từ khi nộp chứng từ hoàn thành nghĩa vụ tài chính",
                    limit(first.committed),
                    limit(second.committed)
                )
            } else {
                "Hẹn lần 2, tính từ khi hoàn thành nghĩa vụ tài chính".to_owned()
            });
        }
        if promise.provisional {
            notes.push("Ngày hẹn thuộc năm chưa công bố lịch nghỉ, có thể được tính lại".to_owned());
        }
        (!notes.is_empty()).then(|| notes.join(". "))
    }

    fn correction(&self) -> Option<SlipCorrection> {
        self.told().rev().find_map(|told| match told {
            Told::DossierCorrected { reason, slip, at, .. } => Some(SlipCorrection {
                replaces: format!("phiếu lần {}, cấp lại lúc {}", slip - 1, self.moment(*at)),
                reason: reason.clone(),
            }),
            Told::SlipReplaced { slip, at, .. } => Some(SlipCorrection {
                replaces: format!("phiếu lần {}, cấp lại lúc {}", slip - 1, self.moment(*at)),
                reason: "Giấy hẹn trước bị mất và không còn giá trị".to_owned(),
            }),
            _ => None,
        })
    }

    pub(super) fn supplement(&self, which: usize) -> Option<Document> {
        let asked = self.told().filter_map(|told| match told {
            Told::IntakeSupplementAsked { items, slip, by, at, .. } => {
                Some((items, slip.number(), by, *at, false))
            }
            Told::SupplementRequested { items, slip, by, at, .. } => {
                Some((items, slip.number(), by, *at, true))
            }
            _ => None,
        });
        let (items, slip, by, at, after_reception) = asked.into_iter().nth(which.checked_sub(1)?)?;
        let state = &self.view.state;
        let clock_note = after_reception.then_some(match state.plan.supplement {
            dossier::SupplementPolicy::Restart => {
                "Thời hạn giải quyết được tính lại từ đầu khi nhận đủ hồ sơ bổ sung"
            }
            dossier::SupplementPolicy::Pause => {
                "Thời hạn giải quyết tạm dừng và tính tiếp khi nhận đủ hồ sơ bổ sung"
            }
        });
        let unit = self.directory.unit(&state.plan.receiving_unit);
        Some(Document::Supplement(Supplement {
            head: self.centre_head(slip, "PBS-", at),
            dossier_code: given(&state.code),
            applicant: party(&self.view.applicant),
            request: self.request(),
            items: items
                .iter()
                .map(|item| SupplementItem {
                    name: item.name.clone(),
                    remark: given(&item.reason),
                    paper: None,
                })
                .collect(),
            reason: items.iter().map(|item| item.reason.trim()).collect::<Vec<_>>().join("; "),
            contact: Some(Contact {
                name: self.directory.person_name(by).to_owned(),
                phone: unit.and_then(|unit| given(&unit.phone)),
            }),
            clock_note: clock_note.map(str::to_owned),
            officer: self.officer(by),
            tracking: self.tracking(),
        }))
    }

    pub(super) fn refusal(&self) -> Option<Document> {
        let state = &self.view.state;
        let agency = self.directory.catalogue().refusing_agency(state);
        let (reasons, slip, by, at, signature) = self.told().find_map(|told| match told {
            Told::IntakeRefused { reasons, slip, by, at, .. } => {
                Some((reasons, slip.number(), by, *at, None))
            }
            Told::ResolutionRefused {
                reasons, slip, by, position, block, on_behalf_of, under, at, ..
            } => {
                let signed = self.signature_block(&agency, by, position, (block, on_behalf_of), under);
                let signed = SignatureBlock { under: self.leans_on(under, on_behalf_of), ..signed };
                Some((reasons, slip.number(), by, *at, Some(signed)))
            }
            _ => None,
        })?;
        Some(Document::Refusal(Refusal {
            head: self.centre_head(slip, "PTC-", at),
            receiving_unit: self.directory.unit_name(&state.plan.receiving_unit).to_owned(),
            applicant: party(&self.view.applicant),
            dossier_code: given(&state.code),
            request: self.request(),
            reasons: reasons.clone(),
            submitter: Signer { name: given(self.submitter()), note: None },
            officer: self.officer(by),
            signature,
            phone: self.directory.unit(&state.plan.receiving_unit).and_then(|unit| given(&unit.phone)),
        }))
    }

    pub(super) fn control_slip(&self) -> Option<Document> {
        let state = &self.view.state;
        let received_at = state.received_at?;
        let promise = state.promises.first().or_else(|| state.promise());
        let due = promise.map_or_else(String::new, |promise| self.moment(promise.first_due_at));
        Some(Document::ControlSlip(ControlSlip {
            head: self.centre_head(self.running_number(), "PKS-", received_at),
            dossier_code: state.code.clone(),
            procedure: state.plan.procedure.name.clone(),
            handling_unit: self.directory.unit_name(&state.plan.handling_unit).to_owned(),
            cooperating_unit: state
                .plan
                .steps
                .iter()
                .find(|step| step.kind == StepKind::External)
                .map(|step| self.directory.unit_name(&step.unit).to_owned()),
            received: self.moment(received_at),
            due,
            hand_overs: self.hand_overs(),
        }))
    }

    /// One row for each hand-over: how the giver kept its time stands where the next one begins.
    fn hand_overs(&self) -> Vec<HandOver> {
        let turns = &self.view.state.turns;
        turns
            .iter()
            .zip(turns.iter().skip(1))
            .map(|(giver, receiver)| HandOver {
                from: self.directory.unit_name(&giver.unit).to_owned(),
                to: self.directory.unit_name(&receiver.unit).to_owned(),
                at: self.moment(receiver.started_at),
                giver: self.directory.person_name(&giver.person).to_owned(),
                receiver: self.directory.person_name(&receiver.person).to_owned(),
                timeliness: giver.timeliness.map(|kept| match kept {
                    dossier::Timeliness::Early => Timeliness::Early,
                    dossier::Timeliness::OnTime => Timeliness::OnTime,
                    dossier::Timeliness::Late => Timeliness::Late,
                }),
                remark: Some(giver.name.clone()),
            })
            .collect()
    }

    pub(super) fn cover_sheet(&self) -> Option<Document> {
        let state = &self.view.state;
        let (received_at, promise) = (state.received_at?, state.promise()?);
        let kept = |paper: &&dossier::Paper| paper.ok && paper.form == PaperForm::Original;
        Some(Document::CoverSheet(CoverSheet {
            head: self.centre_head(self.running_number(), "BNHS-", received_at),
            dossier_code: state.code.clone(),
            procedure: state.plan.procedure.name.clone(),
            applicant: self.view.applicant.name.clone(),
            received: self.moment(received_at),
            due: self.moment(promise.due_at),
            handling_unit: self.directory.unit_name(&state.plan.handling_unit).to_owned(),
            originals: state
                .originals
                .iter()
                .map(|original| Original {
                    name: original.name.clone(),
                    code: dossier::barcode(&state.code, original.item),
                    sheets: None,
                })
                .collect(),
            copies: state
                .intake
                .papers
                .iter()
                .filter(|paper| paper.ok && !kept(paper))
                .map(|paper| paper.name.clone())
                .collect(),
        }))
    }

    pub(super) fn result(&self) -> Option<Document> {
        let state = &self.view.state;
        let result = &state.result;
        if result.template.is_empty() {
            return None;
        }
        let text = self.view.result.as_ref().map(|data| data.text.clone()).unwrap_or_default();
        let agency = self.directory.signing_agency(state);
        let agency = agency.as_str();
        let numbered = result.number > 0;
        let abbreviation = self.directory.unit(agency).map_or("", |unit| unit.abbreviation.as_str());
        let number = if numbered { format!("{}/KQ-{abbreviation}", result.number) } else { String::new() };
        let made_on = calendar::date_of(result.dated).unwrap_or_else(|| self.date(state.created_at));
        Some(Document::Result(ResultDocument {
            head: self.head(agency, number, made_on),
            draft: !numbered,
            title: "Kết quả giải quyết thủ tục hành chính".to_owned(),
            subject: given(&state.plan.procedure.name),
            authority: None,
            bases: self.leans_on(&result.under, &result.on_behalf_of).into_iter().collect(),
            enacting: None,
            facts: Vec::new(),
            articles: text.lines().filter_map(given).map(|text| Article { heading: None, text }).collect(),
            recipients: vec![self.view.applicant.name.clone(), "Lưu: VT, hồ sơ".to_owned()],
            signature: self.signature_block(
                agency,
                &result.approved_by,
                &result.approved_position,
                (&result.block, &result.on_behalf_of),
                &result.under,
            ),
            dossier_code: state.code.clone(),
            qr: Some(format!("{}/d/{}", self.app.public_address(), state.intake.token)),
        }))
    }

    /// The apology of the late agency with the new date, as it was signed.
    pub(super) fn apology(&self) -> Option<Document> {
        let state = &self.view.state;
        let given = state.extension()?;
        let abbreviation = self.directory.unit(&given.unit).map_or("", |unit| unit.abbreviation.as_str());
        let number = format!("{:02}/PXL-{abbreviation}", given.number.number());
        Some(Document::Apology(Apology {
            head: self.head(&given.unit, number, self.date(given.at)),
            addressee: party(&self.view.applicant),
            dossier_code: state.code.clone(),
            procedure: state.plan.procedure.name.clone(),
            received: self.moment(state.received_at?),
            due_original: self.moment(given.was_due_at),
            reason: given.reason.clone(),
            due_new: self.moment(given.due_at),
            signature: SignatureBlock {
                under: self.leans_on(&given.under, &given.on_behalf_of),
                ..self.signature_block(
                    &given.unit,
                    &given.by,
                    &given.position,
                    (&given.block, &given.on_behalf_of),
                    &given.under,
                )
            },
        }))
    }

    pub(super) fn stop(&self) -> Option<Document> {
        let state = &self.view.state;
        let (reason, by, at, asked) = self.told().rev().find_map(|told| match told {
            Told::DossierWithdrawn { reason, by, at } => Some((reason, by, *at, true)),
            Told::DossierStopped { reason, by, at } => Some((reason, by, *at, false)),
            _ => None,
        })?;
        if !matches!(state.phase, Phase::Withdrawn { .. } | Phase::Stopped { .. }) {
            return None;
        }
        let position = self.directory.position_of(by, at).unwrap_or_default();
        Some(Document::Stop(StopNotice {
            head: self.centre_head(self.running_number(), "TBD-", at),
            applicant: party(&self.view.applicant),
            dossier_code: state.code.clone(),
            request: self.request(),
            received: self.moment(state.received_at?),
            asked_on: asked.then(|| written(self.date(at))),
            reason: reason.clone(),
            stopped: self.moment(at),
            signature: SignatureBlock {
                lines: self.directory.signature(&position, &state.plan.receiving_unit, None),
                signer: self.officer(by),
                under: None,
            },
        }))
    }

    pub(super) fn cash_receipt(&self, payment: &payment::State) -> Option<Document> {
        let (receipt, by, at) = match &payment.status {
            payment::Status::Paid { receipt, by, at, .. } => (receipt, by, *at),
            _ => return None,
        };
        let state = &self.view.state;
        let payer = party(&self.view.applicant);
        Some(Document::CashReceipt(CashReceipt {
            head: self.head(&payment.unit, String::new(), self.date(at)),
            tax_code: None,
            form: receipt.form.clone(),
            series: receipt.series.clone(),
            number: format!("{:07}", receipt.number),
            payer_signature: Signer { name: given(self.submitter()), note: None },
            payer,
            dossier_code: state.code.clone(),
            procedure: state.plan.procedure.name.clone(),
            lines: payment
                .lines
                .iter()
                .map(|line| CashLine {
                    name: line.name.clone(),
                    kind: match line.kind {
                        FeeKind::Fee => CashKind::Fee,
                        FeeKind::Charge => CashKind::Charge,
                        FeeKind::ServicePrice => CashKind::ServicePrice,
                    },
                    amount_vnd: line.amount_vnd.amount(),
                })
                .collect(),
            method: "Tiền mặt".to_owned(),
            cashier: self.officer(by),
        }))
    }
}

/// A pad of blank slips, none when none is blank.
pub(super) fn pad(directory: &Directory, pad: &domain::pad::State) -> Option<Document> {
    let hall = directory.hall(&pad.hall)?;
    let number = directory.counter(&pad.hall, &pad.counter).map_or(0, |counter| counter.number);
    let blank = (1..=pad.slips).filter(|slip| pad.slip(*slip).is_none());
    let numbers: Vec<String> = blank.map(|slip| domain::pad::label(pad.number, slip)).collect();
    (!numbers.is_empty()).then(|| {
        Document::SlipPad(SlipPad {
            head: head(directory, &hall.unit, String::new(), directory.calendar().local_date(pad.issued_at)),
            counter: format!("Quầy {number}"),
            numbers,
            phone: directory.unit(&hall.unit).and_then(|unit| given(&unit.phone)),
        })
    })
}

/// The queue ticket.
pub(super) fn ticket(app: &App, directory: &Directory, ticket: &TicketView) -> Document {
    let hall = directory.hall(&ticket.hall);
    let centre = hall.map_or("", |hall| directory.unit_name(&hall.unit));
    let numbers: Vec<String> = directory
        .catalogue()
        .counters_of(&ticket.hall)
        .into_iter()
        .filter(|counter| counter.fields.contains(&ticket.field))
        .map(|counter| counter.number.to_string())
        .collect();
    let areas = directory.catalogue().areas_for(&ticket.hall, &ticket.field, &ticket.counter);
    let areas: Vec<String> = areas.iter().map(|area| format!("khu {}", area.name)).collect();
    let areas = if areas.is_empty() { String::new() } else { format!(", {}", areas.join(" hoặc ")) };
    let on = directory.date(ticket.taken_at);
    let procedure = ticket.procedure.split_once('@').and_then(|(code, publisher)| {
        directory
            .catalogue()
            .procedure(code, publisher, &on)
            .map(|procedure| procedure.listed_name().to_owned())
    });
    let field = directory.catalogue().fields.get(&ticket.field);
    let priority = match ticket.priority.as_str() {
        "elder" => Some("Ưu tiên: người cao tuổi"),
        "pregnant" => Some("Ưu tiên: phụ nữ mang thai"),
        "disabled" => Some("Ưu tiên: người khuyết tật"),
        "merit" => Some("Ưu tiên: người có công"),
        "child" => Some("Ưu tiên: có trẻ nhỏ đi cùng"),
        _ => None,
    };
    let minutes = ticket.estimate_ms.map(|ms| ms / 60_000);
    let first = procedure.unwrap_or_else(|| field.map_or_else(String::new, |field| field.name.clone()));
    let name = |code: &String| directory.catalogue().fields.get(code).map(|field| field.name.clone());
    let others: Vec<String> = ticket.others.iter().filter_map(name).collect();
    Document::Ticket(Ticket {
        made_on: directory.calendar().local_date(ticket.taken_at),
        centre: centre.to_owned(),
        hall: hall.map(|hall| hall.name.clone()),
        number: spaced(&ticket.label),
        service: others.into_iter().fold(first, |all, other| format!("{all}, sau đó: {other}")),
        counters: (!numbers.is_empty()).then(|| format!("Quầy {}{areas}", numbers.join(", "))),
        priority: priority.map(str::to_owned),
        ahead: u32::try_from(ticket.before).ok(),
        estimate: minutes.map(|minutes| {
            if minutes == 0 { "đến lượt ngay".to_owned() } else { format!("khoảng {minutes} phút") }
        }),
        issued: moment(directory.calendar(), ticket.taken_at),
        qr: Some(format!("{}/t/{}", app.public_address(), ticket.token)),
        english: true,
        pass: false,
    })
}

/// The pass of somebody who declared at a kiosk. It names nobody.
pub(super) fn pass(app: &App, directory: &Directory, pass: &PassView) -> Document {
    let hall = directory.hall(&pass.hall);
    let centre = hall.map_or("", |hall| directory.unit_name(&hall.unit));
    let (service, advice) = match pass.advice.as_str() {
        _ if pass.may_enter() => ("Được vào", None),
        "test" => ("Cần xét nghiệm trước khi vào", Some("Xin gặp người hướng dẫn ở cổng")),
        _ => ("Xin chờ bên ngoài", Some("Xin đứng ngoài và gọi người hướng dẫn")),
    };
    Document::Ticket(Ticket {
        made_on: directory.calendar().local_date(pass.declared_at),
        centre: centre.to_owned(),
        hall: hall.map(|hall| hall.name.clone()),
        number: spaced(&pass.label),
        service: service.to_owned(),
        counters: None,
        priority: advice.map(str::to_owned),
        ahead: None,
        estimate: None,
        issued: moment(directory.calendar(), pass.declared_at),
        qr: Some(format!("{}/pass/{}", app.public_address(), pass.token)),
        english: true,
        pass: true,
    })
}

/// `A-012` for `A012`, as the display and the ticket's page show it.
fn spaced(label: &str) -> String {
    let letters = label.find(|letter: char| letter.is_ascii_digit()).unwrap_or(label.len());
    let (series, number) = label.split_at(letters);
    if series.is_empty() || number.is_empty() { label.to_owned() } else { format!("{series}-{number}") }
}

pub(super) fn head(directory: &Directory, unit: &str, number: String, made_on: Date) -> Head {
    let above = directory.unit(unit).map(|unit| unit.parent.clone()).unwrap_or_default();
    Head {
        parent: if above.is_empty() { String::new() } else { directory.unit_name(&above).to_owned() },
        unit: directory.unit_name(unit).to_owned(),
        number,
        place: directory.setting("place").unwrap_or("Quảng Ninh").to_owned(),
        made_on,
    }
}

fn party(data: &SubjectData) -> Party {
    Party {
        kind: if data.kind == SubjectKind::Organisation {
            PartyKind::Organisation
        } else {
            PartyKind::Person
        },
        name: data.name.clone(),
        id_number: given(&data.id_number),
        address: given(&data.address),
        phone: given(&data.phone),
        email: given(&data.email),
    }
}

fn paper(paper: &dossier::Paper, earlier: &[EarlierPaper]) -> Paper {
    let copies = u32::try_from(paper.copies).unwrap_or(0);
    let mut line = Paper { name: paper.name.clone(), ..Paper::default() };
    match paper.form {
        PaperForm::Original => line.originals = copies,
        PaperForm::Certified => line.certified = copies,
        PaperForm::Copy => line.copies = copies,
        PaperForm::Shown => line.note = Some("xuất trình, đã trả lại".to_owned()),
        PaperForm::Electronic => line.note = Some("bản điện tử".to_owned()),
        PaperForm::LookedUp => {
            let held = earlier.iter().find(|held| held.item == paper.item);
            let note = held.map(|held| format!("đã có ở hồ sơ {}, không phải nộp lại", held.code));
            line.note = Some(note.unwrap_or_else(|| "tra cứu dữ liệu, không phải nộp".to_owned()));
        }
    }
    line
}
