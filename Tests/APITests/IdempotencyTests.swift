import HTTP
import Receivables
import Store
import Testing
import Values

/// The same change asked for twice is made once.
@Suite struct IdempotencyTests {
    private static let approve = "/api/v1/companies/\(Books.north.id)/actions/\(Books.action(1))/approve"
    private static let feedback = "/api/v1/intelligence/insights/\(Books.insight(1))/feedback"

    private func decisionCount(_ house: House) throws -> Int {
        try house.database.makeReader().read(for: Books.north.id) { try FeedbackRow.count(in: $0) }
    }

    @Test func `the same key and request give the first answer again and change nothing`() throws {
        let house = try House()
        let key = [("Idempotency-Key", "k-1")]
        let first = try house.ask(.post, Self.approve, as: .collector, "{}", fields: key)
        try house.wait(seconds: 3_600)
        let second = try house.ask(.post, Self.approve + "/", as: .collector, "{}", fields: key)
        #expect(first.status == 200 && second.status == 200)
        #expect(first.text == second.text)
        #expect(first.headers["Idempotency-Replayed"] == nil && second.headers["Idempotency-Replayed"] == "true")
        #expect(try decisionCount(house) == 1)
    }

    @Test func `without a key the second approval is refused by the state`() throws {
        let house = try House()
        #expect(try house.ask(.post, Self.approve, as: .collector, "{}").status == 200)
        let second = try house.ask(.post, Self.approve, as: .collector, "{}")
        #expect(second.status == 409)
        #expect(try second.field("code") == "illegal_transition")
        #expect(try decisionCount(house) == 1)
    }

    @Test func `the status and the place of what was created come again too`() throws {
        let house = try House()
        let key = [("Idempotency-Key", "k-2")]
        let answers = try (1...2).map { _ in
            try house.ask(.post, Self.feedback, as: .collector, #"{"rating":"up"}"#, fields: key)
        }
        #expect(answers.map(\.status) == [201, 201])
        #expect(
            answers.map { $0.headers["Location"] }
                == Array(
                    repeating: "/api/v1/intelligence/insights/\(Books.insight(1))",
                    count: 2
                )
        )
        #expect(try house.ask(.post, Self.feedback, as: .collector, #"{"rating":"up"}"#).status == 200)
    }

    @Test func `a key with another body or another path is refused`() throws {
        let house = try House()
        let key = [("Idempotency-Key", "k-3")]
        #expect(try house.ask(.post, Self.feedback, as: .collector, #"{"rating":"up"}"#, fields: key).status == 201)
        for (path, body) in [(Self.feedback, #"{"rating":"down"}"#), (Self.approve, #"{"rating":"up"}"#)] {
            let answer = try house.ask(.post, path, as: .collector, body, fields: key)
            let isRefused = try answer.status == 409 && answer.field("code") == "idempotency_key_reused"
            #expect(isRefused || answer.status == 400)
        }
        #expect(try house.ask(.post, Self.feedback, as: .admin, #"{"rating":"down"}"#, fields: key).status == 201)
    }

    @Test func `a refusal does not use a key up`() throws {
        let house = try House()
        let key = [("Idempotency-Key", "k-4")]
        let reject = "/api/v1/companies/\(Books.north.id)/actions/\(Books.action(1))/reject"
        #expect(try house.ask(.post, reject, as: nil, #"{"reason":"other"}"#, fields: key).status == 401)
        #expect(try house.ask(.post, reject, as: .collector, #"{"reason":"other"}"#, fields: key).status == 400)
        let body = #"{"reason":"other","comment":"spoke to them"}"#
        #expect(try house.ask(.post, reject, as: .collector, body, fields: key).status == 200)
        #expect(try decisionCount(house) == 1)
    }

    @Test func `a key is forgotten after a day`() throws {
        let house = try House()
        let key = [("Idempotency-Key", "k-5")]
        #expect(try house.ask(.post, Self.feedback, as: .collector, #"{"rating":"up"}"#, fields: key).status == 201)
        for _ in 0..<3 {
            try house.wait(seconds: 8 * 3_600)
            #expect(try house.ask(.get, "/api/v1/auth/me", as: .collector).status == 200)
        }
        #expect(try house.ask(.post, Self.feedback, as: .collector, #"{"rating":"down"}"#, fields: key).status == 200)
    }
}
