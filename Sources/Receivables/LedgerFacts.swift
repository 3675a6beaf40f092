package import Facts
package import Values

extension Ledger {
    /// The facts of every customer and every open invoice on the ledger's day.
    ///
    /// An invoice is open while its balance is not nothing. One that was paid too much is open too, as a credit: it has
    /// a row with a negative balance and lowers `total_balance`, but nothing is owed on it, so it is neither overdue nor
    /// promised. A window of N days ends with the ledger's day and holds N days, that one included. What a score says is
    /// unknown until the scoring fills it in. A customer whose segment the company does not declare is `unassigned`, or,
    /// where there is no such segment, in the last.
    ///
    /// Amounts are in the company's own currency by the rates of the ledger's day. A customer's balances are those of
    /// ``AgingReport``: added up in each currency, then converted. What has no rate is unknown, and so is every sum that
    /// would need it.
    ///
    /// - Precondition: the lists are in the order of ``Ledger``.
    package func facts() -> FactTable {
        let settlement = Settlement(of: self, through: asOf)
        let open = openPlaces(settlement)
        var table = FactTable(
            catalog: company.catalog,
            day: asOf,
            currency: company.currency,
            customerKeys: customers.map(\.key),
            invoiceKeys: open.map { invoices[$0].key },
            customerOfInvoice: open.map { Int32(invoices[$0].customer) }
        )
        let promises = PromiseBook(of: self)
        fillAttributes(&table)
        fillBalances(AgingReport(of: self, settlement), &table)
        CustomerBook(of: self, settlement, promises).fill(&table)
        MessageBook(of: self).fill(&table)
        fillInvoices(open, settlement, promises, into: &table)
        return table
    }

    /// An invoice on which something is owed, or was paid too much, on the ledger's day.
    package struct OpenInvoice: Hashable, Sendable {
        package let invoice: Invoice
        /// In the invoice's own currency; below zero where too much was paid.
        package let balance: Money
    }

    /// The open invoices, in the order of the rows of ``facts()``.
    package func openInvoices() -> [OpenInvoice] {
        let settlement = Settlement(of: self, through: asOf)
        return openPlaces(settlement).map { place in
            let currency = invoices[place].amount.currency
            return OpenInvoice(
                invoice: invoices[place],
                balance: Money(minorUnits: settlement.balance[place], in: currency)
            )
        }
    }

    private func openPlaces(_ settlement: Settlement) -> [Int] {
        invoices.indices.filter { invoices[$0].issuedOn <= asOf && settlement.balance[$0] != 0 }
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
    }

    /// The credit limits and what the aging report says.
    private func fillBalances(_ report: AgingReport, _ table: inout FactTable) {
        let unknown = FactTable.unknownInteger
        var total = [Int64](repeating: 0, count: customers.count)
        var overdue = total
        var unapplied = total
        var isRated = [Bool](repeating: false, count: customers.count)
        for row in report.customers {
            isRated[row.customer] = row.amounts.contains { $0.currency != company.currency }
            total[row.customer] = row.inBase.total?.minorUnits ?? unknown
            overdue[row.customer] = row.inBase.overdue?.minorUnits ?? unknown
            unapplied[row.customer] = row.inBase.unapplied?.minorUnits ?? unknown
        }
        let limits = customers.map { customer in
            customer.creditLimit.flatMap { rates.converted($0, to: company.currency, on: asOf) }?.minorUnits ?? unknown
        }
        table.fill("total_balance", of: .customer, total)
        table.fill("overdue_balance", of: .customer, overdue)
        table.fill("unapplied_cash", of: .customer, unapplied)
        table.fill("credit_limit", of: .customer, limits)
        table.fill(
            table.index(of: "credit_use", on: .customer),
            reals: zip(total, limits).map { total, limit in
                total == unknown || limit == unknown || limit == 0 ? .nan : max(0, Double(total) / Double(limit))
            }
        )
        let hasRatedLimit = customers.map { customer in
            customer.creditLimit.map { $0.currency != company.currency } ?? false
        }
        for name in ["total_balance", "overdue_balance", "unapplied_cash"] {
            table.mark(table.index(of: name, on: .customer), movingWithRates: isRated)
        }
        table.mark(table.index(of: "credit_limit", on: .customer), movingWithRates: hasRatedLimit)
        table.mark(
            table.index(of: "credit_use", on: .customer),
            movingWithRates: zip(isRated, hasRatedLimit).map { $0 || $1 }
        )
    }

    private func fillInvoices(
        _ open: [Int],
        _ settlement: Settlement,
        _ promises: PromiseBook,
        into table: inout FactTable
    ) {
        let today = asOf
        let unknown = FactTable.unknownInteger
        table.fill("number", of: .invoice, texts: open.map { invoices[$0].number })
        table.fill("currency", of: .invoice, texts: open.map { invoices[$0].amount.currency.code })
        fill("amount", open.map { invoices[$0].amount.minorUnits }, of: open, into: &table)
        fill("balance", open.map { settlement.balance[$0] }, of: open, into: &table)
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
        let disputed = disputedParts()
        table.fill("disputed", of: .invoice, open.map { disputed[$0] > 0 ? 1 : 0 })
        fill("disputed_amount", open.map { max(0, min(disputed[$0], settlement.balance[$0])) }, of: open, into: &table)
        // Nothing is owed on an invoice that was paid too much, so nothing is promised on it either.
        let owed = open.map { settlement.balance[$0] > 0 && promises.dueOn[$0] != unknown }
        table.fill("promise_due_date", of: .invoice, zip(open, owed).map { $1 ? promises.dueOn[$0] : unknown })
        table.fill("promise_open", of: .invoice, zip(open, owed).map { $1 && promises.isOpen[$0] ? 1 : 0 })
        table.fill("promise_broken", of: .invoice, zip(open, owed).map { $1 && !promises.isOpen[$0] ? 1 : 0 })
    }

    /// Fills in amounts on invoices, given in the minor units of each.
    private func fill(_ name: String, _ minorUnits: [Int64], of open: [Int], into table: inout FactTable) {
        let base = company.currency
        var conversions: [Currency: Conversion?] = [:]
        var amounts: [Money] = []
        var values: [Int64] = []
        for (place, minorUnits) in zip(open, minorUnits) {
            let currency = invoices[place].amount.currency
            amounts.append(Money(minorUnits: minorUnits, in: currency))
            guard currency != base, minorUnits != 0 else {
                values.append(max(minorUnits, -.max))
                continue
            }
            let conversion: Conversion?
            if let known = conversions[currency] {
                conversion = known
            } else {
                conversion = rates.conversion(from: currency, to: base, on: asOf)
                conversions[currency] = .some(conversion)
            }
            values.append(conversion?.converted(minorUnits) ?? FactTable.unknownInteger)
        }
        table.fill(table.index(of: name, on: .invoice), document: amounts, integers: values)
    }

    /// How much of each invoice open disputes are about: nothing where none is, everything where one does not say.
    private func disputedParts() -> [Int64] {
        var disputed = [Int64](repeating: 0, count: invoices.count)
        for dispute in disputes where dispute.openedOn <= asOf {
            let isOpen = dispute.resolvedOn.map { $0 > asOf } ?? true
            guard isOpen else { continue }
            disputed[dispute.invoice] = disputed[dispute.invoice].addingClamped(
                max(1, dispute.amount?.minorUnits ?? .max)
            )
        }
        return disputed
    }
}

extension FactTable {
    /// Replaces the column of a fact that is held in whole numbers.
    mutating func fill(_ name: String, of entity: Entity, _ values: [Int64]) {
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
