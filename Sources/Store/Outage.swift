internal import SQLite

/// Why the database cannot take part for now, through nobody's mistake; what was asked for may be asked for again.
package enum Outage: Hashable, Sendable {
    /// Another program holds the file.
    case busy
    /// The disk is used up.
    case full
    /// The file may not be written.
    case readOnly
    /// The file cannot be opened, read or written.
    case inputOutput

    /// The outage that an error of the store tells of, or `nil` where it tells of something else.
    package init?(_ error: any Error) {
        let cause: SQLiteError? =
            switch error {
            case let error as SQLiteError: error
            case StoreError.database(let error): error
            default: nil
            }
        switch cause?.kind {
        case .busy: self = .busy
        case .full: self = .full
        case .readOnly: self = .readOnly
        case .cannotOpen, .inputOutput: self = .inputOutput
        case .damaged, .constraint, .interrupted, .mismatch, .other, nil: return nil
        }
    }
}

extension Outage: CustomStringConvertible {
    /// One sentence for whoever waits for an answer; nothing was half written.
    package var description: String {
        switch self {
        case .busy: "the database is locked by another program; try again in a moment"
        case .full: "the disk of the service is full, and nothing was stored; tell whoever runs it"
        case .readOnly: "the database of the service may not be written, and nothing was stored; tell whoever runs it"
        case .inputOutput: "the database of the service cannot be read or written; tell whoever runs it"
        }
    }
}
