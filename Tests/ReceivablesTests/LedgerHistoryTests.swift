import Facts
import Receivables
import Testing
import Values

@Suite struct LedgerHistoryTests {
    private let today = Books.day("2026-06-30")

    private func ago(_ days: Int) -> Day { today.advanced(by: -days) }

    private func history(_ payments: [(Day, Int64)], knownBefore day: Day? = nil) -> InvoiceHistory {
        var books = Books()
        books.add(customer: "A")
        books.add(invoice: "1", issued: ago(60), due: ago(30), amount: 100, payments: payments)
        return books.ledger.history(knownBefore: day ?? today)
    }

    @Test func `an invoice is settled on the first day from which nothing was owed`() {
        #expect(history([(ago(20), 40), (ago(10), 60)]).settledOn == [ago(10).sinceEpoch])
        #expect(history([(ago(20), 100)]).settledOn == [ago(20).sinceEpoch])
        #expect(history([(ago(20), 150)]).settledOn == [ago(20).sinceEpoch])
        #expect(history([(ago(20), 99)]).settledOn == [InvoiceHistory.unsettled])
    }

    @Test func `a reversal opens an invoice again, and it is settled when it is paid again`() {
        #expect(history([(ago(20), 100), (ago(18), -100)]).settledOn == [InvoiceHistory.unsettled])
        let again = history([(ago(20), 100), (ago(18), -100), (ago(12), 100)])
        #expect(again.settledOn == [ago(12).sinceEpoch])
    }

    @Test func `entries of one day count together`() {
        #expect(history([(ago(20), 100), (ago(10), -100), (ago(10), 100)]).settledOn == [ago(20).sinceEpoch])
    }

    @Test func `what was paid in advance settles on the issue day`() {
        #expect(history([(ago(70), 100)]).settledOn == [ago(60).sinceEpoch])
    }

    @Test func `a payment of the day itself is not known, one of the day before is`() {
        let paid = history([(ago(1), 100)])
        #expect(paid.settledOn == [ago(1).sinceEpoch])
        #expect(paid.openRow == [-1])
        let morning = history([(today, 100)])
        #expect(morning.settledOn == [InvoiceHistory.unsettled])
        #expect(morning.openRow == [-1])
        let tomorrow = history([(today, 100)], knownBefore: today.advanced(by: 1))
        #expect(tomorrow.settledOn == [today.sinceEpoch])
    }

    @Test func `an invoice of the day itself is in the history, one issued later is not`() {
        var books = Books()
        books.add(customer: "A")
        books.add(customer: "B")
        books.add(invoice: "1", issued: ago(9), due: today, amount: 100)
        books.add(invoice: "2", of: 1, issued: ago(5), due: today, amount: 200)
        books.add(invoice: "3", of: 1, issued: ago(4), due: today, amount: 300)
        let history = books.ledger.history(knownBefore: ago(5))
        #expect(history.amount == [100, 200])
        #expect(history.customer == [0, 1])
        #expect(history.issuedOn == [ago(9).sinceEpoch, ago(5).sinceEpoch])
        #expect(history.dueOn == [today.sinceEpoch, today.sinceEpoch])
        #expect(history.openRow == [0, 1])
        #expect(history.customerCount == 2)
        #expect(history.knownBefore == ago(5))
    }

    @Test func `a ledger does not answer for days it knows nothing of`() async {
        await #expect(processExitsWith: .failure) {
            var books = Books()
            books.add(customer: "A")
            _ = books.ledger.history(knownBefore: books.today.advanced(by: 2))
        }
        await #expect(processExitsWith: .failure) {
            var books = Books()
            books.add(customer: "A")
            _ = books.ledger.cut(asOf: books.today.advanced(by: 1))
        }
    }
}
