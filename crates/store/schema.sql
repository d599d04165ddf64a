-- Made from the tables as data; a test makes it again and compares.

CREATE TABLE IF NOT EXISTS schema_migration (number BIGINT NOT NULL PRIMARY KEY,
    checksum TEXT NOT NULL);

CREATE TABLE tenant_head (
    tenant BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    digest BYTEA NOT NULL,
    catalogue_version BIGINT NOT NULL,
    PRIMARY KEY (tenant));

CREATE TABLE journal (
    tenant BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    stream BIGINT NOT NULL,
    version BIGINT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    event_schema BIGINT NOT NULL,
    occurred_at BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    position TEXT NOT NULL,
    on_behalf_of TEXT NOT NULL,
    rule TEXT NOT NULL,
    command_id TEXT NOT NULL,
    ordinal BIGINT NOT NULL,
    body BYTEA NOT NULL,
    nonce BYTEA NOT NULL,
    prev_hash BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (tenant,
    seq));

CREATE UNIQUE INDEX journal_stream ON journal (
    tenant,
    stream,
    version);

CREATE UNIQUE INDEX journal_command ON journal (
    tenant,
    command_id,
    ordinal);

CREATE TABLE stream (
    tenant BIGINT NOT NULL,
    stream BIGINT NOT NULL,
    kind TEXT NOT NULL,
    version BIGINT NOT NULL,
    head_hash BYTEA NOT NULL,
    state_format BIGINT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (tenant,
    stream));

CREATE TABLE series (
    tenant BIGINT NOT NULL,
    series TEXT NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (tenant,
    series));

CREATE TABLE command (
    tenant BIGINT NOT NULL,
    command_id TEXT NOT NULL,
    first_seq BIGINT NOT NULL,
    answer TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (tenant,
    command_id));

CREATE INDEX command_recorded ON command (
    tenant,
    recorded_at);

CREATE TABLE subject (
    tenant BIGINT NOT NULL,
    subject BIGINT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    phone TEXT NOT NULL,
    id_number TEXT NOT NULL,
    digest TEXT NOT NULL,
    erased BIGINT NOT NULL,
    PRIMARY KEY (tenant,
    subject,
    version));

CREATE INDEX subject_phone ON subject (
    tenant,
    phone);

CREATE INDEX subject_id_number ON subject (
    tenant,
    id_number);

CREATE INDEX subject_name ON subject (
    tenant,
    name_folded);

CREATE TABLE outbox (
    tenant BIGINT NOT NULL,
    id BIGINT NOT NULL,
    topic TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    body TEXT NOT NULL,
    lease_until BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    PRIMARY KEY (tenant,
    id));

CREATE INDEX outbox_due ON outbox (
    tenant,
    topic,
    due_at);

CREATE TABLE catalogue (
    tenant BIGINT NOT NULL,
    kind TEXT NOT NULL,
    code TEXT NOT NULL,
    version TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT NOT NULL,
    body TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    decision TEXT NOT NULL,
    PRIMARY KEY (tenant,
    kind,
    code,
    version));

CREATE TABLE account (
    tenant BIGINT NOT NULL,
    login TEXT NOT NULL,
    person TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    disabled BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (tenant,
    login));

CREATE TABLE session (
    tenant BIGINT NOT NULL,
    token_hash TEXT NOT NULL,
    person TEXT NOT NULL,
    position TEXT NOT NULL,
    csrf TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (tenant,
    token_hash));

CREATE INDEX session_expires ON session (
    tenant,
    expires_at);

CREATE TABLE form_draft (
    tenant BIGINT NOT NULL,
    person TEXT NOT NULL,
    form TEXT NOT NULL,
    body TEXT NOT NULL,
    saved_at BIGINT NOT NULL,
    PRIMARY KEY (tenant,
    person,
    form));

CREATE TABLE setting (
    tenant BIGINT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (tenant,
    name));

CREATE TABLE ticket_row (
    tenant BIGINT NOT NULL,
    ticket BIGINT NOT NULL,
    hall TEXT NOT NULL,
    day BIGINT NOT NULL,
    field TEXT NOT NULL,
    series TEXT NOT NULL,
    number BIGINT NOT NULL,
    label TEXT NOT NULL,
    priority TEXT NOT NULL,
    procedure TEXT NOT NULL,
    token TEXT NOT NULL,
    phase TEXT NOT NULL,
    order_at BIGINT NOT NULL,
    taken_at BIGINT NOT NULL,
    called_at BIGINT,
    calls BIGINT NOT NULL,
    counter TEXT NOT NULL,
    visit BIGINT,
    closed_at BIGINT,
    PRIMARY KEY (tenant,
    ticket));

CREATE INDEX ticket_waiting ON ticket_row (
    tenant,
    hall,
    day,
    phase,
    field,
    order_at,
    ticket);

CREATE INDEX ticket_called ON ticket_row (
    tenant,
    hall,
    day,
    called_at);

CREATE INDEX ticket_token ON ticket_row (
    tenant,
    token);

CREATE TABLE counter_row (
    tenant BIGINT NOT NULL,
    counter_stream BIGINT NOT NULL,
    hall TEXT NOT NULL,
    code TEXT NOT NULL,
    number BIGINT NOT NULL,
    status TEXT NOT NULL,
    person TEXT NOT NULL,
    position TEXT NOT NULL,
    since BIGINT NOT NULL,
    ticket BIGINT,
    ticket_label TEXT NOT NULL,
    visit BIGINT,
    PRIMARY KEY (tenant,
    counter_stream));

CREATE INDEX counter_hall ON counter_row (
    tenant,
    hall,
    number);

CREATE INDEX counter_person ON counter_row (
    tenant,
    person,
    status);

CREATE TABLE visit_row (
    tenant BIGINT NOT NULL,
    visit BIGINT NOT NULL,
    hall TEXT NOT NULL,
    day BIGINT NOT NULL,
    counter TEXT NOT NULL,
    person TEXT NOT NULL,
    ticket BIGINT,
    ticket_label TEXT NOT NULL,
    waited_ms BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    finished_at BIGINT,
    dossiers BIGINT NOT NULL,
    PRIMARY KEY (tenant,
    visit));

CREATE INDEX visit_day ON visit_row (
    tenant,
    hall,
    day,
    started_at);

CREATE INDEX visit_person ON visit_row (
    tenant,
    person,
    day);

CREATE TABLE visit_dossier_row (
    tenant BIGINT NOT NULL,
    visit BIGINT NOT NULL,
    dossier BIGINT NOT NULL,
    act TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (tenant,
    visit,
    dossier));

CREATE INDEX visit_dossier ON visit_dossier_row (
    tenant,
    dossier,
    at);

CREATE TABLE dossier_row (
    tenant BIGINT NOT NULL,
    dossier BIGINT NOT NULL,
    code TEXT NOT NULL,
    provisional TEXT NOT NULL,
    token TEXT NOT NULL,
    procedure TEXT NOT NULL,
    publisher TEXT NOT NULL,
    version TEXT NOT NULL,
    field TEXT NOT NULL,
    regime TEXT NOT NULL,
    phase TEXT NOT NULL,
    status BIGINT NOT NULL,
    receiving_unit TEXT NOT NULL,
    handling_unit TEXT NOT NULL,
    officer TEXT NOT NULL,
    applicant BIGINT NOT NULL,
    owner BIGINT,
    channel BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    received_at BIGINT,
    first_due_at BIGINT,
    due_at BIGINT,
    statutory_due_at BIGINT,
    ready_at BIGINT,
    returned_at BIGINT,
    step BIGINT NOT NULL,
    steps BIGINT NOT NULL,
    step_unit TEXT NOT NULL,
    step_person TEXT NOT NULL,
    supplements BIGINT NOT NULL,
    slips BIGINT NOT NULL,
    fee_vnd BIGINT NOT NULL,
    fee_paid BIGINT NOT NULL,
    is_open BIGINT NOT NULL,
    is_late BIGINT NOT NULL,
    PRIMARY KEY (tenant,
    dossier));

CREATE INDEX dossier_code ON dossier_row (
    tenant,
    code);

CREATE INDEX dossier_token ON dossier_row (
    tenant,
    token);

CREATE INDEX dossier_applicant ON dossier_row (
    tenant,
    applicant,
    created_at);

CREATE INDEX dossier_pickup ON dossier_row (
    tenant,
    receiving_unit,
    phase,
    ready_at);

CREATE INDEX dossier_unit_due ON dossier_row (
    tenant,
    handling_unit,
    is_open,
    due_at);

CREATE INDEX dossier_received ON dossier_row (
    tenant,
    receiving_unit,
    received_at);

CREATE TABLE step_row (
    tenant BIGINT NOT NULL,
    dossier BIGINT NOT NULL,
    turn BIGINT NOT NULL,
    step BIGINT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    unit TEXT NOT NULL,
    role TEXT NOT NULL,
    person TEXT NOT NULL,
    code TEXT NOT NULL,
    procedure TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    allowed_ms BIGINT NOT NULL,
    counted BIGINT NOT NULL,
    due_at BIGINT,
    yellow_at BIGINT,
    red_at BIGINT,
    finished_at BIGINT,
    verdict TEXT NOT NULL,
    is_open BIGINT NOT NULL,
    red_marked BIGINT NOT NULL,
    escalated_to TEXT NOT NULL,
    PRIMARY KEY (tenant,
    dossier,
    turn));

CREATE INDEX step_unit_red ON step_row (
    tenant,
    unit,
    is_open,
    red_at);

CREATE INDEX step_person_due ON step_row (
    tenant,
    person,
    is_open,
    due_at);

CREATE INDEX step_unit_due ON step_row (
    tenant,
    unit,
    is_open,
    due_at);

CREATE INDEX step_to_mark ON step_row (
    tenant,
    is_open,
    red_marked,
    red_at);

CREATE TABLE holder_row (
    tenant BIGINT NOT NULL,
    dossier BIGINT NOT NULL,
    item BIGINT NOT NULL,
    name TEXT NOT NULL,
    barcode TEXT NOT NULL,
    holder TEXT NOT NULL,
    holder_kind TEXT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (tenant,
    dossier,
    item));

CREATE INDEX holder_barcode ON holder_row (
    tenant,
    barcode);

CREATE INDEX holder_holder ON holder_row (
    tenant,
    holder,
    since);

CREATE TABLE payment_row (
    tenant BIGINT NOT NULL,
    payment BIGINT NOT NULL,
    dossier BIGINT NOT NULL,
    unit TEXT NOT NULL,
    total_vnd BIGINT NOT NULL,
    status TEXT NOT NULL,
    receipt TEXT NOT NULL,
    collected_by TEXT NOT NULL,
    due_since BIGINT NOT NULL,
    paid_at BIGINT,
    day BIGINT,
    PRIMARY KEY (tenant,
    payment));

CREATE INDEX payment_dossier ON payment_row (
    tenant,
    dossier);

CREATE INDEX payment_unit ON payment_row (
    tenant,
    unit,
    status,
    due_since);

CREATE INDEX payment_day ON payment_row (
    tenant,
    unit,
    day,
    paid_at);

CREATE TABLE message_row (
    tenant BIGINT NOT NULL,
    message BIGINT NOT NULL,
    dossier BIGINT NOT NULL,
    subject BIGINT NOT NULL,
    template TEXT NOT NULL,
    channel TEXT NOT NULL,
    status TEXT NOT NULL,
    requested_at BIGINT NOT NULL,
    sent_at BIGINT,
    settled_at BIGINT,
    attempts BIGINT NOT NULL,
    parts BIGINT NOT NULL,
    provider_id TEXT NOT NULL,
    failure TEXT NOT NULL,
    PRIMARY KEY (tenant,
    message));

CREATE INDEX message_dossier ON message_row (
    tenant,
    dossier,
    requested_at);

CREATE INDEX message_status ON message_row (
    tenant,
    status,
    requested_at);

CREATE INDEX message_provider ON message_row (
    tenant,
    provider_id);

CREATE TABLE daily_count (
    tenant BIGINT NOT NULL,
    day BIGINT NOT NULL,
    unit TEXT NOT NULL,
    measure TEXT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (tenant,
    day,
    unit,
    measure));

