import Wire

/// A thing that the API shows: an object whose fields can be picked.
protocol Resource {
    /// The fields, by their names in JSON and in the order in which they are written.
    associatedtype Field: RawRepresentable<String> & CaseIterable & Hashable & Sendable

    /// Writes the field with its name.
    func write(_ field: Field, to json: inout JSONWriter)
}

extension Resource {
    /// Writes the object with the fields that were picked.
    func write(_ selection: FieldSelection<Field>, to json: inout JSONWriter) {
        json.beginObject()
        for field in selection.fields { write(field, to: &json) }
        json.endObject()
    }
}

/// The fields of a resource that an answer holds: those in `fields=id,status`, or all.
struct FieldSelection<Field: RawRepresentable<String> & CaseIterable & Hashable & Sendable>: Sendable {
    /// In the order of the resource, whatever the order in which they were asked for.
    let fields: [Field]

    /// All of them.
    static var all: FieldSelection { FieldSelection(fields: Array(Field.allCases)) }

    /// The parameter that picks them.
    static var parameter: Parameter { Parameter("fields", .words(of: Field.self)) }

    init(_ parameters: Parameters) {
        let wanted = Set(parameters.words("fields", as: Field.self))
        self.init(fields: Field.allCases.filter { wanted.isEmpty || wanted.contains($0) })
    }

    private init(fields: [Field]) {
        self.fields = fields
    }

    func contains(_ field: Field) -> Bool { fields.contains(field) }
}
