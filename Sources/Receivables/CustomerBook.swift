import Facts
import Values

/// What a ledger says about each customer as a payer, as columns in the order of the ledger's customers.
///
/// All sums are of whole numbers, so their order does not matter.
struct CustomerBook {
    private var totalBalance: [Int64]
    private var overdueBalance: [Int64]
    private var openCount: [Int64]
    private var overdueCount: [Int64]
    private var oldestDaysPastDue: [Int64]
    private var settledCount: [Int64]
    private var lastQuarter: [PaymentWindow]
    private var lastYear: [PaymentWindow]
    private var brokenPromiseCount: [Int64]
    private var disputeCount: [Int64]
    private var lastContactOn: [Int64]
    private let today: Day

    /// The book on the ledger's day.
    init(of ledger: Ledger, _ settlement: Settlement) {
        let nothing = [Int64](repeating: 0, count: ledger.customers.count)
        let noPayments = [PaymentWindow](repeating: PaymentWindow(), count: ledger.customers.count)
        totalBalance = nothing
        overdueBalance = nothing
        openCount = nothing
        overdueCount = nothing
        oldestDaysPastDue = nothing
        settledCount = nothing
        lastQuarter = noPayments
        lastYear = noPayments
        brokenPromiseCount = nothing
        disputeCount = nothing
        lastContactOn = [Int64](repeating: FactTable.unknownInteger, count: ledger.customers.count)
        today = ledger.asOf
        for (place, invoice) in ledger.invoices.enumerated() where invoice.issuedOn <= today {
            addBalance(settlement.balance[place], of: invoice)
            let settledOn = settlement.settledOn[place]
            if settledOn != InvoiceHistory.unsettled { addSettlement(of: invoice, on: Day(sinceEpoch: settledOn)) }
        }
        for promise in ledger.promises where promise.madeOn <= today {
            let settledOn = promise.invoices.map { settlement.settledOn[$0] }.max() ?? InvoiceHistory.unsettled
            guard isBroken(promise, settledOn: settledOn), let invoice = promise.invoices.first else { continue }
            brokenPromiseCount[ledger.invoices[invoice].customer] += 1
        }
        for dispute in ledger.disputes where dispute.openedOn <= today && dispute.openedOn.days(until: today) < 365 {
            disputeCount[ledger.invoices[dispute.invoice].customer] += 1
        }
        for message in ledger.communications
        where message.direction == .outbound && message.channel.isContact && message.on <= today {
            lastContactOn[message.customer] = max(lastContactOn[message.customer], Int64(message.on.sinceEpoch))
        }
    }

    private mutating func addBalance(_ balance: Int64, of invoice: Invoice) {
        guard balance != 0 else { return }
        let customer = invoice.customer
        totalBalance[customer] = totalBalance[customer].addingClamped(balance)
        openCount[customer] += 1
        let daysPastDue = Int64(invoice.daysPastDue(on: today))
        guard balance > 0, daysPastDue > 0 else { return }
        overdueBalance[customer] = overdueBalance[customer].addingClamped(balance)
        overdueCount[customer] += 1
        oldestDaysPastDue[customer] = max(oldestDaysPastDue[customer], daysPastDue)
    }

    private mutating func addSettlement(of invoice: Invoice, on settledOn: Day) {
        settledCount[invoice.customer] += 1
        let age = settledOn.days(until: today)
        let daysLate = invoice.dueOn.days(until: settledOn)
        if age < 90 { lastQuarter[invoice.customer].add(daysLate: daysLate) }
        if age < 365 { lastYear[invoice.customer].add(daysLate: daysLate) }
    }

    /// Whether the promise named one of the last 365 days before today, stood until that day was over, and was not kept.
    ///
    /// It is kept where its invoice was paid in full on that day or before. One taken back later was broken all the same.
    private func isBroken(_ promise: Promise, settledOn: Int32) -> Bool {
        let age = promise.dueOn.days(until: today)
        guard age > 0, age < 365 else { return false }
        if let withdrawnOn = promise.withdrawnOn, withdrawnOn <= promise.dueOn { return false }
        return settledOn > promise.dueOn.sinceEpoch
    }

    /// Writes the columns into the table.
    func fill(_ table: inout FactTable) {
        let unknown = FactTable.unknownInteger
        let today = Int64(today.sinceEpoch)
        fill("total_balance", totalBalance, &table)
        fill("overdue_balance", overdueBalance, &table)
        fill("open_invoices", openCount, &table)
        fill("overdue_invoices", overdueCount, &table)
        fill("oldest_days_past_due", oldestDaysPastDue, &table)
        fill("settled_invoices", settledCount, &table)
        fill("settled_90_days", lastQuarter.map(\.count), &table)
        table.fill(table.index(of: "late_share_365_days", on: .customer), reals: lastYear.map(\.lateShare))
        fill("average_days_late_90_days", lastQuarter.map(\.averageDaysLate), &table)
        fill("average_days_late_365_days", lastYear.map(\.averageDaysLate), &table)
        fill("promises_broken_365_days", brokenPromiseCount, &table)
        fill("disputes_365_days", disputeCount, &table)
        fill("last_contact_on", lastContactOn, &table)
        fill("days_since_contact", lastContactOn.map { $0 == unknown ? unknown : today - $0 }, &table)
    }

    private func fill(_ name: String, _ values: [Int64], _ table: inout FactTable) {
        table.fill(table.index(of: name, on: .customer), integers: values)
    }
}

/// The invoices that a customer paid in full within a window of days.
private struct PaymentWindow {
    private(set) var count: Int64 = 0
    private var lateCount: Int64 = 0
    private var daysLate: Int64 = 0

    mutating func add(daysLate days: Int) {
        count += 1
        lateCount += days > 0 ? 1 : 0
        daysLate += Int64(days)
    }

    /// The share that was paid after the due date; NaN, which is unknown, where none was paid.
    var lateShare: Double {
        count == 0 ? .nan : Double(lateCount) / Double(count)
    }

    /// The mean days late, rounded to the nearest day and away from zero in the middle; unknown where none was paid.
    var averageDaysLate: Int64 {
        guard count > 0 else { return FactTable.unknownInteger }
        let (quotient, remainder) = daysLate.quotientAndRemainder(dividingBy: count)
        return abs(remainder) * 2 >= count ? quotient + daysLate.signum() : quotient
    }
}
