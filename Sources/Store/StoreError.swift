package import SQLite

/// Why the database cannot be used, or refuses what it was asked to keep.
package enum StoreError: Error, Hashable, Sendable {
    /// SQLite refused.
    case database(SQLiteError)
    /// The file was written by a newer program.
    case newerSchema(found: Int, known: Int)
    /// The file was written by an older program and has not been brought up to date.
    case olderSchema(found: Int, known: Int)
    /// The file was made by a program whose migration of this number was another one.
    case changedMigration(number: Int)
    /// A commit might not survive a loss of power.
    case notDurable(journalMode: String, synchronous: Int64)
    /// An invoice or payment names a customer that the company does not have.
    case unknownCustomer(key: String)
    /// A payment, promise or dispute names an invoice that the company does not have.
    case unknownInvoice(key: String)
    /// An allocation or a reversal names a payment that the company does not have.
    case unknownPayment(key: String)
    /// A promise or a communication names a person that the company does not have.
    case unknownContact(key: String)
    /// A promise is about invoices of several customers, or in several currencies.
    case promiseRefused(key: String, why: String)
    /// A part of a payment cannot be put to an invoice.
    case allocationRefused(payment: String, invoice: String, why: String)
    /// A row that has to exist does not.
    case noSuchRow(String)
    /// A row is in another state than its caller believed.
    case movedOn(String)
    /// The data folder cannot be made or used.
    case folder(path: String, problem: String)
}

extension StoreError: CustomStringConvertible {
    /// One sentence for the person who runs the program: what is wrong, and what to do.
    package var description: String {
        switch self {
        case .database(let error): error.description
        case .newerSchema(let found, let known):
            "the database has schema \(found), this program knows schemas up to \(known); use the newer program"
        case .olderSchema(let found, let known):
            "the database has schema \(found), this program writes schema \(known); start `arclight serve` once with it"
        case .changedMigration(let number):
            """
            the database was made with another migration \(number) than this program's; use the program that made it, \
            or restore a backup
            """
        case .notDurable(let journalMode, let synchronous):
            """
            the database cannot promise that a commit survives a loss of power (journal mode \(journalMode), \
            synchronous \(synchronous)); put the data folder on a local disk
            """
        case .unknownCustomer(let key): "there is no customer `\(key)`; import the customers first"
        case .unknownInvoice(let key): "there is no invoice `\(key)`; import the invoices first"
        case .unknownPayment(let key): "there is no payment `\(key)`; import the payments first"
        case .unknownContact(let key): "there is no contact `\(key)`; import the contacts first"
        case .promiseRefused(let key, let why): "the promise `\(key)` cannot be kept in the books: \(why)"
        case .allocationRefused(let payment, let invoice, let why):
            "the payment `\(payment)` cannot be put to the invoice `\(invoice)`: \(why)"
        case .noSuchRow(let what): "there is no such \(what)"
        case .movedOn(let what): "\(what) has changed in the meantime; read it again and repeat"
        case .folder(let path, let problem): "the data folder \(path) cannot be used: \(problem)"
        }
    }
}
