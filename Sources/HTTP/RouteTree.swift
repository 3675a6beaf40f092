/// The patterns of a ``Router`` as a tree of segments.
///
/// It knows endpoints by number only: code that is generic over them would be several times slower, for it is compiled
/// before they are known.
struct RouteTree: Sendable {
    /// What is found; see ``Router/Match``.
    enum Match {
        case found(Int, Captures)
        case notFound
        case methodNotAllowed([Method])
        case options([Method])
    }

    private struct Entry: Sendable {
        let method: Method
        let endpoint: Int
        let names: [String]
    }

    private struct Node: Sendable {
        var literals: [String: Int] = [:]
        var capture: Int?
        var entries: [Entry] = []
    }

    private var nodes = [Node()]
    private var methods: [Method] = []

    /// Adds a pattern; see ``Router/init(_:)`` for what it must be like.
    mutating func insert(_ method: Method, _ pattern: String, leadingTo endpoint: Int) {
        precondition(pattern.hasPrefix("/"), "pattern \(pattern) does not begin with a slash")
        var names: [String] = []
        var node = 0
        for segment in pattern.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        where pattern != "/" {
            precondition(!segment.isEmpty, "pattern \(pattern) has an empty segment")
            guard segment.hasPrefix("{"), segment.hasSuffix("}") else {
                precondition(!segment.contains { "{}".contains($0) }, "pattern \(pattern) has a stray brace")
                node = child(of: node, literal: String(segment))
                continue
            }
            let name = String(segment.dropFirst().dropLast())
            precondition(!name.isEmpty && !names.contains(name), "pattern \(pattern) needs distinct names")
            names.append(name)
            node = capturingChild(of: node)
        }
        let isTaken = nodes[node].entries.contains { $0.method == method }
        precondition(!isTaken, "two routes answer \(method.name) \(pattern)")
        nodes[node].entries.append(Entry(method: method, endpoint: endpoint, names: names))
        if !methods.contains(method) { methods.append(method) }
    }

    private mutating func child(of node: Int, literal: String) -> Int {
        if let known = nodes[node].literals[literal] { return known }
        nodes.append(Node())
        nodes[node].literals[literal] = nodes.count - 1
        return nodes.count - 1
    }

    private mutating func capturingChild(of node: Int) -> Int {
        if let known = nodes[node].capture { return known }
        nodes.append(Node())
        nodes[node].capture = nodes.count - 1
        return nodes.count - 1
    }

    /// What answers `request`.
    func match(_ request: Request) -> Match {
        if request.target.isServer { return .options(Self.allowed(methods)) }
        var values: [String] = []
        guard let found = node(for: request.segments, from: 0, at: 0, &values) else { return .notFound }
        if let entry = entry(of: found, request.method) ?? (request.method == .head ? entry(of: found, .get) : nil) {
            return .found(entry.endpoint, Captures(names: entry.names, values: values))
        }
        let allowed = Self.allowed(nodes[found].entries.map(\.method))
        return request.method == .options ? .options(allowed) : .methodNotAllowed(allowed)
    }

    private func entry(of node: Int, _ method: Method) -> Entry? {
        for entry in nodes[node].entries where entry.method == method { return entry }
        return nil
    }

    private func node(for segments: [String], from position: Int, at node: Int, _ values: inout [String]) -> Int? {
        guard position < segments.count else { return nodes[node].entries.isEmpty ? nil : node }
        let segment = segments[position]
        if let next = nodes[node].literals[segment],
            let found = self.node(for: segments, from: position + 1, at: next, &values)
        {
            return found
        }
        guard let next = nodes[node].capture, !segment.isEmpty else { return nil }
        values.append(segment)
        if let found = self.node(for: segments, from: position + 1, at: next, &values) { return found }
        values.removeLast()
        return nil
    }

    private static func allowed(_ methods: [Method]) -> [Method] {
        var allowed = methods
        if allowed.contains(.get), !allowed.contains(.head) { allowed.append(.head) }
        if !allowed.contains(.options) { allowed.append(.options) }
        return allowed.sorted { $0.name < $1.name }
    }
}
