import Facts
package import Receivables
import Store
package import Values

/// What has to be written so that the database has a run's scores, and no others.
///
/// A score that another version of the model gave is written again, even where it is the same number. One that stands
/// unchanged keeps the day on which it was first given.
package struct ScoreDifference: Sendable {
    /// One score that changes.
    package enum Change: Hashable, Sendable {
        case keepInvoice(JudgedInvoiceScore)
        /// The invoice is not open any more, or is not scored.
        case removeInvoice(Identifier<Invoice>)
        case keepCustomer(JudgedCustomerScore)
        /// The customer has no scored invoice any more.
        case removeCustomer(Identifier<Customer>)
    }

    /// Invoices first, then customers; of each what is new or otherwise first, then what is removed.
    package private(set) var changes: [Change] = []
    /// Of invoices and customers together.
    package private(set) var counts = Difference.Counts()

    /// The difference between the scores of a model's version and those that stand.
    init(of scores: JudgedScores, by modelVersion: ContentHash, from standing: Standing) {
        compare(
            scores.invoices,
            with: standing.invoiceScores,
            by: (\.invoice, \.invoice),
            isSame: { $0.lateProbability == $1.lateProbability && $1.modelVersion == modelVersion },
            keep: { .keepInvoice($0) },
            remove: { .removeInvoice($0) }
        )
        compare(
            scores.customers,
            with: standing.customerScores,
            by: (\.customer, \.customer),
            isSame: {
                $0.riskScore == $1.riskScore && $0.riskLevel == $1.riskLevel && $1.modelVersion == modelVersion
            },
            keep: { .keepCustomer($0) },
            remove: { .removeCustomer($0) }
        )
    }

    private mutating func compare<Said, Stands, Subject>(
        _ said: [Said],
        with standing: [Stands],
        by subject: (said: (Said) -> Identifier<Subject>, stands: (Stands) -> Identifier<Subject>),
        isSame: (Said, Stands) -> Bool,
        keep: (Said) -> Change,
        remove: (Identifier<Subject>) -> Change
    ) {
        var left = Dictionary(standing.map { (subject.stands($0), $0) }, uniquingKeysWith: { first, _ in first })
        for score in said {
            guard let stands = left.removeValue(forKey: subject.said(score)) else {
                changes.append(keep(score))
                counts.inserted += 1
                continue
            }
            if isSame(score, stands) {
                counts.untouched += 1
            } else {
                changes.append(keep(score))
                counts.refreshed += 1
            }
        }
        for stands in standing where left[subject.stands(stands)] != nil {
            changes.append(remove(subject.stands(stands)))
            counts.closed += 1
        }
    }
}
