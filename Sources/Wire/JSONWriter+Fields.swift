package import Values

/// Fields of objects: a name and its value in one call, so that encoding an object reads as a list of its fields.
extension JSONWriter {
    /// Writes a field that holds a text, or `null`.
    package mutating func field(_ name: StaticString, _ text: String?) {
        key(name)
        value(text)
    }

    /// Writes a field that holds `true` or `false`, or `null`.
    package mutating func field(_ name: StaticString, _ boolean: Bool?) {
        key(name)
        value(boolean)
    }

    /// Writes a field that holds an integer, or `null`.
    package mutating func field(_ name: StaticString, _ integer: Int64?) {
        key(name)
        value(integer)
    }

    /// Writes a field that holds an integer, or `null`.
    package mutating func field(_ name: StaticString, _ integer: Int?) {
        key(name)
        value(integer)
    }

    /// Writes a field that holds a finite number, or `null`.
    package mutating func field(_ name: StaticString, _ number: Double?) {
        key(name)
        value(number)
    }

    /// Writes a field that holds an amount as a number with its currency's decimals, or `null`.
    package mutating func field(_ name: StaticString, _ money: Money?) {
        key(name)
        value(money)
    }

    /// Writes a field that holds a day, or `null`.
    package mutating func field(_ name: StaticString, _ day: Day?) {
        key(name)
        value(day)
    }

    /// Writes a field that holds an instant, or `null`.
    package mutating func field(_ name: StaticString, _ instant: Instant?) {
        key(name)
        value(instant)
    }

    /// Writes a field that holds a currency's code, or `null`.
    package mutating func field(_ name: StaticString, _ currency: Currency?) {
        key(name)
        value(currency)
    }

    /// Writes a field that holds a hash, or `null`.
    package mutating func field(_ name: StaticString, _ hash: ContentHash?) {
        key(name)
        value(hash)
    }

    /// Writes a field that holds an identifier, or `null`.
    package mutating func field<Subject>(_ name: StaticString, _ identifier: Identifier<Subject>?) {
        key(name)
        value(identifier)
    }

    /// Writes a field that holds a part of a document that has been read.
    package mutating func field(_ name: StaticString, _ value: JSONValue) {
        key(name)
        self.value(value)
    }

    /// Writes a field that holds an array of texts.
    package mutating func field(_ name: StaticString, _ texts: [String]) {
        array(name) { json in
            for text in texts { json.value(text) }
        }
    }

    /// Writes a field that holds an object, whose fields `body` writes.
    package mutating func object<Failure>(
        _ name: StaticString,
        _ body: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        key(name)
        try object(body)
    }

    /// Writes an object, whose fields `body` writes.
    package mutating func object<Failure>(_ body: (inout JSONWriter) throws(Failure) -> Void) throws(Failure) {
        beginObject()
        try body(&self)
        endObject()
    }

    /// Writes a field that holds an array, whose elements `body` writes.
    package mutating func array<Failure>(
        _ name: StaticString,
        _ body: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        key(name)
        try array(body)
    }

    /// Writes an array, whose elements `body` writes.
    package mutating func array<Failure>(_ body: (inout JSONWriter) throws(Failure) -> Void) throws(Failure) {
        beginArray()
        try body(&self)
        endArray()
    }
}
