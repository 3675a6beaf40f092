package import Receivables
package import Values
package import Wire

/// What a run came to: counts for people, fields for programs.
package struct RunReport: Hashable, Sendable {
    /// The company's name across databases.
    package let company: String
    package let day: Day
    package let ruleSetHash: ContentHash
    package let modelVersion: ContentHash
    package let insights: Difference.Counts
    package let actions: Difference.Counts
    package let suppressions: Difference.Counts
    /// Of invoices and customers together.
    package let scores: Difference.Counts
    /// How many steps a rule recommends that are not proposed again, because a person has decided about them.
    package let decidedCount: Int
    /// What the run could not tell in the company's own currency.
    package let missingRates: [MissingRate]
    /// How many rows were left alone because somebody changed them while the run wrote.
    package internal(set) var leftAloneCount = 0
    /// Whether nothing at all was written: a run before this one had said the same.
    package let isUnchanged: Bool

    /// The report in lines for people.
    package var lines: [String] {
        var lines = [
            "\(company) on \(day)",
            "insights      \(words(insights))",
            "actions       \(words(actions))",
            "suppressions  \(words(suppressions))",
            "scores        \(words(scores))",
        ]
        if decidedCount > 0 { lines.append("\(decidedCount) steps are not proposed again: they have been decided") }
        if leftAloneCount > 0 {
            lines.append("\(leftAloneCount) rows were changed by somebody meanwhile and left alone")
        }
        for missing in missingRates {
            lines.append(
                "\(missing.currency) has no rate on \(day): what \(missing.openInvoiceCount) open invoices come to is unknown; "
                    + "import rates, then run again"
            )
        }
        if isUnchanged { lines.append("nothing has changed") }
        return lines
    }

    /// Writes the report's fields into an open object.
    package func write(to json: inout JSONWriter) {
        json.field("company", company)
        json.field("day", day)
        json.field("rule_set", ruleSetHash)
        json.field("model", modelVersion)
        json.object("insights") { RunReport.write(insights, to: &$0) }
        json.object("actions") { RunReport.write(actions, to: &$0) }
        json.object("suppressions") { RunReport.write(suppressions, to: &$0) }
        json.object("scores") { RunReport.write(scores, to: &$0) }
        json.field("decided", decidedCount)
        json.field("left_alone", leftAloneCount)
        json.array("without_rate") { json in
            for missing in missingRates {
                json.object { json in
                    json.field("currency", missing.currency)
                    json.field("open_invoices", missing.openInvoiceCount)
                }
            }
        }
        json.field("unchanged", isUnchanged)
    }

    /// The report as a JSON object.
    package var json: String {
        var json = JSONWriter()
        json.object { write(to: &$0) }
        return json.text
    }

    private func words(_ counts: Difference.Counts) -> String {
        "\(counts.inserted) new, \(counts.refreshed) refreshed, \(counts.closed) closed, \(counts.untouched) unchanged"
    }

    private static func write(_ counts: Difference.Counts, to json: inout JSONWriter) {
        json.field("inserted", counts.inserted)
        json.field("refreshed", counts.refreshed)
        json.field("closed", counts.closed)
        json.field("untouched", counts.untouched)
    }
}

/// How far a run, an import or other long work has come.
package struct RunProgress: Hashable, Sendable {
    package let done: Int
    package let total: Int
    /// What is counted.
    package let unit: String

    /// So many done of so many.
    package init(done: Int, total: Int, unit: String) {
        self.done = done
        self.total = total
        self.unit = unit
    }
}

/// Why a run did not take place.
package enum RunError: Error, Hashable, CustomStringConvertible {
    /// The day is later than the company's today.
    case dayToCome(Day, today: Day)
    /// The database has no such company.
    case unknownCompany(Identifier<Company>)

    /// One sentence for whoever asked for the run.
    package var description: String {
        switch self {
        case .dayToCome(let day, let today):
            "cannot run on \(day): the company's today is \(today); run on that day or before"
        case .unknownCompany(let company):
            "there is no company \(company)"
        }
    }
}
