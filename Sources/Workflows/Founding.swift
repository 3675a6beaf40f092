package import Receivables
package import RuleLanguage
import Scoring
import Secrets
import Shipped
import Store
package import Values

/// Makes companies, and changes their settings.
package enum Founding {
    /// Makes a company with the shipped rules and models in force.
    ///
    /// - Parameters:
    ///   - draft: its settings; the identifier is given anew.
    ///   - actor: who makes it.
    /// - Throws: ``Refusal/badSlug(_:)``, ``Refusal/badSegments(_:)``, ``Refusal/companyExists(_:)``;
    ///   ``Values/TimeZoneError``; ``PublishError``; ``Store/StoreError``. The company is then not there at all.
    @discardableResult
    package static func found(_ draft: Company, by actor: String, office: Office) throws -> Company {
        guard isSlug(draft.slug) else { throw Refusal.badSlug(draft.slug) }
        try demandUsable(draft)
        let now = office.now()
        var random = SecureRandom()
        let company = Company(
            id: .timeOrdered(at: now, using: &random),
            slug: draft.slug,
            name: draft.name,
            currency: draft.currency,
            timeZoneName: draft.timeZoneName,
            fixedToday: draft.fixedToday,
            calendar: draft.calendar,
            segments: draft.segments
        )
        let model = try Retraining.shipped()
        let rules = shippedRules()
        try Publishing.demandSound(rules, for: company)
        try office.database.writeInstance { scope in
            guard try CompanyRow.find(slug: company.slug, in: scope.reading) == nil else {
                throw Refusal.companyExists(company.slug)
            }
            try CompanyRow.insert(company, at: now, in: scope)
            let rows = scope.entering(company.id)
            let shipped = Retraining.row(of: model, trainedOn: nil, report: "shipped with the program", at: now)
            try shipped.insert(in: rows)
            try ModelVersionRow.activate(model.version, expecting: nil, by: actor, at: now, in: rows)
            try AuditRow.append(
                actor: actor,
                event: "company.create",
                subject: company.slug,
                before: "",
                after: "\(company.currency) \(company.timeZoneName)",
                at: now,
                in: rows
            )
            _ = try Publishing.putInForce(rules, by: actor, at: now, in: rows)
        }
        return company
    }

    /// The rule files that the binary carries.
    package static func shippedRules() -> RuleSources {
        RuleSources(files: Shipped.files(below: "Rules").filter { $0.path.hasSuffix(".rules") })
    }

    /// The days of a shipped holiday list, such as `US`.
    ///
    /// - Throws: ``SeedFileError``; ``Refusal/noSuchHolidays(_:known:)`` where no list has this name.
    package static func shippedHolidays(_ name: String) throws -> BusinessCalendar {
        guard let text = Shipped.text(at: "seeds/holidays/\(name).csv") else {
            throw Refusal.noSuchHolidays(
                name,
                known: Shipped.files(below: "seeds/holidays").map { String($0.path.dropLast(".csv".count)) }
            )
        }
        return try HolidayList(Array(text.utf8)).calendar
    }

    /// Changes a company's settings.
    ///
    /// - Throws: ``Refusal/badSegments(_:)``, ``Refusal/segmentInUse(_:customers:)`` where a word goes that customers are
    ///   sorted by, ``Refusal/currencyInUse(_:)`` where the currency changes under books that
    ///   are there; ``Values/TimeZoneError``; ``Store/StoreError``.
    package static func set(_ company: Company, by actor: String, office: Office) throws {
        try demandUsable(company)
        let now = office.now()
        try office.database.write(for: company.id) { scope in
            guard let standing = try CompanyRow.own(in: scope.reading)?.company else {
                throw Refusal.noSuchCompany(company.slug, known: [])
            }
            if standing.currency != company.currency, try InvoiceRow.count(in: scope.reading) > 0 {
                throw Refusal.currencyInUse(standing.currency)
            }
            let dropped = Set(standing.segments).subtracting(company.segments)
            for word in standing.segments where dropped.contains(word) {
                let count = try CustomerRow.count(segment: word, in: scope.reading)
                if count > 0 { throw Refusal.segmentInUse(word, customers: count) }
            }
            guard standing != company else { return }
            try CompanyRow.update(company, at: now, in: scope)
            try AuditRow.append(
                actor: actor,
                event: "company.set",
                subject: company.slug,
                before: summary(of: standing),
                after: summary(of: company),
                at: now,
                in: scope
            )
        }
    }

    private static func summary(of company: Company) -> String {
        let clock = company.fixedToday.map { "fixed to \($0)" } ?? "real"
        return "\(company.name); \(company.currency); \(company.timeZoneName); clock \(clock); "
            + "\(company.calendar.holidays.count) holidays; segments \(company.segments.joined(separator: ", ")); "
            + "promises kept within \(company.promiseTerms.graceDays) days and \(company.promiseTerms.tolerancePercent) %"
    }

    /// Refuses settings under which no run could take place.
    private static func demandUsable(_ company: Company) throws {
        _ = try TimeZone(company.timeZoneName)
        let segments = company.segments
        guard !segments.isEmpty, Set(segments).count == segments.count, segments.allSatisfy(isSegment) else {
            throw Refusal.badSegments(segments)
        }
    }

    /// Whether a rule can name the segment: letters, digits and underscores, a letter first.
    private static func isSegment(_ word: String) -> Bool {
        guard (1...40).contains(word.utf8.count), let first = word.utf8.first else { return false }
        func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) }
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        return isLetter(first)
            && word.utf8.allSatisfy { isLetter($0) || digits.contains($0) || $0 == UInt8(ascii: "_") }
    }

    private static func isSlug(_ slug: String) -> Bool {
        guard (1...40).contains(slug.utf8.count), let first = slug.utf8.first else { return false }
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        return letters.contains(first)
            && slug.utf8.allSatisfy { letters.contains($0) || digits.contains($0) || $0 == UInt8(ascii: "-") }
    }
}
