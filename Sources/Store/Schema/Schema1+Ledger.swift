internal import SQLite

/// What is owed, by whom, since when.
///
/// Every table here keeps its past; see ``PastTable``.
///
/// The keys of the two largest tables, `invoice` and `payment`, name the company last: SQLite compares a row that is added
/// with a dozen others in each index, and sixteen bytes that all of them share are compared each time for nothing (a fifth
/// of an import's time).
extension Schema1 {
    static let ledger: [Query] =
        [
            Migration.table(
                "import_batch",
                """
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
                """
            ),
            "CREATE INDEX import_batch_by_file ON import_batch (company_id, file_hash, kind)",
            "CREATE INDEX import_batch_by_time ON import_batch (company_id, recorded_at, id)",
        ] + customers + invoices + payments + objections + communications + rates + snapshots

    private static let customers: [Query] =
        [
            Migration.table(
                "customer",
                """
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
                """
            ),
            Migration.table(
                "contact",
                """
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
                """
            ),
            "CREATE INDEX contact_by_customer ON contact (company_id, customer_id, is_primary DESC, name)",
        ] + PastTable.customer.statements + PastTable.contact.statements

    private static let invoices: [Query] =
        [
            Migration.table(
                "invoice",
                """
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
                """
            ),
            "CREATE INDEX invoice_by_customer ON invoice (customer_id, issued_on, key)",
            "CREATE INDEX invoice_by_due_day ON invoice (company_id, due_on)",
        ] + PastTable.invoice.statements

    /// A payment with an invoice is on it whole, from its day; one without is the customer's unapplied cash, less what of
    /// it was allocated.
    private static let payments: [Query] =
        [
            Migration.table(
                "payment",
                """
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
                """
            ),
            "CREATE INDEX payment_by_invoice ON payment (invoice_id, company_id, paid_on, amount, type)",
            "CREATE INDEX payment_by_customer ON payment (customer_id, company_id, paid_on)",
            "CREATE INDEX payment_reversing ON payment (company_id, reverses) WHERE reverses IS NOT NULL",
            Migration.table(
                "allocation",
                """
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
                """
            ),
            "CREATE INDEX allocation_by_invoice ON allocation (invoice_id, company_id, allocated_on, amount, payment_id)",
            // Everything that lowers or raises what is owed on an invoice, beside the invoice itself.
            """
            CREATE VIEW invoice_entry (company_id, invoice_id, entered_on, amount, type, key) AS
            SELECT company_id, invoice_id, paid_on, amount, type, key FROM payment WHERE invoice_id IS NOT NULL
            UNION ALL
            SELECT a.company_id, a.invoice_id, a.allocated_on, a.amount, p.type, p.key
            FROM allocation a JOIN payment p ON p.company_id = a.company_id AND p.id = a.payment_id
            """,
        ] + PastTable.payment.statements + PastTable.allocation.statements

    private static let objections: [Query] =
        [
            Migration.table(
                "promise",
                """
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
                """
            ),
            "CREATE INDEX promise_by_customer ON promise (company_id, customer_id, made_on)",
            // An invoice that a promise is about, for good: a promise about other invoices is another promise.
            Migration.table(
                "promise_invoice",
                """
                    company_id BLOB NOT NULL,
                    promise_id BLOB NOT NULL,
                    invoice_id BLOB NOT NULL,
                    import_id BLOB,
                    recorded_at INTEGER NOT NULL,
                    PRIMARY KEY (company_id, promise_id, invoice_id),
                    FOREIGN KEY (company_id, promise_id) REFERENCES promise (company_id, id),
                    FOREIGN KEY (company_id, invoice_id) REFERENCES invoice (company_id, id)
                """
            ),
            "CREATE INDEX promise_by_invoice ON promise_invoice (company_id, invoice_id, promise_id)",
            Migration.table(
                "dispute",
                """
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
                """
            ),
            "CREATE INDEX dispute_by_invoice ON dispute (company_id, invoice_id, opened_on)",
        ] + PastTable.promise.statements + PastTable.dispute.statements

    private static let communications: [Query] =
        [
            Migration.table(
                "communication",
                """
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
                """
            ),
            """
            CREATE INDEX communication_by_customer
            ON communication (company_id, customer_id, direction, occurred_on, channel)
            """,
            "CREATE INDEX communication_by_contact ON communication (company_id, contact_id) WHERE contact_id IS NOT NULL",
        ] + PastTable.communication.statements

    /// On `day`, one unit of `from_currency` was `mantissa` divided by ten to the `scale` units of `to_currency`.
    private static let rates: [Query] =
        [
            Migration.table(
                "fx_rate",
                """
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
                """
            )
        ] + PastTable.rate.statements

    /// How old the receivables were on a day; a snapshot without `taken_at` is being written or taken away.
    ///
    /// A line outlives its customer where an import that brought both is taken back.
    private static let snapshots: [Query] = [
        Migration.table(
            "aging_snapshot",
            """
                company_id BLOB NOT NULL REFERENCES company (id),
                id BLOB NOT NULL CHECK (length(id) = 16),
                day INTEGER NOT NULL,
                currency TEXT NOT NULL CHECK (length(currency) = 3),
                without_rate TEXT NOT NULL,
                line_count INTEGER NOT NULL,
                content_hash BLOB NOT NULL CHECK (length(content_hash) = 32),
                taken_at INTEGER,
                PRIMARY KEY (company_id, id)
            """
        ),
        "CREATE UNIQUE INDEX aging_snapshot_by_day ON aging_snapshot (company_id, day) WHERE taken_at IS NOT NULL",
        Migration.table(
            "aging_snapshot_total",
            """
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
            """
        ),
        Migration.table(
            "aging_snapshot_line",
            """
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
            """
        ),
    ]
}
