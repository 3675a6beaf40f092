package import Receivables
package import Store
import Values

/// Takes files of a company's books in: strictly, and all of a file or nothing, unless bad rows may be left out.
package enum Importing {
    /// Looks through a file, and brings its rows into the company's books in one transaction.
    ///
    /// The file is looked through on the caller's thread, so that other writers wait for the writing only. A file that was
    /// imported before, byte for byte and as the same kind, changes nothing, and the report says so; what was undone since
    /// counts as never imported.
    ///
    /// - Parameters:
    ///   - file: where the file is.
    ///   - request: what is known of it.
    ///   - company: whose books it belongs to.
    ///   - database: where the books are.
    ///   - recording: when it happens; the import's own identifier is added to it.
    ///   - generator: draws the identifiers of new rows.
    ///   - options: what is to become of bad rows, and whether anything is kept.
    ///   - progress: told now and then how many rows are done, on the writer's thread.
    /// - Throws: ``ImportRefusal``; ``Refusal/fileUnwritable(path:)``; what the store throws. Either way nothing was
    ///   written.
    package static func run(
        _ file: ImportFile,
        by request: ImportRequest,
        for company: Company,
        in database: Database,
        at recording: Recording,
        using generator: some RandomNumberGenerator & Sendable,
        options: ImportOptions,
        progress: @escaping @Sendable (ImportProgress) -> Void = { _ in }
    ) throws -> ImportReport {
        let plan = try ImportSurvey.plan(of: file, by: request, base: company.currency)
        let report: ImportReport
        do {
            report = try database.load(for: company.id) { scope in
                var generator = generator
                let report = try load(
                    file,
                    by: plan,
                    for: company,
                    at: recording,
                    using: &generator,
                    into: scope,
                    options: options,
                    progress: progress
                )
                // What is thrown takes the transaction back.
                if options.isDryRun { throw DryRunDone(report: report) }
                return report
            }
        } catch let done as DryRunDone {
            return done.report
        } catch {
            if case .leftOut(let path) = options.badRows { RejectsFile.discard(at: path) }
            throw error
        }
        if let path = report.rejectsPath { try RejectsFile.keep(at: path) }
        return report
    }

    /// Brings the rows of a file into the books: what is new is added, what differs is changed, the rest is left alone.
    ///
    /// All of it happens in the scope's transaction, and so does its entry in the list of imports.
    ///
    /// - Parameters:
    ///   - plan: what ``ImportSurvey`` found of the file.
    ///   - recording: when it happens; the import's own identifier is added to it.
    ///   - generator: draws the identifiers of new rows.
    ///   - scope: the right to write to the company's books.
    /// - Throws: as ``run(_:by:for:in:at:using:options:progress:)``. The transaction must then be given up.
    package static func load(
        _ file: ImportFile,
        by plan: ImportPlan,
        for company: Company,
        at recording: Recording,
        using generator: inout some RandomNumberGenerator,
        into scope: WriteScope,
        options: ImportOptions,
        progress: @escaping (ImportProgress) -> Void = { _ in }
    ) throws -> ImportReport {
        let kind = plan.kind.rawValue
        if let batch = try ImportBatchRow.find(fileHash: plan.fileHash, kind: kind, in: scope.reading) {
            return ImportReport(repeating: plan, batch, isDryRun: options.isDryRun)
        }
        let importID = Identifier<ImportBatch>.timeOrdered(at: recording.instant, using: &generator)
        let stamp = Recording(at: recording.instant, on: recording.day, by: importID)
        let loading = try ImportLoading(plan, from: file, options: options, progress: progress)
        let cells = RowCells(plan)
        let report: ImportReport
        switch plan.kind {
        case .ledger:
            let taker = try LedgerTaker(cells, of: company, at: stamp, using: &generator, in: scope)
            report = try loading.run(by: taker, importID: importID)
        case .customers:
            let taker = try CustomerTaker(cells, of: company, at: stamp, using: &generator, in: scope)
            report = try loading.run(by: taker, importID: importID)
        case .contacts:
            let taker = try ContactTaker(cells, at: stamp, using: &generator, in: scope)
            report = try loading.run(by: taker, importID: importID)
        case .invoices:
            let taker = try InvoiceTaker(cells, at: stamp, using: &generator, in: scope)
            report = try loading.run(by: taker, importID: importID)
        case .payments:
            let taker = try PaymentTaker(cells, base: company.currency, at: stamp, using: &generator, in: scope)
            report = try loading.run(by: taker, importID: importID)
        case .allocations:
            let taker = try AllocationTaker(cells, base: company.currency, at: stamp, in: scope)
            report = try loading.run(by: taker, importID: importID)
        case .promises:
            let taker = try PromiseTaker(cells, at: stamp, using: &generator, in: scope)
            report = try loading.run(by: taker, importID: importID)
        case .disputes:
            let taker = try DisputeTaker(cells, at: stamp, using: &generator, in: scope)
            report = try loading.run(by: taker, importID: importID)
        case .communications:
            let taker = try CommunicationTaker(cells, at: stamp, using: &generator, in: scope)
            report = try loading.run(by: taker, importID: importID)
        case .rates:
            let taker = try RateTaker(cells, at: stamp, in: scope)
            report = try loading.run(by: taker, importID: importID)
        }
        try ImportBatchRow(
            id: importID,
            fileHash: plan.fileHash,
            kind: kind,
            profile: plan.profile.name,
            fileName: options.fileName,
            rowCount: report.rowCount,
            skippedCount: report.skippedCount,
            count: report.total,
            recordedAt: recording.instant
        ).insert(in: scope)
        return report
    }

    /// The way out of a transaction that is not to be kept.
    private struct DryRunDone: Error {
        let report: ImportReport
    }
}
