import Values
import Wire

/// Whatever bytes come in, records, errors and places do not depend on where blocks end, what is read is written back as
/// it was, and encoding and delimiter are found or refused in one line.
///
/// The first three bytes choose delimiter, encoding, block size and the limit of a record; the rest is the file.
func checkCSV(_ bytes: [UInt8]) {
    guard bytes.count >= 3 else { return }
    let dialect = CSVDialect(delimiter: CSVDelimiter.allCases[Int(bytes[0] & 3)])
    let encoding = TextEncoding.allCases[Int(bytes[0] >> 2 & 3)]
    let blockSize = 1 + Int(bytes[1])
    let recordLimit = bytes[2] < 128 ? CSVStream.usualRecordLimit : Int(bytes[2]) - 127
    let file = Array(bytes.dropFirst(3))

    let whole = Reading(of: file, dialect, encoding, recordLimit, blockSize: file.count + 1)
    let inBlocks = Reading(of: file, dialect, encoding, recordLimit, blockSize: blockSize)
    precondition(whole.summary == inBlocks.summary, "blocks of \(blockSize) make a difference")
    precondition(whole.records == inBlocks.records, "blocks of \(blockSize) give other fields")

    var writer = CSVWriter(dialect: dialect, encoding: encoding, byteOrderMark: true)
    for record in whole.records { writer.record(record) }
    let again = Reading(of: writer.takeBytes(), dialect, encoding, 2 * CSVStream.usualRecordLimit, blockSize: blockSize)
    precondition(again.records == whole.records, "what is written is not what is read back")

    checkDetection(of: file, blockSize: blockSize)
}

/// What a stream gave of a file: the records, and all that is to be known of each of them and of the errors.
private struct Reading {
    var records: [[String]] = []
    var summary: [String] = []

    init(
        of file: [UInt8],
        _ dialect: CSVDialect,
        _ encoding: TextEncoding,
        _ recordLimit: Int,
        blockSize: Int
    ) {
        var stream = CSVStream(
            ByteSource(file),
            dialect: dialect,
            encoding: encoding,
            recordLimit: recordLimit,
            blockSize: blockSize
        )
        var lastLine = 0
        while true {
            do throws(CSVError) {
                guard try stream.next() else { break }
                precondition(!stream.fields.isEmpty && stream.line > lastLine, "a record has no field or no line")
                precondition(stream.raw.count <= recordLimit, "a record exceeds its limit")
                lastLine = stream.line
                records.append(stream.texts)
                summary.append("\(stream.line)")
                summary += stream.fields.indices.map { "\(stream.place(of: $0)) \(stream.fields[$0].isQuoted)" }
            } catch {
                precondition(!error.message.contains { $0.isNewline }, "an error spans lines")
                summary.append("\(error)")
                guard !error.endsReading else { break }
            }
            summary.append(String(decoding: stream.bytes[stream.raw], as: UTF8.self))
        }
    }
}

private func checkDetection(of file: [UInt8], blockSize: Int) {
    let found = [blockSize, file.count + 1].map { size in
        var source = ByteSource(file)
        var seenCount = 0
        do throws(WireError) {
            let finding = try TextEncoding.detect(in: &source, blockSize: size) { seenCount += $0.count }
            precondition(seenCount == file.count, "a byte was not looked at")
            let dialect = try CSVDialect.detect(in: file, encoding: finding.encoding, isWhole: blockSize > 99)
            return "\(finding), \(dialect)"
        } catch {
            precondition(!error.description.contains { $0.isNewline }, "an objection spans lines")
            return error.description
        }
    }
    precondition(found[0] == found[1], "blocks of \(blockSize) change what is found")
}

/// Whatever bytes come in, JSON is read or refused in one line; what is read is written and read back as it was.
func checkJSON(_ bytes: [UInt8]) {
    do throws(WireError) {
        let value = try JSONReader.value(from: bytes)
        var writer = JSONWriter()
        writer.value(value)
        let again = try JSONReader.value(from: writer.bytes)
        precondition(again == value, "what is written is not what is read back")
        checkNumbers(in: value)
    } catch {
        precondition(!error.description.contains { $0.isNewline }, "an error spans lines")
    }
}

private func checkNumbers(in value: JSONValue) {
    switch value {
    case .null, .boolean, .text: break
    case .array(let elements):
        for element in elements { checkNumbers(in: element) }
    case .object(let object):
        for member in object.members { checkNumbers(in: member.value) }
    case .number(let number):
        if let integer = number.integer {
            precondition(number.money(in: .jpy)?.minorUnits == integer, "an amount in yen is no integer")
        }
        if let money = number.money(in: .usd) {
            precondition(JSONNumber(money.decimalText)?.money(in: .usd) == money, "an amount does not read back")
        }
        precondition(number.double?.isFinite ?? true, "a number is not finite")
    }
}
