import TestKit
import Testing
import Values
import Wire

@Suite struct DetectionTests {
    private func encoding(of bytes: [UInt8], blockSize: Int = 16) throws -> EncodingFinding {
        var source = ByteSource(bytes)
        return try TextEncoding.detect(in: &source, blockSize: blockSize)
    }

    @Test(arguments: TextEncoding.allCases)
    func `a table in each encoding is recognised, with and without its mark`(_ encoding: TextEncoding) throws {
        for hasMark in [false, true] {
            for blockSize in [4, 7, 256] {
                var writer = CSVWriter(encoding: encoding, byteOrderMark: hasMark)
                writer.record(["Kunde", "Straße", "Betrag"])
                writer.record(["Müller & Söhne", "Königsallee", "1234,50 €"])
                let finding = try self.encoding(of: writer.takeBytes(), blockSize: blockSize)
                #expect(finding.encoding == encoding)
                #expect(finding.hasByteOrderMark == (hasMark && encoding != .windows1252))
                #expect(!finding.isASCII)
            }
        }
    }

    @Test(arguments: [
        ([], "ASCII"),
        (Array("a,b\n1,2\n".utf8), "ASCII"),
        (Array("a,é\n".utf8), "UTF-8"),
        ([0xEF, 0xBB, 0xBF, 0x61], "UTF-8, as its byte order mark says"),
        ([0x61, 0x2C, 0xFC, 0x0A], "Windows-1252, since it is not UTF-8"),
        ([0x61, 0, 0x2C, 0, 0xFC, 0, 0x0A, 0], "UTF-16LE, as every other byte says"),
    ])
    func `a finding is stated in words`(_ bytes: [UInt8], _ words: String) throws {
        #expect(try encoding(of: bytes).description == words)
    }

    @Test func `one bad byte at the end of a long file in UTF-8 is refused by its line, not read some other way`()
        throws
    {
        let bytes = Array(repeatElement(Array("Zürich,12.50\n".utf8), count: 2_000).joined()) + [0x61, 0xFC, 0x2C]
        let finding = try encoding(of: bytes, blockSize: 1_000)
        #expect(finding.encoding == .utf8)
        var stream = CSVStream(bytes, encoding: finding.encoding)
        var count = 0
        let error = #expect(throws: CSVError.self) { while try stream.next() { count += 1 } }
        #expect(count == 2_000)
        #expect(error?.place.description == "line 2001, column 2")
    }

    @Test func `one byte beyond ASCII at the end of a long file makes it Windows-1252`() throws {
        let bytes = Array(repeatElement(Array("Basel,12.50\n".utf8), count: 2_000).joined()) + [0x5A, 0xFC, 0x0A]
        #expect(try encoding(of: bytes, blockSize: 1_000).encoding == .windows1252)
    }

    @Test func `whoever looks on sees every byte once and in order`() throws {
        try forAll(200) { (generator: inout SplitMix64) -> ([UInt8], Int) in
            let bytes = (0..<Int.random(in: 0...50, using: &generator)).map { _ in
                [0x61, 0x2C, 0x0A, 0xC3, 0xA9, 0xE2, 0x82, 0xAC].randomElement(using: &generator) ?? UInt8(0)
            }
            return (bytes, .random(in: 1...20, using: &generator))
        } property: { bytes, blockSize in
            var source = ByteSource(bytes)
            var seen: [UInt8] = []
            let finding = try TextEncoding.detect(in: &source, blockSize: blockSize) { block in
                for index in block.indices { seen.append(block[index]) }
            }
            let again = try source.sample(100)
            return seen == bytes && again == bytes && finding.byteCount == bytes.count
        }
    }

    @Test(arguments: [
        ("a,b\n1,2\n", "fields end at a comma, 2 to a record in each of the first 2 records"),
        (
            "a;b;c\n1,5;2,5;3,5\n1,5;2,5;3,5\n",
            "fields end at a semicolon, 3 to a record in each of the first 3 records"
        ),
        ("a;b\nx;1,5\ny;1,5\n", "fields end at a semicolon, 2 to a record in each of the first 3 records"),
        (
            "Offene Posten, Stand heute\na;b;c\nx;y;1,5\nx;y;2,5\n",
            "fields end at a semicolon, 3 to a record in 3 of the first 4 records"
        ),
        ("a\tb\n\"x;y\"\tz\n", "fields end at a tab, 2 to a record in each of the first 2 records"),
        ("customer,labels\nA,x|y|z\nB,x|y|z\n", "fields end at a comma, 2 to a record in each of the first 3 records"),
        ("a|b|c\n1|2|3\n", "fields end at a pipe, 3 to a record in each of the first 2 records"),
        ("\"x;y;z\",b\n\"x;y;z\",c\n", "fields end at a comma, 2 to a record in each of the first 2 records"),
        ("sep=;\r\na;b", "fields end at a semicolon, as its first line says"),
        ("\u{FEFF}sep=\t\na,b\n", "fields end at a tab, as its first line says"),
    ])
    func `the delimiter is found by the records that agree`(_ text: String, _ words: String) throws {
        #expect(try CSVDialect.detect(in: Array(text.utf8), encoding: .utf8, isWhole: true).description == words)
    }

    @Test func `a sample that is cut off counts without its last record`() throws {
        let text = "a;b;c\n1;2;3\n1;\"2"
        let finding = try CSVDialect.detect(in: Array(text.utf8), encoding: .utf8, isWhole: false)
        #expect(finding.recordCount == 2)
        #expect(finding.fieldCount == 3)
    }

    @Test func `the delimiter is found in every encoding`() throws {
        for encoding in TextEncoding.allCases {
            var writer = CSVWriter(dialect: CSVDialect(delimiter: .semicolon), encoding: encoding, byteOrderMark: true)
            writer.record(["sep=,", "Straße"])
            writer.record(["1,5", "2,5"])
            let finding = try CSVDialect.detect(in: writer.takeBytes(), encoding: encoding, isWhole: true)
            #expect(finding.dialect.delimiter == .semicolon)
        }
    }

    @Test func `every message says what is wrong and what to do`() throws {
        let ole: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1]
        let cases: [(String, [UInt8])] = [
            ("an Excel workbook", [0x50, 0x4B, 0x03, 0x04] + Array("....[Content_Types].xml".utf8)),
            (
                "an OpenDocument spreadsheet",
                [0x50, 0x4B, 3, 4] + Array("mimetypeapplication/vnd.oasis.opendocument.spreadsheet".utf8)
            ),
            ("a ZIP archive", [0x50, 0x4B, 0x03, 0x04, 0x14]),
            ("an old Excel workbook", ole),
            ("a PDF", Array("%PDF-1.7\n".utf8)),
            ("a file packed by gzip", [0x1F, 0x8B, 8]),
            ("a picture", [0x89, 0x50, 0x4E, 0x47]),
            ("a web page called .xls", Array("\r\n<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\">".utf8)),
            ("an XML file", Array("<?xml version=\"1.0\"?><rows/>".utf8)),
            ("UTF-32", [0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0]),
            ("any other bytes", (0..<200).map { UInt8($0 % 50) }),
            ("UTF-8 with a byte in another encoding", Array("Zürich,é\nM".utf8) + [0xFC, 0x0A]),
            ("a byte that Windows-1252 lacks", [0x61, 0x0A, 0xFC, 0xFC, 0x81]),
            ("UTF-16 cut in the middle", [0xFF, 0xFE, 0x61, 0, 0x0A]),
            ("half of a pair", [0xFF, 0xFE, 0x61, 0, 0x00, 0xDC, 0x61, 0]),
            ("a NUL in a text", Array("a,b\n1,".utf8) + [0] + Array(repeating: 0x61, count: 300)),
            ("a quote never closed", Array("a,b\n1,\"2\n3,4\n".utf8)),
            ("text after a quote", Array("a,b\n\"1\"x,2\n".utf8)),
            ("a record beyond the limit", Array("a,b\n\"1".utf8) + Array(repeating: 0x20, count: 2_000_000)),
            ("no columns", Array("one\ntwo\nthree\n".utf8)),
            ("two delimiters", Array("Name, Vorname;Ort\nSmith, John;Berlin\n".utf8)),
            ("a delimiter that is not read", Array("sep=^\na^b\n".utf8)),
        ]
        var lines = ""
        for (name, bytes) in cases { lines += "\(name):\n    \(verdict(on: bytes))\n" }
        try expectGolden("csv-messages.expected", lines)
    }

    /// The first objection that the way of an import comes to.
    private func verdict(on bytes: [UInt8]) -> String {
        do {
            let finding = try encoding(of: bytes, blockSize: 4_096)
            var stream = CSVStream(bytes, encoding: finding.encoding)
            while try stream.next() {}
            return "\(try CSVDialect.detect(in: bytes, encoding: finding.encoding, isWhole: true))"
        } catch {
            return "\(error)"
        }
    }
}
