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
    recipient_note TEXT NOT NULL,
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

CREATE TABLE aging_snapshot (
    company_id BLOB NOT NULL REFERENCES company (id),
    id BLOB NOT NULL CHECK (length(id) = 16),
    day INTEGER NOT NULL,
    currency TEXT NOT NULL CHECK (length(currency) = 3),
    without_rate TEXT NOT NULL,
    line_count INTEGER NOT NULL,
    content_hash BLOB NOT NULL CHECK (length(content_hash) = 32),
    taken_at INTEGER,
    PRIMARY KEY (company_id, id)
) STRICT;

CREATE TABLE aging_snapshot_line (
    company_id BLOB NOT NULL,
    snapshot_id BLOB NOT NULL,
    customer_id BLOB NOT NULL,
    currency TEXT NOT NULL CHECK (length(currency) = 3),
    current INTEGER NOT NULL,
    days_1_30 INTEGER NOT NULL,
    days_31_60 INTEGER NOT NULL,
    days_61_90 INTEGER NOT NULL,
    days_91_over INTEGER NOT NULL,
    overpaid INTEGER NOT NULL,
    unapplied INTEGER NOT NULL,
    total INTEGER NOT NULL,
    base_current INTEGER,
    base_1_30 INTEGER,
    base_31_60 INTEGER,
    base_61_90 INTEGER,
    base_91_over INTEGER,
    base_overpaid INTEGER,
    base_unapplied INTEGER,
    PRIMARY KEY (company_id, snapshot_id, customer_id, currency),
    FOREIGN KEY (company_id, snapshot_id) REFERENCES aging_snapshot (company_id, id)
) STRICT;

CREATE TABLE aging_snapshot_total (
    company_id BLOB NOT NULL,
    snapshot_id BLOB NOT NULL,
    currency TEXT NOT NULL CHECK (length(currency) = 3),
    current INTEGER NOT NULL,
    days_1_30 INTEGER NOT NULL,
    days_31_60 INTEGER NOT NULL,
    days_61_90 INTEGER NOT NULL,
    days_91_over INTEGER NOT NULL,
    overpaid INTEGER NOT NULL,
    unapplied INTEGER NOT NULL,
    total INTEGER NOT NULL,
    base_current INTEGER,
    base_1_30 INTEGER,
    base_31_60 INTEGER,
    base_61_90 INTEGER,
    base_91_over INTEGER,
    base_overpaid INTEGER,
    base_unapplied INTEGER,
    PRIMARY KEY (company_id, snapshot_id, currency),
    FOREIGN KEY (company_id, snapshot_id) REFERENCES aging_snapshot (company_id, id)
) STRICT;

CREATE TABLE allocation (
    company_id BLOB NOT NULL,
    payment_id BLOB NOT NULL,
    invoice_id BLOB NOT NULL,
    allocated_on INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    import_id BLOB,
    changed_on INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (payment_id, invoice_id, company_id),
    FOREIGN KEY (company_id, payment_id) REFERENCES payment (company_id, id),
    FOREIGN KEY (company_id, invoice_id) REFERENCES invoice (company_id, id)
) STRICT;

CREATE TABLE allocation_past (
    company_id BLOB NOT NULL,
    payment_id BLOB,
    invoice_id BLOB,
    allocated_on INTEGER,
    amount INTEGER,
    import_id BLOB,
    changed_on INTEGER,
    updated_at INTEGER,
    until_on INTEGER NOT NULL,
    replaced_at INTEGER NOT NULL,
    replaced_by BLOB
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
    salt BLOB,
    content_hash BLOB NOT NULL CHECK (length(content_hash) = 32),
    redacted_at INTEGER,
    previous_hash BLOB NOT NULL CHECK (length(previous_hash) = 32),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (company_id, seq),
    CHECK ((redacted_at IS NULL) = (salt IS NOT NULL)),
    CHECK (redacted_at IS NULL OR (before = '' AND after = ''))
) STRICT;

CREATE TABLE communication (
    company_id BLOB NOT NULL,
    id BLOB NOT NULL CHECK (length(id) = 16),
    key TEXT NOT NULL CHECK (key <> ''),
    customer_id BLOB NOT NULL,
    contact_id BLOB,
    invoice_id BLOB,
    action_id BLOB,
    direction TEXT NOT NULL CHECK (direction IN ('outbound', 'inbound')),
    channel TEXT NOT NULL CHECK (channel IN ('email', 'call', 'sms', 'letter')),
    occurred_on INTEGER NOT NULL,
    subject TEXT,
    body TEXT,
    reply_to TEXT,
    outcome TEXT,
    erased_on INTEGER,
    import_id BLOB,
    changed_on INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (company_id, id),
    UNIQUE (company_id, key),
    FOREIGN KEY (company_id, customer_id) REFERENCES customer (company_id, id),
    FOREIGN KEY (company_id, contact_id) REFERENCES contact (company_id, id),
    FOREIGN KEY (company_id, invoice_id) REFERENCES invoice (company_id, id)
) STRICT;

CREATE TABLE communication_past (
    company_id BLOB NOT NULL,
    id BLOB,
    customer_id BLOB,
    contact_id BLOB,
    invoice_id BLOB,
    action_id BLOB,
    direction TEXT,
    channel TEXT,
    occurred_on INTEGER,
    subject TEXT,
    body TEXT,
    reply_to TEXT,
    outcome TEXT,
    erased_on INTEGER,
    import_id BLOB,
    changed_on INTEGER,
    updated_at INTEGER,
    until_on INTEGER NOT NULL,
    replaced_at INTEGER NOT NULL,
    replaced_by BLOB
) STRICT;

CREATE TABLE company (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    currency TEXT NOT NULL CHECK (length(currency) = 3),
    time_zone TEXT NOT NULL,
    fixed_today INTEGER,
    segments TEXT NOT NULL,
    promise_grace_days INTEGER NOT NULL CHECK (promise_grace_days BETWEEN 0 AND 60),
    promise_tolerance_percent INTEGER NOT NULL CHECK (promise_tolerance_percent BETWEEN 0 AND 50),
    nightly_at INTEGER CHECK (nightly_at BETWEEN 0 AND 1439),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE company_holiday (
    company_id BLOB NOT NULL REFERENCES company (id),
    holiday INTEGER NOT NULL,
    PRIMARY KEY (company_id, holiday)
) STRICT;

CREATE TABLE company_retention (
    company_id BLOB NOT NULL REFERENCES company (id),
    kind TEXT NOT NULL,
    days INTEGER NOT NULL CHECK (days BETWEEN 30 AND 36500),
    PRIMARY KEY (company_id, kind)
) STRICT;

CREATE TABLE contact (
    company_id BLOB NOT NULL,
    id BLOB NOT NULL CHECK (length(id) = 16),
    key TEXT NOT NULL CHECK (key <> ''),
    customer_id BLOB NOT NULL,
    name TEXT NOT NULL,
    role TEXT,
    email TEXT,
    phone TEXT,
    time_zone TEXT,
    language TEXT,
    is_primary INTEGER NOT NULL CHECK (is_primary IN (0, 1)),
    no_email INTEGER NOT NULL CHECK (no_email IN (0, 1)),
    no_call INTEGER NOT NULL CHECK (no_call IN (0, 1)),
    no_sms INTEGER NOT NULL CHECK (no_sms IN (0, 1)),
    no_letter INTEGER NOT NULL CHECK (no_letter IN (0, 1)),
    bounced_on INTEGER,
    forgotten_on INTEGER,
    import_id BLOB,
    changed_on INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (company_id, id),
    UNIQUE (company_id, key),
    FOREIGN KEY (company_id, customer_id) REFERENCES customer (company_id, id)
) STRICT;

CREATE TABLE contact_past (
    company_id BLOB NOT NULL,
    id BLOB,
    customer_id BLOB,
    name TEXT,
    role TEXT,
    email TEXT,
    phone TEXT,
    time_zone TEXT,
    language TEXT,
    is_primary INTEGER,
    no_email INTEGER,
    no_call INTEGER,
    no_sms INTEGER,
    no_letter INTEGER,
    bounced_on INTEGER,
    forgotten_on INTEGER,
    import_id BLOB,
    changed_on INTEGER,
    updated_at INTEGER,
    until_on INTEGER NOT NULL,
    replaced_at INTEGER NOT NULL,
    replaced_by BLOB
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
    status TEXT NOT NULL CHECK (status IN ('active', 'inactive', 'suspended', 'prospect')),
    is_person INTEGER CHECK (is_person IN (0, 1)),
    payment_terms INTEGER CHECK (payment_terms >= 0),
    ar_owner TEXT,
    sales_owner TEXT,
    labels TEXT NOT NULL,
    import_id BLOB,
    changed_on INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (company_id, id),
    UNIQUE (company_id, key)
) STRICT;

CREATE TABLE customer_past (
    company_id BLOB NOT NULL,
    id BLOB,
    name TEXT,
    segment TEXT,
    country TEXT,
    industry TEXT,
    do_not_contact INTEGER,
    credit_limit INTEGER,
    credit_limit_currency TEXT,
    status TEXT,
    is_person INTEGER,
    payment_terms INTEGER,
    ar_owner TEXT,
    sales_owner TEXT,
    labels TEXT,
    import_id BLOB,
    changed_on INTEGER,
    updated_at INTEGER,
    until_on INTEGER NOT NULL,
    replaced_at INTEGER NOT NULL,
    replaced_by BLOB
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
    amount INTEGER CHECK (amount > 0),
    category TEXT,
    reason TEXT,
    owner TEXT,
    due_on INTEGER,
    outcome TEXT,
    import_id BLOB,
    changed_on INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (company_id, id),
    UNIQUE (company_id, key),
    FOREIGN KEY (company_id, invoice_id) REFERENCES invoice (company_id, id)
) STRICT;

CREATE TABLE dispute_past (
    company_id BLOB NOT NULL,
    id BLOB,
    invoice_id BLOB,
    opened_on INTEGER,
    resolved_on INTEGER,
    amount INTEGER,
    category TEXT,
    reason TEXT,
    owner TEXT,
    due_on INTEGER,
    outcome TEXT,
    import_id BLOB,
    changed_on INTEGER,
    updated_at INTEGER,
    until_on INTEGER NOT NULL,
    replaced_at INTEGER NOT NULL,
    replaced_by BLOB
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

CREATE TABLE fx_rate (
    company_id BLOB NOT NULL REFERENCES company (id),
    day INTEGER NOT NULL,
    from_currency TEXT NOT NULL CHECK (length(from_currency) = 3),
    to_currency TEXT NOT NULL CHECK (length(to_currency) = 3),
    mantissa INTEGER NOT NULL CHECK (mantissa > 0),
    scale INTEGER NOT NULL CHECK (scale BETWEEN 0 AND 12),
    import_id BLOB,
    changed_on INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (company_id, from_currency, to_currency, day),
    CHECK (from_currency <> to_currency)
) STRICT;

CREATE TABLE fx_rate_past (
    company_id BLOB NOT NULL,
    from_currency TEXT,
    to_currency TEXT,
    day INTEGER,
    mantissa INTEGER,
    scale INTEGER,
    import_id BLOB,
    changed_on INTEGER,
    updated_at INTEGER,
    until_on INTEGER NOT NULL,
    replaced_at INTEGER NOT NULL,
    replaced_by BLOB
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
    file_name TEXT NOT NULL,
    kind TEXT NOT NULL,
    profile TEXT NOT NULL,
    row_count INTEGER NOT NULL,
    skipped_count INTEGER NOT NULL,
    inserted_count INTEGER NOT NULL,
    changed_count INTEGER NOT NULL,
    unchanged_count INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    undone_at INTEGER,
    PRIMARY KEY (company_id, id)
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
    po_number TEXT,
    notes TEXT,
    voided_on INTEGER,
    import_id BLOB,
    changed_on INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (id, company_id),
    UNIQUE (key, company_id),
    FOREIGN KEY (company_id, customer_id) REFERENCES customer (company_id, id)
) STRICT;

CREATE TABLE invoice_past (
    company_id BLOB NOT NULL,
    id BLOB,
    number TEXT,
    customer_id BLOB,
    issued_on INTEGER,
    due_on INTEGER,
    amount INTEGER,
    currency TEXT,
    po_number TEXT,
    notes TEXT,
    voided_on INTEGER,
    import_id BLOB,
    changed_on INTEGER,
    updated_at INTEGER,
    until_on INTEGER NOT NULL,
    replaced_at INTEGER NOT NULL,
    replaced_by BLOB
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

CREATE TABLE nightly (
    company_id BLOB NOT NULL PRIMARY KEY REFERENCES company (id),
    begun_on INTEGER NOT NULL
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
    method TEXT,
    reference TEXT,
    reverses BLOB,
    import_id BLOB,
    changed_on INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (id, company_id),
    UNIQUE (key, company_id),
    FOREIGN KEY (company_id, customer_id) REFERENCES customer (company_id, id),
    FOREIGN KEY (company_id, invoice_id) REFERENCES invoice (company_id, id),
    FOREIGN KEY (company_id, reverses) REFERENCES payment (company_id, id)
) STRICT;

CREATE TABLE payment_past (
    company_id BLOB NOT NULL,
    id BLOB,
    customer_id BLOB,
    invoice_id BLOB,
    type TEXT,
    paid_on INTEGER,
    amount INTEGER,
    currency TEXT,
    method TEXT,
    reference TEXT,
    reverses BLOB,
    import_id BLOB,
    changed_on INTEGER,
    updated_at INTEGER,
    until_on INTEGER NOT NULL,
    replaced_at INTEGER NOT NULL,
    replaced_by BLOB
) STRICT;

CREATE TABLE promise (
    company_id BLOB NOT NULL,
    id BLOB NOT NULL CHECK (length(id) = 16),
    key TEXT NOT NULL CHECK (key <> ''),
    customer_id BLOB NOT NULL,
    contact_id BLOB,
    made_on INTEGER NOT NULL,
    due_on INTEGER NOT NULL,
    amount INTEGER CHECK (amount > 0),
    currency TEXT CHECK ((amount IS NULL) = (currency IS NULL)),
    withdrawn_on INTEGER,
    note TEXT,
    import_id BLOB,
    changed_on INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (company_id, id),
    UNIQUE (company_id, key),
    FOREIGN KEY (company_id, customer_id) REFERENCES customer (company_id, id),
    FOREIGN KEY (company_id, contact_id) REFERENCES contact (company_id, id)
) STRICT;

CREATE TABLE promise_invoice (
    company_id BLOB NOT NULL,
    promise_id BLOB NOT NULL,
    invoice_id BLOB NOT NULL,
    import_id BLOB,
    recorded_at INTEGER NOT NULL,
    PRIMARY KEY (company_id, promise_id, invoice_id),
    FOREIGN KEY (company_id, promise_id) REFERENCES promise (company_id, id),
    FOREIGN KEY (company_id, invoice_id) REFERENCES invoice (company_id, id)
) STRICT;

CREATE TABLE promise_past (
    company_id BLOB NOT NULL,
    id BLOB,
    customer_id BLOB,
    contact_id BLOB,
    made_on INTEGER,
    due_on INTEGER,
    amount INTEGER,
    currency TEXT,
    withdrawn_on INTEGER,
    note TEXT,
    import_id BLOB,
    changed_on INTEGER,
    updated_at INTEGER,
    until_on INTEGER NOT NULL,
    replaced_at INTEGER NOT NULL,
    replaced_by BLOB
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

CREATE UNIQUE INDEX aging_snapshot_by_day ON aging_snapshot (company_id, day) WHERE taken_at IS NOT NULL;

CREATE INDEX allocation_by_invoice ON allocation (invoice_id, company_id, allocated_on, amount, payment_id);

CREATE TRIGGER allocation_keeps_its_past AFTER UPDATE ON allocation BEGIN
    INSERT INTO allocation_past (company_id, payment_id, invoice_id, allocated_on, amount, import_id, changed_on, updated_at, until_on, replaced_at, replaced_by)
    VALUES (OLD.company_id, OLD.payment_id, OLD.invoice_id, OLD.allocated_on, OLD.amount, OLD.import_id, OLD.changed_on, OLD.updated_at, NEW.changed_on, NEW.updated_at, NEW.import_id);
END;

CREATE INDEX allocation_past_by_import ON allocation_past (company_id, replaced_by) WHERE replaced_by IS NOT NULL;

CREATE INDEX allocation_past_by_row ON allocation_past (company_id, payment_id, invoice_id, replaced_at);

CREATE INDEX communication_by_contact ON communication (company_id, contact_id) WHERE contact_id IS NOT NULL;

CREATE INDEX communication_by_customer
ON communication (company_id, customer_id, direction, occurred_on, channel);

CREATE TRIGGER communication_keeps_its_past AFTER UPDATE ON communication BEGIN
    INSERT INTO communication_past (company_id, id, customer_id, contact_id, invoice_id, action_id, direction, channel, occurred_on, subject, body, reply_to, outcome, erased_on, import_id, changed_on, updated_at, until_on, replaced_at, replaced_by)
    VALUES (OLD.company_id, OLD.id, OLD.customer_id, OLD.contact_id, OLD.invoice_id, OLD.action_id, OLD.direction, OLD.channel, OLD.occurred_on, OLD.subject, OLD.body, OLD.reply_to, OLD.outcome, OLD.erased_on, OLD.import_id, OLD.changed_on, OLD.updated_at, NEW.changed_on, NEW.updated_at, NEW.import_id);
END;

CREATE INDEX communication_past_by_import ON communication_past (company_id, replaced_by) WHERE replaced_by IS NOT NULL;

CREATE INDEX communication_past_by_row ON communication_past (company_id, id, replaced_at);

CREATE INDEX contact_by_customer ON contact (company_id, customer_id, is_primary DESC, name);

CREATE TRIGGER contact_keeps_its_past AFTER UPDATE ON contact BEGIN
    INSERT INTO contact_past (company_id, id, customer_id, name, role, email, phone, time_zone, language, is_primary, no_email, no_call, no_sms, no_letter, bounced_on, forgotten_on, import_id, changed_on, updated_at, until_on, replaced_at, replaced_by)
    VALUES (OLD.company_id, OLD.id, OLD.customer_id, OLD.name, OLD.role, OLD.email, OLD.phone, OLD.time_zone, OLD.language, OLD.is_primary, OLD.no_email, OLD.no_call, OLD.no_sms, OLD.no_letter, OLD.bounced_on, OLD.forgotten_on, OLD.import_id, OLD.changed_on, OLD.updated_at, NEW.changed_on, NEW.updated_at, NEW.import_id);
END;

CREATE INDEX contact_past_by_import ON contact_past (company_id, replaced_by) WHERE replaced_by IS NOT NULL;

CREATE INDEX contact_past_by_row ON contact_past (company_id, id, replaced_at);

CREATE TRIGGER customer_keeps_its_past AFTER UPDATE ON customer BEGIN
    INSERT INTO customer_past (company_id, id, name, segment, country, industry, do_not_contact, credit_limit, credit_limit_currency, status, is_person, payment_terms, ar_owner, sales_owner, labels, import_id, changed_on, updated_at, until_on, replaced_at, replaced_by)
    VALUES (OLD.company_id, OLD.id, OLD.name, OLD.segment, OLD.country, OLD.industry, OLD.do_not_contact, OLD.credit_limit, OLD.credit_limit_currency, OLD.status, OLD.is_person, OLD.payment_terms, OLD.ar_owner, OLD.sales_owner, OLD.labels, OLD.import_id, OLD.changed_on, OLD.updated_at, NEW.changed_on, NEW.updated_at, NEW.import_id);
END;

CREATE INDEX customer_past_by_day ON customer_past (company_id, until_on);

CREATE INDEX customer_past_by_import ON customer_past (company_id, replaced_by) WHERE replaced_by IS NOT NULL;

CREATE INDEX customer_past_by_row ON customer_past (company_id, id, replaced_at);

CREATE INDEX dispute_by_invoice ON dispute (company_id, invoice_id, opened_on);

CREATE TRIGGER dispute_keeps_its_past AFTER UPDATE ON dispute BEGIN
    INSERT INTO dispute_past (company_id, id, invoice_id, opened_on, resolved_on, amount, category, reason, owner, due_on, outcome, import_id, changed_on, updated_at, until_on, replaced_at, replaced_by)
    VALUES (OLD.company_id, OLD.id, OLD.invoice_id, OLD.opened_on, OLD.resolved_on, OLD.amount, OLD.category, OLD.reason, OLD.owner, OLD.due_on, OLD.outcome, OLD.import_id, OLD.changed_on, OLD.updated_at, NEW.changed_on, NEW.updated_at, NEW.import_id);
END;

CREATE INDEX dispute_past_by_import ON dispute_past (company_id, replaced_by) WHERE replaced_by IS NOT NULL;

CREATE INDEX dispute_past_by_row ON dispute_past (company_id, id, replaced_at);

CREATE INDEX feedback_by_action ON feedback (company_id, action_id);

CREATE INDEX feedback_by_time ON feedback (company_id, decided_at, id);

CREATE TRIGGER fx_rate_keeps_its_past AFTER UPDATE ON fx_rate BEGIN
    INSERT INTO fx_rate_past (company_id, from_currency, to_currency, day, mantissa, scale, import_id, changed_on, updated_at, until_on, replaced_at, replaced_by)
    VALUES (OLD.company_id, OLD.from_currency, OLD.to_currency, OLD.day, OLD.mantissa, OLD.scale, OLD.import_id, OLD.changed_on, OLD.updated_at, NEW.changed_on, NEW.updated_at, NEW.import_id);
END;

CREATE INDEX fx_rate_past_by_import ON fx_rate_past (company_id, replaced_by) WHERE replaced_by IS NOT NULL;

CREATE INDEX fx_rate_past_by_row ON fx_rate_past (company_id, from_currency, to_currency, day, replaced_at);

CREATE INDEX idempotency_key_by_age ON idempotency_key (recorded_at);

CREATE INDEX import_batch_by_file ON import_batch (company_id, file_hash, kind);

CREATE INDEX import_batch_by_time ON import_batch (company_id, recorded_at, id);

CREATE INDEX insight_by_customer ON insight (company_id, customer_id);

CREATE INDEX insight_by_invoice ON insight (company_id, invoice_id);

CREATE INDEX insight_by_severity ON insight (company_id, severity_rank, valid_from DESC, id);

CREATE INDEX insight_open ON insight (company_id, severity_rank, valid_from DESC, id) WHERE valid_to IS NULL;

CREATE INDEX invoice_by_customer ON invoice (customer_id, issued_on, key);

CREATE INDEX invoice_by_due_day ON invoice (company_id, due_on);

CREATE VIEW invoice_entry (company_id, invoice_id, entered_on, amount, type, key) AS
SELECT company_id, invoice_id, paid_on, amount, type, key FROM payment WHERE invoice_id IS NOT NULL
UNION ALL
SELECT a.company_id, a.invoice_id, a.allocated_on, a.amount, p.type, p.key
FROM allocation a JOIN payment p ON p.company_id = a.company_id AND p.id = a.payment_id;

CREATE TRIGGER invoice_keeps_its_past AFTER UPDATE ON invoice BEGIN
    INSERT INTO invoice_past (company_id, id, number, customer_id, issued_on, due_on, amount, currency, po_number, notes, voided_on, import_id, changed_on, updated_at, until_on, replaced_at, replaced_by)
    VALUES (OLD.company_id, OLD.id, OLD.number, OLD.customer_id, OLD.issued_on, OLD.due_on, OLD.amount, OLD.currency, OLD.po_number, OLD.notes, OLD.voided_on, OLD.import_id, OLD.changed_on, OLD.updated_at, NEW.changed_on, NEW.updated_at, NEW.import_id);
END;

CREATE INDEX invoice_past_by_day ON invoice_past (company_id, until_on);

CREATE INDEX invoice_past_by_import ON invoice_past (company_id, replaced_by) WHERE replaced_by IS NOT NULL;

CREATE INDEX invoice_past_by_row ON invoice_past (company_id, id, replaced_at);

CREATE INDEX job_by_kind ON job (company_id, kind, created_at DESC, id);

CREATE INDEX job_waiting ON job (run_after, id) WHERE state IN ('queued', 'running');

CREATE INDEX membership_by_user ON membership (user_id, company_id);

CREATE INDEX payment_by_customer ON payment (customer_id, company_id, paid_on);

CREATE INDEX payment_by_invoice ON payment (invoice_id, company_id, paid_on, amount, type);

CREATE TRIGGER payment_keeps_its_past AFTER UPDATE ON payment BEGIN
    INSERT INTO payment_past (company_id, id, customer_id, invoice_id, type, paid_on, amount, currency, method, reference, reverses, import_id, changed_on, updated_at, until_on, replaced_at, replaced_by)
    VALUES (OLD.company_id, OLD.id, OLD.customer_id, OLD.invoice_id, OLD.type, OLD.paid_on, OLD.amount, OLD.currency, OLD.method, OLD.reference, OLD.reverses, OLD.import_id, OLD.changed_on, OLD.updated_at, NEW.changed_on, NEW.updated_at, NEW.import_id);
END;

CREATE INDEX payment_past_by_import ON payment_past (company_id, replaced_by) WHERE replaced_by IS NOT NULL;

CREATE INDEX payment_past_by_row ON payment_past (company_id, id, replaced_at);

CREATE INDEX payment_reversing ON payment (company_id, reverses) WHERE reverses IS NOT NULL;

CREATE INDEX promise_by_customer ON promise (company_id, customer_id, made_on);

CREATE INDEX promise_by_invoice ON promise_invoice (company_id, invoice_id, promise_id);

CREATE TRIGGER promise_keeps_its_past AFTER UPDATE ON promise BEGIN
    INSERT INTO promise_past (company_id, id, customer_id, contact_id, made_on, due_on, amount, currency, withdrawn_on, note, import_id, changed_on, updated_at, until_on, replaced_at, replaced_by)
    VALUES (OLD.company_id, OLD.id, OLD.customer_id, OLD.contact_id, OLD.made_on, OLD.due_on, OLD.amount, OLD.currency, OLD.withdrawn_on, OLD.note, OLD.import_id, OLD.changed_on, OLD.updated_at, NEW.changed_on, NEW.updated_at, NEW.import_id);
END;

CREATE INDEX promise_past_by_import ON promise_past (company_id, replaced_by) WHERE replaced_by IS NOT NULL;

CREATE INDEX promise_past_by_row ON promise_past (company_id, id, replaced_at);

CREATE INDEX run_by_day ON run (company_id, assessed_on, finished_at);

CREATE INDEX session_token_by_user ON session_token (user_id) WHERE ended_at IS NULL;

CREATE INDEX suppression_open ON suppression (company_id, id) WHERE valid_to IS NULL;
