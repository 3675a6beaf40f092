package import Values

/// What has become of a promise to pay.
package enum PromiseState: String, CaseIterable, Hashable, Sendable {
    /// Its day is still to come, or within the days of grace.
    case open
    /// What was promised arrived in time, and stayed.
    case kept
    /// A part of it did.
    case partKept = "part_kept"
    /// Nothing of it did.
    case broken
    /// It was taken back before its time was over.
    case withdrawn

    /// Whether its time is over and it was not kept, or only in part.
    package var isNotKept: Bool {
        switch self {
        case .partKept, .broken: true
        case .open, .kept, .withdrawn: false
        }
    }
}

extension Promise {
    /// What has become of it by the end of `day`.
    ///
    /// A promise has time until its day and the days of grace. It asks for its amount, or for all that was owed on its
    /// invoices before the day it was made, and never for more than was owed. Whatever lowers what is owed on them from
    /// the day it was made on counts for it: cash, credit notes and write-offs alike, and on whichever of its invoices. It
    /// is kept where no more than the tolerated part is missing when its time is over, and where that did not change
    /// later: a payment that is taken back breaks the promise it had kept. One taken back while it had time left is
    /// withdrawn, whatever was paid.
    ///
    /// - Parameters:
    ///   - owed: what was owed on all its invoices together before the day it was made, in minor units.
    ///   - entries: what lowered that since, from the day it was made on, in any order; negative where it was raised.
    ///   - terms: how strictly the company takes promises.
    ///   - day: the day; nothing later is read.
    package func state(
        owed: Int64,
        entries: some Sequence<(day: Day, minorUnits: Int64)>,
        terms: PromiseTerms,
        on day: Day
    ) -> PromiseState {
        let lastDay = dueOn.advanced(by: terms.graceDays)
        if let withdrawnOn, withdrawnOn <= min(day, lastDay) { return .withdrawn }
        let asked = min(amount?.minorUnits ?? owed, owed)
        let enough = terms.least(of: max(0, asked))
        let known = entries.filter { $0.day >= madeOn && $0.day <= day }.sorted { $0.day < $1.day }
        let inTime = known.prefix { $0.day <= lastDay }
        var lowered = inTime.reduce(Int64(0)) { $0.addingClamped($1.minorUnits) }
        var least = lowered
        var rest = known.dropFirst(inTime.count)
        while let next = rest.first {
            let sameDay = rest.prefix { $0.day == next.day }
            lowered = sameDay.reduce(lowered) { $0.addingClamped($1.minorUnits) }
            least = min(least, lowered)
            rest = rest.dropFirst(sameDay.count)
        }
        if least >= enough { return .kept }
        if day <= lastDay { return .open }
        return least > 0 ? .partKept : .broken
    }
}

extension PromiseTerms {
    /// The least that has to arrive of a promised amount that is not below zero, rounded up.
    package func least(of amount: Int64) -> Int64 {
        let (hundreds, rest) = amount.quotientAndRemainder(dividingBy: 100)
        let percent = Int64(tolerancePercent)
        return amount - hundreds * percent - rest * percent / 100
    }
}
