/// The fields of a header section, in the order in which they stand.
///
/// Names are compared without regard to case. The section is kept as it goes over the wire, so that a request's is one
/// copy of what came in and a response's is one copy into what goes out.
package struct Headers: Sendable {
    /// Where one field lies in the section.
    struct Field: Sendable {
        let name: Range<Int>
        let value: Range<Int>
    }

    /// The section: each field as `name: value` and a line end.
    private(set) var section: [UInt8]
    private var fields: [Field]

    /// An empty section.
    package init() {
        section = []
        fields = []
    }

    /// A section that has been taken apart already.
    init(section: [UInt8], fields: [Field]) {
        self.section = section
        self.fields = fields
    }

    /// How many fields there are; a name that stands twice counts twice.
    package var count: Int { fields.count }

    /// The value of the first field called `name`.
    package subscript(name: String) -> String? {
        for field in fields where isNamed(name, field) { return text(field.value) }
        return nil
    }

    /// The values of every field called `name`, in order.
    package func values(of name: String) -> [String] {
        fields.filter { isNamed(name, $0) }.map { text($0.value) }
    }

    /// Every field, in order.
    package var all: [(name: String, value: String)] {
        fields.map { (text($0.name), text($0.value)) }
    }

    /// Adds a field behind the others.
    ///
    /// A byte that no value may hold (a line end, NUL, another control character) goes out as a space, as RFC 9110
    /// section 5.5 has it: no value can end its line, whoever wrote it.
    ///
    /// - Precondition: `name` is a token (RFC 9110, section 5.6.2); names come from code, never from input.
    package mutating func append(_ name: String, _ value: String) {
        if section.isEmpty {
            section.reserveCapacity(256)
            fields.reserveCapacity(4)
        }
        let nameStart = section.count
        section.append(contentsOf: name.utf8)
        let nameEnd = section.count
        precondition(nameEnd > nameStart, "a field has a name")
        for index in nameStart..<nameEnd {
            precondition(Grammar.isToken(section[index]), "\(name) is no field name")
        }
        section.append(UInt8(ascii: ":"))
        section.append(Grammar.space)
        let valueStart = section.count
        section.append(contentsOf: value.utf8)
        for index in valueStart..<section.count where !Grammar.isFieldValue(section[index]) {
            section[index] = Grammar.space
        }
        fields.append(Field(name: nameStart..<nameEnd, value: valueStart..<section.count))
        section.append(Grammar.carriageReturn)
        section.append(Grammar.lineFeed)
    }

    private func isNamed(_ name: String, _ field: Field) -> Bool {
        guard name.utf8.count == field.name.count else { return false }
        return zip(name.utf8, section[field.name]).allSatisfy { wanted, byte in
            wanted == byte || (wanted ^ byte == 0x20 && Grammar.isLetter(byte))
        }
    }

    private func text(_ range: Range<Int>) -> String { String(decoding: section[range], as: UTF8.self) }
}
