/// Something that must hold for whatever bytes come in.
///
/// A target traps where it does not hold; libFuzzer then keeps the bytes. Its corpus is `Corpus/<name>`.
struct FuzzTarget: Sendable {
    let name: String
    let check: @Sendable ([UInt8]) -> Void

    init(_ name: String, _ check: @escaping @Sendable ([UInt8]) -> Void) {
        self.name = name
        self.check = check
    }

    /// Every target; `ARCLIGHT_FUZZ_TARGET` names the one to fuzz.
    static let all = [
        FuzzTarget("http", checkRequestParser),
        FuzzTarget("arguments", checkArguments),
        FuzzTarget("lexer", checkLexer),
        FuzzTarget("csv", checkCSV),
        FuzzTarget("json", checkJSON),
    ]
}
