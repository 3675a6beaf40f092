import Facts
import RuleEngine
import Scoring
package import Values

/// What an action is worth, and so where it stands in the queue.
package struct Rank: Hashable, Sendable {
    /// How likely a reviewer approves it, by the `accept` head; `nil` where the head gave no number.
    package let probabilityApproved: Probability?
    /// The cash at stake: the balance times the probability of late payment, rounded half up to a minor unit; `nil`
    /// where one of the two is unknown.
    package let expectedCash: Money?
    /// ``probabilityApproved`` times ``expectedCash`` in major units of the base currency, rounded half up to two
    /// decimals; 0 where either is unknown.
    package let urgency: Double

    /// The rank of an action with this chance of approval and so much at stake.
    package init(probabilityApproved: Probability?, expectedCash: Money?) {
        self.probabilityApproved = probabilityApproved
        self.expectedCash = expectedCash
        guard let probabilityApproved, let expectedCash else {
            urgency = 0
            return
        }
        let major = Double(expectedCash.minorUnits) / Double(expectedCash.currency.minorUnitsPerMajor)
        urgency = (probabilityApproved.value * major * 100 + 0.5).rounded(.down) / 100
    }
}

/// Orders the queue by what an hour of work is worth.
package enum Ranking {
    /// The cash at stake on one invoice: its balance times the probability that it is paid late.
    ///
    /// Rounded half up to a minor unit; a balance below zero has nothing at stake. `nil` where the probability is
    /// unknown.
    package static func cashAtStake(balance: Money, lateProbability: Double) -> Money? {
        guard let probability = Probability(lateProbability) else { return nil }
        guard balance.minorUnits > 0 else { return .zero(in: balance.currency) }
        // A whole balance is not taken through floating point, which would round one above 2^53.
        guard probability.value < 1 else { return balance }
        let expected = (Double(balance.minorUnits) * probability.value + 0.5).rounded(.down)
        return Money(minorUnits: min(Int64(exactly: expected) ?? .max, balance.minorUnits), in: balance.currency)
    }

    /// Whether `left` stands before `right`: urgency, then priority, then the rule's id, then the subject's name.
    package static func precedes(_ left: JudgedAction, _ right: JudgedAction) -> Bool {
        if left.rank.urgency != right.rank.urgency { return left.rank.urgency > right.rank.urgency }
        if left.priority != right.priority { return left.priority > right.priority }
        if left.rule.id != right.rule.id { return left.rule.id < right.rule.id }
        return left.name < right.name
    }
}

/// What the ranking reads of a scored table, by customer and by invoice row.
struct RankingColumns {
    private let table: FactTable
    private let balance: [Int64]
    /// Whether something is owed on each invoice, also where its amount in the table's currency is unknown.
    private let isOwed: [Bool]
    private let daysPastDue: [Int64]
    private let lateProbability: [Double]
    private let riskScore: [Double]
    private let daysSinceContact: [Int64]
    private let promiseOpen: [Int64]
    private let disputed: [Int64]
    private let oldestDaysPastDue: [Int64]
    private let totalBalance: [Int64]
    private let customers: [CustomerColumns]
    private let tallies: [ReviewTally]

    /// What a customer's open invoices come to.
    private struct CustomerColumns {
        var cashAtStake: Int64? = 0
        var hasOpenPromise = false
        var hasOpenDispute = false
    }

    init(of table: FactTable, tallies: [ReviewTally]) {
        func whole(_ name: String, _ entity: Entity) -> [Int64] {
            table.integers(at: table.place(of: name, on: entity))
        }
        func real(_ name: String, _ entity: Entity) -> [Double] { table.reals(at: table.place(of: name, on: entity)) }
        self.table = table
        self.tallies = tallies
        let balance = whole("balance", .invoice)
        let isOwed = table.isOwedByInvoice
        self.balance = balance
        self.isOwed = isOwed
        daysPastDue = whole("days_past_due", .invoice)
        lateProbability = real("late_probability", .invoice)
        promiseOpen = whole("promise_open", .invoice)
        disputed = whole("disputed", .invoice)
        riskScore = real("risk_score", .customer)
        daysSinceContact = whole("days_since_contact", .customer)
        oldestDaysPastDue = whole("oldest_days_past_due", .customer)
        totalBalance = whole("total_balance", .customer)
        var customers = [CustomerColumns](repeating: CustomerColumns(), count: table.rowCount(of: .customer))
        for (row, customer) in table.customerOfInvoice.enumerated() where isOwed[row] {
            let customer = Int(customer)
            let cash = RankingColumns.cashAtStake(balance[row], lateProbability[row], in: table.currency)
            if let sum = customers[customer].cashAtStake, let cash {
                let (total, overflow) = sum.addingReportingOverflow(cash.minorUnits)
                customers[customer].cashAtStake = overflow ? .max : total
            } else {
                customers[customer].cashAtStake = nil
            }
            if promiseOpen[row] == 1 { customers[customer].hasOpenPromise = true }
            if disputed[row] == 1 { customers[customer].hasOpenDispute = true }
        }
        self.customers = customers
    }

    /// Whether something is owed on what the target is.
    func isOwed(_ entity: Entity, row: Int) -> Bool {
        switch entity {
        case .customer: true
        case .invoice: isOwed[row]
        }
    }

    /// The cash at stake: of the invoice, or of all the customer's open invoices; `nil` where unknown.
    func cashAtStake(_ entity: Entity, row: Int) -> Money? {
        switch entity {
        case .customer:
            customers[row].cashAtStake.map { Money(minorUnits: $0, in: table.currency) }
        case .invoice:
            RankingColumns.cashAtStake(balance[row], lateProbability[row], in: table.currency)
        }
    }

    private static func cashAtStake(_ balance: Int64, _ lateProbability: Double, in currency: Currency) -> Money? {
        guard balance != FactTable.unknownInteger else { return nil }
        return Ranking.cashAtStake(
            balance: Money(minorUnits: balance, in: currency),
            lateProbability: lateProbability
        )
    }

    /// What the `accept` head reads about an action of this rule.
    func acceptInput(rule: String, channel: Channel, _ entity: Entity, row: Int) -> AcceptInput {
        let customer = entity == .customer ? row : Int(table.customerOfInvoice[row])
        let owed = entity == .customer ? totalBalance[row] : balance[row]
        return AcceptInput(
            rule: rule,
            channel: channel,
            daysPastDue: Int(entity == .customer ? oldestDaysPastDue[row] : daysPastDue[row]),
            amount: owed == FactTable.unknownInteger
                ? nil : max(0, Double(owed) / Double(table.currency.minorUnitsPerMajor)),
            riskScore: riskScore[customer].isNaN ? nil : riskScore[customer],
            lateProbability: entity == .invoice && !lateProbability[row].isNaN ? lateProbability[row] : nil,
            daysSinceContact: known(daysSinceContact[customer]),
            hasOpenPromise: entity == .customer ? customers[row].hasOpenPromise : promiseOpen[row] == 1,
            hasOpenDispute: entity == .customer ? customers[row].hasOpenDispute : disputed[row] == 1,
            customerReviewedCount: tallies[customer].reviewedCount,
            customerApprovedCount: tallies[customer].approvedCount
        )
    }

    private func known(_ value: Int64) -> Int? { value == FactTable.unknownInteger ? nil : Int(value) }
}

extension FactTable {
    /// Whether something is owed on each open invoice, in whatever currency.
    var isOwedByInvoice: [Bool] {
        let index = place(of: "balance", on: .invoice)
        return integers(at: index).enumerated().map { row, balance in
            (documentAmount(at: index, row: row)?.minorUnits ?? balance) > 0
        }
    }

    /// The place of a fact that every catalogue has.
    func place(of name: String, on entity: Entity) -> Int {
        guard let index = catalog.index(of: name, on: entity) else {
            preconditionFailure("the catalogue has no fact \(entity.rawValue).\(name)")
        }
        return index
    }
}
