import Receivables
import Values

/// An invoice of generated books and all that ever happens to it, also after the last day.
struct GeneratedInvoice {
    struct Entry {
        let type: PaymentType
        let day: Day
        let minorUnits: Int64
    }

    struct Promise {
        let madeOn: Day
        let dueOn: Day
        let withdrawnOn: Day?
    }

    let issuedOn: Day
    let dueOn: Day
    let minorUnits: Int64
    private(set) var entries: [Entry] = []
    private(set) var promises: [Promise] = []
    private(set) var dispute: (openedOn: Day, resolvedOn: Day)?

    /// An invoice issued on `issuedOn`, with its outcome drawn from the customer's behaviour.
    init(
        of customer: GeneratedCustomer,
        issuedOn: Day,
        lastDay: Day,
        currency: Currency,
        calendar: BusinessCalendar,
        _ draws: inout Draws
    ) {
        let behaviour = customer.behaviour
        self.issuedOn = issuedOn
        dueOn = issuedOn.advanced(by: customer.terms)
        let amount = Elementary.exp(customer.logAmount + 0.55 * draws.normal())
        minorUnits = max(1, max(2_500, Int64((amount * 100).rounded())) * currency.minorUnitsPerMajor / 100)
        var lateness = behaviour.daysLate + Int((Double(behaviour.spread) * draws.normal()).rounded())
        lateness += GeneratedInvoice.drift(of: behaviour, dueOn: dueOn, lastDay: lastDay)
        if draws.happens(behaviour.stragglersPerMille) { lateness += draws.within(40...160) }
        var payDay = max(dueOn.advanced(by: lateness), issuedOn.advanced(by: 1))
        let credit = disputed(behaviour, calendar, &payDay, &draws)
        let isPromised = promised(behaviour, calendar, &payDay, &draws)
        // One payment in a hundred arrives on whatever day it is, as through a lockbox.
        if !draws.happens(10) { payDay = calendar.firstBusinessDay(onOrAfter: payDay) }
        pay(
            minorUnits - credit,
            on: payDay,
            inParts: !isPromised && draws.happens(behaviour.instalmentsPerMille),
            calendar,
            &draws
        )
    }

    private static func drift(of behaviour: PayerBehaviour, dueOn: Day, lastDay: Day) -> Int {
        guard behaviour.driftDays > 0 else { return 0 }
        let into = behaviour.driftDays - dueOn.days(until: lastDay)
        return behaviour.drift * min(max(into, 0), behaviour.driftDays) / behaviour.driftDays
    }

    /// Draws a dispute, which puts payment off until it is settled.
    ///
    /// - Returns: what is credited when it is settled, in minor units.
    private mutating func disputed(
        _ behaviour: PayerBehaviour,
        _ calendar: BusinessCalendar,
        _ payDay: inout Day,
        _ draws: inout Draws
    ) -> Int64 {
        guard draws.happens(behaviour.disputesPerMille) else { return 0 }
        let openedOn = calendar.firstBusinessDay(
            onOrAfter: max(issuedOn.advanced(by: 2), dueOn.advanced(by: draws.within(-10...8)))
        )
        let resolvedOn = calendar.firstBusinessDay(onOrAfter: openedOn.advanced(by: draws.within(12...55)))
        dispute = (openedOn, resolvedOn)
        payDay = max(payDay, resolvedOn.advanced(by: draws.within(3...12)))
        guard draws.happens(300) else { return 0 }
        let credit = minorUnits * Int64(draws.within(5...25)) / 100
        if credit > 0 { entries.append(Entry(type: .creditMemo, day: resolvedOn, minorUnits: credit)) }
        return credit
    }

    /// Draws promises for an invoice that becomes late; a kept one settles the pay day, a broken one puts it off.
    private mutating func promised(
        _ behaviour: PayerBehaviour,
        _ calendar: BusinessCalendar,
        _ payDay: inout Day,
        _ draws: inout Draws
    ) -> Bool {
        guard dueOn.days(until: payDay) > 6, draws.happens(behaviour.promisesPerMille) else { return false }
        var madeOn = calendar.firstBusinessDay(onOrAfter: dueOn.advanced(by: draws.within(3...10)))
        for _ in 0..<3 where madeOn < payDay {
            let promisedOn = calendar.firstBusinessDay(onOrAfter: madeOn.advanced(by: draws.within(5...14)))
            let isWithdrawn = draws.happens(30)
            let withdrawnOn = isWithdrawn ? madeOn.advanced(by: draws.within(1...4)) : nil
            promises.append(Promise(madeOn: madeOn, dueOn: promisedOn, withdrawnOn: withdrawnOn))
            if !isWithdrawn, draws.happens(behaviour.keptPerMille) {
                payDay = promisedOn
                break
            }
            payDay = max(payDay, promisedOn.advanced(by: draws.within(3...16)))
            madeOn = calendar.firstBusinessDay(onOrAfter: promisedOn.advanced(by: draws.within(2...8)))
            guard draws.happens(500) else { break }
        }
        return true
    }

    /// Draws how the money arrives: at once, in two parts, or, rarely, returned by the bank and paid again.
    private mutating func pay(
        _ owed: Int64,
        on day: Day,
        inParts isInParts: Bool,
        _ calendar: BusinessCalendar,
        _ draws: inout Draws
    ) {
        if isInParts, owed > 1 {
            let first = owed * Int64(draws.within(30...70)) / 100
            let later = calendar.firstBusinessDay(onOrAfter: day.advanced(by: draws.within(10...28)))
            entries.append(Entry(type: .payment, day: day, minorUnits: first))
            entries.append(Entry(type: .payment, day: later, minorUnits: owed - first))
            return
        }
        entries.append(Entry(type: .payment, day: day, minorUnits: owed))
        guard draws.happens(2) else { return }
        let returnedOn = calendar.day(2, businessDaysAfter: day)
        entries.append(Entry(type: .reversal, day: returnedOn, minorUnits: -owed))
        entries.append(Entry(type: .payment, day: calendar.day(5, businessDaysAfter: returnedOn), minorUnits: owed))
    }
}
