/// Every fact that a rule or a model may read, with its type, unit and range: the words of the product.
///
/// The order is fixed; a fact's place in it is its index into a table's columns.
package struct FactCatalog: Hashable, Sendable {
    package let facts: [Fact]
    private let indices: [String: Int]

    /// The catalogue of a company that sorts its customers into these segments.
    package init(segments: [String]) {
        facts = FactCatalog.customerFacts(segments: segments) + FactCatalog.invoiceFacts
        indices = Dictionary(uniqueKeysWithValues: facts.enumerated().map { ($0.element.path, $0.offset) })
    }

    /// The place of the fact `name` of `entity`, or `nil` where the catalogue has none.
    package func index(of name: String, on entity: Entity) -> Int? {
        indices["\(entity.rawValue).\(name)"]
    }

    /// The facts of one entity, in order.
    package func facts(of entity: Entity) -> [Fact] {
        facts.filter { $0.entity == entity }
    }

    /// The segments a company has until it declares its own.
    package static let defaultSegments = ["enterprise", "mid", "small", "unassigned"]

    /// The aging buckets, by days past due: none or fewer, 1 to 30, 31 to 60, 61 to 90, 91 and more.
    package static let agingBuckets = ["current", "1_30", "31_60", "61_90", "91_over"]

    /// The levels of risk, by score: below 40, below 70, and the rest.
    package static let riskLevels = RiskLevel.allCases.map(\.rawValue)

    private static func customerFacts(segments: [String]) -> [Fact] {
        [
            Fact(.customer, "name", .text, about: "The customer's name."),
            Fact(.customer, "segment", .choice(segments), about: "The segment the company sorts the customer into."),
            Fact(.customer, "country", .text, mayBeUnknown: true, about: "The customer's country, by any code."),
            Fact(.customer, "industry", .text, mayBeUnknown: true, about: "What the customer trades in."),
            Fact(.customer, "do_not_contact", .yesNo, about: "Whether the customer asked not to be contacted."),
            Fact(
                .customer,
                "credit_limit",
                .money,
                mayBeUnknown: true,
                least: 0,
                about: "The most the customer may owe; unknown where none is set, or it has no rate."
            ),
            Fact(
                .customer,
                "total_balance",
                .money,
                mayBeUnknown: true,
                about: "What the customer owes on open invoices, less unapplied cash; unknown where a part has no rate."
            ),
            Fact(
                .customer,
                "overdue_balance",
                .money,
                mayBeUnknown: true,
                least: 0,
                about: "What is owed on invoices past due; unknown where one of them has no rate."
            ),
            Fact(
                .customer,
                "unapplied_cash",
                .money,
                mayBeUnknown: true,
                about: "What arrived for no invoice and is put to none; unknown where a part has no rate."
            ),
            Fact(
                .customer,
                "credit_use",
                .percent,
                mayBeUnknown: true,
                least: 0,
                about:
                    "The share of the credit limit that the total balance uses, 100% at the limit; unknown without a limit."
            ),
            Fact(.customer, "open_invoices", .count, least: 0, about: "How many invoices are open."),
            Fact(
                .customer,
                "overdue_invoices",
                .count,
                least: 0,
                changesWithToday: true,
                about: "How many of them are past due."
            ),
            Fact(
                .customer,
                "oldest_days_past_due",
                .days,
                least: 0,
                changesWithToday: true,
                about: "How late the oldest open invoice is; 0 where none is."
            ),
            Fact(
                .customer,
                "settled_invoices",
                .count,
                least: 0,
                about: "How many invoices were ever paid in full."
            ),
            Fact(
                .customer,
                "settled_90_days",
                .count,
                least: 0,
                changesWithToday: true,
                about: "How many invoices were paid in full in the last 90 days."
            ),
            Fact(
                .customer,
                "late_share_365_days",
                .percent,
                mayBeUnknown: true,
                least: 0,
                most: 1,
                changesWithToday: true,
                about: "The share of invoices paid in full in the last 365 days that were paid after their due date."
            ),
            Fact(
                .customer,
                "average_days_late_90_days",
                .days,
                mayBeUnknown: true,
                changesWithToday: true,
                about: "Mean days from due to paid over the last 90 days, rounded; negative is early."
            ),
            Fact(
                .customer,
                "average_days_late_365_days",
                .days,
                mayBeUnknown: true,
                changesWithToday: true,
                about: "Mean days from due to paid over the last 365 days, rounded; negative is early."
            ),
            Fact(
                .customer,
                "promises_broken_365_days",
                .count,
                least: 0,
                changesWithToday: true,
                about: "How many promises to pay of the last 365 days were not kept, or only in part."
            ),
            Fact(
                .customer,
                "promises_kept_365_days",
                .count,
                least: 0,
                changesWithToday: true,
                about: "How many promises to pay of the last 365 days, or of days to come, were kept."
            ),
            Fact(
                .customer,
                "promise_kept_share",
                .percent,
                mayBeUnknown: true,
                least: 0,
                most: 1,
                changesWithToday: true,
                about: "The share of those promises that were kept; unknown where none was kept or broken."
            ),
            Fact(
                .customer,
                "disputes_365_days",
                .count,
                least: 0,
                changesWithToday: true,
                about: "How many disputes were opened in the last 365 days."
            ),
            Fact(
                .customer,
                "last_contact_on",
                .date,
                mayBeUnknown: true,
                about: "The day of the last approved contact; unknown where there was none."
            ),
            Fact(
                .customer,
                "days_since_contact",
                .days,
                mayBeUnknown: true,
                least: 0,
                changesWithToday: true,
                about: "Days since the last approved contact; unknown where there was none."
            ),
            Fact(
                .customer,
                "last_reply_on",
                .date,
                mayBeUnknown: true,
                about: "The day the customer last wrote or called; unknown where it never did."
            ),
            Fact(
                .customer,
                "days_since_reply",
                .days,
                mayBeUnknown: true,
                least: 0,
                changesWithToday: true,
                about: "Days since the customer last wrote or called; unknown where it never did."
            ),
            Fact(
                .customer,
                "contacts_30_days",
                .count,
                least: 0,
                changesWithToday: true,
                about: "How often the customer was contacted in the last 30 days."
            ),
            Fact(
                .customer,
                "unanswered_contacts",
                .count,
                least: 0,
                about: "How often the customer was contacted since the day it last wrote or called."
            ),
            Fact(
                .customer,
                "risk_score",
                .score(0...100),
                mayBeUnknown: true,
                least: 0,
                most: 100,
                about: "0 is safe, 100 is riskiest: the chance of late payment, weighted by balance over open invoices."
            ),
            Fact(
                .customer,
                "risk_level",
                .choice(riskLevels),
                mayBeUnknown: true,
                about: "The risk score in three levels; unknown until scored."
            ),
        ]
    }

    private static let invoiceFacts: [Fact] = [
        Fact(.invoice, "number", .text, about: "The invoice's number."),
        Fact(.invoice, "currency", .text, about: "The currency it was issued in."),
        Fact(
            .invoice,
            "amount",
            .money,
            mayBeUnknown: true,
            isOfDocument: true,
            about: "What was invoiced; unknown where its currency has no rate."
        ),
        Fact(
            .invoice,
            "balance",
            .money,
            mayBeUnknown: true,
            isOfDocument: true,
            about: "What of it is still owed; unknown where its currency has no rate."
        ),
        Fact(.invoice, "invoice_date", .date, about: "The day it was issued."),
        Fact(.invoice, "due_date", .date, about: "The day it is due."),
        Fact(.invoice, "payment_terms", .days, least: 0, about: "Days from issue to due date."),
        Fact(
            .invoice,
            "days_past_due",
            .days,
            changesWithToday: true,
            about: "0 on the due date, 1 the day after, negative before it."
        ),
        Fact(
            .invoice,
            "aging_bucket",
            .choice(agingBuckets),
            changesWithToday: true,
            about: "The days past due in the buckets of an aging report."
        ),
        Fact(.invoice, "disputed", .yesNo, about: "Whether a dispute about it is open."),
        Fact(
            .invoice,
            "disputed_amount",
            .money,
            mayBeUnknown: true,
            least: 0,
            isOfDocument: true,
            about: "What of the balance open disputes are about; unknown where its currency has no rate."
        ),
        Fact(
            .invoice,
            "promise_due_date",
            .date,
            mayBeUnknown: true,
            about:
                "The day for which payment is promised, by the promise made last and not withdrawn, unless it was kept."
        ),
        Fact(
            .invoice,
            "promise_open",
            .yesNo,
            changesWithToday: true,
            about: "Whether payment is promised and there is time left for it, by the promise made last."
        ),
        Fact(
            .invoice,
            "promise_broken",
            .yesNo,
            changesWithToday: true,
            about: "Whether the promise made last was not kept, or only in part, and the invoice is still open."
        ),
        Fact(
            .invoice,
            "late_probability",
            .percent,
            mayBeUnknown: true,
            least: 0,
            most: 1,
            about: "The chance that it is paid after its due date; 100 % once it is past due; unknown until scored."
        ),
    ]
}
