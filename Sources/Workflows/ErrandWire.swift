import Receivables
import Values
import Wire

extension Errand {
    /// The errand as one JSON object, for the way to the server.
    package var json: String {
        var json = JSONWriter()
        json.object { object in
            switch self {
            case .foundCompany(let company):
                object.field("errand", "found_company")
                object.field("slug", company.slug)
                object.field("name", company.name)
                object.field("currency", company.currency)
                object.field("time_zone", company.timeZone)
                object.field("today", company.today)
                object.field("holidays", company.holidays)
                object.field("segments", company.segments)
            case .setCompany(let change):
                object.field("errand", "set_company")
                object.field("company", change.company)
                object.field("name", change.name)
                object.field("currency", change.currency)
                object.field("time_zone", change.timeZone)
                object.field("today", change.today)
                object.field("runs_clock", change.runsClock)
                object.field("holidays", change.holidays)
                if let segments = change.segments { object.field("segments", segments) }
                object.field("promise_grace", change.promiseGrace)
                object.field("promise_tolerance", change.promiseTolerance)
            case .createUser(let name, let displayName, let password, let role, let company):
                object.field("errand", "create_user")
                object.field("name", name)
                object.field("display_name", displayName)
                object.field("password", password)
                object.field("role", role.rawValue)
                object.field("company", company)
            case .setPassword(let name, let password):
                object.field("errand", "set_password")
                object.field("name", name)
                object.field("password", password)
            case .importFile(let company, let path, let profile, let kind):
                object.field("errand", "import_file")
                object.field("company", company)
                object.field("path", path)
                object.field("profile", profile)
                object.field("kind", kind?.rawValue)
            case .run(let company, let day):
                object.field("errand", "run")
                object.field("company", company)
                object.field("day", day)
            case .retrain(let company, let promote):
                object.field("errand", "retrain")
                object.field("company", company)
                object.field("promote", promote)
            case .publishRules(let company, let files):
                object.field("errand", "publish_rules")
                object.field("company", company)
                object.array("files") { list in
                    for file in files {
                        list.object { object in
                            object.field("path", file.path)
                            object.field("text", file.text)
                        }
                    }
                }
            }
        }
        return json.text
    }

    /// The errand in a JSON object.
    ///
    /// - Throws: ``Wire/WireError`` where the bytes are no JSON object; ``Wire/FieldErrors`` that name what is wrong in it.
    package init(json bytes: [UInt8]) throws {
        var object = try ObjectReader(try JSONReader.value(from: bytes))
        let errand: Errand?
        switch object.string("errand") {
        case "found_company":
            errand = .foundCompany(
                NewCompany(
                    slug: object.string("slug"),
                    name: object.string("name"),
                    currency: object.currency("currency"),
                    timeZone: object.string("time_zone"),
                    today: object.optionalDay("today"),
                    holidays: object.optionalString("holidays"),
                    segments: object.strings("segments")
                )
            )
        case "set_company":
            errand = .setCompany(
                CompanyChange(
                    company: object.optionalString("company"),
                    name: object.optionalString("name"),
                    currency: object.optionalCurrency("currency"),
                    timeZone: object.optionalString("time_zone"),
                    today: object.optionalDay("today"),
                    runsClock: object.boolean("runs_clock"),
                    holidays: object.optionalString("holidays"),
                    segments: object.optionalStrings("segments"),
                    promiseGrace: object.optionalInteger("promise_grace", in: 0...60).map { Int($0) },
                    promiseTolerance: object.optionalInteger("promise_tolerance", in: 0...50).map { Int($0) }
                )
            )
        case "create_user":
            errand = .createUser(
                name: object.string("name"),
                displayName: object.string("display_name"),
                password: object.string("password"),
                role: object.choice("role"),
                company: object.optionalString("company")
            )
        case "set_password":
            errand = .setPassword(name: object.string("name"), password: object.string("password"))
        case "import_file":
            errand = .importFile(
                company: object.optionalString("company"),
                path: object.string("path"),
                profile: object.optionalString("profile"),
                kind: object.optionalChoice("kind")
            )
        case "run":
            errand = .run(company: object.optionalString("company"), day: object.optionalDay("day"))
        case "retrain":
            errand = .retrain(company: object.optionalString("company"), promote: object.boolean("promote"))
        case "publish_rules":
            let company = object.optionalString("company")
            let files = object.array("files") { file in
                RuleFile(path: file.string("path"), text: file.string("text"))
            }
            errand = .publishRules(company: company, files: files)
        case let other:
            // What else stands in an errand of another version cannot be judged.
            guard other.isEmpty else {
                throw WireError(
                    path: "errand",
                    message: "`\(other)` is no errand of this version; use the same version as the server"
                )
            }
            errand = nil
        }
        try object.finish()
        guard let errand else { throw WireError(path: "errand", message: "must name an errand") }
        self = errand
    }
}

extension ErrandResult {
    /// The result as one JSON object, for the way back.
    package var wire: String {
        var json = JSONWriter()
        json.object { object in
            object.field("exit_code", exitCode)
            object.field("output", output)
            object.field("problem", problem)
            object.field("json", self.json)
        }
        return json.text
    }

    /// The result in a JSON object.
    ///
    /// - Throws: ``Wire/WireError``; ``Wire/FieldErrors``.
    package init(wire bytes: [UInt8]) throws {
        var object = try ObjectReader(try JSONReader.value(from: bytes))
        let result = ErrandResult(
            exitCode: Int(object.integer("exit_code", in: 0...255)),
            output: object.string("output"),
            problem: object.string("problem"),
            json: object.string("json")
        )
        try object.finish()
        self = result
    }
}
