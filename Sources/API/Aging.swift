import HTTP
import Receivables
import Store
import Values
import Wire
import Workflows

/// The span of days that a history is asked for: all there is where nothing is said.
private struct DaySpan {
    static let parameters = [Parameter("date_from", .day), Parameter("date_to", .day)]

    let days: ClosedRange<Day>

    /// - Throws: ``CallError/badParameters(_:)`` where the first day comes after the last.
    init(_ parameters: Parameters) throws(CallError) {
        let first = parameters.day("date_from") ?? Day(sinceEpoch: .min)
        let last = parameters.day("date_to") ?? Day(sinceEpoch: .max)
        guard first <= last else {
            throw .badParameters([FieldProblem("date_from", "comes after `date_to`")])
        }
        days = first...last
    }
}

/// `GET /companies/{company_id}/ar-aging/summary`: what is owed by how late it is, in the company's currency and in each
/// other, computed from the ledger.
struct ShowAgingSummary: ReadingEndpoint {
    static let method = Method.get
    static let path = "/companies/{company_id}/ar-aging/summary"
    static let access = Access.member(.viewer)
    static let parameters = [AsOf.parameter]

    private let call: Call
    private let day: Day

    init(from call: Call) throws {
        self.call = call
        day = try AsOf.day(of: call)
    }

    func reply(in scope: InstanceScope) throws -> Reply {
        let company = call.member.company
        let listing = try AgingListing(in: scope.entering(company.id), asOf: day, base: company.currency)
        return Reply { json in
            json.object { json in
                json.field("company", company.id)
                listing.writeSums(to: &json)
            }
        }
    }
}

/// `GET /companies/{company_id}/ar-aging/details`: the customers of whom there is something to say, by what they owe in
/// the company's currency, the largest first and the unknown last.
struct ListAgingDetails: ReadingEndpoint {
    static let method = Method.get
    static let path = "/companies/{company_id}/ar-aging/details"
    static let access = Access.member(.viewer)
    static let parameters = Paging.parameters + [AsOf.parameter]

    private let call: Call
    private let paging: Paging
    private let day: Day

    init(from call: Call) throws {
        self.call = call
        paging = try Paging(call.parameters)
        day = try AsOf.day(of: call)
    }

    func reply(in scope: InstanceScope) throws -> Reply {
        let company = call.member.company
        let listing = try AgingListing(in: scope.entering(company.id), asOf: day, base: company.currency)
        // The listing is by key, and sorting keeps the order of what is equal.
        let entries = listing.entries.sorted { left, right in
            (left.inBase.total?.minorUnits ?? .min) > (right.inBase.total?.minorUnits ?? .min)
        }
        return Reply.page(paging.slice(entries), of: entries.count, paging, on: call) { entry, json in
            json.field("as_of", day)
            json.field("source", "ledger")
            entry.writeFields(to: &json)
        }
    }
}

/// `GET /companies/{company_id}/ar-aging/history`: the nightly snapshots, newest first.
struct ListAgingHistory: ReadingEndpoint {
    static let method = Method.get
    static let path = "/companies/{company_id}/ar-aging/history"
    static let access = Access.member(.viewer)
    static let parameters = Paging.parameters + DaySpan.parameters

    private let call: Call
    private let paging: Paging
    private let span: DaySpan

    init(from call: Call) throws {
        self.call = call
        paging = try Paging(call.parameters)
        span = try DaySpan(call.parameters)
    }

    func reply(in scope: InstanceScope) throws -> Reply {
        let rows = scope.entering(call.member.company.id)
        let listed = try AgingSnapshotRow.history(span.days, paging.page, in: rows)
        return Reply.page(listed.elements, of: listed.totalCount, paging, on: call) { figures, json in
            figures.writeFields(to: &json)
        }
    }
}

/// `GET /companies/{company_id}/ar-aging/available-dates`: the days that have a snapshot, newest first.
struct ListAgingDates: ReadingEndpoint {
    static let method = Method.get
    static let path = "/companies/{company_id}/ar-aging/available-dates"
    static let access = Access.member(.viewer)
    static let parameters = Paging.parameters

    private let call: Call
    private let paging: Paging

    init(from call: Call) throws {
        self.call = call
        paging = try Paging(call.parameters)
    }

    func reply(in scope: InstanceScope) throws -> Reply {
        let days = try AgingSnapshotRow.all(in: scope.entering(call.member.company.id)).map(\.day).reversed()
        var reply = Reply { json in
            json.array { json in
                for day in paging.slice(Array(days)) { json.value(day) }
            }
        }
        reply.headers = paging.headers(total: days.count, on: call.request)
        return reply
    }
}

/// `GET /companies/{company_id}/ar-aging/export`: a file for spreadsheets, a line a customer and currency.
struct ExportAging: ReadingEndpoint {
    static let method = Method.get
    static let path = "/companies/{company_id}/ar-aging/export"
    static let access = Access.member(.viewer)
    static let parameters = [AsOf.parameter]

    private let call: Call
    private let day: Day

    init(from call: Call) throws {
        self.call = call
        day = try AsOf.day(of: call)
    }

    func reply(in scope: InstanceScope) throws -> Reply {
        let company = call.member.company
        let listing = try AgingListing(in: scope.entering(company.id), asOf: day, base: company.currency)
        // A name may begin as a formula does; the spreadsheet it is opened in must show it, not run it.
        var file = CSVWriter(byteOrderMark: true, formulas: .neutralised)
        file.record(
            ["as_of", "customer", "customer_name", "currency"] + AgingBucket.allCases.map(\.rawValue)
                + ["overpaid", "unapplied_cash", "total_balance", "base_currency", "base_total_balance"]
        )
        for entry in listing.entries {
            for (amounts, inBase) in zip(entry.amounts, entry.inBaseByCurrency) {
                let parts = amounts.buckets + [amounts.overpaid, amounts.unapplied, amounts.total]
                file.record(
                    ["\(day)", entry.key, entry.name, amounts.currency.code] + parts.map(\.decimalText)
                        + [inBase.currency.code, inBase.total?.decimalText ?? ""]
                )
            }
        }
        var reply = Reply(body: file.takeBytes())
        reply.contentType = "text/csv; charset=utf-8; header=present"
        reply.headers = [("Content-Disposition", "attachment; filename=\"ar-aging-\(company.slug)-\(day).csv\"")]
        return reply
    }
}

/// `GET /companies/{company_id}/customers/{id}/ar-aging`: what one customer owed in each snapshot, newest first.
struct ListCustomerAging: ReadingEndpoint {
    static let method = Method.get
    static let path = "/companies/{company_id}/customers/{id}/ar-aging"
    static let access = Access.member(.viewer)
    static let parameters = Paging.parameters + DaySpan.parameters

    private let call: Call
    private let paging: Paging
    private let span: DaySpan

    init(from call: Call) throws {
        self.call = call
        paging = try Paging(call.parameters)
        span = try DaySpan(call.parameters)
    }

    func reply(in scope: InstanceScope) throws -> Reply {
        let rows = scope.entering(call.member.company.id)
        let customer = call.identifier("id", of: Customer.self)
        guard try CustomerRow.find(customer, in: rows) != nil else { throw CallError.noSuch("customer") }
        let listed = try AgingSnapshotRow.history(of: customer, span.days, paging.page, in: rows)
        return Reply.page(listed.elements, of: listed.totalCount, paging, on: call) { figures, json in
            figures.writeFields(to: &json)
        }
    }
}

extension AgingSnapshotRow.Figures {
    /// Writes the day and its sums as fields of the object that is open.
    fileprivate func writeFields(to json: inout JSONWriter) {
        json.field("as_of", day)
        json.field("source", "snapshot")
        json.field("taken_at", takenAt)
        inBase.writeFields(to: &json)
        lines.map(\.amounts).writeByCurrency(to: &json)
    }
}

extension Reply {
    /// One page of a collection whose elements have no fields to pick, as a bare array of objects.
    fileprivate static func page<Element>(
        _ elements: [Element],
        of totalCount: Int,
        _ paging: Paging,
        on call: Call,
        _ write: (Element, inout JSONWriter) -> Void
    ) -> Reply {
        var reply = Reply(capacity: 16 << 10) { json in
            json.array { json in
                for element in elements { json.object { write(element, &$0) } }
            }
        }
        reply.headers = paging.headers(total: totalCount, on: call.request)
        return reply
    }
}
