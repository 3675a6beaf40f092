import Testing
import Values
import Workflows

@Suite struct PlantedPeopleTests {
    private let books = BookTables.large

    @Test func `customers come from eight countries, and are invoiced in the currency of theirs or the books'`() {
        let countries = Set(books[.customers].map { $0["country"] })
        #expect(countries == ["US", "CA", "GB", "DE", "FR", "ES", "IT", "MX"])
        let paying = books[.customers].filter { $0["currency"] == "EUR" }
        #expect(Set(paying.map { $0["country"] }).isSubset(of: ["DE", "FR", "ES", "IT"]))
        #expect(paying.count > 10)
    }

    @Test func `companies are named in the manner of their country`() {
        let forms = [
            "DE": ["GmbH", "AG", "KG", "OHG"], "FR": ["SARL", "SAS", "SA", "Fils"],
            "IT": ["S.r.l.", "S.p.A.", "S.n.c."],
            "MX": ["C.V.", "R.L.", "Asociados"], "GB": ["Ltd", "PLC", "LLP"],
        ]
        for row in books[.customers] where row["is_person"] == "no" {
            guard let endings = forms[row["country"]] else { continue }
            #expect(endings.contains { row["customer_name"].hasSuffix($0) }, "\(row["customer_name"])")
        }
        #expect(books[.customers].contains { $0["is_person"] == "yes" })
    }

    @Test func `every customer has one contact to write to first, under an address that leads nowhere`() {
        let byCustomer = Dictionary(grouping: books[.contacts]) { $0["customer"] }
        #expect(byCustomer.count == 160)
        for contacts in byCustomer.values {
            #expect((1...3).contains(contacts.count))
            #expect(contacts.count { $0["is_primary"] == "yes" } == 1)
        }
        for contact in books[.contacts] {
            let email = contact["email"]
            #expect(email.hasSuffix(".example") && email.utf8.allSatisfy { $0 < 0x80 && $0 != 0x20 }, "\(email)")
        }
        #expect(Set(books[.contacts].map { $0["language"] }) == ["en", "de", "fr", "es", "it"])
    }

    @Test func `some people are not to be reached by some channels, and some addresses have bounced`() {
        let consents = Set(books[.contacts].map { $0["do_not_contact"] })
        #expect(consents == ["", "yes", "email", "call|sms"])
        let bounced = books[.contacts].count { !$0["bounced_on"].isEmpty }
        #expect((3...30).contains(bounced), "\(bounced)")
    }

    @Test func `rates move a little each business day and never far`() throws {
        let rates = books[.rates].filter { $0["from_currency"] == "EUR" }
        #expect(rates.allSatisfy { $0["to_currency"] == "USD" })
        let values = try rates.map { try #require(Double($0["rate"])) }
        #expect(values.count == 522)
        #expect(values.allSatisfy { $0 > 0.99 && $0 < 1.18 })
        let steps = zip(values, values.dropFirst()).map { abs($1 / $0 - 1) }
        #expect(steps.allSatisfy { $0 < 0.03 })
        #expect(steps.count { $0 > 0.0005 } > 300)
        let yen = try #require(books[.rates].first { $0["from_currency"] == "JPY" })
        #expect(yen["rate"].hasPrefix("0.006") && yen["rate"].utf8.count == 10)
    }

    @Test(arguments: [
        ("USD:7,EUR:2,GBP", ["USD 7", "EUR 2", "GBP 1"]),
        ("EUR", ["EUR 1"]),
    ])
    func `a list of currencies is read`(_ text: String, _ expected: [String]) throws {
        let list = try WeightedCurrency.list(text, booksIn: .usd)
        #expect(list.map { "\($0.currency) \($0.weight)" } == expected)
    }

    @Test(arguments: [
        ("USD:7,Euro", "`Euro` is no currency; a list is written like USD:7,EUR:2"),
        ("", "`` is no currency; a list is written like USD:7,EUR:2"),
        ("USD:0", "`USD:0` has no weight from 1 to 1000 behind its colon"),
        ("USD:much", "`USD:much` has no weight from 1 to 1000 behind its colon"),
        ("USD,USD:2", "`USD` is in the list twice"),
        (
            "USD,BTN",
            "there is no made-up rate for `BTN`; there is one for \(PlantedRates.codes.joined(separator: ", "))"
        ),
    ])
    func `a list of currencies with a mistake is refused`(_ text: String, _ sentence: String) {
        let error = #expect(throws: WeightedCurrency.Mistake.self) {
            try WeightedCurrency.list(text, booksIn: .usd)
        }
        #expect(error?.description == sentence)
    }
}
