import SQLite
import Store
import Testing

/// Which errors of the database pass by themselves.
@Suite struct OutageTests {
    @Test(
        arguments: [
            (5, Outage.busy), (6, .busy), (13, .full), (8, .readOnly), (10, .inputOutput), (14, .inputOutput),
            (778, .inputOutput),
            (11, nil), (19, nil), (1, nil),
        ] as [(Int32, Outage?)]
    )
    func `an outage is told from a mistake`(_ code: Int32, _ outage: Outage?) {
        let error = SQLiteError(code: code, message: "m", statement: "s")
        #expect(Outage(error) == outage)
        #expect(Outage(StoreError.database(error)) == outage)
    }

    @Test func `what is no error of the database is no outage`() {
        #expect(Outage(StoreError.movedOn("it")) == nil)
    }
}
