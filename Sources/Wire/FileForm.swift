/// What a file is that is no table of text, told by its first bytes.
enum FileForm {
    /// What is wrong with a file that begins with `sample` and what to do about it; `nil` where it may well be text.
    ///
    /// Source: the signatures of ISO/IEC 21320-1, [MS-CFB] 2.2, ISO 32000-1 7.5.2, RFC 1952, RFC 2083, JFIF 1.02,
    /// Apache Parquet and SQLite 3.
    static func objection(to sample: [UInt8]) -> String? {
        if sample.starts(with: [0x50, 0x4B, 0x03, 0x04]) { return objection(toArchive: sample) }
        if sample.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
            return "this is an old Excel workbook; \(saveIt)"
        }
        if sample.starts(with: [0xFF, 0xFE, 0, 0]) || sample.starts(with: [0, 0, 0xFE, 0xFF]) {
            return "this is text in UTF-32, which hardly any program writes; save it as CSV (UTF-8) and import that"
        }
        for (signature, form) in signatures where sample.starts(with: signature.utf8) {
            return "this is \(form), not a table as text; \(exportIt)"
        }
        if sample.starts(with: [0x1F, 0x8B]) {
            return "this is a file packed by gzip; unpack it and import what it holds"
        }
        if sample.starts(with: [0xFF, 0xD8, 0xFF]) || sample.starts(with: [0x89, 0x50, 0x4E, 0x47]) {
            return "this is a picture, not a table as text; \(exportIt)"
        }
        return objection(toMarkup: sample)
    }

    /// The objection to bytes that are no text and of no known form.
    static let unknown = "this is not text, and no form of file that is known here; \(exportIt)"

    private static let saveIt = "save it as CSV (UTF-8) and import that"
    private static let exportIt = "export the table as CSV (UTF-8) and import that"

    private static let signatures: [(String, String)] = [
        ("%PDF", "a PDF document"),
        ("{\\rtf", "a Word document (RTF)"),
        ("PAR1", "a Parquet file"),
        ("SQLite format 3", "an SQLite database"),
    ]

    private static func objection(toArchive sample: [UInt8]) -> String {
        if contains("xl/", in: sample) || contains("[Content_Types].xml", in: sample) {
            return "this is an Excel workbook; \(saveIt)"
        }
        if contains("opendocument.spreadsheet", in: sample) {
            return "this is an OpenDocument spreadsheet; \(saveIt)"
        }
        return "this is a ZIP archive; unpack it and import the CSV file that it holds"
    }

    private static func objection(toMarkup sample: [UInt8]) -> String? {
        let text = sample.drop { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 || $0 >= 0x80 }.prefix(512)
            .map { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 }
        let isPage = ["<html", "<!doctype html", "<table", "<meta", "<head"].contains { text.starts(with: $0.utf8) }
        if isPage || (text.starts(with: "<?xml".utf8) && contains("<html", in: text)) {
            return "this is a web page, even if it is called .xls; open it in Excel, \(saveIt)"
        }
        return text.starts(with: "<?xml".utf8) ? "this is an XML file, not a table as text; \(exportIt)" : nil
    }

    private static func contains(_ needle: String, in bytes: [UInt8]) -> Bool {
        let needle = Array(needle.utf8)
        guard bytes.count >= needle.count else { return false }
        return (0...bytes.count - needle.count).contains { bytes[$0] == needle[0] && bytes[$0...].starts(with: needle) }
    }
}
