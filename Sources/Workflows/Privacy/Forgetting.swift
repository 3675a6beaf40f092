package import Receivables
package import Store
package import Values
package import Wire

/// Why a person was not forgotten; nothing was changed.
package enum ForgettingError: Error, Hashable, Sendable {
    case noSuchContact(String)
}

extension ForgettingError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noSuchContact(let key):
            "there is no contact `\(key)`; `arclight export --customer KEY` lists the contacts of a customer with their keys"
        }
    }
}

/// What was erased of a person, or would be.
package struct ForgettingReport: Hashable, Sendable {
    /// The key the person was known by.
    package let key: String
    /// The row that stands for the person from now on.
    package let contact: Identifier<Contact>
    /// The day the person was forgotten, where that was before this.
    package let forgottenBefore: Day?
    package let outcome: Erasure.Outcome
    /// Whether nothing was erased, because only what would be was asked for.
    package let isRehearsal: Bool

    /// The report in lines for people.
    package var lines: [String] {
        if let forgottenBefore {
            let file = isRehearsal ? "" : "; the file was written anew without what it once held"
            return ["\(key) was forgotten on \(forgottenBefore) already\(file)"]
        }
        var lines = [isRehearsal ? "\(key) would be forgotten; nothing was changed" : "\(key) is forgotten"]
        lines += outcome.erased.map { "  \(isRehearsal ? "would be erased" : "erased"): \($0.what): \($0.count)" }
        lines += outcome.kept.map { "  still mentioned in \($0.what): \($0.count); these name or prove rows and stay" }
        if !isRehearsal { lines.append("backups and exported files still hold the person; see docs/privacy.md") }
        return lines
    }

    /// The report as a JSON object.
    package var json: String {
        var json = JSONWriter()
        json.object { write(to: &$0) }
        return json.text
    }

    /// Writes the report's fields into an open object.
    package func write(to json: inout JSONWriter) {
        json.field("contact", contact)
        json.field("forgotten_before", forgottenBefore)
        json.field("dry_run", isRehearsal)
        for (name, counts) in [("erased", outcome.erased), ("kept", outcome.kept)] {
            json.key(text: name)
            json.array { list in
                for count in counts {
                    list.object { object in
                        object.field("what", count.what)
                        object.field("count", count.count)
                    }
                }
            }
        }
    }
}

/// Forgets a person: erases what the books hold of them, in one transaction, and then the bytes in the file.
package enum Forgetting {
    /// Forgets the person with this key.
    ///
    /// Somebody who was forgotten before stays so; the file is then written anew once more, for one whose forgetting was cut
    /// off after its transaction.
    ///
    /// - Parameter isRehearsal: whether to say only what would be erased.
    /// - Throws: ``ForgettingError``; ``Store/StoreError``, of which `logInUse` and those of a full disk leave the person
    ///   forgotten in the books and ask for the command to be repeated.
    package static func forget(
        _ key: String,
        of company: Company,
        by actor: String,
        isRehearsal: Bool,
        office: Office
    ) throws -> ForgettingReport {
        let recording = Recording(at: office.now(), on: try office.today(of: company))
        let report: ForgettingReport
        do {
            report = try office.database.write(for: company.id) { scope in
                guard let contact = try ContactRow.find(key: key, in: scope.reading) else {
                    throw ForgettingError.noSuchContact(key)
                }
                let report = try forget(contact, as: key, by: actor, at: recording, isRehearsal: isRehearsal, in: scope)
                // What was done to be counted is undone by giving the transaction up.
                if isRehearsal { throw Rehearsal(report: report) }
                return report
            }
        } catch let rehearsal as Rehearsal {
            return rehearsal.report
        }
        try office.database.compact()
        return report
    }

    /// Forgets a person in the caller's transaction; the file has to be written anew after it.
    package static func forget(
        _ contact: ContactRow,
        as key: String,
        by actor: String,
        at recording: Recording,
        isRehearsal: Bool = false,
        in scope: WriteScope
    ) throws -> ForgettingReport {
        var outcome = Erasure.Outcome.nothing
        if contact.forgottenOn == nil {
            outcome = try Erasure.erase(contact, at: recording, in: scope)
            try AuditRow.append(
                actor: actor,
                event: "contact.forget",
                subject: "\(contact.id)",
                after: outcome.erased.map { "\($0.what): \($0.count)" }.joined(separator: "; "),
                at: recording.instant,
                in: scope
            )
        }
        return ForgettingReport(
            key: key,
            contact: contact.id,
            forgottenBefore: contact.forgottenOn,
            outcome: outcome,
            isRehearsal: isRehearsal
        )
    }

    /// Carries a report out of a transaction that is given up.
    private struct Rehearsal: Error {
        let report: ForgettingReport
    }
}
