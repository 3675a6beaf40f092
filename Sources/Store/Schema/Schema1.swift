internal import SQLite

/// The first schema.
///
/// Identifiers are 16 bytes, hashes 32; days are counted from 1970-01-01; instants are milliseconds since then; money is
/// minor units beside its currency. Every key of a company's table holds the company, and every reference carries it,
/// so a row cannot point into another company.
enum Schema1 {
    /// Companies, the people who sign in, and what they sign in with.
    static let people: [Query] = [
        Migration.table(
            "company",
            """
                id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
                slug TEXT NOT NULL UNIQUE,
                name TEXT NOT NULL,
                currency TEXT NOT NULL CHECK (length(currency) = 3),
                time_zone TEXT NOT NULL,
                fixed_today INTEGER,
                segments TEXT NOT NULL,
                promise_grace_days INTEGER NOT NULL CHECK (promise_grace_days BETWEEN 0 AND 60),
                promise_tolerance_percent INTEGER NOT NULL CHECK (promise_tolerance_percent BETWEEN 0 AND 50),
                created_at INTEGER NOT NULL,
                updated_at INTEGER NOT NULL
            """
        ),
        Migration.table(
            "company_holiday",
            """
                company_id BLOB NOT NULL REFERENCES company (id),
                holiday INTEGER NOT NULL,
                PRIMARY KEY (company_id, holiday)
            """
        ),
        // How many days a kind of text is kept; a kind without a row is kept for good.
        Migration.table(
            "company_retention",
            """
                company_id BLOB NOT NULL REFERENCES company (id),
                kind TEXT NOT NULL,
                days INTEGER NOT NULL CHECK (days BETWEEN 30 AND 36500),
                PRIMARY KEY (company_id, kind)
            """
        ),
        Migration.table(
            "\"user\"",
            """
                id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
                name TEXT NOT NULL UNIQUE,
                display_name TEXT NOT NULL,
                password_hash TEXT,
                is_operator INTEGER NOT NULL CHECK (is_operator IN (0, 1)),
                disabled_at INTEGER,
                created_at INTEGER NOT NULL
            """
        ),
        Migration.table(
            "membership",
            """
                company_id BLOB NOT NULL REFERENCES company (id),
                user_id BLOB NOT NULL REFERENCES "user" (id),
                role TEXT NOT NULL CHECK (role IN ('viewer', 'collector', 'admin')),
                PRIMARY KEY (company_id, user_id)
            """
        ),
        "CREATE INDEX membership_by_user ON membership (user_id, company_id)",
        Migration.table(
            "session_token",
            """
                hash BLOB NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
                user_id BLOB NOT NULL REFERENCES "user" (id),
                label TEXT,
                created_at INTEGER NOT NULL,
                last_used_at INTEGER NOT NULL,
                ended_at INTEGER
            """
        ),
        "CREATE INDEX session_token_by_user ON session_token (user_id) WHERE ended_at IS NULL",
    ]

    /// What decisions are made with, and what they were made from.
    static let judgement: [Query] = [
        Migration.table(
            "fact_snapshot",
            """
                company_id BLOB NOT NULL REFERENCES company (id),
                hash BLOB NOT NULL CHECK (length(hash) = 32),
                content TEXT NOT NULL,
                PRIMARY KEY (company_id, hash)
            """
        ),
        Migration.table(
            "rule_set",
            """
                company_id BLOB NOT NULL REFERENCES company (id),
                hash BLOB NOT NULL CHECK (length(hash) = 32),
                files TEXT NOT NULL,
                recorded_at INTEGER NOT NULL,
                PRIMARY KEY (company_id, hash)
            """
        ),
        Migration.table(
            "rule_set_activation",
            """
                company_id BLOB NOT NULL,
                seq INTEGER NOT NULL,
                hash BLOB NOT NULL,
                actor TEXT NOT NULL,
                activated_at INTEGER NOT NULL,
                PRIMARY KEY (company_id, seq),
                FOREIGN KEY (company_id, hash) REFERENCES rule_set (company_id, hash)
            """
        ),
        Migration.table(
            "model_version",
            """
                company_id BLOB NOT NULL REFERENCES company (id),
                version BLOB NOT NULL CHECK (length(version) = 32),
                state TEXT NOT NULL CHECK (state IN ('candidate', 'live', 'retired')),
                trained_on INTEGER,
                report TEXT NOT NULL,
                created_at INTEGER NOT NULL,
                PRIMARY KEY (company_id, version)
            """
        ),
        Migration.table(
            "model_head",
            """
                company_id BLOB NOT NULL,
                version BLOB NOT NULL,
                name TEXT NOT NULL,
                content TEXT NOT NULL,
                PRIMARY KEY (company_id, version, name),
                FOREIGN KEY (company_id, version) REFERENCES model_version (company_id, version)
            """
        ),
        Migration.table(
            "model_activation",
            """
                company_id BLOB NOT NULL,
                seq INTEGER NOT NULL,
                version BLOB NOT NULL,
                actor TEXT NOT NULL,
                activated_at INTEGER NOT NULL,
                PRIMARY KEY (company_id, seq),
                FOREIGN KEY (company_id, version) REFERENCES model_version (company_id, version)
            """
        ),
        Migration.table(
            "run",
            """
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
            """
        ),
        "CREATE INDEX run_by_day ON run (company_id, assessed_on, finished_at)",
        Migration.table(
            "invoice_score",
            """
                company_id BLOB NOT NULL,
                invoice_id BLOB NOT NULL,
                late_probability REAL NOT NULL CHECK (late_probability BETWEEN 0 AND 1),
                model_version BLOB NOT NULL CHECK (length(model_version) = 32),
                assessed_on INTEGER NOT NULL,
                PRIMARY KEY (company_id, invoice_id),
                FOREIGN KEY (company_id, invoice_id) REFERENCES invoice (company_id, id)
            """
        ),
        Migration.table(
            "customer_score",
            """
                company_id BLOB NOT NULL,
                customer_id BLOB NOT NULL,
                risk_score REAL NOT NULL CHECK (risk_score BETWEEN 0 AND 100),
                risk_level TEXT NOT NULL CHECK (risk_level IN ('low', 'medium', 'high')),
                model_version BLOB NOT NULL CHECK (length(model_version) = 32),
                assessed_on INTEGER NOT NULL,
                PRIMARY KEY (company_id, customer_id),
                FOREIGN KEY (company_id, customer_id) REFERENCES customer (company_id, id)
            """
        ),
    ]
}
