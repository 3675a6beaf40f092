import FoundationEssentials
import Receivables
import RuleLanguage
import Store
import TestKit
import Testing
import Values
import Wire
import Workflows

/// Work on its way from a command to whoever does it.
@Suite struct ErrandTests {
    @Test func `an errand survives the way there`() throws {
        for kind in 0..<8 {
            try forAll(60) {
                Errand.any(kind, using: &$0)
            } property: { errand in
                try Errand(json: Array(errand.json.utf8)) == errand
            }
        }
    }

    @Test func `a result survives the way back`() throws {
        try forAll(100) { random in
            ErrandResult(
                exitCode: .random(in: 0...255, using: &random),
                output: .any(using: &random),
                problem: .any(using: &random),
                json: .any(using: &random)
            )
        } property: { result in
            try ErrandResult(wire: Array(result.wire.utf8)) == result
        }
    }

    @Test func `an errand of another version is named, and nothing else is said of it`() {
        let refusal = #expect(throws: WireError.self) {
            try Errand(json: Array(#"{"errand":"dance","company":"acme","steps":3}"#.utf8))
        }
        #expect(
            refusal?.description
                == "errand: `dance` is no errand of this version; use the same version as the server"
        )
    }

    @Test(arguments: [
        (#"{"errand":"run","company":null,"day":"soon"}"#, ["day"]),
        (#"{"errand":"set_password"}"#, ["name", "password"]),
        (#"{"errand":"create_user","name":"a","display_name":"A","password":"x","role":"king"}"#, ["role"]),
        (#"{"errand":"publish_rules","files":[{"path":"a.rules"}]}"#, ["files[0].text"]),
        (#"{"errand":"retrain","promote":true,"promot":true}"#, ["promot"]),
        (#"{"company":"acme"}"#, ["errand", "company"]), (#"{"errand":7}"#, ["errand"]),
    ])
    func `fields that are missing or wrong are named`(_ json: String, _ places: [String]) {
        let refusal = #expect(throws: FieldErrors.self) { try Errand(json: Array(json.utf8)) }
        #expect(refusal?.problems.map(\.path) == places)
    }

    @Test func `a company goes from its founding to its first actions by errands alone`() throws {
        let bench = try OfficeBench()
        let office = bench.office
        let new = Errand.NewCompany(
            slug: "birch",
            name: "Birch",
            currency: .usd,
            timeZone: "Europe/Paris",
            today: june(10),
            holidays: "US"
        )
        let founded = Errand.foundCompany(new).perform(in: office)
        #expect(founded.exitCode == 0)
        #expect(founded.output == "company birch is there, with the shipped rules and model in force")
        #expect(try founded.field("company") == "birch")
        #expect(try office.company(named: "birch").calendar.holidays.count > 5)
        #expect(try office.company(named: "birch").segments == Company.usualSegments)

        let user = Errand.createUser(
            name: "ada",
            displayName: "Ada",
            password: "correct horse",
            role: .admin,
            company: nil
        ).perform(in: office, by: "root")
        #expect(user.output == "user ada may sign in as admin of birch")
        let password = Errand.setPassword(name: "ada", password: "battery staple").perform(in: office, by: "root")
        #expect(password.exitCode == 0)
        #expect(try Accounts.signIn(name: "ada", password: "battery staple", office: office).user.name == "ada")
        let company = try office.company(named: "birch")
        let lines = try office.database.makeReader().read(for: company.id) { try AuditRow.all(in: $0) }
        #expect(lines.map(\.actor) == ["operator", "operator", "root", "root"])

        let customers = bench.importing("customer,customer_name\nC-1,Cobalt\n", .customers)
        #expect(customers.exitCode == 0)
        #expect(customers.json.contains(#""customers":{"inserted":1,"changed":0,"unchanged":0}"#))
        let invoices = bench.importing(
            "customer,invoice,invoice_date,due_date,amount,currency\nC-1,I-1,2026-05-01,2026-06-05,900.00,USD\n",
            .invoices
        )
        #expect(invoices.exitCode == 0)

        let run = Errand.run(company: "birch", day: nil).perform(in: office)
        #expect(run.exitCode == 0)
        #expect(run.output.hasPrefix("birch on 2026-06-10\n"))
        #expect(run.json.contains(#""actions":{"inserted":1,"#))
        let again = Errand.run(company: nil, day: june(10)).perform(in: office)
        #expect(again.output.hasSuffix("\nnothing has changed"))

        let retrained = Errand.retrain(company: nil, promote: true).perform(in: office)
        #expect(retrained.exitCode == 0)
        #expect(retrained.output.contains("accept: kept the shipped weights"))

        let files = [Errand.RuleFile(path: "small.rules", text: SmallPolicy.text)]
        let published = Errand.publishRules(company: nil, files: files).perform(in: office)
        #expect(published.output == "rule set \(SmallPolicy.sources.hash.short) is in force for birch")
        let repeated = Errand.publishRules(company: nil, files: files).perform(in: office)
        #expect(repeated.output.contains("was in force already; nothing changed"))

        let changed = Errand.setCompany(
            Errand.CompanyChange(name: "Birch & Co", timeZone: "America/New_York", today: june(11), holidays: "none")
        ).perform(in: office)
        #expect(changed.output == "company birch: Birch & Co, USD, America/New_York, clock stands on 2026-06-11")
        #expect(try changed.field("today") == "2026-06-11")
        #expect(try office.company(named: "birch").calendar == .withoutHolidays)
        let lenient = Errand.setCompany(Errand.CompanyChange(promiseGrace: 3)).perform(in: office)
        #expect(lenient.exitCode == 0)
        #expect(
            try office.company(named: "birch").promiseTerms == PromiseTerms(graceDays: 3, tolerancePercent: 0)
        )
        let running = Errand.setCompany(Errand.CompanyChange(runsClock: true)).perform(in: office)
        #expect(running.output.hasSuffix("clock runs"))
    }

    @Test func `what is refused ends with 1, a sentence and a code`() throws {
        let bench = try OfficeBench.withCompany()
        let mistake = Errand.RuleFile(path: "a.rules", text: "insight x")
        let cases: [(Errand, code: String, sentence: String)] = [
            (.run(company: "acne", day: nil), "refused", "did you mean `acme`?"),
            (.run(company: nil, day: june(11)), "run_refused", "cannot run on 2026-06-11"),
            (.retrain(company: "none", promote: false), "refused", "there is no company `none`"),
            (.publishRules(company: nil, files: []), "rules_refused", "there is no rule file"),
            (.publishRules(company: nil, files: [mistake]), "rules_refused", "--> a.rules:1:"),
            (.setPassword(name: "bob", password: "correct horse"), "refused", "there is no user `bob`"),
            (.setPassword(name: "lou", password: "short"), "refused", "at least 8 characters"),
            (
                .createUser(name: "a b", displayName: "", password: "correct horse", role: .viewer, company: nil),
                "refused", "cannot name a user"
            ),
            (
                .foundCompany(.init(slug: "acme", name: "", currency: .usd, timeZone: "Europe/Paris")),
                "refused", "there is a company `acme` already"
            ),
            (
                .foundCompany(.init(slug: "b", name: "", currency: .usd, timeZone: "Europe/Pari")),
                "bad_time_zone", "did you mean `Europe/Paris`?"
            ),
            (.setCompany(.init(holidays: "Mars")), "refused", "there is no holiday list `Mars`"),
            (.setCompany(.init(segments: [])), "refused", "the segments `` cannot be used"),
            (
                .importFile(company: nil, path: "/nowhere/at/all.csv", profile: nil, kind: .customers),
                "refused", "the file /nowhere/at/all.csv cannot be read"
            ),
            (.importFile(company: nil, path: "/x.csv", profile: nil, kind: nil), "refused", "`--as KIND`"),
            (
                .importFile(company: nil, path: "/x.csv", profile: "generic-custommers", kind: nil),
                "unknown_profile", "did you mean `generic-customers`?"
            ),
            (
                .importFile(company: nil, path: "/x.csv", profile: "generic-customers", kind: .invoices),
                "refused", "the profile reads customers, and `--as invoices` was asked for"
            ),
            (
                .importFile(company: nil, path: "/x.csv", profile: "/nowhere/my.profile", kind: nil),
                "refused", "the file /nowhere/my.profile cannot be read"
            ),
        ]
        let before = try bench.tallies()
        for (errand, code, sentence) in cases {
            let result = errand.perform(in: bench.office)
            #expect(result.exitCode == 1, "\(errand)")
            #expect(result.output == "")
            #expect(result.problem.contains(sentence), "\(result.problem)")
            #expect(try result.field("code") == code)
            #expect(try result.field("error") == result.problem)
        }
        #expect(try bench.tallies() == before)
        #expect(try bench.readInstance { try CompanyRow.all(in: $0) }.count == 1)
    }

    @Test func `a bad file is refused with every problem, and the books stay as they were`() throws {
        let bench = try OfficeBench.withCompany()
        let good = bench.importing("customer,customer_name\nC-1,Cobalt\n", .customers)
        #expect(good.exitCode == 0)
        let header = "customer,invoice,invoice_date,due_date,amount,currency\n"
        let bad = bench.importing(
            header + "C-1,I-1,2026-05-01,2026-06-05,900.00,USD\nC-1,I-2,soon,2026-06-05,1,USD\n",
            .invoices
        )
        #expect(bad.exitCode == 1)
        #expect(try bad.field("code") == "import_refused")
        #expect(bad.json.contains(#""details":{"problem_count":1,"problems":[{"line":3,"column":3,"#))
        let stranger = bench.importing(header + "C-9,I-1,2026-05-01,2026-06-05,900.00,USD\n", .invoices)
        #expect(stranger.exitCode == 1)
        #expect(stranger.problem.contains("C-9"))
        #expect(try bench.read { try InvoiceRow.count(in: $0) } == 0)
        #expect(try bench.read { try CustomerRow.count(in: $0) } == 1)
    }
}

extension OfficeBench {
    /// What an errand says to a file with this text.
    fileprivate func importing(_ text: String, _ kind: ImportKind) -> ErrandResult {
        let path = folder.path + "/\(kind.rawValue).csv"
        do {
            try Data(text.utf8).write(to: URL(filePath: path))
        } catch {
            Issue.record(error)
        }
        return Errand.importFile(company: nil, path: path, profile: nil, kind: kind).perform(in: office)
    }
}

extension ErrandResult {
    /// The text of a field of the result's JSON.
    fileprivate func field(_ name: String) throws -> String {
        var object = try ObjectReader(try JSONReader.value(from: Array(json.utf8)))
        return object.string(name)
    }
}

extension String {
    /// A text of up to twelve characters that a careless encoder trips over.
    fileprivate static func any(using random: inout SplitMix64) -> String {
        let letters: [Character] = [
            "a", "Z", "\"", "\\", "/", "\n", "\u{0}", "\u{1F}", "\u{7F}", "é", "\u{2028}", "😀", " ",
        ]
        return String(
            (0..<Int.random(in: 0...12, using: &random)).map { _ in
                letters[Int.random(in: letters.indices, using: &random)]
            }
        )
    }
}

extension Errand {
    /// An errand of the kind with this number.
    fileprivate static func any(_ kind: Int, using random: inout SplitMix64) -> Errand {
        func maybe<Value>(_ value: Value) -> Value? { Bool.random(using: &random) ? value : nil }
        func text() -> String { .any(using: &random) }
        func day() -> Day { Day(sinceEpoch: .random(in: -20_000...60_000, using: &random)) }
        func currency() -> Currency { Bool.random(using: &random) ? .usd : .eur }
        func texts() -> [String] { (0..<Int.random(in: 0...3, using: &random)).map { _ in text() } }
        switch kind {
        case 0:
            return .foundCompany(
                NewCompany(
                    slug: text(),
                    name: text(),
                    currency: currency(),
                    timeZone: text(),
                    today: maybe(day()),
                    holidays: maybe(text()),
                    segments: texts()
                )
            )
        case 1:
            return .setCompany(
                CompanyChange(
                    company: maybe(text()),
                    name: maybe(text()),
                    currency: maybe(currency()),
                    timeZone: maybe(text()),
                    today: maybe(day()),
                    runsClock: .random(using: &random),
                    holidays: maybe(text()),
                    segments: maybe(texts()),
                    promiseGrace: maybe(Int.random(in: 0...60, using: &random)),
                    promiseTolerance: maybe(Int.random(in: 0...50, using: &random))
                )
            )
        case 2:
            return .createUser(
                name: text(),
                displayName: text(),
                password: text(),
                role: Role.allCases[Int.random(in: Role.allCases.indices, using: &random)],
                company: maybe(text())
            )
        case 3: return .setPassword(name: text(), password: text())
        case 4:
            return .importFile(
                company: maybe(text()),
                path: text(),
                profile: maybe(text()),
                kind: maybe(ImportKind.allCases[Int.random(in: ImportKind.allCases.indices, using: &random)])
            )
        case 5: return .run(company: maybe(text()), day: maybe(day()))
        case 6: return .retrain(company: maybe(text()), promote: .random(using: &random))
        default:
            let files = texts().map { RuleFile(path: $0, text: text()) }
            return .publishRules(company: maybe(text()), files: files)
        }
    }
}
