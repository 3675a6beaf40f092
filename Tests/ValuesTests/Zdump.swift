import Glibc
import Testing
import Values

/// What `zdump -v` says about a zone: the offset in the seconds on both sides of each change.
struct Zdump {
    /// Seconds since 1970-01-01T00:00:00Z, and the offset then in seconds.
    let readings: [(seconds: Int64, offset: Int)]

    /// - Throws: where zdump, which comes with the C library's tools, cannot be run.
    init(zone: String, years: ClosedRange<Int>) throws {
        // Not by Foundation's Process, which leaks a weak reference now and then and so fails an address sanitizer run.
        let command = "LC_ALL=C /usr/bin/zdump -v -c \(years.lowerBound),\(years.upperBound + 1) \(zone)"
        let pipe = unsafe try #require(popen(command, "r"))
        var output: [UInt8] = []
        while case let byte = unsafe getc(pipe), byte != EOF { output.append(UInt8(truncatingIfNeeded: byte)) }
        let status = unsafe pclose(pipe)
        try #require(status == 0)
        let text = String(decoding: output, as: UTF8.self)
        readings = text.split(separator: "\n").compactMap { Zdump.reading(of: $0) }
    }

    /// The reading in a line such as
    /// `Europe/Berlin  Sun Mar 29 00:59:59 2026 UT = Sun Mar 29 01:59:59 2026 CET isdst=0 gmtoff=3600`.
    private static func reading(of line: Substring) -> (Int64, Int)? {
        let words = line.split(separator: " ")
        guard words.count == 16, let offset = words[15].split(separator: "=").last.flatMap({ Int($0) }) else {
            return nil
        }
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let time = words[4].split(separator: ":").compactMap { Int($0) }
        guard let month = months.firstIndex(of: String(words[2])), time.count == 3 else { return nil }
        guard let dayOfMonth = Int(words[3]), let year = Int(words[5]) else { return nil }
        guard let day = Day(year: year, month: month + 1, day: dayOfMonth) else { return nil }
        return (Int64(day.sinceEpoch) * 86_400 + Int64(time[0] * 3_600 + time[1] * 60 + time[2]), offset)
    }
}
