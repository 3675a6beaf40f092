package import Facts
import Values

extension Ledger {
    /// The facts of every customer and every open invoice on the ledger's day.
    ///
    /// An invoice is open while its balance is not nothing. One that was paid too much is open too, as a credit: it has
    /// a row with a negative balance and lowers `total_balance`, but nothing is owed on it, so it is neither overdue nor
    /// promised. A window of N days ends with the ledger's day and holds N days, that one included. What a score says is
    /// unknown until the scoring fills it in. A customer whose segment the company does not declare is `unassigned`, or,
    /// where there is no such segment, in the last.
    ///
    /// - Precondition: every amount is in the company's base currency, and the lists are in the order of ``Ledger``.
    package func facts() -> FactTable {
        let settlement = Settlement(of: self, through: asOf)
        let open = invoices.indices.filter { invoices[$0].issuedOn <= asOf && settlement.balance[$0] != 0 }
        var table = FactTable(
            catalog: company.catalog,
            day: asOf,
            currency: company.currency,
            customerKeys: customers.map(\.key),
            invoiceKeys: open.map { invoices[$0].key },
            customerOfInvoice: open.map { Int32(invoices[$0].customer) }
        )
        fillAttributes(&table)
        CustomerBook(of: self, settlement).fill(&table)
        fillInvoices(open, settlement, into: &table)
        return table
    }

    private func fillAttributes(_ table: inout FactTable) {
        let segments = company.segments
        precondition(!segments.isEmpty, "company \(company.slug) declares no segment")
        let unassigned = Int64(segments.firstIndex(of: "unassigned") ?? segments.count - 1)
        table.fill("name", of: .customer, texts: customers.map(\.name))
        table.fill(
            "segment",
            of: .customer,
            customers.map { customer in
                customer.segment.flatMap { segments.firstIndex(of: $0) }.map { Int64($0) } ?? unassigned
            }
        )
        table.fill("country", of: .customer, texts: customers.map(\.country))
        table.fill("industry", of: .customer, texts: customers.map(\.industry))
        table.fill("do_not_contact", of: .customer, customers.map { $0.doNotContact ? 1 : 0 })
        table.fill(
            "credit_limit",
            of: .customer,
            customers.map { $0.creditLimit?.minorUnits ?? FactTable.unknownInteger }
        )
    }

    private func fillInvoices(_ open: [Int], _ settlement: Settlement, into table: inout FactTable) {
        let today = asOf
        table.fill("number", of: .invoice, texts: open.map { invoices[$0].number })
        table.fill("amount", of: .invoice, open.map { invoices[$0].amount.minorUnits })
        table.fill("balance", of: .invoice, open.map { settlement.balance[$0] })
        table.fill("invoice_date", of: .invoice, open.map { Int64(invoices[$0].issuedOn.sinceEpoch) })
        table.fill("due_date", of: .invoice, open.map { Int64(invoices[$0].dueOn.sinceEpoch) })
        // An invoice that was due before it was issued had no days to pay in.
        table.fill(
            "payment_terms",
            of: .invoice,
            open.map { Int64(max(0, invoices[$0].issuedOn.days(until: invoices[$0].dueOn))) }
        )
        table.fill("days_past_due", of: .invoice, open.map { Int64(invoices[$0].daysPastDue(on: today)) })
        table.fill(
            "aging_bucket",
            of: .invoice,
            open.map { Int64(AgingBucket(daysPastDue: invoices[$0].daysPastDue(on: today)).place) }
        )
        let disputed = disputedInvoices()
        table.fill("disputed", of: .invoice, open.map { disputed[$0] ? 1 : 0 })
        let promised = promisedDays()
        let owedPromise = open.map { settlement.balance[$0] > 0 ? promised[$0] : FactTable.unknownInteger }
        let unknown = FactTable.unknownInteger
        let now = Int64(today.sinceEpoch)
        table.fill("promise_due_date", of: .invoice, owedPromise)
        table.fill("promise_open", of: .invoice, owedPromise.map { $0 != unknown && $0 >= now ? 1 : 0 })
        table.fill("promise_broken", of: .invoice, owedPromise.map { $0 != unknown && $0 < now ? 1 : 0 })
    }

    /// Whether a dispute about each invoice is open.
    private func disputedInvoices() -> [Bool] {
        var disputed = [Bool](repeating: false, count: invoices.count)
        for dispute in disputes where dispute.openedOn <= asOf {
            let isOpen = dispute.resolvedOn.map { $0 > asOf } ?? true
            if isOpen { disputed[dispute.invoice] = true }
        }
        return disputed
    }

    /// For each invoice the day its latest standing promise names: the one made last, of several made on one day the one
    /// that names the latest day.
    private func promisedDays() -> [Int64] {
        var madeOn = [Int32](repeating: .min, count: invoices.count)
        var dueOn = [Int64](repeating: FactTable.unknownInteger, count: invoices.count)
        for promise in promises where promise.madeOn <= asOf {
            let isWithdrawn = promise.withdrawnOn.map { $0 <= asOf } ?? false
            guard !isWithdrawn else { continue }
            let made = promise.madeOn.sinceEpoch
            let due = Int64(promise.dueOn.sinceEpoch)
            for place in promise.invoices {
                guard made > madeOn[place] || (made == madeOn[place] && due > dueOn[place]) else { continue }
                madeOn[place] = made
                dueOn[place] = due
            }
        }
        return dueOn
    }
}

extension FactTable {
    /// Replaces the column of a fact that is held in whole numbers.
    fileprivate mutating func fill(_ name: String, of entity: Entity, _ values: [Int64]) {
        fill(index(of: name, on: entity), integers: values)
    }

    /// Replaces the column of a text.
    fileprivate mutating func fill(_ name: String, of entity: Entity, texts values: [String?]) {
        fill(index(of: name, on: entity), texts: values)
    }

    /// The place of a fact that every catalogue has.
    func index(of name: String, on entity: Entity) -> Int {
        guard let index = catalog.index(of: name, on: entity) else {
            preconditionFailure("the catalogue has no fact \(entity.rawValue).\(name)")
        }
        return index
    }
}
