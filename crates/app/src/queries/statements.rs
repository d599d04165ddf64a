//! Every statement of this crate. A test prepares each on both engines and refuses one without the tenant.

use store::Statement;

macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $sql:expr;)*) => {
        $($(#[$doc])* pub const $name: Statement = Statement::tenant(stringify!($name), $sql);)*

        /// All of them, for the registry test.
        pub const ALL: &[Statement] = &[$($name),*];
    };
}

pub mod delegations;
pub mod estimates;
pub mod extension;
pub mod flow;
pub mod post;
pub mod silence;
/// Steps with the matter and the applicant they belong to: which of them, and in which order. `$3` are the rows asked for, `$4` and
/// `$5` the place they begin behind.
macro_rules! work {
    ($which:literal, $order:literal) => {
        concat!(
            "SELECT s.dossier, s.turn, s.step, s.name, s.kind, s.unit, s.role, s.person, s.code, s.procedure, \
        s.started_at, s.allowed_ms, s.counted, s.due_at, s.yellow_at, s.red_at, s.red_marked, s.escalated_to, s.finished_at, \
        s.verdict, d.publisher, d.version, d.phase, d.receiving_unit, d.applicant, d.due_at, p.body FROM step_row s \
        JOIN dossier_row d ON d.tenant = s.tenant AND d.dossier = s.dossier JOIN subject p ON p.tenant = d.tenant \
        AND p.subject = d.applicant AND p.version = (SELECT MAX(q.version) FROM subject q WHERE q.tenant = d.tenant \
        AND q.subject = d.applicant) \
        WHERE s.tenant = $1 AND ",
            $which,
            " ORDER BY ",
            $order,
            " LIMIT $3"
        )
    };
}

/// Papers on their way.
macro_rules! papers {
    () => {
        "SELECT dossier, code, procedure, publisher, version, receiving_unit, to_unit, officer, originals, papers, travel_by, missed \
        FROM paper_row WHERE tenant = $1 AND "
    };
}

/// Lists of papers handed over.
macro_rules! handovers {
    () => {
        "SELECT handover, to_unit, day, number, lines, waiting, struck, drawn_by, drawn_at, confirm_by, hall FROM handover_row \
        WHERE tenant = $1 AND "
    };
}

/// Passes of people at the door, with the place at the gate.
macro_rules! pass {
    ($which:literal) => {
        concat!(
            "SELECT a.arrival, a.hall, a.day, a.label, a.form, a.version, a.advice, a.rule, a.token, a.declared_at, a.cleared_at, \
        COALESCE(v.place, ''), v.since, v.joined, v.gate FROM arrival_row a LEFT JOIN gate_visitor_row v ON v.tenant = a.tenant AND v.arrival = a.arrival \
        WHERE a.tenant = $1 AND ",
            $which
        )
    };
}

/// How many there are of something, counted up to a hundred: what stands beside the name of a list.
macro_rules! up_to_100 {
    ($rows:literal) => {
        concat!("SELECT COUNT(*) FROM (SELECT 1 AS one FROM ", $rows, " LIMIT 100) AS few")
    };
}

/// Dossiers with their applicants: which of them, and in which order.
macro_rules! named {
    ($which:literal) => {
        concat!(
            "SELECT d.dossier, d.code, d.provisional, d.procedure, d.publisher, d.version, d.phase, d.status, d.receiving_unit, \
        d.handling_unit, d.officer, d.applicant, d.received_at, d.first_due_at, d.due_at, d.ready_at, d.returned_at, d.step, \
        d.steps, d.step_unit, d.step_person, d.fee_vnd, d.fee_paid, d.is_late, d.created_at, p.body FROM dossier_row d JOIN subject p \
        ON p.tenant = d.tenant AND p.subject = d.applicant AND p.version = (SELECT MAX(q.version) FROM subject q \
        WHERE q.tenant = d.tenant AND q.subject = d.applicant) \
        WHERE d.tenant = $1 AND ",
            $which
        )
    };
}

/// Whose dossiers are counted: `$4` and `$5` are unit codes that received them and that lead, each between commas, of no length
/// for all. Exact, and the same on both engines.
macro_rules! in_scope {
    () => {
        " AND ($4 = '' OR LENGTH(REPLACE($4, ',' || s.receiving_unit || ',', '')) < LENGTH($4)) \
        AND ($5 = '' OR LENGTH(REPLACE($5, ',' || s.handling_unit || ',', '')) < LENGTH($5))"
    };
}

pub mod evaluation;
/// Stretches as they are now.
macro_rules! as_it_is {
    () => {
        "WITH known AS (SELECT s.dossier, s.code, s.procedure, s.publisher, s.field, s.receiving_unit, s.handling_unit, s.channel, \
        s.received_at, s.since, s.until_at, s.waits, s.outcome, s.late_first, s.late_current, s.late_statutory, s.verdict_first, \
        s.verdict_current, s.verdict_statutory FROM stretch_row s WHERE s.tenant = $1 AND s.until_at >= $2 AND s.since < $3"
    };
}

/// Stretches as they were known when the journal had come to `$6`: one that ended with a later event goes on.
macro_rules! as_it_was_known {
    () => {
        "WITH known AS (SELECT s.dossier, s.code, s.procedure, s.publisher, s.field, s.receiving_unit, s.handling_unit, s.channel, \
        s.received_at, s.since, CASE WHEN e.seq IS NULL THEN 9223372036854775807 ELSE s.until_at END AS until_at, s.waits, \
        CASE WHEN e.seq IS NULL THEN '' ELSE s.outcome END AS outcome, s.late_first, s.late_current, s.late_statutory, \
        s.verdict_first, s.verdict_current, s.verdict_statutory FROM stretch_row s \
        JOIN journal b ON b.tenant = s.tenant AND b.stream = s.dossier AND b.version = s.since_version AND b.seq <= $6 \
        LEFT JOIN journal e ON e.tenant = s.tenant AND e.stream = s.dossier AND e.version = s.until_version AND e.seq <= $6 \
        WHERE s.tenant = $1 AND s.since < $3"
    };
}

/// One stretch for each dossier of a period from `$2` until before `$3`: the last that began in it, unless the dossier ended
/// before.
macro_rules! of_period {
    () => {
        " WHERE k.until_at >= $2 AND (k.until_at >= $3 OR k.outcome <> '')"
    };
}

/// What became of a dossier in the period, counted by one measure of lateness.
macro_rules! outcome {
    ($basis:literal) => {
        concat!(
            "SUM(CASE WHEN k.until_at < $3 AND k.verdict_",
            $basis,
            " = 'early' THEN 1 ELSE 0 END), SUM(CASE WHEN k.until_at < $3 AND k.verdict_",
            $basis,
            " = 'on_time' THEN 1 ELSE 0 END), SUM(CASE WHEN k.until_at < $3 AND k.verdict_",
            $basis,
            " = 'late' THEN 1 ELSE 0 END), SUM(CASE WHEN k.until_at >= $3 AND k.late_",
            $basis,
            " >= $3 THEN 1 ELSE 0 END), SUM(CASE WHEN k.until_at >= $3 AND k.late_",
            $basis,
            " < $3 THEN 1 ELSE 0 END), "
        )
    };
}

/// The lines of a report.
macro_rules! tally {
    () => {
        concat!(
            "SELECT k.field, k.handling_unit, k.receiving_unit, k.channel, \
        SUM(CASE WHEN k.received_at < $2 THEN 1 ELSE 0 END), SUM(CASE WHEN k.received_at >= $2 THEN 1 ELSE 0 END), ",
            outcome!("first"),
            outcome!("current"),
            outcome!("statutory"),
            "SUM(CASE WHEN k.until_at < $3 AND k.outcome <> 'ready' THEN 1 ELSE 0 END), \
        SUM(CASE WHEN k.until_at >= $3 AND k.waits = 1 THEN 1 ELSE 0 END) FROM known k",
            of_period!(),
            " GROUP BY k.field, k.handling_unit, k.receiving_unit, k.channel \
        ORDER BY k.field, k.handling_unit, k.receiving_unit, k.channel"
        )
    };
}

/// The dossiers behind a report, behind a place, `$8` of them.
macro_rules! counted {
    ($after:literal) => {
        concat!(
            "SELECT k.dossier, k.code, k.procedure, k.publisher, k.field, k.receiving_unit, k.handling_unit, k.channel, \
        k.received_at, k.until_at, k.waits, k.outcome, k.late_first, k.late_current, k.late_statutory, k.verdict_first, \
        k.verdict_current, k.verdict_statutory FROM known k",
            of_period!(),
            $after
        )
    };
}

statements! {
    /// The lines of a report as of now.
    TALLY = concat!(as_it_is!(), in_scope!(), ") ", tally!());
    /// The lines of a report as they were known.
    TALLY_KNOWN = concat!(as_it_was_known!(), in_scope!(), ") ", tally!());
    /// The dossiers behind a report as of now, in the order received.
    COUNTED = concat!(as_it_is!(), in_scope!(), ") ",
        counted!(" AND (k.received_at, k.dossier) > ($6, $7) ORDER BY k.received_at, k.dossier LIMIT $8"));
    /// The dossiers behind a report as they were known, in the order received.
    COUNTED_KNOWN = concat!(as_it_was_known!(), in_scope!(), ") ",
        counted!(" AND (k.received_at, k.dossier) > ($7, $8) ORDER BY k.received_at, k.dossier LIMIT $9"));
    /// When the first dossier was received, and how many ever were.
    FIRST_AND_ALL = "SELECT MIN(received_at), COUNT(*) FROM stretch_row WHERE tenant = $1 AND n = 1";
    /// How far the journal has come.
    JOURNAL_HEAD = "SELECT seq FROM tenant_head WHERE tenant = $1";
    /// Issues of a unit's reports, the newest period first.
    REPORTS_OF = "SELECT period, issue, ends_at, known, person, position, reason, submitted_at, dossiers, settled, late \
        FROM report_row WHERE tenant = $1 AND unit = $2 ORDER BY ends_at DESC, period, issue DESC LIMIT $3";
    /// Dossiers received by local day, procedure and channel.
    DAYS_RECEIVED = concat!("SELECT (s.received_at + 25200000) / 86400000, s.procedure, s.publisher, s.channel, COUNT(*) \
        FROM stretch_row s WHERE s.tenant = $1 AND s.n = 1 AND s.until_at >= $2 AND s.since >= $2 AND s.since < $3", in_scope!(),
        " GROUP BY (s.received_at + 25200000) / 86400000, s.procedure, s.publisher, s.channel");
    /// Dossiers received that cost something, by local day, and how many of them were paid online.
    DAYS_WITH_FEE = concat!("SELECT (s.received_at + 25200000) / 86400000, COUNT(*), SUM(CASE WHEN EXISTS (SELECT 1 \
        FROM payment_row p WHERE p.tenant = s.tenant AND p.dossier = s.dossier AND p.status = 'paid' AND p.method = 'online') \
        THEN 1 ELSE 0 END) FROM dossier_row s WHERE s.tenant = $1 AND s.received_at >= $2 AND s.received_at < $3 \
        AND s.fee_vnd > 0", in_scope!(), " GROUP BY (s.received_at + 25200000) / 86400000");
    /// Payments taken by local day (`yyyymmdd`) and how they were made.
    DAYS_PAID = concat!("SELECT p.day, p.method, COUNT(*) FROM payment_row p JOIN dossier_row s ON s.tenant = p.tenant \
        AND s.dossier = p.dossier WHERE p.tenant = $1 AND p.status = 'paid' AND p.paid_at >= $2 AND p.paid_at < $3", in_scope!(),
        " GROUP BY p.day, p.method");
    /// Dossiers handed over by local day, and the visits each of them took.
    DAYS_TRIPS = concat!("SELECT (s.returned_at + 25200000) / 86400000, COUNT(*), CAST(COALESCE(SUM((SELECT COUNT(*) \
        FROM visit_dossier_row v WHERE v.tenant = s.tenant AND v.dossier = s.dossier)), 0) AS BIGINT) FROM dossier_row s \
        WHERE s.tenant = $1 AND s.returned_at >= $2 AND s.returned_at < $3", in_scope!(),
        " GROUP BY (s.returned_at + 25200000) / 86400000");

    /// The first waiting ticket of a field group that this counter may call.
    NEXT_WAITING = "SELECT ticket, order_at FROM ticket_row WHERE tenant = $1 AND hall = $2 AND day = $3 \
        AND phase = 'waiting' AND field = $4 AND (counter = '' OR counter = $5) AND not_before <= $6 ORDER BY order_at, ticket LIMIT 1";
    /// Waiting tickets by field group.
    WAITING_BY_FIELD = "SELECT field, COUNT(*), MIN(taken_at) FROM ticket_row WHERE tenant = $1 AND hall = $2 \
        AND day = $3 AND phase = 'waiting' GROUP BY field ORDER BY field";
    /// Waiting tickets of some field groups, in the order they will be called.
    WAITING_LINE = "SELECT ticket, label, field, priority, taken_at, order_at, counter, not_before FROM ticket_row WHERE tenant = $1 \
        AND hall = $2 AND day = $3 AND phase = 'waiting' ORDER BY order_at, ticket LIMIT 200";
    /// Who is called first of a field group at a counter.
    LINE_OF_COUNTER = "SELECT ticket, label, field, priority, taken_at, order_at, counter, not_before FROM ticket_row WHERE tenant = $1 \
        AND hall = $2 AND day = $3 AND phase = 'waiting' AND field = $4 AND (counter = '' OR counter = $5) \
        ORDER BY order_at, ticket LIMIT 8";
    /// How many of a field group may be called at a counter.
    WAITING_FOR_COUNTER = "SELECT COUNT(*) FROM ticket_row WHERE tenant = $1 AND hall = $2 AND day = $3 \
        AND phase = 'waiting' AND field = $4 AND (counter = '' OR counter = $5)";
    /// What is told in a hall now.
    TOLD_NOW = "SELECT number, text, text_en, said_by, said_at, until_at, withdrawn_by, withdrawn_at FROM announcement_row \
        WHERE tenant = $1 AND hall = $2 AND day = $3 AND until_at > $4 AND withdrawn_at IS NULL ORDER BY number";
    /// What was told in a hall on a day, the last first.
    TOLD_ON_DAY = "SELECT number, text, text_en, said_by, said_at, until_at, withdrawn_by, withdrawn_at FROM announcement_row \
        WHERE tenant = $1 AND hall = $2 AND day = $3 ORDER BY number DESC LIMIT 50";
    /// Appointments of a hall agreed on for a stretch of a day, not honoured yet, by field group.
    AGREED_AHEAD = "SELECT field, COUNT(*) FROM appointment_row WHERE tenant = $1 AND hall = $2 AND day = $3 AND from_at >= $4 \
        AND from_at < $5 AND status = 'booked' GROUP BY field";
    /// Of a day, by field group: who came without appointment within a stretch of it, how many were served, and how long they sat at the counter.
    CAME_ON = "SELECT field, CAST(SUM(CASE WHEN taken_at >= $5 AND taken_at < $6 AND appointment_at IS NULL THEN 1 ELSE 0 END) AS BIGINT), \
        CAST(SUM(CASE WHEN phase = 'served' AND seated_at IS NOT NULL THEN 1 ELSE 0 END) AS BIGINT), \
        CAST(SUM(CASE WHEN phase = 'served' AND seated_at IS NOT NULL THEN closed_at - seated_at ELSE 0 END) AS BIGINT) \
        FROM ticket_row WHERE tenant = $1 AND hall = $2 AND taken_at >= $3 AND taken_at < $4 GROUP BY field";
    /// Places taken of each slot of a hall and field group on a day.
    SLOTS_TAKEN = "SELECT from_at, COUNT(*) FROM appointment_row WHERE tenant = $1 AND hall = $2 AND day = $3 AND field = $4 \
        AND (status = 'booked' OR status = 'honoured') GROUP BY from_at";
    /// An appointment by the token of its own page.
    APPOINTMENT_BY_TOKEN = "SELECT book, number, hall, field, day, label, from_at, until_at, procedure, token, status, ticket, person \
        FROM appointment_row WHERE tenant = $1 AND token = $2";
    /// An appointment by its number within a hall and a day.
    APPOINTMENT_BY_NUMBER = "SELECT book, number, hall, field, day, label, from_at, until_at, procedure, token, status, ticket, person \
        FROM appointment_row WHERE tenant = $1 AND hall = $2 AND day = $3 AND number = $4";
    /// Appointments of a hall and a day whose person has not come and gone.
    APPOINTMENTS_OF_DAY = "SELECT book, number, hall, field, day, label, from_at, until_at, procedure, token, status, ticket, person \
        FROM appointment_row WHERE tenant = $1 AND hall = $2 AND day = $3 AND status IN ('booked', 'honoured') ORDER BY field, from_at LIMIT 2000";
    /// A pass by its token.
    PASS_BY_TOKEN = pass!("a.token = $2");
    /// A pass by the stream of its arrival.
    PASS_BY_ARRIVAL = pass!("a.arrival = $2");
    /// Today's pass by what is typed at the gate.
    PASS_BY_NUMBER = pass!("a.hall = $2 AND a.day = $3 AND a.number = $4");
    /// How many in line joined before an instant.
    LINE_BEFORE = "SELECT COUNT(*) FROM gate_visitor_row WHERE tenant = $1 AND gate = $2 AND place = 'line' AND (joined, arrival) < ($3, $4)";
    /// A gate's numbers.
    GATE_NOW = "SELECT inside, called, waiting, entered FROM gate_row WHERE tenant = $1 AND gate = $2";
    /// Who is called in, the first called first.
    GATE_CALLED = "SELECT a.label, v.since FROM gate_visitor_row v JOIN arrival_row a ON a.tenant = v.tenant AND a.arrival = v.arrival \
        WHERE v.tenant = $1 AND v.gate = $2 AND v.place = 'called' ORDER BY v.joined, v.arrival";
    /// When the first who was called in at a gate was called.
    GATE_CALLED_SINCE = "SELECT MIN(since) FROM gate_visitor_row WHERE tenant = $1 AND gate = $2 AND place = 'called'";
    /// Arrivals of a hall and a day behind a place, the newest first.
    ARRIVALS = "SELECT a.arrival, a.label, a.advice, a.rule, a.form, a.version, a.declared_at, a.cleared_at, COALESCE(v.place, ''), a.number \
        FROM arrival_row a LEFT JOIN gate_visitor_row v ON v.tenant = a.tenant AND v.gate = $4 AND v.arrival = a.arrival \
        WHERE a.tenant = $1 AND a.hall = $2 AND a.day = $3 AND a.number < $5 ORDER BY a.number DESC LIMIT $6";
    /// Days of halls whose declarations are over and were not said to be removed.
    DECLARATIONS_DUE = "SELECT a.hall, a.day, COUNT(*) FROM arrival_row a LEFT JOIN gate_row g ON g.tenant = a.tenant AND g.hall = a.hall \
        AND g.day = a.day WHERE a.tenant = $1 AND a.keep_until <= $2 AND a.keep_until > $3 AND g.removed_at IS NULL \
        GROUP BY a.keep_until, a.hall, a.day ORDER BY a.keep_until, a.hall, a.day";
    /// Whether a declaration is over and still kept.
    DECLARATIONS_OVER = "SELECT arrival FROM declaration WHERE tenant = $1 AND keep_until <= $2 LIMIT 1";
    /// When the next declaration is over.
    NEXT_REMOVAL = "SELECT MIN(keep_until) FROM arrival_row WHERE tenant = $1 AND keep_until > $2";
    /// Who booked in a hall for the days from one to before another, and is not erased.
    OLD_BOOKERS = "SELECT DISTINCT a.person FROM appointment_row a JOIN subject s ON s.tenant = a.tenant AND s.subject = a.person \
        AND s.version = 1 WHERE a.tenant = $1 AND a.hall = $2 AND a.day >= $3 AND a.day < $4 AND s.erased = 0 ORDER BY a.person";
    /// Everybody who took a number on a day, in order.
    TICKETS_OF_DAY = "SELECT ticket, field, priority, taken_at, phase, closed_at, order_at, first_called_at, appointment_at, procedure FROM ticket_row WHERE tenant = $1 AND hall = $2 \
        AND day = $3 ORDER BY taken_at, ticket";
    /// Tickets called last.
    CALLED = "SELECT ticket, label, counter, called_at, calls, phase, field, procedure FROM ticket_row WHERE tenant = $1 AND hall = $2 \
        AND day = $3 AND called_at IS NOT NULL AND phase = 'called' ORDER BY called_at DESC LIMIT 200";
    /// Tickets that were not there when called, today.
    MISSED = "SELECT ticket, label, field, priority, taken_at, order_at, counter, not_before FROM ticket_row WHERE tenant = $1 AND hall = $2 AND day = $3 AND phase = 'no_show' ORDER BY closed_at DESC LIMIT 50";
    /// Counters of a hall as they are.
    COUNTERS = "SELECT code, number, status, person, since, ticket, ticket_label, visit, order_word, order_other, order_person, \
        order_by, order_at, order_progress, offer_to, offer_until, offer_word, stand_in_for, stand_in_until, stand_in_word FROM counter_row WHERE tenant = $1 AND hall = $2 ORDER BY number";
    /// The counter a person has open or paused.
    COUNTER_OF_PERSON = "SELECT hall, code FROM counter_row WHERE tenant = $1 AND person = $2 AND status <> 'closed' \
        ORDER BY since DESC LIMIT 1";
    /// A ticket.
    TICKET = "SELECT ticket, hall, day, field, label, priority, procedure, token, phase, order_at, taken_at, called_at, \
        calls, counter, visit, appointment_at, paper, paper_at, not_before, defers, notice, told, dossier, others FROM ticket_row WHERE tenant = $1 AND ticket = $2";
    /// A ticket by the token of its own page.
    TICKET_BY_TOKEN = "SELECT ticket, hall, day, field, label, priority, procedure, token, phase, order_at, taken_at, \
        called_at, calls, counter, visit, appointment_at, paper, paper_at, not_before, defers, notice, told, dossier, others FROM ticket_row WHERE tenant = $1 AND token = $2";
    /// What became of the papers of a hall on a day, the last first. What nobody tried to print in time says nothing of the printer.
    PAPERS_OF_HALL = "SELECT paper, paper_at FROM ticket_row WHERE tenant = $1 AND hall = $2 AND day = $3 \
        AND paper_at IS NOT NULL AND paper <> 'too_late' ORDER BY paper_at DESC, ticket DESC LIMIT $4";
    /// Waiting tickets of a day whose owners want to be told and may be called.
    NOTICES_ASKED = "SELECT ticket, hall, field FROM ticket_row WHERE tenant = $1 AND notice = 'asked' AND day = $2 AND phase = 'waiting' AND not_before <= $3 ORDER BY hall, field, order_at, ticket";
    /// Who is called first of a field group, at whichever counter.
    FIRST_IN_LINE = "SELECT ticket FROM ticket_row WHERE tenant = $1 AND hall = $2 AND day = $3 AND phase = 'waiting' AND field = $4 ORDER BY order_at, ticket LIMIT $5";
    /// Phones that tickets of past days were told at, or were to be.
    OLD_PHONES = "SELECT DISTINCT t.told FROM ticket_row t JOIN subject s ON s.tenant = t.tenant AND s.subject = t.told \
        AND s.version = 1 WHERE t.tenant = $1 AND t.notice IN ('asked', 'given', 'dropped') AND t.day >= $2 AND t.day < $3 AND s.erased = 0 ORDER BY t.told";
    /// Bookings of a hall whose time is near and whose owners were not reminded.
    REMINDERS_DUE = "SELECT book, number, from_at, booked_at FROM appointment_row WHERE tenant = $1 AND hall = $2 AND day >= $3 AND day <= $4 \
        AND status = 'booked' AND reminded_at IS NULL AND from_at > $5 AND from_at <= $6 ORDER BY from_at, book, number LIMIT 500";
    /// What became of the tickets of a hall that were taken in a stretch of time.
    JOURNEYS = "SELECT ticket, label, field, counter, phase, taken_at, first_called_at, seated_at, closed_at, appointment_at FROM ticket_row WHERE tenant = $1 \
        AND hall = $2 AND taken_at >= $3 AND taken_at < $4";
    /// The same, behind a place.
    JOURNEYS_BEHIND = "SELECT ticket, label, field, counter, phase, taken_at, first_called_at, seated_at, closed_at, appointment_at FROM ticket_row WHERE tenant = $1 \
        AND hall = $2 AND taken_at >= $3 AND taken_at < $4 AND (taken_at, ticket) > ($5, $6) \
        ORDER BY taken_at, ticket LIMIT $7";
    /// The visit begun last at a counter on a day.
    LATEST_VISIT = "SELECT visit FROM visit_row WHERE tenant = $1 AND hall = $2 AND day = $3 AND counter = $4 \
        ORDER BY started_at DESC, visit DESC LIMIT 1";
    /// What was tapped for an officer, by day, the oldest first.
    RATINGS_OF_PERSON = "SELECT day, score, CAST(SUM(n) AS BIGINT) FROM rating_count WHERE tenant = $1 AND person = $2 AND day >= $3 AND day < $4 GROUP BY day, score ORDER BY day, score";
    /// What was tapped at the counters of a hall, by counter and day, the oldest first.
    RATINGS_OF_HALL = "SELECT counter, day, score, CAST(SUM(n) AS BIGINT) FROM rating_count WHERE tenant = $1 AND hall = $2 AND day >= $3 AND day < $4 GROUP BY counter, day, score ORDER BY counter, day, score";
    /// Visits of a day and hall, counted with their waits and lengths.
    VISIT_SUM = "SELECT COUNT(*), CAST(COALESCE(SUM(waited_ms), 0) AS BIGINT), \
        CAST(COALESCE(SUM(COALESCE(finished_at, started_at) - started_at), 0) AS BIGINT) FROM visit_row WHERE tenant = $1 AND hall = $2 AND day = $3";
    /// The dossiers a visit touched, in that order.
    VISIT_DOSSIERS = "SELECT v.dossier, v.act, v.at, d.code, d.provisional, d.procedure, d.publisher, d.version, d.received_at \
        FROM visit_dossier_row v JOIN dossier_row d ON d.tenant = v.tenant AND d.dossier = v.dossier \
        WHERE v.tenant = $1 AND v.visit = $2 ORDER BY v.at, v.dossier";
    /// Visits a dossier was touched in: trips.
    DOSSIER_VISITS = "SELECT v.visit, v.act, v.at, r.counter, r.person, r.ticket_label FROM visit_dossier_row v \
        JOIN visit_row r ON r.tenant = v.tenant AND r.visit = v.visit WHERE v.tenant = $1 AND v.dossier = $2 ORDER BY v.at";

    /// A dossier by its official code.
    DOSSIER_BY_CODE = "SELECT dossier FROM dossier_row WHERE tenant = $1 AND code = $2";
    /// A dossier by the token on its slip.
    DOSSIER_BY_TOKEN = "SELECT dossier FROM dossier_row WHERE tenant = $1 AND token = $2";
    /// Dossiers of an applicant, newest first.
    DOSSIERS_OF_APPLICANT = "SELECT dossier, code, provisional, procedure, publisher, version, phase, status, receiving_unit, \
        handling_unit, officer, applicant, received_at, first_due_at, due_at, ready_at, returned_at, step, steps, step_unit, \
        step_person, fee_vnd, fee_paid, is_late, created_at FROM dossier_row WHERE tenant = $1 AND applicant = $2 \
        AND (created_at, dossier) < ($4, $5) ORDER BY created_at DESC, dossier DESC LIMIT $3";
    /// People with that phone or identity number, from one of them on.
    PEOPLE_BY_NUMBER = "SELECT subject, MAX(version) FROM subject WHERE tenant = $1 AND erased = 0 \
        AND ((phone = $3 AND phone <> '') OR (id_number = $4 AND id_number <> '')) AND subject <= $2 \
        GROUP BY subject ORDER BY subject DESC LIMIT 20";
    /// People whose folded name is like that, from one of them on.
    PEOPLE_BY_NAME = "SELECT subject, MAX(version) FROM subject WHERE tenant = $1 AND erased = 0 AND name_folded LIKE $3 \
        AND subject <= $2 GROUP BY subject ORDER BY subject DESC LIMIT 20";
    /// Dossiers received at a centre since an instant, newest first.
    RECEIVED_AT = "SELECT dossier, code, provisional, procedure, publisher, version, phase, status, receiving_unit, \
        handling_unit, officer, applicant, received_at, first_due_at, due_at, ready_at, returned_at, step, steps, step_unit, \
        step_person, fee_vnd, fee_paid, is_late, created_at FROM dossier_row WHERE tenant = $1 AND receiving_unit = $2 \
        AND received_at >= $3 ORDER BY received_at DESC, dossier DESC LIMIT $4";

    /// Late open steps of one unit, latest first.
    RED_OF_UNIT = "SELECT s.dossier, s.turn, s.step, s.name, s.kind, s.unit, s.role, s.person, s.code, s.procedure, \
        s.started_at, s.allowed_ms, s.counted, s.due_at, s.yellow_at, s.red_at, s.red_marked, s.escalated_to \
        FROM step_row s WHERE s.tenant = $1 AND s.unit = $2 AND s.is_open = 1 AND s.red_at IS NOT NULL AND s.red_at <= $3 \
        ORDER BY s.red_at, s.dossier LIMIT $4";
    /// Open, yellow and red steps by unit.
    STEP_COUNTS = "SELECT unit, COUNT(*), COALESCE(SUM(CASE WHEN yellow_at <= $2 AND red_at > $2 THEN 1 ELSE 0 END), 0), \
        COALESCE(SUM(CASE WHEN red_at <= $2 THEN 1 ELSE 0 END), 0) FROM step_row WHERE tenant = $1 AND is_open = 1 GROUP BY unit";
    /// Open, yellow and red steps by person of one unit.
    LOAD_OF_UNIT = "SELECT person, COUNT(*), COALESCE(SUM(CASE WHEN yellow_at <= $3 AND red_at > $3 THEN 1 ELSE 0 END), 0), \
        COALESCE(SUM(CASE WHEN red_at <= $3 THEN 1 ELSE 0 END), 0) FROM step_row WHERE tenant = $1 AND unit = $2 AND is_open = 1 \
        GROUP BY person";
    /// Steps whose red fact is not in the journal yet, earliest first.
    RED_TO_MARK = "SELECT dossier, turn, red_at FROM step_row WHERE tenant = $1 AND is_open = 1 AND red_marked = 0 \
        AND escalated_to = '' AND red_at < $2 AND red_at >= $3 AND (red_at > $3 OR dossier > $4) ORDER BY red_at, dossier LIMIT $5";
    /// Marked red steps that nobody was told of yet.
    RED_TO_ESCALATE = "SELECT s.dossier, s.turn, s.red_at, d.regime FROM step_row s JOIN dossier_row d ON d.tenant = s.tenant \
        AND d.dossier = s.dossier WHERE s.tenant = $1 AND s.is_open = 1 AND s.red_marked = 1 AND s.escalated_to = '' \
        AND s.red_at < $2 AND s.red_at >= $3 AND (s.red_at > $3 OR s.dossier > $4) ORDER BY s.red_at, s.dossier LIMIT $5";
    /// Dossiers under way whose first promise has passed and is not marked as missed.
    LATE_TO_MARK = "SELECT dossier, first_due_at FROM dossier_row WHERE tenant = $1 AND is_open = 1 AND phase = 'processing' \
        AND is_late = 0 AND first_due_at < $2 AND first_due_at >= $3 AND (first_due_at > $3 OR dossier > $4) \
        ORDER BY first_due_at, dossier LIMIT $5";

    /// Payments due at a centre, oldest first.
    PAYMENTS_DUE = "SELECT payment, dossier, total_vnd, status, receipt, collected_by, due_since, paid_at FROM payment_row \
        WHERE tenant = $1 AND unit = $2 AND status = 'due' ORDER BY due_since LIMIT $3";
    /// Payments of a dossier.
    PAYMENTS_OF = "SELECT payment, dossier, total_vnd, status, receipt, collected_by, due_since, paid_at FROM payment_row \
        WHERE tenant = $1 AND dossier = $2 ORDER BY due_since, payment";
    /// Messages about a dossier, a ticket or an appointment.
    MESSAGES_OF = "SELECT message, template, channel, status, requested_at, sent_at, settled_at, parts, failure, attempts \
        FROM message_row WHERE tenant = $1 AND about_stream = $2 AND about_number = $3 ORDER BY requested_at, message";
    /// Messages about dossiers that need a person: failed or in doubt.
    MESSAGES_TROUBLED = "SELECT message, template, channel, status, requested_at, sent_at, settled_at, parts, failure, attempts, \
        about_stream FROM message_row WHERE tenant = $1 AND status = $2 AND about = 'dossier' ORDER BY requested_at DESC LIMIT 100";
    /// The message with a part of that id.
    MESSAGE_OF_PART = "SELECT message FROM message_part_row WHERE tenant = $1 AND provider_id = $2";
    /// Messages left between sending and noting when the power went.
    MESSAGES_SENDING = "SELECT message FROM message_row WHERE tenant = $1 AND status = 'sending' ORDER BY requested_at";
    /// Petitions that wait for an answer, the first due first.
    PETITIONS_OPEN = "SELECT petitions, number, dossier, code, unit, matter, lodged_at, due_at, answered_at, answered_by, upheld, order_at \
        FROM petition_row WHERE tenant = $1 AND is_open = 1 AND (order_at, petitions, number) > ($3, $4, $5) \
        ORDER BY order_at, petitions, number LIMIT $2";
    /// Petitions that were answered, the last first.
    PETITIONS_ANSWERED = "SELECT petitions, number, dossier, code, unit, matter, lodged_at, due_at, answered_at, answered_by, upheld, order_at \
        FROM petition_row WHERE tenant = $1 AND is_open = 0 AND (order_at, petitions, number) < ($3, $4, $5) \
        ORDER BY order_at DESC, petitions DESC, number DESC LIMIT $2";
    /// Originals of a dossier.
    ORIGINALS_HELD_BY = "SELECT dossier, item, name, barcode, since FROM holder_row WHERE tenant = $1 AND holder = $2 ORDER BY since LIMIT 200";
    /// Counted facts of a day.
    DAILY = "SELECT unit, measure, n FROM daily_count WHERE tenant = $1 AND day = $2";
    /// How often procedures were received, the busiest first.
    PROCEDURE_USE = "SELECT procedure, n FROM procedure_count WHERE tenant = $1 AND n > 0 ORDER BY n DESC, procedure LIMIT 1000";

    /// All accounts.
    ACCOUNTS = "SELECT login, person, disabled, changed_at FROM account WHERE tenant = $1 ORDER BY login";
    /// The next instant a step turns red that is not marked yet.
    NEXT_RED = "SELECT MIN(red_at) FROM step_row WHERE tenant = $1 AND is_open = 1 AND red_marked = 0 AND escalated_to = ''";
    /// The next instant a promise passes that is not marked as missed yet.
    NEXT_LATE = "SELECT MIN(first_due_at) FROM dossier_row WHERE tenant = $1 AND is_open = 1 AND phase = 'processing' \
        AND is_late = 0";
    /// Red steps nobody was told of yet, the longest red first.
    NEXT_ESCALATION = "SELECT s.red_at, d.regime FROM step_row s JOIN dossier_row d ON d.tenant = s.tenant \
        AND d.dossier = s.dossier WHERE s.tenant = $1 AND s.is_open = 1 AND s.red_marked = 1 AND s.escalated_to = '' \
        ORDER BY s.red_at LIMIT 20";
    /// Results nobody came for, ready since before an instant, after one of them, the longest waiting first.
    UNCLAIMED = "SELECT dossier, ready_at FROM dossier_row WHERE tenant = $1 AND phase = 'ready' AND is_parked = 0 AND ready_at <= $2 \
        AND (ready_at > $3 OR (ready_at = $3 AND dossier > $4)) ORDER BY ready_at, dossier LIMIT $5";
    /// The next thing of a topic in the outbox that is due.
    NEXT_OUTBOX = "SELECT MIN(CASE WHEN lease_until > due_at THEN lease_until ELSE due_at END) FROM outbox WHERE tenant = $1 \
        AND topic = $2";
    /// Gives back what a process that is gone had claimed.
    FREE_OUTBOX = "UPDATE outbox SET lease_until = 0 WHERE tenant = $1 AND lease_until > 0";
    /// People who are signed in.
    SIGNED_IN = "SELECT DISTINCT person FROM session WHERE tenant = $1 AND expires_at > $2";
    /// Sessions that are over.
    DROP_SESSIONS = "DELETE FROM session WHERE tenant = $1 AND expires_at < $2";
    /// Answers kept for a repetition that cannot come any more.
    DROP_ANSWERS = "DELETE FROM command WHERE tenant = $1 AND recorded_at < $2";

    /// Open steps of one person, those that end first on top. Handing over results has a desk of its own.
    WORK_OF_PERSON = work!("s.person = $2 AND s.is_open = 1 AND s.kind <> 'return' AND (s.order_at, s.dossier) > ($4, $5)",
        "s.order_at, s.dossier");
    /// The same by the time they were handed over.
    WORK_OF_PERSON_RECEIVED = work!("s.person = $2 AND s.is_open = 1 AND s.kind <> 'return' \
        AND (s.started_at, s.dossier) > ($4, $5)", "s.started_at, s.dossier");
    /// The same, equal matters together.
    WORK_OF_PERSON_MATTER = work!("s.person = $2 AND s.is_open = 1 AND s.kind <> 'return' \
        AND (s.procedure, s.order_at, s.dossier) > ($6, $4, $5)", "s.procedure, s.order_at, s.dossier");
    /// Open steps of one unit, those that end first on top.
    WORK_OF_UNIT = work!("s.unit = $2 AND s.is_open = 1 AND s.kind <> 'return' AND (s.order_at, s.dossier) > ($4, $5)",
        "s.order_at, s.dossier");
    /// The same by the time they were handed over.
    WORK_OF_UNIT_RECEIVED = work!("s.unit = $2 AND s.is_open = 1 AND s.kind <> 'return' \
        AND (s.started_at, s.dossier) > ($4, $5)", "s.started_at, s.dossier");
    /// The same, equal matters together.
    WORK_OF_UNIT_MATTER = work!("s.unit = $2 AND s.is_open = 1 AND s.kind <> 'return' \
        AND (s.procedure, s.order_at, s.dossier) > ($6, $4, $5)", "s.procedure, s.order_at, s.dossier");
    /// Open steps of one unit that nobody has yet and a role does, those that end first on top.
    WORK_OF_ROLE = work!("s.unit = $2 AND s.is_open = 1 AND s.person = '' AND s.role = $6 AND s.kind <> 'return' \
        AND (s.order_at, s.dossier) > ($4, $5)", "s.order_at, s.dossier");
    /// The same by the time they were handed over.
    WORK_OF_ROLE_RECEIVED = work!("s.unit = $2 AND s.is_open = 1 AND s.person = '' AND s.role = $6 AND s.kind <> 'return' \
        AND (s.started_at, s.dossier) > ($4, $5)", "s.started_at, s.dossier");
    /// The same, equal matters together.
    WORK_OF_ROLE_MATTER = work!("s.unit = $2 AND s.is_open = 1 AND s.person = '' AND s.role = $6 AND s.kind <> 'return' \
        AND (s.procedure, s.order_at, s.dossier) > ($7, $4, $5)", "s.procedure, s.order_at, s.dossier");
    /// Open steps of one unit that a role does, whoever has them, those that end first on top.
    WORK_OF_POST = work!("s.unit = $2 AND s.is_open = 1 AND s.role = $6 AND s.kind <> 'return' \
        AND (s.order_at, s.dossier) > ($4, $5)", "s.order_at, s.dossier");
    /// Steps a person finished since an instant, the last first.
    WORK_DONE = work!("s.person = $2 AND s.is_open = 0 AND s.order_at >= $6 AND s.finished_at >= $6 \
        AND (s.finished_at, s.dossier) < ($4, $5)",
        "s.finished_at DESC, s.dossier DESC");
    /// Dossiers that wait for papers, by the person whose step it was, the longest waiting first.
    WORK_AWAITING_PAPERS = work!("s.person = $2 AND s.is_open = 0 AND s.order_at = 9223372036854775807 \
        AND (s.finished_at, s.dossier) > ($4, $5)",
        "s.finished_at, s.dossier");
    /// Approvals that wait for one person, those that end first on top.
    SIGN_OF_PERSON = work!("s.person = $2 AND s.is_open = 1 AND s.kind = 'approve' AND (s.order_at, s.dossier) > ($4, $5)",
        "s.order_at, s.dossier");
    /// Approvals that wait in one unit, those that end first on top.
    SIGN_OF_UNIT = work!("s.unit = $2 AND s.is_open = 1 AND s.kind = 'approve' AND (s.order_at, s.dossier) > ($4, $5)",
        "s.order_at, s.dossier");
    /// Open steps of one person, counted.
    COUNT_OF_PERSON = up_to_100!("step_row WHERE tenant = $1 AND person = $2 AND is_open = 1 AND kind <> 'return'");
    /// Open steps of one unit, counted.
    COUNT_OF_UNIT = up_to_100!("step_row WHERE tenant = $1 AND unit = $2 AND is_open = 1 AND kind <> 'return'");
    /// Open steps of one unit that nobody has yet and a role does, counted.
    COUNT_OF_ROLE = up_to_100!("step_row WHERE tenant = $1 AND unit = $2 AND is_open = 1 AND person = '' AND role = $3 \
        AND kind <> 'return'");
    /// Open steps of one unit that a role does, counted.
    COUNT_OF_POST = up_to_100!("step_row WHERE tenant = $1 AND unit = $2 AND is_open = 1 AND role = $3 AND kind <> 'return'");
    /// Steps a person finished since an instant, counted.
    COUNT_DONE = up_to_100!("step_row WHERE tenant = $1 AND person = $2 AND is_open = 0 AND order_at >= $3 \
        AND finished_at >= $3");
    /// Dossiers that wait for papers, by the person whose step it was, counted.
    COUNT_AWAITING_PAPERS = up_to_100!("step_row WHERE tenant = $1 AND person = $2 AND is_open = 0 \
        AND order_at = 9223372036854775807");
    /// Results that wait at a centre since before an instant, ready longest first.
    NAMED_READY = named!("d.receiving_unit = $2 AND d.phase = 'ready' AND d.is_parked = 0 AND d.ready_at <= $6 \
        AND (d.ready_at, d.dossier) > ($4, $5) ORDER BY d.ready_at, d.dossier LIMIT $3");
    /// The same, counted.
    COUNT_READY = up_to_100!("dossier_row WHERE tenant = $1 AND receiving_unit = $2 AND phase = 'ready' AND is_parked = 0 AND ready_at <= $3");
    /// Results of a centre that lie in its archive.
    NAMED_PARKED = named!("d.receiving_unit = $2 AND d.phase = 'ready' AND d.is_parked = 1 \
        AND (d.ready_at, d.dossier) > ($4, $5) ORDER BY d.ready_at, d.dossier LIMIT $3");
    /// The same, counted.
    COUNT_PARKED = up_to_100!("dossier_row WHERE tenant = $1 AND receiving_unit = $2 AND phase = 'ready' AND is_parked = 1");
    /// What was done about a result that waits, and what became of the last message that asked the person to come.
    UNCLAIMED_SAID = "SELECT d.reminders, d.reminded_at, d.parked_place, COALESCE(m.channel, ''), COALESCE(m.status, ''), COALESCE(m.failure, '') \
        FROM dossier_row d LEFT JOIN message_row m ON m.tenant = d.tenant AND m.message = (SELECT l.message FROM message_row l \
        WHERE l.tenant = d.tenant AND l.about_stream = d.dossier AND l.about_number = 0 AND l.template IN ('ready', 'reminder') \
        ORDER BY l.requested_at DESC, l.message DESC LIMIT 1) WHERE d.tenant = $1 AND d.dossier = $2";
    /// Dossiers a centre waits for papers for, received longest ago first.
    NAMED_SUPPLEMENT = named!("d.receiving_unit = $2 AND d.phase = 'supplement' \
        AND (d.created_at, d.dossier) > ($4, $5) ORDER BY d.created_at, d.dossier LIMIT $3");
    /// Payments due at a centre, oldest first, with the dossier's code and the applicant.
    PAYMENTS_DUE_NAMED = "SELECT y.payment, y.dossier, y.total_vnd, y.status, y.receipt, y.collected_by, y.due_since, y.paid_at, \
        d.code, d.procedure, d.publisher, d.version, p.body FROM payment_row y JOIN dossier_row d ON d.tenant = y.tenant \
        AND d.dossier = y.dossier JOIN subject p ON p.tenant = d.tenant AND p.subject = d.applicant AND p.version = \
        (SELECT MAX(q.version) FROM subject q WHERE q.tenant = d.tenant AND q.subject = d.applicant) \
        WHERE y.tenant = $1 AND y.unit = $2 AND y.status = 'due' AND (y.due_since, y.payment) > ($4, $5) \
        ORDER BY y.due_since, y.payment LIMIT $3";
    /// Payments taken at a centre on a day, the last first, with the dossier's code.
    PAYMENTS_TAKEN = "SELECT y.payment, y.dossier, y.total_vnd, y.status, y.receipt, y.collected_by, y.due_since, y.paid_at, \
        d.code, d.procedure, d.publisher, d.version, '' FROM payment_row y JOIN dossier_row d ON d.tenant = y.tenant \
        AND d.dossier = y.dossier WHERE y.tenant = $1 AND y.unit = $2 AND y.day = $6 AND y.status = 'paid' \
        AND (y.paid_at, y.payment) < ($4, $5) ORDER BY y.paid_at DESC, y.payment DESC LIMIT $3";
    /// What was taken at a centre on a day.
    SUM_TAKEN = "SELECT CAST(COALESCE(SUM(total_vnd), 0) AS BIGINT) FROM payment_row WHERE tenant = $1 AND unit = $2 \
        AND day = $3 AND status = 'paid'";
    /// Visits of a day and hall that have not ended.
    VISITS_NOW = "SELECT visit, counter, person, ticket_label, waited_ms, started_at FROM visit_row WHERE tenant = $1 \
        AND hall = $2 AND day = $3 AND finished_at IS NULL ORDER BY started_at, visit";
    /// What a counter did on a day.
    COUNTER_DAY = "SELECT COUNT(*), CAST(COALESCE(SUM(dossiers), 0) AS BIGINT), COUNT(finished_at), \
        CAST(COALESCE(SUM(COALESCE(finished_at, started_at) - started_at), 0) AS BIGINT) FROM visit_row WHERE tenant = $1 \
        AND hall = $2 AND day = $3 AND counter = $4";
    /// Waits of those who had a ticket, in the order of sitting down.
    WAITS_TODAY = "SELECT started_at, waited_ms FROM visit_row WHERE tenant = $1 AND hall = $2 AND day = $3 \
        AND ticket IS NOT NULL ORDER BY started_at, visit";
    /// Visits that began in a hall between two instants of a day, by counter.
    VISITS_AROUND = "SELECT counter, COUNT(*) FROM visit_row WHERE tenant = $1 AND hall = $2 AND day = $3 \
        AND started_at BETWEEN $4 AND $5 GROUP BY counter ORDER BY counter";
    /// A pad of slips by its number in a hall.
    PAD_BY_NUMBER = "SELECT pad FROM pad_row WHERE tenant = $1 AND hall = $2 AND number = $3";
    /// The last pads of a counter.
    PADS_OF_COUNTER = "SELECT pad, counter, number, slips, blank, issued_by, issued_at FROM pad_row \
        WHERE tenant = $1 AND hall = $2 AND counter = $3 ORDER BY number DESC LIMIT 20";
    /// Papers at a centre's counters, counted for each unit they go to.
    PAPERS_COUNTED = "SELECT to_unit, travel_by, is_missed, COUNT(*) FROM (SELECT to_unit, travel_by, \
        CASE WHEN missed = '' THEN 0 ELSE 1 END AS is_missed FROM paper_row WHERE tenant = $1 AND receiving_unit = $2 AND place = 'counter' \
        ORDER BY to_unit, travel_by LIMIT 2000) AS few GROUP BY to_unit, travel_by, is_missed ORDER BY to_unit, travel_by, is_missed";
    /// Papers at a centre's counters for one unit.
    PAPERS_AT_COUNTER = concat!(papers!(), "receiving_unit = $2 AND place = 'counter' AND to_unit = $3 ORDER BY travel_by, dossier LIMIT $4");
    /// The oldest papers any counter has for a unit.
    PAPERS_FOR_UNIT = concat!(papers!(), "to_unit = $2 AND place = 'counter' ORDER BY travel_by, dossier LIMIT 50");
    /// Lists of a hall that wait.
    HANDOVERS_OPEN_OF_HALL = concat!(handovers!(), "hall = $2 AND is_open = 1 ORDER BY drawn_at, handover LIMIT $3");
    /// Lists of a hall that are done.
    HANDOVERS_DONE_OF_HALL = concat!(handovers!(), "hall = $2 AND is_open = 0 ORDER BY drawn_at DESC, handover DESC LIMIT $3");
    /// Lists to a unit that wait.
    HANDOVERS_OPEN_TO = concat!(handovers!(), "to_unit = $2 AND is_open = 1 ORDER BY drawn_at, handover LIMIT $3");
    /// Lists to a unit that are done.
    HANDOVERS_DONE_TO = concat!(handovers!(), "to_unit = $2 AND is_open = 0 ORDER BY drawn_at DESC, handover DESC LIMIT $3");
    /// Slips of a hall of which the same became.
    SLIPS = "SELECT pad, slip, hall, counter, label, status, dossier, received_at, cash_vnd, entered_by, entered_at, decided_by, reason, decided_at \
        FROM slip_row WHERE tenant = $1 AND hall = $2 AND status = $3 ORDER BY entered_at, pad, slip LIMIT 200";
    /// The last slips of a hall that were confirmed.
    SLIPS_CONFIRMED = "SELECT pad, slip, hall, counter, label, status, dossier, received_at, cash_vnd, entered_by, entered_at, decided_by, reason, decided_at \
        FROM slip_row WHERE tenant = $1 AND hall = $2 AND status = 'confirmed' ORDER BY entered_at DESC, pad DESC, slip DESC LIMIT 20";
    /// The slip a dossier was taken down on.
    SLIP_OF_DOSSIER = "SELECT pad, slip, hall, counter, label, status, dossier, received_at, cash_vnd, entered_by, entered_at, decided_by, reason, decided_at FROM slip_row WHERE tenant = $1 AND dossier = $2";
    /// What somebody typed into a form.
    FORM_DRAFT = "SELECT body, saved_at, edition FROM form_draft WHERE tenant = $1 AND person = $2 AND form = $3";
    /// Keeps what a page sends as one types, unless a newer page was made meanwhile.
    KEEP_FORM_DRAFT = "INSERT INTO form_draft (tenant, person, form, body, saved_at, edition) VALUES ($1, $2, $3, $4, $5, $6) \
        ON CONFLICT (tenant, person, form) DO UPDATE SET body = excluded.body, saved_at = excluded.saved_at \
        WHERE form_draft.edition <= excluded.edition";
    /// Keeps what a page is made of anew.
    TURN_FORM_DRAFT = "INSERT INTO form_draft (tenant, person, form, body, saved_at, edition) VALUES ($1, $2, $3, $4, $5, 1) \
        ON CONFLICT (tenant, person, form) DO UPDATE SET body = excluded.body, saved_at = excluded.saved_at, \
        edition = form_draft.edition + 1";
    /// Forgets what was never sent.
    DROP_OLD_FORM_DRAFTS = "DELETE FROM form_draft WHERE tenant = $1 AND saved_at < $2";
    /// Drafts and declarations sent home for papers at a centre since an instant, newest first.
    DRAFTS_NAMED = named!("d.receiving_unit = $2 AND d.phase IN ('draft', 'supplement_at_intake') \
        AND d.created_at >= $3 AND NOT EXISTS (SELECT 1 FROM slip_row s WHERE s.tenant = d.tenant AND s.dossier = d.dossier \
        AND s.status = 'entered') ORDER BY d.created_at DESC, d.dossier LIMIT $4");
}
