import Testing
import Values
import Workflows

/// What a reminder changes is what was planted.
@Suite struct PlantedEffectTests {
    private let books = BookTables(
        BookGenerator(
            customers: 30,
            invoices: 9_000,
            seed: 3,
            lastDay: BookTables.lastDay,
            behaviours: PlantedBehaviour.all.filter { ["prompt", "forgetful"].contains($0.name) }.map { $0.shared(500) }
        )
    )

    @Test func `a reminder brings payment forward by as many days as the answers say`() throws {
        let ledger = BookLedger(books)
        let effects = Dictionary(
            uniqueKeysWithValues: books[.effects].map { ($0["customer"], Int($0["effect_days"]) ?? 0) }
        )
        let reminded = Set(books[.communications].filter { $0["direction"] == "outbound" }.map { $0["invoice"] })
        var errors: [Double] = []
        for customer in books.customers(behaving: "forgetful").sorted() {
            let quiet = books[.customers].first { $0["customer"] == customer }?["do_not_contact"] == "yes"
            let settled = ledger.invoices(of: [customer]).filter { $0.daysLate != nil }
            guard !quiet, settled.count > 150 else { continue }
            let treated = settled.filter { reminded.contains($0.key) }
            let heldOut = settled.filter { !reminded.contains($0.key) }
            let share = Double(treated.count) / Double(settled.count)
            #expect((0.38...0.62).contains(share), "\(customer): \(share) treated of 0.5")
            let found = mean(heldOut.compactMap(\.daysLate)) - mean(treated.compactMap(\.daysLate))
            errors.append(found - Double(try #require(effects[customer])))
        }
        try #require(errors.count >= 6)
        #expect(errors.allSatisfy { abs($0) < 3 }, "\(errors)")
        #expect(abs(errors.reduce(0, +) / Double(errors.count)) < 0.6, "\(errors)")
    }

    @Test func `others are not moved, and the answers say so`() {
        for row in books[.effects] {
            let isForgetful = books.customers(behaving: "forgetful").contains(row["customer"])
            #expect(isForgetful == (row["effect_days"] != "0"))
            #expect(row["treated_share"] == (isForgetful ? "0.500" : "0.850"))
        }
    }
}

extension PlantedBehaviour {
    /// The behaviour with another share of the customers, and the same reminders.
    fileprivate func shared(_ perMille: Int) -> PlantedBehaviour {
        PlantedBehaviour(
            name,
            tags: tags,
            customersPerMille: perMille,
            daysLate: daysLate,
            spread: spread,
            instalmentsPerMille: instalmentsPerMille,
            disputesPerMille: disputesPerMille,
            promisesPerMille: promisesPerMille,
            reminderEffect: reminderEffect
        )
    }
}
