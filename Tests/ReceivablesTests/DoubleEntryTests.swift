import FoundationEssentials
import Receivables
import TestKit
import Testing
import Values

/// Any sequence of entries, in any order of arrival, ends in the same balances, and at every step both sides agree.
@Suite struct DoubleEntryTests {
    /// A failure of one world, to be run again by its seed.
    private struct Mismatch: Error, CustomStringConvertible {
        let seed: UInt64
        let step: Int
        let description: String

        init(_ seed: UInt64, _ step: Int, _ what: String) {
            self.seed = seed
            self.step = step
            description = "\(what) after step \(step); PROPERTY_SEED=\(seed)"
        }
    }

    private static let worldCount: UInt64 = 2_500
    private static let stepsOfWorld = 400

    @Test func `a million random changes leave no cent unexplained, and arrive in any order`() throws {
        let chosen = ProcessInfo.processInfo.environment["PROPERTY_SEED"].flatMap { UInt64($0) }
        let seeds = chosen.map { $0...$0 } ?? 1...Self.worldCount
        var counts = [Int](repeating: 0, count: BookChange.allCases.count)
        var refused = 0
        for seed in seeds { try Self.run(seed, &counts, &refused) }
        let total = counts.reduce(0, +)
        let words = BookChange.allCases.map { "\($0) \(counts[$0.rawValue])" }.joined(separator: ", ")
        print("seeds \(seeds.lowerBound) to \(seeds.upperBound): \(total) changes, \(refused) refused: \(words)")
        #expect(chosen != nil || total >= 1_000_000)
        #expect(counts.allSatisfy { $0 > 0 || chosen != nil })
    }

    /// One world: its changes, each checked, and then the same entries in another order.
    private static func run(_ seed: UInt64, _ counts: inout [Int], _ refusals: inout Int) throws {
        var random = SplitMix64(seed: seed)
        var books = DoubleEntryBooks()
        var log: [DoubleEntryBooks.Entry] = []
        log.reserveCapacity(stepsOfWorld)
        var step = 0
        while step < stepsOfWorld {
            guard let change = BookChange(rawValue: random.below(BookChange.allCases.count)),
                let entry = books.entry(for: change, &random)
            else { continue }
            step += 1
            counts[change.rawValue] += 1
            let before = change == .duplicate || change == .mistake ? books : nil
            let isTaken = books.take(entry)
            if isTaken { log.append(entry) } else { refusals += 1 }
            if let before, change == .duplicate || !isTaken, !books.hasSameAccounts(as: before) {
                throw Mismatch(seed, step, "a \(change) changed a balance")
            }
            guard books.isBalanced else { throw Mismatch(seed, step, "the accounts do not add up") }
            let touched = bill(of: entry, in: books)
            if touched >= 0, books.sumOfEntries(on: touched) != books.receivable[touched] {
                throw Mismatch(seed, step, "invoice \(touched) is not the sum of its entries")
            }
            if step == stepsOfWorld / 2 {
                try check(books, seed, step, asOf: DoubleEntryBooks.firstDay + Int32(random.below(400)))
            }
        }
        try checkAtTheEnd(books, seed)
        try replay(log, of: books, seed, &random)
    }

    private static func bill(of entry: DoubleEntryBooks.Entry, in books: DoubleEntryBooks) -> Int {
        switch entry {
        case .bill(let key, _): key
        case .document(_, let document): document.bill
        case .part(_, let part): part.bill
        }
    }

    /// On any day, balances are the sums of the entries of that day and before, and documents are on invoices or unapplied.
    private static func check(_ books: DoubleEntryBooks, _ seed: UInt64, _ step: Int, asOf day: Int32) throws {
        let ledger = books.ledger(asOf: day)
        let trial = TrialBalance(of: ledger)
        let problems = trial.problems(in: ledger) + trial.problems(received: books.received(through: day))
        guard problems.isEmpty else { throw Mismatch(seed, step, problems.joined(separator: "; ")) }
    }

    /// When all has happened, what the ledger says is what the accounts say.
    private static func checkAtTheEnd(_ books: DoubleEntryBooks, _ seed: UInt64) throws {
        let day = DoubleEntryBooks.lastDay + 100
        try check(books, seed, stepsOfWorld, asOf: day)
        let ledger = books.ledger(asOf: day)
        let trial = TrialBalance(of: ledger)
        for (place, invoice) in ledger.invoices.enumerated() {
            guard let bill = Int(invoice.key), trial.invoices[place] == Int128(books.receivable[bill]) else {
                throw Mismatch(seed, stepsOfWorld, "invoice \(invoice.key) is not what its account says")
            }
        }
        for line in trial.lines {
            guard let currency = DoubleEntryBooks.currencies.firstIndex(of: line.currency),
                line.issued - line.voided == -Int128(books.revenue[currency]),
                line.received == Int128(books.received[currency])
            else { throw Mismatch(seed, stepsOfWorld, "\(line.currency) is not what its accounts say") }
        }
        for row in AgingReport(of: ledger).customers {
            for amounts in row.amounts {
                guard let currency = DoubleEntryBooks.currencies.firstIndex(of: amounts.currency),
                    amounts.unapplied.minorUnits == -books.account[row.customer * 3 + currency]
                else { throw Mismatch(seed, stepsOfWorld, "customer \(row.customer) is not what its account says") }
            }
        }
    }

    /// The same entries in another order, the versions of one entry in theirs: one that cannot be taken yet is sent again
    /// later, unless a newer version of it has come.
    private static func replay(
        _ log: [DoubleEntryBooks.Entry],
        of books: DoubleEntryBooks,
        _ seed: UInt64,
        _ random: inout SplitMix64
    ) throws {
        var again = DoubleEntryBooks()
        var waiting: [Int: DoubleEntryBooks.Entry] = [:]
        for entry in reordered(log, &random) {
            let key = key(of: entry)
            if again.take(entry) { waiting[key] = nil } else { waiting[key] = entry }
        }
        var rounds = 0
        while !waiting.isEmpty, rounds < 50 {
            rounds += 1
            for key in waiting.keys.sorted() {
                guard let entry = waiting[key] else { continue }
                if again.take(entry) { waiting[key] = nil }
            }
        }
        guard waiting.isEmpty else { throw Mismatch(seed, stepsOfWorld, "\(waiting.count) entries are never taken") }
        guard again.hasSameAccounts(as: books), again.isBalanced else {
            throw Mismatch(seed, stepsOfWorld, "another order of arrival ends in other balances")
        }
        let day = DoubleEntryBooks.lastDay + 100
        guard again.ledger(asOf: day) == books.ledger(asOf: day) else {
            throw Mismatch(seed, stepsOfWorld, "another order of arrival ends in another ledger")
        }
    }

    /// The entries in random order, but those of one key in theirs.
    private static func reordered(
        _ log: [DoubleEntryBooks.Entry],
        _ random: inout SplitMix64
    ) -> [DoubleEntryBooks.Entry] {
        var slots = Array(log.indices)
        for place in slots.indices.dropLast() {
            slots.swapAt(place, place + random.below(slots.count - place))
        }
        // A random place for each entry; within a key the places are handed out in the order of arrival.
        var placesOfKey: [Int: [Int]] = [:]
        for (index, entry) in log.enumerated() { placesOfKey[key(of: entry), default: []].append(slots[index]) }
        var result = log
        var handedOut: [Int: Int] = [:]
        for key in placesOfKey.keys { placesOfKey[key]?.sort() }
        for entry in log {
            let key = key(of: entry)
            let next = handedOut[key, default: 0]
            handedOut[key] = next + 1
            if let place = placesOfKey[key]?[next] { result[place] = entry }
        }
        return result
    }

    private static func key(of entry: DoubleEntryBooks.Entry) -> Int {
        switch entry {
        case .bill(let key, _): key
        case .document(let key, _): 1_000 + key
        case .part(let key, _): 2_000 + key
        }
    }
}
