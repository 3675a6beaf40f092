/// The words that mean something at the start of a line.
///
/// They are keywords only there, so that a fact may bear any of these names.
enum Keywords {
    /// What begins a declaration, reserved words among them.
    static let declarations: Set<String> = Set(supported).union(reserved)

    /// The declarations of this version of the language.
    static let supported = ["action", "const", "define", "group", "hold", "insight", "template"]

    /// The declarations of a later one.
    static let reserved = ["entity", "fact", "limit", "replace", "schema", "segment", "table", "test"]

    /// The clauses of a kind of declaration.
    static func clauses(of kind: String) -> [String] {
        let metadata = ["owner", "since", "ticket", "why"]
        let conditions = ["when", "and", "unless", "examples", "fires", "silent"]
        return switch kind {
        case "define": metadata + ["until"]
        case "insight": metadata + conditions + ["until", "severity", "tags", "type", "evidence", "message"]
        case "hold": metadata + conditions + ["stops", "until", "if"]
        case "action": metadata + conditions + ["until", "because", "do", "in", "priority", "expires", "if"]
        case "template": ["needs", "subject", "body"]
        default: []
        }
    }

    /// The clauses of a later version.
    static let reservedClauses: Set = ["for", "keep", "beats", "at", "allow", "roll", "otherwise"]

    /// Every word that begins a clause somewhere.
    static let allClauses: Set<String> = Set(supported.flatMap { clauses(of: $0) }).union(reservedClauses)

    /// The words of expressions, which no fact is named by.
    static let expressionWords: Set = [
        "and", "or", "not", "is", "in", "if", "then", "else", "of", "yes", "no", "today", "known", "none", "has",
    ]

    /// The functions over histories that a later version knows.
    static let aggregates: Set = [
        "count", "sum", "average", "median", "min", "max", "share", "latest", "earliest", "any", "every", "days_since",
    ]
}
