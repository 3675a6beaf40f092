/// The features of many rows, by name: one row after the other.
package struct FeatureMatrix: Hashable, Sendable {
    /// The name of each column.
    package let names: [String]
    /// Row by row; NaN where nothing is known.
    package let values: [Double]

    /// The matrix with these columns.
    ///
    /// - Precondition: there is a column, and the values fill whole rows.
    package init(names: [String], values: [Double]) {
        precondition(!names.isEmpty, "a feature matrix has a column")
        precondition(values.count.isMultiple(of: names.count), "a feature matrix has whole rows")
        self.names = names
        self.values = values
    }

    /// How many rows there are.
    package var rowCount: Int { values.count / names.count }

    /// One row's features with their names, as a stored decision keeps them.
    package func features(ofRow row: Int) -> [(name: String, value: Double)] {
        zip(names, values[(row * names.count)..<((row + 1) * names.count)]).map { ($0, $1) }
    }

    /// The matrix of these rows alone, in this order.
    package func selecting(rows: some Sequence<Int>) -> FeatureMatrix {
        var selected: [Double] = []
        selected.reserveCapacity(rows.underestimatedCount * names.count)
        for row in rows { selected += values[(row * names.count)..<((row + 1) * names.count)] }
        return FeatureMatrix(names: names, values: selected)
    }

    /// The matrix of the columns with these names, in this order; NaN all through where there is none of that name.
    ///
    /// - Precondition: there is a name.
    package func selecting(columns wanted: [String]) -> FeatureMatrix {
        let places = wanted.map { names.firstIndex(of: $0) }
        var selected: [Double] = []
        selected.reserveCapacity(rowCount * wanted.count)
        for row in 0..<rowCount {
            for place in places { selected.append(place.map { values[row * names.count + $0] } ?? .nan) }
        }
        return FeatureMatrix(names: wanted, values: selected)
    }
}
