import Scoring
import Values
import Workflows

/// A head of a model as a person reads it.
enum ModelPage {
    /// What the head was fitted on, how good it was, and its weights, the heaviest first.
    static func text(of head: Head) -> String {
        var lines = ["\(head.name.rawValue): \(meaning(of: head.name))"]
        if let training = head.training {
            lines.append(
                "  fitted on \(training.rowCount) rows (\(training.positiveCount) yes), \(training.firstDay) to "
                    + "\(training.lastDay), penalty \(rounded(training.penalty, 0)), data \(training.data.short)"
            )
        } else {
            lines.append("  not fitted: a prior, whose weights a person chose")
        }
        if let holdout = head.holdout {
            lines.append(
                "  on \(holdout.rowCount) later rows: log loss \(rounded(holdout.logLoss, 4)), AUC "
                    + "\(rounded(holdout.areaUnderCurve, 3)), Brier \(rounded(holdout.brierScore, 4)), ECE "
                    + "\(rounded(holdout.calibrationError, 3)), base rate \(rounded(holdout.baseRate, 3))"
            )
        }
        let width = head.features.map(\.name.count).max() ?? 0
        lines.append("  \(padded("feature", width))    weight     prior      mean     scale")
        lines.append("  \(padded("(intercept)", width))  \(column(head.intercept))")
        let heaviest = head.features.enumerated().sorted {
            (-$0.element.weight.magnitude, $0.offset) < (-$1.element.weight.magnitude, $1.offset)
        }
        for (_, feature) in heaviest {
            lines.append(
                "  \(padded(feature.name, width))  \(column(feature.weight))  \(column(feature.prior))  "
                    + "\(column(feature.mean))  \(column(feature.scale))"
            )
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func meaning(of name: Head.Name) -> String {
        switch name {
        case .late: "how likely an invoice is paid after its due date"
        case .accept: "how likely a reviewer approves an action"
        }
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private static func column(_ value: Double) -> String {
        let text = rounded(value, 3)
        return String(repeating: " ", count: max(0, 8 - text.count)) + text
    }

    private static func rounded(_ value: Double, _ decimals: Int) -> String {
        RetrainReportText.rounded(value, decimals)
    }
}
