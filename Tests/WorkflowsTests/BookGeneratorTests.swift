import TestKit
import Testing
import Values
import Workflows

@Suite struct BookGeneratorTests {
    private func books(
        customers: Int = 20,
        invoices: Int = 200,
        seed: UInt64 = 1,
        currency: Currency = .usd,
        currencies: [WeightedCurrency] = []
    ) -> BookGenerator {
        BookGenerator(
            customers: customers,
            invoices: invoices,
            seed: seed,
            lastDay: BookTables.lastDay,
            currency: currency,
            currencies: currencies
        )
    }

    @Test func `the same seed makes the same bytes, another seed makes others`() {
        let first = books().texts().map(\.text)
        #expect(first == books().texts().map(\.text))
        let other = books(seed: 2).texts()
        for (text, (file, otherText)) in zip(first, other) where file != .reviewers && file != .rates {
            #expect(text != otherText, "\(file.fileName)")
        }
    }

    @Test func `the pieces of a file are its text, and its rows are as many as is said`() {
        var pieces: [BookFile: [[UInt8]]] = [:]
        let large = books(customers: 50, invoices: 3_000)
        let counts = large.write { (file: BookFile, piece: [UInt8]) in pieces[file, default: []].append(piece) }
        for ((file, text), (counted, count)) in zip(large.texts(), counts) {
            let joined = (pieces[file] ?? []).flatMap { $0 }
            #expect(String(decoding: joined, as: UTF8.self) == text, "\(file.fileName)")
            #expect(counted == file)
            #expect(BookTables.records(of: text).count == count + 1, "\(file.fileName)")
        }
        #expect((pieces[.communications] ?? []).count > 2)
    }

    @Test func `progress ends with all invoices`() {
        var seen: [Int] = []
        books(invoices: 300).write { (_: BookFile, _: [UInt8]) in
        } progress: {
            seen.append($0)
        }
        #expect(seen.count == 731)
        #expect(seen == seen.sorted())
        #expect(seen.last == 300)
    }

    @Test func `there are as many customers and invoices as asked for, by keys that differ`() {
        forAll(8) {
            (Int.random(in: 1...80, using: &$0), Int.random(in: 0...400, using: &$0), $0.next())
        } property: { customers, invoices, seed in
            let tables = BookTables(books(customers: customers, invoices: invoices, seed: seed))
            let keys: [(BookFile, String)] = [
                (.customers, "customer"), (.customers, "customer_name"), (.contacts, "contact"),
                (.contacts, "email"), (.invoices, "invoice"), (.payments, "payment"), (.disputes, "dispute"),
                (.communications, "communication"), (.behaviours, "customer"), (.effects, "customer"),
            ]
            return tables[.customers].count == customers && tables[.invoices].count == invoices
                && keys.allSatisfy { file, column in
                    Set(tables[file].map { $0[column] }).count == tables[file].count
                }
        }
    }

    @Test func `nothing is dated after the last day, and no invoice before the two years`() {
        let books = BookTables.large
        let last = BookTables.lastDay.description
        let dated: [(BookFile, [String])] = [
            (.invoices, ["invoice_date", "voided_on"]), (.payments, ["payment_date"]),
            (.allocations, ["allocated_on"]), (.promises, ["promised_on", "withdrawn_on"]),
            (.disputes, ["opened_on", "resolved_on"]), (.communications, ["occurred_on"]), (.rates, ["rate_date"]),
            (.contacts, ["bounced_on"]),
        ]
        for (file, columns) in dated {
            #expect(!books[file].isEmpty, "\(file.fileName)")
            for column in columns {
                let later = books[file].filter { $0[column] > last }
                #expect(later.isEmpty, "\(file.fileName) \(column)")
            }
        }
        let first = BookTables.lastDay.advanced(by: -730).description
        #expect(books[.invoices].map { $0["invoice_date"] }.min().map { $0 >= first } == true)
    }

    @Test func `what a row refers to is there`() {
        let books = BookTables.large
        func keys(_ file: BookFile, _ column: String) -> Set<String> { Set(books[file].map { $0[column] }) }
        let references: [(BookFile, String, BookFile, String)] = [
            (.contacts, "customer", .customers, "customer"), (.invoices, "customer", .customers, "customer"),
            (.payments, "customer", .customers, "customer"), (.payments, "invoice", .invoices, "invoice"),
            (.payments, "reverses", .payments, "payment"), (.allocations, "payment", .payments, "payment"),
            (.allocations, "invoice", .invoices, "invoice"), (.promises, "invoice", .invoices, "invoice"),
            (.promises, "contact", .contacts, "contact"), (.disputes, "invoice", .invoices, "invoice"),
            (.communications, "customer", .customers, "customer"),
            (.communications, "contact", .contacts, "contact"),
            (.communications, "invoice", .invoices, "invoice"),
            (.communications, "reply_to", .communications, "communication"),
            (.behaviours, "customer", .customers, "customer"), (.effects, "customer", .customers, "customer"),
        ]
        for (file, column, target, key) in references {
            let named = keys(file, column).subtracting([""])
            #expect(!named.isEmpty, "\(file.fileName) \(column)")
            #expect(named.isSubset(of: keys(target, key)), "\(file.fileName) \(column)")
        }
    }

    @Test func `payments fall on business days but for a few, and invoices always`() {
        let payments = BookTables.large[.payments].compactMap { $0.day("payment_date") }
        let weekends = payments.count { $0.weekday.isWeekend }
        #expect(payments.count > 5_000)
        #expect(weekends > 0 && weekends * 100 < payments.count * 2, "\(weekends) of \(payments.count)")
        let invoices = BookTables.large[.invoices].compactMap { $0.day("invoice_date") }
        #expect(!invoices.contains { $0.weekday.isWeekend })
    }

    @Test func `customers with weekly pay runs pay on one weekday, several invoices at a time`() {
        var days: [String: [Weekday: Int]] = [:]
        for row in BookTables.large[.payments] where row["payment_type"] == "payment" {
            if let weekday = row.day("payment_date")?.weekday {
                days[row["customer"], default: [:]][weekday, default: 0] += 1
            }
        }
        let regular = days.values.filter { counts in
            let all = counts.values.reduce(0, +)
            return all >= 20 && (counts.values.max() ?? 0) * 10 >= all * 7
        }
        #expect(regular.count * 4 > days.count, "\(regular.count) of \(days.count)")
        var invoices: [String: Int] = [:]
        for row in BookTables.large[.allocations] { invoices[row["payment"], default: 0] += 1 }
        #expect(invoices.values.count { $0 >= 2 } > 500)
        #expect(invoices.values.contains { $0 >= 6 })
    }

    @Test func `invoice numbers follow one another with few gaps`() {
        let numbers = BookTables.large[.invoices].compactMap { Int($0["invoice"].dropFirst(4)) }
        let gaps = zip(numbers, numbers.dropFirst()).map { $1 - $0 }
        #expect(gaps.allSatisfy { $0 == 1 || $0 == 2 })
        let skipped = gaps.count { $0 == 2 }
        #expect((10...60).contains(skipped), "\(skipped)")
    }

    @Test func `most invoices go out at the end of a month`() {
        let days = BookTables.large[.invoices].compactMap { $0.day("invoice_date") }
        let late = days.count { $0.daysInMonth - $0.civil.day < 2 }
        let middle = days.count { (14...15).contains($0.civil.day) }
        #expect(Double(late) > 1.3 * Double(middle), "\(late) and \(middle)")
    }

    @Test(arguments: [Currency.jpy, .kwd, .usd])
    func `amounts have the decimals of their currency`(_ currency: Currency) {
        let tables = BookTables(books(currency: currency))
        for file in [BookFile.invoices, .payments] {
            for row in tables[file] {
                let money = Money(row["amount"], in: currency)
                #expect(money?.decimalText == row["amount"] && money?.minorUnits != 0, "\(row["amount"])")
            }
        }
        #expect(tables[.invoices].allSatisfy { $0["currency"] == currency.code && !$0["amount"].hasPrefix("-") })
    }

    @Test func `a file has the columns that the import knows`() {
        for file in BookFile.allCases { #expect(BookTables.large.headers[file] == file.headers) }
        #expect(BookFile.allCases.map(\.rawValue) == Array(0..<BookFile.allCases.count))
    }

    @Test func `small books are their golden file, however a process hashes`() throws {
        let names = ["prompt", "disputing", "promise_breaking", "short_paying", "crediting", "overpaying", "forgetful"]
        let generator = BookGenerator(
            customers: 20,
            invoices: 60,
            seed: 9,
            lastDay: BookTables.lastDay,
            currencies: [.init(.usd, weight: 1), .init(.eur, weight: 1)],
            behaviours: PlantedBehaviour.all.filter { names.contains($0.name) }
        )
        let texts = generator.texts().map { file, text in
            file == .rates ? text.split(separator: "\n").prefix(4).joined(separator: "\n") + "\n" : text
        }
        try expectGolden("made-up-books.expected", texts.joined())
    }
}
