import HTTP
import Testing

@Suite struct RouterTests {
    private let router = Router<String>([
        .init(.get, "/", "home"),
        .init(.get, "/actions", "list"),
        .init(.post, "/actions/bulk", "bulk"),
        .init(.get, "/actions/{id}", "one"),
        .init(.patch, "/actions/{id}", "change"),
        .init(.post, "/companies/{company_id}/actions/{id}/approve", "approve"),
        .init(.get, "/companies/mine/actions", "mine"),
        .init(.head, "/probe", "probe"),
        .init(.get, "/probe", "full"),
    ])

    @Test(arguments: [
        ("GET", "/", "home"),
        ("GET", "/actions", "list"),
        ("GET", "/actions/", "list"),
        ("POST", "/actions/bulk", "bulk"),
        ("GET", "/actions/7", "one id=7"),
        ("HEAD", "/actions/7", "one id=7"),
        ("GET", "/actions/a%2Fb", "one id=a/b"),
        ("PATCH", "/actions/7/", "change id=7"),
        ("POST", "/companies/c/actions/7/approve", "approve id=7 company_id=c"),
        ("POST", "/companies/mine/actions/7/approve", "approve id=7 company_id=mine"),
        ("GET", "/companies/mine/actions", "mine"),
        ("HEAD", "/probe", "probe"),
        ("GET", "/none", "not found"),
        ("GET", "/actions//", "not found"),
        ("GET", "/companies", "not found"),
        ("GET", "/Actions", "not found"),
        ("GET", "/actions/bulk", "only OPTIONS, POST"),
        ("DELETE", "/actions/7", "only GET, HEAD, OPTIONS, PATCH"),
        ("OPTIONS", "/actions", "options GET, HEAD, OPTIONS"),
        ("OPTIONS", "*", "options GET, HEAD, OPTIONS, PATCH, POST"),
        ("OPTIONS", "/none", "not found"),
    ])
    func `a method and path lead to their endpoint`(_ method: String, _ target: String, _ expected: String) throws {
        let found =
            switch router.match(try Request(Method(method), target)) {
            case .found(let endpoint, let captures):
                ["id", "company_id"].reduce(endpoint) { text, name in
                    captures[name].map { "\(text) \(name)=\($0)" } ?? text
                }
            case .notFound: "not found"
            case .methodNotAllowed(let allowed): "only " + allowed.map(\.name).joined(separator: ", ")
            case .options(let allowed): "options " + allowed.map(\.name).joined(separator: ", ")
            }
        #expect(found == expected)
    }

    @Test func `two routes for the same requests are a mistake that shows at the start`() async {
        await #expect(processExitsWith: .failure) {
            _ = Router<Int>([.init(.get, "/a/{x}", 1), .init(.get, "/a/{y}", 2)])
        }
    }

    @Test func `a pattern that could never match is a mistake that shows at the start`() async {
        await #expect(processExitsWith: .failure) { _ = Router<Int>([.init(.get, "a", 1)]) }
        await #expect(processExitsWith: .failure) { _ = Router<Int>([.init(.get, "/a//b", 1)]) }
        await #expect(processExitsWith: .failure) { _ = Router<Int>([.init(.get, "/{x}/{x}", 1)]) }
        await #expect(processExitsWith: .failure) { _ = Router<Int>([.init(.get, "/a{x}", 1)]) }
    }
}
