import Receivables
import Values

/// An invoice of made-up books and all that ever happens to it, also after the last day.
struct PlantedInvoice {
    /// An entry that is no part of a pay run.
    struct Entry {
        let type: PaymentType
        let day: Day
        /// Lowers what is owed; a reversal raises it.
        let minorUnits: Int64
        /// Whether it says which invoice it is for.
        let isApplied: Bool
    }

    /// Money that arrives with the customer's next pay run.
    struct Part {
        let day: Day
        let minorUnits: Int64
        /// Whether it comes out of a payment on account that arrived before.
        let isOnAccount: Bool
    }

    struct Promise {
        let key: Int
        let madeOn: Day
        let dueOn: Day
        let minorUnits: Int64?
        let withdrawnOn: Day?
    }

    struct Dispute {
        let openedOn: Day
        let resolvedOn: Day
        /// What of the invoice is disputed; `nil` where all of it is.
        let minorUnits: Int64?
        /// Its place in ``PlantedTexts/disputes``.
        let category: Int
        let isCredited: Bool
    }

    let number: Int
    let issuedOn: Day
    let dueOn: Day
    let minorUnits: Int64
    let purchaseOrder: Int?
    let note: Int?
    private(set) var voidedOn: Day?
    private(set) var entries: [Entry] = []
    private(set) var parts: [Part] = []
    private(set) var promises: [Promise] = []
    private(set) var dispute: Dispute?
    /// The day of the first reminder, where the customer had one; it moves the payment of those whom it moves.
    private(set) var remindedOn: Day?
    /// The day on which nobody would remind any more.
    private(set) var settledOn: Day

    /// What an invoice's course is drawn with, beside its customer.
    struct Setting {
        let days: BookDays
        /// The promise that the customer's next overdue invoices may fall under.
        var sharedPromise: SharedPromise?
        /// The key of the last promise.
        var promiseCount: Int
    }

    /// An invoice issued on `issuedOn`, with its outcome drawn from the customer's behaviour.
    init(
        number: Int,
        of customer: PlantedCustomer,
        issuedOn: Day,
        _ setting: inout Setting,
        _ draws: inout Draws
    ) {
        let behaviour = customer.behaviour
        let days = setting.days
        self.number = number
        self.issuedOn = issuedOn
        dueOn = issuedOn.advanced(by: customer.terms)
        minorUnits = PlantedInvoice.amount(for: customer, &draws)
        purchaseOrder = customer.hasPurchaseOrders ? draws.within(10_000...99_999) : nil
        note = draws.happens(12) ? draws.below(PlantedTexts.notes.count) : nil
        settledOn = issuedOn
        guard !draws.happens(2) else {
            voidedOn = days.onOrAfter(issuedOn.advanced(by: draws.within(1...9)))
            return
        }
        var payDay = usualPayDay(behaviour, days, &draws)
        reminded(customer, days, &payDay, &draws)
        let disputed = disputed(behaviour, days, &payDay, &draws)
        var owed = minorUnits - disputed.openShare - disputed.credit
        let agreed = promised(customer, owed, &setting, &payDay, &draws)
        owed -= credited(behaviour, owed, before: payDay, days, &draws)
        owed -= shortened(behaviour, owed, payDay, days, &draws)
        pay(owed, of: customer, on: payDay, agreed, days, &draws)
        settledOn = parts.last?.day ?? entries.last?.day ?? payDay
        if disputed.openShare > 0, let dispute {
            let paidOn = days.onOrAfter(dispute.resolvedOn.advanced(by: draws.within(3...12)))
            settledOn = max(settledOn, paidOn)
            arrive(disputed.openShare, on: paidOn)
        }
    }

    /// Adds a part, to the one that arrives on the same day where there is one: a payment names an invoice once.
    private mutating func arrive(_ minorUnits: Int64, on day: Day) {
        let same = parts.firstIndex { $0.day == day && !$0.isOnAccount }
        let earlier = same.map { parts.remove(at: $0).minorUnits } ?? 0
        parts.append(Part(day: day, minorUnits: earlier + minorUnits, isOnAccount: false))
    }

    private static func amount(for customer: PlantedCustomer, _ draws: inout Draws) -> Int64 {
        if let retainer = customer.retainer, draws.happens(350) { return retainer }
        let major = Elementary.exp(customer.logAmount + PlantedCustomer.amountSpread * draws.normal())
        let unit = customer.currency.minorUnitsPerMajor
        let minor = max(Int64((major * Double(unit)).rounded()), unit)
        let style = draws.below(100)
        // Some are multiples of a price in whole units, some end like a price in a shop; most are sums of lines.
        if style < 20, minor >= 200 * unit { return minor / (5 * unit) * (5 * unit) }
        if style < 32, unit == 100 { return minor / 100 * 100 + draws.pick([0, 50, 95, 99]) }
        return minor
    }

    /// When the customer would pay if nobody said anything.
    private func usualPayDay(_ behaviour: PlantedBehaviour, _ days: BookDays, _ draws: inout Draws) -> Day {
        var lateness = behaviour.daysLate + Int((Double(behaviour.spread) * draws.normal()).rounded())
        lateness += behaviour.course.drift(dueOn: dueOn, lastDay: days.lastDay)
        if draws.happens(behaviour.stragglersPerMille) { lateness += draws.within(40...120) }
        let isSilent = behaviour.silentDays > 0 && dueOn.days(until: days.lastDay) < behaviour.silentDays
        // Beyond all books, and so not paid in them.
        if isSilent, draws.happens(500) { lateness += BookDays.length }
        return max(dueOn.advanced(by: lateness), issuedOn.advanced(by: 1))
    }

    /// Draws whether somebody writes as soon as the invoice is overdue, and brings the payment forward where that helps.
    private mutating func reminded(
        _ customer: PlantedCustomer,
        _ days: BookDays,
        _ payDay: inout Day,
        _ draws: inout Draws
    ) {
        let day = days.onOrAfter(dueOn.advanced(by: draws.within(2...5)))
        let isReminded = draws.happens(customer.remindedPerMille)
        guard isReminded, payDay > day else { return }
        remindedOn = day
        payDay = max(payDay.advanced(by: -customer.reminderEffect), day.advanced(by: 1))
    }

    /// Draws a dispute, which puts payment off until it is settled: of the whole, or of a part.
    ///
    /// - Returns: what is paid only when it is settled, and what is credited then, in minor units.
    private mutating func disputed(
        _ behaviour: PlantedBehaviour,
        _ days: BookDays,
        _ payDay: inout Day,
        _ draws: inout Draws
    ) -> (openShare: Int64, credit: Int64) {
        guard draws.happens(behaviour.disputesPerMille) else { return (0, 0) }
        let openedOn = days.onOrAfter(
            max(issuedOn.advanced(by: 2), dueOn.advanced(by: draws.within(-10...8)))
        )
        let resolvedOn = days.onOrAfter(openedOn.advanced(by: draws.within(12...55)))
        let category = draws.below(PlantedTexts.disputes.count)
        let isCredited = draws.happens(400)
        let share = Int64(draws.within(10...50))
        let part = draws.happens(500) ? minorUnits * share / 100 : nil
        let disputed = part ?? minorUnits
        let credit = isCredited ? disputed * Int64(draws.within(10...60)) / 100 : 0
        if credit > 0 {
            entries.append(Entry(type: .creditMemo, day: resolvedOn, minorUnits: credit, isApplied: true))
        }
        dispute = Dispute(
            openedOn: openedOn,
            resolvedOn: resolvedOn,
            minorUnits: part,
            category: category,
            isCredited: credit > 0
        )
        guard part == nil else { return (disputed - credit, credit) }
        payDay = max(payDay, resolvedOn.advanced(by: draws.within(3...12)))
        return (0, credit)
    }

    /// What promises have settled about the payment.
    private struct Agreement {
        /// Paid on the promised day itself, whatever the pay run.
        var isKept = false
        /// What arrives by the promised day where the promise is kept in part.
        var firstPart: (day: Day, minorUnits: Int64)?
        var isPromised = false
    }

    /// Draws promises for an invoice that becomes late; a kept one settles the pay day, a broken one puts it off.
    private mutating func promised(
        _ customer: PlantedCustomer,
        _ owed: Int64,
        _ setting: inout Setting,
        _ payDay: inout Day,
        _ draws: inout Draws
    ) -> Agreement {
        let behaviour = customer.behaviour
        let days = setting.days
        var agreed = Agreement()
        let isHeardFrom = behaviour.silentDays == 0 || dueOn.days(until: days.lastDay) > behaviour.silentDays
        guard dueOn.days(until: payDay) > 6, isHeardFrom, draws.happens(behaviour.promisesPerMille) else {
            return agreed
        }
        agreed.isPromised = true
        if var shared = setting.sharedPromise, shared.invoiceCount < 4, dueOn.advanced(by: 2) < shared.madeOn,
            payDay > shared.madeOn
        {
            shared.invoiceCount += 1
            setting.sharedPromise = shared
            promises.append(shared.promise)
            agreed.isKept = shared.isKept
            payDay = shared.isKept ? shared.dueOn : max(payDay, shared.dueOn.advanced(by: draws.within(3...16)))
            return agreed
        }
        // Who promises several invoices at once has waited until there were several.
        let sharesFirst = draws.happens(350)
        var madeOn = days.onOrAfter(dueOn.advanced(by: sharesFirst ? draws.within(9...18) : draws.within(3...10)))
        for attempt in 0..<3 where madeOn < payDay {
            let promisedOn = days.onOrAfter(madeOn.advanced(by: draws.within(6...18)))
            let isWithdrawn = draws.happens(30)
            let fate = draws.below(1_000)
            let isShared = attempt == 0 && !isWithdrawn && sharesFirst
            setting.promiseCount += 1
            let isPart =
                !isWithdrawn && !isShared && fate >= behaviour.keptPerMille
                && fate < behaviour.keptPerMille + behaviour.partKeptPerMille
            promises.append(
                Promise(
                    key: setting.promiseCount,
                    madeOn: madeOn,
                    dueOn: promisedOn,
                    minorUnits: isShared || draws.happens(350) ? nil : owed,
                    withdrawnOn: isWithdrawn ? madeOn.advanced(by: draws.within(1...4)) : nil
                )
            )
            let isKept = !isWithdrawn && fate < behaviour.keptPerMille
            if isShared, let promise = promises.last {
                setting.sharedPromise = SharedPromise(promise: promise, isKept: isKept, invoiceCount: 1)
            }
            if isKept {
                payDay = promisedOn
                agreed.isKept = true
                break
            }
            payDay = max(payDay, promisedOn.advanced(by: draws.within(3...16)))
            if isPart, owed >= 2 {
                agreed.firstPart = (promisedOn, owed * Int64(draws.within(30...70)) / 100)
                break
            }
            madeOn = days.onOrAfter(promisedOn.advanced(by: draws.within(2...8)))
            guard !isShared, draws.happens(500) else { break }
        }
        return agreed
    }

    /// Draws a credit memo of those who return goods.
    ///
    /// - Returns: by how much less is paid, in minor units: nothing where the memo does not name the invoice.
    private mutating func credited(
        _ behaviour: PlantedBehaviour,
        _ owed: Int64,
        before payDay: Day,
        _ days: BookDays,
        _ draws: inout Draws
    ) -> Int64 {
        guard draws.happens(behaviour.creditsPerMille) else { return 0 }
        let credit = owed * Int64(draws.within(5...30)) / 100
        let isApplied = !draws.happens(330)
        let latest = max(issuedOn.days(until: payDay) - 1, 1)
        let day = days.onOrAfter(issuedOn.advanced(by: draws.within(1...latest)))
        guard credit > 0 else { return 0 }
        entries.append(Entry(type: .creditMemo, day: day, minorUnits: credit, isApplied: isApplied))
        return isApplied ? credit : 0
    }

    /// Draws what a short payer keeps back, and what becomes of that.
    private mutating func shortened(
        _ behaviour: PlantedBehaviour,
        _ owed: Int64,
        _ payDay: Day,
        _ days: BookDays,
        _ draws: inout Draws
    ) -> Int64 {
        guard let range = behaviour.shortPerMille else { return 0 }
        let short = owed * Int64(draws.within(range)) / 1_000
        guard short > 0 else { return 0 }
        let fate = draws.below(100)
        if fate < 40 {
            let day = days.onOrAfter(payDay.advanced(by: draws.within(25...60)))
            entries.append(Entry(type: .creditMemo, day: day, minorUnits: short, isApplied: true))
        } else if fate < 60 {
            let day = days.onOrAfter(payDay.advanced(by: draws.within(90...120)))
            entries.append(Entry(type: .writeOff, day: day, minorUnits: short, isApplied: true))
        }
        return short
    }

    /// Draws how the money arrives: at once, in parts, on account before it is due to anything, or, rarely, returned by
    /// the bank and paid again.
    private mutating func pay(
        _ owed: Int64,
        of customer: PlantedCustomer,
        on payDay: Day,
        _ agreed: Agreement,
        _ days: BookDays,
        _ draws: inout Draws
    ) {
        let behaviour = customer.behaviour
        guard owed > 0 else { return }
        // One payment in a hundred arrives on whatever day it is, as through a lockbox.
        let isAnyDay = draws.happens(10)
        let day =
            agreed.isKept || isAnyDay
            ? payDay
            : days.payDay(near: payDay, for: customer.payRun, issuedOn: issuedOn, dueOn: dueOn)
        if let first = agreed.firstPart {
            arrive(first.minorUnits, on: first.day)
            arrive(owed - first.minorUnits, on: max(day, first.day.advanced(by: 1)))
            return
        }
        let isInParts = !agreed.isPromised && draws.happens(behaviour.instalmentsPerMille)
        if isInParts, owed > 1 {
            let first = owed * Int64(draws.within(30...70)) / 100
            let later = days.payDay(
                near: day.advanced(by: draws.within(10...28)),
                for: customer.payRun,
                issuedOn: day,
                dueOn: dueOn
            )
            arrive(first, on: day)
            arrive(owed - first, on: max(later, day.advanced(by: 1)))
            return
        }
        guard draws.happens(3) else {
            let isOnAccount = !agreed.isPromised && draws.happens(behaviour.overpaysPerMille / 3)
            parts.append(Part(day: day, minorUnits: owed, isOnAccount: isOnAccount))
            return
        }
        let returnedOn = days.calendar.day(2, businessDaysAfter: day)
        let repaidOn = days.calendar.day(5, businessDaysAfter: returnedOn)
        entries.append(Entry(type: .payment, day: day, minorUnits: owed, isApplied: true))
        entries.append(Entry(type: .reversal, day: returnedOn, minorUnits: -owed, isApplied: true))
        entries.append(Entry(type: .payment, day: repaidOn, minorUnits: owed, isApplied: true))
    }
}

/// A promise over several invoices: those that are overdue when it is made.
struct SharedPromise {
    let promise: PlantedInvoice.Promise
    let isKept: Bool
    var invoiceCount: Int

    var madeOn: Day { promise.madeOn }
    var dueOn: Day { promise.dueOn }
}

extension PlantedBehaviour.Course {
    /// How many thousandths of a seasonal swing each month has, from January.
    private static let seasons = [1_000, 866, 500, 0, -500, -866, -1_000, -866, -500, 0, 500, 866]

    /// How many days later than usual an invoice due on `dueOn` is paid, by the course alone.
    func drift(dueOn: Day, lastDay: Day) -> Int {
        let daysLeft = dueOn.days(until: lastDay)
        switch self {
        case .steady: return 0
        case .rising(let days, let over): return days * min(max(over - daysLeft, 0), over) / over
        case .accelerating(let days, let over):
            let into = min(max(over - daysLeft, 0), over)
            return days * into * into / (over * over)
        case .falling(let days, let over): return days - days * min(max(over - daysLeft, 0), over) / over
        case .breaking(let days, let over): return daysLeft < over ? days : 0
        case .seasonal(let days): return days * Self.seasons[dueOn.civil.month - 1] / 1_000
        }
    }
}
