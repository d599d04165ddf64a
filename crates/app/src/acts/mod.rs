//! What each command does: who is asked, which streams it touches, what is decided and in which order.

mod announcing;
mod appointments;
mod arrivals;
mod delegating;
mod desk;
mod directing;
mod front;
mod handover;
mod messages;
mod notices;
mod petitions;
mod post;
mod printing;
mod reports;
mod scans;
mod slips;
mod stand_in;
mod steps;
mod taken_over;

use crate::command::Command;
use crate::error::Result;
use crate::work::Work;
use domain::dossier::Told;
use domain::{counter, ticket};

impl Work<'_> {
    /// Runs one command up to the point where it can be committed.
    pub(crate) async fn run(&mut self, command: Command) -> Result<()> {
        match command {
            Command::TakeTicket { hall, field, procedure, priority } => {
                self.take_ticket(hall, field, procedure, priority).await
            }
            Command::Errands(errands) => self.errands(errands).await,
            Command::OpenCounter { hall, counter } => self.open_counter(hall, counter).await,
            Command::PauseCounter { hall, counter } => {
                self.counter_command(&hall, &counter, counter::Command::Pause).await
            }
            Command::ResumeCounter { hall, counter } => {
                self.counter_command(&hall, &counter, counter::Command::Resume).await
            }
            Command::CloseCounter { hall, counter } => {
                self.counter_command(&hall, &counter, counter::Command::Close).await
            }
            Command::OpenCounterFor { hall, counter, person } => {
                self.open_counter_for(hall, counter, &person).await
            }
            Command::DirectCounter { hall, counter, order, when } => {
                self.direct_counter(&hall, &counter, order, when).await
            }
            Command::WithdrawOrder { hall, counter } => self.withdraw_order(&hall, &counter).await,
            Command::StandIn(asked) => self.stand_in(asked).await,
            Command::TellHall { hall, text, text_en, until } => {
                self.tell_hall(&hall, text, text_en, until).await
            }
            Command::WithdrawAnnouncement { hall, number } => self.withdraw_announcement(&hall, number).await,
            Command::CallNext { hall, counter } => self.call_next(&hall, &counter, None).await,
            Command::CallNextAfter { hall, counter, came } => {
                self.call_next(&hall, &counter, Some(came)).await
            }
            Command::Recall { hall, counter } => self.recall(&hall, &counter).await,
            Command::MarkNoShow { hall, counter } => self.mark_no_show(&hall, &counter).await,
            Command::MoveTicket { hall, counter, field, to_counter } => {
                self.move_ticket(&hall, &counter, field, to_counter).await
            }
            Command::PutBackTicket { ticket } => self.ticket_command(ticket, ticket::Command::PutBack).await,
            Command::DeferTicket { ticket } => self.ticket_command(ticket, ticket::Command::Defer).await,
            Command::TakeTicketForResult { hall, dossier } => {
                self.take_ticket_for_result(hall, dossier).await
            }
            Command::AskNotice { ticket, phone, language } => {
                self.ask_notice(ticket, &phone, &language).await
            }
            Command::DropNotice { ticket } => self.ticket_command(ticket, ticket::Command::DropNotice).await,
            Command::GiveNotice { ticket } => self.give_notice(ticket).await,
            Command::GiveUpTicket { ticket } => self.ticket_command(ticket, ticket::Command::GiveUp).await,
            Command::StartVisit { hall, counter } => self.start_visit(&hall, &counter).await,
            Command::FinishVisit { hall, counter } => self.finish_visit(&hall, &counter).await,
            Command::RateVisit { hall, counter, visit, score } => {
                self.rate_visit(&hall, &counter, visit, score).await
            }
            Command::Intake { hall, counter, draft, form, end } => {
                self.intake((hall, counter), draft, *form, end, None).await
            }
            Command::IssuePad { hall, counter, slips } => self.issue_pad(hall, counter, slips).await,
            Command::ConfirmSlip { pad, slip } => self.confirm_slip(pad, slip).await,
            Command::SendBackSlip { pad, slip, reason } => self.send_back_slip(pad, slip, reason).await,
            Command::SpoilSlip { pad, slip, reason } => self.spoil_slip(pad, slip, reason).await,
            Command::Handover(command) => self.handover(command).await,
            Command::Scan(command) => self.scan(command).await,
            Command::Post(command) => self.post(command).await,
            Command::Delegate(asked) => self.delegate(asked).await,
            Command::CollectFees { payments, amount_vnd } => self.collect_fees(payments, amount_vnd).await,
            Command::Correct { dossier, correction, reason } => {
                self.correct(dossier, *correction, reason).await
            }
            Command::ReplaceSlip(lost) => self.replace_slip(lost).await,
            Command::AnswerSupplement { dossier, papers, at_counter } => {
                self.answer_supplement(dossier, papers, at_counter).await
            }
            Command::HandOver { dossier, to, identified_by, proxy_paper, at_counter } => {
                self.hand_over(dossier, to, identified_by, proxy_paper, at_counter).await
            }
            Command::NoteMessage { message, note } => self.note_message(message, note).await,
            Command::NotePrinted { ticket, note } => self.note_printed(ticket, note).await,
            Command::SendAgain { message, channel } => self.send_again(message, channel).await,
            Command::RecordAbsence { person, from, until, substitute, reason } => {
                self.record_absence(&person, from, until, &substitute, reason)
            }
            Command::SubmitReport { unit, period, seen, reason } => {
                self.submit_report(unit, period, seen, reason).await
            }
            Command::LodgePetition { dossier, matter, text } => {
                self.lodge_petition(dossier, matter, text).await
            }
            Command::AnswerPetition { dossier, number, upheld, text } => {
                self.answer_petition(dossier, number, upheld, text).await
            }
            Command::BookAppointment { hall, field, procedure, from, name, phone, language, instead_of } => {
                let wish = appointments::Wish { hall, field, procedure, from, name, phone, language };
                self.book_appointment(wish, instead_of).await
            }
            Command::RemindAppointment { book, number } => self.remind_appointment(book, number).await,
            Command::CancelAppointment { book, number } => self.cancel_appointment(book, number).await,
            Command::TakeTicketByAppointment { hall, book, number, priority } => {
                self.take_ticket_by_appointment(hall, book, number, priority).await
            }
            Command::Declare { hall, declaration } => self.declare(hall, *declaration).await,
            Command::PassGate { hall, arrival } => self.pass_gate(hall, arrival).await,
            Command::ClearArrival { arrival } => self.clear_arrival(arrival).await,
            Command::GiveUpPass(arrival) => self.give_up_pass(arrival).await,
            Command::CountInside { hall, inside } => self.count_inside(hall, inside).await,
            Command::LookAtGate(hall) => self.look_at_gate(hall).await,
            Command::NoteDeclarationsRemoved { hall, day, count } => {
                self.note_declarations_removed(hall, day, count).await
            }
            Command::TakeOver(dossier) => self.take_over(*dossier).await,
            Command::TakeOverOpen(dossier) => self.take_over_open(*dossier).await,
            Command::TakeUp { dossier, step, person } => self.take_up(dossier, step, person).await,
            Command::NoteStep { dossier, name, unit, person } => {
                self.note(dossier, Told::Done { name, unit, person }).await
            }
            Command::NoteClose(dossier) => self.note(dossier, Told::Closed).await,
            command => self.step(command).await,
        }
    }
}
