/// A currency by its ISO 4217 code.
package struct Currency: Hashable, Comparable, Sendable {
    /// Three capital letters packed into one number, so that a currency costs four bytes and no allocation.
    private let packed: UInt32

    /// The currency with this code, in capitals, or `nil` where ISO 4217 lists none that money is held in.
    package init?(_ code: some StringProtocol) {
        guard code.utf8.count == 3 else { return nil }
        let packed = code.utf8.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        guard Currency.known.contains(packed) else { return nil }
        self.packed = packed
    }

    private init(packed: UInt32) {
        self.packed = packed
    }

    /// The three letters.
    package var code: String {
        String(decoding: [UInt8(packed >> 16 & 0xFF), UInt8(packed >> 8 & 0xFF), UInt8(packed & 0xFF)], as: UTF8.self)
    }

    /// Digits after the decimal point, from ISO 4217 table A.1: 2 for USD, 0 for JPY, 3 for KWD.
    package var decimals: Int {
        if Currency.withoutDecimals.contains(packed) { return 0 }
        if Currency.withThreeDecimals.contains(packed) { return 3 }
        return Currency.withFourDecimals.contains(packed) ? 4 : 2
    }

    /// How many minor units make one major unit: 100 for USD, 1 for JPY, 1,000 for KWD.
    package var minorUnitsPerMajor: Int64 {
        switch decimals {
        case 0: 1
        case 2: 100
        case 3: 1_000
        default: 10_000
        }
    }

    package static func < (left: Currency, right: Currency) -> Bool {
        left.packed < right.packed
    }

    package static let usd = Currency(packed: pack("USD"))
    package static let eur = Currency(packed: pack("EUR"))
    package static let jpy = Currency(packed: pack("JPY"))
    package static let kwd = Currency(packed: pack("KWD"))

    private static func pack(_ code: StaticString) -> UInt32 {
        "\(code)".utf8.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    }

    private static func packAll(_ codes: StaticString) -> Set<UInt32> {
        Set("\(codes)".split(separator: " ").map { $0.utf8.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } })
    }

    private static let withoutDecimals = packAll("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF")
    private static let withThreeDecimals = packAll("BHD IQD JOD KWD LYD OMR TND")
    private static let withFourDecimals = packAll("CLF UYW")
    private static let withTwoDecimals = packAll(
        """
        AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY \
        COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS \
        INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR \
        MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD \
        SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG
        """
    )
    private static let known =
        withTwoDecimals.union(withoutDecimals).union(withThreeDecimals).union(withFourDecimals)
}

extension Currency: CustomStringConvertible {
    package var description: String { code }
}
