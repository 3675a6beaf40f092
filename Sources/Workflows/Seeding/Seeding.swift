package import Receivables
import Shipped
package import Store
package import Values

/// The demo company, which the binary carries: its settings and its books.
package enum Seeding {
    /// The demo company's settings and its calendar.
    ///
    /// - Throws: ``SeedFileError``, which a test rules out.
    package static func company(id: Identifier<Company>) throws -> Company {
        let file = try CompanyFile(try text("company.conf"))
        let days = try file.holidays.map { try HolidayList(Array(try text("holidays/\($0).csv").utf8)) }
        return file.company(id: id, calendar: days?.calendar ?? .withoutHolidays)
    }

    /// Imports the demo company's books, in the order in which they refer to one another.
    ///
    /// A second time it changes nothing: each file is known by its hash.
    ///
    /// - Returns: a report for each file.
    /// - Throws: what the store throws; ``ImportRefusal`` or ``SeedFileError``, which a test rules out.
    package static func loadBooks(
        of company: Company,
        at recording: Recording,
        using generator: inout some RandomNumberGenerator,
        into scope: WriteScope
    ) throws -> [ImportReport] {
        var reports: [ImportReport] = []
        for kind in [ImportKind.customers, .invoices, .payments, .promises, .disputes] {
            let bytes = Array(try text("demo/\(kind.rawValue).csv").utf8)
            let file = ImportFile.bytes(bytes)
            reports.append(
                try Importing.load(
                    file,
                    by: try ImportSurvey.plan(of: file, by: .profile(try .generic(kind))),
                    for: company,
                    at: recording,
                    using: &generator,
                    into: scope,
                    options: ImportOptions(fileName: "\(kind.rawValue).csv")
                )
            )
        }
        return reports
    }

    private static func text(_ path: String) throws(SeedFileError) -> String {
        guard let text = Shipped.text(at: "seeds/\(path)") else {
            throw SeedFileError(line: 0, message: "this program was built without seeds/\(path)")
        }
        return text
    }
}
