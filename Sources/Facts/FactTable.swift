package import Values

/// The facts of one company at one day, in columns: one row for each customer, one for each open invoice.
///
/// Rows are ordered by the customer's key, an invoice's rows within its customer by issue day and key; nothing about
/// the order depends on when or how the ledger was filled. Read whole columns as arrays across module borders.
package struct FactTable: Sendable {
    package let catalog: FactCatalog
    package let day: Day
    /// The currency that every amount in the table is in.
    package let currency: Currency
    /// The customers' own keys, which are their names across databases.
    package let customerKeys: [String]
    /// The invoices' own keys.
    package let invoiceKeys: [String]
    /// The customer row of each invoice row.
    package let customerOfInvoice: [Int32]
    private var columns: [Column]
    /// For a fact of the document, its amounts as they stand on the invoices.
    private var documentAmounts: [Int: [Money]] = [:]
    /// For a fact that was told by rates, the rows where it was.
    private var ratedRows: [Int: [Bool]] = [:]
    private var texts = TextPool()

    /// A table whose every value is unknown.
    ///
    /// - Precondition: there is a customer row for each invoice.
    package init(
        catalog: FactCatalog,
        day: Day,
        currency: Currency,
        customerKeys: [String],
        invoiceKeys: [String],
        customerOfInvoice: [Int32]
    ) {
        precondition(customerOfInvoice.count == invoiceKeys.count, "every invoice belongs to one customer")
        precondition(
            customerOfInvoice.allSatisfy { $0 >= 0 && Int($0) < customerKeys.count },
            "every invoice belongs to a customer of the table"
        )
        self.catalog = catalog
        self.day = day
        self.currency = currency
        self.customerKeys = customerKeys
        self.invoiceKeys = invoiceKeys
        self.customerOfInvoice = customerOfInvoice
        columns = catalog.facts.map { fact in
            let count = fact.entity == .customer ? customerKeys.count : invoiceKeys.count
            return Column(unknown: count, of: fact.type)
        }
    }

    /// How many rows an entity has.
    package func rowCount(of entity: Entity) -> Int {
        entity == .customer ? customerKeys.count : invoiceKeys.count
    }

    /// The column of a fact that is held in whole numbers; unknown is ``unknownInteger``.
    ///
    /// Money is in minor units, dates in days since 1970-01-01, yes is 1, a choice is its place in the list, and a text
    /// its number in this table's pool.
    ///
    /// - Precondition: the fact is not a percentage or a score.
    package func integers(at index: Int) -> [Int64] {
        guard case .integers(let values) = columns[index] else {
            preconditionFailure("\(catalog.facts[index].path) is held in reals")
        }
        return values
    }

    /// The column of a percentage or a score; unknown is NaN.
    ///
    /// - Precondition: the fact is a percentage or a score.
    package func reals(at index: Int) -> [Double] {
        guard case .reals(let values) = columns[index] else {
            preconditionFailure("\(catalog.facts[index].path) is held in whole numbers")
        }
        return values
    }

    /// Replaces the column of a fact that is held in whole numbers.
    ///
    /// - Precondition: there is one value for each row.
    package mutating func fill(_ index: Int, integers values: [Int64]) {
        precondition(values.count == rowCount(of: catalog.facts[index].entity), "one value a row")
        precondition(!columns[index].isReal, "\(catalog.facts[index].path) is held in reals")
        columns[index] = .integers(values)
    }

    /// Replaces the column of a percentage or a score.
    ///
    /// - Precondition: there is one value for each row.
    package mutating func fill(_ index: Int, reals values: [Double]) {
        precondition(values.count == rowCount(of: catalog.facts[index].entity), "one value a row")
        precondition(columns[index].isReal, "\(catalog.facts[index].path) is held in whole numbers")
        columns[index] = .reals(values)
    }

    /// Replaces the column of a text; `nil` is unknown.
    package mutating func fill(_ index: Int, texts values: [String?]) {
        let numbers = values.map { value in value.map { texts.number(of: $0) } ?? FactTable.unknownInteger }
        fill(index, integers: numbers)
    }

    /// Replaces the column of an amount on the invoice itself.
    ///
    /// - Parameters:
    ///   - amounts: as they stand on the invoices.
    ///   - values: the same in the table's currency, in minor units, or ``unknownInteger``.
    /// - Precondition: the fact is of the document, and there is one value for each row.
    package mutating func fill(_ index: Int, document amounts: [Money], integers values: [Int64]) {
        precondition(catalog.facts[index].isOfDocument, "\(catalog.facts[index].path) is on no document")
        precondition(amounts.count == values.count, "one value a row")
        fill(index, integers: values)
        documentAmounts[index] = amounts
    }

    /// The amount of a fact as it stands on the invoice; `nil` where the fact is no such amount, or none was filled in.
    package func documentAmount(at index: Int, row: Int) -> Money? { documentAmounts[index]?[row] }

    /// Notes on which rows a customer's fact was told by exchange rates.
    ///
    /// - Precondition: there is one answer for each row.
    package mutating func mark(_ index: Int, movingWithRates rows: [Bool]) {
        precondition(rows.count == rowCount(of: catalog.facts[index].entity), "one answer a row")
        ratedRows[index] = rows
    }

    /// Whether a fact would be otherwise by other exchange rates: then it changes from day to day although nothing
    /// happened.
    package func movesWithRates(at index: Int, row: Int) -> Bool {
        if let amount = documentAmount(at: index, row: row) { return amount.currency != currency }
        return ratedRows[index]?[row] ?? false
    }

    /// The text with this number in the table's pool.
    package func text(numbered number: Int64) -> String { texts.text(numbered: number) }

    /// The number of `text` in the table's pool, or `nil` where no row holds it.
    package func number(ofText text: String) -> Int64? { texts.knownNumber(of: text) }

    /// One value, for people, explanations and stored decisions.
    package func value(at index: Int, row: Int) -> FactValue {
        switch columns[index] {
        case .reals(let values):
            let value = values[row]
            guard !value.isNaN else { return .unknown }
            if case .score = catalog.facts[index].type { return .score(value) }
            return .percent(value)
        case .integers(let values):
            let value = values[row]
            guard value != FactTable.unknownInteger else { return .unknown }
            return switch catalog.facts[index].type {
            case .money: .money(Money(minorUnits: value, in: currency))
            case .days: .days(Int(value))
            case .date: .date(Day(sinceEpoch: Int32(value)))
            case .count: .count(Int(value))
            case .yesNo: .yesNo(value != 0)
            case .choice(let words): .choice(words[Int(value)])
            case .text: .text(texts.text(numbered: value))
            case .percent, .score: preconditionFailure("\(catalog.facts[index].path) is held in reals")
            }
        }
    }

    /// What stands in a column of whole numbers where nothing is known.
    package static let unknownInteger = Int64.min
}

/// The values of one fact for all rows.
private enum Column: Sendable {
    case integers([Int64])
    case reals([Double])

    init(unknown count: Int, of type: FactType) {
        switch type {
        case .percent, .score: self = .reals([Double](repeating: .nan, count: count))
        case .money, .days, .date, .count, .yesNo, .choice, .text:
            self = .integers([Int64](repeating: FactTable.unknownInteger, count: count))
        }
    }

    var isReal: Bool {
        switch self {
        case .reals: true
        case .integers: false
        }
    }
}

/// Each text once, by number, so that a column of texts is a column of numbers.
private struct TextPool: Sendable {
    private var texts: [String] = []
    private var numbers: [String: Int64] = [:]

    mutating func number(of text: String) -> Int64 {
        if let number = numbers[text] { return number }
        let number = Int64(texts.count)
        texts.append(text)
        numbers[text] = number
        return number
    }

    func knownNumber(of text: String) -> Int64? { numbers[text] }

    func text(numbered number: Int64) -> String { texts[Int(number)] }
}
