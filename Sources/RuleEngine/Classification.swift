import Facts
import RuleLanguage

extension BitTables {
    /// How many rows a block has at most.
    package static let blockLength = Block.length

    /// Finds the lanes that hold on a block of rows, and leaves their sets in ``Workspace/words``.
    ///
    /// - Parameter rows: at most ``blockLength`` of the table's rows.
    package func classify(_ rows: Range<Int>, in space: inout Workspace) {
        precondition(rows.count <= Block.length, "a block has at most \(Block.length) rows")
        precondition(rows.lowerBound >= 0 && rows.upperBound <= rowCount, "the rows are the table's")
        guard wordCount > 0 else { return }
        space.firstRow = rows.lowerBound
        for column in columns where column.ofCustomers == nil {
            sort(column, rows, &space.planes, &space.numbers, &space.reals, &space.registers)
        }
        combine(rows, &space.planes)
        if wordCount == 1 {
            joinWords(rows, space.planes, &space.words)
        } else {
            joinSets(rows.count, space.planes, &space.words, &space.starts)
        }
    }

    /// Finds the lanes that hold on one row, and leaves their set at the beginning of ``Workspace/words``, as for a block of
    /// this row alone.
    package func classify(row: Int, in space: inout Workspace) {
        precondition(row >= 0 && row < rowCount, "the row is the table's")
        guard wordCount > 0 else { return }
        space.firstRow = row
        for step in rowSteps {
            let bucket: Int
            switch step.source {
            case .integer(let column): bucket = step.bucket(of: machine.integers[column][row], cuts.span)
            case .real(let column): bucket = step.bucket(of: Key.of(machine.reals[column][row]), cuts.span)
            case .derived(let column): bucket = derivedBucket(of: column, row, &space.registers)
            case .customer(let column): bucket = customerBucket(of: column, row)
            }
            space.starts[step.column] = step.start &+ bucket &* wordCount
            guard step.plane >= 0 else { continue }
            space.planes[step.plane] = UInt8(truncatingIfNeeded: bucket)
            if step.highPlane >= 0 { space.planes[step.highPlane] = UInt8(truncatingIfNeeded: bucket >> 8) }
        }
        for word in 0..<wordCount {
            var set = validWords[word]
            for step in rowSteps { set &= sets[space.starts[step.column] &+ word] }
            space.words[word] = set
        }
    }

    private func derivedBucket(of place: Int, _ row: Int, _ registers: inout [[Int64]]) -> Int {
        guard case .derived(let program) = columns[place].source else {
            preconditionFailure("the column is a derived one")
        }
        machine.run(program, on: entity, rows: row..<(row + 1), in: &registers)
        return columns[place].coder.bucket(of: Key.of(bits: registers[0][0], columns[place].isReal))
    }

    private func customerBucket(of place: Int, _ row: Int) -> Int {
        columns[place].ofCustomers.map { Int($0[Int(customerOfInvoice[row])]) } ?? 0
    }

    // MARK: Buckets

    private func sort(
        _ column: Column,
        _ rows: Range<Int>,
        _ planes: inout [UInt8],
        _ numbers: inout Workspace.Numbers,
        _ reals: inout [Double],
        _ registers: inout [[Int64]]
    ) {
        switch column.source {
        case .integers(let values): sort(values.span.extracting(rows), column, &planes, &numbers)
        case .reals(let values): sort(values.span.extracting(rows), column, &planes, &registers)
        case .derived(let program):
            machine.run(program, on: entity, rows: rows, in: &registers)
            let bits = registers[0]
            if column.isReal {
                for row in 0..<rows.count { reals[row] = Double(bitPattern: UInt64(bitPattern: bits[row])) }
                sort(reals.span.extracting(0..<rows.count), column, &planes, &registers)
            } else {
                sort(bits.span.extracting(0..<rows.count), column, &planes, &numbers)
            }
        }
    }

    private func sort(
        _ values: Span<Int64>,
        _ column: Column,
        _ planes: inout [UInt8],
        _ numbers: inout Workspace.Numbers
    ) {
        let first = column.plane * Block.length
        var planes = planes.mutableSpan
        switch column.coder.method {
        case .counting, .span:
            // What is counted of one tile goes on while the next one is on its way from memory.
            for start in stride(from: 0, to: values.count, by: Block.tile) {
                let tile = values.extracting(start..<min(start + Block.tile, values.count))
                sortTile(tile, column.coder.method, &planes, at: first + start, &numbers)
            }
        case .searching:
            let second = column.highPlane.map { $0 * Block.length }
            Block.search(values, column.coder, into: &planes, at: first, highAt: second)
        case .countingReals: preconditionFailure("a column of whole numbers is not counted as one of reals")
        }
    }

    private func sortTile(
        _ values: Span<Int64>,
        _ method: ColumnCoder.Method,
        _ planes: inout MutableSpan<UInt8>,
        at first: Int,
        _ numbers: inout Workspace.Numbers
    ) {
        switch method {
        case .counting(let thresholds, let isShort):
            // Where every row is known, the threshold that parts the known from the unknown need not be looked at.
            let others = thresholds.span.extracting(1...)
            if isShort, Block.shorten(values, into: &numbers.short) {
                let short = numbers.short.span.extracting(0..<values.count)
                Block.count(short, above: others, from: 1, into: &planes, at: first)
            } else if Block.narrow(values, into: &numbers.narrow) {
                let narrow = numbers.narrow.span.extracting(0..<values.count)
                Block.count(narrow, above: others, from: 1, into: &planes, at: first)
            } else {
                let narrow = numbers.narrow.span.extracting(0..<values.count)
                Block.count(narrow, above: thresholds.span, from: 0, into: &planes, at: first)
            }
        case .span(let least, let most, let isShort):
            if isShort, Block.shorten(values, into: &numbers.short) {
                let short = numbers.short.span.extracting(0..<values.count)
                Block.span(short, Int16(least), Int16(most), into: &planes, at: first)
            } else {
                _ = Block.narrow(values, into: &numbers.narrow)
                let narrow = numbers.narrow.span.extracting(0..<values.count)
                Block.span(narrow, least, most, into: &planes, at: first)
            }
        case .countingReals, .searching: preconditionFailure("only whole numbers are sorted by tiles")
        }
    }

    private func sort(
        _ values: Span<Double>,
        _ column: Column,
        _ planes: inout [UInt8],
        _ registers: inout [[Int64]]
    ) {
        let first = column.plane * Block.length
        var planes = planes.mutableSpan
        switch column.coder.method {
        case .countingReals(let thresholds):
            Block.count(values, atLeast: thresholds.span, into: &planes, at: first)
        case .searching:
            var keys: [Int64] = []
            for row in 0..<values.count { keys.append(Key.of(values[row])) }
            let second = column.highPlane.map { $0 * Block.length }
            Block.search(keys.span, column.coder, into: &planes, at: first, highAt: second)
        case .counting, .span: preconditionFailure("a column of reals is not counted as one of whole numbers")
        }
    }

    /// Makes the numbers of groups out of the buckets of their columns.
    private func combine(_ rows: Range<Int>, _ planes: inout [UInt8]) {
        for (place, group) in groups.enumerated() {
            if group.isOfCustomer {
                let customers = customerOfInvoice.span.extracting(rows)
                let (low, high) = groupsOfCustomers[place]
                var planes = planes.mutableSpan
                Block.gather(low.span, customers, into: &planes, at: group.plane * Block.length)
                if let second = group.highPlane {
                    Block.gather(high.span, customers, into: &planes, at: second * Block.length)
                }
            } else if group.members.count > 1 {
                for member in group.members {
                    let plane = columns[member.column].plane * Block.length
                    Block.combine(&planes, plane, into: group.plane * Block.length, by: member.shift)
                }
            }
        }
    }

    // MARK: Sets

    /// The words of rows whose sets have one.
    private func joinWords(_ rows: Range<Int>, _ planes: [UInt8], _ words: inout [UInt64]) {
        var words = words.mutableSpan
        if entity == .invoice {
            Block.gather(setOfCustomer.span, customerOfInvoice.span.extracting(rows), into: &words)
        } else {
            for row in 0..<rows.count { words[row] = validWords[0] }
        }
        let (planes, sets) = (planes.span, sets.span)
        for group in groups {
            guard let high = group.highPlane else { continue }
            let factor = Block.Factor(plane: group.plane * Block.length, start: group.start)
            Block.meet(planes, sets, factor, high: high * Block.length, &words, rows.count)
        }
        let whole = factors.count - factors.count % 4
        for place in stride(from: 0, to: whole, by: 4) {
            let (a, b, c, d) = (factors[place], factors[place + 1], factors[place + 2], factors[place + 3])
            Block.meet(planes, sets, a, b, c, d, &words, rows.count)
        }
        for factor in factors[whole...] { Block.meet(planes, sets, factor, high: nil, &words, rows.count) }
    }

    private func joinSets(_ count: Int, _ planes: [UInt8], _ words: inout [UInt64], _ starts: inout [Int]) {
        var words = words.mutableSpan
        var starts = starts.mutableSpan
        let (planes, sets) = (planes.span, sets.span)
        let groups = groups.span
        let wordCount = wordCount
        for row in 0..<count {
            var window = Window(first: 0, end: wordCount)
            for place in 0..<groups.count {
                var number = unsafe Int(planes[unchecked: groups[unchecked: place].plane &* Block.length &+ row])
                if let high = groups[place].highPlane { number |= Int(planes[high * Block.length + row]) << 8 }
                unsafe starts[unchecked: place] = groups[unchecked: place].start &+ number &* wordCount
                if place == leader { window = windows[number] }
            }
            let result = row &* wordCount
            for word in 0..<window.first { unsafe words[unchecked: result &+ word] = 0 }
            for word in window.first..<window.end {
                var set = unsafe sets[unchecked: starts[unchecked: 0] &+ word]
                for place in 1..<groups.count { unsafe set &= sets[unchecked: starts[unchecked: place] &+ word] }
                unsafe words[unchecked: result &+ word] = set
            }
            for word in window.end..<wordCount { unsafe words[unchecked: result &+ word] = 0 }
        }
    }
}
