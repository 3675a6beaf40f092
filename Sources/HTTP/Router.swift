/// Finds what answers a request, by its method and path.
///
/// Patterns are paths whose segments stand for themselves or, in braces, for any segment that is not empty:
/// `/companies/{company_id}/actions/{id}/approve`. Where both fit, a segment that stands for itself goes first, so
/// `/actions/bulk` is never taken for an id. A closing slash makes no difference.
package struct Router<Endpoint: Sendable>: Sendable {
    /// One row of the table that a router is made from.
    package struct Route: Sendable {
        /// The method it answers.
        package let method: Method
        /// The paths it answers.
        package let pattern: String
        /// What answers.
        package let endpoint: Endpoint

        /// A row: `endpoint` answers `method` on the paths of `pattern`.
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

    private var tree = RouteTree()
    private var endpoints: [Endpoint] = []

    /// A router for these routes.
    ///
    /// - Precondition: every pattern begins with a slash, has no empty segment and no name twice, and no two routes
    ///   answer the same method and paths.
    package init(_ routes: [Route]) {
        for route in routes {
            tree.insert(route.method, route.pattern, leadingTo: endpoints.count)
            endpoints.append(route.endpoint)
        }
    }

    /// What answers `request`.
    package func match(_ request: Request) -> Match {
        switch tree.match(request) {
        case .found(let index, let captures): .found(endpoints[index], captures)
        case .notFound: .notFound
        case .methodNotAllowed(let allowed): .methodNotAllowed(allowed: allowed)
        case .options(let allowed): .options(allowed: allowed)
        }
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
