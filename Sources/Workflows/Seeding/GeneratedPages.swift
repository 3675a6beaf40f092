import Receivables
import Values

/// The lines of generated files that are not written yet.
struct GeneratedPages {
    /// How many bytes are gathered before they are written: few enough to hold, enough to be worth a write.
    static let pieceSize = 65_536

    private var pages: [[UInt8]]
    private var paymentCount = 0

    /// Pages with their headers.
    init() {
        pages = GeneratedFile.allCases.map { Array(($0.headers + "\n").utf8) }
    }

    mutating func add(_ customer: GeneratedCustomer, _ currency: Currency) {
        let limit = customer.creditLimit.map { Money(minorUnits: $0 * currency.minorUnitsPerMajor, in: currency) }
        add(
            .customers,
            [
                customer.key, customer.name, customer.segment, customer.country, customer.industry,
                customer.doNotContact ? "yes" : "no", limit.map(\.decimalText) ?? "",
            ]
        )
        add(.behaviours, [customer.key, customer.behaviour.name])
    }

    /// Adds an invoice and what happened to it on `lastDay` or before.
    mutating func add(
        _ invoice: GeneratedInvoice,
        of customer: GeneratedCustomer,
        number: Int,
        _ currency: Currency,
        through lastDay: Day
    ) {
        let key = "INV-\(number)"
        let amount = Money(minorUnits: invoice.minorUnits, in: currency)
        add(
            .invoices,
            [
                key, customer.key, invoice.issuedOn.description, invoice.dueOn.description, amount.decimalText,
                currency.code,
            ]
        )
        for entry in invoice.entries where entry.day <= lastDay {
            paymentCount += 1
            let paid = Money(minorUnits: entry.minorUnits, in: currency).decimalText
            add(.payments, ["PAY-\(100_000 + paymentCount)", key, entry.day.description, paid, entry.type.rawValue])
        }
        for promise in invoice.promises where promise.madeOn <= lastDay {
            let withdrawnOn = promise.withdrawnOn.flatMap { $0 <= lastDay ? $0 : nil }
            add(
                .promises,
                [key, promise.madeOn.description, promise.dueOn.description, withdrawnOn?.description ?? ""]
            )
        }
        if let dispute = invoice.dispute, dispute.openedOn <= lastDay {
            let resolvedOn = dispute.resolvedOn <= lastDay ? dispute.resolvedOn.description : ""
            add(.disputes, [key, dispute.openedOn.description, resolvedOn])
        }
    }

    /// Writes the pages of more than `size` bytes.
    mutating func flush<Failure: Error>(
        to sink: (GeneratedFile, [UInt8]) throws(Failure) -> Void,
        beyond size: Int
    ) throws(Failure) {
        for (place, file) in GeneratedFile.allCases.enumerated() where pages[place].count > size {
            try sink(file, pages[place])
            pages[place].removeAll(keepingCapacity: true)
        }
    }

    /// Adds a line; no field has a sign that would need quotes.
    private mutating func add(_ file: GeneratedFile, _ fields: [String]) {
        let line = fields.joined(separator: ",") + "\n"
        for (place, known) in GeneratedFile.allCases.enumerated() where known == file {
            pages[place].append(contentsOf: line.utf8)
        }
    }
}
