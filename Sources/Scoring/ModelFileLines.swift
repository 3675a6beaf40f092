import Values

/// The lines of a model file, taken one after the other.
struct ModelFileLines {
    private let lines: [Substring]
    private let endsInNewline: Bool
    private var index = 0

    init(_ text: String) {
        // Carriage returns are no line ends here: what is accepted is written back to the byte.
        var parts = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { Substring($0) }
        endsInNewline = parts.last?.isEmpty ?? false
        if endsInNewline { parts.removeLast() }
        lines = parts
    }

    /// The first word of the next line; `nil` at the end.
    var nextKeyword: Substring? {
        guard index < lines.count else { return nil }
        return lines[index].prefix { $0 != " " }
    }

    /// Takes a line that must read exactly so.
    mutating func next(expecting text: String) throws(ModelFileError) {
        guard index < lines.count, lines[index] == text else {
            throw ModelFileError(line: index + 1, message: "`\(text)` is expected here")
        }
        index += 1
    }

    /// Takes a line that starts with `keyword`, and reads the whole rest of it.
    mutating func next<Result>(
        _ keyword: String,
        _ read: (inout ModelFileLine) throws(ModelFileError) -> Result
    ) throws(ModelFileError) -> Result {
        guard let found = nextKeyword, found == keyword else { throw error(missing: keyword) }
        var line = ModelFileLine(number: index + 1, text: lines[index].dropFirst(keyword.count))
        let result = try read(&line)
        try line.end()
        index += 1
        return result
    }

    /// The refusal of whatever stands where a `keyword` line is expected.
    func error(missing keyword: String) -> ModelFileError {
        guard let found = nextKeyword else {
            return ModelFileError(line: index + 1, message: "the file ends before its `\(keyword)` line")
        }
        return ModelFileError(line: index + 1, message: "a `\(keyword)` line is expected, and this one says `\(found)`")
    }

    /// A refusal of the line taken last.
    func errorAtLast(_ message: String) -> ModelFileError {
        ModelFileError(line: index, message: message)
    }

    /// The hash of all lines taken so far.
    func hashOfRead() -> ContentHash {
        ContentHash(of: lines[..<index].map { $0 + "\n" }.joined())
    }

    /// Makes sure that nothing follows.
    func end() throws(ModelFileError) {
        guard index == lines.count else {
            throw ModelFileError(line: index + 1, message: "nothing may follow the hash")
        }
        guard endsInNewline else { throw ModelFileError(line: index, message: "the last line has no line end") }
    }
}

/// The words of one line, taken one after the other.
struct ModelFileLine {
    private let number: Int
    private var rest: Substring

    init(number: Int, text: Substring) {
        self.number = number
        rest = text
    }

    /// A refusal of this line.
    func error(_ message: String) -> ModelFileError {
        ModelFileError(line: number, message: message)
    }

    /// Takes the next word, which stands after one space.
    mutating func word() throws(ModelFileError) -> String {
        guard rest.first == " " else { throw error("the line ends too early") }
        let word = rest.dropFirst().prefix { $0 != " " }
        guard !word.isEmpty else { throw error("words are parted by one space") }
        guard !word.contains(where: \.isWhitespace) else { throw error("words are parted by spaces alone") }
        rest = rest.dropFirst(1 + word.count)
        return String(word)
    }

    /// Takes the next word if it is this one.
    mutating func takes(_ expected: String) -> Bool {
        guard rest == " " + expected else { return false }
        rest = ""
        return true
    }

    private mutating func expect(_ label: String?) throws(ModelFileError) {
        guard let label else { return }
        let found = try word()
        guard found == label else { throw error("`\(label)` is expected, and the line says `\(found)`") }
    }

    /// Takes a finite number, written as ``ModelFile`` writes it.
    mutating func number(after label: String? = nil) throws(ModelFileError) -> Double {
        try expect(label)
        let text = try word()
        guard let value = Double(text), value.isFinite else { throw error("`\(text)` is not a finite number") }
        guard value.description == text else { throw error("`\(text)` is written `\(value)` here") }
        return value
    }

    /// Takes a whole number from 0 up.
    mutating func count(after label: String? = nil) throws(ModelFileError) -> Int {
        try expect(label)
        let text = try word()
        guard let value = Int(text), value >= 0, value.description == text else {
            throw error("`\(text)` is not a count")
        }
        return value
    }

    /// Takes a day.
    mutating func day(after label: String? = nil) throws(ModelFileError) -> Day {
        try expect(label)
        let text = try word()
        guard let day = Day(text) else { throw error("`\(text)` is not a day as YYYY-MM-DD") }
        return day
    }

    /// Takes a hash.
    mutating func hash() throws(ModelFileError) -> ContentHash {
        let text = try word()
        guard let hash = ContentHash(hexadecimal: text), hash.description == text else {
            throw error("`\(text)` is not a hash of 64 digits")
        }
        return hash
    }

    /// Makes sure that the line ends here.
    func end() throws(ModelFileError) {
        guard rest.isEmpty else { throw error("`\(rest.dropFirst())` is too much at the end of the line") }
    }
}
