/// A header as it is compared: small letters and digits only, without accents.
///
/// `Fällig am`, `FAELLIG_AM` and `fällig-am` are one name; so are `N° client` and `No client`.
struct HeaderName: Hashable {
    let text: String

    init(_ header: String) {
        var folded = String.UnicodeScalarView()
        for scalar in header.unicodeScalars { HeaderName.append(scalar, to: &folded) }
        text = String(folded)
    }

    private static func append(_ scalar: Unicode.Scalar, to folded: inout String.UnicodeScalarView) {
        switch scalar {
        case "a"..."z", "0"..."9": folded.append(scalar)
        case "A"..."Z": folded.append(Unicode.Scalar(UInt8(scalar.value) | 0x20))
        case "ä", "Ä", "æ", "Æ": folded.append(contentsOf: "ae".unicodeScalars)
        case "ö", "Ö", "œ", "Œ": folded.append(contentsOf: "oe".unicodeScalars)
        case "ü", "Ü": folded.append(contentsOf: "ue".unicodeScalars)
        case "ß": folded.append(contentsOf: "ss".unicodeScalars)
        case "à", "á", "â", "ã", "å", "À", "Á", "Â", "Ã", "Å": folded.append("a")
        case "è", "é", "ê", "ë", "È", "É", "Ê", "Ë": folded.append("e")
        case "ì", "í", "î", "ï", "Ì", "Í", "Î", "Ï": folded.append("i")
        case "ò", "ó", "ô", "õ", "ø", "Ò", "Ó", "Ô", "Õ", "Ø", "º", "°": folded.append("o")
        case "ù", "ú", "û", "Ù", "Ú", "Û": folded.append("u")
        case "ç", "Ç": folded.append("c")
        case "ñ", "Ñ": folded.append("n")
        default:
            // Letters of other scripts stay: a header in them is its own name.
            if scalar.properties.isAlphabetic { folded.append(scalar) }
        }
    }
}

/// What the headers of one kind of file mean.
struct HeaderLexicon {
    /// What a name means wherever it stands.
    private(set) var firm: [HeaderName: ImportField] = [:]
    /// What a name may mean, in the order of preference.
    private(set) var loose: [HeaderName: [ImportField]] = [:]
    /// Two fields that claim one name; a test holds this to be empty.
    private(set) var conflicts: [String] = []

    /// The lexicon of a kind.
    static func of(_ kind: ImportKind) -> HeaderLexicon { all[kind] ?? HeaderLexicon(kind) }

    private static let all = Dictionary(uniqueKeysWithValues: ImportKind.allCases.map { ($0, HeaderLexicon($0)) })

    private init(_ kind: ImportKind) {
        for (words, fields) in kind.looseHeaderWords {
            for name in HeaderLexicon.names(in: words) {
                loose[name] = (loose[name] ?? []) + fields.filter { kind.fields.contains($0) }
            }
        }
        for field in kind.fields {
            let own = HeaderName(field.rawValue)
            // Where the field's own name is a loose word, the field that a file has no other column for takes it.
            if loose[own] == nil || field != .invoiceNumber { firm[own] = field }
        }
        for field in kind.fields {
            for name in HeaderLexicon.names(in: field.headerWords) where loose[name] == nil {
                if let known = firm[name] {
                    let isOwn = HeaderName(known.rawValue) == name
                    if known != field, !isOwn { conflicts.append("\(name.text): \(known.rawValue), \(field.rawValue)") }
                } else {
                    firm[name] = field
                }
            }
        }
        for name in firm.keys { loose[name] = nil }
    }

    private static func names(in words: String) -> [HeaderName] {
        words.split(separator: ";").map { HeaderName(String($0)) }
    }
}
