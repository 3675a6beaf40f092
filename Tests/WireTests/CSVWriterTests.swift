import TestKit
import Testing
import Values
import Wire

@Suite struct CSVWriterTests {
    private func line(_ fields: [String], _ writer: CSVWriter = CSVWriter(lineEnd: .lf)) -> String {
        var writer = writer
        writer.record(fields)
        return String(decoding: writer.takeBytes(), as: UTF8.self)
    }

    @Test func `quotes stand only where they are needed`() {
        #expect(line(["a", "b c", ""]) == "a,b c,\n")
        #expect(line(["a,b", "c\"d", "e\nf", "g\rh"]) == "\"a,b\",\"c\"\"d\",\"e\nf\",\"g\rh\"\n")
        #expect(line(["a;b", "c,d"], CSVWriter(dialect: CSVDialect(delimiter: .semicolon))) == "\"a;b\";c,d\r\n")
        #expect(line([""]) == "\"\"\n")
        #expect(line(["sep=", ""]) == "\"sep=\",\n")
    }

    @Test(arguments: [
        ("=1+2", "'=1+2"), ("@SUM(A1)", "'@SUM(A1)"), ("+49 30 1234", "'+49 30 1234"), ("-A1", "'-A1"), ("-", "'-"),
        ("\tx", "'\tx"), ("\rx", "\"'\rx\""), ("-12.50", "-12.50"), ("-1.234,50", "-1.234,50"), ("+7", "+7"),
        ("a=b", "a=b"), ("", ""), ("12", "12"),
    ])
    func `a formula gets an apostrophe, a number and a word do not`(_ text: String, _ expected: String) {
        let dialect = CSVDialect(delimiter: .pipe)
        let writer = CSVWriter(dialect: dialect, lineEnd: .lf, formulas: .neutralised)
        #expect(line(["x", text], writer) == "x|" + expected + "\n")
        #expect(!line(["x", text], CSVWriter(dialect: dialect)).contains("'"))
    }

    @Test func `a mark comes once, and the bytes are those of the encoding`() {
        var writer = CSVWriter(encoding: .utf16LittleEndian, byteOrderMark: true, lineEnd: .lf)
        writer.record(["€"])
        #expect(writer.takeBytes() == [0xFF, 0xFE, 0xAC, 0x20, 0x0A, 0])
        writer.record(["a"])
        #expect(writer.takeBytes() == [0x61, 0, 0x0A, 0])
        #expect(writer.byteCount == 0)
        var western = CSVWriter(encoding: .windows1252, byteOrderMark: true, lineEnd: .lf)
        western.record(["€", "ü", "ｱ"])
        #expect(western.takeBytes() == [0x80, 0x2C, 0xFC, 0x2C, 0x3F, 0x0A])
    }

    @Test func `a rejected record is written as it came, with the reason behind it`() throws {
        var stream = CSVStream(Array("INV-1, \"=a\"\"b\" ,\"\"\n".utf8))
        let found = try stream.next()
        #expect(found)
        var writer = CSVWriter(lineEnd: .lf)
        writer.rawFields(utf8: stream.bytes.span.extracting(stream.raw))
        writer.field("the amount is empty, say 0")
        writer.endRecord()
        let rejected = writer.takeBytes()
        #expect(
            String(decoding: rejected, as: UTF8.self)
                == "INV-1, \"=a\"\"b\" ,\"\",\"the amount is empty, say 0\"\n"
        )
        var again = CSVStream(rejected)
        let foundAgain = try again.next()
        #expect(foundAgain)
        #expect(again.texts == stream.texts + ["the amount is empty, say 0"])
    }
}
