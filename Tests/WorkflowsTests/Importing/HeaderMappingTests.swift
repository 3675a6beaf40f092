import TestKit
import Testing

@testable import Workflows

@Suite struct HeaderMappingTests {
    @Test(arguments: ImportKind.allCases)
    func `no header means two fields of a kind`(_ kind: ImportKind) {
        #expect(HeaderLexicon.of(kind).conflicts == [])
    }

    @Test(arguments: [
        ("Fällig am", "FAELLIG_AM"), ("N° client", "No Client"), ("Date d'échéance", "date d echeance"),
        ("Rechnungs-Nr.", "rechnungsnr"), ("Importe\u{A0}total", "IMPORTE TOTAL"),
    ])
    func `case, accents and punctuation do not count`(_ left: String, _ right: String) {
        #expect(HeaderName(left) == HeaderName(right))
    }

    @Test(arguments: ImportKind.allCases)
    func `each field of a kind is found by its own name`(_ kind: ImportKind) {
        var mapping = ColumnMapping(
            headers: kind.fields.map(\.rawValue),
            line: 1,
            profile: ImportProfile(findingColumnsOf: kind)
        )
        mapping.mapByHeader()
        for (place, field) in kind.fields.enumerated() { #expect(mapping.columns[field] == place, "\(field)") }
    }

    @Test(arguments: ImportKind.allCases)
    func `the kind is found by the names of its fields`(_ kind: ImportKind) throws {
        #expect(try KindFinding.kind(of: kind.fields.map(\.rawValue), line: 1) == kind)
    }
}
