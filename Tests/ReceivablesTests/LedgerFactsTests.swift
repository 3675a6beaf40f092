import Facts
import Receivables
import Testing
import Values

@Suite struct LedgerFactsTests {
    private let today = Books.day("2026-06-30")

    private func ago(_ days: Int) -> Day { today.advanced(by: -days) }

    private func usd(_ minorUnits: Int64) -> FactValue { .money(Money(minorUnits: minorUnits, in: .usd)) }

    /// One customer with one invoice of 100.00, issued 60 days ago and due 30 days ago.
    private func oneInvoice(
        payments: [(Day, Int64)] = [],
        promises: [(Day, Day, Day?)] = [],
        disputes: [(Day, Day?)] = []
    ) -> FactTable {
        var books = Books()
        books.add(customer: "A")
        books.add(
            invoice: "1",
            issued: ago(60),
            due: ago(30),
            amount: 10_000,
            payments: payments,
            promises: promises,
            disputes: disputes
        )
        return books.ledger.facts()
    }

    @Test func `attributes of a customer are facts as they stand`() {
        var books = Books()
        books.add(
            customer: "A",
            segment: "mid",
            country: "US",
            industry: "retail",
            doNotContact: true,
            creditLimit: 5_000_00
        )
        books.add(customer: "B")
        let facts = books.ledger.facts()
        #expect(facts.customerKeys == ["A", "B"])
        #expect(facts.value("customer.name") == .text("A Inc"))
        #expect(facts.value("customer.segment") == .choice("mid"))
        #expect(facts.value("customer.country") == .text("US"))
        #expect(facts.value("customer.industry") == .text("retail"))
        #expect(facts.value("customer.do_not_contact") == .yesNo(true))
        #expect(facts.value("customer.credit_limit") == usd(5_000_00))
        #expect(facts.value("customer.segment", 1) == .choice("unassigned"))
        #expect(facts.value("customer.country", 1) == .unknown)
        #expect(facts.value("customer.industry", 1) == .unknown)
        #expect(facts.value("customer.do_not_contact", 1) == .yesNo(false))
        #expect(facts.value("customer.credit_limit", 1) == .unknown)
    }

    @Test func `a customer without an invoice owes nothing and has no habits`() {
        var books = Books()
        books.add(customer: "A")
        let facts = books.ledger.facts()
        #expect(facts.value("customer.total_balance") == usd(0))
        #expect(facts.value("customer.overdue_balance") == usd(0))
        for name in [
            "open_invoices", "overdue_invoices", "settled_invoices", "settled_90_days", "promises_broken_365_days",
            "disputes_365_days",
        ] {
            #expect(facts.value("customer.\(name)") == .count(0), "\(name)")
        }
        #expect(facts.value("customer.oldest_days_past_due") == .days(0))
        for name in [
            "late_share_365_days", "average_days_late_90_days", "average_days_late_365_days", "last_contact_on",
            "days_since_contact", "risk_score", "risk_level",
        ] {
            #expect(facts.value("customer.\(name)") == .unknown, "\(name)")
        }
    }

    @Test func `balances add up over open invoices, and only what is owed and late is overdue`() {
        var books = Books()
        books.add(customer: "A")
        books.add(customer: "B")
        books.add(invoice: "late", issued: ago(70), due: ago(40), amount: 10_000, payments: [(ago(5), 2_500)])
        books.add(invoice: "later", issued: ago(32), due: ago(2), amount: 1_000)
        books.add(invoice: "due today", issued: ago(30), due: today, amount: 300)
        books.add(invoice: "not due", issued: today, due: ago(-30), amount: 20)
        books.add(invoice: "paid", issued: ago(50), due: ago(20), amount: 7_777, payments: [(today, 7_777)])
        books.add(invoice: "overpaid", issued: ago(90), due: ago(60), amount: 500, payments: [(ago(60), 800)])
        books.add(invoice: "other", of: 1, issued: ago(10), due: ago(1), amount: 42)
        let facts = books.ledger.facts()
        #expect(facts.invoiceKeys == ["overpaid", "late", "later", "due today", "not due", "other"])
        #expect(facts.customerOfInvoice == [0, 0, 0, 0, 0, 1])
        #expect(facts.value("customer.total_balance") == usd(7_500 + 1_000 + 300 + 20 - 300))
        #expect(facts.value("customer.overdue_balance") == usd(8_500))
        #expect(facts.value("customer.open_invoices") == .count(5))
        #expect(facts.value("customer.overdue_invoices") == .count(2))
        #expect(facts.value("customer.oldest_days_past_due") == .days(40))
        #expect(facts.value("customer.settled_invoices") == .count(2))
        #expect(facts.value("customer.total_balance", 1) == usd(42))
        #expect(facts.value("customer.oldest_days_past_due", 1) == .days(1))
        #expect(facts.value("invoice.balance", 0) == usd(-300))
    }

    @Test func `an invoice's own facts follow from its days and its payments`() {
        let facts = oneInvoice(payments: [(ago(3), 4_000)])
        #expect(facts.value("invoice.number") == .text("No 1"))
        #expect(facts.value("invoice.amount") == usd(10_000))
        #expect(facts.value("invoice.balance") == usd(6_000))
        #expect(facts.value("invoice.invoice_date") == .date(ago(60)))
        #expect(facts.value("invoice.due_date") == .date(ago(30)))
        #expect(facts.value("invoice.payment_terms") == .days(30))
        #expect(facts.value("invoice.days_past_due") == .days(30))
        #expect(facts.value("invoice.aging_bucket") == .choice("1_30"))
        #expect(facts.value("invoice.disputed") == .yesNo(false))
        #expect(facts.value("invoice.promise_due_date") == .unknown)
        #expect(facts.value("invoice.promise_open") == .yesNo(false))
        #expect(facts.value("invoice.promise_broken") == .yesNo(false))
        #expect(facts.value("invoice.late_probability") == .unknown)
    }

    @Test func `windows of 90 and 365 days include today and that many days`() {
        var books = Books()
        books.add(customer: "A")
        for (key, age, late) in [("a", 0, 10), ("b", 89, 0), ("c", 90, 40), ("d", 364, -6), ("e", 365, 300)] {
            let paid = ago(age)
            let due = paid.advanced(by: -late)
            books.add(invoice: key, issued: ago(700), due: due, amount: 100, payments: [(paid, 100)])
        }
        let facts = books.ledger.facts()
        #expect(facts.value("customer.settled_invoices") == .count(5))
        #expect(facts.value("customer.settled_90_days") == .count(2))
        #expect(facts.value("customer.average_days_late_90_days") == .days(5))
        #expect(facts.value("customer.average_days_late_365_days") == .days(11))
        #expect(facts.value("customer.late_share_365_days") == .percent(0.5))
    }

    @Test(arguments: [
        ([1, 2], 2), ([-1, -2], -2), ([1, 1, 2], 1), ([-4], -4), ([1, 0, 0], 0), ([0, 1, -3, -1], -1),
    ])
    func `mean days late are rounded to the nearest day, and away from zero in the middle`(_ late: [Int], _ mean: Int) {
        var books = Books()
        books.add(customer: "A")
        for (index, days) in late.enumerated() {
            let due = ago(50).advanced(by: -days)
            books.add(invoice: "\(index)", issued: ago(80), due: due, amount: 100, payments: [(ago(50), 100)])
        }
        #expect(books.ledger.facts().value("customer.average_days_late_90_days") == .days(mean))
    }

    @Test func `a payment on the due date is not late`() {
        let facts = oneInvoice(payments: [(ago(30), 10_000)])
        #expect(facts.value("customer.late_share_365_days") == .percent(0))
        #expect(facts.invoiceKeys.isEmpty)
    }

    @Test(arguments: [
        ("open until it is resolved", 5, nil, true), ("opened today", 0, nil, true), ("resolved today", 9, 0, false),
        ("resolved tomorrow", 9, -1, true), ("resolved before", 9, 3, false),
    ])
    func `an invoice is disputed while a dispute is open`(_ name: String, _ opened: Int, _ ended: Int?, _ isOpen: Bool)
    {
        let facts = oneInvoice(disputes: [(ago(20), ago(15)), (ago(opened), ended.map { ago($0) })])
        #expect(facts.value("invoice.disputed") == .yesNo(isOpen), "\(name)")
    }

    @Test func `disputes count for a year from the day they were opened, settled or not`() {
        let facts = oneInvoice(disputes: [(ago(0), nil), (ago(364), ago(300)), (ago(365), nil), (ago(-1), nil)])
        #expect(facts.value("customer.disputes_365_days") == .count(2))
    }

    @Test func `a promise is open through its day and broken from the next`() {
        let open = oneInvoice(promises: [(ago(9), today, nil)])
        #expect(open.value("invoice.promise_due_date") == .date(today))
        #expect(open.value("invoice.promise_open") == .yesNo(true))
        #expect(open.value("invoice.promise_broken") == .yesNo(false))
        #expect(open.value("customer.promises_broken_365_days") == .count(0))
        let broken = oneInvoice(promises: [(ago(9), ago(1), nil)])
        #expect(broken.value("invoice.promise_open") == .yesNo(false))
        #expect(broken.value("invoice.promise_broken") == .yesNo(true))
        #expect(broken.value("customer.promises_broken_365_days") == .count(1))
    }

    @Test func `the latest promise that was not withdrawn counts`() {
        let again = oneInvoice(promises: [(ago(20), ago(10), nil), (ago(5), ago(-5), nil)])
        #expect(again.value("invoice.promise_due_date") == .date(ago(-5)))
        #expect(again.value("invoice.promise_broken") == .yesNo(false))
        #expect(again.value("customer.promises_broken_365_days") == .count(1))
        let withdrawn = oneInvoice(promises: [(ago(20), ago(10), nil), (ago(5), ago(-5), ago(2))])
        #expect(withdrawn.value("invoice.promise_due_date") == .date(ago(10)))
        let sameDay = oneInvoice(promises: [(ago(5), ago(-9), nil), (ago(5), ago(-3), nil)])
        #expect(sameDay.value("invoice.promise_due_date") == .date(ago(-9)))
    }

    @Test func `a promise is broken unless it was kept, or withdrawn before its day was over`() {
        func broken(_ promise: (Day, Day, Day?), payments: [(Day, Int64)] = []) -> FactValue {
            oneInvoice(payments: payments, promises: [promise]).value("customer.promises_broken_365_days")
        }
        #expect(broken((ago(20), ago(10), nil), payments: [(ago(10), 10_000)]) == .count(0))
        #expect(broken((ago(20), ago(10), nil), payments: [(ago(9), 10_000)]) == .count(1))
        #expect(broken((ago(20), ago(10), nil), payments: [(ago(10), 9_999)]) == .count(1))
        #expect(broken((ago(20), ago(10), ago(10))) == .count(0))
        #expect(broken((ago(20), ago(10), ago(9))) == .count(1))
        #expect(broken((ago(400), ago(364), nil)) == .count(1))
        #expect(broken((ago(400), ago(365), nil)) == .count(0))
    }

    @Test func `an overpaid invoice is a credit and not a promise`() {
        let facts = oneInvoice(payments: [(ago(3), 10_001)], promises: [(ago(9), ago(1), nil)])
        #expect(facts.value("invoice.balance") == usd(-1))
        #expect(facts.value("invoice.promise_due_date") == .unknown)
        #expect(facts.value("invoice.promise_broken") == .yesNo(false))
        #expect(facts.value("customer.overdue_balance") == usd(0))
        #expect(facts.value("customer.overdue_invoices") == .count(0))
    }

    @Test func `the last contact is the latest the customer noticed`() {
        var books = Books()
        books.add(customer: "A")
        books.add(contact: .email, on: ago(12))
        books.add(contact: .call, on: ago(7))
        books.add(contact: .task, on: ago(2))
        books.add(contact: .wait, on: today)
        let facts = books.ledger.facts()
        #expect(facts.value("customer.last_contact_on") == .date(ago(7)))
        #expect(facts.value("customer.days_since_contact") == .days(7))
    }

    @Test func `sums beyond what an amount can be stand at the largest amount`() {
        var books = Books()
        books.add(customer: "A")
        books.add(invoice: "1", issued: ago(9), due: ago(1), amount: .max)
        books.add(invoice: "2", issued: ago(9), due: ago(1), amount: .max)
        #expect(books.ledger.facts().value("customer.total_balance") == usd(.max))
    }
}
