import Facts
import Testing

@Suite struct FactCatalogTests {
    private let catalog = FactCatalog(segments: ["big", "small"])

    @Test func `a fact is found by its name on its entity and nowhere else`() {
        for (index, fact) in catalog.facts.enumerated() {
            #expect(catalog.index(of: fact.name, on: fact.entity) == index)
        }
        #expect(catalog.index(of: "balance", on: .customer) == nil)
        #expect(catalog.index(of: "risk_score", on: .invoice) == nil)
        #expect(catalog.index(of: "", on: .invoice) == nil)
    }

    @Test func `no two facts share a path, and each is described in a sentence`() {
        #expect(Set(catalog.facts.map(\.path)).count == catalog.facts.count)
        for fact in catalog.facts {
            #expect(fact.about.hasSuffix("."), "\(fact.path)")
            let isLower = fact.name.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "_" }
            #expect(isLower, "\(fact.path)")
        }
    }

    @Test func `facts of an entity keep the order of the catalogue`() {
        #expect(catalog.facts(of: .customer) + catalog.facts(of: .invoice) == catalog.facts)
        #expect(catalog.facts(of: .invoice).first?.path == "invoice.number")
    }

    @Test func `segments are the company's own words`() {
        let segment = catalog.facts.first { $0.path == "customer.segment" }
        #expect(segment?.type == .choice(["big", "small"]))
    }

    @Test func `shares and scores have both ends, and amounts that cannot be negative have one`() {
        for fact in catalog.facts {
            switch fact.type {
            case .percent:
                // A customer may owe more than the limit.
                let most: Double? = fact.name == "credit_use" ? nil : 1
                #expect(fact.least == 0 && fact.most == most, "\(fact.path)")
            case .score(let range):
                #expect(fact.least == Double(range.lowerBound) && fact.most == Double(range.upperBound), "\(fact.path)")
            case .count: #expect(fact.least == 0, "\(fact.path)")
            case .yesNo, .choice, .text, .date: #expect(fact.least == nil && fact.most == nil, "\(fact.path)")
            case .money, .days: continue
            }
        }
    }

    @Test func `what today decides changes with it, what the books say does not`() {
        let changing = Set(catalog.facts.filter(\.changesWithToday).map(\.name))
        #expect(changing.isSuperset(of: ["days_past_due", "aging_bucket", "promise_open", "days_since_contact"]))
        #expect(changing.isDisjoint(with: ["balance", "due_date", "disputed", "total_balance", "last_contact_on"]))
    }
}
