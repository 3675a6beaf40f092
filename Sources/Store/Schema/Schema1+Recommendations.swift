internal import SQLite

extension Schema1 {
    /// What runs say, and what people answer.
    static let recommendations: [Query] = [
        Migration.table(
            "insight",
            """
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
            """
        ),
        "CREATE INDEX insight_open ON insight (company_id, severity_rank, valid_from DESC, id) WHERE valid_to IS NULL",
        "CREATE INDEX insight_by_severity ON insight (company_id, severity_rank, valid_from DESC, id)",
        "CREATE INDEX insight_by_customer ON insight (company_id, customer_id)",
        "CREATE INDEX insight_by_invoice ON insight (company_id, invoice_id)",
        Migration.table(
            "insight_feedback",
            """
                company_id BLOB NOT NULL,
                insight_id BLOB NOT NULL,
                user_id BLOB NOT NULL REFERENCES "user" (id),
                rating TEXT NOT NULL CHECK (rating IN ('up', 'down')),
                comment TEXT NOT NULL,
                recorded_at INTEGER NOT NULL,
                PRIMARY KEY (company_id, insight_id, user_id),
                FOREIGN KEY (company_id, insight_id) REFERENCES insight (company_id, id)
            """
        ),
        Migration.table(
            "action",
            """
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
            """
        ),
        """
        CREATE INDEX action_queue ON action (company_id, state, is_recommended, urgency DESC, priority DESC, id)
        """,
        "CREATE INDEX action_by_urgency ON action (company_id, urgency DESC, priority DESC, id)",
        // Says which action of a rule, customer and invoice came last without a look at the rows themselves.
        "CREATE INDEX action_by_customer ON action (company_id, customer_id, invoice_id, rule, created_at, id)",
        "CREATE INDEX action_by_invoice ON action (company_id, invoice_id)",
        Migration.table(
            "action_event",
            """
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
            """
        ),
        Migration.table(
            "suppression",
            """
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
            """
        ),
        "CREATE INDEX suppression_open ON suppression (company_id, id) WHERE valid_to IS NULL",
        Migration.table(
            "feedback",
            """
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
            """
        ),
        "CREATE INDEX feedback_by_time ON feedback (company_id, decided_at, id)",
        "CREATE INDEX feedback_by_action ON feedback (company_id, action_id)",
    ]

    /// What keeps the service honest: jobs, answers given, and who changed what.
    static let service: [Query] = [
        Migration.table(
            "job",
            """
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
            """
        ),
        "CREATE INDEX job_waiting ON job (run_after, id) WHERE state IN ('queued', 'running')",
        Migration.table(
            "nightly",
            """
                company_id BLOB NOT NULL PRIMARY KEY REFERENCES company (id),
                begun_on INTEGER NOT NULL
            """
        ),
        "CREATE INDEX job_by_kind ON job (company_id, kind, created_at DESC, id)",
        Migration.table(
            "idempotency_key",
            """
                owner BLOB NOT NULL CHECK (length(owner) = 16),
                key TEXT NOT NULL,
                request_hash BLOB NOT NULL CHECK (length(request_hash) = 32),
                status INTEGER NOT NULL,
                body BLOB NOT NULL,
                recorded_at INTEGER NOT NULL,
                PRIMARY KEY (owner, key)
            """
        ),
        "CREATE INDEX idempotency_key_by_age ON idempotency_key (recorded_at)",
        Migration.table(
            "audit",
            """
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
            """
        ),
    ]
}
