import HTTP
import Store
import Values

/// Which page of a collection is wanted, in any of the three spellings, and where its neighbours are.
struct Paging: Sendable {
    let page: Page

    private static let usualLimit = 20
    private static let limits = 1...500
    private static let offsets = 0...1_000_000_000

    /// `limit` and `offset`; `page` and `page_size`; `cursor`, alone or with `limit`.
    static let parameters = [
        Parameter("limit", .integer(limits)),
        Parameter("offset", .integer(offsets)),
        Parameter("page", .integer(1...2_000_000)),
        Parameter("page_size", .integer(limits)),
        Parameter("cursor", .text(longest: 64)),
    ]

    /// The page that the parameters name.
    ///
    /// - Throws: ``CallError/badParameters(_:)`` on a cursor that we did not give, or on two spellings at once.
    init(_ parameters: Parameters) throws(CallError) {
        let isNumbered = parameters.has("page") || parameters.has("page_size")
        let isCursor = parameters.has("cursor")
        if isNumbered, let other = ["limit", "offset", "cursor"].first(where: { parameters.has($0) }) {
            throw .badParameters([FieldProblem(other, "does not go with `page` and `page_size`")])
        }
        if isCursor, parameters.has("offset") {
            throw .badParameters([FieldProblem("offset", "does not go with `cursor`")])
        }
        let limit = parameters.integer("limit") ?? parameters.integer("page_size") ?? Paging.usualLimit
        if let cursor = parameters.text("cursor") {
            guard let offset = Paging.offset(of: cursor) else {
                throw .badParameters([FieldProblem("cursor", "must be the `X-Next-Cursor` of an answer")])
            }
            page = Page(limit: limit, offset: offset)
        } else {
            let number = parameters.integer("page") ?? 1
            page = Page(limit: limit, offset: parameters.integer("offset") ?? (number - 1) * limit)
        }
    }

    /// The elements of this page, of a collection that is at hand as a whole.
    func slice<Element>(_ elements: [Element]) -> [Element] {
        Array(elements.dropFirst(page.offset).prefix(page.limit))
    }

    /// `X-Total-Count`, `Link` and `X-Next-Cursor`.
    func headers(total: Int, on request: Request) -> [(name: String, value: String)] {
        let last = total == 0 ? 0 : (total - 1) / page.limit * page.limit
        let next = page.offset + page.limit
        let hasNext = next < total
        var links = [link("first", 0, request)]
        if page.offset > 0 { links.append(link("prev", max(0, page.offset - page.limit), request)) }
        if hasNext { links.append(link("next", next, request)) }
        links.append(link("last", last, request))
        var headers = [
            (name: "X-Total-Count", value: String(total)),
            (name: "Link", value: links.joined(separator: ", ")),
        ]
        if hasNext { headers.append((name: "X-Next-Cursor", value: Paging.cursor(at: next))) }
        return headers
    }

    private func link(_ relation: String, _ offset: Int, _ request: Request) -> String {
        let path = request.target.text.prefix { $0 != "?" }
        let spellings = Paging.parameters.map(\.name)
        var query = request.target.query.filter { !spellings.contains($0.name) }
            .map { "\(Paging.encoded($0.name))=\(Paging.encoded($0.value))" }
        query += ["limit=\(page.limit)", "offset=\(offset)"]
        return "<\(path)?\(query.joined(separator: "&"))>; rel=\"\(relation)\""
    }

    private static let cursorMark = "offset:"

    private static func cursor(at offset: Int) -> String { Hexadecimal.text(of: "\(cursorMark)\(offset)".utf8) }

    private static func offset(of cursor: String) -> Int? {
        guard let bytes = Hexadecimal.bytes(of: cursor) else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.hasPrefix(cursorMark), let offset = Int(text.dropFirst(cursorMark.count)) else { return nil }
        return offsets.contains(offset) ? offset : nil
    }

    /// Percent-encoded but for the characters that RFC 3986, section 2.3 calls unreserved.
    private static func encoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                bytes.append(byte)
            default:
                bytes.append(UInt8(ascii: "%"))
                bytes.append(contentsOf: Hexadecimal.text(of: [byte]).uppercased().utf8)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
