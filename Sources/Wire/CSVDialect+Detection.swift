/// Which delimiter a file has, and how that is known.
package struct DialectFinding: Hashable, Sendable, CustomStringConvertible {
    /// The dialect.
    package let dialect: CSVDialect
    /// How many fields most records have; 0 where the file states its delimiter and the records were not asked.
    package let fieldCount: Int
    /// How many of the sampled records have as many.
    package let agreeingCount: Int
    /// How many records were looked at.
    package let recordCount: Int

    /// The finding in words: `fields end at a semicolon, 7 to a record in 498 of the first 500 records`.
    package var description: String {
        guard fieldCount > 0 else { return "fields end at a \(dialect.delimiter.name), as its first line says" }
        let records =
            agreeingCount == recordCount
            ? "each of the first \(recordCount) records" : "\(agreeingCount) of the first \(recordCount) records"
        return "fields end at a \(dialect.delimiter.name), \(fieldCount) to a record in \(records)"
    }
}

extension CSVDialect {
    /// How many records are looked at.
    private static let recordLimit = 500

    /// Finds the delimiter of a file by its first records, read with each delimiter in turn, quotes respected.
    ///
    /// The delimiter is the one by which most records have the same number of fields, more than one; of several, the one
    /// with clearly more fields. A decimal comma is none: the header has no amounts in it. A line `sep=;` settles it.
    ///
    /// - Parameters:
    ///   - sample: the beginning of the file, ``ByteSource/sample(_:)``.
    ///   - isWhole: whether that is all of it; if not, its last record counts for nothing.
    /// - Throws: ``WireError`` where no delimiter fits, or two fit alike.
    package static func detect(
        in sample: [UInt8],
        encoding: TextEncoding,
        isWhole: Bool
    ) throws(WireError) -> DialectFinding {
        if let declared = declaration(in: sample, encoding: encoding) {
            guard let delimiter = CSVDelimiter(rawValue: declared) else {
                let named = 0x21..<0x7F ~= declared ? "`\(Unicode.Scalar(declared))`" : "a character"
                throw WireError(
                    path: "line 1",
                    message: "the file says that its fields end at \(named); comma, semicolon, tab and pipe are read"
                )
            }
            let dialect = CSVDialect(delimiter: delimiter)
            return DialectFinding(dialect: dialect, fieldCount: 0, agreeingCount: 0, recordCount: 0)
        }
        let candidates = CSVDelimiter.allCases.compactMap { delimiter in
            Candidate(delimiter, counts: fieldCounts(sample, delimiter, encoding: encoding, isWhole: isWhole))
        }
        let tenable = candidates.filter { candidate in !candidates.contains { $0.startsBefore(candidate) } }
            .sorted { $0.weight > $1.weight }
        guard let best = tenable.first else {
            throw WireError(
                path: "",
                message: "the records do not fall into columns: neither comma, semicolon, tab nor pipe gives most of"
                    + " them the same number of fields, two or more; state the delimiter if the file is a table"
            )
        }
        if let second = tenable.dropFirst().first, second.weight * 3 > best.weight * 2 {
            throw WireError(
                path: "",
                message: "two delimiters fit: by \(best.delimiter.name) the records have \(best.fieldCount) fields, by"
                    + " \(second.delimiter.name) \(second.fieldCount); state the one that is meant"
            )
        }
        return best.finding
    }

    /// The delimiter that the first line of `sample` states.
    private static func declaration(in sample: [UInt8], encoding: TextEncoding) -> UInt8? {
        // The mark and the line in UTF-16 are no longer than this; the rest would be decoded for nothing.
        var text = Array(sample.prefix(16))
        if encoding != .utf8 {
            var decoded = [UInt8](repeating: 0, count: text.count * 3)
            let step = encoding.decode(text, count: text.count, into: &decoded, at: 0)
            text = Array(decoded[..<step.writtenCount])
        }
        if text.starts(with: [0xEF, 0xBB, 0xBF]) { text.removeFirst(3) }
        let line = Array(text.prefix { $0 != 0x0A && $0 != 0x0D })
        return line.count < text.count ? declaredDelimiter(in: line.span) : nil
    }

    /// The number of fields of each record, up to the first that is broken.
    private static func fieldCounts(
        _ sample: [UInt8],
        _ delimiter: CSVDelimiter,
        encoding: TextEncoding,
        isWhole: Bool
    ) -> [Int] {
        var stream = CSVStream(sample, dialect: CSVDialect(delimiter: delimiter), encoding: encoding)
        var counts: [Int] = []
        do throws(CSVError) {
            while counts.count <= recordLimit, try stream.next() { counts.append(stream.fields.count) }
        } catch {
            // A sample that is cut off ends in a broken record more often than not; what came before it counts.
            return counts
        }
        if counts.count > recordLimit || (!isWhole && counts.count > 1) { counts.removeLast() }
        return counts
    }

    /// What the records look like with one delimiter.
    private struct Candidate {
        let delimiter: CSVDelimiter
        let fieldCount: Int
        let agreeingCount: Int
        let counts: [Int]

        /// The candidate, or `nil` where fewer than half of the records agree on more than one field.
        init?(_ delimiter: CSVDelimiter, counts: [Int]) {
            var frequencies: [Int: Int] = [:]
            for count in counts where count > 1 { frequencies[count, default: 0] += 1 }
            let ordered = frequencies.sorted { ($0.value, $0.key) > ($1.value, $1.key) }
            guard let mode = ordered.first, mode.value * 2 >= counts.count else { return nil }
            self.delimiter = delimiter
            fieldCount = mode.key
            agreeingCount = mode.value
            self.counts = counts
        }

        /// How much speaks for it: columns gained, times the share of the records that agree.
        var weight: Double { Double(fieldCount - 1) * Double(agreeingCount) / Double(counts.count) }

        /// Whether the header speaks for this candidate and against `other`: this one's columns begin on an earlier
        /// record, and go on without a break to where the other's begin.
        func startsBefore(_ other: Candidate) -> Bool {
            guard let first = counts.firstIndex(of: fieldCount),
                let otherFirst = other.counts.firstIndex(of: other.fieldCount),
                first < otherFirst, otherFirst < counts.count
            else { return false }
            return counts[first...otherFirst].allSatisfy { $0 == fieldCount }
        }

        var finding: DialectFinding {
            DialectFinding(
                dialect: CSVDialect(delimiter: delimiter),
                fieldCount: fieldCount,
                agreeingCount: agreeingCount,
                recordCount: counts.count
            )
        }
    }
}
