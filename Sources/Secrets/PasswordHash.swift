import CCrypt

/// What is stored of a password: its yescrypt hash, with salt and cost, as libcrypt writes it.
///
/// One hash takes about 20 ms and 16 MB, by intent; callers let only one run at a time per core, so that logins are no
/// lever against the service.
package struct PasswordHash: Hashable, Sendable {
    /// The hash as it is stored: `$y$j9T$…`.
    package let text: String

    /// Setting of the hashes made today: yescrypt at cost 5, Debian's own choice.
    private static let settingPrefix = "$y$j9T$"
    private static let cost: UInt = 5

    /// A hash of no password that anybody knows, for the time that a check against a user who is not there must take.
    package static let decoy = PasswordHash(
        unchecked: "$y$j9T$kbh8EcsIWFkA/ckBodjsH1$x3Y7TapAH4lmUT.y581kSwSZIHHfPrtPP5mse/IENVD"
    )

    /// The stored hash, or `nil` where the text is no yescrypt hash.
    package init?(_ text: String) {
        guard text.hasPrefix("$y$"), text.utf8.count <= 128, !text.utf8.contains(0) else { return nil }
        guard text.utf8.split(separator: UInt8(ascii: "$")).count == 4 else { return nil }
        guard unsafe crypt_checksalt(text) == CRYPT_SALT_OK else { return nil }
        self.init(unchecked: text)
    }

    private init(unchecked text: String) {
        self.text = text
    }

    /// The hash of `password` under a new random salt.
    ///
    /// - Throws: ``PasswordError`` where the password cannot be hashed; ``PasswordPolicy`` refuses such ones earlier.
    package static func hash(_ password: String) throws(PasswordError) -> PasswordHash {
        guard PasswordPolicy.isHashable(password) else { throw .unusable }
        let salt = SecureRandom.bytes(count: 16)
        var setting = [CChar](repeating: 0, count: Int(CRYPT_GENSALT_OUTPUT_SIZE))
        let isMade = unsafe salt.withUnsafeBytes { salt in
            unsafe setting.withUnsafeMutableBufferPointer { setting in
                unsafe crypt_gensalt_rn(
                    "$y$",
                    cost,
                    salt.assumingMemoryBound(to: CChar.self).baseAddress,
                    Int32(salt.count),
                    setting.baseAddress,
                    Int32(setting.count)
                ) != nil
            }
        }
        guard isMade else { throw .libraryRefuses }
        let settingText = String(decoding: setting.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard let text = encrypted(password, setting: settingText) else { throw .libraryRefuses }
        return PasswordHash(unchecked: text)
    }

    /// Whether `password` is the one whose hash is stored.
    ///
    /// Pass `nil` for a user who is not there: the check then takes as long as any other and fails, so that its time
    /// does not tell which users exist.
    package static func verify(_ password: String, against stored: PasswordHash?) -> Bool {
        let isHashable = PasswordPolicy.isHashable(password)
        let expected = (stored ?? decoy).text
        let actual = encrypted(isHashable ? password : "", setting: expected) ?? ""
        let isEqual = constantTimeEqual(Array(actual.utf8), Array(expected.utf8))
        return isEqual && isHashable && stored != nil
    }

    /// Whether the hash was made with another setting than today's, and should be made anew at the next login.
    package var isOutdated: Bool { !text.hasPrefix(PasswordHash.settingPrefix) }

    /// What libcrypt makes of a password, or `nil` where it refuses.
    private static func encrypted(_ password: String, setting: String) -> String? {
        // 32 KB: too much for the stack of a small thread.
        let data = UnsafeMutablePointer<crypt_data>.allocate(capacity: 1)
        defer { unsafe data.deallocate() }
        unsafe UnsafeMutableRawPointer(data).initializeMemory(
            as: UInt8.self,
            repeating: 0,
            count: MemoryLayout<crypt_data>.size
        )
        guard let output = unsafe crypt_r(password, setting, data) else { return nil }
        let text = unsafe String(cString: output)
        return text.hasPrefix("*") ? nil : text
    }
}

extension PasswordHash: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// No part of the hash: one that is printed by accident gives nothing to guess at.
    package var description: String { "password hash" }

    /// No part of the hash either.
    package var debugDescription: String { description }

    /// Nothing to look into.
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// Why a password could not be hashed.
package enum PasswordError: Error, Hashable, Sendable {
    /// The password is empty, too long or holds a zero byte.
    case unusable
    /// libcrypt makes no yescrypt hashes here.
    case libraryRefuses
}

extension PasswordError: CustomStringConvertible {
    /// What happened and what to do about it.
    package var description: String {
        switch self {
        case .unusable: "the password is empty, too long or holds a zero byte; choose another"
        case .libraryRefuses: "the system's libcrypt makes no yescrypt hashes; install libcrypt 4.3 or later"
        }
    }
}
