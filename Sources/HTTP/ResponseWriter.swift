/// Puts answers into the form they travel in (RFC 9112, sections 4 and 5; RFC 9110, section 6).
struct ResponseWriter {
    private var dateField: [UInt8] = []
    private var second: Int64?

    /// Sets the time that goes into the `Date` field, in seconds since 1970.
    mutating func setTime(_ seconds: Int64) {
        guard second != seconds else { return }
        second = seconds
        dateField = Array("Date: \(HTTPDate.text(secondsSinceEpoch: seconds))\r\n".utf8)
    }

    /// Writes `response` as the answer to the request of `exchange`; `ends` says that the connection will close.
    func write(_ response: Response, for exchange: ClientConnection.Exchange, ends: Bool, to output: inout [UInt8]) {
        output.reserveCapacity(output.count + response.headers.section.count + response.body.count + 160)
        append("HTTP/1.1 ", to: &output)
        appendNumber(response.status.code, to: &output)
        output.append(Grammar.space)
        output.append(contentsOf: response.status.reason.utf8)
        append("\r\n", to: &output)
        output.append(contentsOf: dateField)
        output.append(contentsOf: response.headers.section)
        if response.status.allowsContent {
            append("Content-Length: ", to: &output)
            appendNumber(response.body.count, to: &output)
            append("\r\n", to: &output)
        }
        if ends {
            append("Connection: close\r\n", to: &output)
        } else if exchange.isLegacy {
            append("Connection: keep-alive\r\n", to: &output)
        }
        append("\r\n", to: &output)
        if response.status.allowsContent, !exchange.isHead { output.append(contentsOf: response.body) }
    }

    private func append(_ text: StaticString, to output: inout [UInt8]) {
        unsafe output.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private func appendNumber(_ number: Int, to output: inout [UInt8]) {
        var divisor = 1
        while number / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            output.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
            divisor /= 10
        }
    }
}
