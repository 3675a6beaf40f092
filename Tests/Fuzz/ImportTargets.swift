import Values
import Wire
import Workflows

/// Whatever a profile says, it is a profile or a list of mistakes, each on one line of its own; and whatever a file says,
/// a survey plans for it or refuses it in sentences.
///
/// The bytes are a profile up to the first NUL, and a file from there; without a NUL they are both.
func checkProfile(_ bytes: [UInt8]) {
    let parts = bytes.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
    let text = String(decoding: parts[0], as: UTF8.self)
    let file = Array(parts.count > 1 ? parts[1] : bytes[...])
    do throws(ImportProfileError) {
        survey(file, by: .profile(try ImportProfile(name: "fuzz", text: text)))
    } catch {
        precondition(!error.mistakes.isEmpty, "a refusal without a mistake")
        for mistake in error.mistakes { check(mistake.message) }
    }
    survey(file, by: .unknown)
    survey(file, by: .kind(.ledger))
    checkValues(file)
}

private func check(_ message: String) {
    precondition(!message.isEmpty, "a message says nothing")
}

private func survey(_ file: [UInt8], by request: ImportRequest) {
    do throws(ImportRefusal) {
        let plan = try ImportSurvey.plan(of: .bytes(file), by: request)
        precondition(plan.fileHash == ContentHash(of: file), "the hash is another file's")
        precondition(plan.byteCount == file.count, "the size is another file's")
        for case let column? in plan.columns {
            precondition(column < plan.headers.count, "a column lies outside the row")
        }
        for statement in plan.statements { check(statement) }
    } catch {
        precondition(
            error.problemCount >= error.problems.count && error.problemCount > 0,
            "a refusal without a problem"
        )
        for problem in error.problems { check(problem.message) }
    }
}

/// The formats of values take any bytes, and agree on what one is.
private func checkValues(_ bytes: [UInt8]) {
    let cell = Array(bytes.prefix(40))
    for pattern in ["YYYY-MM-DD", "D.M.YY", "M/D/YYYY", "D MON YYYY", "YYYYMMDD", "serial"] {
        guard let format = DayFormat(pattern), let day = format.day(cell) else { continue }
        precondition((1970...2199).contains(day.civil.year), "a day lies outside a ledger")
    }
    for grouping in AmountFormat.Grouping.allCases {
        for decimal in AmountFormat.Decimal.allCases {
            guard let format = AmountFormat(decimal: decimal, grouping: grouping) else { continue }
            guard let amount = try? format.amount(cell, in: .usd) else { continue }
            precondition(amount.minorUnits.magnitude <= AmountFormat.largest.magnitude, "an amount is too large")
        }
    }
    if let days = PaymentTerms.days(utf8: cell.span) { precondition((0...PaymentTerms.longest).contains(days)) }
}
