/// What somebody probably meant to write.
package enum Spelling {
    /// The candidate nearest to `word`, or `nil` where none is near enough to be worth asking about.
    ///
    /// Near enough is a distance of at most a third of the word's length, and at least 1. Ties go to the candidate that
    /// sorts first, so that the same mistake always gets the same advice.
    package static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
        let limit = max(1, word.utf8.count / 3)
        var best: (distance: Int, candidate: String)?
        for candidate in candidates {
            let distance = distance(from: word, to: candidate)
            guard distance <= limit else { continue }
            if let best, (best.distance, best.candidate) <= (distance, candidate) { continue }
            best = (distance, candidate)
        }
        return best?.candidate
    }

    /// How many letters must be inserted, removed, replaced or swapped with their neighbour to make one word the other.
    ///
    /// Source: the optimal string alignment form of F. Damerau, "A technique for computer detection and correction of
    /// spelling errors", CACM 7 (1964).
    package static func distance(from left: String, to right: String) -> Int {
        let first = Array(left.utf8)
        let second = Array(right.utf8)
        var beforePrevious: [Int] = []
        var previous = Array(0...second.count)
        for row in 0..<first.count {
            var current = [row + 1]
            for column in 0..<second.count {
                let replaced = previous[column] + (first[row] == second[column] ? 0 : 1)
                var cost = min(replaced, previous[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, first[row] == second[column - 1], first[row - 1] == second[column] {
                    cost = min(cost, beforePrevious[column - 1] + 1)
                }
                current.append(cost)
            }
            (beforePrevious, previous) = (previous, current)
        }
        return previous[second.count]
    }
}
