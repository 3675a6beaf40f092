package import Facts
package import Values

/// What a fit came to.
package enum TrainingResult: Hashable, Sendable {
    /// A head of the company's own, and how it compares with the champion on rows it was not fitted on, where there was
    /// a champion and were enough rows.
    case fitted(Head, ModelComparison?)
    /// Not enough to learn from: the prior stands.
    case keptPrior(Head, because: Shortage)

    /// What there was too little of.
    package enum Shortage: Hashable, Sendable, CustomStringConvertible {
        /// There are so many labels, and at least so many are needed.
        case labels(found: Int, needed: Int)
        /// All labels are alike.
        case oneClass(allPositive: Bool)

        /// One sentence for the report.
        package var description: String {
            switch self {
            case .labels(let found, let needed): "there are \(found) labels, and a fit needs \(needed)"
            case .oneClass(true): "every label is a yes, so there is nothing to tell apart"
            case .oneClass(false): "every label is a no, so there is nothing to tell apart"
            }
        }
    }

    /// The head to use.
    package var head: Head {
        switch self {
        case .fitted(let head, _), .keptPrior(let head, because: _): head
        }
    }
}

/// Why nothing was fitted.
package enum TrainingError: Error, Hashable, CustomStringConvertible {
    /// There is too little to learn from, and no prior to keep.
    case noPrior(TrainingResult.Shortage)
    /// The prior or the champion is this head, and not the one that is fitted.
    case wrongHead(Head.Name)
    /// The history ends before the day of the fit.
    case historyTooShort(knownBefore: Day, asOf: Day)
    /// Newton's method did not settle in a hundred steps.
    case didNotConverge

    /// One sentence for the report.
    package var description: String {
        switch self {
        case .noPrior(let shortage): "\(shortage), and there is no prior to keep"
        case .wrongHead(let name): "the head given to start from predicts `\(name.rawValue)`"
        case .historyTooShort(let knownBefore, let day):
            "the history is known up to \(knownBefore) and cannot be learnt from as of \(day)"
        case .didNotConverge: "the fit did not settle; look for amounts or days in the ledger that cannot be true"
        }
    }
}

/// Fits heads: the same rows give the same file, to the byte.
///
/// A fit shrinks to the prior's weights by a penalty that an inner split by time chooses. What it records as its
/// holdout is measured by a fit on the earlier rows against the last fifth; then all rows are fitted.
package enum Trainer {
    /// The fewest labels a company's own fit needs.
    package static let leastLabels = 50

    /// The fewest rows that a holdout is measured on.
    static let leastHoldoutRows = 20

    /// The penalties to choose from, the strongest pull to the prior first: it wins where they tie.
    static let penalties: [Double] = [300, 100, 30, 10, 3, 1]

    /// The penalty where there is too little to choose by.
    static let usualPenalty = 10.0

    /// Fits the `late` head on every invoice whose label is known before `day`, as it stood on its issue day.
    ///
    /// The label is known of each invoice due before `day`: late if it was settled after its due date or not before
    /// `day`. An invoice settled before it was issued teaches nothing and is left out.
    ///
    /// - Parameters:
    ///   - history: known up to `day` at least; what happened on `day` or later is not read.
    ///   - day: the day of the fit.
    ///   - prior: the weights to shrink to; 0 where there is none.
    ///   - champion: the head in force, to compare with.
    /// - Throws: ``TrainingError`` where nothing can be fitted and there is no prior to keep.
    package static func fitLate(
        history: InvoiceHistory,
        asOf day: Day,
        prior: Head?,
        champion: Head? = nil
    ) throws(TrainingError) -> TrainingResult {
        guard history.knownBefore >= day else {
            throw .historyTooShort(knownBefore: history.knownBefore, asOf: day)
        }
        let cohort = TrainingRows(late: history, asOf: day)
        return try fit(.late, cohort, names: LateFeatures.all.map(\.name), asOf: day, prior: prior, champion: champion)
    }

    /// Fits the `accept` head on every action that was reviewed before `day`.
    ///
    /// - Parameters:
    ///   - examples: in any order of days; within a day their order counts.
    ///   - day: the day of the fit.
    ///   - prior: the weights to shrink to; 0 where there is none.
    ///   - champion: the head in force, to compare with.
    /// - Throws: ``TrainingError`` where nothing can be fitted and there is no prior to keep.
    package static func fitAccept(
        examples: [AcceptExample],
        asOf day: Day,
        prior: Head?,
        champion: Head? = nil
    ) throws(TrainingError) -> TrainingResult {
        let known = examples.filter { $0.reviewedOn < day }
        let seen = known.flatMap { $0.features.map(\.name) } + (prior?.features.map(\.name) ?? [])
        let rules = Set(seen.filter(AcceptFeatures.isRule)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let names = AcceptFeatures.fixedNames + rules
        let rows = TrainingRows(accept: known, names: names)
        return try fit(.accept, rows, names: names, asOf: day, prior: prior, champion: champion)
    }

    private static func fit(
        _ name: Head.Name,
        _ rows: TrainingRows,
        names: [String],
        asOf day: Day,
        prior: Head?,
        champion: Head?
    ) throws(TrainingError) -> TrainingResult {
        for head in [prior, champion] {
            if let head, head.name != name { throw .wrongHead(head.name) }
        }
        let all = Array(rows.outcomes.indices)
        if let shortage = rows.shortage(of: all) {
            guard let prior else { throw .noPrior(shortage) }
            return .keptPrior(prior, because: shortage)
        }
        let split = rows.splitByTime(all)
        let penalty = try penalty(of: name, for: rows, among: split?.earlier ?? all, prior: prior)
        var holdout: Holdout?
        if let split {
            let early = try head(name, on: rows, split.earlier, prior: prior, penalty: penalty)
            do throws(EvaluationError) {
                holdout = try Holdout(of: early, champion: champion, on: rows, split.later)
            } catch {
                preconditionFailure("a head gives a probability for each row of a holdout: \(error)")
            }
        }
        let fitted = try head(name, on: rows, all, prior: prior, penalty: penalty)
        let head = Head(
            name: name,
            intercept: fitted.intercept,
            features: fitted.features,
            training: TrainingRecord(
                asOf: day,
                firstDay: Day(sinceEpoch: rows.days[0]),
                lastDay: Day(sinceEpoch: rows.days[all.count - 1]),
                rowCount: all.count,
                positiveCount: rows.outcomes.count { $0 },
                penalty: penalty,
                data: rows.data,
                prior: prior?.hash
            ),
            holdout: holdout?.metrics,
            calibration: holdout?.calibration ?? []
        )
        return .fitted(head, holdout?.comparison)
    }

    /// The penalty that does best on the later of these rows after a fit on the earlier.
    private static func penalty(
        of name: Head.Name,
        for rows: TrainingRows,
        among indices: [Int],
        prior: Head?
    ) throws(TrainingError) -> Double {
        guard let split = rows.splitByTime(indices) else { return usualPenalty }
        let earlier = StandardisedRows(of: rows, split.earlier, prior: prior)
        let later = rows.matrix.selecting(rows: split.later)
        var best = (penalty: usualPenalty, loss: Double.infinity)
        var fit: LogisticRegression?
        for penalty in penalties {
            let next = try earlier.fit(penalty: penalty, start: fit)
            let probabilities = earlier.head(name, of: next).probabilities(of: later)
            var loss = 0.0
            for (place, index) in split.later.enumerated() {
                loss += Evaluation.loss(probabilities[place], rows.outcomes[index])
            }
            if loss < best.loss { best = (penalty, loss) }
            fit = next
        }
        return best.penalty
    }

    /// The fit on these rows: standardised on them, and shrunk to the prior in their units.
    private static func head(
        _ name: Head.Name,
        on rows: TrainingRows,
        _ indices: [Int],
        prior: Head?,
        penalty: Double
    ) throws(TrainingError) -> Head {
        let standardised = StandardisedRows(of: rows, indices, prior: prior)
        return standardised.head(name, of: try standardised.fit(penalty: penalty))
    }
}

/// Rows in standard deviations from their mean, ready to be fitted with any penalty.
private struct StandardisedRows {
    private let features: [HeadFeature]
    private let values: [Double]
    private let outcomes: [Bool]

    init(of rows: TrainingRows, _ indices: [Int], prior: Head?) {
        let features = rows.standardisation(on: indices, prior: prior)
        let columns = features.map(StandardisedColumn.init)
        var values: [Double] = []
        values.reserveCapacity(indices.count * columns.count)
        for index in indices {
            for (column, feature) in columns.enumerated() {
                values.append(feature.standardised(rows.matrix.values[index * columns.count + column]))
            }
        }
        self.features = features
        self.values = values
        outcomes = indices.map { rows.outcomes[$0] }
    }

    func fit(penalty: Double, start: LogisticRegression? = nil) throws(TrainingError) -> LogisticRegression {
        try LogisticRegression(
            rows: values,
            outcomes: outcomes,
            prior: features.map(\.prior),
            penalty: penalty,
            start: start
        )
    }

    /// The head with the weights of a fit on these rows.
    func head(_ name: Head.Name, of fit: LogisticRegression) -> Head {
        let weighted = zip(features, fit.weights).map { feature, weight in
            HeadFeature(
                name: feature.name,
                mean: feature.mean,
                scale: feature.scale,
                weight: weight,
                prior: feature.prior
            )
        }
        return Head(name: name, intercept: fit.intercept, features: weighted)
    }
}

/// What a fit on the earlier rows is worth on the later ones.
private struct Holdout {
    let metrics: Metrics
    let calibration: [CalibrationBin]
    let comparison: ModelComparison?

    /// The measures of a head on these rows, and beside a champion where there is one.
    ///
    /// - Throws: ``EvaluationError`` where there is no row.
    init(of head: Head, champion: Head?, on rows: TrainingRows, _ indices: [Int]) throws(EvaluationError) {
        let matrix = rows.matrix.selecting(rows: indices)
        let outcomes = indices.map { rows.outcomes[$0] }
        let probabilities = head.probabilities(of: matrix)
        metrics = try Evaluation.metrics(of: probabilities.span, against: outcomes.span)
        calibration = try Evaluation.calibration(of: probabilities.span, against: outcomes.span)
        if let champion {
            comparison = try ModelComparison(challenger: head, champion: champion, on: matrix, outcomes: outcomes)
        } else {
            comparison = nil
        }
    }
}
