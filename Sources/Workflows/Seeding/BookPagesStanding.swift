import Facts
import Receivables
import Values

/// What stands in made-up books beside the invoices: customers and their people, rates, and the answers.
extension BookPages {
    /// Adds a customer, its people, and what is planted about it.
    mutating func add(_ customer: PlantedCustomer, _ days: BookDays) {
        let country = PlantedCountry.all[customer.country]
        self[.customers].field(customer.key)
        self[.customers].field(customer.name)
        self[.customers].field(customer.segment)
        self[.customers].field(country.code)
        self[.customers].field(customer.industry)
        self[.customers].field(customer.doNotContact ? "yes" : "no" as StaticString)
        if let limit = customer.creditLimit {
            let minorUnits = limit * customer.currency.minorUnitsPerMajor
            self[.customers].field(minorUnits: minorUnits, decimals: customer.currency.decimals)
        } else {
            self[.customers].blank()
        }
        self[.customers].field(customer.currency.code)
        self[.customers].field("active" as StaticString)
        self[.customers].field(customer.isPerson ? "yes" : "no" as StaticString)
        self[.customers].field("", customer.terms)
        self[.customers].field(customer.arOwner)
        self[.customers].field(customer.salesOwner)
        self[.customers].field(customer.labels.joined(separator: "|"))
        self[.customers].endLine()
        for contact in customer.contacts { add(contact, of: customer, country, days) }
        addAnswers(customer)
    }

    private mutating func add(
        _ contact: PlantedContact,
        of customer: PlantedCustomer,
        _ country: PlantedCountry,
        _ days: BookDays
    ) {
        self[.contacts].field(contact.key)
        self[.contacts].field(customer.key)
        self[.contacts].field(contact.name)
        self[.contacts].field(contact.role)
        self[.contacts].field(contact.email)
        self[.contacts].field(contact.telephone)
        self[.contacts].field(contact.timeZone)
        self[.contacts].field(country.language.rawValue)
        self[.contacts].field(contact.isPrimary ? "yes" : "no" as StaticString)
        self[.contacts].field(contact.doNotContact)
        self[.contacts].field(contact.bouncedBefore.map { days.lastDay.advanced(by: -$0) })
        self[.contacts].endLine()
    }

    private mutating func addAnswers(_ customer: PlantedCustomer) {
        let behaviour = customer.behaviour
        let tags = behaviour.tags + (customer.isDominant ? [PlantedBehaviour.dominantTag] : [])
        self[.behaviours].field(customer.key)
        self[.behaviours].field(behaviour.name)
        self[.behaviours].field(tags.joined(separator: "|"))
        self[.behaviours].field(behaviour.fittingTags.joined(separator: "|"))
        self[.behaviours].endLine()
        self[.effects].field(customer.key)
        self[.effects].field(minorUnits: Int64(customer.remindedPerMille), decimals: 3)
        self[.effects].field("", customer.reminderEffect)
        self[.effects].endLine()
    }

    /// Adds a day's rates: what a unit of each currency is worth in the books' own.
    mutating func add(rate: Int64, from currency: Currency, to base: Currency, on day: Day) {
        self[.rates].field(day)
        self[.rates].field(currency.code)
        self[.rates].field(base.code)
        // Six decimals, and eight where a unit is worth so little that six would be coarse.
        if rate >= 10_000_000 {
            self[.rates].field(minorUnits: (rate + 50) / 100, decimals: 6)
        } else {
            self[.rates].field(minorUnits: rate, decimals: 8)
        }
        self[.rates].endLine()
    }

    /// Adds what a planted reviewer turns down.
    mutating func add(_ reviewer: PlantedReviewer) {
        for taste in reviewer.tastes {
            self[.reviewers].field(reviewer.name)
            self[.reviewers].field(taste.channel?.rawValue ?? "")
            self[.reviewers].field("", taste.daysPastDue?.lowerBound)
            self[.reviewers].field("", taste.daysPastDue?.upperBound)
            self[.reviewers].field("", taste.amount.map { Int($0.lowerBound) })
            self[.reviewers].field("", taste.amount.map { Int($0.upperBound) })
            self[.reviewers].field(taste.segment ?? "")
            self[.reviewers].field(taste.reason.rawValue)
            self[.reviewers].field(minorUnits: Int64(taste.rejectsPerMille), decimals: 3)
            self[.reviewers].field(minorUnits: Int64(reviewer.otherRejectsPerMille), decimals: 3)
            self[.reviewers].endLine()
        }
    }
}
