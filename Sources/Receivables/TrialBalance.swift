package import Values

/// What a ledger's books come to on a day, added up entry by entry and without regard to what is shown anywhere: the
/// other side of every balance.
///
/// In each currency, what was invoiced less what was voided less what was entered on invoices is what is owed on them;
/// what was entered on them and what is unapplied together are what arrived, by whatever documents.
package struct TrialBalance: Hashable, Sendable {
    /// The sums of one currency, in minor units.
    package struct Line: Hashable, Sendable {
        package let currency: Currency
        /// The amounts of invoices issued by the day.
        package internal(set) var issued: Int128 = 0
        /// The amounts of those that were voided by then.
        package internal(set) var voided: Int128 = 0
        /// What was entered on invoices issued by the day.
        package internal(set) var entered: Int128 = 0
        /// What arrived and is on no invoice.
        package internal(set) var unapplied: Int128 = 0

        /// What is owed on invoices, less what was paid too much on them.
        package var owed: Int128 { issued - voided - entered }
        /// What arrived all in all: the sum of the amounts of all documents dated by the day.
        package var received: Int128 { entered + unapplied }
        /// What the customers owe all in all.
        package var total: Int128 { owed - unapplied }
    }

    /// By currency code.
    package let lines: [Line]
    /// What is owed on each invoice, in the order of the ledger's invoices; nothing on one not yet issued.
    package let invoices: [Int128]

    /// The sums of a ledger on its day.
    package init(of ledger: Ledger) {
        var lines: [Line] = []
        var owed = [Int128](repeating: 0, count: ledger.invoices.count)
        for (place, invoice) in ledger.invoices.enumerated() where invoice.issuedOn <= ledger.asOf {
            let amount = Int128(invoice.amount.minorUnits)
            let isVoided = invoice.voidedOn.map { $0 <= ledger.asOf } ?? false
            lines.in(invoice.amount.currency) { line in
                line.issued += amount
                line.voided += isVoided ? amount : 0
            }
            owed[place] = isVoided ? 0 : amount
        }
        for payment in ledger.payments
        where payment.paidOn <= ledger.asOf && ledger.invoices[payment.invoice].issuedOn <= ledger.asOf {
            lines.in(payment.amount.currency) { $0.entered += Int128(payment.amount.minorUnits) }
            owed[payment.invoice] -= Int128(payment.amount.minorUnits)
        }
        for entry in ledger.unapplied where entry.on <= ledger.asOf {
            lines.in(entry.amount.currency) { $0.unapplied += Int128(entry.amount.minorUnits) }
        }
        self.lines = lines.sorted { $0.currency < $1.currency }
        invoices = owed
    }

    /// What of a ledger's settlements and of its aging report is not the sum of its entries, in sentences; empty where
    /// everything is.
    package func problems(in ledger: Ledger) -> [String] {
        var problems: [String] = []
        let settlement = Settlement(of: ledger, through: ledger.asOf)
        for (place, invoice) in ledger.invoices.enumerated()
        where invoice.issuedOn <= ledger.asOf && Int128(settlement.balance[place]) != invoices[place] {
            let shown = Money(minorUnits: settlement.balance[place], in: invoice.amount.currency)
            problems.append(
                "invoice \(invoice.key) shows a balance of \(shown), and its entries come to \(invoices[place]) minor units"
            )
        }
        let report = AgingReport(of: ledger, settlement)
        problems += totalProblems(of: report)
        problems += customerProblems(of: report, in: ledger)
        return problems
    }

    /// Compares each currency's total with the aging report's.
    private func totalProblems(of report: AgingReport) -> [String] {
        lines.compactMap { line in
            let shown = report.amounts.first { $0.currency == line.currency }?.total ?? .zero(in: line.currency)
            guard Int128(shown.minorUnits) != line.total else { return nil }
            return
                "the aging report shows \(shown) in \(line.currency), and the entries come to \(line.total) minor units"
        }
    }

    /// Compares each customer's totals with the sum over its invoices and its unapplied cash.
    private func customerProblems(of report: AgingReport, in ledger: Ledger) -> [String] {
        var totals = [[Line]](repeating: [], count: ledger.customers.count)
        for (place, invoice) in ledger.invoices.enumerated() where invoices[place] != 0 {
            totals[invoice.customer].in(invoice.amount.currency) { $0.issued += invoices[place] }
        }
        for entry in ledger.unapplied where entry.on <= ledger.asOf {
            totals[entry.customer].in(entry.amount.currency) { $0.unapplied += Int128(entry.amount.minorUnits) }
        }
        for row in report.customers {
            for amounts in row.amounts {
                totals[row.customer].in(amounts.currency) { $0.entered += Int128(amounts.total.minorUnits) }
            }
        }
        // What is added up as issued and unapplied here must be what the report shows, entered with the other sign.
        return totals.enumerated().flatMap { place, lines in
            lines.filter { $0.total != 0 }.map { line in
                "customer \(ledger.customers[place].key) owes \(line.issued - line.unapplied) minor units of "
                    + "\(line.currency), and the aging report shows \(line.entered)"
            }
        }
    }

    /// What of the documents' own sums does not agree with the books, in sentences; empty where everything does.
    ///
    /// - Parameter received: the sum of the amounts of all payments, credit notes, write-offs, refunds and reversals dated
    ///   by the ledger's day, by currency, in minor units.
    package func problems(received: [Currency: Int128]) -> [String] {
        let currencies = Set(received.keys).union(lines.map(\.currency)).sorted()
        return currencies.compactMap { currency in
            let documents = received[currency] ?? 0
            let books = lines.first { $0.currency == currency }?.received ?? 0
            guard documents != books else { return nil }
            return
                "documents in \(currency) come to \(documents) minor units, and \(books) are on invoices or unapplied"
        }
    }
}

extension [TrialBalance.Line] {
    /// Changes the line of a currency, of which there are few.
    fileprivate mutating func `in`(_ currency: Currency, _ change: (inout TrialBalance.Line) -> Void) {
        if let place = firstIndex(where: { $0.currency == currency }) { return change(&self[place]) }
        append(TrialBalance.Line(currency: currency))
        change(&self[count - 1])
    }
}
