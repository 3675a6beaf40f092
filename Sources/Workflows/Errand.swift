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
            self.promiseGrace = promiseGrace
            self.promiseTolerance = promiseTolerance
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
    /// `path` is absolute; `profile` is a shipped profile's name or an absolute path; `kind` is for the generic profile.
    case importFile(company: String?, path: String, profile: String?, kind: ImportKind?)
    case run(company: String?, day: Day?)
    case retrain(company: String?, promote: Bool)
    case publishRules(company: String?, files: [RuleFile])

    /// Whether doing it once more, when it is not known whether it was done, ends in the same and says nothing false.
    package var mayBeRepeated: Bool {
        switch self {
        // A second attempt would be told that the company or the user is there already, by whoever made it.
        case .foundCompany, .createUser: false
        case .setCompany, .setPassword, .importFile, .run, .retrain, .publishRules: true
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
