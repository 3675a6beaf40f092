package import Values
package import Wire

/// Where a file to be imported is; it is read more than once.
package enum ImportFile: Sendable {
    case path(String)
    case bytes([UInt8])

    /// The file's bytes, from the beginning.
    ///
    /// - Throws: ``ImportRefusal`` with the one problem that it cannot be opened.
    package func open() throws(ImportRefusal) -> ByteSource {
        switch self {
        case .path(let path):
            do throws(WireError) {
                return try ByteSource(path: path)
            } catch {
                throw ImportRefusal(only: RowProblem(.malformedFile, line: 1, error.message))
            }
        case .bytes(let bytes): return ByteSource(bytes)
        }
    }
}

/// What a caller knows of a file.
package enum ImportRequest: Sendable {
    case profile(ImportProfile)
    /// The kind alone: the columns are found by their headers.
    case kind(ImportKind)
    /// Nothing: the kind is found by the headers too.
    case unknown
}

/// Looks through a whole file and says how it is to be read, without a database.
///
/// Two passes: the bytes for their hash and encoding, then the records for days, amounts and their number. Memory does
/// not grow with the file.
package struct ImportSurvey {
    private let file: ImportFile
    private var statements: [String] = []
    private var problems = ProblemList()

    /// How the file is to be read.
    ///
    /// - Parameter base: the company's currency, which a profile calls `base`.
    /// - Throws: ``ImportRefusal`` where it is no table, where its columns do not fit, and where days or amounts can be
    ///   read in two ways. What is wrong with single rows is for the load to say.
    package static func plan(
        of file: ImportFile,
        by request: ImportRequest,
        base: Currency? = nil
    ) throws(ImportRefusal) -> ImportPlan {
        var survey = ImportSurvey(file: file)
        return try survey.plan(by: request.resolving(base))
    }

    private init(file: ImportFile) {
        self.file = file
    }

    private mutating func plan(by request: ImportRequest) throws(ImportRefusal) -> ImportPlan {
        let bytes = try surveyBytes(request.profile)
        var stream = CSVStream(try file.open(), dialect: bytes.dialect, encoding: bytes.encoding)
        let header = try HeaderRow(in: &stream, request: request)
        statements += header.statements
        let layout = ImportLayout(
            headers: header.names,
            line: header.line,
            profile: header.profile,
            problems: &problems
        )
        // Rows read by wrong columns would only repeat one mistake a thousand times.
        if let refusal = problems.refusal { throw refusal }
        statements += layout.statements
        for field in ImportField.allCases {
            guard let value = header.profile.defaults[field] else { continue }
            statements.append("`\(field.rawValue)` is \(value) where a row does not say it, as the profile says")
        }
        var evidence = FileEvidence(profile: header.profile, layout: layout)
        let rowCount = try ImportSurvey.readRows(of: &stream, after: header.recordCount, into: &evidence)
        let formats = evidence.formats(line: header.line, problems: &problems)
        if let refusal = problems.refusal { throw refusal }
        statements += formats.statements
        return ImportPlan(
            profile: header.profile,
            encoding: bytes.encoding,
            dialect: bytes.dialect,
            leadingRecordCount: header.recordCount,
            headerLine: header.line,
            headers: header.names,
            columns: ImportField.allCases.map { layout.column(of: $0) },
            rateColumns: layout.rateColumns,
            dayFormats: formats.days,
            amountFormat: formats.amount,
            rateFormat: formats.rate,
            cellMeanings: evidence.cellMeanings,
            skippedRows: evidence.skippedRows,
            rowCount: rowCount,
            byteCount: bytes.byteCount,
            fileHash: bytes.hash,
            statements: statements
        )
    }

    // MARK: Bytes

    private static let nothing = WireError(path: "", message: "the file is empty; it needs a row of headers")

    private struct ByteFinding {
        let encoding: TextEncoding
        let dialect: CSVDialect
        let byteCount: Int
        let hash: ContentHash
    }

    private mutating func surveyBytes(_ profile: ImportProfile?) throws(ImportRefusal) -> ByteFinding {
        var source = try file.open()
        do throws(WireError) {
            var digest = SHA256()
            let found = try TextEncoding.detect(in: &source) { digest.update($0) }
            guard found.byteCount > (found.hasByteOrderMark ? 3 : 0) else { throw ImportSurvey.nothing }
            let encoding = profile?.encoding.stated(beside: found.encoding) ?? found.encoding
            let statement = profile?.encoding ?? .auto == .auto ? found.description : encoding.rawValue
            let dialect: CSVDialect
            if let delimiter = profile?.delimiter.stated {
                dialect = CSVDialect(delimiter: delimiter)
                statements.append("the file is \(statement); its fields end at a \(delimiter.name)")
            } else {
                let sample = try source.sample()
                let finding = try CSVDialect.detect(
                    in: sample,
                    encoding: encoding,
                    isWhole: sample.count == found.byteCount
                )
                dialect = finding.dialect
                statements.append("the file is \(statement); \(finding)")
            }
            return ByteFinding(
                encoding: encoding,
                dialect: dialect,
                byteCount: found.byteCount,
                hash: digest.finished()
            )
        } catch {
            throw ImportRefusal(only: RowProblem(error))
        }
    }

    // MARK: Rows

    private static func readRows(
        of stream: inout CSVStream,
        after leadingCount: Int,
        into evidence: inout FileEvidence
    ) throws(ImportRefusal) -> Int {
        do throws(WireError) {
            try stream.rewind()
        } catch {
            throw ImportRefusal(only: RowProblem(error))
        }
        var recordCount = 0
        while try advance(&stream) {
            recordCount += 1
            guard recordCount > leadingCount else { continue }
            evidence.note(stream)
        }
        return max(0, recordCount - leadingCount)
    }

    /// Reads the next record; one that is broken counts as a record without fields, for the load to name.
    static func advance(_ stream: inout CSVStream) throws(ImportRefusal) -> Bool {
        do throws(CSVError) {
            return try stream.next()
        } catch {
            guard !error.endsReading else {
                throw ImportRefusal(
                    only: RowProblem(.malformedFile, line: error.place.line, error.message)
                )
            }
            return true
        }
    }
}

extension ImportRequest {
    /// The request with the company's currency in place of the word `base`.
    fileprivate func resolving(_ base: Currency?) -> ImportRequest {
        switch self {
        case .profile(var profile):
            if let base, profile.defaults[.currency] == ImportProfile.baseCurrency {
                profile.defaults[.currency] = base.code
            }
            return .profile(profile)
        case .kind, .unknown: return self
        }
    }

    /// The profile, where there is one.
    fileprivate var profile: ImportProfile? {
        switch self {
        case .profile(let profile): profile
        case .kind, .unknown: nil
        }
    }
}

extension ImportProfile.Encoding {
    /// The encoding that a profile states; of the two of UTF-16 the one the file has.
    fileprivate func stated(beside found: TextEncoding) -> TextEncoding? {
        switch self {
        case .auto: nil
        case .utf8: .utf8
        case .utf16: found == .utf16BigEndian ? .utf16BigEndian : .utf16LittleEndian
        case .windows1252: .windows1252
        }
    }
}

extension ImportProfile.Delimiter {
    /// The delimiter that a profile states.
    fileprivate var stated: CSVDelimiter? {
        switch self {
        case .auto: nil
        case .comma: .comma
        case .semicolon: .semicolon
        case .tab: .tab
        case .pipe: .pipe
        }
    }
}

extension ImportRefusal {
    /// The refusal for one problem.
    init(only problem: RowProblem) {
        self.init(problems: [problem], problemCount: 1)
    }
}

extension RowProblem {
    /// The problem of a file as a whole, or of the line that the error names.
    init(_ error: WireError) {
        let line = error.path.split { !$0.isNumber }.first.flatMap { Int($0) } ?? 1
        self.init(.malformedFile, line: line, error.message)
    }
}
