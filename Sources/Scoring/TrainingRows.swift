import Facts
import Values

/// What a head is fitted on: rows in the order of their days, with what came of them.
struct TrainingRows {
    let matrix: FeatureMatrix
    let outcomes: [Bool]
    /// The day of each row, in days since 1970-01-01: never earlier than that of the row before.
    let days: [Int32]
    /// The first day of a fit that knows the row's outcome.
    private let knownFrom: [Int32]
    /// The hash of what the rows were made from.
    let data: ContentHash

    /// Every invoice whose label is known before `day`, by issue day.
    ///
    /// - Precondition: the history is known up to `day`.
    init(late history: InvoiceHistory, asOf day: Day) {
        let end = day.sinceEpoch
        let cohort = history.customer.indices
            .filter { row in
                history.dueOn[row] < end && history.issuedOn[row] < end
                    && history.settledOn[row] >= history.issuedOn[row]
            }
            .sorted { (history.issuedOn[$0], $0) < (history.issuedOn[$1], $1) }
        matrix = LateFeatures.rows(
            of: history,
            asking: cohort.map { Question(row: $0, day: Day(sinceEpoch: history.issuedOn[$0])) }
        )
        outcomes = cohort.map { history.settledOn[$0] > history.dueOn[$0] }
        days = cohort.map { history.issuedOn[$0] }
        knownFrom = cohort.map { max(history.dueOn[$0], history.issuedOn[$0]) + 1 }
        var digest = SHA256()
        digest.update("\(history.currency) \(history.calendar.holidays.map(\.description))\n".utf8)
        var line: [UInt8] = []
        for row in history.customer.indices where history.issuedOn[row] < end {
            let settled = history.settledOn[row] < end ? history.settledOn[row] : InvoiceHistory.unsettled
            line.removeAll(keepingCapacity: true)
            TrainingRows.append(Int64(history.customer[row]), to: &line)
            TrainingRows.append(Int64(history.issuedOn[row]), to: &line)
            TrainingRows.append(Int64(history.dueOn[row]), to: &line)
            TrainingRows.append(Int64(settled), to: &line)
            TrainingRows.append(history.amount[row], to: &line)
            digest.update(line)
        }
        data = digest.finished()
    }

    /// Reviewed actions with these features, by the day of the review.
    init(accept examples: [AcceptExample], names: [String]) {
        let order = examples.indices.sorted { (examples[$0].reviewedOn, $0) < (examples[$1].reviewedOn, $1) }
        matrix = AcceptFeatures.matrix(of: order.map { examples[$0].features }, names: names)
        outcomes = order.map { examples[$0].approved }
        days = order.map { examples[$0].reviewedOn.sinceEpoch }
        knownFrom = days.map { $0 + 1 }
        var digest = SHA256()
        for index in order {
            let example = examples[index]
            digest.update("\(example.reviewedOn) \(example.approved ? "approved" : "rejected")\n".utf8)
            for feature in example.features { digest.update("\(feature.name) \(feature.value)\n".utf8) }
        }
        data = digest.finished()
    }

    /// Why these rows are too few to learn from, if they are.
    func shortage(of indices: [Int]) -> TrainingResult.Shortage? {
        guard indices.count >= Trainer.leastLabels else {
            return .labels(found: indices.count, needed: Trainer.leastLabels)
        }
        let positives = indices.count { outcomes[$0] }
        guard positives > 0, positives < indices.count else { return .oneClass(allPositive: positives > 0) }
        return nil
    }

    /// The last fifth of these rows by day, and those earlier ones of which the outcome was known by then.
    ///
    /// A row whose outcome came only later is in neither: to learn from those that had one sooner would favour customers
    /// who pay fast. `nil` where either side is too small to learn from or to measure on.
    func splitByTime(_ indices: [Int]) -> (earlier: [Int], later: [Int])? {
        guard let boundary = indices.dropFirst(indices.count * 4 / 5).first else { return nil }
        let splitDay = days[boundary]
        let earlier = indices.filter { knownFrom[$0] <= splitDay && days[$0] < splitDay }
        let later = indices.filter { days[$0] >= splitDay }
        guard shortage(of: earlier) == nil, later.count >= Trainer.leastHoldoutRows else { return nil }
        return (earlier, later)
    }

    /// The features with their mean and spread over these rows, and the prior's weight in these units; no weights yet.
    ///
    /// Flags are left as they are: a rule that does not apply then adds nothing.
    func standardisation(on indices: [Int], prior: Head?) -> [HeadFeature] {
        matrix.names.indices.map { column in
            let name = matrix.names[column]
            let given = prior?.features.first { $0.name == name }
            let slope = given.map { $0.weight / $0.scale } ?? 0
            guard !AcceptFeatures.isFlag(name) else {
                return HeadFeature(name: name, mean: 0, scale: 1, weight: 0, prior: slope)
            }
            let known = indices.map { matrix.values[$0 * matrix.names.count + column] }.filter { !$0.isNaN }
            guard !known.isEmpty else {
                return HeadFeature(
                    name: name,
                    mean: given?.mean ?? 0,
                    scale: given?.scale ?? 1,
                    weight: 0,
                    prior: given?.weight ?? 0
                )
            }
            let mean = known.reduce(0, +) / Double(known.count)
            let variance = known.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(known.count)
            // A feature that did not vary has no unit of its own: it keeps the prior's.
            let scale = variance > 1e-12 ? variance.squareRoot() : given?.scale ?? 1
            return HeadFeature(name: name, mean: mean, scale: scale, weight: 0, prior: slope * scale)
        }
    }

    /// Eight bytes in network order.
    private static func append(_ number: Int64, to bytes: inout [UInt8]) {
        for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }
}
