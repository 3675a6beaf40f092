import Values

/// Draws from a seeded generator, by whole numbers wherever they do.
///
/// The standard library does not promise which numbers its `random(in:using:)` makes of a generator's, so these say it
/// themselves: the same seed gives the same books in every release.
struct Draws {
    private var generator: SplitMix64

    init(seed: UInt64) {
        generator = SplitMix64(seed: seed)
    }

    /// The draws of one of several streams of a seed, so that more draws in one leave the others as they were.
    init(seed: UInt64, stream: UInt64) {
        var mixer = SplitMix64(seed: seed ^ stream &* 0xD1B5_4A32_D192_ED03)
        generator = SplitMix64(seed: mixer.next())
    }

    /// A number from 0 to `limit - 1`.
    ///
    /// The high half of the product with 64 random bits; the bias is below `limit` in 2^64.
    mutating func below(_ limit: Int) -> Int {
        precondition(limit > 0, "nothing lies below \(limit)")
        return Int(generator.next().multipliedFullWidth(by: UInt64(limit)).high)
    }

    /// A number of the range.
    mutating func within(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.count)
    }

    /// Whether something happens that does so `perMille` times in a thousand.
    mutating func happens(_ perMille: Int) -> Bool {
        below(1_000) < perMille
    }

    /// A number that is nearly normal, with mean 0 and standard deviation 1, from -6 to 6.
    ///
    /// The sum of twelve even numbers from 0 to 1, less 6 (Irwin and Hall).
    mutating func normal() -> Double {
        var sum = 0.0
        for _ in 0..<12 { sum += Double(generator.next() >> 11) * 0x1p-53 }
        return sum - 6
    }

    /// One of the elements.
    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[below(elements.count)]
    }

    /// A place in a list of weights, as often as its weight says.
    mutating func weighted(_ weights: [Int]) -> Int {
        var left = below(weights.reduce(0, +))
        for (place, weight) in weights.enumerated() {
            if left < weight { return place }
            left -= weight
        }
        preconditionFailure("a number below the sum of the weights lies in one of them")
    }

    /// A text of so many decimal digits.
    mutating func digits(_ count: Int) -> String {
        String((0..<count).map { _ in Character(Unicode.Scalar(UInt8(ascii: "0") + UInt8(below(10)))) })
    }

    /// The elements in another order, each order as likely as the next.
    mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
        var elements = elements
        for index in stride(from: elements.count - 1, to: 0, by: -1) { elements.swapAt(index, below(index + 1)) }
        return elements
    }
}
