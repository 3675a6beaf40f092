package import Values

/// What a fact is about, and what a rule speaks of.
package enum Entity: String, CaseIterable, Hashable, Sendable {
    case customer, invoice
}

/// The type of a fact, with its unit: amounts, days and shares are never compared with one another.
package enum FactType: Hashable, Sendable {
    /// An amount in the company's base currency.
    case money
    /// A whole number of days.
    case days
    /// A day of the calendar.
    case date
    /// A share, held as a ratio: 0.35 is 35 %.
    case percent
    /// Points on a scale with these ends.
    case score(ClosedRange<Int>)
    /// How many of something there are.
    case count
    case yesNo
    /// One of these words, in this order.
    case choice([String])
    case text
}

/// A typed column about a customer or an invoice at a day.
package struct Fact: Hashable, Sendable {
    package let entity: Entity
    /// The word that rules, API and page use.
    package let name: String
    package let type: FactType
    /// Whether a row may lack a value.
    ///
    /// A fact that may not be unknown always has one.
    package let mayBeUnknown: Bool
    /// The least value it can have, in its own unit (minor units for money), where there is one.
    package let least: Double?
    /// The largest value it can have, in its own unit, where there is one.
    package let most: Double?
    /// Whether it changes by the mere passing of a day.
    ///
    /// What such a fact says today it does not say tomorrow, although
    /// nothing happened, so it is no evidence that something did.
    package let changesWithToday: Bool
    /// Whether it is an amount on the invoice itself.
    ///
    /// Rules hold it against others in the company's own currency; a text shows it as it stands on the invoice, which is
    /// always known.
    package let isOfDocument: Bool
    /// One sentence for people: what it is.
    package let about: String

    /// A fact of the catalogue.
    package init(
        _ entity: Entity,
        _ name: String,
        _ type: FactType,
        mayBeUnknown: Bool = false,
        least: Double? = nil,
        most: Double? = nil,
        changesWithToday: Bool = false,
        isOfDocument: Bool = false,
        about: String
    ) {
        self.entity = entity
        self.name = name
        self.type = type
        self.mayBeUnknown = mayBeUnknown
        self.least = least
        self.most = most
        self.changesWithToday = changesWithToday
        self.isOfDocument = isOfDocument
        self.about = about
    }

    /// The name with its entity in front: `invoice.balance`.
    package var path: String { "\(entity.rawValue).\(name)" }
}

/// One value of a fact, for people and for single rows; columns hold many.
package enum FactValue: Hashable, Sendable {
    case unknown
    case money(Money)
    case days(Int)
    case date(Day)
    /// A ratio: 0.35 is 35 %.
    case percent(Double)
    case score(Double)
    case count(Int)
    case yesNo(Bool)
    case choice(String)
    case text(String)
}
