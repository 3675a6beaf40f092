package import Facts
package import Values

/// The two heads in force, and the version that decisions name.
package struct Model: Hashable, Sendable {
    package let late: Head
    package let accept: Head
    /// The hash of the manifest of the heads' hashes.
    package let version: ContentHash

    /// The model of these heads.
    ///
    /// - Throws: ``ModelError`` where a head predicts something else, or reads features that this product does not make.
    package init(late: Head, accept: Head) throws(ModelError) {
        guard late.name == .late else { throw .wrongHead(expected: .late, found: late.name) }
        guard accept.name == .accept else { throw .wrongHead(expected: .accept, found: accept.name) }
        try Model.check(late.features.map(\.name), of: .late, against: LateFeatures.all.map(\.name))
        let fixed = AcceptFeatures.fixedNames
        let rules = accept.features.map(\.name).filter(AcceptFeatures.isRule)
        try Model.check(accept.features.map(\.name), of: .accept, against: fixed + rules)
        self.late = late
        self.accept = accept
        version = ContentHash(of: "late \(late.hash)\naccept \(accept.hash)\n")
    }

    /// The model of these two files.
    ///
    /// - Throws: ``ModelError`` that names the file at fault.
    package init(lateFile: String, acceptFile: String) throws(ModelError) {
        try self.init(late: Model.head(.late, in: lateFile), accept: Model.head(.accept, in: acceptFile))
    }

    private static func head(_ name: Head.Name, in file: String) throws(ModelError) -> Head {
        do throws(ModelFileError) {
            return try ModelFile.parse(file)
        } catch {
            throw .unreadable(name, error)
        }
    }

    private static func check(_ found: [String], of head: Head.Name, against made: [String]) throws(ModelError) {
        if let unknown = found.first(where: { !made.contains($0) }) { throw .unknownFeature(head, unknown) }
        if let missing = made.first(where: { !found.contains($0) }) { throw .missingFeature(head, missing) }
        guard found == made else { throw .featuresOutOfOrder(head) }
    }

    /// How likely each open invoice of the history is settled late, by what was known before its `knownBefore`.
    package func lateScores(ofOpenInvoicesIn history: InvoiceHistory) -> LateScores {
        LateScores(of: history, by: late)
    }
}

/// Why two heads are no model.
package enum ModelError: Error, Hashable, CustomStringConvertible {
    /// The file of this head cannot be read.
    case unreadable(Head.Name, ModelFileError)
    /// One head was expected, and the file holds the other.
    case wrongHead(expected: Head.Name, found: Head.Name)
    /// The head reads a feature that is not made.
    case unknownFeature(Head.Name, String)
    /// The head lacks a feature.
    case missingFeature(Head.Name, String)
    /// The head has the right features in another order.
    case featuresOutOfOrder(Head.Name)

    /// One sentence for whoever put the file there.
    package var description: String {
        switch self {
        case .unreadable(let head, let error): "the model file of `\(head.rawValue)` cannot be read: \(error)"
        case .wrongHead(let expected, let found):
            "the model file of `\(expected.rawValue)` holds the head `\(found.rawValue)`"
        case .unknownFeature(let head, let name):
            "the head `\(head.rawValue)` reads `\(name)`, which this version does not know; retrain it"
        case .missingFeature(let head, let name):
            "the head `\(head.rawValue)` has no weight for `\(name)`; retrain it"
        case .featuresOutOfOrder(let head):
            "the head `\(head.rawValue)` has its features out of order; retrain it"
        }
    }
}

/// What the `late` head says about the open invoices of a company.
package struct LateScores: Sendable {
    /// The head that gave them.
    package let head: Head
    /// The row of each scored invoice in the fact table.
    package let openRows: [Int]
    /// What each was scored on.
    package let features: FeatureMatrix
    /// How likely each is settled after its due date, going by its customer: a past-due invoice has its propensity here,
    /// not 1.
    package let probabilities: [Double]

    /// The scores of the history's open invoices.
    ///
    /// One that was settled before the day is not scored, whether it was paid too much since or an entry of the day itself
    /// opened it again: whether it is settled late has been decided.
    ///
    /// - Precondition: the head reads the features of ``LateFeatures``, in their order.
    package init(of history: InvoiceHistory, by head: Head) {
        let day = history.knownBefore.sinceEpoch
        let open = history.openRow.indices.filter { history.openRow[$0] >= 0 && history.settledOn[$0] >= day }
        self.head = head
        openRows = open.map { Int(history.openRow[$0]) }
        features = LateFeatures.rows(of: history, asking: open.map { Question(row: $0, day: history.knownBefore) })
        probabilities = head.probabilities(of: features)
    }

    /// The probabilities as a column for the fact table's open invoices; NaN where one was not scored.
    ///
    /// - Precondition: `openInvoiceCount` is the number of the fact table's invoice rows.
    package func propensities(openInvoiceCount: Int) -> [Double] {
        var column = [Double](repeating: .nan, count: openInvoiceCount)
        for (index, row) in openRows.enumerated() { column[row] = probabilities[index] }
        return column
    }

    /// Why the score at `index` is what it is.
    package func explanation(at index: Int) -> Explanation {
        Explanation(ofRow: index, in: features, by: head)
    }
}
