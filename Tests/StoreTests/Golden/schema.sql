CREATE TABLE action (
    company_id BLOB NOT NULL,
    id BLOB NOT NULL CHECK (length(id) = 16),
    rule TEXT NOT NULL,
    rule_file TEXT NOT NULL,
    rule_line INTEGER NOT NULL,
    customer_id BLOB NOT NULL,
    invoice_id BLOB,
    channel TEXT NOT NULL CHECK (channel IN ('email', 'call', 'sms', 'letter', 'task', 'wait')),
    state TEXT NOT NULL CHECK (state IN ('proposed', 'scheduled', 'processing', 'completed', 'cancelled')),
    label TEXT NOT NULL,
    description TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    recipient TEXT NOT NULL,
    urgency REAL NOT NULL,
    priority INTEGER NOT NULL,
    action_group TEXT,
    is_recommended INTEGER NOT NULL CHECK (is_recommended IN (0, 1)),
    probability_approved REAL CHECK (probability_approved BETWEEN 0 AND 1),
    expected_cash INTEGER,
    expected_cash_currency TEXT CHECK ((expected_cash IS NULL) = (expected_cash_currency IS NULL)),
    reasons TEXT NOT NULL,
    evidence TEXT NOT NULL,
    evidence_key BLOB NOT NULL CHECK (length(evidence_key) = 32),
    substance_hash BLOB NOT NULL CHECK (length(substance_hash) = 32),
    rule_set_hash BLOB NOT NULL CHECK (length(rule_set_hash) = 32),
    model_version BLOB CHECK (length(model_version) = 32),
    facts_hash BLOB NOT NULL CHECK (length(facts_hash) = 32),
    episode_from INTEGER NOT NULL,
    episode_to INTEGER,
    expires_on INTEGER,
    assessed_on INTEGER NOT NULL,
    cancel_cause TEXT,
    send_at INTEGER,
    snoozed_until INTEGER,
    assigned_to BLOB REFERENCES "user" (id),
    is_edited INTEGER NOT NULL CHECK (is_edited IN (0, 1)),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    executed_at INTEGER,
    outcome TEXT,
    PRIMARY KEY (company_id, id),
    FOREIGN KEY (company_id, customer_id) REFERENCES customer (company_id, id),
    FOREIGN KEY (company_id, invoice_id) REFERENCES invoice (company_id, id),
    CHECK ((state = 'cancelled') = (cancel_cause IS NOT NULL))
) STRICT;

CREATE TABLE action_event (
    company_id BLOB NOT NULL,
    action_id BLOB NOT NULL,
    seq INTEGER NOT NULL,
    event TEXT NOT NULL,
    state_before TEXT NOT NULL,
    state_after TEXT NOT NULL,
    actor TEXT NOT NULL,
    note TEXT NOT NULL,
    occurred_at INTEGER NOT NULL,
    PRIMARY KEY (company_id, action_id, seq),
    FOREIGN KEY (company_id, action_id) REFERENCES action (company_id, id)
) STRICT;

CREATE TABLE audit (
    company_id BLOB NOT NULL REFERENCES company (id),
    seq INTEGER NOT NULL CHECK (seq > 0),
    occurred_at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    event TEXT NOT NULL,
    subject TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    previous_hash BLOB NOT NULL CHECK (length(previous_hash) = 32),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (company_id, seq)
) STRICT;

CREATE TABLE company (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    currency TEXT NOT NULL CHECK (length(currency) = 3),
    time_zone TEXT NOT NULL,
    fixed_today INTEGER,
    segments TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE company_holiday (
    company_id BLOB NOT NULL REFERENCES company (id),
    holiday INTEGER NOT NULL,
    PRIMARY KEY (company_id, holiday)
) STRICT;

CREATE TABLE contact (
    company_id BLOB NOT NULL,
    key TEXT NOT NULL CHECK (key <> ''),
    customer_id BLOB NOT NULL,
    channel TEXT NOT NULL CHECK (channel IN ('email', 'call', 'sms', 'letter')),
    contacted_on INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    PRIMARY KEY (company_id, key),
    FOREIGN KEY (company_id, customer_id) REFERENCES customer (company_id, id)
) STRICT;

CREATE TABLE customer (
    company_id BLOB NOT NULL REFERENCES company (id),
    id BLOB NOT NULL CHECK (length(id) = 16),
    key TEXT NOT NULL CHECK (key <> ''),
    name TEXT NOT NULL,
    segment TEXT,
    country TEXT,
    industry TEXT,
    do_not_contact INTEGER NOT NULL CHECK (do_not_contact IN (0, 1)),
    credit_limit INTEGER CHECK (credit_limit >= 0),
    credit_limit_currency TEXT CHECK ((credit_limit IS NULL) = (credit_limit_currency IS NULL)),
    recorded_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (company_id, id),
    UNIQUE (company_id, key)
) STRICT;

CREATE TABLE customer_score (
    company_id BLOB NOT NULL,
    customer_id BLOB NOT NULL,
    risk_score REAL NOT NULL CHECK (risk_score BETWEEN 0 AND 100),
    risk_level TEXT NOT NULL CHECK (risk_level IN ('low', 'medium', 'high')),
    model_version BLOB NOT NULL CHECK (length(model_version) = 32),
    assessed_on INTEGER NOT NULL,
    PRIMARY KEY (company_id, customer_id),
    FOREIGN KEY (company_id, customer_id) REFERENCES customer (company_id, id)
) STRICT;

CREATE TABLE dispute (
    company_id BLOB NOT NULL,
    id BLOB NOT NULL CHECK (length(id) = 16),
    key TEXT NOT NULL CHECK (key <> ''),
    invoice_id BLOB NOT NULL,
    opened_on INTEGER NOT NULL,
    resolved_on INTEGER,
    reason TEXT,
    recorded_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (company_id, id),
    UNIQUE (company_id, key),
    FOREIGN KEY (company_id, invoice_id) REFERENCES invoice (company_id, id)
) STRICT;

CREATE TABLE fact_snapshot (
    company_id BLOB NOT NULL REFERENCES company (id),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    content TEXT NOT NULL,
    PRIMARY KEY (company_id, hash)
) STRICT;

CREATE TABLE feedback (
    company_id BLOB NOT NULL,
    id BLOB NOT NULL CHECK (length(id) = 16),
    action_id BLOB NOT NULL,
    user_id BLOB NOT NULL REFERENCES "user" (id),
    is_approved INTEGER NOT NULL CHECK (is_approved IN (0, 1)),
    is_edited INTEGER NOT NULL CHECK (is_edited IN (0, 1)),
    reason TEXT,
    comment TEXT NOT NULL,
    facts_hash BLOB NOT NULL CHECK (length(facts_hash) = 32),
    rule_set_hash BLOB NOT NULL CHECK (length(rule_set_hash) = 32),
    model_version BLOB CHECK (length(model_version) = 32),
    features TEXT NOT NULL,
    decided_on INTEGER NOT NULL,
    decided_at INTEGER NOT NULL,
    PRIMARY KEY (company_id, id),
    FOREIGN KEY (company_id, action_id) REFERENCES action (company_id, id),
    CHECK (is_approved = 0 OR reason IS NULL),
    CHECK (is_approved = 1 OR reason IS NOT NULL)
) STRICT;

CREATE TABLE idempotency_key (
    owner BLOB NOT NULL CHECK (length(owner) = 16),
    key TEXT NOT NULL,
    request_hash BLOB NOT NULL CHECK (length(request_hash) = 32),
    status INTEGER NOT NULL,
    body BLOB NOT NULL,
    recorded_at INTEGER NOT NULL,
    PRIMARY KEY (owner, key)
) STRICT;

CREATE TABLE import_batch (
    company_id BLOB NOT NULL REFERENCES company (id),
    id BLOB NOT NULL CHECK (length(id) = 16),
    file_hash BLOB NOT NULL CHECK (length(file_hash) = 32),
    kind TEXT NOT NULL,
    profile TEXT NOT NULL,
    inserted_count INTEGER NOT NULL,
    changed_count INTEGER NOT NULL,
    unchanged_count INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    PRIMARY KEY (company_id, id),
    UNIQUE (company_id, file_hash, kind)
) STRICT;

CREATE TABLE insight (
    company_id BLOB NOT NULL REFERENCES company (id),
    id BLOB NOT NULL CHECK (length(id) = 16),
    rule TEXT NOT NULL,
    rule_file TEXT NOT NULL,
    rule_line INTEGER NOT NULL,
    target_type TEXT NOT NULL CHECK (target_type IN ('customer', 'invoice', 'portfolio')),
    customer_id BLOB,
    invoice_id BLOB,
    insight_type TEXT NOT NULL,
    severity TEXT NOT NULL,
    severity_rank INTEGER NOT NULL CHECK (severity_rank BETWEEN 0 AND 4),
    tags TEXT NOT NULL,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    evidence TEXT NOT NULL,
    payload TEXT NOT NULL,
    substance_hash BLOB NOT NULL CHECK (length(substance_hash) = 32),
    rule_set_hash BLOB NOT NULL CHECK (length(rule_set_hash) = 32),
    model_version BLOB CHECK (length(model_version) = 32),
    facts_hash BLOB NOT NULL CHECK (length(facts_hash) = 32),
    assessed_on INTEGER NOT NULL,
    valid_from INTEGER NOT NULL,
    valid_to INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (company_id, id),
    FOREIGN KEY (company_id, customer_id) REFERENCES customer (company_id, id),
    FOREIGN KEY (company_id, invoice_id) REFERENCES invoice (company_id, id),
    CHECK (target_type <> 'invoice' OR invoice_id IS NOT NULL),
    CHECK (target_type = 'portfolio' OR customer_id IS NOT NULL)
) STRICT;

CREATE TABLE insight_feedback (
    company_id BLOB NOT NULL,
    insight_id BLOB NOT NULL,
    user_id BLOB NOT NULL REFERENCES "user" (id),
    rating TEXT NOT NULL CHECK (rating IN ('up', 'down')),
    comment TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    PRIMARY KEY (company_id, insight_id, user_id),
    FOREIGN KEY (company_id, insight_id) REFERENCES insight (company_id, id)
) STRICT;

CREATE TABLE invoice (
    company_id BLOB NOT NULL,
    id BLOB NOT NULL CHECK (length(id) = 16),
    key TEXT NOT NULL CHECK (key <> ''),
    number TEXT NOT NULL,
    customer_id BLOB NOT NULL,
    issued_on INTEGER NOT NULL,
    due_on INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL CHECK (length(currency) = 3),
    recorded_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (company_id, id),
    UNIQUE (company_id, key),
    FOREIGN KEY (company_id, customer_id) REFERENCES customer (company_id, id)
) STRICT;

CREATE TABLE invoice_score (
    company_id BLOB NOT NULL,
    invoice_id BLOB NOT NULL,
    late_probability REAL NOT NULL CHECK (late_probability BETWEEN 0 AND 1),
    model_version BLOB NOT NULL CHECK (length(model_version) = 32),
    assessed_on INTEGER NOT NULL,
    PRIMARY KEY (company_id, invoice_id),
    FOREIGN KEY (company_id, invoice_id) REFERENCES invoice (company_id, id)
) STRICT;

CREATE TABLE job (
    company_id BLOB NOT NULL REFERENCES company (id),
    id BLOB NOT NULL CHECK (length(id) = 16),
    kind TEXT NOT NULL,
    params TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
    run_after INTEGER NOT NULL,
    leased_until INTEGER,
    progress_done INTEGER NOT NULL,
    progress_total INTEGER,
    progress_unit TEXT NOT NULL,
    result TEXT,
    error TEXT,
    attempt_count INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    started_at INTEGER,
    finished_at INTEGER,
    PRIMARY KEY (company_id, id),
    CHECK (state <> 'running' OR leased_until IS NOT NULL)
) STRICT;

CREATE TABLE membership (
    company_id BLOB NOT NULL REFERENCES company (id),
    user_id BLOB NOT NULL REFERENCES "user" (id),
    role TEXT NOT NULL CHECK (role IN ('viewer', 'collector', 'admin')),
    PRIMARY KEY (company_id, user_id)
) STRICT;

CREATE TABLE migration (number INTEGER PRIMARY KEY, checksum BLOB NOT NULL) STRICT;

CREATE TABLE model_activation (
    company_id BLOB NOT NULL,
    seq INTEGER NOT NULL,
    version BLOB NOT NULL,
    actor TEXT NOT NULL,
    activated_at INTEGER NOT NULL,
    PRIMARY KEY (company_id, seq),
    FOREIGN KEY (company_id, version) REFERENCES model_version (company_id, version)
) STRICT;

CREATE TABLE model_head (
    company_id BLOB NOT NULL,
    version BLOB NOT NULL,
    name TEXT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (company_id, version, name),
    FOREIGN KEY (company_id, version) REFERENCES model_version (company_id, version)
) STRICT;

CREATE TABLE model_version (
    company_id BLOB NOT NULL REFERENCES company (id),
    version BLOB NOT NULL CHECK (length(version) = 32),
    state TEXT NOT NULL CHECK (state IN ('candidate', 'live', 'retired')),
    trained_on INTEGER,
    report TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (company_id, version)
) STRICT;

CREATE TABLE payment (
    company_id BLOB NOT NULL,
    id BLOB NOT NULL CHECK (length(id) = 16),
    key TEXT NOT NULL CHECK (key <> ''),
    customer_id BLOB NOT NULL,
    invoice_id BLOB,
    type TEXT NOT NULL CHECK (type IN ('payment', 'credit_memo', 'write_off', 'refund', 'reversal')),
    paid_on INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL CHECK (length(currency) = 3),
    recorded_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (company_id, id),
    UNIQUE (company_id, key),
    FOREIGN KEY (company_id, customer_id) REFERENCES customer (company_id, id),
    FOREIGN KEY (company_id, invoice_id) REFERENCES invoice (company_id, id)
) STRICT;

CREATE TABLE promise (
    company_id BLOB NOT NULL,
    id BLOB NOT NULL CHECK (length(id) = 16),
    key TEXT NOT NULL CHECK (key <> ''),
    invoice_id BLOB NOT NULL,
    made_on INTEGER NOT NULL,
    due_on INTEGER NOT NULL,
    withdrawn_on INTEGER,
    recorded_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (company_id, id),
    UNIQUE (company_id, key),
    FOREIGN KEY (company_id, invoice_id) REFERENCES invoice (company_id, id)
) STRICT;

CREATE TABLE rule_set (
    company_id BLOB NOT NULL REFERENCES company (id),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    files TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    PRIMARY KEY (company_id, hash)
) STRICT;

CREATE TABLE rule_set_activation (
    company_id BLOB NOT NULL,
    seq INTEGER NOT NULL,
    hash BLOB NOT NULL,
    actor TEXT NOT NULL,
    activated_at INTEGER NOT NULL,
    PRIMARY KEY (company_id, seq),
    FOREIGN KEY (company_id, hash) REFERENCES rule_set (company_id, hash)
) STRICT;

CREATE TABLE run (
    company_id BLOB NOT NULL REFERENCES company (id),
    id BLOB NOT NULL CHECK (length(id) = 16),
    assessed_on INTEGER NOT NULL,
    rule_set_hash BLOB NOT NULL CHECK (length(rule_set_hash) = 32),
    model_version BLOB CHECK (length(model_version) = 32),
    facts_digest BLOB NOT NULL CHECK (length(facts_digest) = 32),
    result_digest BLOB NOT NULL CHECK (length(result_digest) = 32),
    counts TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    finished_at INTEGER NOT NULL,
    PRIMARY KEY (company_id, id)
) STRICT;

CREATE TABLE session_token (
    hash BLOB NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    user_id BLOB NOT NULL REFERENCES "user" (id),
    label TEXT,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL,
    ended_at INTEGER
) STRICT;

CREATE TABLE suppression (
    company_id BLOB NOT NULL,
    id BLOB NOT NULL CHECK (length(id) = 16),
    rule TEXT NOT NULL,
    rule_file TEXT NOT NULL,
    rule_line INTEGER NOT NULL,
    customer_id BLOB NOT NULL,
    invoice_id BLOB,
    channel TEXT NOT NULL CHECK (channel IN ('email', 'call', 'sms', 'letter', 'task', 'wait')),
    hold TEXT NOT NULL,
    hold_file TEXT NOT NULL,
    hold_line INTEGER NOT NULL,
    why TEXT NOT NULL,
    holds_until INTEGER,
    because_unknown INTEGER NOT NULL CHECK (because_unknown IN (0, 1)),
    rule_set_hash BLOB NOT NULL CHECK (length(rule_set_hash) = 32),
    facts_hash BLOB NOT NULL CHECK (length(facts_hash) = 32),
    substance_hash BLOB NOT NULL CHECK (length(substance_hash) = 32),
    assessed_on INTEGER NOT NULL,
    valid_from INTEGER NOT NULL,
    valid_to INTEGER,
    recorded_at INTEGER NOT NULL,
    PRIMARY KEY (company_id, id),
    FOREIGN KEY (company_id, customer_id) REFERENCES customer (company_id, id),
    FOREIGN KEY (company_id, invoice_id) REFERENCES invoice (company_id, id)
) STRICT;

CREATE TABLE "user" (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    name TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    password_hash TEXT,
    is_operator INTEGER NOT NULL CHECK (is_operator IN (0, 1)),
    disabled_at INTEGER,
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX action_by_customer ON action (company_id, customer_id, invoice_id, rule, created_at, id);

CREATE INDEX action_by_invoice ON action (company_id, invoice_id);

CREATE INDEX action_by_urgency ON action (company_id, urgency DESC, priority DESC, id);

CREATE INDEX action_queue ON action (company_id, state, is_recommended, urgency DESC, priority DESC, id);

CREATE INDEX contact_by_customer ON contact (company_id, customer_id, contacted_on);

CREATE INDEX dispute_by_invoice ON dispute (company_id, invoice_id, opened_on);

CREATE INDEX feedback_by_action ON feedback (company_id, action_id);

CREATE INDEX feedback_by_time ON feedback (company_id, decided_at, id);

CREATE INDEX idempotency_key_by_age ON idempotency_key (recorded_at);

CREATE INDEX insight_by_customer ON insight (company_id, customer_id);

CREATE INDEX insight_by_invoice ON insight (company_id, invoice_id);

CREATE INDEX insight_by_severity ON insight (company_id, severity_rank, valid_from DESC, id);

CREATE INDEX insight_open ON insight (company_id, severity_rank, valid_from DESC, id) WHERE valid_to IS NULL;

CREATE INDEX invoice_by_customer ON invoice (company_id, customer_id, issued_on, key);

CREATE INDEX invoice_by_due_day ON invoice (company_id, due_on);

CREATE INDEX job_by_kind ON job (company_id, kind, created_at DESC, id);

CREATE INDEX job_waiting ON job (run_after, id) WHERE state IN ('queued', 'running');

CREATE INDEX membership_by_user ON membership (user_id, company_id);

CREATE INDEX payment_by_customer ON payment (company_id, customer_id, paid_on);

CREATE INDEX payment_by_invoice ON payment (company_id, invoice_id, paid_on, amount, type);

CREATE INDEX promise_by_invoice ON promise (company_id, invoice_id, made_on);

CREATE INDEX run_by_day ON run (company_id, assessed_on, finished_at);

CREATE INDEX session_token_by_user ON session_token (user_id) WHERE ended_at IS NULL;

CREATE INDEX suppression_open ON suppression (company_id, id) WHERE valid_to IS NULL;
