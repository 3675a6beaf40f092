package import Values

/// A secret of 256 random bits that lets its bearer in.
///
/// Only ``lookupKey`` is ever stored: who reads the database cannot log in with what is found there. A fast hash is
/// enough, because nobody guesses 256 random bits.
package struct AccessToken: Sendable {
    private let bytes: [UInt8]

    /// How many characters the text has.
    package static let characterCount = 43

    /// A new token.
    package init() {
        bytes = SecureRandom.bytes(count: 32)
    }

    /// The token with this text, or `nil` where it is no token's.
    package init?(_ text: some StringProtocol) {
        guard text.utf8.count == AccessToken.characterCount, let bytes = Base64URL.bytes(of: text) else { return nil }
        self.bytes = bytes
    }

    /// The token as its bearer sends it: 43 characters, base64url without padding.
    package var text: String { Base64URL.text(of: bytes) }

    /// The SHA-256 of the 32 bytes, under which the token is found again.
    package var lookupKey: ContentHash { ContentHash(of: bytes) }
}

extension AccessToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// No part of the secret: a token that is printed by accident stays one.
    package var description: String { "access token" }

    /// No part of the secret either.
    package var debugDescription: String { description }

    /// Nothing to look into.
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
