package import Facts
package import Receivables
package import SQLite
package import Values

/// A value that stands in one column.
package protocol Storable {
    /// The value as SQLite holds it.
    var stored: SQLValue { get }
}

/// One of a list of words, stored as the word.
package protocol StoredWord: Storable, RawRepresentable<String>, CaseIterable {}

extension StoredWord {
    package var stored: SQLValue { .text(rawValue) }
}

extension Query.StringInterpolation {
    /// Binds a value.
    package mutating func appendInterpolation(_ value: some Storable) {
        appendInterpolation(value.stored)
    }

    /// Binds a value, or NULL.
    package mutating func appendInterpolation(_ value: (some Storable)?) {
        appendInterpolation(value?.stored ?? .null)
    }

    /// Binds the values of a list, with commas between them.
    package mutating func appendInterpolation(list values: [some Storable]) {
        for (index, value) in values.enumerated() {
            if index > 0 { appendLiteral(", ") }
            appendInterpolation(value.stored)
        }
    }
}

extension Int: Storable {
    package var stored: SQLValue { .integer(Int64(self)) }
}

extension Int64: Storable {
    package var stored: SQLValue { .integer(self) }
}

extension Bool: Storable {
    package var stored: SQLValue { .integer(self ? 1 : 0) }
}

extension Double: Storable {
    package var stored: SQLValue { .real(self) }
}

extension String: Storable {
    package var stored: SQLValue { .text(self) }
}

extension Day: Storable {
    /// Days since 1970-01-01.
    package var stored: SQLValue { .integer(Int64(sinceEpoch)) }
}

extension Instant: Storable {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    package var stored: SQLValue { .integer(millisecondsSinceEpoch) }
}

extension Identifier: Storable {
    /// Its sixteen bytes.
    package var stored: SQLValue { .words(high, low) }
}

extension ContentHash: Storable {
    /// Its 32 bytes.
    package var stored: SQLValue { .bytes(bytes) }
}

extension Probability: Storable {
    package var stored: SQLValue { .real(value) }
}

extension Currency: Storable {
    /// Its three letters.
    package var stored: SQLValue { .text(code) }
}

extension Channel: StoredWord {}
extension Severity: StoredWord {}
extension RiskLevel: StoredWord {}
extension RejectReason: StoredWord {}
extension Role: StoredWord {}
extension PaymentType: StoredWord {}
extension CustomerStatus: StoredWord {}
extension Direction: StoredWord {}
extension ActionState: StoredWord {}
extension ActionEvent: StoredWord {}

extension Row {
    /// The next column as a whole number of this machine.
    package mutating func int() throws(SQLiteError) -> Int { Int(try integer()) }

    /// The next column as yes or no.
    ///
    /// - Throws: ``SQLiteError`` on anything but 0 and 1.
    package mutating func flag() throws(SQLiteError) -> Bool {
        switch try integer() {
        case 0: return false
        case 1: return true
        case let other: throw unexpected("\(other), which is neither 0 nor 1")
        }
    }

    /// The next column as an identifier.
    package mutating func id<Subject>() throws(SQLiteError) -> Identifier<Subject> {
        let (high, low) = try words()
        return Identifier(high: high, low: low)
    }

    /// The next column as an identifier, or `nil` where it is NULL.
    package mutating func idIfAny<Subject>() throws(SQLiteError) -> Identifier<Subject>? {
        guard let (high, low) = try wordsIfAny() else { return nil }
        return Identifier(high: high, low: low)
    }

    /// The next column as a day.
    ///
    /// - Throws: ``SQLiteError`` where the number is no day: a damaged row is reported, never rounded to a date.
    package mutating func day() throws(SQLiteError) -> Day {
        guard let day = try dayIfAny() else { throw unexpected("NULL") }
        return day
    }

    /// The next column as a day, or `nil` where it is NULL.
    package mutating func dayIfAny() throws(SQLiteError) -> Day? {
        guard let number = integerIfAny() else { return nil }
        guard let days = Int32(exactly: number) else { throw unexpected("\(number), which is no day") }
        return Day(sinceEpoch: days)
    }

    /// The next column as a point in time.
    package mutating func instant() throws(SQLiteError) -> Instant {
        Instant(millisecondsSinceEpoch: try integer())
    }

    /// The next column as a point in time, or `nil` where it is NULL.
    package mutating func instantIfAny() -> Instant? {
        integerIfAny().map { Instant(millisecondsSinceEpoch: $0) }
    }

    /// The next column as a hash.
    package mutating func hash() throws(SQLiteError) -> ContentHash {
        guard let hash = try hashIfAny() else { throw unexpected("NULL") }
        return hash
    }

    /// The next column as a hash, or `nil` where it is NULL.
    package mutating func hashIfAny() throws(SQLiteError) -> ContentHash? {
        guard let found = bytesIfAny() else { return nil }
        guard let hash = ContentHash(bytes: found) else { throw unexpected("\(found.count) bytes, not 32") }
        return hash
    }

    /// The next column as one of a list of words.
    package mutating func word<Word: RawRepresentable<String>>() throws(SQLiteError) -> Word {
        let found = try text()
        guard let word = Word(rawValue: found) else { throw unexpected("the unknown word \"\(found)\"") }
        return word
    }

    /// The next column as one of a list of words, or `nil` where it is NULL.
    package mutating func wordIfAny<Word: RawRepresentable<String>>() throws(SQLiteError) -> Word? {
        guard let found = textIfAny() else { return nil }
        guard let word = Word(rawValue: found) else { throw unexpected("the unknown word \"\(found)\"") }
        return word
    }

    /// The next column as a currency.
    package mutating func currency() throws(SQLiteError) -> Currency {
        let found = try text()
        guard let currency = Currency(found) else { throw unexpected("the unknown currency \"\(found)\"") }
        return currency
    }

    /// The next two columns as an amount: minor units, then the currency.
    package mutating func money() throws(SQLiteError) -> Money {
        let minorUnits = try integer()
        return Money(minorUnits: minorUnits, in: try currency())
    }

    /// The next two columns as an amount, or `nil` where the first is NULL.
    package mutating func moneyIfAny() throws(SQLiteError) -> Money? {
        guard let minorUnits = integerIfAny() else {
            _ = textIfAny()
            return nil
        }
        return Money(minorUnits: minorUnits, in: try currency())
    }

    /// The next column as a probability.
    package mutating func probability() throws(SQLiteError) -> Probability {
        guard let probability = try probabilityIfAny() else { throw unexpected("NULL") }
        return probability
    }

    /// The next column as a probability, or `nil` where it is NULL.
    package mutating func probabilityIfAny() throws(SQLiteError) -> Probability? {
        guard let value = realIfAny() else { return nil }
        guard let probability = Probability(value) else { throw unexpected("\(value), which is no probability") }
        return probability
    }
}
