import Values

/// The payments that customers are about to make: all that one pays on one day is one payment.
///
/// It holds a sum for each customer and day to come, never an invoice: its size follows the customers.
struct PayRunBook {
    /// What a customer pays on a day.
    struct Run {
        let customer: Int
        let day: Day
        /// The number of the payment.
        let number: Int
        fileprivate(set) var minorUnits: Int64
        /// How many invoices it is for.
        fileprivate(set) var invoiceCount: Int
        /// The first of them.
        let firstInvoice: Int
        let firstMinorUnits: Int64
    }

    /// What a part of a run does to its allocations.
    enum Addition {
        /// It is the only one so far: nothing need be said beside the payment itself.
        case first
        /// It is the second: both have to be said.
        case second(Run)
        case further(Run)
    }

    private var runs: [[Run]]
    /// For each day, the customers with a run on it.
    private var payers: [[Int32]]
    private let firstDay: Day

    init(customerCount: Int, days: BookDays) {
        runs = [[Run]](repeating: [], count: customerCount)
        payers = [[Int32]](repeating: [], count: BookDays.length + 1)
        firstDay = days.firstDay
    }

    /// Adds what a customer pays on an invoice.
    ///
    /// - Parameter nextNumber: the number of the last payment; counted up where a payment begins.
    /// - Precondition: the day lies within the books and has not been taken.
    mutating func add(
        _ minorUnits: Int64,
        on invoice: Int,
        of customer: Int,
        day: Day,
        counting paymentCount: inout Int
    ) -> Addition {
        if let place = runs[customer].firstIndex(where: { $0.day == day }) {
            runs[customer][place].minorUnits += minorUnits
            runs[customer][place].invoiceCount += 1
            let run = runs[customer][place]
            return run.invoiceCount == 2 ? .second(run) : .further(run)
        }
        paymentCount += 1
        runs[customer].append(
            Run(
                customer: customer,
                day: day,
                number: paymentCount,
                minorUnits: minorUnits,
                invoiceCount: 1,
                firstInvoice: invoice,
                firstMinorUnits: minorUnits
            )
        )
        payers[firstDay.days(until: day)].append(Int32(customer))
        return .first
    }

    /// The runs of a day, which are then forgotten.
    mutating func take(_ day: Day) -> [Run] {
        let place = firstDay.days(until: day)
        let customers = payers[place]
        payers[place] = []
        var taken: [Run] = []
        for customer in customers {
            guard let found = runs[Int(customer)].firstIndex(where: { $0.day == day }) else { continue }
            taken.append(runs[Int(customer)].remove(at: found))
        }
        return taken
    }
}
