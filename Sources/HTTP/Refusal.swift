/// Why a request is answered by the server itself, and not by a handler.
package struct Refusal: Error, Hashable, Sendable {
    /// The status of the answer.
    package let status: Status
    /// What is wrong with the request: one sentence, lower case, no full stop.
    package let detail: String

    /// A refusal with this status and sentence.
    package init(_ status: Status, _ detail: String) {
        self.status = status
        self.detail = detail
    }

    /// The answer in plain text, for a server that was given no form of its own.
    package var plainResponse: Response {
        var response = Response(status, contentType: "text/plain; charset=utf-8", body: Array("\(detail)\n".utf8))
        if status == .serviceUnavailable { response.addHeader("Retry-After", "1") }
        return response
    }
}
