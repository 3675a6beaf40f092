import Values

/// Makes up the customers of books: who they are, how they behave, whom to reach there.
struct PlantedDirectory {
    let customerCount: Int
    let invoiceCount: Int
    let currency: Currency
    /// The currencies that customers are invoiced in, each with its weight.
    let currencies: [WeightedCurrency]
    let behaviours: [PlantedBehaviour]

    private static let arOwners = ["ar.north", "ar.south", "ar.key-accounts"]
    private static let salesOwners = ["s.adler", "s.bianchi", "s.conway", "s.duarte", "s.egan"]

    /// The customers in the order of their keys: the shares of the behaviours are met as nearly as whole customers allow.
    func customers(_ draws: inout Draws) -> [PlantedCustomer] {
        let (ranks, assigned) = placement(&draws)
        let weights = ranks.map(weight)
        let weightSum = weights.reduce(0, +)
        let digits = max(4, String(customerCount).utf8.count)
        var names = PlantedNames()
        return (0..<customerCount).map { index in
            let number = String(index + 1)
            let seat = Seat(
                place: index,
                key: "C-" + String(repeating: "0", count: digits - number.utf8.count) + number,
                rank: ranks[index],
                behaviour: assigned[index],
                weight: weights[index],
                invoices: Double(invoiceCount) * Double(weights[index]) / Double(weightSum)
            )
            return customer(seat, &names, &draws)
        }
    }

    /// What is settled about a customer before the rest is drawn.
    private struct Seat {
        let place: Int
        let key: String
        /// 0 is the largest.
        let rank: Int
        let behaviour: PlantedBehaviour
        let weight: Int
        /// How many invoices it is expected to have.
        let invoices: Double
    }

    /// Whether the books are large enough for one customer to dominate them.
    private var hasDominant: Bool { customerCount >= 10 }

    private func weight(ofRank rank: Int) -> Int {
        // The dominant customer has a seventh as many invoices as all others together.
        let usual = 1_000_000 / (rank + 6 + customerCount / 20)
        guard hasDominant, rank == 0 else { return usual }
        return (1..<customerCount).reduce(0) { $0 + 1_000_000 / ($1 + 6 + customerCount / 20) } / 7
    }

    /// The rank and the behaviour of each customer: those whose behaviour shows only in numbers are among the larger.
    private func placement(_ draws: inout Draws) -> (ranks: [Int], behaviours: [PlantedBehaviour]) {
        guard let first = behaviours.first else { preconditionFailure("customers need a behaviour") }
        var byCount = behaviours.dropFirst().flatMap { behaviour in
            [PlantedBehaviour](
                repeating: behaviour,
                count: (customerCount * behaviour.customersPerMille + 500) / 1_000
            )
        }
        let reserved = hasDominant ? 1 : 0
        byCount = Array(draws.shuffled(byCount).prefix(customerCount - reserved))
        byCount += [PlantedBehaviour](repeating: first, count: customerCount - reserved - byCount.count)
        let needing = byCount.filter(\.needsVolume)
        let others = draws.shuffled(byCount.filter { !$0.needsVolume })
        // The larger two thirds, or as many as it takes.
        let headCount = max(needing.count, (customerCount - reserved) * 2 / 3)
        let head = draws.shuffled(needing + others.prefix(headCount - needing.count))
        let byRank =
            [PlantedBehaviour](repeating: first, count: reserved) + head
            + others.dropFirst(headCount - needing.count)
        let ranks = draws.shuffled(Array(0..<customerCount))
        return (ranks, ranks.map { byRank[$0] })
    }

    private func customer(_ seat: Seat, _ names: inout PlantedNames, _ draws: inout Draws) -> PlantedCustomer {
        let behaviour = seat.behaviour
        let rank = seat.rank
        let isDominant = hasDominant && rank == 0
        let paid = draws.weighted(currencies.map(\.weight))
        let currency = currencies[paid].currency
        let countryPlace = draws.pick(PlantedCountry.places(payingIn: currency, books: self.currency))
        let country = PlantedCountry.all[countryPlace]
        let trade = draws.pick(PlantedTrade.all)
        // A tenth of the customers are large, three tenths of middle size.
        let (segment, base) =
            rank * 10 < customerCount
            ? ("enterprise", 9.8) : rank * 10 < customerCount * 4 ? ("mid", 8.5) : ("small", 7.1)
        let isPerson = segment == "small" && draws.happens(60)
        let name =
            isPerson
            ? names.person(in: country, &draws)
            : names.company(in: country, trade, number: seat.place + 1, &draws)
        let worth = Double(PlantedRates.anchor(from: currency, to: self.currency) ?? 100_000_000) / 100_000_000
        let logAmount = base + (isDominant ? 0.75 : 0.35 * draws.normal()) - Elementary.log(worth)
        let terms = isDominant ? 45 : draws.pick(country.terms)
        let retainer = draws.happens(250) ? price(Elementary.exp(logAmount), in: currency, &draws) : nil
        let effect = behaviour.reminderEffect.map { draws.within($0) } ?? 0
        return PlantedCustomer(
            place: seat.place,
            key: seat.key,
            name: name,
            segment: draws.happens(50) ? "unassigned" : segment,
            country: countryPlace,
            industry: trade.industry,
            isPerson: isPerson,
            doNotContact: seat.place % 20 == 3,
            creditLimit: creditLimit(seat, terms, logAmount, currency, &draws),
            currency: currency,
            behaviour: behaviour,
            isDominant: isDominant,
            terms: terms,
            logAmount: logAmount,
            retainer: retainer,
            payRun: payRun(&draws),
            hasPurchaseOrders: draws.happens(segment == "small" ? 250 : 750),
            weight: seat.weight,
            remindedPerMille: behaviour.reminderEffect == nil ? 850 : 500,
            reminderEffect: effect,
            arOwner: segment == "enterprise" ? Self.arOwners[2] : Self.arOwners[draws.below(2)],
            salesOwner: draws.pick(Self.salesOwners),
            labels: labels(isDominant, &draws),
            contacts: contacts(at: name, of: seat, isPerson, country, &draws)
        )
    }

    private func labels(_ isDominant: Bool, _ draws: inout Draws) -> [String] {
        var labels: [String] = []
        if isDominant || draws.happens(60) { labels.append("key account") }
        if draws.happens(120) { labels.append("portal") }
        if draws.happens(80) { labels.append("consolidated billing") }
        return labels
    }

    private func payRun(_ draws: inout Draws) -> PlantedCustomer.PayRun {
        let drawn = draws.below(100)
        if drawn < 45 { return .anyDay }
        // Most weekly runs are on Thursday or Friday.
        if drawn < 85 { return .weekly(draws.pick([.tuesday, .wednesday, .thursday, .thursday, .friday, .friday])) }
        return .twiceMonthly
    }

    /// The limit in major units: in steps of 500 below 10,000 and of 5,000 above.
    private func creditLimit(
        _ seat: Seat,
        _ terms: Int,
        _ logAmount: Double,
        _ currency: Currency,
        _ draws: inout Draws
    ) -> Int64? {
        let isUnlimited = draws.happens(120)
        let behaviour = seat.behaviour
        let mean = Elementary.exp(logAmount + PlantedCustomer.amountSpread * PlantedCustomer.amountSpread / 2)
        let daysOpen = Double(max(terms + behaviour.daysLate + behaviour.latestDrift, 5))
        let exposure = seat.invoices * daysOpen / 730 * mean
        guard behaviour.creditPerMille >= 1_000 else {
            return rounded(max(exposure * Double(behaviour.creditPerMille) / 1_000, mean * 0.8))
        }
        guard !isUnlimited else { return nil }
        return rounded(max(exposure * Double(behaviour.creditPerMille) / 1_000, mean * 10))
    }

    private func rounded(_ limit: Double) -> Int64 {
        let step: Int64 = limit < 10_000 ? 500 : 5_000
        return max(1, Int64((limit / Double(step)).rounded())) * step
    }

    /// An amount that looks like a price, in minor units.
    private func price(_ major: Double, in currency: Currency, _ draws: inout Draws) -> Int64 {
        let step: Int64 = major < 1_000 ? 10 : 50
        return max(1, Int64((major / Double(step)).rounded())) * step * currency.minorUnitsPerMajor
    }

    private func contacts(
        at name: String,
        of seat: Seat,
        _ isPerson: Bool,
        _ country: PlantedCountry,
        _ draws: inout Draws
    ) -> [PlantedContact] {
        let count = isPerson ? 1 : 1 + draws.weighted([45, 40, 15])
        let domain = PlantedNames.domain(of: name)
        let zone = draws.pick(country.timeZones)
        var used: Set<String> = []
        return (0..<count).map { index in
            var person = isPerson ? name : PlantedNames.person(in: country.language, &draws)
            // Two people of one name at one customer would share an address.
            while !used.insert(person).inserted { person = PlantedNames.person(in: country.language, &draws) }
            let isSilent = draws.happens(40)
            let channels = draws.happens(70) ? ["call", "sms"] : draws.happens(50) ? ["email"] : []
            return PlantedContact(
                key: "\(seat.key)-P\(index + 1)",
                name: person,
                role: isPerson ? "" : country.language.roles[index],
                email: "\(PlantedNames.mailbox(of: person))@\(domain)",
                telephone: country.telephone.map { prefix, digits in
                    prefix + draws.digits(digits)
                } ?? "",
                timeZone: zone,
                isPrimary: index == 0,
                doNotContact: index > 0 && isSilent ? "yes" : channels.joined(separator: "|"),
                bouncedBefore: draws.happens(45) ? draws.within(5...300) : nil
            )
        }
    }
}

extension PlantedBehaviour {
    /// How many days later than usual the customer pays on the last day.
    fileprivate var latestDrift: Int {
        switch course {
        case .steady, .falling, .seasonal: 0
        case .rising(let days, _), .accelerating(let days, _), .breaking(let days, _): days
        }
    }
}
