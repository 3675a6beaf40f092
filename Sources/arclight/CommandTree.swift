import Arguments
import Receivables
import Store
import Workflows

/// Every command as it is declared: what it takes, and what `--help` says.
enum CommandTree {
    static let root = Command(
        name: "arclight",
        summary: "whom to contact today, why, and what the money will do",
        discussion: """
            Arclight reads a company's books, judges them by rules and a small model, and keeps a queue of recommended \
            steps that people approve or reject.

            Everything it keeps is in one folder: --data, or ARCLIGHT_DATA, or .arclight in the current folder. While \
            `arclight serve` runs on that folder, commands that change data hand their work to it.
            """,
        options: [
            Option("data", "FOLDER", "where everything is kept [ARCLIGHT_DATA, else .arclight]")
        ],
        examples: [
            Example("arclight serve --demo", "a company with two years of books, on http://127.0.0.1:8080"),
            Example("arclight company create acme --currency USD", "a company of one's own"),
            Example("arclight import invoices.csv --as invoices", "its invoices"),
        ],
        exitCodes: [
            ExitCode(0, "done"), ExitCode(1, "the answer is no, or it could not be done"),
            ExitCode(2, "called wrongly"),
        ],
        subcommands: [
            serve, importFile, run, retrain, aging, companies, users, rules, models, verify, export, forget, retention,
            seed,
            version,
        ]
    )

    private static let company = Option("company", "SLUG", "whose; may be left out where there is one company")
    private static let json = Option(flag: "json", "answer in JSON, for programs")
    private static let port = Shape.integer(in: 0...65_535)

    private static let serve = Command(
        name: "serve",
        summary: "serve the review page and the API",
        discussion: """
            Serves until it is told to stop (SIGTERM or Ctrl-C), and then finishes what it is doing. TLS is the work of a \
            reverse proxy in front of it.
            """,
        options: [
            Option(flag: "demo", "make the demo company from the shipped seeds, where it is not there yet"),
            Option("address", "ADDRESS", "where to listen, in numbers [127.0.0.1]"),
            Option("port", "PORT", "where to listen; 0 takes any free port [ARCLIGHT_PORT, else 8080]", shape: port),
            Option("watch", "FOLDER", "import the files that arrive in this folder"),
            Option("company", "SLUG", "whose books they belong to; may be left out where there is one company"),
            Option(flag: "https", "browsers reach it by https, through a proxy: mark the session cookie so"),
        ],
        examples: [
            Example("arclight serve", "serve on http://127.0.0.1:8080"),
            Example("arclight serve --demo --port 9090", "the demo, on another port"),
        ]
    )

    private static let importFile = Command(
        name: "import",
        summary: "take a file of the company's books in, all of it or nothing",
        discussion: """
            Encoding, separator, columns, days and amounts are found from the file and stated; a profile says what \
            cannot be found. Every bad row is reported with line, column, value and reason, and then nothing is \
            changed. The same file twice changes nothing the second time.
            """,
        arguments: [Argument("FILE", "separated values")],
        options: [
            company,
            Option("profile", "NAME|FILE", "a shipped profile, or the path of one"),
            Option(
                "as",
                "KIND",
                "what the file holds",
                shape: .oneOf(ImportKind.allCases.map(\.rawValue))
            ),
            Option(flag: "dry-run", "show how the file would be read and what it would change; write nothing"),
            Option(flag: "skip-bad", "leave bad rows out, into a file that can be mended and imported"),
            Option("rejects", "FILE", "where bad rows go with --skip-bad [the file's name and .rejects.csv]"),
            json,
        ],
        examples: [
            Example("arclight import customers.csv --as customers", "a file with our own headers"),
            Example("arclight import history.csv --profile ibm-late-payments", "somebody else's export"),
            Example("arclight import export.csv --dry-run", "a look at what would happen"),
            Example("arclight import undo last", "take the last import back"),
        ],
        subcommands: [
            Command(name: "list", summary: "the imports there were, newest first"),
            Command(
                name: "undo",
                summary: "take an import back, all of it or nothing",
                discussion: """
                    Rows that it changed say again what they said, rows that it added are removed. Invoices that \
                    decisions refer to stay, withdrawn on the day they were issued. What a later import or a person \
                    changed is in the way, and is named. The same file may be imported again afterwards.
                    """,
                arguments: [Argument("IMPORT", "its identifier or the beginning of it, or `last`")],
                examples: [
                    Example("arclight import undo last --dry-run", "what it would do"),
                    Example("arclight import undo 01a209e2", "by the beginning of its identifier"),
                ]
            ),
        ]
    )

    private static let run = Command(
        name: "run",
        summary: "judge the books by the live rules and model, and bring the queue up to date",
        discussion: "A second run with nothing new in between writes nothing at all.",
        options: [
            company,
            Option("on", "DAY", "the company's today, or a day before it [today]", shape: .day),
            json,
        ],
        examples: [
            Example("arclight run", "on the company's today"),
            Example("arclight run --company acme --on 2026-06-30", "on a day in its past"),
        ]
    )

    private static let retrain = Command(
        name: "retrain",
        summary: "fit the model on outcomes and decisions so far",
        discussion: "Without --promote the new model is kept as a candidate, and its report is shown.",
        options: [company, Option(flag: "promote", "put the new model in force"), json],
        examples: [
            Example("arclight retrain", "fit, report, keep as a candidate"),
            Example("arclight retrain --promote", "and put it in force; the next run ranks by it"),
        ]
    )

    private static let aging = Command(
        name: "aging",
        summary: "what is owed, by how late it is",
        discussion: """
            Adds up the books as they were on the day: what occurred later is left out, and customers and invoices read as \
            they did then. Amounts of other currencies count in the company's own by the day's rate; where there is none \
            they are unknown (?), and so is every sum with them.
            """,
        options: [
            company,
            Option("as-of", "DAY", "the company's today, or a day before it [today]", shape: .day),
            Option("by", "WHAT", "a line for each currency or each customer [currency]", shape: .oneOf(groupings)),
            json,
        ],
        examples: [
            Example("arclight aging", "today, in each currency and in all"),
            Example("arclight aging --as-of 2026-05-31 --by customer", "who owed what at the end of May"),
        ]
    )

    private static let groupings = AgingListing.Grouping.allCases.map(\.rawValue)

    private static let verify = Command(
        name: "verify",
        summary: "prove that everything stored agrees with itself",
        discussion: """
            Checks the file, every reference, that balances come out the same in two ways, past versions, the audit log, \
            what decisions were made from, and aging snapshots. It only reads, also while `serve` runs. Each check is a \
            line that says what was compared; the exit code is 1 where one fails, and the rows are named.
            """,
        options: [Option("company", "SLUG", "only this company [all]"), json],
        examples: [Example("arclight verify", "the file and every company in it")]
    )

    private static let companies = Command(
        name: "company",
        summary: "make companies, change their settings",
        subcommands: [
            Command(
                name: "create",
                summary: "make a company, with the shipped rules and model in force",
                arguments: [Argument("SLUG", "its name here: lower-case letters, digits, hyphens; it never changes")],
                options: [
                    Option("currency", "CODE", "its base currency, such as USD", .required),
                    Option("name", "NAME", "what people call it [the slug]"),
                ] + settings,
                examples: [
                    Example(
                        "arclight company create acme --currency EUR --timezone Europe/Paris --name 'Acme SA'",
                        "a company in Paris"
                    )
                ]
            ),
            Command(
                name: "set",
                summary: "change a company's settings",
                options: [
                    company,
                    Option("currency", "CODE", "its base currency, while it has no books"),
                    Option("name", "NAME", "what people call it"),
                ] + settings + [
                    Option(flag: "real-clock", "let its clock run again"),
                    Option(
                        "promise-grace",
                        "DAYS",
                        "how many days late a promised payment may be and still keep the promise [0]",
                        shape: .integer(in: PromiseTerms.graceDays)
                    ),
                    Option(
                        "promise-tolerance",
                        "PERCENT",
                        "how much of a promised payment may be missing and still keep the promise [0]",
                        shape: .integer(in: PromiseTerms.tolerancePercents)
                    ),
                    Option(
                        "retain",
                        "KIND=DAYS",
                        "how long to keep communications, actions, comments, jobs or audit; KIND=keep is for good",
                        .anyNumber
                    ),
                    Option(
                        "nightly",
                        "HH:MM|off",
                        "when `serve` runs and takes a snapshot by itself, by the company's clocks [02:00]",
                        shape: nightly
                    ),
                ],
                examples: [
                    Example("arclight company set --today 2013-06-30", "stand its clock on a day, to try history"),
                    Example("arclight company set --real-clock", "let it run again"),
                    Example(
                        "arclight company set --retain communications=730 --retain audit=3650",
                        "keep what messages say for two years, and what the audit log says for ten"
                    ),
                ]
            ),
            Command(name: "list", summary: "the companies there are"),
        ]
    )

    private static let nightly = Shape("a time such as 02:00, or off") { Errand.Nightly($0) != nil }

    private static let settings = [
        Option("timezone", "ZONE", "its IANA time zone, such as America/New_York"),
        Option("today", "DAY", "stand its clock on this day", shape: .day),
        Option("holidays", "LIST", "a shipped list of holidays, such as US, or none"),
        Option(
            "segment",
            "WORD",
            "a word its customers are sorted by, in place of enterprise, mid, small, unassigned",
            .anyNumber
        ),
        json,
    ]

    private static let users = Command(
        name: "user",
        summary: "make users, set their passwords",
        discussion: "The password is read from standard input, or asked for where that is a terminal.",
        subcommands: [
            Command(
                name: "create",
                summary: "make a user with a role in a company",
                arguments: [Argument("NAME", "what the user signs in with")],
                options: [
                    company,
                    Option("role", "ROLE", "what the user may do", .required, shape: .oneOf(roles)),
                    Option("name", "NAME", "what people call the user [the sign-in name]"),
                    json,
                ],
                examples: [
                    Example("arclight user create ana --role collector", "asks for the password"),
                    Example("arclight user create ana --role admin < password.txt", "takes it from a file"),
                ]
            ),
            Command(
                name: "password",
                summary: "set a user's password, and sign the user out everywhere",
                arguments: [Argument("NAME", "what the user signs in with")],
                options: [json],
                examples: [Example("arclight user password ana", "asks for the new password")]
            ),
        ]
    )

    private static let roles = ["viewer", "collector", "admin"]

    private static let rules = Command(
        name: "rules",
        summary: "check rule files, put them in force",
        subcommands: [
            Command(
                name: "check",
                summary: "look for mistakes in rule files, and run their examples",
                discussion: "Nothing is put in force. Without a path the shipped rules are checked.",
                arguments: [Argument("PATH", "rule files, or folders of them", .anyNumber)],
                options: [
                    Option("company", "SLUG", "check against this company's segments and currency"),
                    Option("currency", "CODE", "the currency that amounts are in [USD]"),
                    json,
                ],
                examples: [Example("arclight rules check Rules", "the files in a folder")]
            ),
            Command(
                name: "publish",
                summary: "check rule files and put them in force, or change nothing",
                arguments: [Argument("PATH", "rule files, or folders of them", .atLeastOnce)],
                options: [company, json],
                examples: [Example("arclight rules publish Rules", "from now on runs go by these files")]
            ),
        ]
    )

    private static let models = Command(
        name: "model",
        summary: "look at models",
        subcommands: [
            Command(
                name: "show",
                summary: "a model's weights, what it was fitted on and how good it was",
                discussion: "Without a version the one in force is shown; without any company the shipped one.",
                arguments: [Argument("VERSION", "the beginning of a model version", .optional)],
                options: [
                    company,
                    Option(
                        "head",
                        "HEAD",
                        "print this head's model file, to the byte",
                        shape: .oneOf(["late", "accept"])
                    ),
                ],
                examples: [
                    Example("arclight model show", "the one in force"),
                    Example("arclight model show 3fa8 --head late", "a model file"),
                ]
            )
        ]
    )

    private static let export = Command(
        name: "export",
        summary: "write everything of a company, a customer or a person as JSON lines",
        discussion: """
            The canonical form names things by their keys in the books and leaves out instants and the audit log: the \
            same books, rules, models and decisions give the same bytes. What is held about a customer or a person is \
            written for them to read: the first line says what the others are.
            """,
        options: [
            company,
            Option(flag: "canonical", "the whole company in the canonical form"),
            Option("customer", "KEY", "what is held about this customer, by its key in the books"),
            Option("contact", "KEY", "what is held about this person, by the contact's key"),
        ],
        examples: [
            Example("arclight export --canonical > acme.jsonl", "to compare with another machine's"),
            Example("arclight export --customer C-17 > c-17.jsonl", "to answer a customer who asks what is held"),
        ]
    )

    private static let forget = Command(
        name: "forget",
        summary: "erase what is held about a person",
        discussion: """
            Erases the contact, what messages with the person say, and every mention of their address, number and full \
            name, in the books and then in the bytes of the file. Balances, counts and the chain of the audit log stay. \
            It cannot be undone; backups and exported files are not touched.
            """,
        options: [
            company,
            Option("contact", "KEY", "the person, by the contact's key", .required),
            Option(flag: "dry-run", "say what would be erased, and change nothing"),
            json,
        ],
        examples: [
            Example("arclight forget --contact C-17/ap@example.com --dry-run", "what would go"),
            Example("arclight forget --contact C-17/ap@example.com", "and it is gone"),
        ]
    )

    private static let retention = Command(
        name: "retention",
        summary: "take away what a company no longer keeps",
        discussion:
            "How long a kind is kept is set by `arclight company set --retain`; without that it is kept for good.",
        options: [company, Option(flag: "dry-run", "say what would go, and change nothing"), json],
        examples: [
            Example("arclight retention --dry-run", "what is kept for how long, and what would go today"),
            Example("arclight retention", "what is too old goes"),
        ]
    )

    private static let seed = Command(
        name: "seed",
        summary: "make up books of a company whose customers behave in known ways",
        discussion: """
            Writes customers, contacts, rates, invoices, payments, allocations, promises, disputes and communications as \
            files that `import` takes, and beside them the answers: which customer behaves how (behaviours.csv), what a \
            reminder does to whom (effects.csv), what planted reviewers turn down (reviewers.csv). The same numbers give \
            the same bytes.
            """,
        arguments: [Argument("FOLDER", "where to write the files; made where it is not there")],
        options: [
            Option("customers", "N", "how many customers [60]", shape: .integer(in: 1...10_000_000)),
            Option("invoices", "N", "how many invoices [2400]", shape: .integer(in: 0...100_000_000)),
            Option("seed", "N", "where the draws start [1]", shape: .integer(in: 0...Int.max)),
            Option("last-day", "DAY", "the last day of the books [2026-06-30]", shape: .day),
            Option("currency", "CODE", "the currency of the books [USD]"),
            Option("currencies", "LIST", "what customers are invoiced in, with weights [that of the books]"),
            Option("holidays", "LIST", "a shipped list of holidays, or none [US]"),
            json,
        ],
        examples: [
            Example("arclight seed books --customers 2000 --invoices 100000 --seed 7", "a hundred thousand invoices"),
            Example("arclight seed books --currencies USD:7,EUR:2,GBP:1", "three in ten customers pay from abroad"),
        ]
    )

    private static let version = Command(
        name: "version",
        summary: "the program's version, and those of the rules and the model it carries"
    )
}
