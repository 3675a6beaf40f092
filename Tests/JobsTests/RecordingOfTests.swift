import Store
import Values

extension Recording {
    /// A change at this instant, on that day in UTC.
    static func utc(_ instant: Instant) -> Recording {
        Recording(at: instant, on: Day(sinceEpoch: Int32(instant.millisecondsSinceEpoch / 86_400_000)))
    }
}
