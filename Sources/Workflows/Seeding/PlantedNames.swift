/// Makes up names, and sees to it that no two customers share one.
struct PlantedNames {
    private var used: Set<String> = []

    /// A company's name in the manner of its country, like no name before it.
    ///
    /// - Parameter number: what tells the company from the others where the words are used up.
    mutating func company(
        in country: PlantedCountry,
        _ trade: PlantedTrade,
        number: Int,
        _ draws: inout Draws
    ) -> String {
        let language = country.language
        let isSurname = language != .english
        for _ in 0..<8 {
            let first =
                isSurname && draws.happens(650) ? draws.pick(language.familyNames) : draws.pick(language.places)
            let noun = draws.pick(trade.nouns(in: language))
            let legalForm = draws.pick(country.legalForms)
            let name =
                switch language {
                case .english, .german: "\(first) \(noun) \(legalForm)"
                case .french, .spanish, .italian: "\(noun) \(first) \(legalForm)"
                }
            if used.insert(name).inserted { return name }
        }
        let name = "\(draws.pick(language.places)) \(draws.pick(trade.nouns(in: language))) \(number)"
        used.insert(name)
        return name
    }

    /// The name of a person who is a customer, like no name before it.
    mutating func person(in country: PlantedCountry, _ draws: inout Draws) -> String {
        for _ in 0..<8 {
            let name = PlantedNames.person(in: country.language, &draws)
            if used.insert(name).inserted { return name }
        }
        var name: String
        repeat {
            let initial = draws.pick(["A.", "B.", "C.", "D.", "E.", "F.", "G.", "H.", "J.", "K.", "L.", "M."])
            name = "\(draws.pick(country.language.givenNames)) \(initial) \(draws.pick(country.language.familyNames)) "
            name += draws.digits(3)
        } while !used.insert(name).inserted
        return name
    }

    /// A person's name: given name and family name, of which Spanish has two.
    static func person(in language: PlantedLanguage, _ draws: inout Draws) -> String {
        let given = draws.pick(language.givenNames)
        let family = draws.pick(language.familyNames)
        return language == .spanish ? "\(given) \(family) \(draws.pick(language.familyNames))" : "\(given) \(family)"
    }

    /// What stands before the `@` of a person's address: `juergen.weiss`.
    static func mailbox(of person: String) -> String {
        let words = person.split(separator: " ").map { folded($0) }.filter { !$0.isEmpty }
        return words.prefix(2).joined(separator: ".")
    }

    /// A company's domain, under the name that RFC 2606 keeps for examples: `hofmann-spedition.example`.
    static func domain(of company: String) -> String {
        let words = company.split(separator: " ").map { folded($0) }.filter { !$0.isEmpty }
        return words.prefix(3).joined(separator: "-") + ".example"
    }

    /// The letters and digits of a word in lower case, those with accents as they are written without.
    private static func folded(_ word: Substring) -> String {
        var folded = ""
        for character in word.lowercased() {
            switch character {
            case "a"..."z", "0"..."9": folded.append(character)
            case "ä": folded += "ae"
            case "ö": folded += "oe"
            case "ü": folded += "ue"
            case "ß": folded += "ss"
            case "à", "á", "â": folded += "a"
            case "ç": folded += "c"
            case "è", "é", "ê", "ë": folded += "e"
            case "ì", "í", "î", "ï": folded += "i"
            case "ñ": folded += "n"
            case "ò", "ó", "ô": folded += "o"
            case "ù", "ú", "û": folded += "u"
            default: continue
            }
        }
        return folded
    }
}
