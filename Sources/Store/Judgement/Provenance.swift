internal import SQLite
package import Values

/// Which rule said something, and where it stood in the rule set that was live.
package struct RulePlace: Hashable, Sendable {
    /// The rule's stable name.
    package let id: String
    /// The rule file's path below the rule folder.
    package let file: String
    /// The line of its declaration, counted from 1.
    package let line: Int

    /// A rule by name and place.
    package init(
        id: String,
        file: String,
        line: Int
    ) {
        self.id = id
        self.file = file
        self.line = line
    }
}

/// What a decision was made with and from: what replay starts from.
package struct Provenance: Hashable, Sendable {
    package let ruleSetHash: ContentHash
    /// The model version, where a model was live.
    package let modelVersion: ContentHash?
    /// The hash of the stored facts that the decision read.
    package let factsHash: ContentHash
    /// The company's day.
    package let assessedOn: Day

    /// The origin of a decision.
    package init(
        ruleSetHash: ContentHash,
        modelVersion: ContentHash? = nil,
        factsHash: ContentHash,
        assessedOn: Day
    ) {
        self.ruleSetHash = ruleSetHash
        self.modelVersion = modelVersion
        self.factsHash = factsHash
        self.assessedOn = assessedOn
    }
}

extension RulePlace: StoredRow {
    init(from row: inout Row) throws(SQLiteError) {
        id = try row.text()
        file = try row.text()
        line = try row.int()
    }
}

extension Provenance: StoredRow {
    init(from row: inout Row) throws(SQLiteError) {
        ruleSetHash = try row.hash()
        modelVersion = try row.hashIfAny()
        factsHash = try row.hash()
        assessedOn = try row.day()
    }
}
