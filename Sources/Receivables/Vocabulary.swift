/// Why a reviewer turned a recommendation down.
package enum RejectReason: String, CaseIterable, Hashable, Sendable {
    case wrongAmount = "wrong_amount"
    case disputed
    case alreadyPaid = "already_paid"
    case promiseToPay = "promise_to_pay"
    case wrongContact = "wrong_contact"
    case tooSoon = "too_soon"
    case relationship
    case wrongChannel = "wrong_channel"
    case other
}

/// A thing somebody is told about: an insight.
///
/// The type is the subject of its identifiers.
package enum Insight {}

/// A recommended step.
///
/// The type is the subject of its identifiers.
package enum Action {}

/// Somebody who signs in.
///
/// The type is the subject of its identifiers.
package enum User {}

/// What a person may do in a company.
package enum Role: String, CaseIterable, Hashable, Comparable, Sendable {
    /// Reads.
    case viewer
    /// Also reviews, logs and enrols.
    case collector
    /// Also edits rules, models and members.
    case admin

    package static func < (left: Role, right: Role) -> Bool {
        left.rank < right.rank
    }

    private var rank: Int {
        switch self {
        case .viewer: 0
        case .collector: 1
        case .admin: 2
        }
    }
}

/// What kind of entry changed an invoice's balance.
package enum PaymentType: String, CaseIterable, Hashable, Sendable {
    /// Money that arrived.
    case payment
    /// What the seller took off the bill.
    case creditMemo = "credit_memo"
    /// What the seller no longer expects.
    case writeOff = "write_off"
    /// Money that went back: raises the balance.
    case refund
    /// An entry that takes another back: raises the balance where that one lowered it.
    case reversal
}
