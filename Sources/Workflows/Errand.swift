package import Receivables

package import Values

/// A piece of work that a command asks for and that changes data.
///
/// The command performs it itself where nobody serves, and hands it to the server where somebody does; the same code
/// runs either way. So it holds everything the work needs, paths made absolute, and nothing of the terminal.
package enum Errand: Hashable, Sendable {
    /// The settings of a company to be made.
    package struct NewCompany: Hashable, Sendable {
        package var slug: String
        package var name: String
        package var currency: Currency
        package var timeZone: String
        package var today: Day?
        /// The name of a shipped holiday list.
        package var holidays: String?
        /// The words customers are sorted by; the usual ones where there is none.
        package var segments: [String]

        /// A company to be made.
        package init(
            slug: String,
            name: String,
            currency: Currency,
            timeZone: String,
            today: Day? = nil,
            holidays: String? = nil,
            segments: [String] = []
        ) {
            self.slug = slug
            self.name = name
            self.currency = currency
            self.timeZone = timeZone
            self.today = today
            self.holidays = holidays
            self.segments = segments
        }
    }

    /// Changes to a company; what is `nil` stays as it is.
    package struct CompanyChange: Hashable, Sendable {
        package var company: String?
        package var name: String?
        package var currency: Currency?
        package var timeZone: String?
        package var today: Day?
        /// Whether the clock is let run again.
        package var runsClock: Bool
        /// The name of a shipped holiday list, or `none`.
        package var holidays: String?
        package var segments: [String]?
        /// How long some kinds of text are kept from now on.
        package var retain: [Retaining.Term]
        /// Days of grace before a promise counts as broken.
        package var promiseGrace: Int?
        /// How many percent of a promise may be missing.
        package var promiseTolerance: Int?

        /// Changes to a company.
        package init(
            company: String? = nil,
            name: String? = nil,
            currency: Currency? = nil,
            timeZone: String? = nil,
            today: Day? = nil,
            runsClock: Bool = false,
            holidays: String? = nil,
            segments: [String]? = nil,
            retain: [Retaining.Term] = [],
            promiseGrace: Int? = nil,
            promiseTolerance: Int? = nil
        ) {
            self.company = company
            self.name = name
            self.currency = currency
            self.timeZone = timeZone
            self.today = today
            self.runsClock = runsClock
            self.holidays = holidays
            self.segments = segments
            self.retain = retain
            self.promiseGrace = promiseGrace
            self.promiseTolerance = promiseTolerance
        }
    }

    /// A file of a company's books on its way.
    package struct FileImport: Hashable, Sendable {
        package var company: String?
        /// Absolute.
        package var path: String
        /// A shipped profile's name or an absolute path; `nil` where the columns are found by their headers.
        package var profile: String?
        /// What the file holds, where it is said.
        package var kind: ImportKind?
        /// What becomes of rows that cannot be taken.
        package var badRows: BadRows
        /// Whether everything is done but kept.
        package var isDryRun: Bool

        /// The import of a file.
        package init(
            company: String? = nil,
            path: String,
            profile: String? = nil,
            kind: ImportKind? = nil,
            badRows: BadRows = .refuseFile,
            isDryRun: Bool = false
        ) {
            self.company = company
            self.path = path
            self.profile = profile
            self.kind = kind
            self.badRows = badRows
            self.isDryRun = isDryRun
        }
    }

    /// A rule file on its way.
    package struct RuleFile: Hashable, Sendable {
        package var path: String
        package var text: String

        /// A rule file by its path below the rule folder.
        package init(path: String, text: String) {
            self.path = path
            self.text = text
        }
    }

    case foundCompany(NewCompany)
    case setCompany(CompanyChange)
    case createUser(name: String, displayName: String, password: String, role: Role, company: String?)
    case setPassword(name: String, password: String)
    case importFile(FileImport)
    /// `id` is an import's identifier, the beginning of one, or `last`.
    case undoImport(company: String?, id: String, isDryRun: Bool)
    case run(company: String?, day: Day?)
    case retrain(company: String?, promote: Bool)
    case publishRules(company: String?, files: [RuleFile])
    /// `contact` is the person's key; a dry run says only what would be erased.
    case forget(company: String?, contact: String, dryRun: Bool)
    /// Takes away what the company no longer keeps; a dry run says only what would go.
    case retain(company: String?, dryRun: Bool)

    /// Whether doing it once more, when it is not known whether it was done, ends in the same and says nothing false.
    package var mayBeRepeated: Bool {
        switch self {
        // A second attempt would be told that the company or the user is there already, by whoever made it.
        case .foundCompany, .createUser: false
        // A second attempt at `last` would take back the import before.
        case .undoImport(_, let id, let isDryRun): isDryRun || id != "last"
        case .setCompany, .setPassword, .importFile, .run, .retrain, .publishRules, .forget, .retain: true
        }
    }
}

/// What came of an errand.
package struct ErrandResult: Hashable, Sendable {
    /// 0: done; 1: the answer is no.
    package let exitCode: Int
    /// What a person reads, on standard output.
    package let output: String
    /// What a person reads, on standard error.
    package let problem: String
    /// What a program reads: one JSON value.
    package let json: String

    /// Work that was done.
    package static func done(_ output: String, json: String) -> ErrandResult {
        ErrandResult(exitCode: 0, output: output, problem: "", json: json)
    }

    /// Work that was refused.
    package static func refused(_ problem: String, json: String) -> ErrandResult {
        ErrandResult(exitCode: 1, output: "", problem: problem, json: json)
    }

    /// What came of an errand elsewhere.
    package init(exitCode: Int, output: String, problem: String, json: String) {
        self.exitCode = exitCode
        self.output = output
        self.problem = problem
        self.json = json
    }
}
