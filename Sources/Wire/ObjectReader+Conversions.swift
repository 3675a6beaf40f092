import Values

/// What a JSON value stands for, and the sentence for one that does not.
extension ObjectReader {
    static let aText = "must be a text"
    static let anInteger = "must be an integer"
    static let aNumber = "must be a number"
    static let aBoolean = "must be true or false"
    static let aDay = "must be a day written as \"YYYY-MM-DD\""
    static let anInstant = "must be a time written as \"2026-11-23T08:30:00Z\""
    static let aCurrency = "must be a currency's ISO 4217 code such as \"USD\""
    static let anIdentifier = "must be a UUID"
    static let anArray = "must be an array"
    static let anObject = "must be a JSON object"

    static func anInteger(in range: ClosedRange<Int64>) -> String {
        "must be an integer from \(range.lowerBound) to \(range.upperBound)"
    }

    static func anAmount(in currency: Currency) -> String {
        switch currency.decimals {
        case 0: "must be an amount in \(currency) without decimals"
        case let decimals: "must be an amount in \(currency) with at most \(decimals) decimals"
        }
    }

    static func aChoice<Choice: RawRepresentable<String> & CaseIterable>(of type: Choice.Type) -> String {
        "must be one of " + type.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
    }

    static func string(_ value: JSONValue) -> String? {
        guard case .text(let text) = value else { return nil }
        return text
    }

    static func nonEmptyString(_ value: JSONValue) -> String? {
        guard let text = string(value), !text.allSatisfy(\.isWhitespace) else { return nil }
        return text
    }

    static func integer(_ value: JSONValue) -> Int64? {
        guard case .number(let number) = value else { return nil }
        return number.integer
    }

    static func integer(_ value: JSONValue, in range: ClosedRange<Int64>) -> Int64? {
        guard let integer = integer(value), range.contains(integer) else { return nil }
        return integer
    }

    static func double(_ value: JSONValue) -> Double? {
        guard case .number(let number) = value else { return nil }
        return number.double
    }

    static func boolean(_ value: JSONValue) -> Bool? {
        guard case .boolean(let boolean) = value else { return nil }
        return boolean
    }

    static func day(_ value: JSONValue) -> Day? {
        string(value).flatMap { Day($0) }
    }

    static func instant(_ value: JSONValue) -> Instant? {
        string(value).flatMap { Instant($0) }
    }

    static func money(_ value: JSONValue, in currency: Currency) -> Money? {
        guard case .number(let number) = value else { return nil }
        return number.money(in: currency)
    }

    static func currency(_ value: JSONValue) -> Currency? {
        string(value).flatMap { Currency($0) }
    }

    static func identifier<Subject>(_ value: JSONValue) -> Identifier<Subject>? {
        string(value).flatMap { Identifier($0) }
    }

    static func choice<Choice: RawRepresentable<String>>(_ value: JSONValue) -> Choice? {
        string(value).flatMap { Choice(rawValue: $0) }
    }

    static func array(_ value: JSONValue) -> [JSONValue]? {
        guard case .array(let elements) = value else { return nil }
        return elements
    }

    /// The value in the sender's own words where they are short, otherwise what kind it is.
    static func shown(_ value: JSONValue) -> String {
        switch value {
        case .null, .array, .object: value.kind
        case .boolean(let boolean): "`\(boolean)`"
        case .number(let number): number.text.utf8.count <= 40 ? "`\(number.text)`" : "a number of that length"
        case .text(let text):
            text.utf8.count <= 40 && text.unicodeScalars.allSatisfy { $0.value >= 0x20 } && !text.isEmpty
                ? "\"\(text)\"" : text.isEmpty ? "an empty text" : "that text"
        }
    }
}
