import Facts
import Receivables
import Testing
import Values

@Suite struct AgingBucketTests {
    @Test(arguments: [
        (-400, "current"), (0, "current"), (1, "1_30"), (30, "1_30"), (31, "31_60"), (60, "31_60"), (61, "61_90"),
        (90, "61_90"), (91, "91_over"), (4_000, "91_over"),
    ])
    func `the bucket follows from the days past due`(_ days: Int, _ word: String) {
        #expect(AgingBucket(daysPastDue: days).rawValue == word)
    }

    @Test func `buckets are the words of the catalogue, in its order`() {
        #expect(AgingBucket.allCases.map(\.rawValue) == FactCatalog.agingBuckets)
        #expect(AgingBucket.allCases.map(\.place) == Array(0..<5))
        #expect(AgingBucket.allCases.sorted() == AgingBucket.allCases)
    }

    @Test(arguments: [
        (0, "current"), (1, "past_due_1_30"), (30, "past_due_1_30"), (31, "past_due_31_60"), (61, "past_due_61_90"),
        (91, "past_due_90p"),
    ])
    func `what is owed has a status by its age`(_ days: Int, _ word: String) {
        let due = Day(sinceEpoch: 20_000)
        let status = InvoiceStatus(
            balance: Money(minorUnits: 1, in: .usd),
            dueOn: due,
            today: due.advanced(by: days)
        )
        #expect(status.rawValue == word)
    }

    @Test(arguments: [
        (0, PaymentType.payment, "closed_paid"), (0, .creditMemo, "closed_credit_memo"),
        (0, .writeOff, "closed_written_off"), (0, .reversal, "closed_paid"), (-1, .payment, "closed_overpaid"),
        (-1, .writeOff, "closed_overpaid"),
    ])
    func `what is not owed has a status by how it was closed`(_ balance: Int64, _ type: PaymentType, _ word: String) {
        let due = Day(sinceEpoch: 20_000)
        let status = InvoiceStatus(
            balance: Money(minorUnits: balance, in: .usd),
            dueOn: due,
            today: due.advanced(by: 50),
            closingEntry: type
        )
        #expect(status.rawValue == word)
    }
}
