import Facts
import Values

/// What was said between the company and each of its customers, as columns in the order of the ledger's customers.
struct MessageBook {
    private var lastContactOn: [Int64]
    private var lastReplyOn: [Int64]
    private var recentCount: [Int64]
    private var unansweredCount: [Int64]
    private let today: Int64

    /// The book on the ledger's day.
    ///
    /// A message of the day of a reply counts as answered by it: which of the two came first is not known.
    init(of ledger: Ledger) {
        let never = [Int64](repeating: FactTable.unknownInteger, count: ledger.customers.count)
        lastContactOn = never
        lastReplyOn = never
        recentCount = [Int64](repeating: 0, count: ledger.customers.count)
        unansweredCount = recentCount
        today = Int64(ledger.asOf.sinceEpoch)
        let known = ledger.communications.filter { $0.on <= ledger.asOf && $0.channel.isContact }
        for message in known {
            let day = Int64(message.on.sinceEpoch)
            switch message.direction {
            case .inbound: lastReplyOn[message.customer] = max(lastReplyOn[message.customer], day)
            case .outbound:
                lastContactOn[message.customer] = max(lastContactOn[message.customer], day)
                if today - day < 30 { recentCount[message.customer] += 1 }
            }
        }
        for message in known where message.direction == .outbound {
            if Int64(message.on.sinceEpoch) > lastReplyOn[message.customer] { unansweredCount[message.customer] += 1 }
        }
    }

    /// Writes the columns into the table.
    func fill(_ table: inout FactTable) {
        table.fill("last_contact_on", of: .customer, lastContactOn)
        table.fill("days_since_contact", of: .customer, lastContactOn.map(age))
        table.fill("last_reply_on", of: .customer, lastReplyOn)
        table.fill("days_since_reply", of: .customer, lastReplyOn.map(age))
        table.fill("contacts_30_days", of: .customer, recentCount)
        table.fill("unanswered_contacts", of: .customer, unansweredCount)
    }

    private func age(of day: Int64) -> Int64 {
        day == FactTable.unknownInteger ? day : today - day
    }
}
