import TestKit
import Testing
import Values
import Workflows

@Suite struct LedgerGeneratorTests {
    private static let lastDay = Day("2026-06-30") ?? Day(sinceEpoch: 0)

    private func books(
        customers: Int = 20,
        invoices: Int = 200,
        seed: UInt64 = 1,
        currency: Currency = .usd
    ) -> LedgerGenerator {
        LedgerGenerator(customers: customers, invoices: invoices, seed: seed, lastDay: Self.lastDay, currency: currency)
    }

    private func rows(_ file: GeneratedFile, of books: LedgerGenerator) -> [[String]] {
        let text = books.texts().first { $0.file == file }?.text ?? ""
        return text.split(separator: "\n").dropFirst().map { line in
            line.split(separator: ",", omittingEmptySubsequences: false).map { String($0) }
        }
    }

    @Test func `the same seed makes the same bytes, another seed makes others`() {
        let first = books().texts().map(\.text)
        #expect(first == books().texts().map(\.text))
        #expect(first != books(seed: 2).texts().map(\.text))
    }

    @Test func `the pieces of a file are its text`() {
        var pieces: [GeneratedFile: [[UInt8]]] = [:]
        let large = books(customers: 50, invoices: 3_000)
        large.write { (file: GeneratedFile, piece: [UInt8]) in pieces[file, default: []].append(piece) }
        for (file, text) in large.texts() {
            let joined = (pieces[file] ?? []).flatMap { $0 }
            #expect(String(decoding: joined, as: UTF8.self) == text, "\(file.fileName)")
        }
        #expect((pieces[.invoices] ?? []).count > 1)
    }

    @Test func `there are as many customers and invoices as asked for, by keys that differ`() {
        forAll(8) {
            (Int.random(in: 1...80, using: &$0), Int.random(in: 0...400, using: &$0), $0.next())
        } property: { customers, invoices, seed in
            let books = books(customers: customers, invoices: invoices, seed: seed)
            let customerRows = rows(.customers, of: books)
            let invoiceRows = rows(.invoices, of: books)
            return customerRows.count == customers && invoiceRows.count == invoices
                && Set(customerRows.map { $0[0] }).count == customers
                && Set(customerRows.map { $0[1] }).count == customers
                && Set(invoiceRows.map { $0[0] }).count == invoices
        }
    }

    @Test func `nothing is dated after the last day, and no invoice before the two years`() {
        let books = books(invoices: 600)
        let last = Self.lastDay.description
        let dated: [(GeneratedFile, [Int])] = [
            (.invoices, [2]), (.payments, [2]), (.promises, [1, 3]), (.disputes, [1, 2]),
        ]
        for (file, columns) in dated {
            let later = rows(file, of: books).filter { row in columns.contains { row[$0] > last } }
            #expect(later.isEmpty, "\(file.fileName)")
        }
        let first = Self.lastDay.advanced(by: -730).description
        #expect(rows(.invoices, of: books).map { $0[2] }.min().map { $0 >= first } == true)
    }

    @Test func `behaviours are met as their shares say`() {
        #expect(PayerBehaviour.all.map(\.customersPerMille).reduce(0, +) == 1_000)
        let behaviours = rows(.behaviours, of: books(customers: 1_000, invoices: 0)).map { $0[1] }
        for behaviour in PayerBehaviour.all {
            #expect(behaviours.count { $0 == behaviour.name } == behaviour.customersPerMille, "\(behaviour.name)")
        }
    }

    @Test func `payments fall on business days but for a few`() {
        let days = rows(.payments, of: books(invoices: 1_500)).compactMap { Day($0[2]) }
        let weekends = days.count { $0.weekday.isWeekend }
        #expect(days.count > 1_000)
        #expect(weekends * 100 < days.count * 2, "\(weekends) of \(days.count)")
    }

    @Test(arguments: [Currency.jpy, .kwd])
    func `amounts have the decimals of their currency`(_ currency: Currency) {
        for row in rows(.invoices, of: books(currency: currency)) {
            let money = Money(row[4], in: currency)
            #expect(money?.decimalText == row[4] && (money?.minorUnits ?? 0) > 0, "\(row)")
        }
    }

    @Test func `small books are their golden file, however a process hashes`() throws {
        let text = books(customers: 5, invoices: 20, seed: 9).texts().map(\.text).joined()
        try expectGolden("generated-books.expected", text)
    }
}
