import HTTP

/// Field lines, persistence and expectations (RFC 9112, sections 5 and 9; RFC 9110, sections 5, 7 and 10).
let fieldCases: [ParserCase] = [
    ParserCase(fields: "A: b\r\n", "9112-5", "a field", "GET /"),
    ParserCase(fields: "A:b\r\n", "9112-5", "no blank behind the colon", "GET /"),
    ParserCase(fields: "A: \t b \t\r\n", "9112-5", "blanks around the value", "GET /"),
    ParserCase(fields: "A:\r\n", "9110-5.5", "an empty value", "GET /"),
    ParserCase(fields: "A: \u{E9}\r\n", "9110-5.5", "bytes beyond ASCII in a value", "GET /"),
    ParserCase(fields: "A : b\r\n", "9112-5.1", "a space before the colon", "400"),
    ParserCase(fields: "A\t: b\r\n", "9112-5.1", "a tab before the colon", "400"),
    ParserCase(fields: "A b: c\r\n", "9110-5.1", "a space in the name", "400"),
    ParserCase(fields: ": b\r\n", "9110-5.1", "no name", "400"),
    ParserCase(fields: "A\r\n", "9112-5", "no colon", "400"),
    ParserCase(fields: "A(: b\r\n", "9110-5.1", "a name that is no token", "400"),
    ParserCase(fields: "Ä: b\r\n", "9110-5.1", "a name beyond ASCII", "400"),
    ParserCase(fields: "A: b\r\n c\r\n", "9112-5.2", "a folded line", "400"),
    ParserCase(fields: "A: b\r\n\tc\r\n", "9112-5.2", "a line folded with a tab", "400"),
    ParserCase(fields: "A: b\rc\r\n", "9112-2.2", "a bare CR in a value", "400"),
    ParserCase(fields: "A: b\nC: d\r\n", "9112-2.2", "a bare LF between fields", "400"),
    ParserCase(fields: "A: b\u{00}c\r\n", "9110-5.5", "NUL in a value", "400"),
    ParserCase(fields: "A: b\u{7F}\r\n", "9110-5.5", "DEL in a value", "400"),
    ParserCase(fields: "A: b\u{0B}c\r\n", "9110-5.5", "a control character in a value", "400"),
    ParserCase(fields: "Connection: close\r\n", "9112-9.6", "the client closes", "GET / close"),
    ParserCase(fields: "Connection: CLOSE\r\n", "9110-7.6.1", "options in any case", "GET / close"),
    ParserCase(fields: "Connection: a , close,b\r\n", "9110-7.6.1", "close within a list", "GET / close"),
    ParserCase(fields: "Connection: keep-alive, close\r\n", "9112-9.3", "close outweighs keep-alive", "GET / close"),
    ParserCase(fields: "Connection: a\r\nConnection: close\r\n", "9110-5.3", "a list in two fields", "GET / close"),
    ParserCase(fields: "Connection: closed\r\n", "9110-7.6.1", "an option of another name", "GET /"),
    ParserCase(fields: "Upgrade: h2c\r\nConnection: upgrade\r\n", "9110-7.8", "an upgrade is ignored", "GET /"),
    ParserCase("9112-9.3", "HTTP/1.0 with keep-alive", "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", "GET /"),
    ParserCase(fields: "Expect: 100-continue\r\n", "9110-10.1.1", "an expectation without body", "GET /"),
    ParserCase(fields: "Expect: 200-ok\r\n", "9110-10.1.1", "another expectation", "417"),
    ParserCase(
        "9110-10.1.1",
        "100-continue in any case",
        "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-Continue\r\n\r\nhi",
        "100",
        "PUT / hi"
    ),
    ParserCase(
        "9110-10.1.1",
        "HTTP/1.0 cannot expect",
        "PUT / HTTP/1.0\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\nhi",
        "PUT / hi close"
    ),
    ParserCase(
        "9110-10.1.1",
        "a body that is too large is not asked for",
        "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\nExpect: 100-continue\r\n\r\n",
        "413"
    ),
    ParserCase(
        "9112-9.3.2",
        "pipelined requests",
        "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nPOST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nxGET /3 HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /1",
        "POST /2 x",
        "GET /3"
    ),
    ParserCase(
        "9112-9.3.2",
        "nothing is taken behind a refusal",
        "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\n\r\nGET /3 HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /1",
        "400"
    ),
    ParserCase("9112-8", "a head that ends early", "GET / HTTP/1.1\r\nHost: a\r\n", "incomplete"),
    ParserCase("9112-8", "a request line that ends early", "GET /", "incomplete"),
    ParserCase("9112-8", "nothing at all", ""),
]

/// What takes more than its share.
let limitCases: [ParserCase] = [
    ParserCase(
        "9110-15.5.15",
        "the longest target",
        "GET /\(letters(31)) HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /\(letters(31))",
        limits: small
    ),
    ParserCase(
        "9110-15.5.15",
        "a target too long",
        "GET /\(letters(32)) HTTP/1.1\r\nHost: a\r\n\r\n",
        "414",
        limits: small
    ),
    ParserCase("9110-15.5.15", "a target without end", "GET /\(letters(200))", "414", limits: small),
    ParserCase(
        "9110-15.5.15",
        "a target too long and malformed",
        "GET /\(letters(40))\u{01}\r\n",
        "414",
        limits: small
    ),
    ParserCase("9112-3", "the longest target and no version", "GET /\(letters(31))\r\n", "400", limits: small),
    ParserCase("9112-3", "a method too long", "\(letters(33)) / HTTP/1.1\r\n", "501", limits: small),
    ParserCase("9112-3", "a method without end", letters(50), "501", limits: small),
    ParserCase(
        "6585-5",
        "a header section too large",
        "GET / HTTP/1.1\r\nHost: a\r\nB: \(letters(200))\r\n\r\n",
        "431",
        limits: small
    ),
    ParserCase(
        "6585-5",
        "a field without end",
        "GET / HTTP/1.1\r\nHost: a\r\nB: \(letters(500))",
        "431",
        limits: small
    ),
    ParserCase(
        "6585-5",
        "too many fields",
        "GET / HTTP/1.1\r\nHost: a\r\nB:\r\nC:\r\nD:\r\nE:\r\n\r\n",
        "431",
        limits: small
    ),
    ParserCase(
        "6585-5",
        "as many fields as may be",
        "GET / HTTP/1.1\r\nHost: a\r\nB:\r\nC:\r\nD:\r\n\r\n",
        "GET /",
        limits: small
    ),
    ParserCase(
        "9110-15.5.14",
        "the largest body",
        "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 16\r\n\r\n\(letters(16))",
        "PUT / \(letters(16))",
        limits: small
    ),
    ParserCase(
        "9110-15.5.14",
        "a body too large",
        "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 17\r\n\r\n",
        "413",
        limits: small
    ),
    ParserCase(
        chunks: "10\r\n\(letters(16))\r\n0\r\n\r\n",
        "9110-15.5.14",
        "the largest chunked body",
        "POST / \(letters(16))",
        limits: small
    ),
    ParserCase(
        chunks: "8\r\n\(letters(8))\r\n9\r\n",
        "9110-15.5.14",
        "chunks too large together",
        "413",
        limits: small
    ),
    ParserCase(chunks: "1;\(letters(40))\r\nx\r\n", "9112-7.1.1", "an extension too long", "400", limits: small),
    ParserCase(
        chunks: "1;\(letters(20))\r\nx\r\n1;\(letters(20))\r\n",
        "9112-7.1.1",
        "extensions too long together",
        "400",
        limits: small
    ),
    ParserCase(chunks: "1;\(letters(2000))", "9112-7.1.1", "an extension without end", "400", limits: small),
    ParserCase(
        chunks: "0\r\nA: \(letters(80))\r\n\r\n",
        "9112-7.1.2",
        "a trailer section too large",
        "431",
        limits: small
    ),
    ParserCase(
        chunks: "0\r\nA:\r\nB:\r\nC:\r\nD:\r\nE:\r\n\r\n",
        "9112-7.1.2",
        "too many trailers",
        "431",
        limits: small
    ),
]

private let small: Limits = {
    var limits = Limits()
    limits.targetBytes = 32
    limits.headerSectionBytes = 128
    limits.fieldCount = 4
    limits.bodyBytes = 16
    limits.chunkExtensionBytes = 32
    limits.trailerSectionBytes = 64
    return limits
}()

private func letters(_ count: Int) -> String { String(repeating: "x", count: count) }
