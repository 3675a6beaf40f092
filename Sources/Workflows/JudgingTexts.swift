import Facts
package import RuleEngine
package import Scoring
package import Values
package import Wire

/// The evidence of a decision as JSON: `[{"fact":…,"value":…,"threshold":…,"unit":…}]`.
///
/// An amount is a number with its currency as unit, a share a ratio with the unit `percent`, a day a text, an unknown
/// value `null`.
package enum EvidenceText {
    /// The evidence as a JSON array.
    package static func json(of evidence: [Evidence]) -> String {
        var json = JSONWriter()
        json.array { json in
            for item in evidence {
                json.object { json in
                    json.field("fact", item.fact)
                    write(item.value, to: &json)
                    json.field("threshold", item.threshold)
                    json.field("unit", unit(of: item.value))
                }
            }
        }
        return json.text
    }

    /// The hash of what speaks for a decision and does not change by the mere passing of days.
    ///
    /// A rejected recommendation stays away until this changes. Thresholds are not in it, because a changed rule is no
    /// news about the customer; scores are not, because they move a little every day; see ``isSteady(_:)``.
    package static func key(of evidence: [Evidence]) -> ContentHash {
        var digest = PartsDigest()
        for item in evidence where isSteady(item) {
            digest.add(item.fact)
            digest.add(words(for: item.value))
        }
        return digest.finished()
    }

    /// Whether a change of the value is news: something happened, and it was not only a day that passed.
    package static func isSteady(_ item: Evidence) -> Bool {
        !item.changesWithToday && !scoredFacts.contains { item.fact.contains($0) }
    }

    /// What of the steady evidence is otherwise than it was: `invoice.balance was 900.00 USD and is 400.00 USD`.
    ///
    /// - Parameters:
    ///   - evidence: what speaks for the decision now.
    ///   - earlier: what spoke for it then, as ``json(of:)`` wrote it.
    package static func changes(to evidence: [Evidence], since earlier: String) throws(WireError) -> [String] {
        let before = try words(inJSON: earlier)
        var sentences: [String] = []
        // The JSON does not say which evidence is steady; the rule as it stands does.
        for item in evidence where isSteady(item) {
            let words = words(for: item.value)
            guard let then = before.first(where: { $0.fact == item.fact })?.words else {
                sentences.append("\(item.fact) is \(words)")
                continue
            }
            if then != words { sentences.append("\(item.fact) was \(then) and is \(words)") }
        }
        return sentences
    }

    private static let scoredFacts = ["late_probability", "risk_score", "risk_level"]

    private static func write(_ value: FactValue, to json: inout JSONWriter) {
        switch value {
        case .unknown: json.field("value", nil as String?)
        case .money(let money): json.field("value", money)
        case .days(let days): json.field("value", days)
        case .date(let day): json.field("value", day)
        case .percent(let ratio): json.field("value", ratio)
        case .score(let points): json.field("value", points)
        case .count(let count): json.field("value", count)
        case .yesNo(let isSo): json.field("value", isSo)
        case .choice(let word): json.field("value", word)
        case .text(let text): json.field("value", text)
        }
    }

    private static func unit(of value: FactValue) -> String? {
        switch value {
        case .money(let money): money.currency.code
        case .days: "days"
        case .percent: "percent"
        case .score: "points"
        case .count: "count"
        case .unknown, .date, .yesNo, .choice, .text: nil
        }
    }

    /// The value as it is written in the JSON, and its unit: `900.00 USD`.
    private static func words(for value: FactValue) -> String {
        switch value {
        case .unknown: "unknown"
        case .money(let money): "\(money.decimalText) \(money.currency)"
        case .days(let days): "\(days) days"
        case .date(let day): "\(day)"
        case .percent(let ratio): "\(ratio)"
        case .score(let points): "\(points) points"
        case .count(let count): "\(count)"
        case .yesNo(let isSo): isSo ? "yes" : "no"
        case .choice(let word): word
        case .text(let text): text
        }
    }

    private static func words(inJSON text: String) throws(WireError) -> [(fact: String, words: String)] {
        guard case .array(let items) = try JSONReader.value(from: Array(text.utf8)) else { return [] }
        return items.compactMap { item in
            guard case .object(let object) = item, case .text(let fact)? = object["fact"] else { return nil }
            let words: String =
                switch object["value"] {
                case .null?, nil: "unknown"
                case .boolean(let isSo)?: isSo ? "yes" : "no"
                case .text(let text)?: text
                case .number(let number)?: number.text
                case .array?, .object?: "unknown"
                }
            // A ratio and a number of things say what they are without a word behind them.
            guard case .text(let unit)? = object["unit"], unit != "percent", unit != "count" else {
                return (fact, words)
            }
            return (fact, "\(words) \(unit)")
        }
    }
}

/// The reasons of a score as JSON: `[{"code":…,"sentence":…,"share":…,"contribution":…}]`.
///
/// The four weightiest, then all others as one, then where the head starts from. The contributions add up to the
/// log-odds of late payment; a share is the size of a contribution as a part of the sizes of all, negative where it makes
/// late payment less likely.
package enum ReasonsText {
    /// No reasons: an empty array.
    package static let none = "[]"

    /// The explanation as a JSON array.
    package static func json(of explanation: Explanation) -> String {
        var json = JSONWriter()
        json.array { json in
            var shareLeft = 1.0
            for reason in explanation.reasons {
                shareLeft -= reason.share
                write(reason.code.rawValue, reason.sentence, reason.share, reason.contribution, to: &json)
            }
            write("other", "All other reasons together.", max(0, shareLeft), explanation.rest, to: &json)
            let start = "Where an invoice starts that is average in everything."
            write("reference", start, 0, explanation.reference, to: &json)
        }
        return json.text
    }

    private static func write(
        _ code: String,
        _ sentence: String,
        _ share: Double,
        _ contribution: Double,
        to json: inout JSONWriter
    ) {
        json.object { json in
            json.field("code", code)
            json.field("sentence", sentence)
            json.field("share", contribution < 0 ? -share : share)
            json.field("contribution", contribution)
        }
    }
}

/// A list of words as JSON.
enum JSONList {
    /// The texts as a JSON array.
    static func text(of texts: [String]) -> String {
        var json = JSONWriter()
        json.array { json in
            for text in texts { json.value(text) }
        }
        return json.text
    }
}
