package import Receivables
package import Values

/// A company as a small text file says it: one setting a line, its name before its value.
///
///     slug demo
///     name Halyard Supply
///     currency USD
///     time_zone America/New_York
///     today 2026-06-30
///     holidays US
///
/// `today` may be missing, and the company's clock runs; `holidays` names a list under `seeds/holidays`. A line that
/// starts with `--` is a remark.
package struct CompanyFile: Hashable, Sendable {
    package let slug: String
    package let name: String
    package let currency: Currency
    /// An IANA time zone name; whether there is such a zone the clock says.
    package let timeZoneName: String
    package let today: Day?
    /// The name of a list of holidays, such as `US`.
    package let holidays: String?

    /// The company in `text`.
    ///
    /// - Throws: ``SeedFileError`` with the line and what is wrong there.
    package init(_ text: String) throws(SeedFileError) {
        let known = ["slug", "name", "currency", "time_zone", "today", "holidays"]
        var values: [String: (line: Int, value: String)] = [:]
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            guard !line.isEmpty, !line.hasPrefix("--") else { continue }
            let parts = line.split(separator: " ", maxSplits: 1)
            guard parts.count == 2 else {
                throw SeedFileError(line: index + 1, message: "a setting is a name, a space and a value")
            }
            let name = String(parts[0])
            guard known.contains(name) else {
                let advice = Spelling.nearest(to: name, among: known).map { "; did you mean `\($0)`?" } ?? ""
                throw SeedFileError(line: index + 1, message: "there is no setting `\(name)`\(advice)")
            }
            guard values.updateValue((index + 1, String(parts[1])), forKey: name) == nil else {
                throw SeedFileError(line: index + 1, message: "`\(name)` is set twice")
            }
        }
        func value(_ name: String) throws(SeedFileError) -> (line: Int, value: String) {
            guard let value = values[name] else { throw SeedFileError(line: 0, message: "`\(name)` is not set") }
            return value
        }
        slug = try value("slug").value
        name = try value("name").value
        let code = try value("currency")
        guard let currency = Currency(code.value) else {
            throw SeedFileError(line: code.line, message: "`\(code.value)` is no ISO 4217 currency code")
        }
        self.currency = currency
        timeZoneName = try value("time_zone").value
        today = try values["today"].map { line, text throws(SeedFileError) in
            guard let day = Day(text) else {
                throw SeedFileError(line: line, message: "`\(text)` is no day written YYYY-MM-DD")
            }
            return day
        }
        holidays = values["holidays"]?.value
    }

    /// The company with these settings.
    package func company(id: Identifier<Company>, calendar: BusinessCalendar) -> Company {
        Company(
            id: id,
            slug: slug,
            name: name,
            currency: currency,
            timeZoneName: timeZoneName,
            fixedToday: today,
            calendar: calendar
        )
    }
}

/// What is wrong with a file of settings or holidays, and on which line.
package struct SeedFileError: Error, Hashable {
    /// From 1; 0 where something is missing altogether.
    package let line: Int
    /// Lower case, no full stop, the author's words in backticks.
    package let message: String
}

extension SeedFileError: CustomStringConvertible {
    /// The sentence with its line: `line 3: …`.
    package var description: String {
        line > 0 ? "line \(line): \(message)" : message
    }
}
