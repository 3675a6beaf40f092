package import Values

/// Every invoice of a company that had been issued by a day and not voided, open or settled, as columns: what the
/// model's features are made from.
///
/// Rows are ordered by customer, then by issue day, then by the invoice's key. What happened on or after ``knownBefore``
/// is not in it: a settlement on that day or later reads as not settled.
package struct InvoiceHistory: Sendable {
    /// The first day of which nothing is known.
    package let knownBefore: Day
    package let calendar: BusinessCalendar
    package let currency: Currency
    /// How many customers there are; a customer's number is below it.
    package let customerCount: Int
    /// The customer's row in the fact table of the same ledger.
    package let customer: [Int32]
    /// Days since 1970-01-01.
    package let issuedOn: [Int32]
    /// Days since 1970-01-01.
    package let dueOn: [Int32]
    /// Minor units of ``currency``, by the rate of the issue day; ``FactTable/unknownInteger`` where there is none.
    package let amount: [Int64]
    /// The day the balance came to nothing, in days since 1970-01-01; ``unsettled`` where it had not.
    package let settledOn: [Int32]
    /// The row of the same invoice in the fact table, or -1 where the invoice is not open.
    package let openRow: [Int32]

    /// The history with these columns.
    ///
    /// - Precondition: all columns have the same length.
    package init(
        knownBefore: Day,
        calendar: BusinessCalendar,
        currency: Currency,
        customerCount: Int,
        customer: [Int32],
        issuedOn: [Int32],
        dueOn: [Int32],
        amount: [Int64],
        settledOn: [Int32],
        openRow: [Int32]
    ) {
        let counts = [issuedOn.count, dueOn.count, amount.count, settledOn.count, openRow.count]
        precondition(counts.allSatisfy { $0 == customer.count }, "all columns have one value for each invoice")
        self.knownBefore = knownBefore
        self.calendar = calendar
        self.currency = currency
        self.customerCount = customerCount
        self.customer = customer
        self.issuedOn = issuedOn
        self.dueOn = dueOn
        self.amount = amount
        self.settledOn = settledOn
        self.openRow = openRow
    }

    /// What stands in ``settledOn`` where nothing was settled by then.
    package static let unsettled = Int32.max
}
