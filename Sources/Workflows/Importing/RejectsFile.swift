import Glibc
import Wire

/// The rows that an import left out, in a file that can be mended and imported in its turn: the file's own header,
/// delimiter and encoding, and a last column that says why.
///
/// It grows beside its final name and takes that name once the other rows are stored.
struct RejectsFile: ~Copyable {
    private let path: String
    private let descriptor: CInt
    private var writer: CSVWriter
    private let columnCount: Int
    private var isWhole = false

    /// A file that ends up at `path`, with the lines above the first row of the plan's file.
    ///
    /// - Throws: ``Refusal/fileUnwritable(path:)``.
    init(at path: String, for plan: ImportPlan, leading: [(line: Int, cells: [String])]) throws {
        self.path = path
        let isMended = plan.headers.last == ImportLayout.reasonHeader
        columnCount = isMended ? plan.headers.count - 1 : plan.headers.count
        writer = CSVWriter(dialect: plan.dialect, encoding: plan.encoding, byteOrderMark: plan.encoding != .windows1252)
        descriptor = unsafe Glibc.open(path + ".part", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Refusal.fileUnwritable(path: path) }
        // The header stays on its line: a profile may name it.
        for record in leading.dropLast() { writer.record(record.cells.isEmpty ? [""] : record.cells) }
        writer.record(Array(plan.headers.prefix(columnCount)) + [ImportLayout.reasonHeader])
    }

    deinit {
        close(descriptor)
        if !isWhole { unsafe unlink(path + ".part") }
    }

    /// Adds a row and why it was left out.
    mutating func add(_ stream: borrowing CSVStream, why: String) throws {
        let cells = stream.fields.count
        for index in 0..<columnCount {
            if index < cells {
                writer.field(utf8: stream.bytes.span.extracting(stream.fields[index].range))
            } else {
                writer.field("")
            }
        }
        // What stands beyond the last column has nowhere else to go.
        for index in columnCount..<max(columnCount, cells) where cells != columnCount + 1 {
            writer.field(utf8: stream.bytes.span.extracting(stream.fields[index].range))
        }
        writer.field(why)
        writer.endRecord()
        if writer.byteCount > 65_536 { try flush() }
    }

    /// Writes the rest; the file waits under another name until the other rows are stored.
    mutating func finish() throws {
        try flush()
        guard fsync(descriptor) == 0 else { throw Refusal.fileUnwritable(path: path) }
        isWhole = true
    }

    /// Gives a finished file its name.
    static func keep(at path: String) throws {
        guard unsafe rename(path + ".part", path) == 0 else { throw Refusal.fileUnwritable(path: path) }
    }

    /// Removes a finished file, where there is one.
    static func discard(at path: String) {
        _ = unsafe unlink(path + ".part")
    }

    private mutating func flush() throws {
        let bytes = writer.takeBytes()
        var done = 0
        while done < bytes.count {
            let count = unsafe bytes[done...].withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Refusal.fileUnwritable(path: path) }
            done += count
        }
    }
}
