package import Values

/// Takes a JSON object apart field by field and remembers everything that is wrong with it.
///
/// A field that is missing or wrong is noted, and a stand-in is returned, so that reading goes on and the sender hears
/// of all mistakes at once. ``finish()`` throws where there was one: no value may be used before it has returned.
///
///     var body = try ObjectReader(JSONReader.value(from: bytes))
///     let number = body.nonEmptyString("invoice_number")
///     let dueDate = body.day("due_date")
///     let notes = body.optionalString("notes")
///     try body.finish()
///
/// For optional reads, a field that is absent and one that is `null` are the same; ``presence(of:)`` tells them apart.
package struct ObjectReader: Sendable {
    /// Whether and how a field is there.
    package enum Presence: Hashable, Sendable {
        case absent, null, present
    }

    /// Where the object stands in the document; empty for the document itself.
    package let path: String
    private let object: JSONObject
    private var known: Set<String> = []
    private var problems: [WireError] = []

    /// A reader of `value`, which stands at `path`.
    ///
    /// - Throws: ``WireError`` where the value is no object.
    package init(_ value: JSONValue, path: String = "") throws(WireError) {
        guard case .object(let object) = value else {
            throw WireError(path: path, message: "\(ObjectReader.anObject), not \(value.kind)")
        }
        self.init(object, path: path)
    }

    private init(_ object: JSONObject, path: String) {
        self.object = object
        self.path = path
    }

    /// Ends the reading: every field that nobody asked for is a mistake.
    ///
    /// - Throws: ``FieldErrors`` with all that was wrong, in the order of reading, and then the unknown fields.
    package mutating func finish() throws(FieldErrors) {
        let all = problems + unknownFields
        guard all.isEmpty else { throw FieldErrors(problems: all) }
    }

    /// Notes a mistake that only the caller can see: a due date before the invoice date, a customer that is not there.
    package mutating func refuse(_ name: String, _ message: String) {
        problems.append(WireError(path: path(to: name), message: message))
    }

    /// Lets these fields pass without reading them.
    package mutating func ignore(_ names: String...) {
        known.formUnion(names)
    }

    /// Whether a field is there, and whether it is `null`.
    package mutating func presence(of name: String) -> Presence {
        known.insert(name)
        return switch object[name] {
        case nil: .absent
        case .some(.null): .null
        case .some: .present
        }
    }

    // MARK: Fields that must be there

    /// The text of a field; the stand-in is empty.
    package mutating func string(_ name: String) -> String {
        required(name, ObjectReader.string, ObjectReader.aText) ?? ""
    }

    /// The text of a field that must hold more than blanks; the stand-in is empty.
    package mutating func nonEmptyString(_ name: String) -> String {
        required(name, ObjectReader.nonEmptyString, "must be a text that is not empty") ?? ""
    }

    /// The integer of a field; the stand-in is 0.
    package mutating func integer(_ name: String) -> Int64 {
        required(name, ObjectReader.integer, ObjectReader.anInteger) ?? 0
    }

    /// The integer of a field that must lie in `range`; the stand-in is its lower bound.
    package mutating func integer(_ name: String, in range: ClosedRange<Int64>) -> Int64 {
        required(name, { ObjectReader.integer($0, in: range) }, ObjectReader.anInteger(in: range)) ?? range.lowerBound
    }

    /// The number of a field; the stand-in is 0.
    package mutating func double(_ name: String) -> Double {
        required(name, ObjectReader.double, ObjectReader.aNumber) ?? 0
    }

    /// The boolean of a field; the stand-in is `false`.
    package mutating func boolean(_ name: String) -> Bool {
        required(name, ObjectReader.boolean, ObjectReader.aBoolean) ?? false
    }

    /// The day of a field; the stand-in is 1970-01-01.
    package mutating func day(_ name: String) -> Day {
        required(name, ObjectReader.day, ObjectReader.aDay) ?? Day(sinceEpoch: 0)
    }

    /// The instant of a field; the stand-in is 1970-01-01T00:00:00Z.
    package mutating func instant(_ name: String) -> Instant {
        required(name, ObjectReader.instant, ObjectReader.anInstant) ?? Instant(millisecondsSinceEpoch: 0)
    }

    /// The amount of a field, a JSON number, in a currency; the stand-in is zero.
    package mutating func money(_ name: String, in currency: Currency) -> Money {
        let wanted = ObjectReader.anAmount(in: currency)
        return required(name, { ObjectReader.money($0, in: currency) }, wanted) ?? .zero(in: currency)
    }

    /// The currency of a field; the stand-in is the US dollar.
    package mutating func currency(_ name: String) -> Currency {
        required(name, ObjectReader.currency, ObjectReader.aCurrency) ?? .usd
    }

    /// The identifier of a field; the stand-in is the nil UUID.
    package mutating func identifier<Subject>(
        _ name: String,
        of subject: Subject.Type = Subject.self
    ) -> Identifier<Subject> {
        required(name, ObjectReader.identifier, ObjectReader.anIdentifier) ?? Identifier(high: 0, low: 0)
    }

    /// The case of an enumeration that a field names; the stand-in is the first one.
    package mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String,
        of type: Choice.Type = Choice.self
    ) -> Choice {
        guard let standIn = Choice.allCases.first else { preconditionFailure("\(type) offers nothing to choose from") }
        return required(name, { ObjectReader.choice($0) }, ObjectReader.aChoice(of: type)) ?? standIn
    }

    /// The elements of a field that holds an array; the stand-in is empty.
    package mutating func array(_ name: String) -> [JSONValue] {
        required(name, ObjectReader.array, ObjectReader.anArray) ?? []
    }

    /// The objects of a field that holds an array of them, each read by `read`; the stand-in is empty.
    ///
    /// Mistakes and unknown fields of the elements are noted with their index: `lines[3].amount`.
    package mutating func array<Element>(
        _ name: String,
        _ read: (inout ObjectReader) -> Element
    ) -> [Element] {
        objects(array(name), at: name, read)
    }

    /// The texts of a field that holds an array of them; the stand-in is empty.
    package mutating func strings(_ name: String) -> [String] {
        elements(array(name), at: name, ObjectReader.string, ObjectReader.aText)
    }

    /// The identifiers of a field that holds an array of them; the stand-in is empty.
    package mutating func identifiers<Subject>(
        _ name: String,
        of subject: Subject.Type = Subject.self
    ) -> [Identifier<Subject>] {
        elements(array(name), at: name, ObjectReader.identifier, ObjectReader.anIdentifier)
    }

    /// What `read` makes of the object in a field, or `nil` where the field is missing or holds none.
    ///
    /// Mistakes and unknown fields inside are noted with their path: `address.country`.
    package mutating func object<Result>(_ name: String, _ read: (inout ObjectReader) -> Result) -> Result? {
        required(name, { $0 }, ObjectReader.anObject).flatMap { nested($0, path: path(to: name), read) }
    }

    // MARK: Fields that may be absent or null

    /// The text of a field, if there is one.
    package mutating func optionalString(_ name: String) -> String? {
        optional(name, ObjectReader.string, ObjectReader.aText)
    }

    /// The integer of a field, if there is one.
    package mutating func optionalInteger(_ name: String) -> Int64? {
        optional(name, ObjectReader.integer, ObjectReader.anInteger)
    }

    /// The integer of a field, if there is one; it must lie in `range`.
    package mutating func optionalInteger(_ name: String, in range: ClosedRange<Int64>) -> Int64? {
        optional(name, { ObjectReader.integer($0, in: range) }, ObjectReader.anInteger(in: range))
    }

    /// The number of a field, if there is one.
    package mutating func optionalDouble(_ name: String) -> Double? {
        optional(name, ObjectReader.double, ObjectReader.aNumber)
    }

    /// The boolean of a field, if there is one.
    package mutating func optionalBoolean(_ name: String) -> Bool? {
        optional(name, ObjectReader.boolean, ObjectReader.aBoolean)
    }

    /// The day of a field, if there is one.
    package mutating func optionalDay(_ name: String) -> Day? {
        optional(name, ObjectReader.day, ObjectReader.aDay)
    }

    /// The instant of a field, if there is one.
    package mutating func optionalInstant(_ name: String) -> Instant? {
        optional(name, ObjectReader.instant, ObjectReader.anInstant)
    }

    /// The amount of a field in a currency, if there is one.
    package mutating func optionalMoney(_ name: String, in currency: Currency) -> Money? {
        optional(name, { ObjectReader.money($0, in: currency) }, ObjectReader.anAmount(in: currency))
    }

    /// The currency of a field, if there is one.
    package mutating func optionalCurrency(_ name: String) -> Currency? {
        optional(name, ObjectReader.currency, ObjectReader.aCurrency)
    }

    /// The identifier of a field, if there is one.
    package mutating func optionalIdentifier<Subject>(
        _ name: String,
        of subject: Subject.Type = Subject.self
    ) -> Identifier<Subject>? {
        optional(name, ObjectReader.identifier, ObjectReader.anIdentifier)
    }

    /// The case of an enumeration that a field names, if there is one.
    package mutating func optionalChoice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String,
        of type: Choice.Type = Choice.self
    ) -> Choice? {
        optional(name, { ObjectReader.choice($0) }, ObjectReader.aChoice(of: type))
    }

    /// The elements of a field that holds an array, if there is one.
    package mutating func optionalArray(_ name: String) -> [JSONValue]? {
        optional(name, ObjectReader.array, ObjectReader.anArray)
    }

    /// The objects of a field that holds an array of them, if there is one, each read by `read`.
    package mutating func optionalArray<Element>(
        _ name: String,
        _ read: (inout ObjectReader) -> Element
    ) -> [Element]? {
        optionalArray(name).map { objects($0, at: name, read) }
    }

    /// The texts of a field that holds an array of them, if there is one.
    package mutating func optionalStrings(_ name: String) -> [String]? {
        optionalArray(name).map { elements($0, at: name, ObjectReader.string, ObjectReader.aText) }
    }

    /// What `read` makes of the object in a field, if there is one.
    package mutating func optionalObject<Result>(_ name: String, _ read: (inout ObjectReader) -> Result) -> Result? {
        optional(name, { $0 }, ObjectReader.anObject).flatMap { nested($0, path: path(to: name), read) }
    }

    /// The value of a field as it stands, if there is one; `null` is none.
    package mutating func optionalValue(_ name: String) -> JSONValue? {
        known.insert(name)
        guard let value = object[name], value != .null else { return nil }
        return value
    }

    // MARK: How a field is read

    private mutating func required<Value>(
        _ name: String,
        _ convert: (JSONValue) -> Value?,
        _ wanted: String
    ) -> Value? {
        known.insert(name)
        guard let value = object[name] else {
            refuse(name, "is required")
            return nil
        }
        return converted(value, at: path(to: name), convert, wanted)
    }

    private mutating func optional<Value>(
        _ name: String,
        _ convert: (JSONValue) -> Value?,
        _ wanted: String
    ) -> Value? {
        known.insert(name)
        guard let value = object[name], value != .null else { return nil }
        return converted(value, at: path(to: name), convert, wanted)
    }

    private mutating func converted<Value>(
        _ value: JSONValue,
        at path: String,
        _ convert: (JSONValue) -> Value?,
        _ wanted: String
    ) -> Value? {
        if let value = convert(value) { return value }
        problems.append(WireError(path: path, message: "\(wanted), not \(ObjectReader.shown(value))"))
        return nil
    }

    private mutating func elements<Element>(
        _ values: [JSONValue],
        at name: String,
        _ convert: (JSONValue) -> Element?,
        _ wanted: String
    ) -> [Element] {
        let path = path(to: name)
        return values.enumerated().compactMap { index, value in
            converted(value, at: "\(path)[\(index)]", convert, wanted)
        }
    }

    private mutating func objects<Element>(
        _ values: [JSONValue],
        at name: String,
        _ read: (inout ObjectReader) -> Element
    ) -> [Element] {
        let path = path(to: name)
        return values.enumerated().compactMap { index, value in nested(value, path: "\(path)[\(index)]", read) }
    }

    private mutating func nested<Result>(
        _ value: JSONValue,
        path: String,
        _ read: (inout ObjectReader) -> Result
    ) -> Result? {
        guard case .object(let object) = value else {
            problems.append(WireError(path: path, message: "\(ObjectReader.anObject), not \(value.kind)"))
            return nil
        }
        var inner = ObjectReader(object, path: path)
        let result = read(&inner)
        problems += inner.problems + inner.unknownFields
        return result
    }

    private var unknownFields: [WireError] {
        // Advice for the first few and for short names is enough, and bounds the work that a hostile object can ask for.
        object.members.filter { !known.contains($0.name) }.prefix(20).map { member in
            guard member.name.utf8.count <= 60 else {
                return WireError(
                    path: path,
                    message: "`\(PathStep.onOneLine(String(member.name.prefix(60))))…` is not a known field"
                )
            }
            let candidates = known.filter { object[$0] == nil }
            let advice = Spelling.nearest(to: member.name, among: candidates).map { "; did you mean `\($0)`?" } ?? ""
            return WireError(
                path: path(to: member.name),
                message: "`\(PathStep.onOneLine(member.name))` is not a known field\(advice)"
            )
        }
    }

    private func path(to name: String) -> String {
        var text = path
        PathStep.name(name).append(to: &text)
        return text
    }
}
