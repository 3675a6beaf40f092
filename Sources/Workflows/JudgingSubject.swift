package import Receivables
package import Values

/// Whom a decision is about: a customer, or one of a customer's invoices.
package struct Subject: Hashable, Comparable, Sendable {
    package let customer: Identifier<Customer>
    /// `nil` where it is about the customer as a whole.
    package let invoice: Identifier<Invoice>?

    /// A customer, or one of its invoices.
    package init(customer: Identifier<Customer>, invoice: Identifier<Invoice>? = nil) {
        self.customer = customer
        self.invoice = invoice
    }

    /// By customer, the customer itself before its invoices.
    package static func < (left: Subject, right: Subject) -> Bool {
        guard left.customer == right.customer else { return left.customer < right.customer }
        guard let leftInvoice = left.invoice else { return right.invoice != nil }
        guard let rightInvoice = right.invoice else { return false }
        return leftInvoice < rightInvoice
    }
}

/// A subject by the name that it has in every database: `customer C-17`, `invoice 2026-0311`.
package struct SubjectName: Hashable, Comparable, Sendable {
    /// The entity's word and the key in the company's own books.
    package let text: String

    /// The name of the customer with this key.
    package static func customer(_ key: String) -> SubjectName { SubjectName(text: "customer \(key)") }

    /// The name of the invoice with this key.
    package static func invoice(_ key: String) -> SubjectName { SubjectName(text: "invoice \(key)") }

    /// The company as a whole.
    static let company = SubjectName(text: "company")

    package static func < (left: SubjectName, right: SubjectName) -> Bool { left.text < right.text }
}

/// What a run's results are named after, so that a run repeated anywhere names them alike.
package struct EpisodeName: Hashable, Sendable {
    /// What kind of result it is.
    package enum Kind: Hashable, Sendable {
        case insight
        case action
        /// A suppression by the hold with this id.
        case suppression(hold: String)
        case run

        var words: String {
            switch self {
            case .insight: "insight"
            case .action: "action"
            case .suppression(let hold): "suppression \(hold)"
            case .run: "run"
            }
        }
    }

    private let stem: String

    /// The name of what `rule` says about `subject` from `day` on.
    package init(company slug: String, _ kind: Kind, rule: String, subject: SubjectName, from day: Day) {
        stem = "\(slug)\n\(kind.words)\n\(rule)\n\(subject.text)\n\(day)"
    }

    /// The first identifier of this name that is free.
    ///
    /// A second episode of one day gets the ordinal 2, a third 3.
    package func identifier<Result>(
        isTaken: (Identifier<Result>) throws -> Bool
    ) rethrows -> Identifier<Result> {
        var candidate = Identifier<Result>.derived(from: ContentHash(of: stem))
        var ordinal = 1
        while try isTaken(candidate) {
            ordinal += 1
            candidate = .derived(from: ContentHash(of: "\(stem)\n\(ordinal)"))
        }
        return candidate
    }
}
