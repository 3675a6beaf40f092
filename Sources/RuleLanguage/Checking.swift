import Facts
import Values

/// The state of one check: what is declared, what has been typed, what has been found wrong.
struct Checking {
    let catalog: FactCatalog
    let currency: Currency
    var diagnostics: [Diagnostic] = []

    /// Every declaration that is whole, in order.
    var declarations: [DeclarationSyntax] = []
    /// Where each name of a kind is declared first: `const BIG`, `define invoice.size`.
    var declared: [String: NameOfDeclaration] = [:]

    var constants: [CheckedConstant] = []
    var constantIndex: [String: Int] = [:]
    var defines: [CheckedDefine] = []
    var defineIndex: [String: Int] = [:]
    /// How many parts each define has, those of the defines it reads counted each time.
    var defineSizes: [Int] = []
    /// The defines that are being typed, outermost first.
    var openDefines: [String] = []
    /// The defines about which a diagnostic has been given.
    var failedDefines: Set<String> = []
    var groups: [CheckedGroup] = []
    var templates: [CheckedTemplate] = []
    var insights: [CheckedInsight] = []
    var holds: [CheckedHold] = []
    var actions: [CheckedAction] = []

    /// The names that something uses, by kind: `const BIG`.
    var used: Set<String> = []

    init(catalog: FactCatalog, currency: Currency) {
        self.catalog = catalog
        self.currency = currency
    }

    /// Where a name is declared.
    struct NameOfDeclaration {
        let file: SourceFile
        let name: NameSyntax
        let kind: String
        let index: Int
        let isBroken: Bool
    }

    mutating func diagnose(
        _ code: DiagnosticCode,
        in file: SourceFile,
        at span: Range<Int>,
        _ message: String,
        help: String? = nil,
        notes: [Diagnostic.Note] = []
    ) {
        diagnostics.append(Diagnostic(code, in: file, at: span, message, help: help, notes: notes))
    }

    func place(of declaration: DeclarationSyntax) -> Place {
        Place(
            file: declaration.file.name,
            span: declaration.name.span,
            line: declaration.file.position(of: declaration.name.span.lowerBound).line
        )
    }

    /// The entity that a word names, or `nil` after a diagnostic.
    mutating func entity(_ name: NameSyntax, in file: SourceFile) -> Entity? {
        if let entity = Entity(rawValue: name.text) { return entity }
        let nearest = Spelling.nearest(to: name.text, among: Entity.allCases.map(\.rawValue))
        diagnose(
            .unknownName,
            in: file,
            at: name.span,
            "`\(name.text)` is neither `customer` nor `invoice`",
            help: nearest.map { "did you mean `\($0)`?" }
        )
        return nil
    }

    /// The channel that a word names, or `nil` after a diagnostic.
    mutating func channel(_ name: NameSyntax, in file: SourceFile) -> Channel? {
        if let channel = Channel(rawValue: name.text) { return channel }
        let words = Channel.allCases.map(\.rawValue)
        diagnose(
            .unknownName,
            in: file,
            at: name.span,
            "there is no channel `\(name.text)`",
            help: Spelling.nearest(to: name.text, among: words).map { "did you mean `\($0)`?" }
                ?? "the channels are \(words.joined(separator: ", "))"
        )
        return nil
    }

    /// The declaration of a kind with this name; `nil` after a diagnostic, or where the declaration is broken.
    mutating func find(_ kind: String, _ name: NameSyntax, in file: SourceFile) -> NameOfDeclaration? {
        if let found = declared["\(kind) \(name.text)"] {
            used.insert("\(kind) \(name.text)")
            return found.isBroken ? nil : found
        }
        let names = declared.values.filter { $0.kind == kind }.map(\.name.text)
        diagnose(
            .unknownName,
            in: file,
            at: name.span,
            "there is no \(kind) `\(name.text)`",
            help: Spelling.nearest(to: name.text, among: names).map { "did you mean `\($0)`?" }
        )
        return nil
    }

    // MARK: Names

    /// Enters every declaration under its name, and reports those that bear the name of another.
    mutating func declare(_ all: [DeclarationSyntax]) {
        for declaration in all {
            let kind = declaration.kind
            let name = declaration.name
            if let clash = clash(of: declaration) {
                diagnose(
                    .duplicateName,
                    in: declaration.file,
                    at: name.span,
                    clash.message,
                    notes: clash.first.map { [Diagnostic.Note(in: $0.file, at: $0.name.span, "first declared here")] }
                        ?? []
                )
                continue
            }
            declared["\(kind) \(name.text)"] = NameOfDeclaration(
                file: declaration.file,
                name: name,
                kind: kind,
                index: declarations.count,
                isBroken: declaration.isBroken
            )
            declarations.append(declaration)
        }
    }

    private func clash(of declaration: DeclarationSyntax) -> (message: String, first: NameOfDeclaration?)? {
        let kind = declaration.kind
        let name = declaration.name.text
        // Holds, actions and insights are told apart by their ids alone, and `stops` takes groups beside actions.
        let kinds =
            ["insight", "hold", "action", "group"].contains(kind) ? ["insight", "hold", "action", "group"] : [kind]
        for other in kinds {
            if let first = declared["\(other) \(name)"] { return ("`\(name)` is declared a second time", first) }
        }
        switch kind {
        case "define" where catalog.facts.contains { $0.path == name }: return ("`\(name)` is a fact already", nil)
        case "const" where catalog.facts.contains { $0.name == name }: return ("`\(name)` is a fact already", nil)
        case "group" where Channel(rawValue: name) != nil, "action" where Channel(rawValue: name) != nil:
            return ("`\(name)` is a channel already", nil)
        default: return nil
        }
    }
}

extension DeclarationSyntax {
    /// The keyword it begins with.
    var kind: String {
        switch body {
        case .constant: "const"
        case .define: "define"
        case .group: "group"
        case .template: "template"
        case .rule(let rule): rule.kind.rawValue
        case .broken(let kind): kind
        }
    }

    var isBroken: Bool {
        switch body {
        case .broken: true
        case .constant, .define, .group, .template, .rule: false
        }
    }
}
