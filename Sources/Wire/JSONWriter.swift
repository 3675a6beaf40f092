import Values

/// Writes JSON as UTF-8 into a buffer of its own, with no tree in between.
///
/// Values are written in the order of the calls; commas and colons are the writer's work. The buffer keeps its
/// capacity over ``removeAll()``, so one writer serves many answers.
///
///     var json = JSONWriter()
///     json.beginObject()
///     json.field("invoice_number", invoice.number)
///     json.field("balance", invoice.balance)
///     json.endObject()
package struct JSONWriter: Sendable {
    /// What has been written since the start or the last ``removeAll()``.
    package private(set) var bytes: [UInt8] = []
    /// Whether the next value or name must be parted from what stands before it.
    private var needsComma = false
    private var depth = 0

    /// A writer whose buffer has room for so many bytes before it grows.
    package init(capacity: Int = 1_024) {
        bytes.reserveCapacity(capacity)
    }

    /// The text that has been written.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Forgets what has been written and keeps the buffer.
    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        needsComma = false
        depth = 0
    }

    /// Opens an object, as an element or as the value of the last name.
    package mutating func beginObject() { open(UInt8(ascii: "{")) }

    /// Closes the innermost object.
    package mutating func endObject() { close(UInt8(ascii: "}")) }

    /// Opens an array, as an element or as the value of the last name.
    package mutating func beginArray() { open(UInt8(ascii: "[")) }

    /// Closes the innermost array.
    package mutating func endArray() { close(UInt8(ascii: "]")) }

    /// Ends a document and begins the next one on a line of its own, as JSON lines have it.
    ///
    /// - Precondition: every object and array has been closed.
    package mutating func endLine() {
        precondition(depth == 0, "a line of JSON ends inside an object or array")
        bytes.append(0x0A)
        needsComma = false
    }

    /// Writes the name of the next value, a name of ours that needs no escapes.
    package mutating func key(_ name: StaticString) {
        part()
        bytes.append(UInt8(ascii: "\""))
        appendStatic(name)
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes the name of the next value, a name that is data.
    package mutating func key(text name: String) {
        part()
        quote(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes a text, or `null`.
    package mutating func value(_ text: String?) {
        guard let text else { return null() }
        part()
        quote(text)
    }

    /// Writes `true`, `false` or `null`.
    package mutating func value(_ boolean: Bool?) {
        guard let boolean else { return null() }
        part()
        appendStatic(boolean ? "true" : "false")
    }

    /// Writes an integer, or `null`.
    package mutating func value(_ integer: Int64?) {
        guard let integer else { return null() }
        part()
        if integer < 0 { bytes.append(UInt8(ascii: "-")) }
        appendDigits(integer.magnitude, width: 1)
    }

    /// Writes an integer, or `null`.
    package mutating func value(_ integer: Int?) {
        value(integer.map { Int64($0) })
    }

    /// Writes the shortest number that reads back as the same `Double`, or `null`.
    ///
    /// - Precondition: the number is finite; JSON has no word for the others.
    package mutating func value(_ number: Double?) {
        guard let number else { return null() }
        precondition(number.isFinite, "\(number) cannot be written as JSON")
        part()
        append(number.description)
    }

    /// Writes `null`.
    package mutating func null() {
        part()
        appendStatic("null")
    }

    /// Writes a part of a document, or a whole one, that has been read.
    package mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .boolean(let boolean): self.value(boolean)
        case .text(let text): self.value(text)
        case .number(let number):
            part()
            append(number.text)
        case .array(let elements):
            beginArray()
            for element in elements { self.value(element) }
            endArray()
        case .object(let object):
            beginObject()
            for member in object.members {
                key(text: member.name)
                self.value(member.value)
            }
            endObject()
        }
    }

    /// Writes a value that is JSON already, as it stands.
    ///
    /// The caller vouches for it: this is for text that this writer wrote once and that has been stored since.
    package mutating func verbatim(_ json: String) {
        part()
        append(json)
    }

    /// Writes a quoted text that `fill` makes of bytes that need no escapes.
    mutating func quoted(_ fill: (inout JSONWriter) -> Void) {
        part()
        bytes.append(UInt8(ascii: "\""))
        fill(&self)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes an amount as a JSON number with all of its currency's decimals.
    mutating func number(of money: Money) {
        part()
        if money.minorUnits < 0 { bytes.append(UInt8(ascii: "-")) }
        let decimals = money.currency.decimals
        guard decimals > 0 else { return appendDigits(money.minorUnits.magnitude, width: 1) }
        let (whole, fraction) = money.minorUnits.magnitude.quotientAndRemainder(
            dividingBy: UInt64(money.currency.minorUnitsPerMajor)
        )
        appendDigits(whole, width: 1)
        bytes.append(UInt8(ascii: "."))
        appendDigits(fraction, width: decimals)
    }

    mutating func append(_ byte: UInt8) { bytes.append(byte) }

    mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// Appends a number in decimal digits, with zeros in front up to `width`.
    mutating func appendDigits(_ number: UInt64, width: Int) {
        var places = 1
        var limit: UInt64 = 10
        // 20 digits hold every number of 64 bits; the limit itself would overflow there.
        while places < 20, number >= limit {
            places += 1
            let (next, overflow) = limit.multipliedReportingOverflow(by: 10)
            limit = overflow ? .max : next
            if overflow { break }
        }
        let count = max(places, width)
        let start = bytes.count
        for _ in 0..<count { bytes.append(UInt8(ascii: "0")) }
        var left = number
        var position = start + count - 1
        while left > 0 {
            let (quotient, remainder) = left.quotientAndRemainder(dividingBy: 10)
            bytes[position] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: remainder)
            left = quotient
            position -= 1
        }
    }

    private mutating func open(_ bracket: UInt8) {
        part()
        bytes.append(bracket)
        needsComma = false
        depth += 1
    }

    private mutating func close(_ bracket: UInt8) {
        precondition(depth > 0, "more objects and arrays are closed than were opened")
        bytes.append(bracket)
        needsComma = true
        depth -= 1
    }

    /// Parts the next value or name from what stands before it.
    private mutating func part() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func appendStatic(_ text: StaticString) {
        text.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
    }

    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        if JSONWriter.needsEscapes(text) {
            for byte in text.utf8 { appendEscaped(byte) }
        } else {
            bytes.append(contentsOf: text.utf8)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func needsEscapes(_ text: String) -> Bool {
        let span = text.utf8.span
        for index in span.indices {
            let byte = span[index]
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return true }
        }
        return false
    }

    private mutating func appendEscaped(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            bytes.append(UInt8(ascii: "\\"))
            bytes.append(byte)
        case 0x08: appendStatic("\\b")
        case 0x09: appendStatic("\\t")
        case 0x0A: appendStatic("\\n")
        case 0x0C: appendStatic("\\f")
        case 0x0D: appendStatic("\\r")
        case 0..<0x20:
            appendStatic("\\u00")
            bytes.append(Hexadecimal.digit(byte >> 4))
            bytes.append(Hexadecimal.digit(byte & 0xF))
        default: bytes.append(byte)
        }
    }
}
