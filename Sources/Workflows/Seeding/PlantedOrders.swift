import Values

/// Which customer is invoiced when, and under which number.
struct PlantedOrders {
    private let customers: [PlantedCustomer]
    private let sums: [Int]
    private let days: BookDays
    /// For each day, the weight of it and of all days before it; 0 where nothing was issued yet.
    private let dayWeights: [Int]
    private let invoiceCount: Int
    private(set) var issuedCount = 0
    private var number = 0

    init(_ customers: [PlantedCustomer], invoiceCount: Int, _ days: BookDays) {
        self.customers = customers
        self.days = days
        self.invoiceCount = invoiceCount
        var sum = 0
        sums = customers.map { customer in
            sum += customer.weight
            return sum
        }
        dayWeights = PlantedOrders.weights(days)
    }

    /// The running sum of the weights of days: as many invoices on each business day, twice as many on the last two of a
    /// month.
    private static func weights(_ days: BookDays) -> [Int] {
        var sum = 0
        return (0...BookDays.length).map { offset in
            let day = days.firstDay.advanced(by: offset)
            guard days.onOrAfter(day) == day else { return sum }
            let next = days.onOrAfter(day.advanced(by: 1))
            let afterNext = days.onOrAfter(next.advanced(by: 1))
            sum += afterNext.civil.month == day.civil.month ? 1 : 2
            return sum
        }
    }

    /// How many invoices are issued on a day.
    mutating func count(on day: Day) -> Int {
        let weight = dayWeights[days.firstDay.days(until: day)]
        let total = dayWeights[dayWeights.count - 1]
        guard total > 0 else { return 0 }
        let count = weight * invoiceCount / total - issuedCount
        issuedCount += count
        return count
    }

    /// The number of the next invoice; one in four hundred is left out, as by a draft that was thrown away.
    mutating func nextNumber(_ draws: inout Draws) -> Int {
        number += draws.below(400) == 0 ? 2 : 1
        return number
    }

    /// Draws who is invoiced on a day, as often as weights and the course of orders say.
    func customer(on day: Day, _ draws: inout Draws) -> Int {
        for _ in 0..<24 {
            let place = drawn(&draws)
            if draws.happens(customers[place].behaviour.orders.perMille(on: day, lastDay: days.lastDay)) {
                return place
            }
        }
        return drawn(&draws)
    }

    /// The first place whose running sum is above the number drawn.
    private func drawn(_ draws: inout Draws) -> Int {
        let number = draws.below(sums[sums.count - 1])
        var low = 0
        var high = sums.count - 1
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] > number { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

extension PlantedBehaviour.Orders {
    /// How many thousandths of the most there could be each month has, from January.
    private static let seasons = [400, 350, 400, 300, 250, 300, 400, 500, 700, 900, 1_000, 750]

    /// How many of a thousand orders that a customer might place on a day it does place.
    func perMille(on day: Day, lastDay: Day) -> Int {
        let daysLeft = day.days(until: lastDay)
        switch self {
        case .steady: return 600
        case .growing(let over): return 250 + 750 * min(max(over - daysLeft, 0), over) / over
        case .stopping(let before):
            guard daysLeft > before else { return 0 }
            return daysLeft < before + 60 ? 300 : 600
        case .seasonal: return Self.seasons[day.civil.month - 1]
        }
    }
}
