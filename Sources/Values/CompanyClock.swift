/// Which day it is for a company.
///
/// The clock never looks at the wall: whoever asks brings the instant.
package enum CompanyClock: Hashable, Sendable {
    /// The day that it is in the company's time zone.
    case real(TimeZone)
    /// Always this day, for demonstrations and for trying an old ledger on a day inside it.
    case fixed(Day)

    /// The company's day at `instant`.
    package func today(at instant: Instant) -> Day {
        switch self {
        case .real(let zone): zone.day(at: instant)
        case .fixed(let day): day
        }
    }
}
