import Values

/// What stands around the digits of an amount: its sign, the side of the account, the currency.
struct AmountFrame {
    /// Where the digits are, with the signs between them.
    private(set) var digits: Range<Int>
    private(set) var isNegative = false
    private var isSigned = false
    private var isOpen = false
    private var namesCurrency = false

    /// The frame of `text`, held against the row's currency where the text names one.
    init(of text: Span<UInt8>, side: AmountFormat.Side, currency: Currency?) throws(AmountFormat.Failure) {
        var start = 0
        var end = text.count
        while start < end, !AmountFrame.isDigit(text[start]) { start += 1 }
        while end > start, !AmountFrame.isDigit(text[end - 1]) { end -= 1 }
        guard start < end else { throw .noNumber }
        digits = start..<end
        try readMarks(text, 0..<start, side, currency)
        try readMarks(text, end..<text.count, side, currency)
        guard !isOpen else { throw .noNumber }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }

    private mutating func readMarks(
        _ text: Span<UInt8>,
        _ range: Range<Int>,
        _ side: AmountFormat.Side,
        _ currency: Currency?
    ) throws(AmountFormat.Failure) {
        var position = range.lowerBound
        let isBefore = range.lowerBound == 0 && range.upperBound == digits.lowerBound
        while position < range.upperBound {
            let byte = text[position]
            let space = GroupSign.width(of: .space, in: text, at: position)
            if space > 0 {
                position += space
            } else if byte == UInt8(ascii: "-") {
                try sign(isNegative: true)
                position += 1
            } else if GroupSign.isMinus(text, at: position) {
                try sign(isNegative: true)
                position += 3
            } else if byte == UInt8(ascii: "+") {
                try sign(isNegative: false)
                position += 1
            } else if byte == UInt8(ascii: "("), isBefore {
                try sign(isNegative: true)
                isOpen = true
                position += 1
            } else if byte == UInt8(ascii: ")"), !isBefore {
                guard isOpen else { throw .noNumber }
                isOpen = false
                position += 1
            } else {
                let end = AmountFrame.endOfWord(text, position..<range.upperBound)
                guard end > position, end - position <= 12 else { throw .noNumber }
                try readWord(text.extracting(position..<end), isBefore: isBefore, side, currency)
                position = end
            }
        }
    }

    private static func endOfWord(_ text: Span<UInt8>, _ range: Range<Int>) -> Int {
        var end = range.lowerBound
        while end < range.upperBound {
            switch text[end] {
            case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "("), UInt8(ascii: ")"): return end
            default:
                guard GroupSign.width(of: .space, in: text, at: end) == 0, !GroupSign.isMinus(text, at: end) else {
                    return end
                }
                end += 1
            }
        }
        return end
    }

    private mutating func sign(isNegative: Bool) throws(AmountFormat.Failure) {
        // Two signs on one amount have two readings.
        guard !isSigned else { throw .noNumber }
        isSigned = true
        self.isNegative = isNegative
    }

    private mutating func readWord(
        _ word: Span<UInt8>,
        isBefore: Bool,
        _ side: AmountFormat.Side,
        _ currency: Currency?
    ) throws(AmountFormat.Failure) {
        var text = ""
        for index in word.indices { text.unicodeScalars.append(Unicode.Scalar(word[index])) }
        if !isBefore {
            switch text {
            case "CR", "Cr", "cr", "H": return try sign(isNegative: side == .debit)
            case "DR", "Dr", "dr", "S": return try sign(isNegative: side == .credit)
            default: break
            }
        }
        guard !namesCurrency else { throw .noNumber }
        namesCurrency = true
        guard let codes = CurrencyMark.codes(of: word) else { throw .noNumber }
        if let currency, !codes.isEmpty, !codes.contains(currency.code) { throw .otherCurrency }
    }
}

/// Signs of a currency as they stand in cells.
enum CurrencyMark {
    /// The codes that a mark may stand for, or `nil` where it is no mark of a currency.
    static func codes(of mark: Span<UInt8>) -> [String]? {
        var bytes: [UInt8] = []
        for index in mark.indices { bytes.append(mark[index]) }
        let text = String(decoding: bytes, as: UTF8.self)
        if let codes = table[text] { return codes }
        let capitals = text.uppercased()
        return Currency(capitals) == nil ? nil : [capitals]
    }

    private static let dollars = [
        "USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "TWD", "CLP", "COP", "ARS", "BBD", "BMD", "BSD", "BZD", "FJD",
        "JMD", "NAD", "TTD", "XCD",
    ]
    private static let krones = ["SEK", "NOK", "DKK", "ISK"]
    private static let table: [String: [String]] = [
        "€": ["EUR"], "Euro": ["EUR"], "euro": ["EUR"], "$": dollars, "US$": ["USD"], "C$": ["CAD"], "CA$": ["CAD"],
        "A$": ["AUD"], "AU$": ["AUD"], "NZ$": ["NZD"], "S$": ["SGD"], "HK$": ["HKD"], "MX$": ["MXN"], "R$": ["BRL"],
        "£": ["GBP", "EGP", "GIP", "FKP", "SHP"], "¥": ["JPY", "CNY"], "￥": ["JPY", "CNY"], "円": ["JPY"],
        "₹": ["INR"], "Rs": ["INR", "PKR", "LKR", "NPR", "MUR"], "Rs.": ["INR", "PKR", "LKR", "NPR", "MUR"],
        "Fr.": ["CHF"], "SFr.": ["CHF"], "Fr": ["CHF"], "kr": krones, "kr.": krones, "Kr": krones, "Kr.": krones,
        "zł": ["PLN"], "Kč": ["CZK"], "Ft": ["HUF"], "lei": ["RON"], "₺": ["TRY"], "TL": ["TRY"], "₽": ["RUB"],
        "₴": ["UAH"], "₪": ["ILS"], "₩": ["KRW"], "฿": ["THB"], "₫": ["VND"], "₱": ["PHP"], "₦": ["NGN"],
        "R": ["ZAR"],
    ]
}

/// The signs between groups of digits, of one byte or more.
enum GroupSign {
    /// How many bytes the sign of `grouping` at `position` has; 0 where another sign stands there.
    static func width(of grouping: AmountFormat.Grouping, in text: Span<UInt8>, at position: Int) -> Int {
        let byte = text[position]
        if byte == grouping.byte { return 1 }
        switch grouping {
        case .none, .point, .comma, .indian: return 0
        case .space:
            if byte == 0xC2, follows(text, position, 0xA0) { return 2 }
            guard byte == 0xE2, follows(text, position, 0x80), position + 2 < text.count else { return 0 }
            return text[position + 2] == 0xAF || text[position + 2] == 0x89 ? 3 : 0
        case .apostrophe:
            guard byte == 0xE2, follows(text, position, 0x80), position + 2 < text.count else { return 0 }
            return text[position + 2] == 0x99 ? 3 : 0
        }
    }

    /// Whether the minus of typesetters, U+2212, stands at `position`.
    static func isMinus(_ text: Span<UInt8>, at position: Int) -> Bool {
        text[position] == 0xE2 && follows(text, position, 0x88) && position + 2 < text.count
            && text[position + 2] == 0x92
    }

    private static func follows(_ text: Span<UInt8>, _ position: Int, _ byte: UInt8) -> Bool {
        position + 1 < text.count && text[position + 1] == byte
    }
}
