package import Values
import Wire

/// A list of holidays: a file with a row for each, its day and its name.
///
///     day,name
///     2026-07-03,Independence Day (observed)
package struct HolidayList: Hashable, Sendable {
    /// The days, in order.
    package let days: [Day]

    /// The list in a file's bytes.
    ///
    /// - Throws: ``SeedFileError`` where the file has other columns, a row names no day, or a day is there twice.
    package init(_ bytes: [UInt8]) throws(SeedFileError) {
        var days: [Day] = []
        do throws(WireError) {
            var reader = try CSVReader(bytes)
            var record = CSVRecord()
            var isFirst = true
            while try reader.read(&record) {
                let texts = record.fields.map { reader.text(of: $0) }
                guard !isFirst else {
                    guard texts == ["day", "name"] else {
                        throw WireError(path: "line \(record.line)", message: "the headers are not `day,name`")
                    }
                    isFirst = false
                    continue
                }
                guard texts.count == 2, let day = Day(texts[0]) else {
                    throw WireError(path: "line \(record.line)", message: "a row is a day as YYYY-MM-DD and a name")
                }
                guard !days.contains(day) else {
                    throw WireError(path: "line \(record.line)", message: "\(day) is there twice")
                }
                days.append(day)
            }
        } catch {
            let line = error.path.split { !$0.isNumber }.first.flatMap { Int($0) } ?? 0
            throw SeedFileError(line: line, message: error.message)
        }
        self.days = days.sorted()
    }

    /// The calendar of a company that works on weekdays but these.
    package var calendar: BusinessCalendar { BusinessCalendar(holidays: days) }
}
