import Values

/// A word or a quoted text of a profile's line.
struct ProfileToken {
    let text: String
    let isQuoted: Bool

    /// Whether the token is this word, without quotes.
    func isWord(_ word: String) -> Bool { !isQuoted && text == word }

    /// The words and quoted texts of a line up to its remark; `nil` where a quote is left open.
    static func tokens(of text: String) -> [ProfileToken]? {
        var tokens: [ProfileToken] = []
        var left = Array(text.unicodeScalars)[...]
        while let scalar = left.first {
            if scalar == " " || scalar == "\t" {
                left.removeFirst()
            } else if scalar == "-", left.dropFirst().first == "-" {
                return tokens
            } else if scalar == "\"" {
                left.removeFirst()
                guard let quoted = quoted(&left) else { return nil }
                tokens.append(ProfileToken(text: quoted, isQuoted: true))
            } else {
                let word = left.prefix { $0 != " " && $0 != "\t" && $0 != "\"" }
                left.removeFirst(word.count)
                tokens.append(ProfileToken(text: String(String.UnicodeScalarView(word)), isQuoted: false))
            }
        }
        return tokens
    }

    /// Takes a quoted text off the front, behind its opening quote; a quote inside is written twice.
    private static func quoted(_ left: inout ArraySlice<Unicode.Scalar>) -> String? {
        var text = String.UnicodeScalarView()
        while let scalar = left.popFirst() {
            if scalar == "\"" {
                guard left.first == "\"" else { return String(text) }
                left.removeFirst()
            }
            text.append(scalar)
        }
        return nil
    }
}

/// What a mistake's sentence says about words.
enum ProfileAdvice {
    /// All words of a list.
    static func words<Word: RawRepresentable<String> & CaseIterable>(_: Word.Type) -> String {
        Word.allCases.map(\.rawValue).joined(separator: ", ")
    }

    /// The nearest candidate, as the end of a sentence; empty where none is near.
    static func nearest(to word: String, _ candidates: [String]) -> String {
        Spelling.nearest(to: word, among: candidates).map { "; did you mean `\($0)`?" } ?? ""
    }
}
