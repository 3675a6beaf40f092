/// The name of a language as programs write it: `de`, `de-AT`, `zh-Hant-TW`.
///
/// Well-formed by RFC 5646, section 2.1, without private use; whether the registry knows it is not looked up.
package struct LanguageTag: Hashable, Sendable {
    /// The tag as it was written.
    package let text: String

    /// The tag in a text; `nil` where it is none.
    package init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard text.utf8.count <= 35, let language = parts.first, (2...3).contains(language.count),
            language.allSatisfy(LanguageTag.isLetter),
            parts.dropFirst().allSatisfy({ part in
                (2...8).contains(part.count) && part.allSatisfy { LanguageTag.isLetter($0) || LanguageTag.isDigit($0) }
            })
        else { return nil }
        self.text = text
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
