import Values
import Wire

/// Texts of one line that people give, and what is wrong with those that cannot be.
extension ObjectReader {
    /// A text of one line, if there is one.
    ///
    /// - Parameter longest: in bytes.
    mutating func optionalLine(_ name: String, longest: Int = 200) -> String? {
        guard let text = optionalString(name) else { return nil }
        return checkedLine(text, name, longest: longest) ? text : nil
    }

    /// A text of one line that must be there; the stand-in is empty.
    ///
    /// - Parameter longest: in bytes.
    mutating func line(_ name: String, longest: Int = 200) -> String {
        let text = nonEmptyString(name)
        return text.isEmpty || checkedLine(text, name, longest: longest) ? text : ""
    }

    /// A text of several lines, if there is one.
    ///
    /// - Parameter longest: in bytes.
    mutating func optionalLines(_ name: String, longest: Int = 4_000) -> String? {
        guard let text = optionalString(name) else { return nil }
        guard text.utf8.count <= longest else {
            refuse(name, "must have at most \(longest) bytes")
            return nil
        }
        return text
    }

    /// An e-mail address, if there is one.
    mutating func optionalEmail(_ name: String) -> String? {
        guard let text = optionalString(name) else { return nil }
        guard let address = EmailAddress(text) else {
            refuse(name, "must be an e-mail address such as `ap@example.com`")
            return nil
        }
        return address.text
    }

    /// A telephone number, if there is one.
    mutating func optionalPhone(_ name: String) -> String? {
        guard let text = optionalString(name) else { return nil }
        let digits = text.utf8.count { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        let allowed = text.utf8.allSatisfy { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || " +-().,/#*x".utf8.contains(byte)
        }
        guard allowed, (4...20).contains(digits), text.utf8.count <= 40 else {
            refuse(name, "must be a telephone number such as `+49 30 1234567`")
            return nil
        }
        return text
    }

    /// The name of an IANA time zone, if there is one.
    mutating func optionalTimeZone(_ name: String) -> String? {
        guard let text = optionalString(name) else { return nil }
        do throws(TimeZoneError) {
            return try TimeZone(text).name
        } catch {
            refuse(name, "must be an IANA time zone: \(error.description)")
            return nil
        }
    }

    /// An IETF language tag, if there is one.
    mutating func optionalLanguage(_ name: String) -> String? {
        guard let text = optionalString(name) else { return nil }
        guard let tag = LanguageTag(text) else {
            refuse(name, "must be a language tag such as `de` or `pt-BR`")
            return nil
        }
        return tag.text
    }

    private mutating func checkedLine(_ text: String, _ name: String, longest: Int) -> Bool {
        if text.utf8.count > longest {
            refuse(name, "must have at most \(longest) bytes")
        } else if text.allSatisfy(\.isWhitespace) {
            refuse(name, "must not be empty; leave it out, or give null")
        } else if text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            refuse(name, "must be one line without control characters")
        } else {
            return true
        }
        return false
    }
}
