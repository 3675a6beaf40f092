package import Receivables
package import Store
import Values
package import Wire

extension AgingAmounts {
    /// Writes the parts as fields of the object that is open.
    package func writeFields(to json: inout JSONWriter) {
        json.field("currency", currency)
        AgingParts.write(buckets, to: &json)
        json.field("overpaid", overpaid)
        json.field("unapplied_cash", unapplied)
        json.field("overdue_balance", overdue)
        json.field("total_balance", total)
    }
}

extension AgingInBase {
    /// Writes the parts as fields of the object that is open; what is unknown is `null`.
    package func writeFields(to json: inout JSONWriter) {
        json.field("currency", currency)
        AgingParts.write(buckets, to: &json)
        json.field("overpaid", overpaid)
        json.field("unapplied_cash", unapplied)
        json.field("overdue_balance", overdue)
        json.field("total_balance", total)
    }
}

extension [AgingAmounts] {
    /// Writes the parts in each currency as the field `by_currency`.
    package func writeByCurrency(to json: inout JSONWriter) {
        json.array("by_currency") { list in
            for amounts in self { list.object { amounts.writeFields(to: &$0) } }
        }
    }
}

private enum AgingParts {
    static func write(_ buckets: [Money?], to json: inout JSONWriter) {
        json.object("aging") { json in
            for (bucket, amount) in zip(AgingBucket.allCases, buckets) {
                json.key(text: bucket.rawValue)
                json.value(amount)
            }
        }
    }
}

extension AgingListing {
    /// What a listing is shown by.
    package enum Grouping: String, CaseIterable, Hashable, Sendable {
        case customer, currency
    }

    /// The listing as one JSON object: the sums, and the customers where they are asked for.
    package func json(of company: Company, by grouping: Grouping) -> String {
        var json = JSONWriter()
        json.object { json in
            json.field("company", company.slug)
            writeSums(to: &json)
            switch grouping {
            case .currency: break
            case .customer:
                json.array("customers") { list in
                    for entry in entries { list.object { entry.writeFields(to: &$0) } }
                }
            }
        }
        return json.text
    }

    /// Writes the day and the sums as fields of the object that is open.
    package func writeSums(to json: inout JSONWriter) {
        json.field("as_of", asOf)
        json.field("source", "ledger")
        json.field("customer_count", entries.count)
        inBase.writeFields(to: &json)
        amounts.writeByCurrency(to: &json)
        json.field("without_rate", withoutRate.map(\.code))
    }

    /// The listing as a table for people, with what it lacks below it.
    package func table(of company: Company, by grouping: Grouping) -> String {
        var table = TextTable(
            heading: [grouping == .customer ? "customer" : "currency", ""]
                + AgingBucket.allCases.map(\.heading) + ["overpaid", "unapplied", "total"]
        )
        switch grouping {
        case .customer:
            for entry in entries {
                for (place, amounts) in entry.amounts.enumerated() {
                    table.add([place == 0 ? entry.name : "", amounts.currency.code] + amounts.texts)
                }
            }
        case .currency:
            for amounts in self.amounts { table.add(["", amounts.currency.code] + amounts.texts) }
        }
        table.add(["all", base.code] + inBase.texts)
        var text = "\(company.slug) on \(asOf): \(Check.amount(entries.count, "customer"))\n\n" + table.text
        if !withoutRate.isEmpty {
            text +=
                "\nunknown (?): there is no rate to \(base) on \(asOf) for "
                + withoutRate.map(\.code).joined(separator: ", ")
                + "; import rates with `arclight import FILE --as rates`\n"
        }
        return text
    }
}

extension AgingListing.Entry {
    /// Writes who it is and what is owed as fields of the object that is open.
    package func writeFields(to json: inout JSONWriter) {
        json.field("customer", customer)
        json.field("external_id", key)
        json.field("customer_name", name)
        inBase.writeFields(to: &json)
        amounts.writeByCurrency(to: &json)
    }
}

extension AgingAmounts {
    fileprivate var texts: [String] {
        (buckets + [overpaid, unapplied, total]).map(\.decimalText)
    }
}

extension AgingInBase {
    fileprivate var texts: [String] {
        (buckets + [overpaid, unapplied, total]).map { $0?.decimalText ?? "?" }
    }
}

extension AgingBucket {
    fileprivate var heading: String {
        switch self {
        case .current: "current"
        case .days1To30: "1-30"
        case .days31To60: "31-60"
        case .days61To90: "61-90"
        case .over90: "over 90"
        }
    }
}

/// Text in columns: the first two to the left, the others, which are numbers, to the right.
private struct TextTable {
    private var rows: [[String]]
    private static let leftCount = 2
    private static let widestName = 40

    init(heading: [String]) {
        rows = [heading]
    }

    mutating func add(_ row: [String]) {
        var row = row
        if row[0].count > TextTable.widestName { row[0] = row[0].prefix(TextTable.widestName - 1) + "…" }
        rows.append(row)
    }

    var text: String {
        var widths = [Int](repeating: 0, count: rows[0].count)
        for row in rows { for (place, cell) in row.enumerated() { widths[place] = max(widths[place], cell.count) } }
        return rows.map { row in
            var line = ""
            for (place, cell) in row.enumerated() {
                let gap = String(repeating: " ", count: widths[place] - cell.count)
                line += (place == 0 ? "" : "  ") + (place < TextTable.leftCount ? cell + gap : gap + cell)
            }
            return line + "\n"
        }.joined()
    }
}
