/// SQL with the values bound to it, put together from literals only.
///
/// `"SELECT name FROM company WHERE id = \(id)"` binds `id` as a parameter; no text that exists only at run time can
/// become SQL, because there is no way to append one.
package struct Query: ExpressibleByStringInterpolation, Sendable {
    private(set) var fragments: [StaticString] = []
    /// Where the literals stand in the program, and 0 for each parameter between them.
    private(set) var key: [UInt] = []
    /// The values, in the order of their parameters.
    package private(set) var values: [SQLValue] = []

    /// The query that is this literal.
    package init(stringLiteral: StaticString) {
        append(literal: stringLiteral)
    }

    /// The query with these literals and values.
    package init(stringInterpolation: StringInterpolation) {
        self = stringInterpolation.query
    }

    /// Adds another query's text and values at the end.
    package static func += (query: inout Query, addition: Query) {
        query.fragments += addition.fragments
        query.key += addition.key
        query.values += addition.values
    }

    /// The text, with a question mark for each value.
    package var sql: String {
        var text = ""
        var next = fragments.makeIterator()
        for part in key {
            if part == 0 {
                text += "?"
            } else if let fragment = next.next() {
                text += fragment.description
            }
        }
        return text
    }

    private mutating func append(literal: StaticString) {
        guard literal.utf8CodeUnitCount > 0 else { return }
        fragments.append(literal)
        key.append(UInt(bitPattern: unsafe literal.utf8Start))
    }

    private mutating func append(value: SQLValue) {
        key.append(0)
        values.append(value)
    }

    /// The literals and values of a query between quotes.
    package struct StringInterpolation: StringInterpolationProtocol, Sendable {
        fileprivate var query = Query(stringLiteral: "")

        /// An empty query with room for its parts.
        package init(literalCapacity: Int, interpolationCount: Int) {
            query.fragments.reserveCapacity(interpolationCount + 1)
            query.key.reserveCapacity(2 * interpolationCount + 1)
            query.values.reserveCapacity(interpolationCount)
        }

        /// Adds what stands between two interpolations.
        package mutating func appendLiteral(_ literal: StaticString) {
            query.append(literal: literal)
        }

        /// Adds a literal by name, such as a list of columns.
        package mutating func appendInterpolation(_ fragment: StaticString) {
            query.append(literal: fragment)
        }

        /// Adds a part of a query with its values.
        package mutating func appendInterpolation(_ part: Query) {
            query += part
        }

        /// Binds a value.
        package mutating func appendInterpolation(_ value: SQLValue) {
            query.append(value: value)
        }
    }
}

/// A value bound to a statement, in SQLite's own types.
package enum SQLValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case bytes([UInt8])
    /// Sixteen bytes as two numbers in network order: an identifier.
    case words(UInt64, UInt64)
}
