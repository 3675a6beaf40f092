/// A JSON document, or a part of one.
package enum JSONValue: Hashable, Sendable {
    case null
    case boolean(Bool)
    case number(JSONNumber)
    case text(String)
    case array([JSONValue])
    case object(JSONObject)

    /// What the value is, with its article, for sentences: `an array`.
    package var kind: String {
        switch self {
        case .null: "null"
        case .boolean: "a boolean"
        case .number: "a number"
        case .text: "a text"
        case .array: "an array"
        case .object: "an object"
        }
    }

    /// The member of this name, or `nil` where the value is no object or has none.
    package subscript(name: String) -> JSONValue? {
        guard case .object(let object) = self else { return nil }
        return object[name]
    }

    /// The integer that a JSON document writes like this.
    package static func integer(_ value: Int64) -> JSONValue {
        .number(JSONNumber(grammatical: String(value)))
    }
}

/// The members of a JSON object in the order in which they were written; no two have the same name.
package struct JSONObject: Hashable, Sendable {
    /// One name with its value.
    package struct Member: Hashable, Sendable {
        /// The name, unescaped.
        package let name: String
        /// What stands under the name.
        package let value: JSONValue
    }

    /// The members, in order.
    package private(set) var members: [Member] = []
    /// The names in a form that is quick to look up, from the size on where a walk over the members no longer is.
    private var index: [[UInt8]: Int] = [:]

    private static let walkLimit = 16

    /// An object without members.
    package init() {}

    /// The value of the member with this name.
    ///
    /// Names are the same where their bytes are (RFC 8259, section 8.3); Unicode's equivalences do not count.
    package subscript(name: String) -> JSONValue? {
        position(of: name).map { members[$0].value }
    }

    /// Adds a member at the end; `false`, and nothing changes, where there is one of this name.
    package mutating func append(_ name: String, _ value: JSONValue) -> Bool {
        guard position(of: name) == nil else { return false }
        members.append(Member(name: name, value: value))
        if members.count > JSONObject.walkLimit {
            if index.isEmpty {
                for (place, member) in members.enumerated() { index[Array(member.name.utf8)] = place }
            } else {
                index[Array(name.utf8)] = members.count - 1
            }
        }
        return true
    }

    private func position(of name: String) -> Int? {
        guard index.isEmpty else { return index[Array(name.utf8)] }
        return members.firstIndex { $0.name.utf8.elementsEqual(name.utf8) }
    }

    /// Whether both have the same members in the same order.
    package static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.members == right.members
    }

    /// Feeds the members to `hasher`.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(members)
    }
}
