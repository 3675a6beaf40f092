import Testing
import Values
import Workflows

/// Each behaviour shows in the books, as the behaviours' answers say.
@Suite struct PlantedBehaviourTests {
    private let books = BookTables.large
    private let ledger = BookLedger.large
    private let lastDay = BookTables.lastDay

    /// The mean days late of what customers settled in a window of days before the end.
    private func daysLate(_ behaviour: String, settled window: Range<Int>) -> Double {
        let late = ledger.invoices(of: books.customers(behaving: behaviour)).filter { invoice in
            invoice.settledOn.map { window.contains($0.days(until: lastDay)) } ?? false
        }
        return mean(late.compactMap(\.daysLate))
    }

    private func share(_ behaviour: String, of isCounted: (BookLedger.Invoice) -> Bool) -> Double {
        let invoices = ledger.invoices(of: books.customers(behaving: behaviour))
        return Double(invoices.count(where: isCounted)) / Double(invoices.count)
    }

    @Test func `behaviours are met as their shares say`() {
        #expect(PlantedBehaviour.all.map(\.customersPerMille).reduce(0, +) == 1_000)
        #expect(Set(PlantedBehaviour.all.map(\.name)).count == PlantedBehaviour.all.count)
        let tables = BookTables(BookGenerator(customers: 1_000, invoices: 0, seed: 1, lastDay: lastDay))
        for behaviour in PlantedBehaviour.all {
            let count = tables.customers(behaving: behaviour.name).count
            #expect(count == behaviour.customersPerMille, "\(behaviour.name)")
        }
    }

    @Test func `every tag about customers that the product knows is planted`() {
        let planted = Set(PlantedBehaviour.all.flatMap(\.tags) + [PlantedBehaviour.dominantTag])
        let known: Set = [
            "payment_behavior_worsening", "payment_behavior_improving", "chronic_late", "accelerating_deterioration",
            "reliable_payer_slipped", "ghosting", "balance_growing", "churn_risk", "short_payer", "healthy_account",
            "promise_broken", "dispute_open", "concentration", "credit_exceeded",
        ]
        #expect(planted == known)
        for row in books[.behaviours] {
            let behaviour = PlantedBehaviour.all.first { $0.name == row["behaviour"] }
            let tags = row["tags"].split(separator: "|").map { String($0) }.filter { $0 != "concentration" }
            #expect(tags == behaviour?.tags)
        }
    }

    @Test func `healthy customers pay in time`() {
        #expect(daysLate("prompt", settled: 0..<730) < 0)
        #expect(share("prompt") { ($0.daysLate ?? 0) > 3 } < 0.05)
        for behaviour in ["churning", "crediting", "overpaying"] {
            #expect(daysLate(behaviour, settled: 0..<730) < 3, "\(behaviour)")
        }
    }

    @Test func `chronic customers are always weeks late`() {
        #expect(daysLate("chronic", settled: 0..<365) > 20)
        #expect(daysLate("chronic", settled: 365..<730) > 20)
        #expect(share("chronic") { ($0.daysLate ?? 1) <= 0 } < 0.02)
    }

    @Test func `payers who get worse do so in the manner planted`() {
        for behaviour in ["slipping", "accelerating", "lapsing"] {
            #expect(daysLate(behaviour, settled: 400..<730) < 2, "\(behaviour)")
            #expect(daysLate(behaviour, settled: 0..<60) > 15, "\(behaviour)")
        }
        // The one who accelerates gains more in the last quarter than in the one before, and there more than before that.
        let quarters = [0..<60, 60..<120, 120..<180, 180..<240].map { daysLate("accelerating", settled: $0) }
        #expect(quarters[0] - quarters[1] > 5 && quarters[1] - quarters[2] > 3, "\(quarters)")
        // The one who lapses was reliable until a few months ago.
        #expect(daysLate("lapsing", settled: 110..<365) < 0)
    }

    @Test func `payers who improve were late and are not`() {
        #expect(daysLate("improving", settled: 300..<730) > 25)
        #expect(daysLate("improving", settled: 0..<60) < 12)
    }

    @Test func `ghosts stop answering, and leave half unpaid`() {
        let ghosts = books.customers(behaving: "ghosting")
        let others = books.customers(behaving: "chronic")
        let answered = Set(books[.communications].map { $0["reply_to"] })
        func replies(_ customers: Set<String>, _ window: Range<Int>) -> Double {
            let messages = books[.communications].filter { row in
                row["direction"] == "outbound" && customers.contains(row["customer"])
                    && (row.day("occurred_on").map { window.contains($0.days(until: lastDay)) } ?? false)
            }
            return Double(messages.count { answered.contains($0["communication"]) }) / Double(messages.count)
        }
        #expect(replies(ghosts, 0..<150) == 0)
        #expect(replies(ghosts, 160..<730) > 0.7)
        #expect(replies(others, 0..<150) > 0.4)
        let unpaid = ledger.invoices(of: ghosts).filter { (60..<140).contains($0.dueOn.days(until: lastDay)) }
        let open = unpaid.count { $0.balance == $0.minorUnits }
        #expect(open * 10 > unpaid.count * 4, "\(open) of \(unpaid.count)")
    }

    @Test func `growing customers owe more and more`() {
        func owed(_ behaviour: String, daysBefore: Int) -> Double {
            let day = lastDay.advanced(by: -daysBefore)
            let balances = ledger.invoices(of: books.customers(behaving: behaviour)).map { $0.balance(on: day) }
            return Double(balances.reduce(0, +))
        }
        #expect(owed("growing", daysBefore: 0) > 2 * owed("growing", daysBefore: 180))
        #expect(owed("prompt", daysBefore: 0) < 1.6 * owed("prompt", daysBefore: 180))
    }

    @Test func `churning customers order nothing any more`() {
        #expect(share("churning") { $0.issuedOn.days(until: lastDay) < 120 } == 0)
        #expect(share("prompt") { $0.issuedOn.days(until: lastDay) < 120 } > 0.1)
    }

    @Test func `short payers keep back two to five in a hundred`() {
        let invoices = ledger.invoices(of: books.customers(behaving: "short_paying"))
        let shares = invoices.compactMap { invoice -> Double? in
            guard let first = invoice.entries.min(by: { $0.day < $1.day }), invoice.entries.count <= 2 else {
                return nil
            }
            return 1 - Double(first.minorUnits) / Double(invoice.minorUnits)
        }
        let within = shares.count { (0.018...0.051).contains($0) }
        #expect(shares.count > 100)
        #expect(within * 100 > shares.count * 90, "\(within) of \(shares.count)")
        let left = invoices.count { $0.balance > 0 && $0.dueOn.days(until: lastDay) > 150 }
        #expect(left * 4 > shares.count, "\(left)")
    }

    @Test func `those who dispute do, in part or whole, and settle it one way or another`() {
        let keys = books.customers(behaving: "disputing")
        let disputed = books[.disputes].filter { keys.contains(ledger.invoices[$0["invoice"]]?.customer ?? "") }
        let invoices = ledger.invoices(of: keys).count
        #expect(Double(disputed.count) > 0.2 * Double(invoices))
        let inPart = disputed.filter { !$0["amount"].isEmpty }
        #expect(Double(inPart.count) > 0.3 * Double(disputed.count))
        for row in inPart {
            let invoice = ledger.invoices[row["invoice"]]
            let amount = row.minorUnits("amount", in: invoice?.currency) ?? 0
            #expect(amount > 0 && amount * 2 <= invoice?.minorUnits ?? 0, "\(row["dispute"])")
        }
        #expect(Set(disputed.map { $0["category"] }).count >= 5)
        #expect(Set(disputed.map { $0["outcome"] }) == ["", "credited", "rejected"])
        #expect(disputed.allSatisfy { $0["outcome"].isEmpty == $0["resolved_on"].isEmpty })
    }

    @Test func `promises are broken by those who break them, and kept, or kept in part, by others`() {
        struct Fates { var kept = 0, part = 0, broken = 0 }
        func fates(_ behaviour: String) -> Fates {
            let keys = books.customers(behaving: behaviour)
            var fates = Fates()
            for row in books[.promises] where row["withdrawn_on"].isEmpty {
                guard let invoice = ledger.invoices[row["invoice"]], keys.contains(invoice.customer),
                    let madeOn = row.day("promised_on"), let dueOn = row.day("promise_due_date"), dueOn < lastDay
                else { continue }
                let before = invoice.balance(on: madeOn)
                let after = invoice.balance(on: dueOn)
                if after == 0 { fates.kept += 1 } else if after < before { fates.part += 1 } else { fates.broken += 1 }
            }
            return fates
        }
        let breaking = fates("promise_breaking")
        let improving = fates("improving")
        #expect(breaking.broken > 5 * breaking.kept, "\(breaking)")
        #expect(breaking.part > 10, "\(breaking)")
        #expect(improving.kept > 3 * (improving.broken + improving.part), "\(improving)")
    }

    @Test func `some promises are over several invoices of one customer, and say the same of each`() {
        var promises: [String: [BookTables.Row]] = [:]
        for row in books[.promises] { promises[row["promise"], default: []].append(row) }
        let several = promises.values.filter { $0.count > 1 }
        #expect(several.count > 30, "\(several.count) of \(promises.count)")
        for rows in several {
            #expect(Set(rows.map { ledger.invoices[$0["invoice"]]?.customer }).count == 1)
            for column in ["promised_on", "promise_due_date", "amount", "withdrawn_on", "contact", "note"] {
                #expect(Set(rows.map { $0[column] }).count == 1, "\(column)")
            }
            #expect(Set(rows.map { $0["invoice"] }).count == rows.count)
        }
        let amounts = books[.promises].filter { !$0["amount"].isEmpty }
        #expect(amounts.count * 3 > books[.promises].count)
    }

    @Test func `credit limits are exceeded by those who were planted to`() {
        func use(_ behaviour: String) -> [Double] {
            books[.customers].filter { books.customers(behaving: behaviour).contains($0["customer"]) }.compactMap {
                row in
                guard let limit = row.minorUnits("credit_limit") else { return nil }
                let owed = ledger.invoices(of: [row["customer"]]).reduce(0) { $0 + $1.balance }
                return Double(owed) / Double(limit)
            }
        }
        let exceeding = use("exceeding")
        #expect(exceeding.count == books.customers(behaving: "exceeding").count)
        #expect(exceeding.count { $0 > 1 } * 10 >= exceeding.count * 8, "\(exceeding)")
        for behaviour in ["prompt", "chronic", "disputing", "slipping"] {
            #expect(use(behaviour).count { $0 > 1 } == 0, "\(behaviour) \(use(behaviour))")
        }
    }

    @Test func `one customer is a large share of all that is billed`() throws {
        let dominant = books[.behaviours].filter { $0["tags"].contains("concentration") }.map { $0["customer"] }
        #expect(dominant.count == 1)
        let inDollars = ledger.invoices.values.filter { $0.currency == "USD" }
        let all = inDollars.reduce(0) { $0 + $1.minorUnits }
        let own = ledger.invoices(of: Set(dominant)).reduce(0) { $0 + $1.minorUnits }
        let share = Double(own) / Double(all)
        #expect(share > 0.25 && share < 0.75, "\(share)")
    }

    @Test func `seasons show in how late and in how much`() {
        let invoices = ledger.invoices(of: books.customers(behaving: "seasonal"))
        func late(_ months: Set<Int>) -> Double {
            mean(invoices.filter { months.contains($0.dueOn.civil.month) }.compactMap(\.daysLate))
        }
        #expect(late([12, 1, 2]) > late([6, 7, 8]) + 15)
        let autumn = invoices.count { [10, 11].contains($0.issuedOn.civil.month) }
        let spring = invoices.count { [4, 5].contains($0.issuedOn.civil.month) }
        #expect(autumn > 2 * spring, "\(autumn) and \(spring)")
    }

    @Test func `those who return goods have credits, and those who overpay have money left`() {
        func count(_ behaviour: String, _ isCounted: (BookLedger.Payment) -> Bool) -> Double {
            let keys = books.customers(behaving: behaviour)
            let found = ledger.payments.values.count { keys.contains($0.customer) && isCounted($0) }
            return Double(found) / Double(ledger.invoices(of: keys).count)
        }
        #expect(count("crediting") { $0.type == "credit_memo" } > 0.15)
        #expect(count("crediting") { $0.type == "credit_memo" && $0.allocated == 0 } > 0.04)
        #expect(count("prompt") { $0.type == "credit_memo" } < 0.03)
        #expect(count("overpaying") { $0.minorUnits > $0.allocated && $0.type == "payment" } > 0.08)
        #expect(count("overpaying") { $0.type == "refund" } > 0.02)
        #expect(count("prompt") { $0.minorUnits > $0.allocated } < 0.01)
    }
}
