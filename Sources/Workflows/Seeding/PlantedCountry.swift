import Values

/// A country that made-up customers come from: how companies and people are called there, and how they pay.
struct PlantedCountry {
    /// By ISO 3166.
    let code: String
    let language: PlantedLanguage
    /// The country's own currency.
    let currency: Currency
    let timeZones: [String]
    /// What stands behind a company's name.
    let legalForms: [String]
    /// How invoices are paid there, the usual way first.
    let methods: [String]
    /// The usual days to pay.
    let terms: [Int]
    /// What a telephone number begins with, and how many digits follow that nobody is called by; `nil` where the country
    /// has set no numbers aside for fiction.
    let telephone: (prefix: String, digits: Int)?
    /// How often customers come from it, relative to the others.
    let weight: Int

    static let all = [
        PlantedCountry(
            code: "US",
            language: .english,
            currency: .usd,
            timeZones: ["America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"],
            legalForms: ["Inc", "LLC", "Corp", "Co", "Group", "Partners", "& Sons"],
            methods: ["ach", "check", "wire", "card"],
            terms: [15, 30, 30, 30, 45],
            telephone: ("+1 312 555 01", 2),
            weight: 56
        ),
        PlantedCountry(
            code: "CA",
            language: .english,
            currency: currency("CAD"),
            timeZones: ["America/Toronto", "America/Vancouver"],
            legalForms: ["Inc", "Ltd", "Corp", "Group"],
            methods: ["eft", "check", "wire"],
            terms: [30, 30, 45],
            telephone: ("+1 416 555 01", 2),
            weight: 10
        ),
        PlantedCountry(
            code: "GB",
            language: .english,
            currency: currency("GBP"),
            timeZones: ["Europe/London"],
            legalForms: ["Ltd", "PLC", "LLP", "& Sons Ltd"],
            methods: ["bacs", "faster_payment", "card"],
            terms: [14, 30, 30],
            telephone: ("+44 20 7946 0", 3),
            weight: 8
        ),
        PlantedCountry(
            code: "DE",
            language: .german,
            currency: .eur,
            timeZones: ["Europe/Berlin"],
            legalForms: ["GmbH", "AG", "GmbH & Co. KG", "KG", "OHG"],
            methods: ["sepa_transfer", "sepa_debit"],
            terms: [14, 30, 30],
            telephone: ("+49 30 23125 ", 3),
            weight: 7
        ),
        PlantedCountry(
            code: "FR",
            language: .french,
            currency: .eur,
            timeZones: ["Europe/Paris"],
            legalForms: ["SARL", "SAS", "SA", "& Fils"],
            methods: ["sepa_transfer", "check", "sepa_debit"],
            terms: [30, 45, 60],
            telephone: ("+33 1 99 00 ", 4),
            weight: 6
        ),
        PlantedCountry(
            code: "ES",
            language: .spanish,
            currency: .eur,
            timeZones: ["Europe/Madrid"],
            legalForms: ["S.L.", "S.A.", "e Hijos S.L."],
            methods: ["sepa_transfer", "sepa_debit"],
            terms: [30, 60],
            telephone: nil,
            weight: 4
        ),
        PlantedCountry(
            code: "IT",
            language: .italian,
            currency: .eur,
            timeZones: ["Europe/Rome"],
            legalForms: ["S.r.l.", "S.p.A.", "& Figli S.n.c."],
            methods: ["sepa_transfer", "sepa_debit"],
            terms: [30, 60],
            telephone: nil,
            weight: 4
        ),
        PlantedCountry(
            code: "MX",
            language: .spanish,
            currency: currency("MXN"),
            timeZones: ["America/Mexico_City", "America/Monterrey"],
            legalForms: ["S.A. de C.V.", "S. de R.L.", "y Asociados"],
            methods: ["spei", "wire"],
            terms: [30, 30, 45],
            telephone: nil,
            weight: 5
        ),
    ]

    /// The places in ``all`` of the countries that a customer invoiced in `currency` may come from, each as often as its
    /// weight says: those with that currency, and the whole world where it is the books' own currency or nobody's.
    static func places(payingIn currency: Currency, books base: Currency) -> [Int] {
        let own = all.indices.filter { all[$0].currency == currency }
        let candidates = own.isEmpty || currency == base ? Array(all.indices) : own
        return candidates.flatMap { place in
            // Where the books' own currency is some country's, most of its customers come from there.
            let isHome = all[place].currency == currency
            return [Int](repeating: place, count: isHome ? 30 + all[place].weight : all[place].weight)
        }
    }

    private static func currency(_ code: String) -> Currency {
        guard let currency = Currency(code) else { preconditionFailure("\(code) is no currency") }
        return currency
    }
}
