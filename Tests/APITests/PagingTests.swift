import HTTP
import Receivables
import TestKit
import Testing
import Values

/// Pages, the filters they go with, and tags.
@Suite struct PagingTests {
    private static let north = "/api/v1/companies/\(Books.north.id)"

    @Test(arguments: [
        "\(north)/actions", "\(north)/invoices", "\(north)/customers", "\(north)/customers?sort=customer_name_desc",
        "/api/v1/companies", "/api/v1/intelligence/insights?company_id=\(Books.north.id)&active_only=false",
    ])
    func `pages of any size, one after the other, are the whole list`(_ path: String) throws {
        let house = try House()
        let joint = path.contains("?") ? "&" : "?"
        let whole = try house.ask(.get, "\(path)\(joint)limit=500", as: .collector).ids
        #expect(Set(whole).count == whole.count && !whole.isEmpty)
        for limit in 1...4 {
            var byLink: [String] = []
            var next: String? = "\(path)\(joint)limit=\(limit)"
            while let target = next, byLink.count <= whole.count {
                let page = try house.ask(.get, target, as: .collector)
                #expect(page.headers["X-Total-Count"] == "\(whole.count)")
                byLink += try page.ids
                next = link("next", of: page)
            }
            #expect(byLink == whole, "limit \(limit) by Link")
            var byCursor: [String] = []
            var cursor: String? = ""
            while let at = cursor, byCursor.count <= whole.count {
                let page = try house.ask(.get, "\(path)\(joint)limit=\(limit)\(at)", as: .collector)
                byCursor += try page.ids
                cursor = page.headers["X-Next-Cursor"].map { "&cursor=\($0)" }
            }
            #expect(byCursor == whole, "limit \(limit) by cursor")
            let second = try house.ask(.get, "\(path)\(joint)page=2&page_size=\(limit)", as: .collector)
            #expect(try second.ids == Array(whole.dropFirst(limit).prefix(limit)))
        }
    }

    @Test func `links keep the filters and name first, prev, next and last`() throws {
        let house = try House()
        let page = try house.ask(.get, "\(Self.north)/actions?search=call+%26&status=proposed", as: .viewer)
        #expect(link("first", of: page) == "\(Self.north)/actions?search=call%20%26&status=proposed&limit=20&offset=0")
        let middle = try house.ask(.get, "\(Self.north)/actions?limit=3&offset=3", as: .viewer)
        let offsets = ["first", "prev", "next", "last"].map { link($0, of: middle)?.suffix(8) }
        #expect(offsets == ["offset=0", "offset=0", "offset=6", "offset=6"])
    }

    @Test func `a page beyond the end is empty and still counts`() throws {
        let house = try House()
        let page = try house.ask(.get, "\(Self.north)/actions?offset=100", as: .viewer)
        #expect(page.text == "[]" && page.headers["X-Total-Count"] == "8")
        #expect(link("next", of: page) == nil)
    }

    @Test(arguments: [
        ("actions?category=needs_action", 5), ("actions?category=awaiting_customer", 1),
        ("actions?category=history", 1),
        ("actions?status=proposed,completed", 8), ("actions?channel=call", 2), ("actions?search=BETA", 3),
        ("actions?category=needs_action&search=quiet", 1), ("actions?assigned_to=me", 0),
        ("actions?assigned_to=none", 8),
        ("actions?currency=usd", 8), ("actions?currency=EUR", 0), ("actions?ar_owner=x", 0),
        ("actions?ar_owner=Lou%20Ray", 4), ("actions?currency=USD&min_amount=999", 5),
        ("actions?min_amount=999", 5), ("actions?max_amount=70.01", 1), ("actions?min_days_past_due=31", 2),
        ("invoices?status=overdue", 3), ("invoices?status=any", 5), ("invoices?status=closed_paid", 1),
        ("invoices?aging_bucket=1_30,91_over", 3), ("invoices?overdue_only=true", 3), ("invoices?is_person=true", 1),
        ("invoices?search=inv-3", 1), ("invoices?as_of=2026-05-20", 3), ("invoices?due_date_to=2026-05-31", 2),
        ("customers?industry=steel", 1), ("customers?search=ACME", 1), ("customers?status=inactive", 0),
        ("customers?risk_level=high", 1), ("customers?risk_level=low,high", 2),
        ("customers?risk_level=medium", 0), ("customers?is_person=false", 2),
        ("customers?is_person=true", 1), ("customers?status=suspended,inactive", 1), ("customers?labels=retail", 1),
        ("customers?labels=account", 0), ("customers?labels=nothing,key%20account", 1),
        ("customers?ar_owner=Lou%20Ray", 1), ("customers?sales_owner=Lou%20Ray", 0),
        ("invoices?labels=retail", 2), ("invoices?ar_owner=Lou%20Ray&overdue_only=true", 1),
        ("customers?hide_zero_balance=true", 3),
    ])
    func `a filter lets through what it says`(_ path: String, _ count: Int) throws {
        let house = try House()
        let answer = try house.ask(.get, "\(Self.north)/\(path)", as: .collector)
        #expect(answer.status == 200, "\(answer.text)")
        #expect(answer.headers["X-Total-Count"] == "\(count)", "\(path)")
        #expect(try answer.elements.count == count)
    }

    @Test(arguments: [
        ("", 0), ("company_id=\(Books.south.id)", 0), ("company_id=\(Books.north.id)", 3),
        ("company_id=\(Books.north.id)&active_only=false", 4),
        ("company_id=\(Books.north.id)&severity=critical,high", 2),
        ("company_id=\(Books.north.id)&target_type=portfolio", 1), ("company_id=\(Books.north.id)&tag=chronic", 0),
        ("company_id=\(Books.north.id)&tag=chronic_late&insight_type=invoice", 1),
    ])
    func `insights are filtered, and those of others do not show`(_ query: String, _ count: Int) throws {
        let house = try House()
        let answer = try house.ask(.get, "/api/v1/intelligence/insights?\(query)", as: .collector)
        #expect(answer.headers["X-Total-Count"] == "\(count)", "\(answer.text)")
    }

    @Test func `a single read that has not moved is 304, and one that has is not`() throws {
        let house = try House()
        let path = "\(Self.north)/actions/\(Books.action(1))"
        let first = try house.ask(.get, path, as: .collector)
        let tag = try #require(first.headers["ETag"])
        for sent in [tag, "W/\(tag)", "\"x\", \(tag)", "*"] {
            let again = try house.ask(.get, path, as: .collector, fields: [("If-None-Match", sent)])
            #expect(again.status == 304 && again.text.isEmpty && again.headers["ETag"] == tag, "\(sent)")
        }
        #expect(try house.ask(.post, "\(path)/approve", as: .collector).status == 200)
        let moved = try house.ask(.get, path, as: .collector, fields: [("If-None-Match", tag)])
        #expect(moved.status == 200 && moved.headers["ETag"] != tag)
    }

    @Test func `a file of the page is 304 where the browser has it`() throws {
        let house = try House()
        for path in ["/", "/index.html", "/api.js"] {
            let file = try house.ask(.get, path)
            #expect(file.status == 200 && !file.text.isEmpty, "\(path)")
            let tag = try #require(file.headers["ETag"])
            #expect(try house.ask(.get, path, fields: [("If-None-Match", tag)]).status == 304)
        }
    }

    @Test func `any query is answered, and never with 500`() throws {
        let house = try House()
        let names = ["limit", "offset", "page", "cursor", "fields", "search", "status", "min_amount", "x", ""]
        let values = ["", "0", "7", "-1", "é", "id", "proposed,", ",", "99999999999999999999", "1.5"]
        try forAll(150) {
            "\(names.randomElement(using: &$0) ?? "")=\(values.randomElement(using: &$0) ?? "")"
                + "&\(names.randomElement(using: &$0) ?? "")=\(values.randomElement(using: &$0) ?? "")"
        } property: { query in
            let encoded = query.utf8.map { $0 < 0x80 ? String(UnicodeScalar($0)) : "%" + Hexadecimal.text(of: [$0]) }
            let status = try house.ask(.get, "\(Self.north)/actions?\(encoded.joined())", as: .viewer).status
            return status == 200 || status == 400
        }
    }

    private func link(_ relation: String, of answer: Answer) -> String? {
        let links = answer.headers["Link"]?.split(separator: ",") ?? []
        guard let link = links.first(where: { $0.hasSuffix("rel=\"\(relation)\"") }) else { return nil }
        return link.split(separator: "<").last?.split(separator: ">").first.map { String($0) }
    }
}
