/// A stable name for a kind of mistake: it stays when the wording improves, so that tests, docs and links can rely on
/// it.
///
/// `E` stops a rule set from loading, `W` lets it load and is worth a look. `docs/rules/language.md` lists them all.
package enum DiagnosticCode: String, CaseIterable, Sendable {
    /// A character that means nothing in a rule.
    case unexpectedCharacter = "E0001"
    /// A text or a long text that never ends.
    case unterminatedText = "E0002"
    /// A word that is reserved for a later version of the language.
    case notInThisVersion = "E0003"
    /// A line that is neither a declaration nor a clause of the one it stands in.
    case unknownClause = "E0004"
    /// A clause or an expression that is not put together as the language wants it.
    case malformed = "E0005"
    /// A clause without which the declaration means nothing.
    case missingClause = "E0006"
    /// A clause that stands twice where it may stand once.
    case repeatedClause = "E0007"
    /// A character that hides what the text says, or a name in other than ASCII letters.
    case misleadingCharacter = "E0008"
    /// A number, day or unit that cannot be read.
    case malformedLiteral = "E0009"
    /// A name that nothing bears.
    case unknownName = "E0101"
    /// A name that two declarations bear.
    case duplicateName = "E0102"
    /// Types or units that do not go together.
    case typeMismatch = "E0201"
    /// An amount in another currency than the company's.
    case mixedCurrencies = "E0221"
    /// A value that may be unknown where nothing says what happens then.
    case unhandledUnknown = "E0301"
    /// A condition that can never be true.
    case impossibleCondition = "E0401"
    /// Two actions of one group that match together, with nothing to say which goes first.
    case undecidedOrder = "E0504"
    /// A define that needs itself.
    case cycle = "E0601"
    /// Something that reads what is decided after it.
    case stratumViolation = "E0602"
    /// A declaration that nothing uses.
    case unused = "W0701"
    /// A rule without an example.
    case noExamples = "W0801"
    /// An example that does not come out as its author says.
    case exampleFailed = "E0901"
    /// A text that shows a value which may be unknown.
    case unknownInText = "W0902"
    /// A hold or an action that does not say whose it is, or why.
    case noOwnerOrWhy = "E0903"
    /// More of something than the language allows.
    case limitExceeded = "E0904"

    /// Whether a rule set with such a remark may load.
    package var severity: DiagnosticSeverity {
        rawValue.hasPrefix("E") ? .error : .warning
    }
}

/// What a remark means for the rule set.
package enum DiagnosticSeverity: String, Sendable {
    /// The rule set does not load.
    case error
    /// It loads, and somebody should look.
    case warning
}
