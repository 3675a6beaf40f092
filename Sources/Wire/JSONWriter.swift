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
    private var buffer: ByteBuffer
    /// Whether the next value or name must be parted from what stands before it.
    private var needsComma = false
    private var depth = 0

    /// A writer whose buffer has room for so many bytes before it grows.
    package init(capacity: Int = 1_024) {
        buffer = ByteBuffer(capacity: capacity)
    }

    /// A copy of what has been written since the start or the last ``removeAll()``.
    package var bytes: [UInt8] { buffer.bytes }

    /// How many bytes have been written.
    package var byteCount: Int { buffer.count }

    /// The text that has been written.
    package var text: String { String(decoding: buffer.bytes, as: UTF8.self) }

    /// Forgets what has been written and keeps the buffer.
    package mutating func removeAll() {
        buffer.removeAll()
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
        buffer.append(0x0A)
        needsComma = false
    }

    /// Writes the name of the next value, a name of ours that needs no escapes.
    package mutating func key(_ name: StaticString) {
        buffer.appendKey(name, afterComma: needsComma)
        needsComma = false
    }

    /// Writes the name of the next value, a name that is data.
    package mutating func key(text name: String) {
        part()
        buffer.appendQuoted(name)
        buffer.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes a text, or `null`.
    package mutating func value(_ text: String?) {
        guard let text else { return null() }
        part()
        buffer.appendQuoted(text)
    }

    /// Writes `true`, `false` or `null`.
    package mutating func value(_ boolean: Bool?) {
        guard let boolean else { return null() }
        part()
        buffer.append(boolean ? "true" : "false")
    }

    /// Writes an integer, or `null`.
    package mutating func value(_ integer: Int64?) {
        guard let integer else { return null() }
        part()
        if integer < 0 { buffer.append(UInt8(ascii: "-")) }
        buffer.appendDigits(integer.magnitude, width: 1)
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
        buffer.append(number.description)
    }

    /// Writes `null`.
    package mutating func null() {
        part()
        buffer.append("null")
    }

    /// Writes a part of a document, or a whole one, that has been read.
    package mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .boolean(let boolean): self.value(boolean)
        case .text(let text): self.value(text)
        case .number(let number):
            part()
            buffer.append(number.text)
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
        buffer.append(json)
    }

    /// Writes a quoted text that `fill` makes of bytes that need no escapes.
    mutating func quoted(_ fill: (inout ByteBuffer) -> Void) {
        part()
        buffer.append(UInt8(ascii: "\""))
        fill(&buffer)
        buffer.append(UInt8(ascii: "\""))
    }

    /// Writes an amount as a JSON number with all of its currency's decimals.
    mutating func number(of money: Money) {
        part()
        if money.minorUnits < 0 { buffer.append(UInt8(ascii: "-")) }
        let decimals = money.currency.decimals
        guard decimals > 0 else { return buffer.appendDigits(money.minorUnits.magnitude, width: 1) }
        let (whole, fraction) = money.minorUnits.magnitude.quotientAndRemainder(
            dividingBy: UInt64(money.currency.minorUnitsPerMajor)
        )
        buffer.appendDigits(whole, width: 1)
        buffer.append(UInt8(ascii: "."))
        buffer.appendDigits(fraction, width: decimals)
    }

    private mutating func open(_ bracket: UInt8) {
        part()
        buffer.append(bracket)
        needsComma = false
        depth += 1
    }

    private mutating func close(_ bracket: UInt8) {
        precondition(depth > 0, "more objects and arrays are closed than were opened")
        buffer.append(bracket)
        needsComma = true
        depth -= 1
    }

    /// Parts the next value or name from what stands before it.
    private mutating func part() {
        if needsComma { buffer.append(UInt8(ascii: ",")) }
        needsComma = true
    }
}
