/// A head as text that a person can read and a program reads strictly.
package enum ModelFile {
    /// The head's file.
    package static func text(of head: Head) -> String { "" }

    /// The head that a file holds.
    ///
    /// - Throws: a ``ModelFileError`` with the line at fault. What is accepted, ``text(of:)`` writes the same to the byte.
    package static func parse(_ text: String) throws(ModelFileError) -> Head {
        throw ModelFileError(line: 1, message: "")
    }
}

/// Why a model file was refused.
package struct ModelFileError: Error, Hashable, CustomStringConvertible {
    /// Counted from 1.
    package let line: Int
    /// One sentence: what is wrong with the line.
    package let message: String

    /// A refusal at a line.
    package init(line: Int, message: String) {
        self.line = line
        self.message = message
    }

    /// The line and the sentence.
    package var description: String { "line \(line): \(message)" }
}
