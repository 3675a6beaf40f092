import Facts
import Receivables
import Testing
import Values

/// Ledgers in several currencies, unapplied cash, and what is said about both.
@Suite struct CurrencyFactsTests {
    private let today = Books.day("2026-06-30")
    private let pounds = Currency("GBP") ?? .usd

    private func ago(_ days: Int) -> Day { today.advanced(by: -days) }

    private func usd(_ minorUnits: Int64) -> FactValue { .money(Money(minorUnits: minorUnits, in: .usd)) }

    /// A owes dollars and euros, B pounds beside dollars; only euros have a rate.
    private func mixed() -> Books {
        var books = Books()
        books.add(customer: "A", creditLimit: 1_000_00, in: .eur)
        books.add(customer: "B", creditLimit: 1_000_00, in: pounds)
        books.add(invoice: "dollars", issued: ago(60), due: ago(30), amount: 100_00)
        books.add(invoice: "euros", issued: ago(50), due: ago(20), amount: 200_00, in: .eur)
        books.add(invoice: "euros to come", issued: ago(5), due: ago(-25), amount: 7, in: .eur)
        books.add(invoice: "B dollars", of: 1, issued: ago(60), due: ago(30), amount: 300_00)
        books.add(invoice: "B pounds", of: 1, issued: ago(40), due: ago(-10), amount: 400_00, in: pounds)
        books.add(rate: "1.10", of: .eur, on: ago(50))
        books.add(rate: "1.25", of: .eur, on: ago(2))
        return books
    }

    @Test func `amounts are in the company's currency by the rate of the day`() {
        let facts = mixed().ledger.facts()
        #expect(facts.invoiceKeys == ["dollars", "euros", "euros to come", "B dollars", "B pounds"])
        #expect(facts.value("invoice.balance", 1) == usd(250_00))
        #expect(facts.value("invoice.amount", 1) == usd(250_00))
        #expect(facts.value("invoice.currency", 1) == .text("EUR"))
        #expect(facts.value("invoice.balance", 2) == usd(9), "8.75 rounded")
        #expect(facts.value("customer.total_balance") == usd(350_09))
        #expect(facts.value("customer.overdue_balance") == usd(350_00))
        #expect(facts.value("customer.credit_limit") == usd(1_250_00))
        #expect(facts.value("customer.credit_use") == .percent(350_09 / 1_250_00))
    }

    @Test func `what has no rate is unknown, and so is every sum that needs it and no other`() {
        let facts = mixed().ledger.facts()
        #expect(facts.value("invoice.balance", 4) == .unknown)
        #expect(facts.value("invoice.amount", 4) == .unknown)
        #expect(facts.value("invoice.currency", 4) == .text("GBP"))
        #expect(facts.value("customer.total_balance", 1) == .unknown)
        #expect(facts.value("customer.overdue_balance", 1) == usd(300_00), "the pounds are not due yet")
        #expect(facts.value("customer.unapplied_cash", 1) == usd(0))
        #expect(facts.value("customer.credit_limit", 1) == .unknown)
        #expect(facts.value("customer.credit_use", 1) == .unknown)
        #expect(facts.value("customer.open_invoices", 1) == .count(2))
        #expect(facts.value("invoice.days_past_due", 4) == .days(-10))
    }

    @Test func `an invoice's amounts also stand as they are on the invoice`() throws {
        let facts = mixed().ledger.facts()
        let balance = try #require(facts.catalog.index(of: "balance", on: .invoice))
        #expect(facts.documentAmount(at: balance, row: 4) == Money(minorUnits: 400_00, in: pounds))
        #expect(facts.movesWithRates(at: balance, row: 1) && !facts.movesWithRates(at: balance, row: 0))
        let total = try #require(facts.catalog.index(of: "total_balance", on: .customer))
        #expect(facts.movesWithRates(at: total, row: 0))
        let snapshot = FactSnapshot(of: .invoice, row: 1, in: facts).text
        #expect(snapshot.contains("invoice.balance money 250.00 USD\ndocument invoice.balance money 200.00 EUR\n"))
    }

    @Test func `the run can name the currencies without a rate`() {
        #expect(mixed().ledger.missingRates() == [MissingRate(pounds, openInvoiceCount: 1)])
        var books = Books()
        books.add(customer: "A")
        books.add(unapplied: Money(minorUnits: 5, in: .jpy), on: ago(1))
        #expect(books.ledger.missingRates() == [MissingRate(.jpy, openInvoiceCount: 0)])
    }

    @Test func `the model reads an amount by the rate of its issue day`() {
        let history = mixed().ledger.history(knownBefore: today)
        let unknown = FactTable.unknownInteger
        // On the issue day of the third the last rate was 45 days old.
        #expect(history.amount == [100_00, 220_00, unknown, 300_00, unknown])
    }

    @Test func `a voided invoice is out of the model's history from the next day on`() {
        var books = Books()
        books.add(customer: "A")
        books.add(invoice: "1", issued: ago(60), due: ago(30), amount: 100)
        books.add(invoice: "2", issued: ago(50), due: ago(20), amount: 200, voided: ago(3))
        #expect(books.ledger.history(knownBefore: today).amount == [100])
        #expect(books.ledger.cut(asOf: ago(3)).history(knownBefore: ago(3)).amount == [100, 200])
        #expect(books.ledger.facts().invoiceKeys == ["1"])
        #expect(books.ledger.facts().value("customer.settled_invoices") == .count(0))
    }

    @Test func `unapplied cash lowers what a customer owes, and no invoice`() {
        var books = Books()
        books.add(customer: "A", creditLimit: 100_00)
        books.add(invoice: "1", issued: ago(60), due: ago(30), amount: 100_00)
        books.add(unapplied: Money(minorUnits: 130_00, in: .usd), on: ago(4))
        books.add(unapplied: Money(minorUnits: -10_00, in: .usd), on: ago(2))
        let facts = books.ledger.facts()
        #expect(facts.value("customer.unapplied_cash") == usd(120_00))
        #expect(facts.value("customer.total_balance") == usd(-20_00))
        #expect(facts.value("customer.overdue_balance") == usd(100_00))
        #expect(facts.value("customer.credit_use") == .percent(0), "a credit uses no credit")
        #expect(facts.value("invoice.balance") == usd(100_00))
    }

    @Test func `what is paid before an invoice is issued is unapplied until then`() {
        var books = Books()
        books.add(customer: "A")
        books.add(invoice: "1", issued: ago(10), due: ago(-20), amount: 100, payments: [(ago(15), 60)])
        let before = books.ledger.cut(asOf: ago(11)).facts()
        #expect(before.value("customer.unapplied_cash") == usd(60))
        #expect(before.value("customer.total_balance") == usd(-60))
        let after = books.ledger.cut(asOf: ago(10)).facts()
        #expect(after.value("customer.unapplied_cash") == usd(0))
        #expect(after.value("customer.total_balance") == usd(40))
    }

    @Test func `a dispute about a part leaves the rest, and several add up to the balance at most`() {
        func disputed(_ part: Int64?, _ disputes: [(Day, Day?)], paid: Int64 = 0) -> FactTable {
            var books = Books()
            books.add(customer: "A")
            books.add(
                invoice: "1",
                issued: ago(60),
                due: ago(30),
                amount: 100,
                payments: [(ago(1), paid)],
                disputes: disputes,
                disputedPart: part
            )
            return books.ledger.facts()
        }
        #expect(disputed(30, [(ago(9), nil)]).value("invoice.disputed_amount") == usd(30))
        #expect(disputed(30, [(ago(9), nil)]).value("invoice.disputed") == .yesNo(true))
        #expect(disputed(30, [(ago(9), nil), (ago(8), nil)]).value("invoice.disputed_amount") == usd(60))
        #expect(disputed(70, [(ago(9), nil), (ago(8), nil)]).value("invoice.disputed_amount") == usd(100))
        #expect(disputed(nil, [(ago(9), nil)], paid: 40).value("invoice.disputed_amount") == usd(60))
        #expect(disputed(30, [(ago(9), ago(2))]).value("invoice.disputed_amount") == usd(0))
    }

    @Test func `a promise over several invoices is one promise`() {
        var books = Books()
        books.add(customer: "A")
        books.add(invoice: "1", issued: ago(60), due: ago(30), amount: 100, payments: [(ago(12), 100)])
        books.add(invoice: "2", issued: ago(59), due: ago(30), amount: 100, payments: [(ago(12), 50)])
        let amount = Money(minorUnits: 150, in: .usd)
        books.add(promiseOf: amount, on: ["1", "2"], made: ago(20), due: ago(10))
        let kept = books.ledger.facts()
        #expect(kept.value("customer.promises_kept_365_days") == .count(1))
        #expect(kept.value("customer.promise_kept_share") == .percent(1))
        #expect(kept.value("invoice.promise_due_date") == .unknown, "a kept promise does not stand any more")
        books.add(promiseOf: nil, on: ["1", "2"], made: ago(9), due: ago(2))
        let broken = books.ledger.facts()
        #expect(broken.value("customer.promises_broken_365_days") == .count(1))
        #expect(broken.value("customer.promise_kept_share") == .percent(0.5))
        #expect(broken.value("invoice.promise_due_date") == .date(ago(2)))
        #expect(broken.value("invoice.promise_broken") == .yesNo(true))
    }

    @Test func `grace keeps a promise open past its day`() {
        var books = Books()
        books.company.promiseTerms = PromiseTerms(graceDays: 3, tolerancePercent: 0)
        books.add(customer: "A")
        books.add(invoice: "1", issued: ago(60), due: ago(30), amount: 100, promises: [(ago(9), ago(3), nil)])
        #expect(books.ledger.facts().value("invoice.promise_open") == .yesNo(true))
        #expect(books.ledger.facts().value("invoice.promise_broken") == .yesNo(false))
        books.today = today.advanced(by: 1)
        #expect(books.ledger.facts().value("invoice.promise_open") == .yesNo(false))
        #expect(books.ledger.facts().value("invoice.promise_broken") == .yesNo(true))
    }

    @Test func `messages since the last reply are unanswered`() {
        var books = Books()
        books.add(customer: "A")
        books.add(customer: "B")
        for age in [40, 29, 8, 5, 5] { books.add(contact: .email, on: ago(age)) }
        books.add(reply: .call, on: ago(8))
        books.add(contact: .email, with: 1, on: ago(2))
        let facts = books.ledger.facts()
        #expect(facts.value("customer.last_reply_on") == .date(ago(8)))
        #expect(facts.value("customer.days_since_reply") == .days(8))
        #expect(facts.value("customer.contacts_30_days") == .count(4))
        #expect(facts.value("customer.unanswered_contacts") == .count(2))
        #expect(facts.value("customer.last_contact_on") == .date(ago(5)))
        #expect(facts.value("customer.last_reply_on", 1) == .unknown)
        #expect(facts.value("customer.unanswered_contacts", 1) == .count(1))
    }

    @Test func `an aging report adds up, by currency and in the company's own`() throws {
        var books = mixed()
        books.add(unapplied: Money(minorUnits: 50_00, in: .eur), on: ago(3))
        books.add(invoice: "overpaid", issued: ago(90), due: ago(60), amount: 10_00, payments: [(ago(50), 12_00)])
        let report = AgingReport(of: books.ledger)
        #expect(report.withoutRate == [pounds])
        let first = try #require(report.customers.first)
        #expect(first.amounts.map(\.currency) == [.eur, .usd])
        #expect(first.amounts[0].buckets.map(\.minorUnits) == [7, 200_00, 0, 0, 0])
        #expect(first.amounts[0].total == Money(minorUnits: 150_07, in: .eur))
        #expect(first.amounts[1].overpaid == Money(minorUnits: 2_00, in: .usd))
        #expect(first.amounts[1].total == Money(minorUnits: 98_00, in: .usd))
        #expect(first.inBase.buckets.map { $0?.minorUnits } == [9, 350_00, 0, 0, 0])
        #expect(first.inBase.unapplied?.minorUnits == 62_50)
        #expect(first.inBase.total?.minorUnits == 285_59)
        #expect(report.customers[1].inBase.buckets.map { $0?.minorUnits } == [nil, 300_00, 0, 0, 0])
        #expect(report.inBase.total == nil && report.inBase.overdue?.minorUnits == 650_00)
        #expect(report.amounts.map(\.currency) == [.eur, pounds, .usd])
        let trial = TrialBalance(of: books.ledger)
        #expect(trial.problems(in: books.ledger) == [])
        #expect(trial.problems(received: [.eur: 50_00, .usd: 12_00]) == [])
        #expect(
            trial.problems(received: [.eur: 50_01, .usd: 12_00])
                == ["documents in EUR come to 5001 minor units, and 5000 are on invoices or unapplied"]
        )
    }
}
