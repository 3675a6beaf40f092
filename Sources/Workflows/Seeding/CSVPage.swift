import Values

/// Lines of a file of made-up books, written byte by byte: no text is put together for a field.
struct CSVPage {
    private(set) var bytes: [UInt8] = []
    /// How many lines have been ended, the headers not counted.
    private(set) var rowCount = 0
    private var isAtLineStart = true

    /// A page that begins with a row of headers.
    init(headers: [String]) {
        for header in headers { field(header) }
        bytes.append(0x0A)
        isAtLineStart = true
    }

    /// An empty field.
    mutating func blank() {
        if !isAtLineStart { bytes.append(UInt8(ascii: ",")) }
        isAtLineStart = false
    }

    /// A text, in quotes where it needs them.
    mutating func field(_ text: String) {
        blank()
        let needsQuotes = text.utf8.contains { byte in
            byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == 0x0A || byte == 0x0D
        }
        guard needsQuotes else { return bytes.append(contentsOf: text.utf8) }
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// The key of a row: a prefix and a number.
    mutating func field(_ prefix: StaticString, _ number: Int) {
        blank()
        append(prefix)
        append(number)
    }

    /// A key that may be missing.
    mutating func field(_ prefix: StaticString, _ number: Int?) {
        guard let number else { return blank() }
        field(prefix, number)
    }

    /// A word that stands in the code.
    mutating func field(_ word: StaticString) {
        blank()
        append(word)
    }

    /// A day that may be missing.
    mutating func field(_ day: Day?) {
        blank()
        if let day { append(day) }
    }

    /// An amount of money.
    mutating func field(minorUnits: Int64, decimals: Int) {
        blank()
        append(minorUnits: minorUnits, decimals: decimals)
    }

    /// Ends the line.
    mutating func endLine() {
        bytes.append(0x0A)
        isAtLineStart = true
        rowCount += 1
    }

    /// Begins a field in quotes; what is appended next is its text.
    mutating func openQuotes() {
        blank()
        bytes.append(UInt8(ascii: "\""))
    }

    /// Ends a field in quotes.
    mutating func closeQuotes() {
        bytes.append(UInt8(ascii: "\""))
    }

    /// Adds text to the open field.
    mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    /// Adds text to the open field.
    mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { text in
            for index in text.indices { unsafe bytes.append(text[index]) }
        }
    }

    /// Adds a number in decimal digits to the open field.
    mutating func append(_ number: Int) {
        append(minorUnits: Int64(number), decimals: 0)
    }

    /// Adds a day as `YYYY-MM-DD` to the open field.
    mutating func append(_ day: Day) {
        let (year, month, dayOfMonth) = day.civil
        appendPair(year / 100)
        appendPair(year % 100)
        bytes.append(UInt8(ascii: "-"))
        appendPair(month)
        bytes.append(UInt8(ascii: "-"))
        appendPair(dayOfMonth)
    }

    /// Adds an amount to the open field, with a point before its decimals.
    mutating func append(minorUnits: Int64, decimals: Int) {
        if minorUnits < 0 { bytes.append(UInt8(ascii: "-")) }
        var left = minorUnits.magnitude
        let start = bytes.count
        var written = 0
        // Written backwards, then turned round.
        repeat {
            if written == decimals, decimals > 0 { bytes.append(UInt8(ascii: ".")) }
            bytes.append(UInt8(ascii: "0") + UInt8(left % 10))
            left /= 10
            written += 1
        } while left > 0 || written <= decimals
        bytes[start...].reverse()
    }

    /// Empties the page and keeps its room.
    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
    }

    private mutating func appendPair(_ number: Int) {
        bytes.append(UInt8(ascii: "0") + UInt8(number / 10))
        bytes.append(UInt8(ascii: "0") + UInt8(number % 10))
    }
}
