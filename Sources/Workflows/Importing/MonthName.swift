/// Months by name, whole or shortened to three letters or more, in English, German, French, Spanish and Italian.
enum MonthName {
    /// The names without accents; a name of several languages stands once.
    private static let names: [(name: [UInt8], month: Int)] = [
        "january januar janvier janner enero gennaio", "february februar fevrier febrero febbraio feber",
        "march marz maerz mars marzo mrz", "april avril abril aprile", "may mai mayo maggio",
        "june juni juin junio giugno", "july juli juillet julio luglio", "august aout agosto",
        "september septembre septiembre setiembre settembre", "october oktober octobre octubre ottobre",
        "november novembre noviembre", "december dezember decembre diciembre dicembre",
    ].enumerated().flatMap { index, words in
        words.split(separator: " ").map { (Array($0.utf8), index + 1) }
    }

    /// Takes a month's name off the front, with the point of a shortened one; `nil` where none stands there.
    static func month(_ text: Span<UInt8>, _ position: inout Int) -> Int? {
        var letters = InlineArray<12, UInt8>(repeating: 0)
        var count = 0
        var end = position
        while end < text.count, let (letter, width) = letter(text, end) {
            guard count < 12 else { return nil }
            letters[count] = letter
            count += 1
            end += width
        }
        guard count >= 3 else { return nil }
        var found: Int?
        for (name, month) in names where name.count >= count {
            var isSame = true
            for index in 0..<count where name[index] != letters[index] {
                isSame = false
                break
            }
            guard isSame else { continue }
            // `jui` begins both June and July in French.
            guard found == nil || found == month else { return nil }
            found = month
        }
        guard let found else { return nil }
        position = end
        // The point of a shortened name is not always there: `févr.` and `mars` stand in one column.
        if end + 1 < text.count, text[end] == UInt8(ascii: "."), !isDigit(text[end + 1]) { position += 1 }
        return found
    }

    /// Whether a letter of a name stands at `position`.
    static func startsLetter(_ text: Span<UInt8>, _ position: Int) -> Bool { letter(text, position) != nil }

    private static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }

    /// The letter at `position`, small and without its accent, and how many bytes it has.
    private static func letter(_ text: Span<UInt8>, _ position: Int) -> (letter: UInt8, width: Int)? {
        let byte = text[position]
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"): return (byte, 1)
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): return (byte | 0x20, 1)
        case 0xC3:
            guard position + 1 < text.count else { return nil }
            // Bit 5 of the second byte tells small letters from capitals.
            switch text[position + 1] | 0x20 {
            case 0xA4, 0xA0: return (UInt8(ascii: "a"), 2)
            case 0xA9: return (UInt8(ascii: "e"), 2)
            case 0xBB: return (UInt8(ascii: "u"), 2)
            default: return nil
            }
        default: return nil
        }
    }
}
