import Store
import Values
import Wire

/// What names the thing that a row is about: a column, or other fields put together.
struct RowKey {
    private let source: FieldSource
    private let parts: [FieldSource]
    private let isNumbered: Bool
    private let amountCurrency: FieldSource
    private let separator = UInt8(ascii: "/")
    /// How many rows share the parts of a numbered key, by the hash of the parts: two that share a hash by chance share
    /// their numbers, and their keys are different all the same.
    private var counts: [UInt64: UInt32] = [:]
    private var made: [UInt8] = []

    init(_ field: ImportField, of cells: RowCells) {
        source = cells.source(field)
        amountCurrency = cells.source(.currency)
        if !source.isThere, let rule = cells.plan.profile.derivedKey(for: field) {
            parts = rule.parts.map { cells.source($0) }
            isNumbered = rule.isNumbered
        } else {
            parts = []
            isNumbered = false
        }
    }

    /// Whether a row can have a key of this kind.
    var isThere: Bool { source.isThere || !parts.isEmpty }

    /// Whether the rows say the key themselves, in their first column of it.
    var field: ImportField { source.field }

    /// Makes the row's key where it is put together; `false` where there is none, which is noted.
    ///
    /// - Parameter currency: what amounts among the parts are in.
    mutating func make(
        _ cells: RowCells,
        in currency: Currency,
        _ stream: borrowing CSVStream,
        _ notes: inout RowNotes
    ) -> Bool {
        guard !parts.isEmpty else {
            guard cells.has(source, stream, &notes) else { return false }
            return cells.reading(source, stream) { cells.isOneLine($0, source.field, &notes) }
        }
        made.removeAll(keepingCapacity: true)
        for part in parts {
            if !made.isEmpty { made.append(separator) }
            let text: String? =
                switch part.field.content {
                case .day: cells.requiredDay(part, stream, &notes)?.description
                case .amount: cells.requiredAmount(part, in: currency, stream, &notes)?.decimalText
                case .key, .rate, .text: cells.requiredText(part, stream, &notes)
                }
            guard let text else { return false }
            made += text.utf8
        }
        guard isNumbered else { return true }
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in made { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        let count = counts[hash, default: 0] + 1
        counts[hash] = count
        if count > 1 { made += "/\(count)".utf8 }
        return true
    }

    /// Runs `body` on the row's key, once ``make(_:in:_:_:)`` has said that there is one.
    @inline(__always)
    func with<Value>(
        _ cells: RowCells,
        _ stream: borrowing CSVStream,
        _ body: (Span<UInt8>) throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        parts.isEmpty ? try cells.with(source, stream, body) : try body(made.span)
    }

    /// The key as a text.
    func text(_ cells: RowCells, _ stream: borrowing CSVStream) -> String {
        parts.isEmpty ? cells.said(source, stream) ?? "" : String(decoding: made, as: UTF8.self)
    }
}
