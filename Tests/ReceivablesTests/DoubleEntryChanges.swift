import Receivables
import TestKit
import Values

/// A thing that happens to books, in the words of whoever keeps them.
enum BookChange: Int, CaseIterable {
    case invoice, payment, partPayment, overpayment, accountPayment, allocation, reallocation, creditNote, writeOff,
        refund,
        reversal, void, invoiceCorrection, paymentCorrection, duplicate, mistake
}

extension DoubleEntryBooks {
    /// The last day on which anything happens.
    static let lastDay: Int32 = 20_400
    static let firstDay: Int32 = 20_000

    /// An entry that a change of this kind would bring; `nil` where there is nothing to change.
    func entry(for change: BookChange, _ random: inout SplitMix64) -> Entry? {
        switch change {
        case .invoice: return newBill(&random)
        case .payment, .partPayment, .overpayment, .creditNote, .writeOff:
            return documentOnBill(change, &random)
        case .accountPayment:
            let currency = random.below(3)
            let document = Document(
                customer: random.below(DoubleEntryBooks.customerCount),
                currency: currency,
                amount: Int64(random.below(90_000)) + 1,
                day: DoubleEntryBooks.day(&random),
                isThere: true
            )
            return freeDocument.map { .document($0, document) }
        case .allocation: return newPart(&random)
        case .reallocation:
            let key = random.below(DoubleEntryBooks.partCount)
            guard parts[key].isThere else { return nil }
            var part = parts[key]
            let document = documents[part.document]
            let rest = document.amount - allocated(of: part.document) + part.amount
            part.amount = random.below(4) == 0 ? 0 : rest.signum() * Int64(random.below(Int(abs(rest)) + 1))
            part.day = DoubleEntryBooks.day(&random)
            return .part(key, part)
        case .refund, .reversal: return wayBack(change, &random)
        case .void, .invoiceCorrection:
            let key = random.below(DoubleEntryBooks.billCount)
            guard bills[key].isThere else { return nil }
            var bill = bills[key]
            if change == .void {
                bill.voidedOn =
                    bill.voidedOn == DoubleEntryBooks.never
                    ? bill.issuedOn + Int32(random.below(60)) : DoubleEntryBooks.never
            } else {
                bill.amount = Int64(random.below(100_000))
                bill.issuedOn += Int32(random.below(7)) - 3
            }
            return .bill(key, bill)
        case .paymentCorrection: return correction(&random)
        case .duplicate:
            switch random.below(3) {
            case 0:
                let key = random.below(DoubleEntryBooks.billCount)
                return bills[key].isThere ? .bill(key, bills[key]) : nil
            case 1:
                let key = random.below(DoubleEntryBooks.documentCount)
                return documents[key].isThere ? .document(key, documents[key]) : nil
            default:
                let key = random.below(DoubleEntryBooks.partCount)
                return parts[key].isThere ? .part(key, parts[key]) : nil
            }
        case .mistake: return mistake(&random)
        }
    }

    private static func day(_ random: inout SplitMix64) -> Int32 {
        firstDay + Int32(random.below(Int(lastDay - firstDay)))
    }

    private var freeDocument: Int? { documents.firstIndex { !$0.isThere } }

    private func newBill(_ random: inout SplitMix64) -> Entry? {
        guard let key = bills.firstIndex(where: { !$0.isThere }) else { return nil }
        let bill = Bill(
            amount: Int64(random.below(100_000)) + 1,
            issuedOn: DoubleEntryBooks.day(&random) - 70,
            isThere: true
        )
        return .bill(key, bill)
    }

    private func documentOnBill(_ change: BookChange, _ random: inout SplitMix64) -> Entry? {
        let bill = random.below(DoubleEntryBooks.billCount)
        guard let key = freeDocument, bills[bill].isThere else { return nil }
        let owed = max(1, receivable[bill])
        let amount =
            switch change {
            case .partPayment, .creditNote: Int64(random.below(Int(owed))) + 1
            case .overpayment: owed + Int64(random.below(5_000)) + 1
            default: owed
            }
        let type: PaymentType = change == .creditNote ? .creditMemo : change == .writeOff ? .writeOff : .payment
        return .document(key, document(type, on: bill, amount, DoubleEntryBooks.day(&random)))
    }

    private func document(_ type: PaymentType, on bill: Int, _ amount: Int64, _ day: Int32) -> Document {
        Document(
            type: type,
            bill: bill,
            customer: DoubleEntryBooks.customer(ofBill: bill),
            currency: DoubleEntryBooks.currency(ofBill: bill),
            amount: amount,
            day: day,
            isThere: true
        )
    }

    private func newPart(_ random: inout SplitMix64) -> Entry? {
        let document = random.below(DoubleEntryBooks.documentCount)
        let bill = random.below(DoubleEntryBooks.billCount)
        guard let key = parts.firstIndex(where: { !$0.isThere }), documents[document].isThere,
            documents[document].bill < 0,
            documents[document].currency == DoubleEntryBooks.currency(ofBill: bill),
            !parts.contains(where: { $0.isThere && $0.document == document && $0.bill == bill })
        else { return nil }
        let rest = documents[document].amount - allocated(of: document)
        guard rest != 0 else { return nil }
        let amount = rest.signum() * (Int64(random.below(Int(abs(rest)))) + 1)
        let day = DoubleEntryBooks.day(&random)
        return .part(key, Part(document: document, bill: bill, amount: amount, day: day, isThere: true))
    }

    /// Money that goes back: part of a document, or all of it.
    private func wayBack(_ change: BookChange, _ random: inout SplitMix64) -> Entry? {
        let other = random.below(DoubleEntryBooks.documentCount)
        guard let key = freeDocument, documents[other].isThere else { return nil }
        var document = documents[other]
        document.type = change == .refund ? .refund : .reversal
        document.amount = change == .refund ? -(Int64(random.below(5_000)) + 1) : -document.amount
        document.day = DoubleEntryBooks.day(&random)
        return .document(key, document)
    }

    /// Another amount or day, or another invoice or account.
    private func correction(_ random: inout SplitMix64) -> Entry? {
        let key = random.below(DoubleEntryBooks.documentCount)
        guard documents[key].isThere else { return nil }
        var document = documents[key]
        switch random.below(4) {
        case 0: document.amount = document.amount.signum() * Int64(random.below(90_000))
        case 1: document.day = DoubleEntryBooks.day(&random)
        case 2:
            let bill = random.below(DoubleEntryBooks.billCount)
            return .document(key, self.document(document.type, on: bill, document.amount, document.day))
        default: document.bill = -1
        }
        return .document(key, document)
    }

    /// What has to be refused: more than there is, another currency, another sign, what was never heard of.
    private func mistake(_ random: inout SplitMix64) -> Entry? {
        let key = random.below(DoubleEntryBooks.documentCount)
        let bill = random.below(DoubleEntryBooks.billCount)
        let part = parts.firstIndex { !$0.isThere }
        switch random.below(4) {
        case 0:
            let over = Part(document: key, bill: bill, amount: 1_000_000, day: DoubleEntryBooks.firstDay, isThere: true)
            return part.map { .part($0, over) }
        case 1:
            var foreign = document(.payment, on: bill, 500, DoubleEntryBooks.firstDay)
            foreign.currency = (foreign.currency + 1) % 3
            return .document(key, foreign)
        case 2:
            guard let unknown = bills.firstIndex(where: { !$0.isThere }) else { return nil }
            return .document(key, document(.payment, on: unknown, 500, DoubleEntryBooks.firstDay))
        default:
            guard documents[key].isThere, documents[key].amount != 0 else { return nil }
            let wrong = Part(
                document: key,
                bill: bill,
                amount: -documents[key].amount.signum(),
                day: DoubleEntryBooks.firstDay,
                isThere: true
            )
            return part.map { .part($0, wrong) }
        }
    }
}

extension SplitMix64 {
    /// A number from 0 to `count` - 1: near enough to even, and fast where nothing is optimised.
    mutating func below(_ count: Int) -> Int {
        Int(truncatingIfNeeded: next() >> 33) % count
    }
}
