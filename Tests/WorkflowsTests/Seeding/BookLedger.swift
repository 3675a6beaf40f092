import Values
import Workflows

/// What made-up books come to when their entries are added up, by the tests' own arithmetic.
struct BookLedger: Sendable {
    struct Invoice: Sendable {
        let key: String
        let customer: String
        let issuedOn: Day
        let dueOn: Day
        let currency: String
        let minorUnits: Int64
        let isVoided: Bool
        /// What lowers it, by day.
        var entries: [(day: Day, minorUnits: Int64)] = []

        var balance: Int64 { isVoided ? 0 : minorUnits - entries.reduce(0) { $0 + $1.minorUnits } }
        /// The day from which nothing is owed.
        var settledOn: Day? { balance == 0 && !isVoided ? entries.map(\.day).max() : nil }
        var daysLate: Int? { settledOn.map { dueOn.days(until: $0) } }

        func balance(on day: Day) -> Int64 {
            guard issuedOn <= day, !isVoided else { return 0 }
            return minorUnits - entries.filter { $0.day <= day }.reduce(0) { $0 + $1.minorUnits }
        }
    }

    struct Payment: Sendable {
        let key: String
        let customer: String
        let day: Day
        let type: String
        let currency: String
        let minorUnits: Int64
        /// What of it is on invoices.
        var allocated: Int64 = 0
    }

    private(set) var invoices: [String: Invoice] = [:]
    private(set) var payments: [String: Payment] = [:]
    /// Rows that name what is not there, or in another currency, or at a time before it.
    private(set) var contradictions: [String] = []

    static let large = BookLedger(BookTables.large)

    init(_ books: BookTables) {
        for row in books[.invoices] {
            guard let issuedOn = row.day("invoice_date"), let dueOn = row.day("due_date"),
                let minorUnits = row.minorUnits("amount")
            else {
                contradictions.append("invoice \(row["invoice"])")
                continue
            }
            invoices[row["invoice"]] = Invoice(
                key: row["invoice"],
                customer: row["customer"],
                issuedOn: issuedOn,
                dueOn: dueOn,
                currency: row["currency"],
                minorUnits: minorUnits,
                isVoided: !row["voided_on"].isEmpty
            )
        }
        for row in books[.payments] {
            guard let day = row.day("payment_date"), let minorUnits = row.minorUnits("amount") else {
                contradictions.append("payment \(row["payment"])")
                continue
            }
            payments[row["payment"]] = Payment(
                key: row["payment"],
                customer: row["customer"],
                day: day,
                type: row["payment_type"],
                currency: row["currency"],
                minorUnits: minorUnits
            )
            if !row["invoice"].isEmpty { allocate(row["payment"], to: row["invoice"], minorUnits, on: day) }
        }
        for row in books[.allocations] {
            let currency = invoices[row["invoice"]]?.currency
            guard let day = row.day("allocated_on"), let amount = row.minorUnits("amount", in: currency ?? "") else {
                contradictions.append("allocation of \(row["payment"]) to \(row["invoice"])")
                continue
            }
            allocate(row["payment"], to: row["invoice"], amount, on: day)
        }
    }

    private mutating func allocate(_ payment: String, to invoice: String, _ minorUnits: Int64, on day: Day) {
        guard let owed = invoices[invoice], let paid = payments[payment], owed.currency == paid.currency,
            owed.customer == paid.customer, day >= paid.day, day > owed.issuedOn
        else { return contradictions.append("\(payment) on \(invoice)") }
        invoices[invoice]?.entries.append((day, minorUnits))
        payments[payment]?.allocated += minorUnits
    }

    /// The invoices of some customers, in the order of their keys.
    func invoices(of customers: Set<String>) -> [Invoice] {
        invoices.values.filter { customers.contains($0.customer) && !$0.isVoided }.sorted { $0.key < $1.key }
    }
}

/// The mean, or not a number where there is none.
func mean(_ values: some Collection<Int>) -> Double {
    Double(values.reduce(0, +)) / Double(values.count)
}
