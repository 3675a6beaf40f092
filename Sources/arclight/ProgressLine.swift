import Glibc

/// A line on a terminal that says how far a long piece of work has come; on anything else it says nothing.
struct ProgressLine {
    private let total: Int
    private let unit: String
    private let isShown = isatty(STDERR_FILENO) == 1
    private var percent = -1

    init(of total: Int, unit: String) {
        self.total = total
        self.unit = unit
    }

    /// Says that `count` are done, where that is another percentage than before.
    mutating func show(_ count: Int) {
        let now = total > 0 ? count * 100 / total : 100
        guard isShown, now != percent else { return }
        percent = now
        Terminal.remark("\r\(count) of \(total) \(unit), \(now) %")
    }

    /// Takes the line away.
    func clear() {
        guard percent >= 0 else { return }
        Terminal.remark("\r\u{1B}[K")
    }
}
