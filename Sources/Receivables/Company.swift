package import Facts
package import Values

/// A company that uses Arclight, and what it has settled for itself.
package struct Company: Hashable, Sendable {
    package let id: Identifier<Company>
    /// The company's name across databases: lower-case letters, digits and hyphens; it never changes.
    package let slug: String
    package var name: String
    /// The currency that totals and thresholds are in.
    package var currency: Currency
    /// An IANA time zone name, such as `Europe/Paris`.
    package var timeZoneName: String
    /// The day the company's clock stands still on, or `nil` where it runs.
    package var fixedToday: Day?
    package var calendar: BusinessCalendar
    /// The words customers' segments are chosen from.
    package var segments: [String]
    package var promiseTerms: PromiseTerms

    /// A company with these settings.
    package init(
        id: Identifier<Company>,
        slug: String,
        name: String,
        currency: Currency,
        timeZoneName: String,
        fixedToday: Day? = nil,
        calendar: BusinessCalendar = .withoutHolidays,
        segments: [String] = FactCatalog.defaultSegments,
        promiseTerms: PromiseTerms = .strict
    ) {
        self.id = id
        self.slug = slug
        self.name = name
        self.currency = currency
        self.timeZoneName = timeZoneName
        self.fixedToday = fixedToday
        self.calendar = calendar
        self.segments = segments
        self.promiseTerms = promiseTerms
    }

    /// The words customers are sorted by until the company declares its own.
    package static let usualSegments = FactCatalog.defaultSegments

    /// The facts that the company's rules may read.
    package var catalog: FactCatalog { FactCatalog(segments: segments) }
}

/// How strictly a company takes a promise to pay.
package struct PromiseTerms: Hashable, Sendable {
    /// So many days after the promised one it is still kept: a transfer that was sent on the day takes one or two.
    package let graceDays: Int
    /// A promise is kept where no more than this part of it, in percent, is missing: bank charges, cash discounts.
    package let tolerancePercent: Int

    /// The days of grace there may be.
    package static let graceDays = 0...60
    /// The percents of tolerance there may be.
    package static let tolerancePercents = 0...50

    /// Terms with these limits.
    ///
    /// - Precondition: grace of 0 to 60 days, tolerance of 0 to 50 percent.
    package init(graceDays: Int, tolerancePercent: Int) {
        precondition(
            PromiseTerms.graceDays.contains(graceDays) && PromiseTerms.tolerancePercents.contains(tolerancePercent),
            "promises have no terms of \(graceDays) days and \(tolerancePercent) %"
        )
        self.graceDays = graceDays
        self.tolerancePercent = tolerancePercent
    }

    /// The promised day, and all of it.
    package static let strict = PromiseTerms(graceDays: 0, tolerancePercent: 0)
}
