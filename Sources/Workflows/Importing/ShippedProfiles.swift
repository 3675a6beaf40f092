import Shipped
import Values

/// A name that no shipped profile has.
package struct UnknownProfile: Error, Hashable {
    package let name: String
    /// The names there are.
    package let known: [String]
}

extension UnknownProfile: CustomStringConvertible {
    /// What there is instead.
    package var description: String {
        let advice = Spelling.nearest(to: name, among: known).map { "; did you mean `\($0)`?" } ?? ""
        return "there is no profile `\(name)`\(advice); shipped: \(known.joined(separator: ", "))"
    }
}

extension ImportProfile {
    /// The names of the profiles that the binary carries.
    package static var shippedNames: [String] {
        Shipped.files(below: "seeds/profiles").compactMap { file in
            file.path.hasSuffix(".profile") ? String(file.path.dropLast(".profile".utf8.count)) : nil
        }
    }

    /// The profile that the binary carries under a name.
    ///
    /// - Throws: ``UnknownProfile``; ``ImportProfileError``, which a test rules out.
    package static func shipped(_ name: String) throws -> ImportProfile {
        guard let text = Shipped.text(at: "seeds/profiles/\(name).profile") else {
            throw UnknownProfile(name: name, known: shippedNames)
        }
        return try ImportProfile(name: name, text: text)
    }

    /// The profile for files with the product's own headers.
    ///
    /// - Throws: as ``shipped(_:)``.
    package static func generic(_ kind: ImportKind) throws -> ImportProfile {
        try shipped("generic-\(kind.rawValue)")
    }
}
