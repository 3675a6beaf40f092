package import Receivables
import Shipped
package import Store
package import Values

/// Puts the demo company, which the binary carries, into a database.
package enum Seeding {
    /// What was put there.
    package struct Report: Hashable, Sendable {
        package let company: Company
        /// One for each file, in the order they were read.
        package let imports: [ImportReport]
    }

    /// The demo company's settings and its calendar.
    ///
    /// - Throws: ``SeedFileError``, which a test rules out.
    package static func company(id: Identifier<Company>) throws -> Company {
        let file = try CompanyFile(try text("company.conf"))
        let days = try file.holidays.map { try HolidayList(Array(try text("holidays/\($0).csv").utf8)) }
        return file.company(id: id, calendar: days?.calendar ?? .withoutHolidays)
    }

    /// Adds the demo company where it is not there yet, and imports its books.
    ///
    /// A second time it changes nothing: each file is known by its hash.
    ///
    /// - Throws: what the store throws; ``ImportRefusal`` or ``SeedFileError``, which a test rules out.
    package static func plant(
        at instant: Instant,
        using generator: inout some RandomNumberGenerator,
        in scope: InstanceWriteScope
    ) throws -> Report {
        let fresh = try company(id: .timeOrdered(at: instant, using: &generator))
        let known = try CompanyRow.find(slug: fresh.slug, in: scope.reading)?.company
        if known == nil { try CompanyRow.insert(fresh, at: instant, in: scope) }
        let company = known ?? fresh
        var imports: [ImportReport] = []
        for kind in [ImportKind.customers, .invoices, .payments, .promises, .disputes] {
            let bytes = Array(try text("demo/\(kind.rawValue).csv").utf8)
            let records = try Importing.read(bytes, by: .generic(kind), for: company)
            imports.append(
                try Importing.load(records, at: instant, using: &generator, into: scope.entering(company.id))
            )
        }
        return Report(company: company, imports: imports)
    }

    private static func text(_ path: String) throws(SeedFileError) -> String {
        guard let text = Shipped.text(at: "seeds/\(path)") else {
            throw SeedFileError(line: 0, message: "this program was built without seeds/\(path)")
        }
        return text
    }
}
