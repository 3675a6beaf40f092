import Synchronization

/// How much of something has happened since the start.
package final class Counter: Sendable {
    private let total = Atomic<UInt64>(0)

    init() {}

    /// What has been counted.
    package var value: UInt64 { total.load(ordering: .relaxed) }

    /// Counts `count` more.
    package func increment(by count: UInt64 = 1) {
        total.wrappingAdd(count, ordering: .relaxed)
    }
}

/// How much of something there is now.
package final class Gauge: Sendable {
    private let bits = Atomic(Double.zero.bitPattern)

    init() {}

    /// How much there is.
    package var value: Double { Double(bitPattern: bits.load(ordering: .relaxed)) }

    /// There is `value` of it now.
    package func set(_ value: Double) {
        bits.store(value.bitPattern, ordering: .relaxed)
    }
}

/// How values spread over ranges that are fixed beforehand.
package final class Histogram: Sendable {
    /// What has been observed.
    struct Counts {
        /// One count per bound, and one for what is above them all; not cumulated.
        var buckets: [UInt64]
        var sum = 0.0
    }

    /// The upper end of each range, itself included, in rising order.
    let bounds: [Double]
    private let state: Mutex<Counts>

    init(bounds: [Double]) {
        let isRising = zip(bounds, bounds.dropFirst()).allSatisfy { $0 < $1 }
        precondition(isRising && bounds.allSatisfy(\.isFinite), "the bounds of a histogram are finite and rise")
        self.bounds = bounds
        state = Mutex(Counts(buckets: Array(repeating: 0, count: bounds.count + 1)))
    }

    /// Counts `value` in; one that is not a number is left out.
    package func observe(_ value: Double) {
        guard !value.isNaN else { return }
        let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
        state.withLock { counts in
            counts.buckets[bucket] += 1
            counts.sum += value
        }
    }

    var counts: Counts { state.withLock { $0 } }
}
