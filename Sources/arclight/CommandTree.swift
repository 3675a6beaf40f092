import Arguments
import Receivables
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
            serve, importFile, run, retrain, companies, users, rules, models, export, seed, version,
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
            A profile says how the file's columns become fields; files with our own headers need none but their kind. \
            Every bad row is reported with line, column, value and reason, and then nothing is changed. The same file \
            twice changes nothing the second time.
            """,
        arguments: [Argument("FILE", "comma-separated values, in UTF-8")],
        options: [
            company,
            Option("profile", "NAME|FILE", "a shipped profile, or the path of one"),
            Option(
                "as",
                "KIND",
                "what the file holds",
                shape: .oneOf(ImportKind.allCases.map(\.rawValue))
            ),
            json,
        ],
        examples: [
            Example("arclight import customers.csv --as customers", "a file with our own headers"),
            Example("arclight import history.csv --profile ibm-late-payments", "somebody else's export"),
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
                ],
                examples: [
                    Example("arclight company set --today 2013-06-30", "stand its clock on a day, to try history"),
                    Example("arclight company set --real-clock", "let it run again"),
                ]
            ),
            Command(name: "list", summary: "the companies there are"),
        ]
    )

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
        summary: "write everything of a company as JSON lines",
        discussion: """
            The canonical form names things by their keys in the books and leaves out instants and the audit log: the \
            same books, rules, models and decisions give the same bytes.
            """,
        options: [company, Option(flag: "canonical", "the canonical form, which is the only one")],
        examples: [Example("arclight export --canonical > acme.jsonl", "to compare with another machine's")]
    )

    private static let seed = Command(
        name: "seed",
        summary: "make up books of a company whose payers behave in known ways",
        discussion: """
            Writes customers, invoices, payments, promises and disputes as files that `import` takes, and beside them \
            which customer behaves how. The same numbers give the same bytes.
            """,
        arguments: [Argument("FOLDER", "where to write the files; made where it is not there")],
        options: [
            Option("customers", "N", "how many customers [60]", shape: .integer(in: 1...10_000_000)),
            Option("invoices", "N", "how many invoices [2400]", shape: .integer(in: 0...100_000_000)),
            Option("seed", "N", "where the draws start [1]", shape: .integer(in: 0...Int.max)),
            Option("last-day", "DAY", "the last day of the books [2026-06-30]", shape: .day),
            Option("currency", "CODE", "the currency of the books [USD]"),
            Option("holidays", "LIST", "a shipped list of holidays [US]"),
        ],
        examples: [
            Example("arclight seed books --customers 2000 --invoices 100000 --seed 7", "a hundred thousand invoices")
        ]
    )

    private static let version = Command(
        name: "version",
        summary: "the program's version, and those of the rules and the model it carries"
    )
}
