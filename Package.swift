// swift-tools-version: 6.3
import PackageDescription

/// Settings every module is built with; see docs/decisions/0002-compiler-settings.md.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "arclight",
    products: [.executable(name: "arclight", targets: ["arclight"])],
    traits: [.trait(name: "Fuzzing", description: "Build `fuzz` as a libFuzzer harness instead of a program.")],
    dependencies: [],
    targets: [
        // A row may name only rows above it. Read top to bottom it is the product's story.

        // MARK: Words: the values everything else is said in
        .module("Values"),
        .module("Secrets", uses: ["CCrypt", "Values"]),
        .module("Wire", uses: ["Values"]),
        .module("Facts", uses: ["Values"]),

        // MARK: Ledger: what is owed, by whom, since when
        .module("Receivables", uses: ["Facts", "Values"]),

        // MARK: Judgement: pure functions from facts to insights, actions and numbers
        .module("RuleLanguage", uses: ["Facts", "Values"]),
        .module("RuleEngine", uses: ["Facts", "RuleLanguage", "Values"]),
        .module("Scoring", uses: ["Facts", "Values"]),

        // MARK: Memory: one database file
        .module("SQLite", uses: ["CSQLite"]),
        .module("Store", uses: ["Facts", "Receivables", "SQLite", "Secrets", "Values", "Wire"]),

        // MARK: Work: what the product does, one file per thing it does
        .module("Telemetry"),
        .module("Shipped", plugins: ["EmbedAssets"]),
        .module(
            "Workflows",
            uses: [
                "Facts", "Receivables", "RuleEngine", "RuleLanguage", "Scoring", "Secrets", "Shipped", "Store",
                "Telemetry", "Values", "Wire",
            ]
        ),
        .module("Jobs", uses: ["Receivables", "Secrets", "Store", "Telemetry", "Values", "Wire", "Workflows"]),

        // MARK: Doors: how the outside reaches in
        .module("HTTP", uses: ["CEpoll"]),
        .module("Arguments", uses: ["Values"]),
        .module("WebUI", excluding: ["Assets"], plugins: ["EmbedAssets"]),
        .module(
            "API",
            uses: [
                "Facts", "HTTP", "Jobs", "Receivables", "Secrets", "Store", "Telemetry", "Values", "WebUI", "Wire",
                "Workflows",
            ]
        ),

        // MARK: Program
        .executableTarget(
            name: "arclight",
            dependencies: [
                "API", "Arguments", "CEpoll", "HTTP", "Jobs", "Receivables", "RuleLanguage", "Scoring", "Secrets",
                "Shipped",
                "Store",
                "Telemetry", "Values", "Wire", "Workflows",
            ],
            swiftSettings: strict
        ),

        // MARK: System libraries
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CCrypt", pkgConfig: "libcrypt", providers: [.apt(["libcrypt-dev"])]),
        .systemLibrary(name: "CEpoll"),

        // MARK: Build tools
        .plugin(name: "EmbedAssets", capability: .buildTool(), path: "Sources/EmbedAssets"),

        // MARK: Tests and fuzzers
        .module("TestKit", uses: ["Values"], path: "Tests/TestKit"),
        .tests("Values"),
        .tests("Secrets", uses: ["Values"]),
        .tests("Wire", uses: ["Values"], excluding: ["Golden"]),
        .tests("Facts", uses: ["Values"]),
        .tests("Receivables", uses: ["Facts", "Values"]),
        .tests("RuleLanguage", uses: ["Facts", "Values"], excluding: ["Golden"]),
        .tests("RuleEngine", uses: ["Facts", "RuleLanguage", "Values"], excluding: ["Golden"]),
        .tests("Scoring", uses: ["Facts", "Values"]),
        .tests("SQLite"),
        .tests(
            "Store",
            uses: ["Facts", "Receivables", "SQLite", "Secrets", "Values", "Wire"],
            excluding: ["Golden"]
        ),
        .tests(
            "Workflows",
            uses: [
                "Facts", "Receivables", "RuleEngine", "RuleLanguage", "Scoring", "Secrets", "Shipped", "Store",
                "Telemetry", "Values", "Wire",
            ],
            excluding: ["Golden", "Importing/Golden", "Importing/Ugly"]
        ),
        .tests("Jobs", uses: ["Receivables", "Store", "Telemetry", "Values", "Workflows"]),
        .tests("HTTP"),
        .tests("Arguments", excluding: ["Golden"]),
        .tests("Telemetry"),
        .tests(
            "API",
            uses: [
                "Facts", "HTTP", "Jobs", "Receivables", "Secrets", "Store", "Telemetry", "Values", "Wire", "Workflows",
            ],
            excluding: ["Golden"]
        ),
        .tests("EndToEnd", of: ["arclight"], uses: ["Values", "Wire"]),
        .tests("Shipped"),
        .tests("WebUI"),
        .tests("Tidy", of: []),
        .executableTarget(
            name: "bench",
            dependencies: ["Facts", "RuleEngine", "RuleLanguage", "Values"],
            path: "Tests/Benchmarks",
            exclude: ["Limits"],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "fuzz",
            dependencies: ["Arguments", "Facts", "HTTP", "RuleLanguage", "Values", "Wire", "Workflows"],
            path: "Tests/Fuzz",
            exclude: ["Corpus"],
            swiftSettings: strict
        ),
    ],
    swiftLanguageModes: [.v6]
)

extension Target {
    static func module(
        _ name: String,
        uses dependencies: [Dependency] = [],
        path: String? = nil,
        excluding: [String] = [],
        plugins: [PluginUsage]? = nil
    ) -> Target {
        .target(
            name: name,
            dependencies: dependencies,
            path: path,
            exclude: excluding,
            swiftSettings: strict,
            plugins: plugins
        )
    }

    static func tests(
        _ name: String,
        of subjects: [Dependency]? = nil,
        uses dependencies: [Dependency] = [],
        excluding: [String] = []
    ) -> Target {
        .testTarget(
            name: "\(name)Tests",
            dependencies: (subjects ?? [.byName(name: name)]) + ["TestKit"] + dependencies,
            exclude: excluding,
            swiftSettings: strict
        )
    }
}
