import HTTP
import Telemetry
import Workflows

/// One request and the right to answer it, from any thread: adds what every answer bears, and writes the log line.
struct Exchange: Sendable {
    /// The name of the request, in its answer and in the log.
    let id: String
    let request: Request
    let responder: Responder
    let service: Service
    /// By the service's clock.
    let startedAt: Int64
    /// The pattern of the route; the path itself may hold what a log should not.
    var route = "none"

    /// Gives the answer.
    func finish(_ reply: Reply) {
        let response = reply.response(to: request, id: id)
        let nanoseconds = service.elapsedNanoseconds() - startedAt
        service.office.log.info(
            "request answered",
            [
                "id": .text(id), "method": .text(request.method.name), "route": .text(route),
                "status": .integer(response.status.code), "milliseconds": .number(Double(nanoseconds / 1_000) / 1_000),
            ]
        )
        responder.respond(response)
    }

    /// Gives the answer that an error means.
    func refuse(_ error: any Error) {
        if let problem = Errors.problem(for: error) { return finish(problem.reply) }
        service.office.log.error(
            "request failed",
            ["id": .text(id), "route": .text(route), "error": .text("\(error)")]
        )
        finish(Errors.internalProblem(incident: id).reply)
    }

    /// Gives the answer, or what its error means.
    func finish(_ result: Result<Reply, any Error>) {
        switch result {
        case .success(let reply): finish(reply)
        case .failure(let error): refuse(error)
        }
    }
}
