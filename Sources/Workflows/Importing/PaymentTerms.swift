/// How many days lie between an invoice's day and its due day.
package enum PaymentTerms {
    /// The most that is taken: two years.
    package static let longest = 730

    /// The days that a text says, or `nil` where it says none, or two: `30`, `30.0`, `NET30`, `Net 30 days`,
    /// `30 Tage netto`, `2/10 net 30`, `due on receipt`.
    package static func days(utf8 text: Span<UInt8>) -> Int? {
        var numbers: [Int] = []
        var netNumber: Int?
        var isAfterNet = false
        var position = 0
        while position < text.count {
            let byte = text[position]
            if UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte {
                guard let number = number(text, &position) else { return nil }
                numbers.append(number)
                if isAfterNet, netNumber == nil { netNumber = number }
            } else if isLetter(byte) {
                let start = position
                while position < text.count, isLetter(text[position]) { position += 1 }
                let word = text.extracting(start..<position)
                if same(word, "net") || same(word, "netto") || same(word, "nett") || same(word, "n") {
                    isAfterNet = true
                    // `30 net` has its number in front.
                    if numbers.count == 1, position == text.count { netNumber = numbers.first }
                }
                if numbers.isEmpty, immediate.contains(where: { same(word, $0) }) { return 0 }
            } else {
                guard byte != UInt8(ascii: "-") || position > 0 else { return nil }
                position += 1
            }
        }
        let days = netNumber ?? (numbers.count == 1 ? numbers.first : nil)
        return days.flatMap { (0...longest).contains($0) ? $0 : nil }
    }

    private static let immediate: [StaticString] = [
        "receipt", "immediate", "immediately", "sofort", "contado", "vista",
    ]

    /// A whole number; decimals behind it are zeros.
    private static func number(_ text: Span<UInt8>, _ position: inout Int) -> Int? {
        var number = 0
        while position < text.count, UInt8(ascii: "0")...UInt8(ascii: "9") ~= text[position] {
            number = number * 10 + Int(text[position] - UInt8(ascii: "0"))
            guard number <= 9_999 else { return nil }
            position += 1
        }
        guard position + 1 < text.count, text[position] == UInt8(ascii: "."),
            UInt8(ascii: "0")...UInt8(ascii: "9") ~= text[position + 1]
        else { return number }
        position += 1
        while position < text.count, UInt8(ascii: "0")...UInt8(ascii: "9") ~= text[position] {
            guard text[position] == UInt8(ascii: "0") else { return nil }
            position += 1
        }
        return number
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
    }

    private static func same(_ word: Span<UInt8>, _ other: StaticString) -> Bool {
        guard word.count == other.utf8CodeUnitCount else { return false }
        var index = 0
        return "\(other)".utf8.allSatisfy { byte in
            index += 1
            return word[index - 1] | 0x20 == byte
        }
    }
}
