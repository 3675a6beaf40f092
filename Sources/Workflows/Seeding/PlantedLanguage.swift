/// A language that made-up companies and their people are named and written to in.
enum PlantedLanguage: String, CaseIterable, Hashable, Sendable {
    case english = "en"
    case german = "de"
    case french = "fr"
    case spanish = "es"
    case italian = "it"

    /// Given names.
    var givenNames: [String] {
        switch self {
        case .english:
            [
                "Alice", "Amara", "Andrew", "Beth", "Carol", "Connor", "Dana", "Derek", "Elena", "Emma", "Frank",
                "Grace",
                "Hannah", "Ivan", "James", "Joan", "Karen", "Leo", "Linda", "Marcus", "Megan", "Nora", "Omar", "Paula",
                "Priya", "Robert", "Ruth", "Samuel", "Tessa", "Victor", "Wendy", "Yusuf",
            ]
        case .german:
            [
                "Anke", "Bernd", "Birgit", "Claudia", "Dieter", "Elke", "Franziska", "Gerd", "Heike", "Ingrid", "Jens",
                "Jörg", "Jürgen", "Katrin", "Lukas", "Markus", "Nadine", "Petra", "Ralf", "Sabine", "Stefan",
                "Thorsten",
                "Ute", "Wolfgang",
            ]
        case .french:
            [
                "Adèle", "Antoine", "Benoît", "Camille", "Cécile", "Denis", "Élodie", "Étienne", "Fabrice", "Hélène",
                "Isabelle", "Julien", "Laure", "Luc", "Marie", "Mathilde", "Nathalie", "Olivier", "Pascal", "Sophie",
                "Thierry", "Yves",
            ]
        case .spanish:
            [
                "Alejandro", "Ana", "Beatriz", "Carlos", "Cristina", "Diego", "Elena", "Fernando", "Inés", "Javier",
                "José", "Laura", "Lucía", "Manuel", "María", "Marta", "Pablo", "Pilar", "Raúl", "Rocío", "Sergio",
                "Sofía", "Tomás", "Verónica",
            ]
        case .italian:
            [
                "Alessandro", "Anna", "Bruno", "Chiara", "Daniela", "Elisa", "Enrico", "Fabio", "Federica", "Giorgio",
                "Giulia", "Ilaria", "Lorenzo", "Luca", "Marco", "Niccolò", "Paola", "Renato", "Sara", "Silvia",
                "Stefano",
                "Valeria",
            ]
        }
    }

    /// Family names.
    var familyNames: [String] {
        switch self {
        case .english:
            [
                "Abbott", "Barlow", "Brennan", "Chandler", "Cho", "Dawson", "Ellery", "Farrow", "Garland", "Hale",
                "Hobbs", "Ibarra", "Jarvis", "Kendall", "Lawton", "Marsh", "Nair", "Okafor", "Pruitt", "Quigley",
                "Ramsey", "Sorensen", "Talbot", "Underwood", "Vance", "Whitaker", "Yates", "Zeller",
            ]
        case .german:
            [
                "Achenbach", "Brandt", "Dörfler", "Eberlein", "Falk", "Grünwald", "Hofmann", "Jansen", "Kessler",
                "Lindner", "Möller", "Neubauer", "Ostermann", "Pohl", "Reuter", "Schäfer", "Seidel", "Thoma", "Ullrich",
                "Vogt", "Weiß", "Zimmer",
            ]
        case .french:
            [
                "Aubry", "Bonnet", "Carpentier", "Delorme", "Estève", "Faure", "Gaillard", "Huet", "Jourdan", "Lefèvre",
                "Lemoine", "Marchand", "Noël", "Perrin", "Quentin", "Rivière", "Sabatier", "Tessier", "Vasseur",
                "Vidal",
            ]
        case .spanish:
            [
                "Aguirre", "Blanco", "Cabrera", "Domínguez", "Escobar", "Ferrer", "Galindo", "Herrero", "Ibáñez",
                "Jurado", "Lozano", "Márquez", "Núñez", "Ortega", "Pacheco", "Quintana", "Rivas", "Salinas", "Torres",
                "Valverde", "Zamora",
            ]
        case .italian:
            [
                "Amato", "Bellandi", "Caruso", "De Santis", "Esposito", "Ferrara", "Gallo", "Iovine", "Leone",
                "Marchetti", "Nardi", "Orlandi", "Pellegrini", "Quaranta", "Rinaldi", "Salerno", "Testa", "Valenti",
                "Zanetti",
            ]
        }
    }

    /// What a contact person does at a customer, the first being who pays.
    var roles: [String] {
        switch self {
        case .english: ["Accounts Payable", "Finance Manager", "Purchasing"]
        case .german: ["Kreditorenbuchhaltung", "Leitung Finanzen", "Einkauf"]
        case .french: ["Comptabilité fournisseurs", "Responsable financier", "Achats"]
        case .spanish: ["Cuentas por pagar", "Dirección financiera", "Compras"]
        case .italian: ["Contabilità fornitori", "Responsabile amministrativo", "Acquisti"]
        }
    }

    /// Words that companies are named after, beside family names.
    var places: [String] {
        switch self {
        case .english:
            [
                "Alder", "Amber Ridge", "Bayfield", "Birchwood", "Blackstone Creek", "Bluewater", "Bramble",
                "Briar Hill", "Calloway", "Canyon", "Cedar Point", "Clearbrook", "Cobalt", "Copper Hollow", "Corbin",
                "Cranfield", "Crestline", "Dalton", "Deepwell", "Dunmore", "Eastgate", "Elmhurst", "Fairlane",
                "Falconer", "Fernbank", "Foxglove", "Garrison", "Glenmoor", "Granite Bay", "Greyhaven", "Harrow",
                "Hawthorne", "Hazelton", "Highmark", "Holloway", "Ironwood", "Juniper", "Kestrel", "Kingsley",
                "Lakeshore", "Larkspur", "Lindgren", "Lockhart", "Maplecrest", "Marlow", "Meridian", "Millbrook",
                "Northfield", "Oakhurst", "Old Harbor", "Osprey", "Pinecrest", "Prairie", "Quarry Lane", "Redfern",
                "Riverbend", "Rosedale", "Saltmarsh", "Sandpiper", "Silver Fork", "Stonebridge", "Summit", "Sutter",
                "Tamarack", "Thornbury", "Tidewater", "Underhill", "Valley Forge Road", "Wainwright", "Westerly",
                "Whitcomb", "Willow Run", "Winslow", "Yarrow",
            ]
        case .german:
            ["Auental", "Birkenhof", "Eichgrund", "Hansa", "Lindenau", "Nordsee", "Rheinblick", "Steinbach", "Waldeck"]
        case .french:
            ["Beauval", "Bel Air", "Clairval", "Des Alpes", "Grand Ouest", "Montclar", "Riveneuve", "Valfleur"]
        case .spanish:
            [
                "Aldea Nueva", "Campo Verde", "Costa Clara", "El Roble", "La Encina", "Monte Alto", "Río Seco",
                "Sol Norte",
            ]
        case .italian:
            ["Alta Valle", "Borgo Nuovo", "Colle Verde", "La Quercia", "Monte Chiaro", "Riva Bella", "San Siro Nord"]
        }
    }
}
