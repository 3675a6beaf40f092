import FoundationEssentials
import TestKit
import Testing
import Values
import Wire

@Suite struct CSVReaderTests {
    /// Each record on its line, each field between bars, with its place; or the error.
    private func rendered(_ bytes: [UInt8], delimiter: CSVReader.Delimiter) -> String {
        var lines: [String] = []
        do throws(WireError) {
            var reader = try CSVReader(bytes, delimiter: delimiter)
            var record = CSVRecord()
            while try reader.read(&record) {
                lines.append("record on line \(record.line), \(record.count) fields")
                for field in record.fields {
                    let place = reader.place(of: field, in: record)
                    let text = reader.text(of: field).debugDescription
                    lines.append("  \(place.line):\(place.column) \(text)\(field.isQuoted ? " quoted" : "")")
                }
            }
        } catch {
            lines.append("error: \(error)")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func records(_ text: String) throws -> [[String]] {
        var reader = try CSVReader(Array(text.utf8))
        var record = CSVRecord()
        var records: [[String]] = []
        while try reader.read(&record) { records.append(record.fields.map { reader.text(of: $0) }) }
        return records
    }

    @Test(arguments: try goldenInputs(withExtension: "csv"))
    func `reads as its golden file`(_ name: String) throws {
        let bytes = Array(try goldenInput(name).utf8)
        let delimiter: CSVReader.Delimiter =
            name.hasPrefix("semicolon") ? .semicolon : name.hasPrefix("tab") ? .tab : .comma
        try expectGolden(name + ".expected", rendered(bytes, delimiter: delimiter))
    }

    @Test func `an empty file has no records`() throws {
        #expect(try records("") == [])
        #expect(try records("\u{FEFF}") == [])
        #expect(try records("\n\r\n\n") == [])
    }

    @Test func `a byte that is not UTF-8 is named by line and column`() {
        let bytes = Array("name,city\nÖl,M".utf8) + [0xFC] + Array("nchen\n".utf8)
        let error = #expect(throws: WireError.self) { try CSVReader(bytes) }
        #expect(error?.description == "line 2, column 5: a byte is not UTF-8; save the file as UTF-8")
    }

    @Test func `the bytes of a field are those between its quotes, doubled ones made single`() throws {
        var reader = try CSVReader(Array("a,\"b\"\"c\"\"\"\"\",\"\"\"\"".utf8))
        var record = CSVRecord()
        let found = try reader.read(&record)
        #expect(found)
        #expect(record.fields.map { Array(reader.content(of: $0)) } == ["a", "b\"c\"\"", "\""].map { Array($0.utf8) })
        #expect(reader.consumedByteCount == 17)
    }

    @Test func `a day and an amount are read from a field's bytes without a text`() throws {
        var reader = try CSVReader(Array("2026-02-28,\"1234.50\",2026-02-30\n".utf8))
        var record = CSVRecord()
        let found = try reader.read(&record)
        #expect(found)
        let day = Day(utf8: reader.content(of: record[0]).span)
        let amount = Money(utf8: reader.content(of: record[1]).span, in: .usd)
        let noDay = Day(utf8: reader.content(of: record[2]).span)
        #expect(day == Day(year: 2026, month: 2, day: 28))
        #expect(amount == Money(minorUnits: 123_450, in: .usd))
        #expect(noDay == nil)
    }

    @Test func `what is quoted field by field reads back as it was`() throws {
        try forAll(500) { (generator: inout SplitMix64) -> [[String]] in
            (0..<Int.random(in: 1...5, using: &generator)).map { _ in
                (0..<Int.random(in: 1...5, using: &generator)).map { _ in
                    String(
                        (0..<Int.random(in: 0...6, using: &generator)).map { _ in
                            "ab,;\"\n\r\té ".randomElement(using: &generator) ?? "x"
                        }
                    )
                }
            }
        } property: { records in
            let text = records.map { record in
                record.map {
                    "\"" + $0.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
                }
                .joined(separator: ",")
            }
            .joined(separator: "\r\n")
            return try self.records(text) == records
        }
    }

    @Test func `no bytes stop the program, and records never lose a line`() {
        forAll(1_000) { (generator: inout SplitMix64) -> [UInt8] in
            (0..<Int.random(in: 0...40, using: &generator)).map { _ in
                Array("a1,\"\n\r".utf8).randomElement(using: &generator) ?? 0
            }
        } property: { bytes in
            var lastLine = 0
            do throws(WireError) {
                var reader = try CSVReader(bytes)
                var record = CSVRecord()
                while try reader.read(&record) {
                    guard record.line > lastLine, record.count > 0 else { return false }
                    lastLine = record.line
                }
                return reader.consumedByteCount == bytes.count
            } catch {
                return error.path.hasPrefix("line ")
            }
        }
    }
}
