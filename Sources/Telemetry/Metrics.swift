import Synchronization

/// Every figure that the program keeps of itself, and their text for Prometheus.
///
/// A figure is registered once, at the start; whoever counts holds it.
package final class Metrics: Sendable {
    private enum Figure {
        case counter(Counter)
        case gauge(Gauge)
        case histogram(Histogram)

        var kind: String {
            switch self {
            case .counter: "counter"
            case .gauge: "gauge"
            case .histogram: "histogram"
            }
        }
    }

    private struct Family {
        let name: String
        let help: String
        let kind: String
        var members: [(labels: String, figure: Figure)]
    }

    private let families = Mutex<[Family]>([])

    /// A registry without figures.
    package init() {}

    /// Registers a counter; by custom its name ends in `_total`.
    ///
    /// - Precondition: the name and the labels' names are those that Prometheus allows, the same name has the same kind
    ///   everywhere, and no other figure has both name and labels. So for the two below.
    package func counter(_ name: String, _ help: String, labels: KeyValuePairs<String, String> = [:]) -> Counter {
        let counter = Counter()
        register(name, help, labels, .counter(counter))
        return counter
    }

    /// Registers a gauge; by custom its name ends in its unit.
    package func gauge(_ name: String, _ help: String, labels: KeyValuePairs<String, String> = [:]) -> Gauge {
        let gauge = Gauge()
        register(name, help, labels, .gauge(gauge))
        return gauge
    }

    /// Registers a histogram whose ranges end at `bounds`; by custom its name ends in its unit.
    package func histogram(
        _ name: String,
        _ help: String,
        bounds: [Double],
        labels: KeyValuePairs<String, String> = [:]
    ) -> Histogram {
        let histogram = Histogram(bounds: bounds)
        register(name, help, labels, .histogram(histogram))
        return histogram
    }

    private func register(_ name: String, _ help: String, _ labels: KeyValuePairs<String, String>, _ figure: Figure) {
        let names = [name] + labels.map(\.key)
        for name in names { precondition(Self.isName(name), "\(name) is no name for a figure or label") }
        let text = labels.map { "\($0.key)=\"\(Self.escaped($0.value, quotes: true))\"" }.joined(separator: ",")
        families.withLock { families in
            guard let index = families.firstIndex(where: { $0.name == name }) else {
                families.append(Family(name: name, help: help, kind: figure.kind, members: [(text, figure)]))
                return
            }
            let isFree = families[index].members.allSatisfy { $0.labels != text }
            precondition(families[index].kind == figure.kind && isFree, "\(name){\(text)} is registered already")
            families[index].members.append((text, figure))
        }
    }

    /// All figures in the text format of Prometheus, version 0.0.4, in the order of their registration.
    ///
    /// Source: Prometheus documentation, "Exposition formats".
    package func rendered() -> String {
        let families = self.families.withLock { $0 }
        var text = ""
        for family in families {
            text += "# HELP \(family.name) \(Self.escaped(family.help, quotes: false))\n"
            text += "# TYPE \(family.name) \(family.kind)\n"
            for (labels, figure) in family.members {
                let suffix = labels.isEmpty ? "" : "{\(labels)}"
                switch figure {
                case .counter(let counter): text += "\(family.name)\(suffix) \(counter.value)\n"
                case .gauge(let gauge): text += "\(family.name)\(suffix) \(Self.number(gauge.value))\n"
                case .histogram(let histogram): text += Self.rendered(histogram, family.name, labels)
                }
            }
        }
        return text
    }

    private static func rendered(_ histogram: Histogram, _ name: String, _ labels: String) -> String {
        let counts = histogram.counts
        let suffix = labels.isEmpty ? "" : "{\(labels)}"
        let prefix = labels.isEmpty ? "" : "\(labels),"
        var text = ""
        var total: UInt64 = 0
        for (bound, count) in zip(histogram.bounds.map(number) + ["+Inf"], counts.buckets) {
            total += count
            text += "\(name)_bucket{\(prefix)le=\"\(bound)\"} \(total)\n"
        }
        return text + "\(name)_sum\(suffix) \(number(counts.sum))\n\(name)_count\(suffix) \(total)\n"
    }

    private static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        return value.isInfinite ? (value > 0 ? "+Inf" : "-Inf") : "\(value)"
    }

    private static func isName(_ name: String) -> Bool {
        guard let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return name.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == UInt8(ascii: "_")
        }
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}
