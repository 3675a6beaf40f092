import Values

/// HMAC with SHA-256: proves that whoever sent a message holds the key.
///
/// Source: RFC 2104; FIPS 198-1.
package struct HMAC: Sendable {
    private var inner = SHA256()
    private let outerKey: [UInt8]

    /// How many bytes a code has.
    package static let byteCount = 32

    /// The code of a message yet to come, under a key of any length.
    package init(key: [UInt8]) {
        var block = key.count > 64 ? ContentHash(of: key).bytes : key
        block += Array(repeating: 0, count: 64 - block.count)
        inner.update(block.map { $0 ^ 0x36 })
        outerKey = block.map { $0 ^ 0x5C }
    }

    /// Takes in more of the message.
    package mutating func update(_ bytes: some Sequence<UInt8>) {
        inner.update(bytes)
    }

    /// The 32 bytes of the code.
    package consuming func finished() -> [UInt8] {
        var outer = SHA256()
        outer.update(outerKey)
        outer.update(inner.finished().bytes)
        return outer.finished().bytes
    }

    /// The 32 bytes of the code of a whole message.
    package static func code(for message: some Sequence<UInt8>, key: [UInt8]) -> [UInt8] {
        var code = HMAC(key: key)
        code.update(message)
        return code.finished()
    }

    /// Whether `code` is the whole code of `message`, in constant time; one cut short is none.
    package static func isValid(_ code: [UInt8], for message: some Sequence<UInt8>, key: [UInt8]) -> Bool {
        constantTimeEqual(code, HMAC.code(for: message, key: key))
    }
}
