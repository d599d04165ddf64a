//! The tables pages read, as data. The store makes the schema, the upserts and the deletes from these;
//! an aggregate's `views` fill them. Adding a column is adding it here and in that aggregate's views.
//!
//! The tenant is the first column of every key and index and is added by the store.
//! Instants are UTC milliseconds, days are local dates as `yyyymmdd`, money is đồng, booleans are 0 and 1.

mod delegations;
mod papers;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnType {
    /// A whole number, never empty.
    I64,
    /// A whole number or nothing.
    I64Null,
    /// Text, never empty (it may be of no length).
    Text,
    /// Text or nothing.
    TextNull,
}

/// One column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name in SQL.
    pub name: &'static str,
    /// What it holds.
    pub kind: ColumnType,
    /// Unit and meaning, for the schema's comments.
    pub about: &'static str,
}

/// An index over columns after the tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Index {
    /// Its name in SQL.
    pub name: &'static str,
    /// Columns after the tenant, in order.
    pub columns: &'static [&'static str],
}

/// A table of rows or of shared counters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableDef {
    /// Its name in SQL.
    pub name: &'static str,
    /// One sentence: what a row is.
    pub about: &'static str,
    /// Key columns after the tenant.
    pub key: &'static [Column],
    /// All other columns.
    pub columns: &'static [Column],
    /// Indexes.
    pub indexes: &'static [Index],
}

impl TableDef {
    /// True when its rows are sums that many streams add to.
    #[must_use]
    pub fn is_counter(&self) -> bool {
        COUNTERS.contains(&self.name)
    }
}

const fn int(name: &'static str, about: &'static str) -> Column {
    Column { name, kind: ColumnType::I64, about }
}
const fn int_null(name: &'static str, about: &'static str) -> Column {
    Column { name, kind: ColumnType::I64Null, about }
}
const fn text(name: &'static str, about: &'static str) -> Column {
    Column { name, kind: ColumnType::Text, about }
}
const fn index(name: &'static str, columns: &'static [&'static str]) -> Index {
    Index { name, columns }
}

/// Every table, in the order in which they are created.
pub const TABLES: &[TableDef] = &[
    TableDef {
        name: "ticket_row",
        about: "A queue ticket of one day and hall.",
        key: &[int("ticket", "stream of the ticket")],
        columns: &[
            text("hall", "hall code"),
            int("day", "local date"),
            text("field", "field group it waits for"),
            text("series", "letter before the number"),
            int("number", "number within series, hall and day"),
            text("label", "what is printed and spoken, e.g. A012"),
            text("priority", "none, elder, pregnant, disabled, child, merit"),
            text("procedure", "procedure key chosen at the kiosk, may be of no length"),
            text("token", "random token of the ticket's own page"),
            text("phase", "waiting, called, serving, no_show, served, given_up"),
            int("order_at", "instant it is ordered by: taken_at less the head start of its priority"),
            int("taken_at", "instant it was taken"),
            int("not_before", "instant before which it is not called, 0 when no more time was asked for"),
            int("defers", "how often more time was asked for"),
            text(
                "others",
                "field groups of the person's other errands, with a space between; of no length for none",
            ),
            text("notice", "asked, given, dropped: to be told by a message; of no length when nobody asked"),
            int_null("told", "subject that is, was or was to be told"),
            int_null("appointment_at", "instant agreed on, none without an appointment"),
            int_null("dossier", "stream of the dossier whose result the person comes for"),
            int_null("called_at", "instant of the last call"),
            int("calls", "times called"),
            int_null("first_called_at", "instant of the first call"),
            int_null("seated_at", "instant of sitting down at the counter"),
            text("counter", "counter code that called it, or it was moved to"),
            int_null("visit", "stream of the visit"),
            int_null("closed_at", "instant it was served, given up or marked absent"),
            text(
                "paper",
                "of no length, asked, printed, low (printed, the roll near its end), or why none came out",
            ),
            int_null("paper_at", "instant the paper came out or was known not to"),
        ],
        indexes: &[
            index("ticket_waiting", &["hall", "day", "phase", "field", "order_at", "ticket"]),
            index("ticket_called", &["hall", "day", "called_at"]),
            index("ticket_token", &["token"]),
            index("ticket_notice", &["notice", "day", "phase"]),
            index("ticket_taken", &["hall", "taken_at", "ticket"]),
        ],
    },
    TableDef {
        name: "counter_row",
        about: "A counter as it is now.",
        key: &[int("counter_stream", "stream of the counter")],
        columns: &[
            text("hall", "hall code"),
            text("code", "counter code"),
            int("number", "number over the counter"),
            text("status", "open, paused, closed"),
            text("person", "officer at the counter"),
            text("position", "the officer's position"),
            int("since", "instant of the last change of status"),
            int_null("ticket", "stream of the ticket being called or served"),
            text("ticket_label", "its label"),
            int_null("visit", "stream of the visit under way"),
            text(
                "order_word",
                "what was ordered last: open, pause, resume, close, move; of no length for nothing",
            ),
            text("order_other", "the other counter it speaks of, may be of no length"),
            text("order_person", "officer it is about, may be of no length"),
            text("order_by", "who ordered it, may be of no length"),
            int_null("order_at", "instant of the order"),
            text("order_progress", "pending, done, lapsed; of no length for nothing"),
            text("offer_to", "colleague who was asked to stand in, of no length for nobody"),
            int_null("offer_until", "instant until which"),
            text(
                "offer_word",
                "waits, together (with whoever is at the counter), agreed; of no length for nothing",
            ),
            text("stand_in_for", "whose counter it is when the officer stands in, else of no length"),
            int_null("stand_in_until", "instant until which it was agreed"),
            text(
                "stand_in_word",
                "sits, returns (once the person at the counter has gone); of no length for nothing",
            ),
        ],
        indexes: &[
            index("counter_hall", &["hall", "number"]),
            index("counter_person", &["person", "status"]),
        ],
    },
    TableDef {
        name: "visit_row",
        about: "What happened at a counter between calling and finishing.",
        key: &[int("visit", "stream of the visit")],
        columns: &[
            text("hall", "hall code"),
            int("day", "local date"),
            text("counter", "counter code"),
            text("person", "officer"),
            int_null("ticket", "stream of the ticket"),
            text("ticket_label", "its label"),
            text("field", "field group it was for, as far as the number says; of no length without one"),
            text("procedure", "procedure key it was for, as far as the number says; may be of no length"),
            int_null("called_at", "instant of the call, none for a person served without a number"),
            int("waited_ms", "from ticket to start"),
            int("started_at", "instant"),
            int_null("finished_at", "instant"),
            int("dossiers", "dossiers touched"),
        ],
        indexes: &[
            index("visit_day", &["hall", "day", "started_at"]),
            index("visit_person", &["person", "day"]),
        ],
    },
    TableDef {
        name: "visit_dossier_row",
        about: "A dossier touched in a visit: trips per dossier are counted here.",
        key: &[int("visit", "stream of the visit"), int("dossier", "stream of the dossier")],
        columns: &[
            text(
                "act",
                "received, supplement_asked, refused, supplement_answered, corrected, returned, paid",
            ),
            int("at", "instant"),
        ],
        indexes: &[index("visit_dossier", &["dossier", "at"])],
    },
    TableDef {
        name: "dossier_row",
        about: "A dossier as it is now.",
        key: &[int("dossier", "stream of the dossier")],
        columns: &[
            text("code", "official code, of no length before reception"),
            text("provisional", "number of a draft"),
            text("token", "random token of the applicant's page, on the slip's QR"),
            text("procedure", "procedure code"),
            text("publisher", "publishing body"),
            text("version", "procedure version"),
            text("field", "field group"),
            text("regime", "rule regime it was received under"),
            text(
                "phase",
                "draft, supplement_at_intake, refused, processing, supplement, ready, returned, withdrawn, stopped",
            ),
            int("status", "exchange status 1 to 10"),
            text("receiving_unit", "unit that received it"),
            text("handling_unit", "unit that leads"),
            text("officer", "person who received it"),
            int("applicant", "subject"),
            int_null("owner", "subject, when not the applicant"),
            int("channel", "1 in person, 2 online, 3 post or proxy service"),
            int("created_at", "instant of the draft"),
            int_null("received_at", "instant of reception"),
            int_null("first_due_at", "first promise"),
            int_null("due_at", "current promise"),
            int_null("statutory_due_at", "statutory limit"),
            int_null("ready_at", "instant the result was ready"),
            int_null("returned_at", "instant the result was handed over"),
            int("is_parked", "1 once the result lies in the archive"),
            text("parked_place", "where in the archive, of no length elsewhere"),
            int("reminders", "times the person was reminded to come"),
            int_null("reminded_at", "instant of the last time"),
            int_null("silent_from", "instant papers were asked for, where waiting for them ends"),
            int("step", "number of the current step, 0 when none"),
            int("steps", "number of steps"),
            text("step_unit", "unit of the current step"),
            text("step_person", "person of the current step, of no length when unassigned"),
            int("supplements", "supplement requests, before reception and after"),
            int("slips", "times the slip was issued"),
            int("fee_vnd", "fee in đồng"),
            int("fee_paid", "1 when nothing is left to pay"),
            int("is_open", "1 from reception until returned, withdrawn or stopped"),
            int("is_late", "1 when a result was ready after the first promise"),
        ],
        indexes: &[
            index("dossier_code", &["code"]),
            index("dossier_token", &["token"]),
            index("dossier_applicant", &["applicant", "created_at"]),
            index("dossier_pickup", &["receiving_unit", "phase", "is_parked", "ready_at", "dossier"]),
            index("dossier_unit_due", &["handling_unit", "is_open", "due_at"]),
            index("dossier_received", &["receiving_unit", "received_at"]),
            index("dossier_late", &["is_open", "is_late", "first_due_at"]),
            index("dossier_unclaimed", &["phase", "is_parked", "ready_at", "dossier"]),
            index("dossier_returned", &["returned_at"]),
            index("dossier_silent", &["silent_from", "dossier"]),
            index("dossier_procedure", &["procedure", "publisher", "received_at", "dossier"]),
        ],
    },
    TableDef {
        name: "stretch_row",
        about: "A part of a dossier's life in which reports count it alike; the parts follow each other without a gap.",
        key: &[int("dossier", "stream of the dossier"), int("n", "1, 2, 3 in the order they began")],
        columns: &[
            text("code", "dossier code, for lists"),
            text("procedure", "procedure code it was counted under then"),
            text("publisher", "publishing body"),
            text("field", "field group"),
            text("receiving_unit", "unit that received it"),
            text("handling_unit", "unit that leads"),
            int("channel", "1 in person, 2 online, 3 post or proxy service"),
            int("received_at", "instant of reception"),
            int("since", "instant it begins"),
            int("since_version", "version of the dossier's stream with which it begins"),
            int("until_at", "instant it ends; the far end of time while it lasts"),
            int("until_version", "version of the dossier's stream with which it ends, 0 while it lasts"),
            int("waits", "1 while papers are waited for"),
            text("outcome", "of no length unless the dossier ends with it: ready, withdrawn, stopped"),
            int(
                "late_first",
                "instant from which it is late by the first promise, the far end of time for none",
            ),
            int("late_current", "the same by the current promise"),
            int("late_statutory", "the same by law"),
            text("verdict_first", "early, on_time, late by the first promise when the dossier ends with it"),
            text("verdict_current", "the same by the current promise"),
            text("verdict_statutory", "the same by law"),
        ],
        indexes: &[index("stretch_until", &["until_at", "since"])],
    },
    TableDef {
        name: "step_row",
        about: "A step of a dossier, open or finished; one row for each time it was done.",
        key: &[int("dossier", "stream of the dossier"), int("turn", "1, 2, 3 in the order they began")],
        columns: &[
            int("step", "number of the step in the procedure"),
            text("name", "what is done"),
            text("kind", "intake, assign, process, review, approve, number, return, external"),
            text("unit", "unit"),
            text("role", "role that does it"),
            text("person", "person, of no length when unassigned"),
            text("code", "dossier code, for lists"),
            text("procedure", "procedure code, for lists"),
            int("started_at", "instant it was handed over"),
            int("allowed_ms", "working milliseconds allowed"),
            int("counted", "0 when the time of others is outside the limit"),
            int_null("due_at", "instant the time is gone"),
            int(
                "order_at",
                "for lists: the instant the time is gone; once finished that instant; the far end of time for a step without time of \
                 its own, and for the last one while papers are waited for",
            ),
            int_null("yellow_at", "instant it turns yellow"),
            int_null("red_at", "instant it turns red"),
            int_null("finished_at", "instant"),
            text("verdict", "early, on_time, late, of no length while open"),
            int("used_ms", "working milliseconds used, 0 while open"),
            int("is_open", "1 while open"),
            int("red_marked", "1 once the red fact is in the journal"),
            text("escalated_to", "position the lateness was escalated to"),
        ],
        indexes: &[
            // Whoever counts a unit's steps finds all there is to count in it.
            index("step_open", &["is_open", "unit", "person", "role", "kind", "yellow_at", "red_at"]),
            index("step_person_order", &["person", "is_open", "order_at", "dossier"]),
            index("step_unit_order", &["unit", "is_open", "order_at", "dossier"]),
            index("step_to_mark", &["is_open", "red_marked", "escalated_to", "red_at", "dossier"]),
        ],
    },
    TableDef {
        name: "report_row",
        about: "A report of a unit and a period as it was submitted once.",
        key: &[int("report", "stream of the report"), int("issue", "1 for the first, then its corrections")],
        columns: &[
            text("unit", "unit that reports"),
            text("period", "2026-11, 2026-Q4, 2026"),
            int("ends_at", "instant the period is over"),
            int("known", "seq of the journal up to which was counted"),
            text("person", "who submitted it"),
            text("position", "in which position"),
            text("reason", "why it was issued anew, of no length for the first"),
            int("submitted_at", "instant"),
            int("dossiers", "carried over and received"),
            int("settled", "settled in the period"),
            int("late", "settled late or open late by the first promise"),
        ],
        indexes: &[index("report_unit", &["unit", "ends_at"])],
    },
    TableDef {
        name: "petition_row",
        about: "What an applicant says is wrong with how a dossier is handled, waiting or answered.",
        key: &[
            int("petitions", "stream of the petitions about the dossier"),
            int("number", "1, 2, 3 in the order they were lodged"),
        ],
        columns: &[
            int("dossier", "stream of the dossier"),
            text("code", "dossier code, for lists"),
            text("unit", "unit that has to answer"),
            text("matter", "delay, conduct, papers, fee, other"),
            int("lodged_at", "instant"),
            int("due_at", "instant by which it is to be answered"),
            int_null("answered_at", "instant"),
            text("answered_by", "person, of no length while it waits"),
            int("upheld", "1 when the answer says that the applicant is right"),
            int("is_open", "1 while it waits for an answer"),
            int("order_at", "for lists: when it is due; once answered that instant"),
        ],
        indexes: &[
            index("petition_order", &["is_open", "order_at", "petitions", "number"]),
            index("petition_dossier", &["dossier", "matter"]),
            index("petition_due", &["due_at", "unit"]),
        ],
    },
    TableDef {
        name: "appointment_row",
        about: "A place in a hall at an agreed time.",
        key: &[
            int("book", "stream of the appointment book: a hall, a field group, a day"),
            int("number", "number within the hall and the day"),
        ],
        columns: &[
            text("hall", "hall code"),
            text("field", "field group"),
            int("day", "local date"),
            text("label", "how people name it, e.g. DH012"),
            int("from_at", "the agreed instant"),
            int("until_at", "instant its slot ends"),
            text("procedure", "procedure key, may be of no length"),
            text("token", "random token of its own page"),
            int("person", "who comes, in the side table"),
            int("booked_at", "instant"),
            int_null("reminded_at", "instant the person was reminded"),
            text("status", "booked, honoured, cancelled, moved"),
            int_null("ticket", "stream of the ticket it was honoured by"),
        ],
        indexes: &[
            index("appointment_day", &["hall", "day", "field", "from_at"]),
            index("appointment_token", &["token"]),
        ],
    },
    TableDef {
        name: "holder_row",
        about: "A paper original handed in, and who holds it now.",
        key: &[int("dossier", "stream of the dossier"), int("item", "number of the paper")],
        columns: &[
            text("name", "name of the paper"),
            text("barcode", "code on the cover sheet"),
            text("holder", "person, unit or applicant"),
            text("holder_kind", "person, unit, applicant"),
            int("since", "instant"),
        ],
        indexes: &[index("holder_barcode", &["barcode"]), index("holder_holder", &["holder", "since"])],
    },
    TableDef {
        name: "payment_row",
        about: "A payment due or made.",
        key: &[int("payment", "stream of the payment")],
        columns: &[
            int("dossier", "stream of the dossier"),
            text("unit", "unit that collects"),
            int("total_vnd", "đồng"),
            text("status", "due, paid, voided"),
            text("method", "cash, online; of no length until it is paid"),
            text("receipt", "form, series and number of the receipt"),
            text("collected_by", "person"),
            int("due_since", "instant"),
            int_null("paid_at", "instant"),
            int_null("day", "local date of the receipt"),
        ],
        indexes: &[
            index("payment_dossier", &["dossier"]),
            index("payment_unit", &["unit", "status", "due_since", "payment"]),
            index("payment_day", &["unit", "day", "paid_at", "payment"]),
        ],
    },
    TableDef {
        name: "message_row",
        about: "A message to a person.",
        key: &[int("message", "stream of the message")],
        columns: &[
            text("about", "dossier, ticket, appointment"),
            int("about_stream", "stream of what it is about"),
            int("about_number", "number within that stream, 0 when the stream is all of it"),
            int("subject", "subject it goes to"),
            text("template", "template id"),
            text("channel", "sms, mail"),
            text("status", "requested, sending, sent, delivered, failed, in_doubt"),
            int("requested_at", "instant"),
            int_null("sent_at", "instant"),
            int_null("settled_at", "instant it was delivered, failed or put in doubt"),
            int("attempts", "attempts to send"),
            int("parts", "parts it was sent in"),
            text("failure", "code of the last failure"),
        ],
        indexes: &[
            index("message_about", &["about_stream", "about_number", "requested_at"]),
            index("message_status", &["status", "about", "requested_at"]),
        ],
    },
    TableDef {
        name: "message_part_row",
        about: "A part of a message as the message centre knows it: its receipt is found by it.",
        key: &[int("message", "stream of the message"), int("part", "1, 2, 3 in order")],
        columns: &[text("provider_id", "id given by the message centre")],
        indexes: &[index("message_part_provider", &["provider_id"])],
    },
    TableDef {
        name: "arrival_row",
        about: "Somebody who declared at the door: the pass, and nothing of what was answered.",
        key: &[int("arrival", "stream of the arrival")],
        columns: &[
            text("hall", "hall code"),
            int("day", "local date for which the pass holds"),
            int("number", "number within hall and day"),
            text("label", "what is shown and spoken, e.g. Y012"),
            text("form", "code of the form"),
            text("version", "its version"),
            text("advice", "enter, test, outside: what the form's rules said"),
            int("rule", "the rule that said it, counted from 1; 0 when none did"),
            text("token", "random token of the pass"),
            int("declared_at", "instant"),
            int("keep_until", "instant from which the declaration is removed"),
            int_null("cleared_at", "instant at which a person of the centre let them in all the same"),
        ],
        indexes: &[
            index("arrival_day", &["hall", "day", "number"]),
            index("arrival_token", &["token"]),
            index("arrival_keep", &["keep_until", "hall", "day"]),
        ],
    },
    TableDef {
        name: "gate_row",
        about: "The gate of a hall on a day.",
        key: &[int("gate", "stream of the gate")],
        columns: &[
            text("hall", "hall code"),
            int("day", "local date"),
            int("inside", "people inside, as counted"),
            int("called", "people called in, for whom a place is kept"),
            int("waiting", "people in line outside"),
            int("entered", "times somebody came in"),
            int_null("removed", "declarations of that day that were removed"),
            int_null("removed_at", "instant"),
        ],
        indexes: &[index("gate_day", &["hall", "day"])],
    },
    TableDef {
        name: "gate_visitor_row",
        about: "Somebody with a pass who is inside or waits outside.",
        key: &[int("gate", "stream of the gate"), int("arrival", "stream of the arrival")],
        columns: &[
            text("place", "inside, called, line, away"),
            int("since", "instant of coming to that place"),
            int("joined", "instant of joining the line, by which it is ordered"),
        ],
        indexes: &[
            index("gate_visitor_place", &["gate", "place", "joined"]),
            index("gate_visitor_arrival", &["arrival"]),
        ],
    },
    papers::PAD_ROW,
    papers::SLIP_ROW,
    papers::PAPER_ROW,
    papers::HANDOVER_ROW,
    papers::POST_ITEM_ROW,
    delegations::DELEGATION_ROW,
    TableDef {
        name: "announcement_row",
        about: "Something told in a hall.",
        key: &[
            int("board", "stream of the announcements of a hall and a day"),
            int("number", "number within the hall and the day"),
        ],
        columns: &[
            text("hall", "hall code"),
            int("day", "local date"),
            text("text", "what is told, in Vietnamese"),
            text("text_en", "the same in English, may be of no length"),
            text("said_by", "who told it"),
            int("said_at", "instant"),
            int("until_at", "instant it ends by itself"),
            text("withdrawn_by", "who took it back, of no length when nobody did"),
            int_null("withdrawn_at", "instant it was taken back"),
        ],
        indexes: &[index("announcement_day", &["hall", "day", "until_at"])],
    },
    TableDef {
        name: "daily_count",
        about: "Counted facts of a day, unit and measure.",
        key: &[int("day", "local date"), text("unit", "unit or hall"), text("measure", "what is counted")],
        columns: &[int("n", "how many")],
        indexes: &[],
    },
    TableDef {
        name: "rating_count",
        about: "How many were how satisfied with an officer at a counter on a day; nothing says who.",
        key: &[
            text("hall", "hall code"),
            int("day", "local date"),
            text("counter", "counter code"),
            text("person", "officer"),
            text("score", "very_satisfied, satisfied, neutral, dissatisfied"),
        ],
        columns: &[int("n", "how many")],
        indexes: &[index("rating_person", &["person", "day"])],
    },
    TableDef {
        name: "procedure_count",
        about: "How often a procedure was received: what people come for is found first.",
        key: &[text("procedure", "code and publishing body")],
        columns: &[int("n", "how many")],
        indexes: &[index("procedure_count_n", &["n"])],
    },
    TableDef {
        name: "apology_count",
        about: "How often a unit said that a promise would not be kept, in a year.",
        key: &[int("year", "local year"), text("unit", "unit that was late")],
        columns: &[int("n", "how many")],
        indexes: &[],
    },
];

/// Tables of sums: streams add to their rows and take away, and a row of nothing but zeros says nothing.
const COUNTERS: &[&str] = &["daily_count", "rating_count", "procedure_count", "apology_count"];

/// The table of that name.
#[must_use]
pub fn table(name: &str) -> Option<&'static TableDef> {
    TABLES.iter().find(|table| table.name == name)
}
