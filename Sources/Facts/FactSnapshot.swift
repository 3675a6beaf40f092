package import Values

/// The facts that one decision read, as text that can be kept, hashed and read again: what replay starts from.
///
/// One line for each known value, `path type value`, in the order of the catalogue, followed by `document path value`
/// where the amount on the invoice is in another currency; then one for each model feature, `feature name value`. Unknown values have no line. Numbers are written so that reading them gives the same bits.
package struct FactSnapshot: Hashable, Sendable {
    /// The canonical text.
    package let text: String
    /// Its hash: the facts hash that every insight and action names.
    package let hash: ContentHash

    /// A snapshot with this canonical text, as it was stored.
    package init(text: String) {
        self.text = text
        hash = ContentHash(of: text)
    }

    /// The facts of one row of the table, those of an invoice with its customer's, and the features it was scored on.
    package init(of entity: Entity, row: Int, in table: FactTable, features: [(name: String, value: Double)] = []) {
        var lines = "day \(table.day)\n"
        let customer = entity == .customer ? row : Int(table.customerOfInvoice[row])
        lines += "customer \(FactSnapshot.escaped(table.customerKeys[customer]))\n"
        if entity == .invoice { lines += "invoice \(FactSnapshot.escaped(table.invoiceKeys[row]))\n" }
        for (index, fact) in table.catalog.facts.enumerated() where fact.entity == .customer || entity == .invoice {
            let factRow = fact.entity == .customer ? customer : row
            let value = table.value(at: index, row: factRow)
            if value != .unknown { lines += "\(fact.path) \(FactSnapshot.encoded(value))\n" }
            if let amount = table.documentAmount(at: index, row: factRow), amount.currency != table.currency {
                lines += "document \(fact.path) \(FactSnapshot.encoded(.money(amount)))\n"
            }
        }
        for feature in features { lines += "feature \(feature.name) \(feature.value)\n" }
        self.init(text: lines)
    }

    /// The value of a line: the type's word and the value, exact.
    private static func encoded(_ value: FactValue) -> String {
        switch value {
        case .unknown: "unknown"
        case .money(let money): "money \(money.decimalText) \(money.currency)"
        case .days(let days): "days \(days)"
        case .date(let day): "date \(day)"
        case .percent(let ratio): "percent \(ratio)"
        case .score(let points): "score \(points)"
        case .count(let count): "count \(count)"
        case .yesNo(let isSo): "yes/no \(isSo ? "yes" : "no")"
        case .choice(let word): "choice \(escaped(word))"
        case .text(let text): "text \(escaped(text))"
        }
    }

    /// The text on one line: a backslash before backslashes, `\n` and `\r` for line ends.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
