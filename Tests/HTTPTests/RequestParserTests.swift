import HTTP
import TestKit
import Testing

@Suite struct RequestParserTests {
    static let cases = requestLineCases + fieldCases + limitCases + framingCases

    @Test(arguments: cases)
    func `a request is taken or refused as its section says`(_ example: ParserCase) {
        #expect(events(of: example.input, cutAt: [], limits: example.limits) == example.expected)
    }

    @Test(arguments: cases)
    func `bytes one by one make the same events`(_ example: ParserCase) {
        let cuts = Array(example.input.indices)
        #expect(events(of: example.input, cutAt: cuts, limits: example.limits) == example.expected)
    }

    @Test(arguments: cases)
    func `a cut at any place makes the same events`(_ example: ParserCase) {
        for cut in example.input.indices {
            let found = events(of: example.input, cutAt: [cut], limits: example.limits)
            #expect(found == example.expected, "cut at \(cut)")
        }
    }

    @Test func `damaged requests never trap, and mean the same however they are cut`() {
        let seeds = Self.cases.map(\.input).filter { (1...400).contains($0.count) }
        forAll(400) { generator -> ([UInt8], [Int]) in
            var input = seeds[Int.random(in: seeds.indices, using: &generator)]
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let place = Int.random(in: input.indices, using: &generator)
                switch Int.random(in: 0...2, using: &generator) {
                case 0: input[place] = UInt8.random(in: 0...255, using: &generator)
                case 1:
                    input.insert(
                        contentsOf: Array("\r\n :;,\u{0}".utf8).shuffled(using: &generator).prefix(1),
                        at: place
                    )
                default: if input.count > 1 { input.remove(at: place) }
                }
            }
            let count = Int.random(in: 0...5, using: &generator)
            return (input, (0..<count).map { _ in Int.random(in: 0...input.count, using: &generator) }.sorted())
        } property: { input, cuts in
            events(of: input, cutAt: cuts, limits: Limits()) == events(of: input, cutAt: [], limits: Limits())
        }
    }

    @Test func `a request shows its parts decoded`() throws {
        let request = try request(
            "PATCH /a%2Fb/c+d/?x=1+2&y=%26&x=3&flag&=z HTTP/1.1\r\nHost: h:1\r\nAccept: a\r\naccept:  b \r\n\r\n"
        )
        #expect(request.method == .patch)
        #expect(request.segments == ["a/b", "c+d"])
        #expect(request.target.query.map(\.name) == ["x", "y", "x", "flag", ""])
        #expect(request.target.query.map(\.value) == ["1 2", "&", "3", "", "z"])
        #expect(request.queryValue("x") == "1 2")
        #expect(request.queryValue("none") == nil)
        #expect(request.host == "h:1")
        #expect(request.headers["ACCEPT"] == "a")
        #expect(request.headers.values(of: "accept") == ["a", "b"])
        #expect(request.headers.all.map(\.name) == ["Host", "Accept", "accept"])
        #expect(request.headers["Acce"] == nil)
    }

    @Test(arguments: [
        ("/", []), ("/a", ["a"]), ("/a/", ["a"]), ("/a//b", ["a", "", "b"]), ("//", [""]), ("/a/...", ["a", "..."]),
        ("http://h", []), ("http://h?q", []), ("http://h/a/b/?q", ["a", "b"]),
    ])
    func `a path falls into segments`(_ target: String, _ segments: [String]) throws {
        #expect(try Request(.get, target).segments == segments)
    }

    @Test func `the authority of an absolute target goes before the Host field`() throws {
        let request = try request("GET http://b:8080/c HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(request.host == "b:8080")
        #expect(request.segments == ["c"])
    }

    @Test func `an absolute target without path is the server for OPTIONS`() throws {
        #expect(try Request(.options, "http://a").target.isServer)
        #expect(try !Request(.get, "http://a").target.isServer)
    }

    @Test func `a second request on a connection keeps nothing of the first`() {
        let first = "POST /1 HTTP/1.1\r\nHost: a\r\nX: y\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi"
        let both = Array((first + "GET /2 HTTP/1.1\r\nHost: b\r\n\r\n").utf8)
        #expect(events(of: both, cutAt: [], limits: Limits()) == ["POST /1 hi close", "GET /2"])
    }
}

private func request(_ text: String) throws -> Request {
    var parser = RequestParser(limits: Limits(), peer: .unix)
    parser.receive(Array(text.utf8).span)
    guard case .request(let request, _, _) = parser.next() else {
        throw Refusal(.badRequest, "no request in \(text)")
    }
    return request
}
