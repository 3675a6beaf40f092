import FoundationEssentials
import RuleLanguage
import TestKit
import Testing
import Values

/// Whatever text comes in, the checker gives an answer whose diagnostics point into it.
@Suite struct TotalityTests {
    @Test func `random bytes are checked without a trap`() {
        forAll(200) { generator -> String in
            let count = Int.random(in: 0...120, using: &generator)
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            return String(decoding: bytes, as: UTF8.self)
        } property: { text in
            isAnswered(text)
        }
    }

    @Test func `random words of the language are checked without a trap`() {
        let words = [
            "insight", "hold", "action", "const", "define", "group", "template", "when", "and", "or", "not", "unless",
            "is", "in", "known", "none", "if", "then", "else", "severity", "tags", "message", "body", "stops", "until",
            "examples", "fires", "silent", "balance", "customer.risk_score", "days_past_due", "today", "yes", "10",
            "14 days", "35%", "60 points", "10 base", "3 business days", "2026-03-01", "(", ")", "[", "]", "..", ",",
            "+", "-", "*", "/", "<", ">=", "=", "??", "of", "\"text {balance}\"", "\"", "\"\"\"", "{", "}", "\n",
            "\n  ", "\n  when ", "\ninsight invoice.a \"A\"\n  ", "invoice.a", "A", "on invoice", "--",
        ]
        forAll(300) { generator -> String in
            let count = Int.random(in: 1...60, using: &generator)
            return (0..<count).map { _ in words[Int.random(in: 0..<words.count, using: &generator)] }
                .joined(separator: " ")
        } property: { text in
            isAnswered(text)
        }
    }

    @Test func `the shipped rules with damage are checked without a trap`() throws {
        let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
        let shipped = Array(try String(contentsOfFile: root + "/Rules/collections.rules", encoding: .utf8).utf8)
        forAll(120) { generator -> String in
            let start = Int.random(in: 0..<(shipped.count - 1_500), using: &generator)
            var bytes = Array(shipped[start..<(start + 1_500)])
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: bytes.remove(at: place)
                case 1: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
                case 2: bytes[place] = UInt8.random(in: 32...126, using: &generator)
                default:
                    bytes.removeSubrange(
                        place..<min(place + 40, bytes.count - 1).advanced(by: place < bytes.count - 1 ? 0 : 1)
                    )
                }
            }
            return String(decoding: bytes, as: UTF8.self)
        } property: { text in
            isAnswered(text)
        }
    }

    private func isAnswered(_ text: String) -> Bool {
        let sources = RuleSources(files: [(path: "any.rules", text: text)])
        let result = RuleChecker.check(sources, against: catalog, currency: .usd)
        let isLoadable = !result.diagnostics.contains { $0.severity == .error }
        return (result.rules != nil) == isLoadable
            && result.diagnostics.allSatisfy { diagnostic in
                diagnostic.span.upperBound <= text.utf8.count && !diagnostic.message.contains("\n")
                    && diagnostic.rendered(in: sources.files[0]).contains(diagnostic.code.rawValue)
            }
    }
}
