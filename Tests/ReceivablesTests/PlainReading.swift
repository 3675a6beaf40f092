import Facts
import Receivables
import Values

/// The facts of a day, read from a whole ledger in the plainest way: every question looks at every entry again.
struct PlainReading {
    private let ledger: Ledger
    private let day: Day
    private let open: [Int]

    init(of ledger: Ledger, on day: Day) {
        self.ledger = ledger
        self.day = day
        open = ledger.invoices.indices.filter {
            ledger.invoices[$0].issuedOn <= day && PlainReading.balance($0, ledger, on: day) != 0
        }
    }

    var invoiceKeys: [String] { open.map { ledger.invoices[$0].key } }

    private static func balance(_ place: Int, _ ledger: Ledger, on day: Day) -> Int64 {
        let paid = ledger.payments.filter { $0.invoice == place && $0.paidOn <= day }.map(\.amount.minorUnits)
        return ledger.invoices[place].amount.minorUnits - paid.reduce(0, +)
    }

    /// The first day from which the balance stayed at nothing or below; it moves only on these days.
    private func settledOn(_ place: Int) -> Day? {
        let issued = ledger.invoices[place].issuedOn
        guard issued <= day else { return nil }
        var settled: Day?
        let paid = ledger.payments.filter { $0.invoice == place && $0.paidOn > issued && $0.paidOn <= day }.map(
            \.paidOn
        )
        for candidate in [issued] + Set(paid).sorted() {
            if PlainReading.balance(place, ledger, on: candidate) > 0 {
                settled = nil
            } else if settled == nil {
                settled = candidate
            }
        }
        return settled
    }

    func settledOn(invoiceKeyed key: String) -> Day? {
        ledger.invoices.firstIndex { $0.key == key }.flatMap { settledOn($0) }
    }

    /// The value of a fact, or `nil` for those that a ledger's attributes give as they are.
    func value(_ path: String, _ row: Int) -> FactValue? {
        path.hasPrefix("customer.")
            ? customerValue(String(path.dropFirst("customer.".count)), row)
            : invoiceValue(String(path.dropFirst("invoice.".count)), open[row])
    }

    private func money(_ minorUnits: Int64) -> FactValue { .money(Money(minorUnits: minorUnits, in: .usd)) }

    private func customerValue(_ name: String, _ customer: Int) -> FactValue? {
        let own = open.filter { ledger.invoices[$0].customer == customer }
        let overdue = own.filter {
            PlainReading.balance($0, ledger, on: day) > 0 && ledger.invoices[$0].dueOn < day
        }
        let contact = ledger.communications.filter {
            $0.customer == customer && $0.on <= day && $0.direction == .outbound && $0.channel.isContact
        }.map(\.on).max()
        func sum(_ places: [Int]) -> FactValue {
            money(places.map { PlainReading.balance($0, ledger, on: day) }.reduce(0, +))
        }
        switch name {
        case "total_balance": return sum(own)
        case "overdue_balance": return sum(overdue)
        case "open_invoices": return .count(own.count)
        case "overdue_invoices": return .count(overdue.count)
        case "oldest_days_past_due":
            return .days(overdue.map { ledger.invoices[$0].dueOn.days(until: day) }.max() ?? 0)
        case "settled_invoices": return .count(daysLate(customer, .max).count)
        case "settled_90_days": return .count(daysLate(customer, 90).count)
        case "late_share_365_days":
            let all = daysLate(customer, 365)
            return all.isEmpty ? .unknown : .percent(Double(all.count { $0 > 0 }) / Double(all.count))
        case "average_days_late_90_days": return mean(daysLate(customer, 90))
        case "average_days_late_365_days": return mean(daysLate(customer, 365))
        case "promises_broken_365_days": return .count(brokenPromises(customer))
        case "disputes_365_days":
            return .count(
                ledger.disputes.count {
                    ledger.invoices[$0.invoice].customer == customer && (0..<365).contains($0.openedOn.days(until: day))
                }
            )
        case "last_contact_on": return contact.map { .date($0) } ?? .unknown
        case "days_since_contact": return contact.map { .days($0.days(until: day)) } ?? .unknown
        case "risk_score", "risk_level": return .unknown
        default: return nil
        }
    }

    private func daysLate(_ customer: Int, _ window: Int) -> [Int] {
        ledger.invoices.indices.filter { ledger.invoices[$0].customer == customer }.compactMap { place in
            settledOn(place).flatMap {
                $0.days(until: day) < window ? ledger.invoices[place].dueOn.days(until: $0) : nil
            }
        }
    }

    private func mean(_ days: [Int]) -> FactValue {
        guard !days.isEmpty else { return .unknown }
        return .days(Int((Double(days.reduce(0, +)) / Double(days.count)).rounded(.toNearestOrAwayFromZero)))
    }

    private func brokenPromises(_ customer: Int) -> Int {
        ledger.promises.count { promise in
            let isOwn = ledger.invoices[promise.invoices[0]].customer == customer
            let isMade = ledger.invoices[promise.invoices[0]].issuedOn <= day && promise.madeOn <= day
            let isInWindow = (1..<365).contains(promise.dueOn.days(until: day))
            let isWithdrawn = promise.withdrawnOn.map { $0 <= promise.dueOn } ?? false
            let isKept = settledOn(promise.invoices[0]).map { $0 <= promise.dueOn } ?? false
            return isOwn && isMade && isInWindow && !isWithdrawn && !isKept
        }
    }

    private func invoiceValue(_ name: String, _ place: Int) -> FactValue? {
        let invoice = ledger.invoices[place]
        let balance = PlainReading.balance(place, ledger, on: day)
        let late = invoice.dueOn.days(until: day)
        let promised = ledger.promises
            .filter { $0.invoices == [place] && $0.madeOn <= day && ($0.withdrawnOn.map { $0 > day } ?? true) }
            .max { ($0.madeOn, $0.dueOn) < ($1.madeOn, $1.dueOn) }
            .flatMap { balance > 0 ? $0.dueOn : nil }
        switch name {
        case "amount": return money(invoice.amount.minorUnits)
        case "balance": return money(balance)
        case "invoice_date": return .date(invoice.issuedOn)
        case "due_date": return .date(invoice.dueOn)
        case "payment_terms": return .days(invoice.issuedOn.days(until: invoice.dueOn))
        case "days_past_due": return .days(late)
        case "aging_bucket": return .choice(AgingBucket(daysPastDue: late).rawValue)
        case "disputed":
            return .yesNo(
                ledger.disputes.contains {
                    $0.invoice == place && $0.openedOn <= day && ($0.resolvedOn.map { $0 > day } ?? true)
                }
            )
        case "promise_due_date": return promised.map { .date($0) } ?? .unknown
        case "promise_open": return .yesNo(promised.map { $0 >= day } ?? false)
        case "promise_broken": return .yesNo(promised.map { $0 < day } ?? false)
        case "late_probability": return .unknown
        default: return nil
        }
    }
}
