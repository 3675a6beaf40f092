import Values

/// A name as it stands in the text.
struct NameSyntax: Hashable, Sendable {
    let text: String
    let span: Range<Int>
}

/// A text as it stands in the text, quotes included in the span.
struct TextSyntax: Hashable, Sendable {
    /// A part of a text.
    enum Piece: Hashable, Sendable {
        case text(String)
        case value(ExpressionSyntax)
    }

    let pieces: [Piece]
    let span: Range<Int>

    /// The text where it holds no values.
    var plain: String? {
        var text = ""
        for piece in pieces {
            guard case .text(let part) = piece else { return nil }
            text += part
        }
        return text
    }
}

/// A declaration: the file it stands in, its name, and what follows.
struct DeclarationSyntax: Sendable {
    let file: SourceFile
    let name: NameSyntax
    let body: Body

    /// What is declared.
    enum Body: Sendable {
        case constant(ExpressionSyntax)
        case define(DefineSyntax)
        case group(GroupSyntax)
        case template(TemplateSyntax)
        case rule(RuleSyntax)
        /// A declaration about which a diagnostic has been given; its name still counts as declared.
        case broken(kind: String)
    }
}

/// `define entity.name [: type] = expression`.
struct DefineSyntax: Sendable {
    let type: NameSyntax?
    let expression: ExpressionSyntax
}

/// `group name pick 1 per invoice by highest priority, oldest due_date`.
struct GroupSyntax: Sendable {
    let pick: Int
    let per: NameSyntax
    let order: [(direction: NameSyntax, key: NameSyntax)]
}

/// `template name [on entity] channel email [language en]` and its clauses.
struct TemplateSyntax: Sendable {
    let entity: NameSyntax?
    let channel: NameSyntax
    let language: NameSyntax?
    var needs: [NameSyntax] = []
    var subject: TextSyntax?
    var body: TextSyntax?
}

/// An insight, a hold or an action.
struct RuleSyntax: Sendable {
    /// Which of them.
    enum Kind: String, Sendable {
        case insight, hold, action
    }

    /// A severity and the condition under which it applies.
    struct SeverityCase: Sendable {
        let severity: NameSyntax
        let condition: ExpressionSyntax?
    }

    /// What an action does.
    enum Step: Sendable {
        case message(channel: NameSyntax, template: NameSyntax)
        case task(TextSyntax)
        case wait
    }

    /// A fact and its value in an example.
    struct Setting: Sendable {
        let fact: NameSyntax
        let value: SettingValue
        let span: Range<Int>
    }

    /// A value in an example.
    enum SettingValue: Sendable {
        case expression(ExpressionSyntax)
        case daysFromToday(Int64)
    }

    /// A line of examples.
    struct Example: Sendable {
        let fires: Bool
        let settings: [Setting]
        let span: Range<Int>
    }

    let kind: Kind
    let entity: NameSyntax?
    let title: TextSyntax?
    var owner: String?
    var why: String?
    var since: Day?
    var until: Day?
    var ticket: String?
    var requirements: [ExpressionSyntax] = []
    var exceptions: [ExpressionSyntax] = []
    var severities: [SeverityCase] = []
    var tags: [NameSyntax] = []
    var type: NameSyntax?
    var evidence: [ExpressionSyntax] = []
    var message: TextSyntax?
    var stops: [NameSyntax] = []
    var holdUntil: ExpressionSyntax?
    var ifUnknown: NameSyntax?
    var because: [NameSyntax] = []
    var step: Step?
    var group: NameSyntax?
    var priority: ExpressionSyntax?
    var expires: ExpressionSyntax?
    var examples: [Example] = []

    init(kind: Kind, entity: NameSyntax?, title: TextSyntax?) {
        self.kind = kind
        self.entity = entity
        self.title = title
    }
}
