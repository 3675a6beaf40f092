import Facts
import RuleEngine
import RuleLanguage
import Testing
import Values

@Suite struct TraceTests {
    private static let policy = """
        insight invoice.large "Large"
          when days_past_due > 30 days and balance >= 100 base
          unless disputed
          severity low
          tags cash_at_risk

        insight invoice.scored "Scored"
          when late_probability > 50% or customer.country is "DE"
          severity low
          tags cash_at_risk

        """

    private func tables(_ book: SampleBook) throws -> BitTables {
        RuleProgram(try rules(TraceTests.policy)).tables(on: .invoice, of: book.table, calendar: .withoutHolidays)
    }

    private func book() -> SampleBook {
        var book = SampleBook(customers: ["A", "B"], invoices: [(key: "1", customer: 0), (key: "2", customer: 1)])
        book.set("invoice.days_past_due", [31, 12])
        book.set("invoice.balance", [10_000, 9_999])
        book.set("invoice.late_probability", reals: [0.51, nil])
        return book
    }

    @Test func `a trace says what fired, and which facts stood in the way of the rest`() throws {
        let tables = try tables(book())
        var space = Workspace(for: tables)
        tables.classify(0..<2, in: &space)
        let (first, second) = (tables.trace(at: 0, in: space), tables.trace(at: 1, in: space))
        #expect(tables.fired(in: first) == [.insight(0), .insight(1)])
        #expect(tables.fired(in: second) == [])
        let large = try #require(tables.blockage(of: .insight(0), in: second))
        #expect(facts(large) == [["invoice.days_past_due", "invoice.balance"]])
        let scored = try #require(tables.blockage(of: .insight(1), in: second))
        #expect(facts(scored) == [["invoice.late_probability"], ["customer.country"]])
        #expect(scored.lanes[0][0].isUnknown)
        #expect(tables.blockage(of: .insight(0), in: first)?.lanes == [[]])
        #expect(tables.blockage(of: .action(0), in: first) == nil)
    }

    @Test func `a row by itself leaves the trace that a block leaves`() throws {
        let tables = try tables(book())
        var block = Workspace(for: tables)
        var single = Workspace(for: tables)
        tables.classify(0..<2, in: &block)
        tables.classify(row: 1, in: &single)
        #expect(tables.trace(at: 0, in: single) == tables.trace(at: 1, in: block))
    }

    @Test func `a trace names texts by the rules and not by the numbers they have in a table`() throws {
        let country = try #require(catalog.index(of: "country", on: .customer))
        func traces(_ countries: [String?]) throws -> [Trace] {
            var table = book().table
            table.fill(country, texts: countries)
            let tables = RuleProgram(try rules(TraceTests.policy))
                .tables(on: .invoice, of: table, calendar: .withoutHolidays)
            var space = Workspace(for: tables)
            tables.classify(0..<2, in: &space)
            return [tables.trace(at: 0, in: space), tables.trace(at: 1, in: space)]
        }
        let (first, second) = (try traces(["DE", "US"]), try traces(["FR", "DE"]))
        #expect(first[0].buckets != second[0].buckets)
        let last = try traces(["DE", "FR"])
        #expect(first == last)
    }

    @Test func `a rule that is not in force has neither fired nor been blocked`() throws {
        let text = TraceTests.policy.replacing("\"Large\"\n", with: "\"Large\"\n  until 2020-01-01\n")
        let tables = RuleProgram(try rules(text)).tables(on: .invoice, of: book().table, calendar: .withoutHolidays)
        var space = Workspace(for: tables)
        tables.classify(0..<2, in: &space)
        let trace = tables.trace(at: 0, in: space)
        #expect(tables.fired(in: trace) == [.insight(1)])
        #expect(tables.blockage(of: .insight(0), in: trace) == nil)
    }

    private func facts(_ blockage: Blockage) -> [[String]] {
        blockage.lanes.map { lane in lane.map { $0.fact.map { catalog.facts[$0].path } ?? "computed" } }
    }
}
