import Facts
import Testing
import Values

@Suite struct VocabularyTests {
    @Test func `the worst severity sorts to the top`() {
        #expect(Severity.allCases.reversed().sorted() == [.critical, .high, .medium, .low, .healthy])
    }

    @Test func `a customer notices messages and calls, not tasks and waiting`() {
        #expect(Channel.allCases.filter(\.isContact) == [.email, .call, .sms, .letter])
    }

    @Test func `tags are words of their own`() {
        #expect(Set(InsightTag.shipped).count == InsightTag.shipped.count)
        #expect(InsightTag.shipped.count == 20)
    }

    @Test func `a history has one value for each invoice in every column`() async {
        await #expect(processExitsWith: .failure) {
            _ = InvoiceHistory(
                knownBefore: Day(sinceEpoch: 0),
                calendar: .withoutHolidays,
                currency: .usd,
                customerCount: 1,
                customer: [0],
                issuedOn: [0],
                dueOn: [0, 1],
                amount: [1],
                settledOn: [InvoiceHistory.unsettled],
                openRow: [0]
            )
        }
    }
}
