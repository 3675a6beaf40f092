import FoundationEssentials
package import Receivables
import Secrets
package import Store
package import Values
import Wire

/// How to reach the demo: what its file tells scripts, and the terminal people.
package struct DemoAccess: Hashable, Sendable {
    package let url: String
    package let username: String
    package let password: String
    package let token: String
    package let company: Identifier<Company>

    /// The file's text: one JSON object.
    package var json: String {
        var json = JSONWriter()
        json.object { object in
            object.field("url", url)
            object.field("username", username)
            object.field("password", password)
            object.field("token", token)
            object.field("company_id", company)
        }
        return json.text + "\n"
    }
}

/// Makes the demo company from the shipped seeds, once.
///
/// Every step is repeatable, so a start that was cut off is completed by the next one.
package enum DemoSetup {
    private static let username = "demo"

    /// The demo, made now where it is not there yet.
    ///
    /// - Parameters:
    ///   - url: where the page will be served.
    ///   - folder: where `demo.json` is kept, readable by its owner only.
    ///   - say: told what is being done, for the terminal.
    /// - Throws: what the steps throw.
    package static func prepare(
        office: Office,
        folder: DataFolder,
        url: String,
        say: (String) -> Void
    ) throws -> DemoAccess {
        let company = try found(office: office, say: say)
        let isComplete = try office.database.makeReader().read(for: company.id) { try RunRow.latest(in: $0) != nil }
        if !isComplete {
            try load(company, office: office, say: say)
            say("running the rules and the model on \(try office.today(of: company))")
            let report = try Recommending.run(company, office: office)
            say("\(report.insights.inserted) insights, \(report.actions.inserted) actions")
        }
        let known = try self.access(in: folder)
        let access = DemoAccess(
            url: url,
            username: username,
            password: try password(keeping: known?.password, in: company, office: office),
            token: try token(keeping: known?.token, office: office),
            company: company.id
        )
        if access != known { try PrivateFile.write(access.json, to: folder.demoPath) }
        return access
    }

    private static func found(office: Office, say: (String) -> Void) throws -> Company {
        let draft = try Seeding.company(id: Identifier(high: 0, low: 0))
        let existing = try office.database.makeReader().readInstance {
            try CompanyRow.find(slug: draft.slug, in: $0)?.company
        }
        if let existing { return existing }
        say("making the company \(draft.name)")
        return try Founding.found(draft, by: "demo", office: office)
    }

    private static func load(_ company: Company, office: Office, say: (String) -> Void) throws {
        let now = office.now()
        let reports = try office.database.write(for: company.id) { scope in
            var random = SecureRandom()
            let recording = Recording(at: now, on: try Office.today(of: company, at: now))
            return try Seeding.loadBooks(of: company, at: recording, using: &random, into: scope)
        }
        for report in reports { say("\(report.kind.rawValue): \(report.total.inserted) loaded") }
    }

    /// The password of the demo's user: the one in the file while it is still right, else a new one.
    private static func password(keeping known: String?, in company: Company, office: Office) throws -> String {
        let user = try office.database.makeReader().readInstance { try UserRow.find(name: username, in: $0) }
        if let user, let known, PasswordHash.verify(known, against: user.passwordHash.flatMap { PasswordHash($0) }) {
            return known
        }
        let fresh = readablePassword()
        if user == nil {
            try Accounts.create(
                name: username,
                displayName: "Demo",
                password: fresh,
                role: .admin,
                in: company,
                by: "demo",
                office: office
            )
        } else {
            try Accounts.setPassword(fresh, of: username, by: "demo", office: office)
        }
        return fresh
    }

    private static func token(keeping known: String?, office: Office) throws -> String {
        let now = office.now()
        if let known, let token = AccessToken(known),
            try office.database.makeReader().readInstance({ scope in
                try Accounts.user(bearing: token.lookupKey, at: now, in: scope) != nil
            })
        {
            return known
        }
        return try Accounts.makeNamedToken("demo", for: username, office: office).text
    }

    /// Four groups of four letters without the ones that look alike: about 72 random bits.
    private static func readablePassword() -> String {
        let letters = Array("abcdefghjkmnpqrstuvwxyz")
        var random = SecureRandom()
        let groups = (0..<4).map { _ in
            String((0..<4).map { _ in letters[Int.random(in: letters.indices, using: &random)] })
        }
        return groups.joined(separator: "-")
    }

    /// What the file of an earlier start says; `nil` where there is none, or none that can be read.
    private static func access(in folder: DataFolder) throws -> DemoAccess? {
        guard let data = FileManager.default.contents(atPath: folder.demoPath) else { return nil }
        guard let value = try? JSONReader.value(from: Array(data)), var reader = try? ObjectReader(value) else {
            return nil
        }
        let access = DemoAccess(
            url: reader.string("url"),
            username: reader.string("username"),
            password: reader.string("password"),
            token: reader.string("token"),
            company: reader.identifier("company_id")
        )
        return (try? reader.finish()) == nil ? nil : access
    }
}
