import HTTP
import Receivables
import Store
import Testing
import Values
import Wire

/// Jobs that people start by hand, and commands over the socket.
@Suite struct JobTests {
    private func trigger(_ house: House, _ job: String, key: String? = nil) throws -> Answer {
        try house.ask(
            .post,
            "/api/v1/jobs/trigger",
            as: .admin,
            #"{"company_id":"\#(Books.north.id)","job":"\#(job)"}"#,
            fields: key.map { [("Idempotency-Key", $0)] } ?? []
        )
    }

    @Test func `a job is queued once, and the runner is woken after it is stored`() throws {
        let house = try House()
        let first = try trigger(house, "recommend")
        #expect(first.status == 202)
        #expect(try first.field("status") == "queued")
        #expect(house.wakeCount.value == 1)
        let second = try trigger(house, "recommend")
        #expect(try second.status == 200 && second.field("job_id") == first.field("job_id"))
        let other = try trigger(house, "retrain")
        #expect(try other.status == 202 && other.field("job_id") != first.field("job_id"))
    }

    @Test func `a job tells where it stands, by its id and by its company`() throws {
        let house = try House()
        let id = try #require(try trigger(house, "recommend").field("job_id"))
        let one = try house.ask(.get, "/api/v1/jobs/status?job_id=\(id)", as: .viewer)
        #expect(try one.field("status") == "queued" && one.field("job") == "recommend")
        #expect(try one.json["progress"]?["done"] == .integer(0))
        let all = try house.ask(.get, "/api/v1/jobs/status?company_id=\(Books.north.id)", as: .viewer)
        #expect(try all.elements == [one.json])
        #expect(try house.ask(.get, "/api/v1/jobs/status?job_id=\(id)", as: .stranger).status == 404)
    }

    @Test func `a retrain is told whether to promote, and by whom it was asked`() throws {
        let house = try House()
        let body = #"{"company_id":"\#(Books.north.id)","job":"retrain","params":{"promote":true}}"#
        #expect(try house.ask(.post, "/api/v1/jobs/trigger", as: .admin, body).status == 202)
        let jobs = try house.database.makeReader().read(for: Books.north.id) { try JobRow.latestOfEachKind(in: $0) }
        #expect(jobs.map(\.parameters) == [#"{"promote":true,"actor":"admin"}"#])
        let wrong = #"{"company_id":"\#(Books.north.id)","job":"recommend","params":{"promote":true}}"#
        #expect(try house.ask(.post, "/api/v1/jobs/trigger", as: .admin, wrong).status == 400)
    }

    @Test func `an errand goes to whoever performs it, as it came`() throws {
        let house = try House()
        let answer = try house.ask(.post, "/errands", #"{"errand":"run"}"#, peer: .unix)
        #expect(answer.text == #"{"exit_code":0}"#)
        #expect(house.errands.all == [#"{"errand":"run"}"#])
        #expect(try house.ask(.post, "/errands", "{}").status == 404)
        #expect(house.errands.all.count == 1)
    }
}
