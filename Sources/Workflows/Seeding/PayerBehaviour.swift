/// How a generated customer pays: what a rule or a model should find out from the books alone.
package struct PayerBehaviour: Hashable, Sendable {
    package let name: String
    /// How many of a thousand customers behave so.
    package let customersPerMille: Int
    /// How many days after the due date an invoice is usually paid; negative is early.
    package let daysLate: Int
    /// The standard deviation around it, in days.
    package let spread: Int
    /// How many days later than that the customer pays on the last day, after a steady rise.
    package let drift: Int
    /// Over how many last days lateness rises.
    package let driftDays: Int
    /// How many of a thousand invoices are left lying for 40 to 160 days more.
    package let stragglersPerMille: Int
    /// How many of a thousand invoices are paid in two parts.
    package let instalmentsPerMille: Int
    /// How many of a thousand invoices are disputed.
    package let disputesPerMille: Int
    /// How many of a thousand invoices that become late are promised.
    package let promisesPerMille: Int
    /// How many of a thousand promises are kept.
    package let keptPerMille: Int

    /// The behaviours of generated customers; their shares add up to a thousand.
    ///
    /// Each stands for one thing that shows in the facts: `prompt` pays before the due date, `slipping` did until half a
    /// year ago, `chronic` is always weeks late, `disputing` objects to every fourth invoice and pays once that is
    /// settled, `promise_breaking` names days and lets them pass.
    package static let all = [
        PayerBehaviour(
            name: "prompt",
            customersPerMille: 420,
            daysLate: -4,
            spread: 3,
            drift: 0,
            driftDays: 0,
            stragglersPerMille: 5,
            instalmentsPerMille: 15,
            disputesPerMille: 8,
            promisesPerMille: 200,
            keptPerMille: 900
        ),
        PayerBehaviour(
            name: "slipping",
            customersPerMille: 160,
            daysLate: -2,
            spread: 2,
            drift: 36,
            driftDays: 180,
            stragglersPerMille: 20,
            instalmentsPerMille: 20,
            disputesPerMille: 10,
            promisesPerMille: 250,
            keptPerMille: 700
        ),
        PayerBehaviour(
            name: "chronic",
            customersPerMille: 180,
            daysLate: 26,
            spread: 9,
            drift: 0,
            driftDays: 0,
            stragglersPerMille: 150,
            instalmentsPerMille: 60,
            disputesPerMille: 15,
            promisesPerMille: 300,
            keptPerMille: 650
        ),
        PayerBehaviour(
            name: "disputing",
            customersPerMille: 120,
            daysLate: 4,
            spread: 4,
            drift: 0,
            driftDays: 0,
            stragglersPerMille: 60,
            instalmentsPerMille: 20,
            disputesPerMille: 280,
            promisesPerMille: 120,
            keptPerMille: 800
        ),
        PayerBehaviour(
            name: "promise_breaking",
            customersPerMille: 120,
            daysLate: 27,
            spread: 9,
            drift: 0,
            driftDays: 0,
            stragglersPerMille: 170,
            instalmentsPerMille: 40,
            disputesPerMille: 15,
            promisesPerMille: 850,
            keptPerMille: 120
        ),
    ]
}
