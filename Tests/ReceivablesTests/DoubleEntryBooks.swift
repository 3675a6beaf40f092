import Receivables
import TestKit
import Values

/// Small books kept twice: as entries by key, and as accounts that every change posts to from both sides.
///
/// Numbers in arrays, because a million changes are made to them in a build that is not optimised.
struct DoubleEntryBooks {
    struct Bill: Hashable {
        var amount: Int64 = 0
        var issuedOn: Int32 = 0
        /// ``never`` where it stands.
        var voidedOn: Int32 = DoubleEntryBooks.never
        var isThere = false
    }

    struct Document: Hashable {
        var type = PaymentType.payment
        /// -1 where it is on the customer's account.
        var bill = -1
        var customer = 0
        var currency = 0
        var amount: Int64 = 0
        var day: Int32 = 0
        var isThere = false
    }

    /// A part of a document on a bill; nothing where it was taken off again.
    struct Part: Hashable {
        var document = 0
        var bill = 0
        var amount: Int64 = 0
        var day: Int32 = 0
        var isThere = false
    }

    /// What arrives: an entry under its key, new or in another version.
    enum Entry: Hashable {
        case bill(Int, Bill)
        case document(Int, Document)
        case part(Int, Part)
    }

    static let never = Int32.max
    static let customerCount = 4
    static let currencies: [Currency] = [.usd, .jpy, .kwd]
    static let billCount = 18
    static let documentCount = 40
    static let partCount = 24

    var bills = [Bill](repeating: Bill(), count: billCount)
    var documents = [Document](repeating: Document(), count: documentCount)
    var parts = [Part](repeating: Part(), count: partCount)

    /// What is owed on each bill.
    private(set) var receivable = [Int64](repeating: 0, count: billCount)
    /// What each customer has on account, below zero, by customer and currency.
    private(set) var account = [Int64](repeating: 0, count: customerCount * 3)
    /// What was invoiced and stands, below zero, by currency.
    private(set) var revenue = [Int64](repeating: 0, count: 3)
    /// What documents brought, by currency.
    private(set) var received = [Int64](repeating: 0, count: 3)

    static func customer(ofBill bill: Int) -> Int { bill % customerCount }
    static func currency(ofBill bill: Int) -> Int { bill % 3 }

    /// Takes an entry in, or refuses it and changes nothing.
    mutating func take(_ entry: Entry) -> Bool {
        switch entry {
        case .bill(let key, let bill):
            post(bills[key], key, times: -1)
            bills[key] = bill
            post(bill, key, times: 1)
        case .document(let key, let document):
            guard accepts(document, key) else { return false }
            // Its parts stand on its customer's account, and the customer may be another one now.
            for part in parts where part.document == key { post(part, times: -1) }
            post(documents[key], times: -1)
            documents[key] = document
            post(document, times: 1)
            for part in parts where part.document == key { post(part, times: 1) }
        case .part(let key, let part):
            guard accepts(part, key) else { return false }
            post(parts[key], times: -1)
            parts[key] = part
            post(part, times: 1)
        }
        return true
    }

    private func accepts(_ document: Document, _ key: Int) -> Bool {
        if document.bill >= 0 {
            guard bills[document.bill].isThere, document.currency == DoubleEntryBooks.currency(ofBill: document.bill)
            else { return false }
        }
        let allocated = allocated(of: key)
        guard allocated != 0 else { return true }
        return document.bill < 0 && document.currency == documents[key].currency
            && (document.amount < 0) == (allocated < 0) && abs(document.amount) >= abs(allocated)
    }

    private func accepts(_ part: Part, _ key: Int) -> Bool {
        let document = documents[part.document]
        guard document.isThere, bills[part.bill].isThere else { return false }
        // Nothing can be put anywhere, so what was put to a bill can always be taken off again.
        if part.amount == 0 { return true }
        guard document.bill < 0, document.currency == DoubleEntryBooks.currency(ofBill: part.bill),
            (part.amount < 0) == (document.amount < 0)
        else { return false }
        let others = allocated(of: part.document) - (parts[key].isThere ? parts[key].amount : 0)
        return abs(others + part.amount) <= abs(document.amount)
    }

    func allocated(of document: Int) -> Int64 {
        var sum: Int64 = 0
        for part in parts where part.isThere && part.document == document { sum += part.amount }
        return sum
    }

    private mutating func post(_ bill: Bill, _ key: Int, times sign: Int64) {
        guard bill.isThere, bill.voidedOn == DoubleEntryBooks.never else { return }
        receivable[key] += sign * bill.amount
        revenue[DoubleEntryBooks.currency(ofBill: key)] -= sign * bill.amount
    }

    private mutating func post(_ document: Document, times sign: Int64) {
        guard document.isThere else { return }
        if document.bill >= 0 {
            receivable[document.bill] -= sign * document.amount
        } else {
            account[document.customer * 3 + document.currency] -= sign * document.amount
        }
        received[document.currency] += sign * document.amount
    }

    private mutating func post(_ part: Part, times sign: Int64) {
        guard part.isThere else { return }
        let document = documents[part.document]
        account[document.customer * 3 + document.currency] += sign * part.amount
        receivable[part.bill] -= sign * part.amount
    }

    /// Whether in each currency the accounts add up to nothing.
    var isBalanced: Bool {
        var sums = (revenue[0] + received[0], revenue[1] + received[1], revenue[2] + received[2])
        var place = 0
        while place < receivable.count {
            switch place % 3 {
            case 0: sums.0 += receivable[place]
            case 1: sums.1 += receivable[place]
            default: sums.2 += receivable[place]
            }
            place += 1
        }
        place = 0
        while place < account.count {
            sums.0 += account[place]
            sums.1 += account[place + 1]
            sums.2 += account[place + 2]
            place += 3
        }
        return sums == (0, 0, 0)
    }

    /// What is owed on a bill by its entries, added up anew.
    func sumOfEntries(on bill: Int) -> Int64 {
        let own = bills[bill]
        guard own.isThere else { return 0 }
        var sum = own.voidedOn == DoubleEntryBooks.never ? own.amount : 0
        var key = 0
        while key < documents.count {
            if documents[key].bill == bill { sum -= documents[key].amount }
            key += 1
        }
        key = 0
        while key < parts.count {
            if parts[key].bill == bill { sum -= parts[key].amount }
            key += 1
        }
        return sum
    }

    func hasSameAccounts(as other: DoubleEntryBooks) -> Bool {
        receivable == other.receivable && account == other.account && revenue == other.revenue
            && received == other.received
    }
}

extension DoubleEntryBooks {
    private static let customers = (0..<customerCount).map { place in
        Customer(id: .derived(from: ContentHash(of: "customer \(place)")), key: "\(place)", name: "\(place)")
    }
    private static let billIdentifiers = (0..<billCount).map { place in
        Identifier<Invoice>.derived(from: ContentHash(of: "bill \(place)"))
    }
    /// Two digits, so that keys sort as their numbers do.
    private static let billKeys = (0..<billCount).map { $0 < 10 ? "0\($0)" : "\($0)" }

    /// The same books as a ledger on a day.
    func ledger(asOf day: Int32) -> Ledger {
        let order = bills.indices.filter { bills[$0].isThere && bills[$0].issuedOn <= day }.sorted {
            (DoubleEntryBooks.customer(ofBill: $0), bills[$0].issuedOn, $0)
                < (DoubleEntryBooks.customer(ofBill: $1), bills[$1].issuedOn, $1)
        }
        var places = [Int](repeating: -1, count: bills.count)
        for (place, bill) in order.enumerated() { places[bill] = place }
        var payments: [(place: Int, day: Int32, amount: Int64, currency: Int)] = []
        var unapplied: [(customer: Int, day: Int32, amount: Int64, currency: Int)] = []
        for document in documents where document.isThere && document.day <= day {
            let bill = document.bill
            let waits = bill >= 0 && document.day < bills[bill].issuedOn
            if bill < 0 || waits {
                unapplied.append((document.customer, document.day, document.amount, document.currency))
            }
            guard bill >= 0, places[bill] >= 0 else { continue }
            payments.append((places[bill], document.day, document.amount, document.currency))
            if waits {
                unapplied.append((document.customer, bills[bill].issuedOn, -document.amount, document.currency))
            }
        }
        for part in parts where part.isThere && part.amount != 0 && part.day <= day && places[part.bill] >= 0 {
            let document = documents[part.document]
            payments.append((places[part.bill], part.day, part.amount, document.currency))
            let from = max(part.day, bills[part.bill].issuedOn)
            unapplied.append((document.customer, from, -part.amount, document.currency))
        }
        payments.sort { ($0.place, $0.day, $0.amount) < ($1.place, $1.day, $1.amount) }
        unapplied.sort { ($0.customer, $0.day, $0.amount, $0.currency) < ($1.customer, $1.day, $1.amount, $1.currency) }
        return Ledger(
            company: Books.company,
            asOf: Day(sinceEpoch: day),
            customers: DoubleEntryBooks.customers,
            invoices: order.map { invoice($0, asOf: day) },
            payments: payments.map {
                Payment(
                    invoice: $0.place,
                    paidOn: Day(sinceEpoch: $0.day),
                    amount: Money(minorUnits: $0.amount, in: DoubleEntryBooks.currencies[$0.currency])
                )
            },
            unapplied: unapplied.map {
                UnappliedCash(
                    customer: $0.customer,
                    on: Day(sinceEpoch: $0.day),
                    amount: Money(minorUnits: $0.amount, in: DoubleEntryBooks.currencies[$0.currency])
                )
            }
        )
    }

    private func invoice(_ bill: Int, asOf day: Int32) -> Invoice {
        let own = bills[bill]
        return Invoice(
            id: DoubleEntryBooks.billIdentifiers[bill],
            key: DoubleEntryBooks.billKeys[bill],
            number: DoubleEntryBooks.billKeys[bill],
            customer: DoubleEntryBooks.customer(ofBill: bill),
            issuedOn: Day(sinceEpoch: own.issuedOn),
            dueOn: Day(sinceEpoch: own.issuedOn + 30),
            amount: Money(
                minorUnits: own.amount,
                in: DoubleEntryBooks.currencies[DoubleEntryBooks.currency(ofBill: bill)]
            ),
            voidedOn: own.voidedOn <= day ? Day(sinceEpoch: own.voidedOn) : nil
        )
    }

    /// What the documents of a day and before come to, by currency.
    func received(through day: Int32) -> [Currency: Int128] {
        var sums: [Currency: Int128] = [:]
        for document in documents where document.isThere && document.day <= day {
            sums[DoubleEntryBooks.currencies[document.currency], default: 0] += Int128(document.amount)
        }
        return sums
    }
}
