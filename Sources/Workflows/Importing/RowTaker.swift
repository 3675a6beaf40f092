package import Store
import Values
import Wire

/// Takes the rows of one kind into the books, one after the other.
protocol RowTaker: ~Copyable {
    /// Takes a row, or notes why it cannot be taken; then nothing of it is written.
    mutating func take(
        _ stream: borrowing CSVStream,
        _ notes: inout RowNotes,
        _ counts: inout ImportCounts
    ) throws(StoreError)

    /// Writes what waited for the last row, and says what only all rows together can show.
    mutating func finish(_ counts: inout ImportCounts) throws(StoreError) -> [RowProblem]
}

extension RowTaker where Self: ~Copyable {
    mutating func finish(_ counts: inout ImportCounts) throws(StoreError) -> [RowProblem] { [] }
}

/// What an import did to each table.
package struct ImportCounts: Hashable, Sendable {
    package internal(set) var customers = UpsertCount()
    package internal(set) var contacts = UpsertCount()
    package internal(set) var invoices = UpsertCount()
    package internal(set) var payments = UpsertCount()
    package internal(set) var allocations = UpsertCount()
    package internal(set) var promises = UpsertCount()
    package internal(set) var disputes = UpsertCount()
    package internal(set) var communications = UpsertCount()
    package internal(set) var rates = UpsertCount()

    /// The tables by name, in the order in which they refer to one another.
    package var tables: [(name: StaticString, count: UpsertCount)] {
        [
            ("customers", customers), ("contacts", contacts), ("invoices", invoices), ("payments", payments),
            ("allocations", allocations), ("promises", promises), ("disputes", disputes),
            ("communications", communications), ("rates", rates),
        ]
    }

    /// The rows of all tables together.
    package var total: UpsertCount { tables.reduce(UpsertCount()) { $0 + $1.count } }
}

extension RowNotes {
    /// Notes why a row was refused by the books; nothing where it was not.
    @inline(__always)
    mutating func settle(_ outcome: LoadOutcome, _ noun: String, _ field: ImportField, _ key: () -> String) {
        switch outcome {
        case .inserted, .changed, .unchanged, .repeated: return
        case .contradicting:
            let key = key()
            let message =
                "the \(noun) `\(key)` is in this file twice, with different values; keep the row that is right and delete "
                + "the other"
            fail(.duplicateKey, field, key, message)
        case .belongsToAnother:
            let message = "the \(noun) is in the books as another customer's; it cannot change hands"
            fail(.otherCustomersInvoice, field, key(), message)
        case .hasEntries:
            let message =
                noun == "payment"
                ? "parts of the payment are put to invoices; its amount, currency and invoice must stay"
                : "entries stand on the \(noun) in its old currency; its currency must stay"
            fail(.hasEntries, field, key(), message)
        }
    }

    /// Brings a row's entry into the books, counts what became of it, and notes what keeps it out.
    mutating func load<Entry>(
        _ entry: Entry,
        by loading: Loading<Entry>,
        _ noun: String,
        _ field: ImportField,
        _ key: String,
        counting count: inout UpsertCount
    ) throws(StoreError) {
        do throws(StoreError) {
            let outcome = try loading.load(entry)
            count.add(outcome)
            settle(outcome, noun, field) { key }
        } catch {
            try settle(error, noun, key)
        }
    }

    /// Notes what a row names and the books do not have; anything else is thrown on.
    mutating func settle(_ error: StoreError, _ noun: String, _ key: String) throws(StoreError) {
        switch error {
        case .unknownCustomer(let key):
            fail(.unknownCustomer, .customer, key, "there is no customer with this key; import the customers first")
        case .unknownInvoice(let key):
            fail(.unknownInvoice, .invoice, key, "there is no invoice with this key; import the invoices first")
        case .unknownPayment(let key):
            fail(.unknownPayment, .payment, key, "there is no payment with this key; import the payments first")
        case .unknownContact(let key):
            fail(.unknownContact, .contact, key, "there is no contact with this key; import the contacts first")
        case .promiseRefused(let key, let why): fail(.promiseRefused, .promise, key, why)
        case .allocationRefused(let payment, _, let why): fail(.allocationRefused, .payment, payment, why)
        case .database, .newerSchema, .olderSchema, .changedMigration, .notDurable, .noSuchRow, .movedOn, .logInUse,
            .folder:
            throw error
        }
    }
}
