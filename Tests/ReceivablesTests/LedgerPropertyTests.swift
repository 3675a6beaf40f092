import Facts
import Receivables
import TestKit
import Testing
import Values

@Suite struct LedgerPropertyTests {
    /// Books of three customers over 900 days, full of prepayments, part payments, reversals and second thoughts.
    private static func randomLedger(_ generator: inout SplitMix64) -> Ledger {
        var books = Books()
        let start = Books.day("2024-01-15")
        func day(_ generator: inout SplitMix64, after day: Day, within range: ClosedRange<Int>) -> Day {
            day.advanced(by: .random(in: range, using: &generator))
        }
        books.today = start.advanced(by: 1_000)
        books.company.promiseTerms =
            [.strict, PromiseTerms(graceDays: 3, tolerancePercent: 30)]
            .randomElement(using: &generator) ?? .strict
        for month in 0...34 {
            books.add(rate: "\(PlainReading.dollarsForEuro)", of: .eur, on: start.advanced(by: month * 30))
        }
        let pounds = Currency("GBP") ?? .usd
        for key in ["A", "B", "C"] { books.add(customer: key) }
        for number in 0..<Int.random(in: 0...12, using: &generator) {
            let issued = day(&generator, after: start, within: 0...900)
            let due = day(&generator, after: issued, within: 0...60)
            let amount = Int64.random(in: 1...4, using: &generator)
            let voided =
                Int.random(in: 0..<8, using: &generator) == 0
                ? min(day(&generator, after: issued, within: 0...90), books.today) : nil
            books.add(
                invoice: "\(number)",
                of: .random(in: 0...2, using: &generator),
                issued: issued,
                due: due,
                amount: amount,
                in: [.usd, .usd, .usd, .eur, pounds].randomElement(using: &generator) ?? .usd,
                voided: voided,
                payments: (0..<Int.random(in: 0...4, using: &generator)).map { _ in
                    let paid = day(&generator, after: issued, within: -5...100)
                    return (min(paid, books.today), Int64.random(in: -2...4, using: &generator))
                },
                promises: (0..<Int.random(in: 0...2, using: &generator)).map { _ in
                    let made = min(day(&generator, after: issued, within: 0...90), books.today)
                    let promised = day(&generator, after: made, within: 0...20)
                    let isWithdrawn = Bool.random(using: &generator)
                    return (made, promised, isWithdrawn ? min(made.advanced(by: 8), books.today) : nil)
                },
                disputes: (0..<Int.random(in: 0...1, using: &generator)).map { _ in
                    let opened = min(day(&generator, after: issued, within: 0...60), books.today)
                    let isResolved = Bool.random(using: &generator)
                    return (opened, isResolved ? min(opened.advanced(by: 30), books.today) : nil)
                },
                disputedPart: Bool.random(using: &generator) ? 1 : nil
            )
        }
        for _ in 0..<Int.random(in: 0...6, using: &generator) {
            let customer = Int.random(in: 0...2, using: &generator)
            let day = day(&generator, after: start, within: 900...1_000)
            if Bool.random(using: &generator) {
                books.add(contact: [.email, .task].randomElement(using: &generator) ?? .email, with: customer, on: day)
            } else {
                books.add(reply: .email, from: customer, on: day)
            }
        }
        for _ in 0..<Int.random(in: 0...3, using: &generator) {
            let currency = [Currency.usd, .eur, pounds].randomElement(using: &generator) ?? .usd
            books.add(
                unapplied: Money(minorUnits: .random(in: -2...5, using: &generator), in: currency),
                of: .random(in: 0...2, using: &generator),
                on: day(&generator, after: start, within: 0...1_000)
            )
        }
        books.addPromisesOverSeveral(&generator)
        return books.ledger
    }

    @Test func `facts of a ledger cut at a day are what a plain reading of the whole ledger says of that day`() {
        forAll(400) {
            (LedgerPropertyTests.randomLedger(&$0), Int.random(in: 0...1_000, using: &$0))
        } property: { ledger, age in
            let day = ledger.asOf.advanced(by: -age)
            let facts = ledger.cut(asOf: day).facts()
            let plain = PlainReading(of: ledger, on: day)
            guard facts.invoiceKeys == plain.invoiceKeys else { return false }
            for (index, fact) in facts.catalog.facts.enumerated() {
                for row in 0..<facts.rowCount(of: fact.entity) {
                    guard let expected = plain.value(fact.path, row) else { continue }
                    guard facts.value(at: index, row: row) == expected else { return false }
                }
            }
            return true
        }
    }

    @Test func `cutting twice is cutting once at the earlier day`() {
        forAll(200) {
            (
                LedgerPropertyTests.randomLedger(&$0), Int.random(in: 0...500, using: &$0),
                Int.random(in: 0...500, using: &$0)
            )
        } property: { ledger, first, second in
            let later = ledger.asOf.advanced(by: -first)
            let earlier = later.advanced(by: -second)
            return ledger.cut(asOf: later).cut(asOf: earlier) == ledger.cut(asOf: earlier)
        }
    }

    @Test func `a history knows nothing of its day or later, and names the open rows of the facts`() {
        forAll(300) {
            (LedgerPropertyTests.randomLedger(&$0), Int.random(in: 0...1_000, using: &$0))
        } property: { ledger, age in
            let day = ledger.asOf.advanced(by: -age)
            let cut = ledger.cut(asOf: day)
            let history = cut.history(knownBefore: day)
            let before = ledger.cut(asOf: day.advanced(by: -1))
            let plain = PlainReading(of: before, on: before.asOf)
            let facts = cut.facts()
            let standing = cut.invoices.filter { invoice in invoice.voidedOn.map { $0 >= day } ?? true }
            guard history.customer.count == standing.count else { return false }
            for (row, invoice) in standing.enumerated() {
                let settled = plain.settledOn(invoiceKeyed: invoice.key)
                guard history.settledOn[row] == settled?.sinceEpoch ?? InvoiceHistory.unsettled else { return false }
                let open = Int(history.openRow[row])
                let expected = facts.invoiceKeys.firstIndex(of: invoice.key) ?? -1
                guard open == expected else { return false }
            }
            return true
        }
    }
}
