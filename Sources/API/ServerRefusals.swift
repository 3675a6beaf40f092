package import HTTP

/// The form of what the HTTP server refuses by itself, before there is a request.
package enum ServerRefusals {
    /// The refusal as JSON, with the fields that every answer bears.
    package static func response(to refusal: Refusal) -> Response {
        let problem = Errors.problem(for: refusal) ?? Problem(refusal.status, "refused", refusal.detail)
        let reply = problem.reply
        var response = Response(reply.status, contentType: reply.contentType, body: reply.body)
        for header in reply.headers { response.addHeader(header.name, header.value) }
        response.addHeader("Cache-Control", reply.cacheControl)
        response.addHeader("Content-Security-Policy", reply.contentSecurityPolicy)
        response.addHeader("X-Content-Type-Options", "nosniff")
        response.addHeader("Referrer-Policy", "no-referrer")
        return response
    }
}
