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

    /// A company with these settings.
    package init(
        id: Identifier<Company>,
        slug: String,
        name: String,
        currency: Currency,
        timeZoneName: String,
        fixedToday: Day? = nil,
        calendar: BusinessCalendar = .withoutHolidays,
        segments: [String] = FactCatalog.defaultSegments
    ) {
        self.id = id
        self.slug = slug
        self.name = name
        self.currency = currency
        self.timeZoneName = timeZoneName
        self.fixedToday = fixedToday
        self.calendar = calendar
        self.segments = segments
    }

    /// The words customers are sorted by until the company declares its own.
    package static let usualSegments = FactCatalog.defaultSegments

    /// The facts that the company's rules may read.
    package var catalog: FactCatalog { FactCatalog(segments: segments) }
}
