import Scoring
import TestKit
import Testing
import Values

@Suite struct ModelFileTests {
    private static let head = Head(
        name: .late,
        intercept: -0.5,
        features: [
            HeadFeature(name: "log_amount", mean: 7, scale: 1.5, weight: 0.1, prior: 0.05),
            HeadFeature(name: "overdue_share", mean: 0.15, scale: 0.2, weight: -1e-7, prior: 0),
        ],
        training: TrainingRecord(
            asOf: Day(sinceEpoch: 19_800),
            firstDay: Day(sinceEpoch: 19_400),
            lastDay: Day(sinceEpoch: 19_760),
            rowCount: 400,
            positiveCount: 130,
            penalty: 30,
            data: ContentHash(of: "data"),
            prior: ContentHash(of: "prior")
        ),
        holdout: Metrics(
            rowCount: 80,
            baseRate: 0.325,
            logLoss: 0.41,
            areaUnderCurve: 0.875,
            brierScore: 0.13,
            calibrationError: 0.05
        ),
        calibration: [CalibrationBin(rowCount: 80, predicted: 0.3, observed: 0.325)]
    )

    private static let text = """
        arclight head 1
        head late
        trained 2024-03-18 on 2023-02-12 to 2024-02-07
        rows 400 positive 130 penalty 30.0
        data 3a6eb0790f39ac87c94f3856b2dd2c5d110e6811602261a9a923d3bb23adc8b7
        prior e5bade0e979cb8cf6e53303dae696c6631a5c82ce60386d7a602f85fb249fcc0
        intercept -0.5
        feature log_amount mean 7.0 scale 1.5 weight 0.1 prior 0.05
        feature overdue_share mean 0.15 scale 0.2 weight -1e-07 prior 0.0
        holdout rows 80 base-rate 0.325 log-loss 0.41 auc 0.875 brier 0.13 ece 0.05
        calibration rows 80 predicted 0.3 observed 0.325
        hash e6d814f7584ea52e1624d8fbce8d04a9d98eabf47bf2a64f1654394fea8f023a

        """

    @Test func `a head is written so that a person can read it`() {
        #expect(ModelFile.text(of: Self.head) == Self.text)
    }

    @Test func `what is read is written back to the byte`() throws {
        #expect(try ModelFile.parse(Self.text) == Self.head)
        for name in ["late", "accept"] {
            let file = try ShippedModel.file(name)
            #expect(ModelFile.text(of: try ModelFile.parse(file)) == file)
        }
    }

    @Test func `any head survives its file`() throws {
        try forAll(300) { generator in
            func number(_ generator: inout SplitMix64) -> Double {
                .random(in: -1...1, using: &generator) * Elementary.exp(.random(in: -30...30, using: &generator))
            }
            let features = (0..<Int.random(in: 1...5, using: &generator)).map { index in
                HeadFeature(
                    name: "rule=r\(index)",
                    mean: number(&generator),
                    scale: abs(number(&generator)) + 1e-300,
                    weight: number(&generator),
                    prior: number(&generator)
                )
            }
            return Head(name: .accept, intercept: number(&generator), features: features)
        } property: { head in
            try ModelFile.parse(ModelFile.text(of: head)) == head
        }
    }

    @Test(arguments: [
        ("arclight head 1", "arclight head 2", 1, "`arclight head 1` is expected here"),
        ("head late", "head soon", 2, "there is no head `soon`"),
        ("head late\n", "", 2, "a `head` line is expected, and this one says `trained`"),
        ("2024-03-18", "18.03.2024", 3, "`18.03.2024` is not a day as YYYY-MM-DD"),
        ("rows 400", "rows -4", 4, "`-4` is not a count"),
        ("penalty 30.0", "penalty 30", 4, "`30` is written `30.0` here"),
        ("data 3a", "data 3A", 5, "is not a hash of 64 digits"),
        ("intercept -0.5", "intercept nan", 7, "`nan` is not a finite number"),
        ("scale 1.5", "scale inf", 8, "`inf` is not a finite number"),
        ("scale 1.5", "scale -1.5", 8, "the scale of `log_amount` is not above 0"),
        ("scale 1.5", "scale 1e-320", 8, "the scale of `log_amount` is not above 0"),
        ("scale 1.5", "size 1.5", 8, "`scale` is expected, and the line says `size`"),
        (" prior 0.05", "", 8, "the line ends too early"),
        ("prior 0.05", "prior 0.05 well", 8, "`well` is too much at the end of the line"),
        ("mean 7.0 ", "mean  7.0 ", 8, "words are parted by one space"),
        ("overdue_share", "log_amount", 9, "feature `log_amount` stands twice"),
        ("holdout", "metrics", 10, "a `holdout` line is expected, and this one says `metrics`"),
        ("calibration", "remark", 11, "a `hash` line is expected, and this one says `remark`"),
        ("weight 0.1", "weight 0.2", 12, "the file was changed"),
        ("\n", "\r\n", 1, "is expected here"),
    ])
    func `a changed file is refused at its line`(
        _ original: String,
        _ changed: String,
        _ line: Int,
        _ message: String
    ) throws {
        let text = Self.text.replacingFirst(original, with: changed)
        #expect(text != Self.text)
        let error = try #require(throws: ModelFileError.self) { try ModelFile.parse(text) }
        #expect(error.line == line)
        #expect(error.message.contains(message), "\(error)")
    }

    @Test func `a file ends with its hash and a line end`() throws {
        let more = try #require(throws: ModelFileError.self) { try ModelFile.parse(Self.text + "more\n") }
        #expect(more == ModelFileError(line: 13, message: "nothing may follow the hash"))
        let cut = try #require(throws: ModelFileError.self) { try ModelFile.parse(String(Self.text.dropLast())) }
        #expect(cut == ModelFileError(line: 12, message: "the last line has no line end"))
        let half = Self.text.split(separator: "\n").prefix(8).joined(separator: "\n") + "\n"
        let early = try #require(throws: ModelFileError.self) { try ModelFile.parse(half) }
        #expect(early == ModelFileError(line: 9, message: "the file ends before its `holdout` line"))
        #expect(throws: ModelFileError.self) { try ModelFile.parse("") }
    }
}

extension String {
    /// The text with the first occurrence of `part` replaced.
    fileprivate func replacingFirst(_ part: String, with other: String) -> String {
        let (text, sought) = (Array(unicodeScalars), Array(part.unicodeScalars))
        guard let start = text.indices.first(where: { text[$0...].starts(with: sought) }) else { return self }
        var result = String.UnicodeScalarView()
        result.append(contentsOf: text[..<start])
        result.append(contentsOf: other.unicodeScalars)
        result.append(contentsOf: text[(start + sought.count)...])
        return String(result)
    }
}
