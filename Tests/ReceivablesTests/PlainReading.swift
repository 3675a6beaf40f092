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
        let invoice = ledger.invoices[place]
        let isVoided = invoice.voidedOn.map { $0 <= day } ?? false
        return (isVoided ? 0 : invoice.amount.minorUnits) - paid.reduce(0, +)
    }

    /// The first day from which the balance stayed at nothing or below; it moves only on these days.
    private func settledOn(_ place: Int) -> Day? {
        let issued = ledger.invoices[place].issuedOn
        let isVoided = ledger.invoices[place].voidedOn.map { $0 <= day } ?? false
        guard issued <= day, !isVoided else { return nil }
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
        let messages = ledger.communications.filter {
            $0.customer == customer && $0.on <= day && $0.channel.isContact
        }
        let contact = messages.filter { $0.direction == .outbound }.map(\.on).max()
        let reply = messages.filter { $0.direction == .inbound }.map(\.on).max()
        let promises = promiseStates(customer)
        switch name {
        case "total_balance": return totalBalance(customer, own).map { money($0) } ?? .unknown
        case "unapplied_cash": return unapplied(customer).map { money($0) } ?? .unknown
        case "overdue_balance": return inBase(overdue).map { money($0) } ?? .unknown
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
        case "promises_broken_365_days": return .count(promises.count(where: \.isNotKept))
        case "promises_kept_365_days": return .count(promises.count { $0 == .kept })
        case "promise_kept_share":
            let over = promises.filter { $0 == .kept || $0.isNotKept }
            return over.isEmpty ? .unknown : .percent(Double(over.count { $0 == .kept }) / Double(over.count))
        case "disputes_365_days":
            return .count(
                ledger.disputes.count {
                    ledger.invoices[$0.invoice].customer == customer && (0..<365).contains($0.openedOn.days(until: day))
                }
            )
        case "last_contact_on": return contact.map { .date($0) } ?? .unknown
        case "days_since_contact": return contact.map { .days($0.days(until: day)) } ?? .unknown
        case "last_reply_on": return reply.map { .date($0) } ?? .unknown
        case "days_since_reply": return reply.map { .days($0.days(until: day)) } ?? .unknown
        case "contacts_30_days":
            return .count(messages.count { $0.direction == .outbound && $0.on.days(until: day) < 30 })
        case "unanswered_contacts":
            return .count(
                messages.count { message in message.direction == .outbound && reply.map { $0 < message.on } ?? true }
            )
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

    /// Euros are worth so many dollars in every ledger that is read here; pounds have no rate.
    static let dollarsForEuro: Int64 = 2

    /// The sum of amounts in dollars, where all of them can be told in dollars.
    private func sum(_ amounts: [Money]) -> Int64? {
        guard amounts.filter({ $0.currency != .usd && $0.currency != .eur }).map(\.minorUnits).allSatisfy({ $0 == 0 })
        else { return nil }
        return amounts.map { $0.minorUnits * ($0.currency == .eur ? PlainReading.dollarsForEuro : 1) }.reduce(0, +)
    }

    private func balance(_ place: Int) -> Money {
        let balance = PlainReading.balance(place, ledger, on: day)
        return Money(minorUnits: balance, in: ledger.invoices[place].amount.currency)
    }

    private func inBase(_ places: [Int]) -> Int64? { sum(places.map { balance($0) }) }

    private func unapplied(_ customer: Int) -> Int64? {
        var sums: [Currency: Int64] = [:]
        for entry in ledger.unapplied where entry.customer == customer && entry.on <= day {
            sums[entry.amount.currency, default: 0] += entry.amount.minorUnits
        }
        return sum(sums.map { Money(minorUnits: $0.value, in: $0.key) })
    }

    private func totalBalance(_ customer: Int, _ open: [Int]) -> Int64? {
        guard let owed = inBase(open), let unapplied = unapplied(customer) else { return nil }
        return owed - unapplied
    }

    /// The promises of the last year and of days to come.
    private func promiseStates(_ customer: Int) -> [PromiseState] {
        ledger.promises.filter {
            ledger.invoices[$0.invoices[0]].customer == customer && $0.dueOn.days(until: day) < 365
        }.compactMap { state(of: $0) }
    }

    /// What is owed on all of a promise's invoices at the end of a day.
    private func owed(on promise: Promise, _ day: Day) -> Int64 {
        promise.invoices.filter { ledger.invoices[$0].issuedOn <= self.day }
            .map { PlainReading.balance($0, ledger, on: day) }.reduce(0, +)
    }

    /// What has become of a promise, asked on every day on which it could change.
    private func state(of promise: Promise) -> PromiseState? {
        guard promise.madeOn <= day, promise.invoices.contains(where: { ledger.invoices[$0].issuedOn <= day })
        else { return nil }
        let terms = ledger.company.promiseTerms
        let lastDay = promise.dueOn.advanced(by: terms.graceDays)
        if let withdrawn = promise.withdrawnOn, withdrawn <= day, withdrawn <= lastDay { return .withdrawn }
        let before = owed(on: promise, promise.madeOn.advanced(by: -1))
        let asked = max(0, min(promise.amount?.minorUnits ?? before, before))
        let missing = Double(asked) * Double(terms.tolerancePercent) / 100
        // What is owed moves on the days of entries only; between two of them it stays.
        let from = min(lastDay, day)
        let days =
            ledger.payments.filter { promise.invoices.contains($0.invoice) }.map(\.paidOn)
            + promise.invoices.compactMap { ledger.invoices[$0].voidedOn }
        let arrived =
            ([from] + days.filter { $0 > from && $0 <= day }).map { before - owed(on: promise, $0) }.min() ?? 0
        if Double(arrived) >= Double(asked) - missing.rounded(.down) { return .kept }
        if day <= lastDay { return .open }
        return arrived > 0 ? .partKept : .broken
    }

    private func invoiceValue(_ name: String, _ place: Int) -> FactValue? {
        let invoice = ledger.invoices[place]
        let balance = PlainReading.balance(place, ledger, on: day)
        let late = invoice.dueOn.days(until: day)
        let latest = ledger.promises
            .filter {
                $0.invoices.contains(place) && $0.madeOn <= day && ($0.withdrawnOn.map { $0 > day } ?? true)
            }
            .max { ($0.madeOn, $0.dueOn) < ($1.madeOn, $1.dueOn) }
        let promised = balance > 0 ? latest.flatMap { state(of: $0) == .kept ? nil : $0 } : nil
        let disputes = ledger.disputes.filter {
            $0.invoice == place && $0.openedOn <= day && ($0.resolvedOn.map { $0 > day } ?? true)
        }
        let disputed =
            disputes.contains { $0.amount == nil }
            ? balance : min(balance, disputes.compactMap(\.amount?.minorUnits).reduce(0, +))
        switch name {
        case "currency": return .text(invoice.amount.currency.code)
        case "amount": return sum([invoice.amount]).map { money($0) } ?? .unknown
        case "balance": return inBase([place]).map { money($0) } ?? .unknown
        case "disputed_amount":
            return sum([Money(minorUnits: max(0, disputed), in: invoice.amount.currency)]).map { money($0) } ?? .unknown
        case "invoice_date": return .date(invoice.issuedOn)
        case "due_date": return .date(invoice.dueOn)
        case "payment_terms": return .days(invoice.issuedOn.days(until: invoice.dueOn))
        case "days_past_due": return .days(late)
        case "aging_bucket": return .choice(AgingBucket(daysPastDue: late).rawValue)
        case "disputed": return .yesNo(!disputes.isEmpty)
        case "promise_due_date": return promised.map { .date($0.dueOn) } ?? .unknown
        case "promise_open": return .yesNo(promised.map { state(of: $0) == .open } ?? false)
        case "promise_broken": return .yesNo(promised.map { state(of: $0) != .open } ?? false)
        case "late_probability": return .unknown
        default: return nil
        }
    }
}
