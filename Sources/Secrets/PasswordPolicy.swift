/// Which passwords are accepted.
///
/// Length and a list of what everybody tries first; no rules about digits and capitals, which make passwords harder to
/// remember and no harder to guess.
///
/// Source: NIST SP 800-63B, section 5.1.1.2.
package enum PasswordPolicy {
    /// The fewest characters that a password may have.
    package static let minimumCharacterCount = 8
    /// The most bytes that a password may have in UTF-8; libcrypt takes 511.
    package static let maximumByteCount = 256

    /// What is wrong with a password, as a sentence for whoever chose it, or `nil` where nothing is.
    package static func problem(with password: String) -> String? {
        if password.count < minimumCharacterCount {
            return "the password must have at least \(minimumCharacterCount) characters"
        }
        if password.utf8.count > maximumByteCount {
            return "the password must have at most \(maximumByteCount) bytes"
        }
        if password.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
            return "the password must not hold control characters"
        }
        let folded = password.lowercased()
        if Set(folded).count < 3 {
            return "the password repeats one or two characters; choose one that is harder to guess"
        }
        if common.contains(folded) {
            return "the password is one of those that are tried first; choose one that is harder to guess"
        }
        return nil
    }

    /// Whether libcrypt can hash the password whole: it stops at a zero byte.
    static func isHashable(_ password: String) -> Bool {
        !password.isEmpty && password.utf8.count <= maximumByteCount && !password.utf8.contains(0)
    }

    /// Passwords of eight and more characters that head every list of leaked ones, and the product's own name.
    private static let common: Set<String> = Set(
        """
        12345678 123456789 1234567890 12345678910 0123456789 9876543210 987654321 87654321 11223344 1122334455 \
        12341234 123123123 123456123 1234qwer 123qweasd 123qwe123 12qwaszx 147258369 159753456 1q2w3e4r 1q2w3e4r5t \
        1q2w3e4r5t6y 1qaz2wsx 1qaz2wsx3edc 1qazxsw2 a1b2c3d4 a1234567 a12345678 a123456789 aa123456 aa12345678 \
        abc12345 abc123456 abcd1234 abcd12345 abcdefgh abcdefghi access14 admin123 admin1234 administrator alexander \
        arclight arclight1 arclight123 asdasdasd asdf1234 asdfasdf asdfghjk asdfghjkl asdfghjkl1 azertyuiop baseball \
        basketball benjamin changeme changeme1 changeme123 charlotte chocolate christian computer corvette danielle \
        december dragon123 elizabeth einstein football football1 fuckyou1 godzilla hellohello heather1 hunter123 \
        iloveyou iloveyou1 iloveyou2 insecure internet invoices isabella jennifer jonathan jordan23 letmein1 \
        letmein123 liverpool liverpool1 lovelove manchester marlboro master123 maverick mercedes metallica michelle \
        michael1 midnight mustang1 myspace1 nicholas november p@ssw0rd p@ssword pa$$w0rd pass1234 passport passw0rd \
        passw0rd1 password password! password1 password1! password12 password123 password1234 password2 password99 \
        pokemon1 princess princess1 q1w2e3r4 q1w2e3r4t5 qazwsxedc qwer1234 qwerasdf qwert123 qwertyui qwertyuiop \
        qwerty12 qwerty123 qwerty1234 qwerty12345 qwertz123 qwertzuiop receivable receivables samantha secret123 \
        september skywalker slipknot snickers spiderman starwars starwars1 stephanie summer2024 summer2025 \
        summer2026 sunshine sunshine1 superman superman1 testtest test1234 test12345 trustno1 victoria wachtwoord \
        welcome1 welcome12 welcome123 whatever william1 winter2024 winter2025 winter2026 zaq12wsx zaq1zaq1 zxcvbnm1 \
        zxcvbnm123
        """.split(separator: " ").map { String($0) }
    )
}
