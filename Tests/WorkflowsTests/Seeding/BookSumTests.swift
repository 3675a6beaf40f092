import TestKit
import Testing
import Values
import Workflows

@Suite struct BookSumTests {
    @Test func `every allocation names a payment and an invoice of one customer and currency`() {
        #expect(BookLedger.large.contradictions == [])
        #expect(BookLedger.large.invoices.count == 12_000)
    }

    @Test func `no payment is given out for more than it is, and no invoice is paid beyond nothing`() {
        forAll(6) {
            ($0.next(), Int.random(in: 1...60, using: &$0))
        } property: { seed, customers in
            let books = BookTables(
                BookGenerator(customers: customers, invoices: 500, seed: seed, lastDay: BookTables.lastDay)
            )
            return isConsistent(BookLedger(books))
        }
        #expect(isConsistent(BookLedger.large))
    }

    private func isConsistent(_ ledger: BookLedger) -> Bool {
        ledger.contradictions.isEmpty && ledger.invoices.values.allSatisfy { $0.balance >= 0 }
            && ledger.payments.values.allSatisfy { payment in
                payment.minorUnits > 0
                    ? (0...payment.minorUnits).contains(payment.allocated)
                    : (payment.minorUnits...0).contains(payment.allocated)
            }
    }

    @Test func `money lowers what is owed, and what goes back raises it`() {
        for payment in BookLedger.large.payments.values {
            let isBack = payment.type == "refund" || payment.type == "reversal"
            #expect(isBack ? payment.minorUnits < 0 : payment.minorUnits > 0, "\(payment.key)")
        }
        let types = Set(BookLedger.large.payments.values.map(\.type))
        #expect(types == ["payment", "credit_memo", "write_off", "refund", "reversal"])
    }

    @Test func `a reversal takes back the whole of the payment that it names`() throws {
        let rows = BookTables.large[.payments]
        let payments = Dictionary(uniqueKeysWithValues: rows.map { ($0["payment"], $0) })
        let reversals = rows.filter { $0["payment_type"] == "reversal" }
        #expect(reversals.count > 5)
        for row in reversals {
            let reversed = try #require(payments[row["reverses"]])
            #expect(reversed["invoice"] == row["invoice"])
            #expect("-" + reversed["amount"] == row["amount"])
            #expect(reversed["payment_date"] < row["payment_date"])
        }
        #expect(rows.allSatisfy { $0["reverses"].isEmpty || $0["payment_type"] == "reversal" })
    }

    @Test func `some money is on no invoice: overpaid, on account, or a credit nobody has used`() {
        let unapplied = BookLedger.large.payments.values.filter { $0.minorUnits > $0.allocated && $0.minorUnits > 0 }
        #expect(unapplied.count { $0.type == "payment" } > 20)
        #expect(unapplied.count { $0.type == "credit_memo" } > 20)
        #expect(unapplied.count { $0.type == "payment" && $0.allocated > 0 } > 10)
    }

    @Test func `a payment over several invoices is the sum of them where nothing is overpaid`() {
        let counts = BookTables.large[.allocations].reduce(into: [String: Int]()) { $0[$1["payment"], default: 0] += 1 }
        let several = BookLedger.large.payments.values.filter { (counts[$0.key] ?? 0) >= 2 }
        let whole = several.count { $0.allocated == $0.minorUnits }
        #expect(several.count > 500)
        #expect(whole * 100 > several.count * 95, "\(whole) of \(several.count)")
    }

    @Test func `a customer is invoiced and pays in its own currency`() {
        let own = Dictionary(
            uniqueKeysWithValues: BookTables.large[.customers].map { ($0["customer"], $0["currency"]) }
        )
        #expect(Set(own.values) == ["USD", "EUR", "JPY"])
        for file in [BookFile.invoices, .payments] {
            let others = BookTables.large[file].filter { own[$0["customer"]] != $0["currency"] }
            #expect(others.isEmpty, "\(file.fileName)")
        }
        let dollars = own.values.count { $0 == "USD" }
        #expect((90...135).contains(dollars), "\(dollars) of 160 at seven in ten")
    }
}
