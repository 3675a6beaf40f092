package import Facts
package import Values

/// A rule set without errors: names resolved, types and units known to fit, ready for an engine.
///
/// Each list is in the order of the files' paths and, within a file, of the text.
package struct CheckedRules: Sendable {
    /// The files the rules were read from.
    package let sources: RuleSources
    /// The catalogue that the facts' places refer to.
    package let catalog: FactCatalog
    /// The company's base currency, which all amounts are in.
    package let currency: Currency
    /// Named values.
    package let constants: [CheckedConstant]
    /// Named expressions; one stands behind those it reads.
    package let defines: [CheckedDefine]
    /// Groups of actions.
    package let groups: [CheckedGroup]
    /// Drafts of messages.
    package let templates: [CheckedTemplate]
    /// Statements.
    package let insights: [CheckedInsight]
    /// Vetoes.
    package let holds: [CheckedHold]
    /// Recommended steps.
    package let actions: [CheckedAction]

    /// The hash of the rule set's files.
    package var hash: ContentHash { sources.hash }
}

/// Where a declaration stands.
package struct Place: Hashable, Sendable {
    /// The file's path below the rule folder.
    package let file: String
    /// Byte range of the declared name.
    package let span: Range<Int>
    /// The line of the declaration, counted from 1.
    package let line: Int
}

/// A named value that an admin tunes.
package struct CheckedConstant: Hashable, Sendable {
    /// Its name.
    package let name: String
    /// Where it is declared.
    package let place: Place
    /// The type of its value.
    package let type: ValueType
    /// Its value.
    package let value: Constant
}

/// A value computed from facts, with a name.
package struct CheckedDefine: Hashable, Sendable {
    /// What it is about.
    package let entity: Entity
    /// The name without its entity.
    package let name: String
    /// Where it is declared.
    package let place: Place
    /// What it is computed by.
    package let expression: TypedExpression

    /// The name with its entity in front.
    package var path: String { "\(entity.rawValue).\(name)" }
}

/// Actions of which only so many are recommended at once.
package struct CheckedGroup: Hashable, Sendable {
    /// What decides between two actions: the first key on which they differ.
    package enum Key: Hashable, Sendable {
        /// The action's priority.
        case priority(largestFirst: Bool)
        /// The fact at this place of the catalogue; unknown goes last.
        case fact(Int, on: Entity, largestFirst: Bool)
    }

    /// Its name.
    package let name: String
    /// Where it is declared.
    package let place: Place
    /// How many are recommended.
    package let pick: Int
    /// For what: each invoice, or each customer with its invoices.
    package let per: Entity
    /// The keys, the first one first.
    package let order: [Key]
}

/// The draft of a message.
package struct CheckedTemplate: Hashable, Sendable {
    /// Its name.
    package let name: String
    /// Where it is declared.
    package let place: Place
    /// What bare names in it speak of.
    package let entity: Entity
    /// The channel it is written for.
    package let channel: Channel
    /// The language of the text, as the author writes it: `en`.
    package let language: String
    /// The line above it, where the channel has one.
    package let subject: CheckedText?
    /// The draft.
    package let body: CheckedText
}

/// A text with values in it.
package struct CheckedText: Hashable, Sendable {
    /// A part of the text.
    package enum Piece: Hashable, Sendable {
        case text(String)
        /// A value, and what stands in its place where it is unknown; without that it is the word `unknown`.
        case value(TypedExpression, fallback: String?)
    }

    /// Its parts, in order.
    package let pieces: [Piece]
}

/// Who answers for a rule, why it exists, and since and until when.
package struct RuleMetadata: Hashable, Sendable {
    /// Who answers for it.
    package var owner: String?
    /// Why it exists, for people.
    package var why: String?
    /// The first day on which it is in force.
    package var since: Day?
    /// The last day on which it is in force.
    package var until: Day?
    /// Where it was agreed.
    package var ticket: String?

    /// Whether the rule is in force on `day`; both ends count.
    package func isInForce(on day: Day) -> Bool {
        if let since, day < since { return false }
        if let until, day > until { return false }
        return true
    }
}

/// When a rule fires: all the requirements are true and all the exceptions are false.
package struct CheckedCondition: Hashable, Sendable {
    /// The `when` and the `and when` clauses, in order.
    package let requirements: [TypedExpression]
    /// The `unless` clauses, in order.
    package let exceptions: [TypedExpression]
}

/// What a rule's example says it does with some facts.
package struct CheckedExample: Hashable, Sendable {
    /// A fact and its value.
    package struct Setting: Hashable, Sendable {
        /// The fact's place in the catalogue.
        package let fact: Int
        /// What it is about.
        package let entity: Entity
        /// The value it is given.
        package let value: Value
        /// Byte range in the file.
        package let span: Range<Int>
    }

    /// A value in an example.
    package enum Value: Hashable, Sendable {
        case constant(Constant)
        /// So many days after the example's day.
        case daysFromToday(Int64)
        case unknown
    }

    /// Whether the rule is to fire.
    package let fires: Bool
    /// The facts it gives.
    package let settings: [Setting]
    /// Byte range in the file.
    package let span: Range<Int>
}

/// A statement that a rule makes about a customer or an invoice.
package struct CheckedInsight: Hashable, Sendable {
    /// A severity and the condition under which it applies; the last has none.
    package struct SeverityCase: Hashable, Sendable {
        /// The severity.
        package let severity: Severity
        /// When it applies, unless an earlier one does.
        package let condition: TypedExpression?
    }

    /// The name with its entity in front.
    package let id: String
    /// Where it is declared.
    package let place: Place
    /// What it is about.
    package let entity: Entity
    /// What it is, in a few words.
    package let title: String
    /// Who, why, since and until when.
    package let metadata: RuleMetadata
    /// When it fires.
    package let condition: CheckedCondition
    /// The first whose condition is true counts.
    package let severities: [SeverityCase]
    /// One to three.
    package let tags: [String]
    /// `customer_signal`, `invoice_signal`, or what the rule says.
    package let type: String
    /// What it shows beside the tests that held.
    package let evidence: [TypedExpression]
    /// Its sentence; the title where it has none.
    package let message: CheckedText?
    /// Its examples, in order.
    package let examples: [CheckedExample]
}

/// A veto.
package struct CheckedHold: Hashable, Sendable {
    /// What a hold stops.
    package enum Stop: Hashable, Sendable {
        case channel(Channel)
        /// Every action of the group with this name.
        case group(String)
        /// The action with this id.
        case action(String)
    }

    /// Its stable name.
    package let id: String
    /// Where it is declared.
    package let place: Place
    /// What it is about.
    package let entity: Entity
    /// What it is, in a few words.
    package let title: String
    /// Who, why, since and until when.
    package let metadata: RuleMetadata
    /// When it fires.
    package let condition: CheckedCondition
    /// What it stops.
    package let stops: [Stop]
    /// The day it ends by itself, where that is known.
    package let until: TypedExpression?
    /// Whether it also stops where its condition is unknown.
    package let stopsWhenUnknown: Bool
    /// Its examples, in order.
    package let examples: [CheckedExample]
}

/// A step that a rule recommends.
package struct CheckedAction: Hashable, Sendable {
    /// What is done.
    package enum Step: Hashable, Sendable {
        /// Say what the template at this place of ``CheckedRules/templates`` says, over its channel.
        case message(Channel, template: Int)
        /// What a person is to do.
        case task(CheckedText)
        case wait
    }

    /// Its stable name.
    package let id: String
    /// Where it is declared.
    package let place: Place
    /// What it is about.
    package let entity: Entity
    /// What it is, in a few words.
    package let title: String
    /// Who, why, since and until when.
    package let metadata: RuleMetadata
    /// The places in ``CheckedRules/insights`` of those that must have fired.
    package let because: [Int]
    /// When it fires.
    package let condition: CheckedCondition
    /// What is done.
    package let step: Step
    /// The place of its group in ``CheckedRules/groups``.
    package let group: Int?
    /// A count; larger is more important.
    package let priority: TypedExpression?
    /// How many days the recommendation stands, where the rule says so.
    package let expiresAfterDays: Int?
    /// Its examples, in order.
    package let examples: [CheckedExample]

    /// How the customer is reached.
    package var channel: Channel {
        switch step {
        case .message(let channel, _): channel
        case .task: .task
        case .wait: .wait
        }
    }
}
