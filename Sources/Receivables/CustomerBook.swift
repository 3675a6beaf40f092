import Facts
import Values

/// What a ledger says about each customer as a payer, as columns in the order of the ledger's customers.
///
/// All sums are of whole numbers, so their order does not matter.
struct CustomerBook {
    private var openCount: [Int64]
    private var overdueCount: [Int64]
    private var oldestDaysPastDue: [Int64]
    private var settledCount: [Int64]
    private var lastQuarter: [PaymentWindow]
    private var lastYear: [PaymentWindow]
    private var keptPromiseCount: [Int64]
    private var brokenPromiseCount: [Int64]
    private var disputeCount: [Int64]
    private let today: Day

    /// The book on the ledger's day.
    init(of ledger: Ledger, _ settlement: Settlement, _ promises: PromiseBook) {
        let nothing = [Int64](repeating: 0, count: ledger.customers.count)
        let noPayments = [PaymentWindow](repeating: PaymentWindow(), count: ledger.customers.count)
        openCount = nothing
        overdueCount = nothing
        oldestDaysPastDue = nothing
        settledCount = nothing
        lastQuarter = noPayments
        lastYear = noPayments
        keptPromiseCount = nothing
        brokenPromiseCount = nothing
        disputeCount = nothing
        today = ledger.asOf
        for (place, invoice) in ledger.invoices.enumerated() where invoice.issuedOn <= today {
            addBalance(settlement.balance[place], of: invoice)
            let settledOn = settlement.settledOn[place]
            if settledOn != InvoiceHistory.unsettled { addSettlement(of: invoice, on: Day(sinceEpoch: settledOn)) }
        }
        for (place, promise) in ledger.promises.enumerated() where promise.dueOn.days(until: today) < 365 {
            guard let state = promises.states[place], let invoice = promise.invoices.first else { continue }
            let customer = ledger.invoices[invoice].customer
            switch state {
            case .kept: keptPromiseCount[customer] += 1
            case .partKept, .broken: brokenPromiseCount[customer] += 1
            case .open, .withdrawn: continue
            }
        }
        for dispute in ledger.disputes where dispute.openedOn <= today && dispute.openedOn.days(until: today) < 365 {
            disputeCount[ledger.invoices[dispute.invoice].customer] += 1
        }
    }

    private mutating func addBalance(_ balance: Int64, of invoice: Invoice) {
        guard balance != 0 else { return }
        let customer = invoice.customer
        openCount[customer] += 1
        let daysPastDue = Int64(invoice.daysPastDue(on: today))
        guard balance > 0, daysPastDue > 0 else { return }
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

    /// Writes the columns into the table.
    func fill(_ table: inout FactTable) {
        table.fill("open_invoices", of: .customer, openCount)
        table.fill("overdue_invoices", of: .customer, overdueCount)
        table.fill("oldest_days_past_due", of: .customer, oldestDaysPastDue)
        table.fill("settled_invoices", of: .customer, settledCount)
        table.fill("settled_90_days", of: .customer, lastQuarter.map(\.count))
        table.fill(table.index(of: "late_share_365_days", on: .customer), reals: lastYear.map(\.lateShare))
        table.fill("average_days_late_90_days", of: .customer, lastQuarter.map(\.averageDaysLate))
        table.fill("average_days_late_365_days", of: .customer, lastYear.map(\.averageDaysLate))
        table.fill("promises_broken_365_days", of: .customer, brokenPromiseCount)
        table.fill("promises_kept_365_days", of: .customer, keptPromiseCount)
        table.fill(
            table.index(of: "promise_kept_share", on: .customer),
            reals: zip(keptPromiseCount, brokenPromiseCount).map { kept, broken in
                kept + broken == 0 ? .nan : Double(kept) / Double(kept + broken)
            }
        )
        table.fill("disputes_365_days", of: .customer, disputeCount)
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
