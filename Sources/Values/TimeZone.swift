import Glibc

/// A time zone of the IANA database, read from the system's compiled files (TZif, RFC 9636).
///
/// The C library's and Foundation's zones are not used: the one keeps them in global state, the other is lost in a
/// statically linked program.
package struct TimeZone: Hashable, Sendable {
    /// The zone's name in the database: `Europe/Berlin`.
    package let name: String
    private let file: ZoneFile

    /// Where systems keep the compiled database.
    package static let systemFolder = "/usr/share/zoneinfo"

    /// Universal time, which needs no file.
    package static let utc = TimeZone(name: "Etc/UTC", file: .universal)

    /// The zone of this name.
    ///
    /// - Throws: ``TimeZoneError`` where the name is no zone's, or its file cannot be read or understood.
    package init(_ name: String, in folder: String = TimeZone.systemFolder) throws(TimeZoneError) {
        guard TimeZone.isWellFormed(name) else {
            throw .unknown(name, suggestion: TimeZone.suggestion(for: name, in: folder))
        }
        guard let bytes = TimeZone.contents(of: "\(folder)/\(name)") else {
            guard TimeZone.contents(of: "\(folder)/UTC") != nil else { throw .noDatabase(folder: folder) }
            throw .unknown(name, suggestion: TimeZone.suggestion(for: name, in: folder))
        }
        guard let file = ZoneFile(bytes) else { throw .damaged(name) }
        self.init(name: name, file: file)
    }

    private init(name: String, file: ZoneFile) {
        self.name = name
        self.file = file
    }

    /// How many seconds local time is ahead of universal time at `instant`; negative west of Greenwich.
    package func offset(at instant: Instant) -> Int {
        file.offset(at: instant.secondsSinceEpoch)
    }

    /// The day that it is in the zone at `instant`.
    package func day(at instant: Instant) -> Day {
        let local = instant.secondsSinceEpoch + Int64(offset(at: instant))
        return Day(sinceEpoch: Int32(local.flooredQuotient(by: 86_400)))
    }

    /// The first instant of `day` at which the zone's clocks show this time or a later one.
    ///
    /// Where a time comes twice, that is its first coming; where it is skipped, the end of the gap. Midnight is skipped
    /// in some zones, and a whole day has been.
    ///
    /// - Precondition: hour 0 to 23, minute 0 to 59.
    package func instant(of day: Day, hour: Int = 0, minute: Int = 0) -> Instant {
        precondition(0...23 ~= hour && 0...59 ~= minute, "a day has no time \(hour):\(minute)")
        let local = Int64(day.sinceEpoch) * 86_400 + Int64(hour * 3_600 + minute * 60)
        let seconds = file.firstInstant(showing: local)
        return Instant(millisecondsSinceEpoch: seconds * 1_000)
    }

    /// The names of all zones of the database, sorted, for choices and advice; empty where it does not list them.
    package static func names(in folder: String = TimeZone.systemFolder) -> [String] {
        guard let list = contents(of: "\(folder)/tzdata.zi") else { return [] }
        var names: Set<String> = []
        for line in list.split(separator: 0x0A) {
            let words = line.split(separator: 0x20, maxSplits: 3)
            guard words.count >= 3, let kind = words.first else { continue }
            if kind.elementsEqual("Z".utf8) { names.insert(String(decoding: words[1], as: UTF8.self)) }
            if kind.elementsEqual("L".utf8) { names.insert(String(decoding: words[2], as: UTF8.self)) }
        }
        return names.sorted()
    }

    /// Whether a name may be looked for: plain words parted by slashes, so that no name leads out of the folder.
    private static func isWellFormed(_ name: String) -> Bool {
        guard 1...64 ~= name.utf8.count else { return false }
        let parts = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        // Copies of the database under other rules, and links to the machine's own zone, name no place.
        let others = ["right", "posix", "posixrules", "localtime"]
        guard let first = parts.first, !others.contains(where: { $0.utf8.elementsEqual(first) }) else { return false }
        return parts.allSatisfy { part in
            guard let initial = part.first, initial != UInt8(ascii: "-") else { return false }
            return part.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "+"):
                    true
                default: false
                }
            }
        }
    }

    /// The zone that was probably meant: the same in other capitals, one that ends like it, or the nearest spelling.
    private static func suggestion(for name: String, in folder: String) -> String? {
        guard name.utf8.count <= 64 else { return nil }
        let names = names(in: folder)
        let wanted = name.lowercased()
        return names.first { $0.lowercased() == wanted }
            ?? names.first { $0.lowercased().hasSuffix("/" + wanted) }
            ?? Spelling.nearest(to: name, among: names)
    }

    /// The bytes of a regular file of at most a megabyte, or `nil` where there is none.
    private static func contents(of path: String) -> [UInt8]? {
        guard let stream = unsafe fopen(path, "rbe") else { return nil }
        defer { unsafe fclose(stream) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= 1_048_576 {
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe fread($0.baseAddress, 1, $0.count, stream) }
            if count == 0 { return unsafe ferror(stream) == 0 ? bytes : nil }
            bytes += buffer[..<count]
        }
        return nil
    }
}

extension TimeZone: CustomStringConvertible {
    /// The zone's name.
    package var description: String { name }
}

/// Why there is no such time zone.
package enum TimeZoneError: Error, Hashable, Sendable {
    /// The database has no zone of this name; perhaps the suggestion was meant.
    case unknown(String, suggestion: String?)
    /// The zone's file is there and cannot be understood.
    case damaged(String)
    /// There is no database in this folder.
    case noDatabase(folder: String)
}

extension TimeZoneError: CustomStringConvertible {
    /// What is missing and what to do about it.
    package var description: String {
        switch self {
        case .unknown(let name, let suggestion?): "there is no time zone `\(name)`; did you mean `\(suggestion)`?"
        case .unknown(let name, nil): "there is no time zone `\(name)`; give one such as `Europe/Berlin`"
        case .damaged(let name): "the time zone file of `\(name)` is damaged; install the system's tzdata anew"
        case .noDatabase(let folder): "there are no time zones in \(folder); install the system's tzdata"
        }
    }
}
