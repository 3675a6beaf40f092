/// What a request is about (RFC 9112, section 3.2; RFC 3986).
package struct RequestTarget: Hashable, Sendable {
    /// One `name=value` of a query, decoded.
    package struct QueryItem: Hashable, Sendable {
        /// What stands before the `=`.
        package let name: String
        /// Empty where there is no `=`.
        package let value: String
    }

    /// The target as the client wrote it.
    package let text: String
    /// The segments of the path, each percent-decoded; the empty one that a closing slash leaves is left off.
    ///
    /// A segment may hold a decoded slash; it never holds NUL, and is never `.` or `..`.
    package let segments: [String]
    /// The items of the query in order, percent-decoded, with `+` for a space.
    package let query: [QueryItem]
    /// Whether this is `*`: OPTIONS of the server as a whole.
    package let isServer: Bool
    /// The authority of an absolute target, which goes before the `Host` field.
    let authority: String?

    /// Takes a target apart.
    ///
    /// - Throws: 400 with what is wrong; 501 for CONNECT, which is for proxies.
    init(_ bytes: borrowing Span<UInt8>, method: Method) throws(Refusal) {
        guard method != .other("CONNECT") else {
            throw Refusal(.notImplemented, "CONNECT is for proxies, and this is none")
        }
        guard !bytes.isEmpty else { throw Refusal(.badRequest, "the request target is empty") }
        text = string(bytes, 0..<bytes.count)
        if bytes.count == 1, bytes[0] == UInt8(ascii: "*") {
            guard method == .options else { throw Refusal(.badRequest, "only OPTIONS may have the target `*`") }
            (segments, query, isServer, authority) = ([], [], true, nil)
            return
        }
        var position = 0
        if bytes[0] == UInt8(ascii: "/") {
            authority = nil
        } else {
            let range = try Self.authority(in: bytes)
            authority = string(bytes, range)
            position = range.upperBound
            if position == bytes.count {
                (segments, query, isServer) = ([], [], method == .options)
                return
            }
        }
        isServer = false
        var pathEnd = position
        while pathEnd < bytes.count, bytes[pathEnd] != UInt8(ascii: "?") { pathEnd += 1 }
        segments = try Self.segments(in: bytes, position..<pathEnd)
        query = pathEnd < bytes.count ? try Self.query(in: bytes, pathEnd + 1..<bytes.count) : []
    }

    /// Where the authority of an absolute target lies.
    private static func authority(in bytes: borrowing Span<UInt8>) throws(Refusal) -> Range<Int> {
        let start: Int
        if bytes.count > 7, Grammar.matches(bytes.extracting(0..<7), "http://") {
            start = 7
        } else if bytes.count > 8, Grammar.matches(bytes.extracting(0..<8), "https://") {
            start = 8
        } else {
            throw Refusal(
                .badRequest,
                "the request target is neither a path nor a URI that begins with http:// or https://"
            )
        }
        var end = start
        while end < bytes.count, bytes[end] != UInt8(ascii: "/"), bytes[end] != UInt8(ascii: "?") { end += 1 }
        guard Host.isValid(bytes.extracting(start..<end)) else {
            throw Refusal(.badRequest, "the request target names no valid host")
        }
        return start..<end
    }

    private static func segments(in bytes: borrowing Span<UInt8>, _ path: Range<Int>) throws(Refusal) -> [String] {
        guard !path.isEmpty else { return [] }
        var segments: [String] = []
        var start = path.lowerBound + 1
        for index in path.lowerBound + 1..<path.upperBound + 1
        where index == path.upperBound || bytes[index] == UInt8(ascii: "/") {
            if index == path.upperBound, start == index { break }
            let segment = try decoded(bytes, start..<index, allowing: Grammar.isSegmentCharacter, plusIsSpace: false)
            guard segment != ".", segment != ".." else {
                throw Refusal(.badRequest, "the path has a segment `\(segment)`; send the path that it leads to")
            }
            segments.append(segment)
            start = index + 1
        }
        return segments
    }

    private static func query(in bytes: borrowing Span<UInt8>, _ range: Range<Int>) throws(Refusal) -> [QueryItem] {
        var items: [QueryItem] = []
        var start = range.lowerBound
        var equals: Int?
        for index in range.lowerBound..<range.upperBound + 1 {
            if index < range.upperBound, bytes[index] != UInt8(ascii: "&") {
                if bytes[index] == UInt8(ascii: "="), equals == nil { equals = index }
                continue
            }
            if start < index {
                let nameEnd = equals ?? index
                let name = try decoded(bytes, start..<nameEnd, allowing: isQueryCharacter, plusIsSpace: true)
                let valueStart = min(nameEnd + 1, index)
                let value = try decoded(bytes, valueStart..<index, allowing: isQueryCharacter, plusIsSpace: true)
                items.append(QueryItem(name: name, value: value))
            }
            start = index + 1
            equals = nil
        }
        return items
    }

    private static func isQueryCharacter(_ byte: UInt8) -> Bool {
        Grammar.isSegmentCharacter(byte) || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?")
    }

    private static func decoded(
        _ bytes: borrowing Span<UInt8>,
        _ range: Range<Int>,
        allowing isAllowed: (UInt8) -> Bool,
        plusIsSpace: Bool
    ) throws(Refusal) -> String {
        var isPlain = true
        for index in range where bytes[index] == UInt8(ascii: "%") || bytes[index] == UInt8(ascii: "+") {
            isPlain = false
        }
        guard !isPlain else {
            for index in range where !isAllowed(bytes[index]) { throw unexpected(bytes[index]) }
            return string(bytes, range)
        }
        var result: [UInt8] = []
        result.reserveCapacity(range.count)
        var index = range.lowerBound
        while index < range.upperBound {
            let byte = bytes[index]
            if byte == UInt8(ascii: "%") {
                guard index + 2 < range.upperBound, let high = Grammar.hexadecimalValue(bytes[index + 1]),
                    let low = Grammar.hexadecimalValue(bytes[index + 2])
                else {
                    throw Refusal(.badRequest, "a `%` in the request target is not followed by two hexadecimal digits")
                }
                guard high != 0 || low != 0 else {
                    throw Refusal(.badRequest, "the request target holds an encoded NUL")
                }
                result.append(high << 4 | low)
                index += 3
            } else {
                guard isAllowed(byte) else { throw unexpected(byte) }
                result.append(plusIsSpace && byte == UInt8(ascii: "+") ? Grammar.space : byte)
                index += 1
            }
        }
        guard let text = String(validating: result, as: UTF8.self) else {
            throw Refusal(.badRequest, "the request target is not UTF-8 once decoded")
        }
        return text
    }

    private static func unexpected(_ byte: UInt8) -> Refusal {
        let name = (0x21...0x7E).contains(byte) ? "`\(Unicode.Scalar(byte))`" : "byte \(byte)"
        return Refusal(.badRequest, "the request target holds \(name), which must be percent-encoded")
    }
}

/// The text of some bytes that are known to be ASCII.
func string(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> String {
    unsafe bytes.extracting(range).withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
}

/// The grammar of `uri-host [ ":" port ]` (RFC 9110, section 7.2; RFC 3986, section 3.2.2).
enum Host {
    /// Whether `bytes` are a host that is not empty, and a port in 0...65535 or none.
    static func isValid(_ bytes: borrowing Span<UInt8>) -> Bool {
        guard !bytes.isEmpty else { return false }
        var index = 0
        if bytes[0] == UInt8(ascii: "[") {
            index = 1
            while index < bytes.count, isAddressCharacter(bytes[index]) { index += 1 }
            guard index >= 3, index < bytes.count, bytes[index] == UInt8(ascii: "]") else { return false }
            index += 1
        } else {
            while index < bytes.count, bytes[index] != UInt8(ascii: ":") {
                if bytes[index] == UInt8(ascii: "%") {
                    guard index + 2 < bytes.count, Grammar.hexadecimalValue(bytes[index + 1]) != nil,
                        Grammar.hexadecimalValue(bytes[index + 2]) != nil
                    else { return false }
                    index += 3
                } else {
                    guard Grammar.isNameCharacter(bytes[index]) else { return false }
                    index += 1
                }
            }
            guard index > 0 else { return false }
        }
        guard index < bytes.count else { return true }
        guard bytes[index] == UInt8(ascii: ":"), bytes.count - index <= 6 else { return false }
        var port = 0
        for position in index + 1..<bytes.count {
            guard Grammar.isDigit(bytes[position]) else { return false }
            port = port * 10 + Int(bytes[position] & 0x0F)
        }
        return port <= 65_535
    }

    private static func isAddressCharacter(_ byte: UInt8) -> Bool {
        Grammar.hexadecimalValue(byte) != nil || byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".")
    }
}
