/// How a customer of made-up books behaves: what a rule or a model should find out from the books alone.
package struct PlantedBehaviour: Hashable, Sendable {
    /// How lateness moves over the books' last days.
    package enum Course: Hashable, Sendable {
        case steady
        /// Rises evenly over the last `over` days until invoices are paid `days` later than before.
        case rising(days: Int, over: Int)
        /// Rises with the square of time over the last `over` days.
        case accelerating(days: Int, over: Int)
        /// Was `days` later until `over` days before the end, and has come down evenly since.
        case falling(days: Int, over: Int)
        /// Is `days` later from one day to the next, `over` days before the end.
        case breaking(days: Int, over: Int)
        /// Swings by `days` to both sides of the mean, latest in January and earliest in July.
        case seasonal(days: Int)
    }

    /// How the number of orders moves.
    package enum Orders: Hashable, Sendable {
        case steady
        /// Rises evenly over the last `over` days to four times what it was.
        case growing(over: Int)
        /// Stops `before` days before the end; over the 60 days before that it halves.
        case stopping(before: Int)
        /// Four times as many in November as in May.
        case seasonal
    }

    package let name: String
    /// The tags of the product's vocabulary that the books show by design.
    package let tags: [String]
    /// Tags that fit such a customer as well: a policy that gives them is not wrong, one that does not is not either.
    package let fittingTags: [String]
    /// How many of a thousand customers behave so.
    package let customersPerMille: Int
    /// Whether it shows only in a customer with many invoices; such customers are then taken from the larger ones.
    package let needsVolume: Bool
    /// How many days after the due date an invoice is usually paid; negative is early.
    package let daysLate: Int
    /// The standard deviation around it, in days.
    package let spread: Int
    package let course: Course
    package let orders: Orders
    /// How many of a thousand invoices are left lying for 40 to 120 days more.
    package let stragglersPerMille: Int
    /// How many of a thousand invoices are paid in two parts.
    package let instalmentsPerMille: Int
    /// How many of a thousand invoices are disputed.
    package let disputesPerMille: Int
    /// How many of a thousand invoices that become late are promised.
    package let promisesPerMille: Int
    /// How many of a thousand promises are kept in full.
    package let keptPerMille: Int
    /// How many of a thousand promises are kept in part: something arrives in time, and the rest later.
    package let partKeptPerMille: Int
    /// How many of a thousand messages are answered.
    package let repliesPerMille: Int
    /// For how many last days nothing is answered, and half of what falls due is not paid.
    package let silentDays: Int
    /// How many of a thousand parts every payment falls short of what is owed, where it does.
    package let shortPerMille: ClosedRange<Int>?
    /// How many of a thousand invoices are followed by a credit memo, a third of them left unapplied.
    package let creditsPerMille: Int
    /// How many of a thousand payments are more than what they are for.
    package let overpaysPerMille: Int
    /// The credit limit, in thousandths of what the customer is expected to owe.
    package let creditPerMille: Int
    /// How many days earlier a reminder brings the payment.
    ///
    /// Drawn once for each customer; `nil` for those whom a reminder does not move.
    package let reminderEffect: ClosedRange<Int>?

    /// A behaviour; what is left out is as with most customers.
    package init(
        _ name: String,
        tags: [String] = [],
        fittingTags: [String] = [],
        customersPerMille: Int,
        needsVolume: Bool = false,
        daysLate: Int,
        spread: Int,
        course: Course = .steady,
        orders: Orders = .steady,
        stragglersPerMille: Int = 0,
        instalmentsPerMille: Int = 15,
        disputesPerMille: Int = 8,
        promisesPerMille: Int = 300,
        keptPerMille: Int = 850,
        partKeptPerMille: Int = 60,
        repliesPerMille: Int = 600,
        silentDays: Int = 0,
        shortPerMille: ClosedRange<Int>? = nil,
        creditsPerMille: Int = 4,
        overpaysPerMille: Int = 2,
        creditPerMille: Int = 4_000,
        reminderEffect: ClosedRange<Int>? = nil
    ) {
        self.name = name
        self.tags = tags
        self.fittingTags = fittingTags
        self.customersPerMille = customersPerMille
        self.needsVolume = needsVolume
        self.daysLate = daysLate
        self.spread = spread
        self.course = course
        self.orders = orders
        self.stragglersPerMille = stragglersPerMille
        self.instalmentsPerMille = instalmentsPerMille
        self.disputesPerMille = disputesPerMille
        self.promisesPerMille = promisesPerMille
        self.keptPerMille = keptPerMille
        self.partKeptPerMille = partKeptPerMille
        self.repliesPerMille = repliesPerMille
        self.silentDays = silentDays
        self.shortPerMille = shortPerMille
        self.creditsPerMille = creditsPerMille
        self.overpaysPerMille = overpaysPerMille
        self.creditPerMille = creditPerMille
        self.reminderEffect = reminderEffect
    }

    /// The tag of the one customer that a large share of all billing goes to, whatever its behaviour.
    package static let dominantTag = "concentration"
}
