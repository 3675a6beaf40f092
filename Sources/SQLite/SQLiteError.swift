internal import CSQLite

/// What SQLite had to say, and the statement it said it about.
package struct SQLiteError: Error, Hashable, Sendable {
    /// What a caller can do about an error, from the primary result code.
    package enum Kind: Hashable, Sendable {
        /// Another connection holds the lock and did not let go of it in time.
        case busy
        /// The disk, or the space the file may take, is used up.
        case full
        /// The file or its folder may not be written.
        case readOnly
        /// The file could not be opened.
        case cannotOpen
        /// Reading or writing the file failed.
        case inputOutput
        /// The file is damaged or is no database.
        case damaged
        /// A CHECK, UNIQUE, NOT NULL or FOREIGN KEY constraint refused the row.
        case constraint
        /// Somebody asked for the statement to stop.
        case interrupted
        /// A column holds what its reader cannot take.
        case mismatch
        /// Any other code: a mistake in this program.
        case other
    }

    /// The extended result code; see https://www.sqlite.org/rescode.html.
    package let code: Int32
    /// SQLite's own sentence.
    package let message: String
    /// The statement it is about, or what was being done where there was none.
    package let statement: String

    /// An error with this extended result code.
    package init(code: Int32, message: String, statement: String) {
        self.code = code
        self.message = message
        self.statement = statement
    }

    init(_ code: Int32, on handle: OpaquePointer?, during statement: String) {
        let message = unsafe handle.map { unsafe String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
        self.init(code: code, message: message, statement: statement)
    }

    /// What can be done about it.
    package var kind: Kind {
        switch code & 0xFF {
        case SQLITE_BUSY, SQLITE_LOCKED: .busy
        case SQLITE_FULL: .full
        case SQLITE_READONLY: .readOnly
        case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH: .cannotOpen
        case SQLITE_IOERR: .inputOutput
        case SQLITE_CORRUPT, SQLITE_NOTADB: .damaged
        case SQLITE_CONSTRAINT: .constraint
        case SQLITE_INTERRUPT: .interrupted
        case SQLITE_MISMATCH: .mismatch
        default: .other
        }
    }

    /// One sentence for the person who runs the program: what happened, and what to do.
    package var advice: String {
        switch kind {
        case .busy: "the database is locked by another program; end that program or try again"
        case .full: "the disk is full; free some space and try again, nothing was half written"
        case .readOnly: "the database may not be written; check the owner and the mode of the file and of its folder"
        case .cannotOpen: "the database file cannot be opened; check its path, its owner and its mode"
        case .inputOutput: "reading or writing the database file failed; check the disk"
        case .damaged: "the file is damaged or is no database; restore it from a backup"
        case .constraint: "the database refused the row: \(message)"
        case .interrupted: "the statement was stopped before it ended; nothing was written"
        case .mismatch: "the database holds a value that this program cannot read: \(message)"
        case .other: "the database reported an error: \(message)"
        }
    }
}

extension SQLiteError: CustomStringConvertible {
    /// The advice, SQLite's own words, the code and the statement.
    package var description: String { "\(advice) (SQLite \(code): \(message), in: \(statement))" }
}
