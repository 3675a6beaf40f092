import Values

/// A head as text that a person can read and a program reads strictly.
///
/// Every line is words parted by single spaces. Numbers are the shortest decimals that read back to the same bits. The
/// last line is the hash of all lines before it. `docs/model` explains how to read one.
package enum ModelFile {
    private static let title = "arclight head 1"

    /// The head's file.
    package static func text(of head: Head) -> String {
        let body = body(of: head)
        return body + "hash \(ContentHash(of: body))\n"
    }

    /// The file without its last line.
    static func body(of head: Head) -> String {
        var lines = [title, "head \(head.name.rawValue)"]
        if let training = head.training {
            lines.append("trained \(training.asOf) on \(training.firstDay) to \(training.lastDay)")
            lines.append("rows \(training.rowCount) positive \(training.positiveCount) penalty \(training.penalty)")
            lines.append("data \(training.data)")
            lines.append("prior \(training.prior.map(\.description) ?? "none")")
        } else {
            lines.append("trained never")
        }
        lines.append("intercept \(head.intercept)")
        for feature in head.features {
            lines.append(
                "feature \(feature.name) mean \(feature.mean) scale \(feature.scale) weight \(feature.weight)"
                    + " prior \(feature.prior)"
            )
        }
        if let holdout = head.holdout {
            lines.append(
                "holdout rows \(holdout.rowCount) base-rate \(holdout.baseRate) log-loss \(holdout.logLoss)"
                    + " auc \(holdout.areaUnderCurve) brier \(holdout.brierScore) ece \(holdout.calibrationError)"
            )
        } else {
            lines.append("holdout none")
        }
        for bin in head.calibration {
            lines.append("calibration rows \(bin.rowCount) predicted \(bin.predicted) observed \(bin.observed)")
        }
        return lines.map { $0 + "\n" }.joined()
    }

    /// The head that a file holds; ``text(of:)`` writes the same file to the byte.
    ///
    /// - Throws: a ``ModelFileError`` with the first line at fault.
    package static func parse(_ text: String) throws(ModelFileError) -> Head {
        var lines = ModelFileLines(text)
        try lines.next(expecting: title)
        let name: Head.Name = try lines.next("head") { (line) throws(ModelFileError) in
            let word = try line.word()
            guard let name = Head.Name(rawValue: word) else { throw line.error("there is no head `\(word)`") }
            return name
        }
        let training = try parseTraining(&lines)
        let intercept: Double = try lines.next("intercept") { (line) throws(ModelFileError) in try line.number() }
        var features: [HeadFeature] = []
        while lines.nextKeyword == "feature" {
            features.append(try lines.next("feature", parseFeature))
            let added = features[features.count - 1].name
            guard !features.dropLast().contains(where: { $0.name == added }) else {
                throw lines.errorAtLast("feature `\(added)` stands twice")
            }
        }
        guard !features.isEmpty else { throw lines.error(missing: "feature") }
        let holdout = try lines.next("holdout", parseHoldout)
        var bins: [CalibrationBin] = []
        while lines.nextKeyword == "calibration" {
            bins.append(
                try lines.next("calibration") { (line) throws(ModelFileError) in
                    CalibrationBin(
                        rowCount: try line.count(after: "rows"),
                        predicted: try line.number(after: "predicted"),
                        observed: try line.number(after: "observed")
                    )
                }
            )
        }
        let bodyHash = lines.hashOfRead()
        try lines.next("hash") { (line) throws(ModelFileError) in
            let stated = try line.hash()
            guard stated == bodyHash else {
                throw line.error("the file was changed: the lines above have the hash \(bodyHash)")
            }
        }
        try lines.end()
        return Head(
            name: name,
            intercept: intercept,
            features: features,
            training: training,
            holdout: holdout,
            calibration: bins
        )
    }

    private static func parseTraining(_ lines: inout ModelFileLines) throws(ModelFileError) -> TrainingRecord? {
        let days: [Day]? = try lines.next("trained") { (line) throws(ModelFileError) in
            if line.takes("never") { return nil }
            return [try line.day(), try line.day(after: "on"), try line.day(after: "to")]
        }
        guard let days else { return nil }
        let (rows, positives, penalty): (Int, Int, Double) = try lines.next("rows") { (line) throws(ModelFileError) in
            (try line.count(), try line.count(after: "positive"), try line.number(after: "penalty"))
        }
        let data = try lines.next("data") { (line) throws(ModelFileError) in try line.hash() }
        let prior: ContentHash? = try lines.next("prior") { (line) throws(ModelFileError) in
            line.takes("none") ? nil : try line.hash()
        }
        return TrainingRecord(
            asOf: days[0],
            firstDay: days[1],
            lastDay: days[2],
            rowCount: rows,
            positiveCount: positives,
            penalty: penalty,
            data: data,
            prior: prior
        )
    }

    private static func parseFeature(_ line: inout ModelFileLine) throws(ModelFileError) -> HeadFeature {
        let feature = HeadFeature(
            name: try line.word(),
            mean: try line.number(after: "mean"),
            scale: try line.number(after: "scale"),
            weight: try line.number(after: "weight"),
            prior: try line.number(after: "prior")
        )
        guard feature.scale > 0, (1 / feature.scale).isFinite else {
            throw line.error("the scale of `\(feature.name)` is not above 0")
        }
        return feature
    }

    private static func parseHoldout(_ line: inout ModelFileLine) throws(ModelFileError) -> Metrics? {
        guard !line.takes("none") else { return nil }
        return Metrics(
            rowCount: try line.count(after: "rows"),
            baseRate: try line.number(after: "base-rate"),
            logLoss: try line.number(after: "log-loss"),
            areaUnderCurve: try line.number(after: "auc"),
            brierScore: try line.number(after: "brier"),
            calibrationError: try line.number(after: "ece")
        )
    }
}

/// Why a model file was refused.
package struct ModelFileError: Error, Hashable, CustomStringConvertible {
    /// Counted from 1.
    package let line: Int
    /// One sentence: what is wrong with the line.
    package let message: String

    /// A refusal at a line.
    package init(line: Int, message: String) {
        self.line = line
        self.message = message
    }

    /// The line and the sentence.
    package var description: String { "line \(line): \(message)" }
}
