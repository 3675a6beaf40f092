import Values

/// A customer of generated books, with what the generator knows about it and the books do not say.
struct GeneratedCustomer {
    let key: String
    let name: String
    let segment: String
    let country: String
    let industry: String
    let doNotContact: Bool
    let creditLimit: Int64?
    let behaviour: PayerBehaviour
    /// Days from issue to due date.
    let terms: Int
    /// The mean of the logarithm of its invoices' amounts in major units.
    let logAmount: Double
    /// How often it is invoiced, relative to the others.
    let weight: Int

    /// `count` customers: the shares of the behaviours are met as nearly as whole customers allow.
    static func all(_ count: Int, _ behaviours: [PayerBehaviour], _ draws: inout Draws) -> [GeneratedCustomer] {
        let assigned = draws.shuffled(GeneratedCustomer.assigned(behaviours, to: count))
        let sizes = draws.shuffled(Array(0..<count))
        let digits = max(4, String(count).utf8.count)
        var names: Set<String> = []
        return (0..<count).map { index in
            let trade = draws.pick(CompanyNames.trades)
            let name = newName(trade, index: index, &names, &draws)
            let rank = sizes[index]
            // A tenth of the customers are large, three tenths of middle size.
            let (segment, base) =
                rank * 10 < count ? ("enterprise", 9.8) : rank * 10 < count * 4 ? ("mid", 8.5) : ("small", 7.1)
            let logAmount = base + 0.35 * draws.normal()
            let number = String(index + 1)
            return GeneratedCustomer(
                key: "C-" + String(repeating: "0", count: digits - number.utf8.count) + number,
                name: name,
                segment: draws.happens(50) ? "unassigned" : segment,
                country: draws.pick(CompanyNames.countries),
                industry: trade.industry,
                doNotContact: index % 20 == 3,
                creditLimit: draws.happens(120) ? nil : creditLimit(logAmount, rank),
                behaviour: assigned[index],
                terms: draws.pick([15, 30, 30, 30, 45]),
                logAmount: logAmount,
                weight: 1_000_000 / (rank + 6 + count / 20)
            )
        }
    }

    /// The behaviour of each of `count` customers; what whole numbers leave over goes to the first.
    private static func assigned(_ behaviours: [PayerBehaviour], to count: Int) -> [PayerBehaviour] {
        var assigned = behaviours.dropFirst().flatMap { behaviour in
            [PayerBehaviour](repeating: behaviour, count: (count * behaviour.customersPerMille + 500) / 1_000)
        }
        assigned = Array(assigned.prefix(count))
        guard let first = behaviours.first else { preconditionFailure("customers need a behaviour") }
        return assigned + [PayerBehaviour](repeating: first, count: count - assigned.count)
    }

    private static func newName(
        _ trade: CompanyNames.Trade,
        index: Int,
        _ names: inout Set<String>,
        _ draws: inout Draws
    ) -> String {
        for _ in 0..<8 {
            let first = draws.pick(CompanyNames.firstWords)
            let name = "\(first) \(draws.pick(trade.nouns)) \(draws.pick(CompanyNames.endings))"
            if names.insert(name).inserted { return name }
        }
        // Where the words are used up, a number tells two companies apart.
        let name = "\(draws.pick(CompanyNames.firstWords)) \(draws.pick(trade.nouns)) \(index + 1)"
        names.insert(name)
        return name
    }

    /// About eight usual invoices, in steps of 5,000; large customers are trusted with more.
    private static func creditLimit(_ logAmount: Double, _ rank: Int) -> Int64 {
        let invoices = rank < 10 ? 14.0 : 8.0
        return max(1, Int64((Elementary.exp(logAmount) * invoices / 5_000).rounded())) * 5_000
    }
}
