import Values

/// A customer of made-up books, with what the generator knows about it and the books do not say.
struct PlantedCustomer {
    /// The days on which a customer pays.
    enum PayRun: Hashable {
        case anyDay
        case weekly(Weekday)
        /// On the 15th and at the end of the month.
        case twiceMonthly
    }

    /// From 0, in the order of keys.
    let place: Int
    let key: String
    let name: String
    let segment: String
    /// Its place in ``PlantedCountry/all``.
    let country: Int
    let industry: String
    let isPerson: Bool
    let doNotContact: Bool
    let creditLimit: Int64?
    let currency: Currency
    let behaviour: PlantedBehaviour
    let isDominant: Bool
    /// Days from issue to due date.
    let terms: Int
    /// The mean of the logarithm of its invoices' amounts in major units of its currency.
    let logAmount: Double
    /// What every third of its invoices comes to, in minor units, where there is a contract.
    let retainer: Int64?
    let payRun: PayRun
    let hasPurchaseOrders: Bool
    /// How often it is invoiced, relative to the others.
    let weight: Int
    /// How many of a thousand of its overdue invoices are reminded of at once; the others wait.
    let remindedPerMille: Int
    /// How many days earlier a reminder brings a payment.
    let reminderEffect: Int
    let arOwner: String
    let salesOwner: String
    let labels: [String]
    let contacts: [PlantedContact]

    /// The standard deviation of the logarithm of amounts.
    static let amountSpread = 0.55

    var language: PlantedLanguage { PlantedCountry.all[country].language }
}

/// A person at a customer of made-up books.
struct PlantedContact {
    let key: String
    let name: String
    let role: String
    let email: String
    let telephone: String
    let timeZone: String
    let isPrimary: Bool
    /// The channels it is not to be reached by, as the import reads them: empty, `yes`, or names split by `|`.
    let doNotContact: String
    /// How many days before the books' end a message came back.
    let bouncedBefore: Int?
}
