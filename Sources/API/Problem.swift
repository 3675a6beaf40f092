import HTTP
import Wire

/// A refusal as the client gets it: `{"error", "code", "fields"?}`.
struct Problem: Sendable {
    let status: Status
    /// A stable name, in words with underscores: it stays when the sentence improves.
    let code: String
    /// What is wrong and what to do about it.
    let sentence: String
    var fields: [FieldProblem] = []
    /// What Django REST Framework says in `detail`, which Daylit documents for 401.
    var detail: String?
    /// The name under which the log has more.
    var incident: String?
    var headers: [(name: String, value: String)] = []

    init(_ status: Status, _ code: String, _ sentence: String) {
        self.status = status
        self.code = code
        self.sentence = sentence
    }

    /// The refusal with these fields, each named once.
    func with(fields: [FieldProblem]) -> Problem {
        var problem = self
        for field in fields where !problem.fields.contains(where: { $0.name == field.name }) {
            problem.fields.append(field)
        }
        return problem
    }

    /// The refusal with this field in its header section.
    func with(header name: String, _ value: String) -> Problem {
        var problem = self
        problem.headers.append((name, value))
        return problem
    }

    /// The refusal of somebody who is not signed in.
    func with(detail: String) -> Problem {
        var problem = with(header: "WWW-Authenticate", "Token")
        problem.detail = detail
        return problem
    }

    /// The answer in JSON.
    var reply: Reply {
        var reply = Reply(status) { json in
            json.object { json in
                json.field("error", Problem.finished(sentence))
                json.field("code", code)
                if let detail { json.field("detail", detail) }
                if let incident { json.field("id", incident) }
                guard !fields.isEmpty else { return }
                json.object("fields") { json in
                    for field in fields {
                        json.key(text: field.name)
                        json.value(Problem.finished(field.problem))
                    }
                }
            }
        }
        reply.headers = headers
        return reply
    }

    /// A sentence with a capital letter and a full stop: errors are written without, to be quoted in others.
    private static func finished(_ sentence: String) -> String {
        let start = sentence.prefix(1).uppercased() + sentence.dropFirst()
        return start.last.map { ".?!".contains($0) } == true ? start : start + "."
    }
}
