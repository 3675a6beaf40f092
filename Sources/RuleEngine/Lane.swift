import Facts
import RuleLanguage

/// What the values of one column are tested for, and what is known of the answer where the value is not.
///
/// The operands are fixed: they read no fact, so they have one value for a whole table. Every test gives a truth for
/// each value, also for an unknown one, and the truths combine as Kleene's tables say.
indirect enum ColumnTest: Sendable {
    case comparison(Comparison, TypedExpression)
    case isWithin(from: TypedExpression?, through: TypedExpression?)
    case isOneOf([Constant])
    case isKnown
    /// The column holds yes or no.
    case isYes
    /// The test of the value, or of another one where it is unknown.
    case orElse(TypedExpression, ColumnTest)
    case not(ColumnTest)
    case all([ColumnTest])
    case any([ColumnTest])
}

/// A test of one column within a lane.
struct Literal: Sendable {
    /// The column's place in the ``LaneProgram``.
    let column: Int
    let test: ColumnTest
}

/// A conjunction of tests of single columns.
///
/// A condition is true where one of its lanes is.
struct Lane: Sendable {
    /// The place in the ``LaneProgram`` of what the lane is a part of.
    let question: Int
    let literals: [Literal]
}

/// What is asked about every row of an entity.
struct Question: Hashable, Sendable {
    /// The declaration whose condition it is, by its place in the rules.
    enum Subject: Hashable, Sendable {
        case insight(Int)
        case action(Int)
        case hold(Int)
        /// Whether the hold's condition is true or unknown.
        case holdUnlessFalse(Int)
    }

    let subject: Subject

    /// Whether an unknown condition counts as a yes.
    var takesUnknown: Bool {
        switch subject {
        case .holdUnlessFalse: true
        case .insight, .action, .hold: false
        }
    }

    /// Who, why, since and until when, of its declaration.
    func metadata(in rules: CheckedRules) -> RuleMetadata {
        switch subject {
        case .insight(let place): rules.insights[place].metadata
        case .action(let place): rules.actions[place].metadata
        case .hold(let place), .holdUnlessFalse(let place): rules.holds[place].metadata
        }
    }
}

/// A column that lanes test.
struct LaneColumn: Sendable {
    enum Source: Sendable {
        /// The fact at this place of the catalogue.
        case fact(Int)
        /// Computed from facts, a block of rows at a time.
        case derived(TypedExpression)
    }

    let source: Source
    let isReal: Bool
    let isText: Bool
    /// Whether it has one value for each customer, although the rows are invoices.
    let isOfCustomer: Bool
}

/// The conditions of all rules on one entity as lanes: what of a rule set does not depend on a table or a day.
struct LaneProgram: Sendable {
    /// How many lanes a condition is split into at most; beyond that an alternative becomes a derived column.
    static let mostLanes = 64

    /// What the rows are.
    let entity: Entity
    let questions: [Question]
    let columns: [LaneColumn]
    let lanes: [Lane]

    init(_ rules: CheckedRules, on entity: Entity) {
        var compiler = LaneCompiler(rules, on: entity)
        for (place, insight) in rules.insights.enumerated() where insight.entity == entity {
            compiler.ask(Question(subject: .insight(place)), insight.condition)
        }
        for (place, action) in rules.actions.enumerated() where action.entity == entity {
            compiler.ask(Question(subject: .action(place)), action.condition)
        }
        for (place, hold) in rules.holds.enumerated() where hold.entity == entity {
            compiler.ask(Question(subject: .hold(place)), hold.condition)
            if hold.stopsWhenUnknown { compiler.ask(Question(subject: .holdUnlessFalse(place)), hold.condition) }
        }
        self.entity = entity
        questions = compiler.questions
        columns = compiler.columns
        lanes = compiler.lanes
    }
}
