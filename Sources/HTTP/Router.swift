/// Finds what answers a request, by its method and path.
///
/// Patterns are paths whose segments stand for themselves or, in braces, for any segment that is not empty:
/// `/companies/{company_id}/actions/{id}/approve`. Where both fit, a segment that stands for itself goes first, so
/// `/actions/bulk` is never taken for an id. A closing slash makes no difference.
package struct Router<Endpoint: Sendable>: Sendable {
    /// One row of the table that a router is made from.
    package struct Route: Sendable {
        package let method: Method
        package let pattern: String
        package let endpoint: Endpoint

        package init(_ method: Method, _ pattern: String, _ endpoint: Endpoint) {
            self.method = method
            self.pattern = pattern
            self.endpoint = endpoint
        }
    }

    /// What a router says of a request.
    package enum Match {
        /// This answers it. A HEAD request without a route of its own gets that of GET.
        case found(Endpoint, Captures)
        /// No pattern has this path.
        case notFound
        /// The path exists, with these methods: for `405` and its `Allow` field.
        case methodNotAllowed(allowed: [Method])
        /// OPTIONS of a path or, for `*`, of the server, with the methods for the `Allow` field.
        case options(allowed: [Method])
    }

    private struct Node: Sendable {
        var literals: [String: Int] = [:]
        var capture: Int?
        var entries: [(method: Method, endpoint: Endpoint, names: [String])] = []
    }

    private var nodes = [Node()]
    private var methods: [Method] = []

    /// A router for these routes.
    ///
    /// - Precondition: every pattern begins with a slash, has no empty segment and no name twice, and no two routes
    ///   answer the same method and paths.
    package init(_ routes: [Route]) {
        for route in routes { insert(route) }
    }

    private mutating func insert(_ route: Route) {
        let pattern = route.pattern
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
        let isTaken = nodes[node].entries.contains { $0.method == route.method }
        precondition(!isTaken, "two routes answer \(route.method.name) \(pattern)")
        nodes[node].entries.append((route.method, route.endpoint, names))
        if !methods.contains(route.method) { methods.append(route.method) }
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
    package func match(_ request: Request) -> Match {
        if request.target.isServer { return .options(allowed: Self.allowed(methods)) }
        var values: [String] = []
        guard let found = node(for: request.segments[...], from: 0, &values) else { return .notFound }
        let entries = nodes[found].entries
        if let entry = entries.first(where: { $0.method == request.method })
            ?? entries.first(where: { request.method == .head && $0.method == .get })
        {
            return .found(entry.endpoint, Captures(names: entry.names, values: values))
        }
        let allowed = Self.allowed(entries.map(\.method))
        return request.method == .options ? .options(allowed: allowed) : .methodNotAllowed(allowed: allowed)
    }

    private func node(for segments: ArraySlice<String>, from node: Int, _ values: inout [String]) -> Int? {
        guard let segment = segments.first else { return nodes[node].entries.isEmpty ? nil : node }
        if let next = nodes[node].literals[segment],
            let found = self.node(for: segments.dropFirst(), from: next, &values)
        {
            return found
        }
        guard let next = nodes[node].capture, !segment.isEmpty else { return nil }
        values.append(segment)
        if let found = self.node(for: segments.dropFirst(), from: next, &values) { return found }
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

/// The segments of a path that stood where its pattern has names.
package struct Captures: Hashable, Sendable {
    private let names: [String]
    private let values: [String]

    init(names: [String], values: [String]) {
        self.names = names
        self.values = values
    }

    /// The segment at `{name}`, percent-decoded, or `nil` where the pattern has no such name.
    package subscript(name: String) -> String? {
        names.firstIndex(of: name).map { values[$0] }
    }
}
