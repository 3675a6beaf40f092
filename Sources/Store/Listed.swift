/// Which rows of a list are wanted.
package struct Page: Hashable, Sendable {
    /// How many rows at most.
    package let limit: Int
    /// How many rows to leave out at the start.
    package let offset: Int

    /// So many rows from a place in the list.
    ///
    /// - Precondition: neither number is negative.
    package init(limit: Int = 20, offset: Int = 0) {
        precondition(limit >= 0 && offset >= 0, "a page has no negative size or place")
        self.limit = limit
        self.offset = offset
    }
}

/// One page of a list, with the length of the whole.
package struct Listed<Element: Sendable>: Sendable {
    package let elements: [Element]
    /// How many rows the filter lets through, on all pages together.
    package let totalCount: Int
}

extension Listed: Equatable where Element: Equatable {}
