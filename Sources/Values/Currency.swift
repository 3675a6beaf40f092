/// A currency by its ISO 4217 code.
package struct Currency: Hashable, Comparable, Sendable {
    /// Three capital letters, and below them the number of decimals, packed into one number: a currency costs four bytes,
    /// no allocation and no search.
    private let packed: UInt32

    /// The currency with this code, in capitals, or `nil` where ISO 4217 lists none that money is held in.
    package init?(_ code: some StringProtocol) {
        self.init(String(code))
    }

    /// The currency with this code, in capitals, or `nil` where ISO 4217 lists none that money is held in.
    package init?(_ code: String) {
        guard code.utf8.count == 3 else { return nil }
        let letters = Currency.letters(of: code)
        guard let decimals = Currency.decimalsByCode[letters] else { return nil }
        packed = letters << 8 | decimals
    }

    private init(code: StaticString, decimals: UInt32) {
        packed = Currency.letters(of: "\(code)") << 8 | decimals
    }

    /// The three letters.
    package var code: String {
        String(
            decoding: [UInt8(packed >> 24), UInt8(packed >> 16 & 0xFF), UInt8(packed >> 8 & 0xFF)],
            as: UTF8.self
        )
    }

    /// Digits after the decimal point, from ISO 4217 table A.1: 2 for USD, 0 for JPY, 3 for KWD.
    package var decimals: Int { Int(packed & 0xFF) }

    /// How many minor units make one major unit: 100 for USD, 1 for JPY, 1,000 for KWD.
    package var minorUnitsPerMajor: Int64 {
        switch decimals {
        case 0: 1
        case 2: 100
        case 3: 1_000
        default: 10_000
        }
    }

    /// By code.
    package static func < (left: Currency, right: Currency) -> Bool {
        left.packed < right.packed
    }

    /// The US dollar.
    package static let usd = Currency(code: "USD", decimals: 2)
    /// The euro.
    package static let eur = Currency(code: "EUR", decimals: 2)
    /// The yen, which has no decimals.
    package static let jpy = Currency(code: "JPY", decimals: 0)
    /// The Kuwaiti dinar, which has three decimals.
    package static let kwd = Currency(code: "KWD", decimals: 3)

    private static func letters(of code: some StringProtocol) -> UInt32 {
        code.utf8.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    }

    /// How many decimals each currency has, by its letters.
    private static let decimalsByCode: [UInt32: UInt32] = {
        var decimals: [UInt32: UInt32] = [:]
        for (codes, count) in [
            (withoutDecimals, 0), (withTwoDecimals, 2), (withThreeDecimals, 3), (withFourDecimals, 4),
        ] {
            for code in codes.split(separator: " ") { decimals[letters(of: code)] = UInt32(count) }
        }
        return decimals
    }()

    private static let withoutDecimals = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
    private static let withThreeDecimals = "BHD IQD JOD KWD LYD OMR TND"
    private static let withFourDecimals = "CLF UYW"
    private static let withTwoDecimals =
        """
        AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY \
        COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS \
        INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR \
        MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD \
        SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG
        """
}

extension Currency: CustomStringConvertible {
    /// The three letters.
    package var description: String { code }
}
