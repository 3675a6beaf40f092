import Facts
import Scoring
import TestKit
import Testing
import Values

@Suite struct LateFeaturesTests {
    /// Monday, 1 January 2024.
    static let monday: Int32 = 19_723

    /// Paid Monday after a Thursday, paid early, paid on the Monday after a Saturday, and one that stays open.
    static let ledger = [
        SampleInvoice(0, issued: monday, due: monday + 10, settled: monday + 14),
        SampleInvoice(0, issued: monday + 1, due: monday + 11, settled: monday + 9),
        SampleInvoice(0, issued: monday + 2, due: monday + 12, settled: monday + 14),
        SampleInvoice(0, issued: monday + 3, due: monday + 20, amount: 1_000_00),
        SampleInvoice(0, issued: monday + 28, due: monday + 38, amount: 1_000_00),
    ]

    @Test func `every feature of a small ledger is what the definition gives by hand`() {
        let history = InvoiceHistory(of: Self.ledger, knownBefore: Self.monday + 28)
        let features = Self.features(of: history, row: 4, before: Self.monday + 28)
        func decay(_ days: Double) -> Double { Elementary.exp(-Elementary.log(2) * days / 90) }
        let weights = decay(18) + decay(18) + decay(16) + decay(8)
        let settledLate = (2 + 6 * 0.6) / 9
        let expected = [
            "log_amount": Elementary.log(1_001),
            "days_to_business_day": 0,
            "history_shortness": 1.0 / 9,
            "mean_lateness": 4.0 / 3,
            "log_lateness_spread": 0.5 * Elementary.log((56.0 / 3 + 6 * (56.0 / 3 + 200) / 5) / 9),
            "median_lateness": 14.0 / 9,
            "matured_late": Elementary.logit(0.7),
            "matured_late_7": Elementary.logit(0.3),
            "recent_late": Elementary.logit((1.8 + 2 * settledLate) / 4.44),
            "recent_curve": Elementary.logit((decay(18) + decay(8) + 2) / (weights + 4)),
            "amount_curve": Elementary.logit(0.6) - Elementary.logit(0.5),
            "weekday_late": Elementary.logit(5.2 / 7) - Elementary.logit(0.7),
            "overdue_share": 0.65,
        ]
        #expect(features.count == 13)
        for (name, value) in features {
            #expect(abs(value - (expected[name] ?? .nan)) < 1e-12, "\(name) is \(value)")
        }
    }

    @Test func `a customer's rates are shrunk to the company's own`() {
        let steady = (0..<14).map {
            SampleInvoice(1, issued: Self.monday + $0, due: Self.monday + 10 + $0, settled: Self.monday + 10 + $0)
        }
        let late = SampleInvoice(0, issued: Self.monday, due: Self.monday + 10, settled: Self.monday + 30)
        let asked = SampleInvoice(0, issued: Self.monday + 40, due: Self.monday + 50)
        let history = InvoiceHistory(of: steady + [late, asked], knownBefore: Self.monday + 40)
        let features = Dictionary(uniqueKeysWithValues: Self.features(of: history, row: 1, before: Self.monday + 40))
        // One late of 15 in the company; own: one of one, and 20 days where the company's mean is 20/15.
        let company = (1.0 + 1) / (15 + 2)
        #expect(abs((features["matured_late"] ?? 0) - Elementary.logit((1 + 6 * company) / 7)) < 1e-12)
        #expect(abs((features["mean_lateness"] ?? 0) - (20 + 6 * 20.0 / 15) / 7) < 1e-12)
    }

    @Test func `where customers pay on weekends too, days are plain days`() {
        var ledger = Self.ledger
        let asked = Question(row: 4, day: Day(sinceEpoch: Self.monday + 28))
        let business = InvoiceHistory(of: ledger, knownBefore: Self.monday + 28)
        // Due on Saturday and paid on Sunday: past due in plain days, and no business day has gone by.
        ledger[2].settledOn = Self.monday + 13
        let plain = InvoiceHistory(of: ledger, knownBefore: Self.monday + 28)
        let curves = [business, plain].map { history in
            let values = LateFeatures.rows(of: history, asking: [asked]).features(ofRow: 0)
            return values.first { $0.name == "recent_curve" }?.value ?? .nan
        }
        #expect(curves[0] < Elementary.logit(0.55))
        #expect(curves[1] > Elementary.logit(0.6))
    }

    @Test func `an invoice due on a day of rest is compared at the last business day before it`() {
        var ledger = Self.ledger
        let saturday = Self.monday + 40
        ledger[4].dueOn = saturday
        let history = InvoiceHistory(of: ledger, knownBefore: Self.monday + 28)
        let features = Dictionary(uniqueKeysWithValues: Self.features(of: history, row: 4, before: Self.monday + 28))
        #expect(features["days_to_business_day"] == 2)
        // All but the early one were paid on or after the business day that their due date rolls to, or are not yet.
        func decay(_ days: Double) -> Double { Elementary.exp(-Elementary.log(2) * days / 90) }
        let curve = (3 + 6 * 4.0 / 6) / 10
        let passed = decay(18) + decay(16) + decay(9)
        let expected = (passed + 4 * curve) / (passed + decay(18) + 4)
        #expect(abs((features["recent_curve"] ?? 0) - Elementary.logit(expected)) < 1e-12)
    }

    @Test func `a holiday moves the business day`() throws {
        let calendar = BusinessCalendar(holidays: [Day(sinceEpoch: Self.monday + 38)])
        let history = InvoiceHistory(of: Self.ledger, knownBefore: Self.monday + 28, calendar: calendar)
        let features = Dictionary(uniqueKeysWithValues: Self.features(of: history, row: 4, before: Self.monday + 28))
        #expect(features["days_to_business_day"] == 1)
    }

    @Test func `an unknown amount says nothing, and counts in everything but amounts`() {
        var ledger = Self.ledger
        ledger[0].amount = FactTable.unknownInteger
        ledger[4].amount = FactTable.unknownInteger
        let known = InvoiceHistory(of: Self.ledger, knownBefore: Self.monday + 28)
        let history = InvoiceHistory(of: ledger, knownBefore: Self.monday + 28)
        let before = Self.features(of: known, row: 4, before: Self.monday + 28)
        let features = Self.features(of: history, row: 4, before: Self.monday + 28)
        for (one, other) in zip(before, features) {
            switch one.name {
            case "log_amount": #expect(other.value.isNaN)
            case "amount_curve": #expect(other.value == 0)
            default: #expect(one.value == other.value, "\(one.name)")
            }
        }
    }

    @Test func `an invoice says nothing about itself`() {
        let alone = [SampleInvoice(0, issued: Self.monday, due: Self.monday + 10)]
        let history = InvoiceHistory(of: alone, knownBefore: Self.monday + 90)
        let onIssue = Self.features(of: history, row: 0, before: Self.monday).map(\.value)
        let longOverdue = Self.features(of: history, row: 0, before: Self.monday + 90).map(\.value)
        #expect(onIssue == longOverdue)
        let other = alone + [SampleInvoice(0, issued: Self.monday + 1, due: Self.monday + 11)]
        let both = InvoiceHistory(of: other, knownBefore: Self.monday + 90)
        let features = Dictionary(uniqueKeysWithValues: Self.features(of: both, row: 0, before: Self.monday + 90))
        #expect(features["overdue_share"] == (1 + 0.3) / 2)
    }

    @Test func `nothing dated on or after the prediction day changes a bit`() {
        forAll(150) { generator in
            (Self.randomLedger(&generator), SplitMix64(seed: generator.next()))
        } property: { ledger, seed in
            var generator = seed
            let day: Int32 = .random(in: 30...150, using: &generator)
            let rewritten = Self.rewriting(ledger, from: day, using: &generator)
            let asked = ledger.filter { $0.issuedOn <= day && ($0.settledOn ?? .max) >= day }.map(\.amount)
            guard !asked.isEmpty else { return true }
            return Self.bits(of: ledger, askingAmounts: asked, before: day)
                == Self.bits(of: rewritten, askingAmounts: asked, before: day)
        }
    }

    @Test func `asking many at once is asking each by itself`() {
        forAll(40) {
            Self.randomLedger(&$0)
        } property: { ledger in
            let history = InvoiceHistory(of: ledger, knownBefore: 400)
            let questions = history.customer.indices.reversed().map {
                Question(row: $0, day: Day(sinceEpoch: history.issuedOn[$0]))
            }
            let together = LateFeatures.rows(of: history, asking: questions)
            return questions.enumerated().allSatisfy { index, question in
                let alone = LateFeatures.rows(of: history, asking: [question]).values.map(\.bitPattern)
                return together.features(ofRow: index).map(\.value.bitPattern) == alone
            }
        }
    }

    @Test func `each feature has a name of its own, and says how it is computed`() {
        #expect(LateFeatures.all.count == 13)
        #expect(Set(LateFeatures.all.map(\.name)).count == 13)
        #expect(LateFeatures.all.allSatisfy { $0.formula.hasSuffix(".") && !$0.source.isEmpty })
        #expect(Set(LateFeatures.all.map(\.reason)) == Set(ReasonCode.allCases))
    }

    @Test func `a question about an invoice that was settled before stops the program`() async {
        await #expect(processExitsWith: .failure) {
            let settled = [SampleInvoice(0, issued: 10_000, due: 10_010, settled: 10_005)]
            let history = InvoiceHistory(of: settled, knownBefore: 10_020)
            _ = LateFeatures.rows(of: history, asking: [Question(row: 0, day: Day(sinceEpoch: 10_006))])
        }
    }

    private static func features(
        of history: InvoiceHistory,
        row: Int,
        before day: Int32
    ) -> [(name: String, value: Double)] {
        LateFeatures.rows(of: history, asking: [Question(row: row, day: Day(sinceEpoch: day))]).features(ofRow: 0)
    }

    private static func bits(
        of ledger: [SampleInvoice],
        askingAmounts amounts: [Int64],
        before day: Int32
    ) -> [UInt64] {
        let history = InvoiceHistory(of: ledger, knownBefore: 400)
        let questions = amounts.compactMap { amount in
            history.amount.firstIndex(of: amount).map { Question(row: $0, day: Day(sinceEpoch: day)) }
        }
        return LateFeatures.rows(of: history, asking: questions).values.map(\.bitPattern)
    }

    /// Thirty invoices of three customers, each with an amount of its own.
    private static func randomLedger(_ generator: inout SplitMix64) -> [SampleInvoice] {
        (0..<Int64(30)).map { number in
            let issued = Int32.random(in: 0...150, using: &generator)
            let wait = Int32.random(in: 0...90, using: &generator)
            return SampleInvoice(
                .random(in: 0...2, using: &generator),
                issued: issued,
                due: issued + .random(in: 0...40, using: &generator),
                amount: Int64.random(in: 1...50_000, using: &generator) * 100 + number,
                settled: wait > 80 ? nil : issued + wait
            )
        }
    }

    /// The ledger with another future: what is settled on `day` or later is settled at another time or never, and other
    /// invoices are issued.
    private static func rewriting(
        _ ledger: [SampleInvoice],
        from day: Int32,
        using generator: inout SplitMix64
    ) -> [SampleInvoice] {
        let kept = ledger.filter { $0.issuedOn < day || $0.issuedOn == day && ($0.settledOn ?? .max) >= day }
        let past = kept.map { invoice in
            var invoice = invoice
            if (invoice.settledOn ?? .max) >= day {
                let wait = Int32.random(in: 0...90, using: &generator)
                invoice.settledOn = wait > 70 ? nil : day + wait
            }
            return invoice
        }
        let future = (0..<Int64(10)).map { number in
            let issued = day + .random(in: 0...60, using: &generator)
            return SampleInvoice(
                .random(in: 0...3, using: &generator),
                issued: issued,
                due: issued + .random(in: 0...40, using: &generator),
                amount: 90_000_000 + number,
                settled: issued + .random(in: 0...60, using: &generator)
            )
        }
        return past + future
    }
}
