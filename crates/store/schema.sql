-- Made from the tables as data, as PostgreSQL has it; a test makes it again and compares.
-- Instants are UTC milliseconds, days are local dates as yyyymmdd, money is đồng, flags are 0 and 1.

-- One row a tenant: where its journal ends. Locked first by every batch.
CREATE TABLE tenant_head (
    tenant BIGINT NOT NULL, -- the province
    seq BIGINT NOT NULL, -- sequence number of the last event, 0 before the first
    digest BYTEA NOT NULL, -- 32 bytes: SHA-256 over the digest before and the last event's hash
    catalogue_version BIGINT NOT NULL, -- counts changes of edited things; snapshots carry it
    PRIMARY KEY (tenant));

-- Every event: its envelope in columns, its body as the exact bytes that were hashed.
CREATE TABLE journal (
    tenant BIGINT NOT NULL, -- the province
    seq BIGINT NOT NULL, -- commit order within the tenant, from 1 without gaps
    stream BIGINT NOT NULL, -- the thing with a life it belongs to
    version BIGINT NOT NULL, -- the stream's version after it, from 1 without gaps
    kind TEXT COLLATE "C" NOT NULL, -- kind of the stream: ticket, visit, dossier...
    name TEXT COLLATE "C" NOT NULL, -- name of the event, e.g. TicketTaken
    event_schema BIGINT NOT NULL, -- version of the event's shape
    occurred_at BIGINT NOT NULL, -- UTC milliseconds, as decide saw it
    recorded_at BIGINT NOT NULL, -- UTC milliseconds, by the server's clock
    actor TEXT COLLATE "C" NOT NULL, -- who, as a code
    position TEXT COLLATE "C" NOT NULL, -- as what: code of the position, of no length for none
    on_behalf_of TEXT COLLATE "C" NOT NULL, -- for whom: code, of no length for nobody
    rule TEXT COLLATE "C" NOT NULL, -- the policy that allowed it
    command_id TEXT COLLATE "C" NOT NULL, -- the command it came from
    ordinal BIGINT NOT NULL, -- its place among the events of its command, from 0
    numbers TEXT COLLATE "C" NOT NULL, -- numbers it took, as JSON [[series, number]], of no length for none
    body BYTEA NOT NULL, -- the exact bytes, JSON
    nonce BYTEA NOT NULL, -- 16 random bytes, so that a small event cannot be guessed from its hash
    prev_hash BYTEA NOT NULL, -- 32 bytes: hash of the stream's event before, zeros for the first
    hash BYTEA NOT NULL, -- 32 bytes: SHA-256 over prev_hash, nonce, envelope and body
    PRIMARY KEY (tenant, seq));
CREATE UNIQUE INDEX journal_stream ON journal (tenant, stream, version);
CREATE UNIQUE INDEX journal_command ON journal (tenant, command_id, ordinal);

-- One row a thing with a life: its version, the hash of its last event, its state without personal data.
CREATE TABLE stream (
    tenant BIGINT NOT NULL, -- the province
    stream BIGINT NOT NULL, -- its id
    kind TEXT COLLATE "C" NOT NULL, -- ticket, visit, dossier...
    version BIGINT NOT NULL, -- number of its events
    head_hash BYTEA NOT NULL, -- 32 bytes: hash of its last event
    state_format BIGINT NOT NULL, -- version of the state's shape; another one is folded anew
    state TEXT COLLATE "C" NOT NULL, -- its state, JSON
    PRIMARY KEY (tenant, stream));

-- A run of numbers: tickets, dossier codes, receipts.
CREATE TABLE series (
    tenant BIGINT NOT NULL, -- the province
    series TEXT COLLATE "C" NOT NULL, -- its name, e.g. ticket/H1/A/20261124
    last BIGINT NOT NULL, -- the last number given
    PRIMARY KEY (tenant, series));

-- A command that was carried out, and the answer to its repetition.
CREATE TABLE command (
    tenant BIGINT NOT NULL, -- the province
    command_id TEXT COLLATE "C" NOT NULL, -- its id, unique in the tenant
    first_seq BIGINT NOT NULL, -- sequence number of its first event, 0 when it had none
    answer TEXT COLLATE "C" NOT NULL, -- JSON without personal data
    recorded_at BIGINT NOT NULL, -- UTC milliseconds, by the server's clock
    PRIMARY KEY (tenant, command_id));
CREATE INDEX command_recorded ON command (tenant, recorded_at);

-- A tile of the transparency log (C2SP tlog-tiles): level 0 only when full, higher levels as they grow.
CREATE TABLE log_tile (
    tenant BIGINT NOT NULL, -- the province
    level BIGINT NOT NULL, -- 0 for hashes of events, each next level covers 256 times as many
    n BIGINT NOT NULL, -- its number within the level, from 0
    hashes BYTEA NOT NULL, -- 32 bytes each, 256 at most
    PRIMARY KEY (tenant, level, n));

-- A signed statement how far the transparency log reached and what its root was.
CREATE TABLE log_checkpoint (
    tenant BIGINT NOT NULL, -- the province
    size BIGINT NOT NULL, -- events in the log
    root BYTEA NOT NULL, -- 32 bytes: Merkle tree hash of RFC 6962
    note TEXT COLLATE "C" NOT NULL, -- the signed note, as it is published
    verifier TEXT COLLATE "C" NOT NULL, -- public key the note was signed under: name+id+key
    signed_at BIGINT NOT NULL, -- UTC milliseconds, by the server's clock
    PRIMARY KEY (tenant, size));

-- A reading of personal data or of a recording: written before it is shown, completed after.
CREATE TABLE access (
    tenant BIGINT NOT NULL, -- the province
    id BIGINT NOT NULL, -- its id
    actor TEXT COLLATE "C" NOT NULL, -- who read, as a code
    position TEXT COLLATE "C" NOT NULL, -- as what: code of the position, of no length for none
    about_kind TEXT COLLATE "C" NOT NULL, -- subject, dossier, recording, arrival, search, list
    about BIGINT NOT NULL, -- id of the subject, dossier, recording or arrival, 0 for a search or a list
    action TEXT COLLATE "C" NOT NULL, -- what for: slip_printed, dossier_opened...
    opened_at BIGINT NOT NULL, -- UTC milliseconds, before anything was read
    completed_at BIGINT, -- UTC milliseconds, nothing while open or after a crash
    outcome TEXT COLLATE "C" NOT NULL, -- shown, nothing, failed; of no length while open
    PRIMARY KEY (tenant, id));
CREATE INDEX access_completed ON access (tenant, completed_at, id);
CREATE INDEX access_about ON access (tenant, about_kind, about, completed_at);
CREATE INDEX access_actor ON access (tenant, actor, completed_at);

-- A version of a person's data. Erasure empties the row; events keep the id and the salted digest.
CREATE TABLE subject (
    tenant BIGINT NOT NULL, -- the province
    subject BIGINT NOT NULL, -- id of the subject
    version BIGINT NOT NULL, -- from 1
    body TEXT COLLATE "C" NOT NULL, -- the data, JSON; of no length once erased
    name_folded TEXT COLLATE "C" NOT NULL, -- name in lower case without marks, for search
    phone TEXT COLLATE "C" NOT NULL, -- digits, for search
    id_number TEXT COLLATE "C" NOT NULL, -- digits, for search
    digest TEXT COLLATE "C" NOT NULL, -- hexadecimal SHA-256 over the body, which holds a random salt
    erased BIGINT NOT NULL, -- 1 once erased
    PRIMARY KEY (tenant, subject, version));
CREATE INDEX subject_phone ON subject (tenant, phone);
CREATE INDEX subject_id_number ON subject (tenant, id_number);
CREATE INDEX subject_name ON subject (tenant, name_folded);

-- What somebody declared at the door: for that one purpose, read by few, gone after the days that are set.
CREATE TABLE declaration (
    tenant BIGINT NOT NULL, -- the province
    arrival BIGINT NOT NULL, -- stream of the arrival
    body TEXT COLLATE "C" NOT NULL, -- name, phone and answers, JSON
    digest TEXT COLLATE "C" NOT NULL, -- hexadecimal SHA-256 over the body, which holds a random salt
    keep_until BIGINT NOT NULL, -- UTC milliseconds from which it is removed
    PRIMARY KEY (tenant, arrival));
CREATE INDEX declaration_keep ON declaration (tenant, keep_until);

-- Something to be sent after a commit, without personal data; deleted once done.
CREATE TABLE outbox (
    tenant BIGINT NOT NULL, -- the province
    id BIGINT NOT NULL, -- stream of the message
    topic TEXT COLLATE "C" NOT NULL, -- sms, mail, print
    due_at BIGINT NOT NULL, -- UTC milliseconds, not to be sent before
    body TEXT COLLATE "C" NOT NULL, -- what to send, JSON: template and subject
    lease_until BIGINT NOT NULL, -- UTC milliseconds until which somebody has it, 0 for nobody
    attempts BIGINT NOT NULL, -- times it was claimed
    PRIMARY KEY (tenant, id));
CREATE INDEX outbox_due ON outbox (tenant, topic, due_at);

-- A version of something that is merely edited: procedure, unit, person, counter, calendar.
CREATE TABLE catalogue (
    tenant BIGINT NOT NULL, -- the province
    kind TEXT COLLATE "C" NOT NULL, -- unit, procedure, person...
    code TEXT COLLATE "C" NOT NULL, -- its code
    version TEXT COLLATE "C" NOT NULL, -- its version; events quote it
    valid_from TEXT COLLATE "C" NOT NULL, -- local date yyyy-mm-dd from which it holds
    valid_to TEXT COLLATE "C" NOT NULL, -- local date from which it no longer holds, of no length while open
    body TEXT COLLATE "C" NOT NULL, -- the rest, JSON
    changed_by TEXT COLLATE "C" NOT NULL, -- who changed it, as a code
    changed_at BIGINT NOT NULL, -- UTC milliseconds
    decision TEXT COLLATE "C" NOT NULL, -- the document that says so
    PRIMARY KEY (tenant, kind, code, version));

-- Who may sign in.
CREATE TABLE account (
    tenant BIGINT NOT NULL, -- the province
    login TEXT COLLATE "C" NOT NULL, -- what is typed
    person TEXT COLLATE "C" NOT NULL, -- code of the person
    password_hash TEXT COLLATE "C" NOT NULL, -- argon2id, PHC form
    disabled BIGINT NOT NULL, -- 1 when it may not be used
    changed_at BIGINT NOT NULL, -- UTC milliseconds
    PRIMARY KEY (tenant, login));

-- Who is signed in; only a hash of the cookie's token is kept.
CREATE TABLE session (
    tenant BIGINT NOT NULL, -- the province
    token_hash TEXT COLLATE "C" NOT NULL, -- hexadecimal SHA-256 of the token
    person TEXT COLLATE "C" NOT NULL, -- code of the person
    position TEXT COLLATE "C" NOT NULL, -- code of the position they act in
    csrf TEXT COLLATE "C" NOT NULL, -- token that forms carry
    created_at BIGINT NOT NULL, -- UTC milliseconds
    expires_at BIGINT NOT NULL, -- UTC milliseconds
    PRIMARY KEY (tenant, token_hash));
CREATE INDEX session_expires ON session (tenant, expires_at);

-- What an officer typed and has not sent.
CREATE TABLE form_draft (
    tenant BIGINT NOT NULL, -- the province
    person TEXT COLLATE "C" NOT NULL, -- code of the officer
    form TEXT COLLATE "C" NOT NULL, -- which form
    body TEXT COLLATE "C" NOT NULL, -- its fields, JSON
    saved_at BIGINT NOT NULL, -- UTC milliseconds
    edition BIGINT NOT NULL, -- grows with every page made anew: what an older page still sends is not kept
    PRIMARY KEY (tenant, person, form));
CREATE INDEX form_draft_saved ON form_draft (tenant, saved_at);

-- A setting of the province.
CREATE TABLE setting (
    tenant BIGINT NOT NULL, -- the province
    name TEXT COLLATE "C" NOT NULL, -- its name
    value TEXT COLLATE "C" NOT NULL, -- its value
    changed_by TEXT COLLATE "C" NOT NULL, -- who changed it, as a code
    changed_at BIGINT NOT NULL, -- UTC milliseconds
    PRIMARY KEY (tenant, name));

-- Who does a job or has a node number among several servers. Courtesy only: versions decide.
CREATE TABLE lease (
    tenant BIGINT NOT NULL, -- the province
    name TEXT COLLATE "C" NOT NULL, -- the job, or node/n
    holder TEXT COLLATE "C" NOT NULL, -- the server's process, one name for each start
    until BIGINT NOT NULL, -- UTC milliseconds, after which anybody may take it
    token BIGINT NOT NULL, -- grows with every change of holder: whoever comes with an older one is too late
    PRIMARY KEY (tenant, name));

-- A queue ticket of one day and hall.
CREATE TABLE ticket_row (
    tenant BIGINT NOT NULL, -- the province
    ticket BIGINT NOT NULL, -- stream of the ticket
    hall TEXT COLLATE "C" NOT NULL, -- hall code
    day BIGINT NOT NULL, -- local date
    field TEXT COLLATE "C" NOT NULL, -- field group it waits for
    series TEXT COLLATE "C" NOT NULL, -- letter before the number
    number BIGINT NOT NULL, -- number within series, hall and day
    label TEXT COLLATE "C" NOT NULL, -- what is printed and spoken, e.g. A012
    priority TEXT COLLATE "C" NOT NULL, -- none, elder, pregnant, disabled, child, merit
    procedure TEXT COLLATE "C" NOT NULL, -- procedure key chosen at the kiosk, may be of no length
    token TEXT COLLATE "C" NOT NULL, -- random token of the ticket's own page
    phase TEXT COLLATE "C" NOT NULL, -- waiting, called, serving, no_show, served, given_up
    order_at BIGINT NOT NULL, -- instant it is ordered by: taken_at less the head start of its priority
    taken_at BIGINT NOT NULL, -- instant it was taken
    not_before BIGINT NOT NULL, -- instant before which it is not called, 0 when no more time was asked for
    defers BIGINT NOT NULL, -- how often more time was asked for
    others TEXT COLLATE "C" NOT NULL, -- field groups of the person's other errands, with a space between; of no length for none
    notice TEXT COLLATE "C" NOT NULL, -- asked, given, dropped: to be told by a message; of no length when nobody asked
    told BIGINT, -- subject that is, was or was to be told
    appointment_at BIGINT, -- instant agreed on, none without an appointment
    dossier BIGINT, -- stream of the dossier whose result the person comes for
    called_at BIGINT, -- instant of the last call
    calls BIGINT NOT NULL, -- times called
    first_called_at BIGINT, -- instant of the first call
    seated_at BIGINT, -- instant of sitting down at the counter
    counter TEXT COLLATE "C" NOT NULL, -- counter code that called it, or it was moved to
    visit BIGINT, -- stream of the visit
    closed_at BIGINT, -- instant it was served, given up or marked absent
    paper TEXT COLLATE "C" NOT NULL, -- of no length, asked, printed, low (printed, the roll near its end), or why none came out
    paper_at BIGINT, -- instant the paper came out or was known not to
    PRIMARY KEY (tenant, ticket));
CREATE INDEX ticket_waiting ON ticket_row (tenant, hall, day, phase, field, order_at, ticket);
CREATE INDEX ticket_called ON ticket_row (tenant, hall, day, called_at);
CREATE INDEX ticket_token ON ticket_row (tenant, token);
CREATE INDEX ticket_notice ON ticket_row (tenant, notice, day, phase);
CREATE INDEX ticket_taken ON ticket_row (tenant, hall, taken_at, ticket);

-- A counter as it is now.
CREATE TABLE counter_row (
    tenant BIGINT NOT NULL, -- the province
    counter_stream BIGINT NOT NULL, -- stream of the counter
    hall TEXT COLLATE "C" NOT NULL, -- hall code
    code TEXT COLLATE "C" NOT NULL, -- counter code
    number BIGINT NOT NULL, -- number over the counter
    status TEXT COLLATE "C" NOT NULL, -- open, paused, closed
    person TEXT COLLATE "C" NOT NULL, -- officer at the counter
    position TEXT COLLATE "C" NOT NULL, -- the officer's position
    since BIGINT NOT NULL, -- instant of the last change of status
    ticket BIGINT, -- stream of the ticket being called or served
    ticket_label TEXT COLLATE "C" NOT NULL, -- its label
    visit BIGINT, -- stream of the visit under way
    order_word TEXT COLLATE "C" NOT NULL, -- what was ordered last: open, pause, resume, close, move; of no length for nothing
    order_other TEXT COLLATE "C" NOT NULL, -- the other counter it speaks of, may be of no length
    order_person TEXT COLLATE "C" NOT NULL, -- officer it is about, may be of no length
    order_by TEXT COLLATE "C" NOT NULL, -- who ordered it, may be of no length
    order_at BIGINT, -- instant of the order
    order_progress TEXT COLLATE "C" NOT NULL, -- pending, done, lapsed; of no length for nothing
    offer_to TEXT COLLATE "C" NOT NULL, -- colleague who was asked to stand in, of no length for nobody
    offer_until BIGINT, -- instant until which
    offer_word TEXT COLLATE "C" NOT NULL, -- waits, together (with whoever is at the counter), agreed; of no length for nothing
    stand_in_for TEXT COLLATE "C" NOT NULL, -- whose counter it is when the officer stands in, else of no length
    stand_in_until BIGINT, -- instant until which it was agreed
    stand_in_word TEXT COLLATE "C" NOT NULL, -- sits, returns (once the person at the counter has gone); of no length for nothing
    PRIMARY KEY (tenant, counter_stream));
CREATE INDEX counter_hall ON counter_row (tenant, hall, number);
CREATE INDEX counter_person ON counter_row (tenant, person, status);

-- What happened at a counter between calling and finishing.
CREATE TABLE visit_row (
    tenant BIGINT NOT NULL, -- the province
    visit BIGINT NOT NULL, -- stream of the visit
    hall TEXT COLLATE "C" NOT NULL, -- hall code
    day BIGINT NOT NULL, -- local date
    counter TEXT COLLATE "C" NOT NULL, -- counter code
    person TEXT COLLATE "C" NOT NULL, -- officer
    ticket BIGINT, -- stream of the ticket
    ticket_label TEXT COLLATE "C" NOT NULL, -- its label
    field TEXT COLLATE "C" NOT NULL, -- field group it was for, as far as the number says; of no length without one
    procedure TEXT COLLATE "C" NOT NULL, -- procedure key it was for, as far as the number says; may be of no length
    called_at BIGINT, -- instant of the call, none for a person served without a number
    waited_ms BIGINT NOT NULL, -- from ticket to start
    started_at BIGINT NOT NULL, -- instant
    finished_at BIGINT, -- instant
    dossiers BIGINT NOT NULL, -- dossiers touched
    PRIMARY KEY (tenant, visit));
CREATE INDEX visit_day ON visit_row (tenant, hall, day, started_at);
CREATE INDEX visit_person ON visit_row (tenant, person, day);

-- A dossier touched in a visit: trips per dossier are counted here.
CREATE TABLE visit_dossier_row (
    tenant BIGINT NOT NULL, -- the province
    visit BIGINT NOT NULL, -- stream of the visit
    dossier BIGINT NOT NULL, -- stream of the dossier
    act TEXT COLLATE "C" NOT NULL, -- received, supplement_asked, refused, supplement_answered, corrected, returned, paid
    at BIGINT NOT NULL, -- instant
    PRIMARY KEY (tenant, visit, dossier));
CREATE INDEX visit_dossier ON visit_dossier_row (tenant, dossier, at);

-- A dossier as it is now.
CREATE TABLE dossier_row (
    tenant BIGINT NOT NULL, -- the province
    dossier BIGINT NOT NULL, -- stream of the dossier
    code TEXT COLLATE "C" NOT NULL, -- official code, of no length before reception
    provisional TEXT COLLATE "C" NOT NULL, -- number of a draft
    token TEXT COLLATE "C" NOT NULL, -- random token of the applicant's page, on the slip's QR
    procedure TEXT COLLATE "C" NOT NULL, -- procedure code
    publisher TEXT COLLATE "C" NOT NULL, -- publishing body
    version TEXT COLLATE "C" NOT NULL, -- procedure version
    field TEXT COLLATE "C" NOT NULL, -- field group
    regime TEXT COLLATE "C" NOT NULL, -- rule regime it was received under
    phase TEXT COLLATE "C" NOT NULL, -- draft, supplement_at_intake, refused, processing, supplement, ready, returned, withdrawn, stopped
    status BIGINT NOT NULL, -- exchange status 1 to 10
    receiving_unit TEXT COLLATE "C" NOT NULL, -- unit that received it
    handling_unit TEXT COLLATE "C" NOT NULL, -- unit that leads
    officer TEXT COLLATE "C" NOT NULL, -- person who received it
    applicant BIGINT NOT NULL, -- subject
    owner BIGINT, -- subject, when not the applicant
    channel BIGINT NOT NULL, -- 1 in person, 2 online, 3 post or proxy service
    created_at BIGINT NOT NULL, -- instant of the draft
    received_at BIGINT, -- instant of reception
    first_due_at BIGINT, -- first promise
    due_at BIGINT, -- current promise
    statutory_due_at BIGINT, -- statutory limit
    ready_at BIGINT, -- instant the result was ready
    returned_at BIGINT, -- instant the result was handed over
    is_parked BIGINT NOT NULL, -- 1 once the result lies in the archive
    parked_place TEXT COLLATE "C" NOT NULL, -- where in the archive, of no length elsewhere
    reminders BIGINT NOT NULL, -- times the person was reminded to come
    reminded_at BIGINT, -- instant of the last time
    silent_from BIGINT, -- instant papers were asked for, where waiting for them ends
    step BIGINT NOT NULL, -- number of the current step, 0 when none
    steps BIGINT NOT NULL, -- number of steps
    step_unit TEXT COLLATE "C" NOT NULL, -- unit of the current step
    step_person TEXT COLLATE "C" NOT NULL, -- person of the current step, of no length when unassigned
    supplements BIGINT NOT NULL, -- supplement requests, before reception and after
    slips BIGINT NOT NULL, -- times the slip was issued
    fee_vnd BIGINT NOT NULL, -- fee in đồng
    fee_paid BIGINT NOT NULL, -- 1 when nothing is left to pay
    is_open BIGINT NOT NULL, -- 1 from reception until returned, withdrawn or stopped
    is_late BIGINT NOT NULL, -- 1 when a result was ready after the first promise
    PRIMARY KEY (tenant, dossier));
CREATE INDEX dossier_code ON dossier_row (tenant, code);
CREATE INDEX dossier_token ON dossier_row (tenant, token);
CREATE INDEX dossier_applicant ON dossier_row (tenant, applicant, created_at);
CREATE INDEX dossier_pickup ON dossier_row (tenant, receiving_unit, phase, is_parked, ready_at, dossier);
CREATE INDEX dossier_unit_due ON dossier_row (tenant, handling_unit, is_open, due_at);
CREATE INDEX dossier_received ON dossier_row (tenant, receiving_unit, received_at);
CREATE INDEX dossier_late ON dossier_row (tenant, is_open, is_late, first_due_at);
CREATE INDEX dossier_unclaimed ON dossier_row (tenant, phase, is_parked, ready_at, dossier);
CREATE INDEX dossier_returned ON dossier_row (tenant, returned_at);
CREATE INDEX dossier_silent ON dossier_row (tenant, silent_from, dossier);
CREATE INDEX dossier_procedure ON dossier_row (tenant, procedure, publisher, received_at, dossier);

-- A part of a dossier's life in which reports count it alike; the parts follow each other without a gap.
CREATE TABLE stretch_row (
    tenant BIGINT NOT NULL, -- the province
    dossier BIGINT NOT NULL, -- stream of the dossier
    n BIGINT NOT NULL, -- 1, 2, 3 in the order they began
    code TEXT COLLATE "C" NOT NULL, -- dossier code, for lists
    procedure TEXT COLLATE "C" NOT NULL, -- procedure code it was counted under then
    publisher TEXT COLLATE "C" NOT NULL, -- publishing body
    field TEXT COLLATE "C" NOT NULL, -- field group
    receiving_unit TEXT COLLATE "C" NOT NULL, -- unit that received it
    handling_unit TEXT COLLATE "C" NOT NULL, -- unit that leads
    channel BIGINT NOT NULL, -- 1 in person, 2 online, 3 post or proxy service
    received_at BIGINT NOT NULL, -- instant of reception
    since BIGINT NOT NULL, -- instant it begins
    since_version BIGINT NOT NULL, -- version of the dossier's stream with which it begins
    until_at BIGINT NOT NULL, -- instant it ends; the far end of time while it lasts
    until_version BIGINT NOT NULL, -- version of the dossier's stream with which it ends, 0 while it lasts
    waits BIGINT NOT NULL, -- 1 while papers are waited for
    outcome TEXT COLLATE "C" NOT NULL, -- of no length unless the dossier ends with it: ready, withdrawn, stopped
    late_first BIGINT NOT NULL, -- instant from which it is late by the first promise, the far end of time for none
    late_current BIGINT NOT NULL, -- the same by the current promise
    late_statutory BIGINT NOT NULL, -- the same by law
    verdict_first TEXT COLLATE "C" NOT NULL, -- early, on_time, late by the first promise when the dossier ends with it
    verdict_current TEXT COLLATE "C" NOT NULL, -- the same by the current promise
    verdict_statutory TEXT COLLATE "C" NOT NULL, -- the same by law
    PRIMARY KEY (tenant, dossier, n));
CREATE INDEX stretch_until ON stretch_row (tenant, until_at, since);

-- A step of a dossier, open or finished; one row for each time it was done.
CREATE TABLE step_row (
    tenant BIGINT NOT NULL, -- the province
    dossier BIGINT NOT NULL, -- stream of the dossier
    turn BIGINT NOT NULL, -- 1, 2, 3 in the order they began
    step BIGINT NOT NULL, -- number of the step in the procedure
    name TEXT COLLATE "C" NOT NULL, -- what is done
    kind TEXT COLLATE "C" NOT NULL, -- intake, assign, process, review, approve, number, return, external
    unit TEXT COLLATE "C" NOT NULL, -- unit
    role TEXT COLLATE "C" NOT NULL, -- role that does it
    person TEXT COLLATE "C" NOT NULL, -- person, of no length when unassigned
    code TEXT COLLATE "C" NOT NULL, -- dossier code, for lists
    procedure TEXT COLLATE "C" NOT NULL, -- procedure code, for lists
    started_at BIGINT NOT NULL, -- instant it was handed over
    allowed_ms BIGINT NOT NULL, -- working milliseconds allowed
    counted BIGINT NOT NULL, -- 0 when the time of others is outside the limit
    due_at BIGINT, -- instant the time is gone
    order_at BIGINT NOT NULL, -- for lists: the instant the time is gone; once finished that instant; the far end of time for a step without time of its own, and for the last one while papers are waited for
    yellow_at BIGINT, -- instant it turns yellow
    red_at BIGINT, -- instant it turns red
    finished_at BIGINT, -- instant
    verdict TEXT COLLATE "C" NOT NULL, -- early, on_time, late, of no length while open
    used_ms BIGINT NOT NULL, -- working milliseconds used, 0 while open
    is_open BIGINT NOT NULL, -- 1 while open
    red_marked BIGINT NOT NULL, -- 1 once the red fact is in the journal
    escalated_to TEXT COLLATE "C" NOT NULL, -- position the lateness was escalated to
    PRIMARY KEY (tenant, dossier, turn));
CREATE INDEX step_open ON step_row (tenant, is_open, unit, person, role, kind, yellow_at, red_at);
CREATE INDEX step_person_order ON step_row (tenant, person, is_open, order_at, dossier);
CREATE INDEX step_unit_order ON step_row (tenant, unit, is_open, order_at, dossier);
CREATE INDEX step_to_mark ON step_row (tenant, is_open, red_marked, escalated_to, red_at, dossier);

-- A report of a unit and a period as it was submitted once.
CREATE TABLE report_row (
    tenant BIGINT NOT NULL, -- the province
    report BIGINT NOT NULL, -- stream of the report
    issue BIGINT NOT NULL, -- 1 for the first, then its corrections
    unit TEXT COLLATE "C" NOT NULL, -- unit that reports
    period TEXT COLLATE "C" NOT NULL, -- 2026-11, 2026-Q4, 2026
    ends_at BIGINT NOT NULL, -- instant the period is over
    known BIGINT NOT NULL, -- seq of the journal up to which was counted
    person TEXT COLLATE "C" NOT NULL, -- who submitted it
    position TEXT COLLATE "C" NOT NULL, -- in which position
    reason TEXT COLLATE "C" NOT NULL, -- why it was issued anew, of no length for the first
    submitted_at BIGINT NOT NULL, -- instant
    dossiers BIGINT NOT NULL, -- carried over and received
    settled BIGINT NOT NULL, -- settled in the period
    late BIGINT NOT NULL, -- settled late or open late by the first promise
    PRIMARY KEY (tenant, report, issue));
CREATE INDEX report_unit ON report_row (tenant, unit, ends_at);

-- What an applicant says is wrong with how a dossier is handled, waiting or answered.
CREATE TABLE petition_row (
    tenant BIGINT NOT NULL, -- the province
    petitions BIGINT NOT NULL, -- stream of the petitions about the dossier
    number BIGINT NOT NULL, -- 1, 2, 3 in the order they were lodged
    dossier BIGINT NOT NULL, -- stream of the dossier
    code TEXT COLLATE "C" NOT NULL, -- dossier code, for lists
    unit TEXT COLLATE "C" NOT NULL, -- unit that has to answer
    matter TEXT COLLATE "C" NOT NULL, -- delay, conduct, papers, fee, other
    lodged_at BIGINT NOT NULL, -- instant
    due_at BIGINT NOT NULL, -- instant by which it is to be answered
    answered_at BIGINT, -- instant
    answered_by TEXT COLLATE "C" NOT NULL, -- person, of no length while it waits
    upheld BIGINT NOT NULL, -- 1 when the answer says that the applicant is right
    is_open BIGINT NOT NULL, -- 1 while it waits for an answer
    order_at BIGINT NOT NULL, -- for lists: when it is due; once answered that instant
    PRIMARY KEY (tenant, petitions, number));
CREATE INDEX petition_order ON petition_row (tenant, is_open, order_at, petitions, number);
CREATE INDEX petition_dossier ON petition_row (tenant, dossier, matter);
CREATE INDEX petition_due ON petition_row (tenant, due_at, unit);

-- A place in a hall at an agreed time.
CREATE TABLE appointment_row (
    tenant BIGINT NOT NULL, -- the province
    book BIGINT NOT NULL, -- stream of the appointment book: a hall, a field group, a day
    number BIGINT NOT NULL, -- number within the hall and the day
    hall TEXT COLLATE "C" NOT NULL, -- hall code
    field TEXT COLLATE "C" NOT NULL, -- field group
    day BIGINT NOT NULL, -- local date
    label TEXT COLLATE "C" NOT NULL, -- how people name it, e.g. DH012
    from_at BIGINT NOT NULL, -- the agreed instant
    until_at BIGINT NOT NULL, -- instant its slot ends
    procedure TEXT COLLATE "C" NOT NULL, -- procedure key, may be of no length
    token TEXT COLLATE "C" NOT NULL, -- random token of its own page
    person BIGINT NOT NULL, -- who comes, in the side table
    booked_at BIGINT NOT NULL, -- instant
    reminded_at BIGINT, -- instant the person was reminded
    status TEXT COLLATE "C" NOT NULL, -- booked, honoured, cancelled, moved
    ticket BIGINT, -- stream of the ticket it was honoured by
    PRIMARY KEY (tenant, book, number));
CREATE INDEX appointment_day ON appointment_row (tenant, hall, day, field, from_at);
CREATE INDEX appointment_token ON appointment_row (tenant, token);

-- A paper original handed in, and who holds it now.
CREATE TABLE holder_row (
    tenant BIGINT NOT NULL, -- the province
    dossier BIGINT NOT NULL, -- stream of the dossier
    item BIGINT NOT NULL, -- number of the paper
    name TEXT COLLATE "C" NOT NULL, -- name of the paper
    barcode TEXT COLLATE "C" NOT NULL, -- code on the cover sheet
    holder TEXT COLLATE "C" NOT NULL, -- person, unit or applicant
    holder_kind TEXT COLLATE "C" NOT NULL, -- person, unit, applicant
    since BIGINT NOT NULL, -- instant
    PRIMARY KEY (tenant, dossier, item));
CREATE INDEX holder_barcode ON holder_row (tenant, barcode);
CREATE INDEX holder_holder ON holder_row (tenant, holder, since);

-- A payment due or made.
CREATE TABLE payment_row (
    tenant BIGINT NOT NULL, -- the province
    payment BIGINT NOT NULL, -- stream of the payment
    dossier BIGINT NOT NULL, -- stream of the dossier
    unit TEXT COLLATE "C" NOT NULL, -- unit that collects
    total_vnd BIGINT NOT NULL, -- đồng
    status TEXT COLLATE "C" NOT NULL, -- due, paid, voided
    method TEXT COLLATE "C" NOT NULL, -- cash, online; of no length until it is paid
    receipt TEXT COLLATE "C" NOT NULL, -- form, series and number of the receipt
    collected_by TEXT COLLATE "C" NOT NULL, -- person
    due_since BIGINT NOT NULL, -- instant
    paid_at BIGINT, -- instant
    day BIGINT, -- local date of the receipt
    PRIMARY KEY (tenant, payment));
CREATE INDEX payment_dossier ON payment_row (tenant, dossier);
CREATE INDEX payment_unit ON payment_row (tenant, unit, status, due_since, payment);
CREATE INDEX payment_day ON payment_row (tenant, unit, day, paid_at, payment);

-- A message to a person.
CREATE TABLE message_row (
    tenant BIGINT NOT NULL, -- the province
    message BIGINT NOT NULL, -- stream of the message
    about TEXT COLLATE "C" NOT NULL, -- dossier, ticket, appointment
    about_stream BIGINT NOT NULL, -- stream of what it is about
    about_number BIGINT NOT NULL, -- number within that stream, 0 when the stream is all of it
    subject BIGINT NOT NULL, -- subject it goes to
    template TEXT COLLATE "C" NOT NULL, -- template id
    channel TEXT COLLATE "C" NOT NULL, -- sms, mail
    status TEXT COLLATE "C" NOT NULL, -- requested, sending, sent, delivered, failed, in_doubt
    requested_at BIGINT NOT NULL, -- instant
    sent_at BIGINT, -- instant
    settled_at BIGINT, -- instant it was delivered, failed or put in doubt
    attempts BIGINT NOT NULL, -- attempts to send
    parts BIGINT NOT NULL, -- parts it was sent in
    failure TEXT COLLATE "C" NOT NULL, -- code of the last failure
    PRIMARY KEY (tenant, message));
CREATE INDEX message_about ON message_row (tenant, about_stream, about_number, requested_at);
CREATE INDEX message_status ON message_row (tenant, status, about, requested_at);

-- A part of a message as the message centre knows it: its receipt is found by it.
CREATE TABLE message_part_row (
    tenant BIGINT NOT NULL, -- the province
    message BIGINT NOT NULL, -- stream of the message
    part BIGINT NOT NULL, -- 1, 2, 3 in order
    provider_id TEXT COLLATE "C" NOT NULL, -- id given by the message centre
    PRIMARY KEY (tenant, message, part));
CREATE INDEX message_part_provider ON message_part_row (tenant, provider_id);

-- Somebody who declared at the door: the pass, and nothing of what was answered.
CREATE TABLE arrival_row (
    tenant BIGINT NOT NULL, -- the province
    arrival BIGINT NOT NULL, -- stream of the arrival
    hall TEXT COLLATE "C" NOT NULL, -- hall code
    day BIGINT NOT NULL, -- local date for which the pass holds
    number BIGINT NOT NULL, -- number within hall and day
    label TEXT COLLATE "C" NOT NULL, -- what is shown and spoken, e.g. Y012
    form TEXT COLLATE "C" NOT NULL, -- code of the form
    version TEXT COLLATE "C" NOT NULL, -- its version
    advice TEXT COLLATE "C" NOT NULL, -- enter, test, outside: what the form's rules said
    rule BIGINT NOT NULL, -- the rule that said it, counted from 1; 0 when none did
    token TEXT COLLATE "C" NOT NULL, -- random token of the pass
    declared_at BIGINT NOT NULL, -- instant
    keep_until BIGINT NOT NULL, -- instant from which the declaration is removed
    cleared_at BIGINT, -- instant at which a person of the centre let them in all the same
    PRIMARY KEY (tenant, arrival));
CREATE INDEX arrival_day ON arrival_row (tenant, hall, day, number);
CREATE INDEX arrival_token ON arrival_row (tenant, token);
CREATE INDEX arrival_keep ON arrival_row (tenant, keep_until, hall, day);

-- The gate of a hall on a day.
CREATE TABLE gate_row (
    tenant BIGINT NOT NULL, -- the province
    gate BIGINT NOT NULL, -- stream of the gate
    hall TEXT COLLATE "C" NOT NULL, -- hall code
    day BIGINT NOT NULL, -- local date
    inside BIGINT NOT NULL, -- people inside, as counted
    called BIGINT NOT NULL, -- people called in, for whom a place is kept
    waiting BIGINT NOT NULL, -- people in line outside
    entered BIGINT NOT NULL, -- times somebody came in
    removed BIGINT, -- declarations of that day that were removed
    removed_at BIGINT, -- instant
    PRIMARY KEY (tenant, gate));
CREATE INDEX gate_day ON gate_row (tenant, hall, day);

-- Somebody with a pass who is inside or waits outside.
CREATE TABLE gate_visitor_row (
    tenant BIGINT NOT NULL, -- the province
    gate BIGINT NOT NULL, -- stream of the gate
    arrival BIGINT NOT NULL, -- stream of the arrival
    place TEXT COLLATE "C" NOT NULL, -- inside, called, line, away
    since BIGINT NOT NULL, -- instant of coming to that place
    joined BIGINT NOT NULL, -- instant of joining the line, by which it is ordered
    PRIMARY KEY (tenant, gate, arrival));
CREATE INDEX gate_visitor_place ON gate_visitor_row (tenant, gate, place, joined);
CREATE INDEX gate_visitor_arrival ON gate_visitor_row (tenant, arrival);

-- A pad of numbered slips for a counter without power or network.
CREATE TABLE pad_row (
    tenant BIGINT NOT NULL, -- the province
    pad BIGINT NOT NULL, -- stream of the pad
    hall TEXT COLLATE "C" NOT NULL, -- hall code
    counter TEXT COLLATE "C" NOT NULL, -- counter code it was printed for
    number BIGINT NOT NULL, -- number of the pad in its hall
    slips BIGINT NOT NULL, -- how many slips it has
    blank BIGINT NOT NULL, -- how many are blank
    issued_by TEXT COLLATE "C" NOT NULL, -- person
    issued_at BIGINT NOT NULL, -- instant
    PRIMARY KEY (tenant, pad));
CREATE INDEX pad_number ON pad_row (tenant, hall, number);
CREATE INDEX pad_counter ON pad_row (tenant, hall, counter, number);

-- A slip of a pad that is not blank any more.
CREATE TABLE slip_row (
    tenant BIGINT NOT NULL, -- the province
    pad BIGINT NOT NULL, -- stream of the pad
    slip BIGINT NOT NULL, -- number in the pad
    hall TEXT COLLATE "C" NOT NULL, -- hall code
    counter TEXT COLLATE "C" NOT NULL, -- counter code
    label TEXT COLLATE "C" NOT NULL, -- as it is printed on the slip
    status TEXT COLLATE "C" NOT NULL, -- entered, confirmed, sent_back, spoiled
    dossier BIGINT, -- stream of the dossier
    received_at BIGINT, -- instant it was filled in before the person, as the slip says
    cash_vnd BIGINT, -- đồng that were taken with it
    entered_by TEXT COLLATE "C" NOT NULL, -- person
    entered_at BIGINT NOT NULL, -- instant
    decided_by TEXT COLLATE "C" NOT NULL, -- person who confirmed it, sent it back or spoiled it
    reason TEXT COLLATE "C" NOT NULL, -- why it was sent back or spoiled
    decided_at BIGINT, -- instant
    PRIMARY KEY (tenant, pad, slip));
CREATE INDEX slip_status ON slip_row (tenant, hall, status, entered_at, pad, slip);
CREATE INDEX slip_dossier ON slip_row (tenant, dossier);

-- Papers of a dossier on their way from the counter to the department.
CREATE TABLE paper_row (
    tenant BIGINT NOT NULL, -- the province
    dossier BIGINT NOT NULL, -- stream of the dossier
    code TEXT COLLATE "C" NOT NULL, -- dossier code
    procedure TEXT COLLATE "C" NOT NULL, -- procedure code
    publisher TEXT COLLATE "C" NOT NULL, -- publishing body
    version TEXT COLLATE "C" NOT NULL, -- procedure version
    receiving_unit TEXT COLLATE "C" NOT NULL, -- unit that received
    to_unit TEXT COLLATE "C" NOT NULL, -- unit they go to
    place TEXT COLLATE "C" NOT NULL, -- counter, listed
    officer TEXT COLLATE "C" NOT NULL, -- person who received the dossier
    originals BIGINT NOT NULL, -- originals among them
    papers BIGINT NOT NULL, -- all of them
    travel_by BIGINT NOT NULL, -- instant by which they have to leave the counter
    missed TEXT COLLATE "C" NOT NULL, -- why they were struck off the last list, of no length when they were not
    handover BIGINT, -- stream of the list they are on
    PRIMARY KEY (tenant, dossier));
CREATE INDEX paper_counter ON paper_row (tenant, receiving_unit, place, to_unit, travel_by, dossier);
CREATE INDEX paper_department ON paper_row (tenant, to_unit, place, travel_by, dossier);

-- A list of papers a counter hands to a department.
CREATE TABLE handover_row (
    tenant BIGINT NOT NULL, -- the province
    handover BIGINT NOT NULL, -- stream of the list
    hall TEXT COLLATE "C" NOT NULL, -- hall code
    to_unit TEXT COLLATE "C" NOT NULL, -- unit that receives
    day BIGINT NOT NULL, -- local date it was drawn up
    number BIGINT NOT NULL, -- number within the hall and the day
    lines BIGINT NOT NULL, -- dossiers on it
    waiting BIGINT NOT NULL, -- dossiers nobody has said anything about yet
    struck BIGINT NOT NULL, -- dossiers that were not there
    drawn_by TEXT COLLATE "C" NOT NULL, -- person who gives
    drawn_at BIGINT NOT NULL, -- instant
    confirm_by BIGINT NOT NULL, -- instant by which every line is to be decided
    is_open BIGINT NOT NULL, -- 1 while a line waits
    closed_at BIGINT, -- instant the last line was decided
    PRIMARY KEY (tenant, handover));
CREATE INDEX handover_open ON handover_row (tenant, hall, is_open, drawn_at, handover);
CREATE INDEX handover_department ON handover_row (tenant, to_unit, is_open, drawn_at, handover);

-- An envelope that came by post.
CREATE TABLE post_item_row (
    tenant BIGINT NOT NULL, -- the province
    post BIGINT NOT NULL, -- stream of what came to a hall on a day
    item BIGINT NOT NULL, -- number within the hall and the day
    hall TEXT COLLATE "C" NOT NULL, -- hall code
    day BIGINT NOT NULL, -- local date it came
    sack BIGINT NOT NULL, -- number of the sack within the hall and the day
    code TEXT COLLATE "C" NOT NULL, -- its code: capital letters and digits
    status TEXT COLLATE "C" NOT NULL, -- waiting, entered, struck
    scanned_by TEXT COLLATE "C" NOT NULL, -- person
    scanned_at BIGINT NOT NULL, -- instant
    yellow_at BIGINT NOT NULL, -- instant from which it is to be entered soon
    enter_by BIGINT NOT NULL, -- instant by which it is to be entered
    dossier BIGINT, -- stream of the dossier, of its draft while it waits
    ended TEXT COLLATE "C" NOT NULL, -- received, supplement_asked, refused; of no length before
    decided_by TEXT COLLATE "C" NOT NULL, -- person who entered or struck it
    reason TEXT COLLATE "C" NOT NULL, -- why it was struck
    decided_at BIGINT, -- instant
    PRIMARY KEY (tenant, post, item));
CREATE INDEX post_item_waiting ON post_item_row (tenant, hall, status, enter_by, post, item);
CREATE INDEX post_item_decided ON post_item_row (tenant, hall, status, decided_at, post, item);
CREATE INDEX post_item_code ON post_item_row (tenant, hall, code, post, item);
CREATE INDEX post_item_dossier ON post_item_row (tenant, dossier);

-- What a post gave another to sign in its place.
CREATE TABLE delegation_row (
    tenant BIGINT NOT NULL, -- the province
    delegation BIGINT NOT NULL, -- stream of the grant
    sign_as TEXT COLLATE "C" NOT NULL, -- assignment (KT.), delegation (TUQ.), order (TL.)
    giver TEXT COLLATE "C" NOT NULL, -- position that gives
    receiver TEXT COLLATE "C" NOT NULL, -- position that receives
    procedures TEXT COLLATE "C" NOT NULL, -- procedure codes with a space between, of no length for all
    fields TEXT COLLATE "C" NOT NULL, -- field groups with a space between, of no length for all
    actions TEXT COLLATE "C" NOT NULL, -- words of actions with a space between, of no length for every signing
    number TEXT COLLATE "C" NOT NULL, -- number and sign of its document
    dated BIGINT NOT NULL, -- local date of the document, 0 when unknown
    file TEXT COLLATE "C" NOT NULL, -- SHA-256 of the document's file, of no length without one
    from_at BIGINT NOT NULL, -- instant from which it holds
    until_at BIGINT, -- instant before which it holds, none until it is taken back
    catalogue_row TEXT COLLATE "C" NOT NULL, -- code of the catalogue row it came with, of no length for none
    granted_by TEXT COLLATE "C" NOT NULL, -- person, of no length when it came with the catalogue
    granted_at BIGINT NOT NULL, -- instant
    taken_back_by TEXT COLLATE "C" NOT NULL, -- person, of no length while it was not
    taken_back_at BIGINT, -- instant
    reason TEXT COLLATE "C" NOT NULL, -- why it was taken back
    PRIMARY KEY (tenant, delegation));
CREATE INDEX delegation_granted ON delegation_row (tenant, sign_as, granted_at, delegation);

-- Something told in a hall.
CREATE TABLE announcement_row (
    tenant BIGINT NOT NULL, -- the province
    board BIGINT NOT NULL, -- stream of the announcements of a hall and a day
    number BIGINT NOT NULL, -- number within the hall and the day
    hall TEXT COLLATE "C" NOT NULL, -- hall code
    day BIGINT NOT NULL, -- local date
    text TEXT COLLATE "C" NOT NULL, -- what is told, in Vietnamese
    text_en TEXT COLLATE "C" NOT NULL, -- the same in English, may be of no length
    said_by TEXT COLLATE "C" NOT NULL, -- who told it
    said_at BIGINT NOT NULL, -- instant
    until_at BIGINT NOT NULL, -- instant it ends by itself
    withdrawn_by TEXT COLLATE "C" NOT NULL, -- who took it back, of no length when nobody did
    withdrawn_at BIGINT, -- instant it was taken back
    PRIMARY KEY (tenant, board, number));
CREATE INDEX announcement_day ON announcement_row (tenant, hall, day, until_at);

-- Counted facts of a day, unit and measure.
CREATE TABLE daily_count (
    tenant BIGINT NOT NULL, -- the province
    day BIGINT NOT NULL, -- local date
    unit TEXT COLLATE "C" NOT NULL, -- unit or hall
    measure TEXT COLLATE "C" NOT NULL, -- what is counted
    n BIGINT NOT NULL, -- how many
    PRIMARY KEY (tenant, day, unit, measure));

-- How many were how satisfied with an officer at a counter on a day; nothing says who.
CREATE TABLE rating_count (
    tenant BIGINT NOT NULL, -- the province
    hall TEXT COLLATE "C" NOT NULL, -- hall code
    day BIGINT NOT NULL, -- local date
    counter TEXT COLLATE "C" NOT NULL, -- counter code
    person TEXT COLLATE "C" NOT NULL, -- officer
    score TEXT COLLATE "C" NOT NULL, -- very_satisfied, satisfied, neutral, dissatisfied
    n BIGINT NOT NULL, -- how many
    PRIMARY KEY (tenant, hall, day, counter, person, score));
CREATE INDEX rating_person ON rating_count (tenant, person, day);

-- How often a procedure was received: what people come for is found first.
CREATE TABLE procedure_count (
    tenant BIGINT NOT NULL, -- the province
    procedure TEXT COLLATE "C" NOT NULL, -- code and publishing body
    n BIGINT NOT NULL, -- how many
    PRIMARY KEY (tenant, procedure));
CREATE INDEX procedure_count_n ON procedure_count (tenant, n);

-- How often a unit said that a promise would not be kept, in a year.
CREATE TABLE apology_count (
    tenant BIGINT NOT NULL, -- the province
    year BIGINT NOT NULL, -- local year
    unit TEXT COLLATE "C" NOT NULL, -- unit that was late
    n BIGINT NOT NULL, -- how many
    PRIMARY KEY (tenant, year, unit));
