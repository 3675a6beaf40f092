import FoundationEssentials
import TestKit
import Testing
import Values
import Wire

@Suite struct CSVStreamTests {
    @Test(arguments: try goldenInputs(withExtension: "csv"))
    func `reads as its golden file`(_ name: String) throws {
        let delimiter: CSVDelimiter =
            name.hasPrefix("semicolon") ? .semicolon : name.hasPrefix("tab") ? .tab : .comma
        let bytes = Array(try goldenInput(name).utf8)
        try expectGolden(name + ".stream", rendered(bytes, dialect: CSVDialect(delimiter: delimiter)))
    }

    @Test(arguments: [
        ("aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n", [["aaa", "bbb", "ccc"], ["zzz", "yyy", "xxx"]]),
        ("aaa,bbb,ccc\r\nzzz,yyy,xxx", [["aaa", "bbb", "ccc"], ["zzz", "yyy", "xxx"]]),
        ("\"aaa\",\"bbb\",\"ccc\"\r\nzzz,yyy,xxx", [["aaa", "bbb", "ccc"], ["zzz", "yyy", "xxx"]]),
        ("\"aaa\",\"b\r\nbb\",\"ccc\"\r\nzzz,yyy,xxx", [["aaa", "b\r\nbb", "ccc"], ["zzz", "yyy", "xxx"]]),
        ("\"aaa\",\"b\"\"bb\",\"ccc\"", [["aaa", "b\"bb", "ccc"]]),
        (" aaa , bbb", [[" aaa ", " bbb"]]),
        ("a,\n,b\n,", [["a", ""], ["", "b"], ["", ""]]),
        ("\"\"\n\"\"\"\"\n\"\"\"\"\"\"", [[""], ["\""], ["\"\""]]),
    ])
    func `reads what RFC 4180 describes`(_ text: String, _ expected: [[String]]) throws {
        #expect(try records(text) == expected)
    }

    @Test(arguments: [
        ("a,b\rc,d\r", [["a", "b"], ["c", "d"]]),
        ("a\r\rb\r\n\n\rc", [["a"], ["b"], ["c"]]),
        ("5\" pipe,a\"\"b", [["5\" pipe", "a\"\"b"]]),
        ("a, \"b, c\" ,\"d\"  \n", [["a", "b, c", "d"]]),
        ("a,  ,b", [["a", "  ", "b"]]),
        ("\u{FEFF}\"a\",b", [["a", "b"]]),
        ("sep=,\r\na,b", [["a", "b"]]),
        ("SEP=;\na,b", [["a", "b"]]),
        ("a,b\nsep=;", [["a", "b"], ["sep=;"]]),
        ("a,b\r\n\u{1A}", [["a", "b"]]),
        ("a,b\n\u{1A}\nc", [["a", "b"], ["\u{1A}"], ["c"]]),
        ("", []), ("\u{FEFF}", []), ("\n\r\n\r\n", []),
    ])
    func `reads what real programs write`(_ text: String, _ expected: [[String]]) throws {
        #expect(try records(text) == expected)
    }

    @Test func `lines are counted in every style, inside quotes too`() throws {
        var stream = CSVStream(Array("a\r\n\"b\rb\nb\r\nb\",\"c\"\"\"\r\r\nd\n\re".utf8))
        var lines: [Int] = []
        while try stream.next() { lines.append(stream.line) }
        #expect(lines == [1, 2, 7, 9])
    }

    @Test func `a record is also there as the file has it`() throws {
        var stream = CSVStream(Array("a,\"b\"\"b\", \"c\r\nc\" \r\n\"d\"".utf8))
        var found = try stream.next()
        #expect(found)
        #expect(stream.texts == ["a", "b\"b", "c\r\nc"])
        #expect(String(decoding: stream.bytes[stream.raw], as: UTF8.self) == "a,\"b\"\"b\", \"c\r\nc\" ")
        #expect([0, 1, 2].map { stream.place(of: $0).column } == [1, 3, 10])
        found = try stream.next()
        #expect(found)
        #expect(String(decoding: stream.bytes[stream.raw], as: UTF8.self) == "\"d\"")
        #expect(stream.place(of: 0).description == "line 3, column 1")
    }

    @Test func `a day and an amount are read from a field's bytes without a text`() throws {
        var stream = CSVStream(Array("2026-02-28,\"1234.50\",2026-02-30\n".utf8))
        let found = try stream.next()
        #expect(found)
        let day = Day(utf8: stream.bytes.span.extracting(stream.fields[0].range))
        let amount = Money(utf8: stream.bytes.span.extracting(stream.fields[1].range), in: .usd)
        let noDay = Day(utf8: stream.bytes.span.extracting(stream.fields[2].range))
        #expect(day == Day(year: 2026, month: 2, day: 28))
        #expect(amount == Money(minorUnits: 123_450, in: .usd))
        #expect(noDay == nil)
    }

    @Test func `a broken record is told with its place, and reading goes on with the next line`() throws {
        let bytes = Array("a,b\nc,\"d\" e,f\ng,h\n\"i\n\"j\"\nk,\"l\nm,n".utf8)
        #expect(
            rendered(bytes) == """
                1: "a" "b"
                error: line 2, column 7: text follows after a closing quote; a quote inside a quoted field is written twice
                  of: "c,\\"d\\" e,f"
                3: "g" "h"
                error: line 5, column 2: text follows after a closing quote; a quote inside a quoted field is written twice
                  of: "\\"i\\n\\"j\\""
                error: line 6, column 3: a quote is opened here and never closed
                  of: "k,\\"l"
                7: "m" "n"

                """
        )
    }

    @Test func `the memory does not grow with the file`() throws {
        let row = Array("INV-1,\"Müller \"\"& Söhne\"\"\",2026-02-28,1234.50\r\n".utf8)
        var stream = CSVStream(ByteSource(Array(repeatElement(row, count: 5_000).joined())), blockSize: 1_024)
        var count = 0
        while try stream.next() {
            guard stream.texts == ["INV-1", "Müller \"& Söhne\"", "2026-02-28", "1234.50"] else { break }
            count += 1
        }
        #expect(count == 5_000)
        #expect(stream.bytes.count < 4_096)
    }

    @Test func `a file is read from the disk as from memory, and again after a rewind`() throws {
        let path = FileManager.default.temporaryDirectory.path + "/arclight-\(UUID().uuidString).csv"
        try "a,b\nc,d\n".write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        var stream = CSVStream(try ByteSource(path: path))
        for _ in 1...2 {
            var records: [[String]] = []
            while try stream.next() { records.append(stream.texts) }
            #expect(records == [["a", "b"], ["c", "d"]])
            #expect(stream.readByteCount == 8)
            try stream.rewind()
        }
    }

    @Test func `a file that is not there, or a folder, is said to be so`() {
        let missing = #expect(throws: WireError.self) { _ = try ByteSource(path: "/nowhere/at/all.csv").readByteCount }
        #expect(missing?.message == "there is no such file")
        let folder = #expect(throws: CSVError.self) {
            var stream = CSVStream(try ByteSource(path: "/"))
            _ = try stream.next()
        }
        #expect(folder?.message == "this is a folder, not a file")
    }

    @Test func `blocks of any size give the same records, errors and places`() {
        forAll(600) { (generator: inout SplitMix64) -> ([UInt8], TextEncoding, Int, Int) in
            let count = Int.random(in: 0...60, using: &generator)
            let alphabet: [[UInt8]] = [
                [0x61], [0x2C], [0x22], [0x22, 0x22], [0x0A], [0x0D], [0x0D, 0x0A], [0x20], [0xC3, 0xA9],
                [0xE2, 0x82, 0xAC], [0xF0, 0x9F, 0x98, 0x80], [0x1A],
            ]
            var bytes = (0..<count).flatMap { _ in alphabet.randomElement(using: &generator) ?? [] }
            if Int.random(in: 0..<8, using: &generator) == 0 { bytes.append(contentsOf: [0xFC, 0x61]) }
            if Int.random(in: 0..<16, using: &generator) == 0 { bytes.append(contentsOf: [0, 0x0A]) }
            let encoding = TextEncoding.allCases.randomElement(using: &generator) ?? .utf8
            // Half of the files are really in the encoding that they are read in.
            if Bool.random(using: &generator) { bytes = encoding.encoded(bytes) }
            return (bytes, encoding, .random(in: 1...9, using: &generator), .random(in: 5...40, using: &generator))
        } property: { bytes, encoding, blockSize, recordLimit in
            let whole = rendered(bytes, encoding, recordLimit: recordLimit, blockSize: max(1, bytes.count))
            return rendered(bytes, encoding, recordLimit: recordLimit, blockSize: blockSize) == whole
                && rendered(bytes, encoding, recordLimit: recordLimit, blockSize: 1) == whole
        }
    }

    @Test(arguments: [1, 64])
    func `a carriage return before the end of the text ends a line, whatever the buffer held before`(_ size: Int) {
        let bytes = Array("xxx\n\"a\r".utf8) + [0, 0x0A]
        #expect(
            rendered(bytes, .windows1252, blockSize: size).hasSuffix(
                "error: line 3, column 1: a NUL byte stands here, which no text has; the file is damaged, export it"
                    + " once more\n"
            )
        )
    }

    @Test(arguments: TextEncoding.allCases)
    func `what is written in an encoding reads back as it was, at any block size`(_ encoding: TextEncoding) throws {
        try forAll(250) { (generator: inout SplitMix64) -> ([[String]], CSVDelimiter, Int, Bool) in
            let signs = encoding == .windows1252 ? "ab,;|\t\"\n\r é€ÿ='-" : "ab,;|\t\"\n\r é€ÿ='-😀\u{FEFF}ｱ"
            let records = (0..<Int.random(in: 1...5, using: &generator)).map { _ in
                (0..<Int.random(in: 1...5, using: &generator)).map { _ in
                    String(
                        String.UnicodeScalarView(
                            (0..<Int.random(in: 0...6, using: &generator)).compactMap { _ in
                                signs.unicodeScalars.randomElement(using: &generator)
                            }
                        )
                    )
                }
            }
            let delimiter = CSVDelimiter.allCases.randomElement(using: &generator) ?? .comma
            return (records, delimiter, .random(in: 1...40, using: &generator), .random(using: &generator))
        } property: { records, delimiter, blockSize, hasMark in
            let dialect = CSVDialect(delimiter: delimiter)
            var writer = CSVWriter(
                dialect: dialect,
                encoding: encoding,
                byteOrderMark: hasMark,
                lineEnd: hasMark ? .crlf : .lf
            )
            for record in records { writer.record(record) }
            var stream = CSVStream(
                ByteSource(writer.takeBytes()),
                dialect: dialect,
                encoding: encoding,
                blockSize: blockSize
            )
            var found: [[String]] = []
            while try stream.next() { found.append(stream.texts) }
            return found.map { $0.map { Array($0.utf8) } } == records.map { $0.map { Array($0.utf8) } }
        }
    }

    private func records(_ text: String) throws -> [[String]] {
        var stream = CSVStream(Array(text.utf8))
        var records: [[String]] = []
        while try stream.next() { records.append(stream.texts) }
        return records
    }

    /// Each record on a line of its own, and each error with what it leaves out.
    private func rendered(
        _ bytes: [UInt8],
        _ encoding: TextEncoding = .utf8,
        dialect: CSVDialect = CSVDialect(delimiter: .comma),
        recordLimit: Int = CSVStream.usualRecordLimit,
        blockSize: Int = 64
    ) -> String {
        var stream = CSVStream(
            ByteSource(bytes),
            dialect: dialect,
            encoding: encoding,
            recordLimit: recordLimit,
            blockSize: blockSize
        )
        var lines = ""
        while true {
            do throws(CSVError) {
                guard try stream.next() else { return lines }
                let texts = stream.fields.indices.map { index in
                    let place = stream.place(of: index)
                    let isPlain = place.line == stream.line && !stream.fields[index].isQuoted
                    return (isPlain ? "" : "\(place.line):\(place.column) ") + stream.text(of: index).debugDescription
                }
                lines += "\(stream.line): \(texts.joined(separator: " "))\n"
            } catch {
                lines += "error: \(error)\n"
                guard !error.endsReading else { return lines }
                lines += "  of: \(String(decoding: stream.bytes[stream.raw], as: UTF8.self).debugDescription)\n"
            }
        }
    }
}
