import Foundation
import Testing

extension EndToEndTests {
    /// The same books give the same bytes, whatever the processor, the hash seed or the order of day.
    @Suite(.serialized) struct Determinism {
        /// Takes the processor's newer instructions from the C library's choice of functions.
        private static let olderProcessor = ["GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-FMA,-FMA4,-AVX512F,-AVX512VL"]

        @Test func `books imported in two folders are judged and learned from alike to the byte`() throws {
            let one = try judged(variables: [:])
            let other = try judged(variables: Determinism.olderProcessor)
            #expect(one.export.lines.count > 300)
            for (line, same) in zip(one.export.lines, other.export.lines) where line != same {
                Issue.record("differs: \(line.prefix(2_000)) and \(same.prefix(2_000))")
                return
            }
            #expect(one.export == other.export)
            #expect(one.late.hasPrefix("arclight head"))
            #expect(one.late == other.late)
            #expect(one.accept == other.accept)
        }

        @Test func `made-up books are the same bytes for the same seed and others for another`() throws {
            let program = try Program()
            for (name, seed) in [("a", "7"), ("b", "7"), ("c", "8")] {
                try program.succeed(
                    "seed",
                    program.folder.path(name),
                    "--customers",
                    "5",
                    "--invoices",
                    "60",
                    "--seed",
                    seed
                )
            }
            for file in Prepared.bookKinds.map({ "\($0).csv" }) + ["behaviours.csv", "effects.csv", "reviewers.csv"] {
                let texts = try ["a", "b", "c"].map {
                    try String(contentsOfFile: program.folder.path("\($0)/\(file)"), encoding: .utf8)
                }
                #expect(texts[0] == texts[1])
                if file == "invoices.csv" { #expect(texts[0] != texts[2]) }
            }
        }

        private struct Judged {
            let export: Export
            let late: String
            let accept: String
        }

        /// A company made, loaded, judged, retrained and judged again, by commands alone.
        private func judged(variables: [String: String]) throws -> Judged {
            var program = try Program()
            program.variables = variables
            let folder = program.folder.path("books")
            try program.succeed("seed", folder, "--customers", "20", "--invoices", "600", "--seed", "5")
            try program.succeed(
                "company",
                "create",
                "acme",
                "--currency",
                "USD",
                "--today",
                "2026-06-30",
                "--holidays",
                "US"
            )
            for kind in Prepared.bookKinds {
                try program.succeed("import", "\(folder)/\(kind).csv", "--as", kind)
            }
            try program.succeed("run")
            try program.succeed("retrain", "--promote")
            try program.succeed("run")
            return Judged(
                export: try program.export(),
                late: try program.succeed("model", "show", "--head", "late"),
                accept: try program.succeed("model", "show", "--head", "accept")
            )
        }
    }
}

extension Export {
    /// Its lines, to show where two part.
    var lines: [Substring] { text.split(separator: "\n") }
}
