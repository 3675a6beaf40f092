package import Receivables
package import Values

/// What a file says, row by row, checked against itself and not yet against the books.
package struct ImportedRecords: Hashable, Sendable {
    /// A customer.
    ///
    /// What is `nil` the file does not say, and the books keep what they have.
    package struct CustomerRecord: Hashable, Sendable {
        package let line: Int
        package let key: String
        package var name: String?
        package var segment: String?
        package var country: String?
        package var industry: String?
        package var doNotContact: Bool?
        package var creditLimit: Money?
    }

    /// An invoice.
    package struct InvoiceRecord: Hashable, Sendable {
        package let line: Int
        package let key: String
        package let number: String
        package let customerKey: String
        package let issuedOn: Day
        package let dueOn: Day
        package let amount: Money
    }

    /// An entry on an invoice; its amount lowers the balance.
    package struct PaymentRecord: Hashable, Sendable {
        package let line: Int
        package let key: String
        package let invoiceKey: String
        package let type: PaymentType
        package let paidOn: Day
        package let amount: Money
    }

    /// A promise to pay, named by its invoice and the day it was made.
    package struct PromiseRecord: Hashable, Sendable {
        package let line: Int
        package let invoiceKey: String
        package let madeOn: Day
        package let dueOn: Day
        package let withdrawnOn: Day?
    }

    /// A dispute, named by its invoice and the day it was opened.
    package struct DisputeRecord: Hashable, Sendable {
        package let line: Int
        package let invoiceKey: String
        package let openedOn: Day
        package let resolvedOn: Day?
    }

    /// Where a field stands in the file.
    package struct Place: Hashable, Sendable {
        /// From 1.
        package let column: Int
        package let header: String
    }

    package let kind: ImportKind
    /// The profile's name.
    package let profile: String
    /// The hash of the file's bytes, by which the same file is known again.
    package let fileHash: ContentHash
    /// How many rows the file has, without its header.
    package internal(set) var rowCount = 0
    package internal(set) var customers: [CustomerRecord] = []
    package internal(set) var invoices: [InvoiceRecord] = []
    package internal(set) var payments: [PaymentRecord] = []
    package internal(set) var promises: [PromiseRecord] = []
    package internal(set) var disputes: [DisputeRecord] = []
    /// Where the fields that name customers and invoices stand, for problems that only the books can show.
    package internal(set) var places: [ImportField: Place] = [:]
    /// What the file's owner should know although the rows are taken; at most ``ImportRefusal/shownLimit``.
    package internal(set) var remarks: [RowProblem] = []
    /// How many remarks there are, shown or not.
    package internal(set) var remarkCount = 0

    init(kind: ImportKind, profile: String, fileHash: ContentHash) {
        self.kind = kind
        self.profile = profile
        self.fileHash = fileHash
    }
}
