import Facts
import RuleLanguage

extension BitTables {
    /// How many rows a block has at most.
    package static let blockLength = Block.length

    /// Finds the lanes that hold on a block of rows, and leaves their sets in ``Workspace/words``.
    ///
    /// - Parameters:
    ///   - rows: at most ``blockLength`` of the table's rows.
    ///   - isTracing: whether the rows' buckets are left in ``Workspace/buckets`` as well.
    package func classify(_ rows: Range<Int>, in space: inout Workspace, isTracing: Bool = false) {
        precondition(rows.count <= Block.length, "a block has at most \(Block.length) rows")
        precondition(rows.lowerBound >= 0 && rows.upperBound <= rowCount, "the rows are the table's")
        guard wordCount > 0 else { return }
        if wordCount == 1, !isTracing {
            meetColumns(rows, &space.words, &space.keys, &space.registers)
        } else {
            sortColumns(rows, &space.buckets, &space.keys, &space.registers)
            joinSets(rows.count, space.buckets, &space.words, &space.starts)
        }
    }

    /// Finds the lanes that hold on one row, and leaves their set at the beginning of ``Workspace/words``, and the row's
    /// buckets where a block of one row would have them.
    package func classify(row: Int, in space: inout Workspace) {
        precondition(row >= 0 && row < rowCount, "the row is the table's")
        guard wordCount > 0 else { return }
        for place in 0..<columns.count {
            let bucket: Int
            switch columns[place].source {
            case .integers(let values): bucket = columns[place].coder.bucket(of: values[row])
            case .reals(let values): bucket = columns[place].coder.bucket(of: Key.of(values[row]))
            case .customers(let buckets): bucket = Int(buckets[Int(customerOfInvoice[row])])
            case .derived(let program):
                machine.run(program, on: entity, rows: row..<(row + 1), in: &space.registers)
                bucket = columns[place].coder.bucket(of: columns[place].key(space.registers[0][0]))
            }
            space.buckets[place * Block.length] = UInt16(truncatingIfNeeded: bucket)
        }
        joinSets(1, space.buckets, &space.words, &space.starts)
    }

    // MARK: Sets of one word

    private func meetColumns(
        _ rows: Range<Int>,
        _ words: inout [UInt64],
        _ keys: inout [Int64],
        _ registers: inout [[Int64]]
    ) {
        var words = words.mutableSpan
        if entity == .invoice {
            Block.gather(setOfCustomer.span, customerOfInvoice.span.extracting(rows), into: &words)
        } else {
            for row in 0..<rows.count { words[row] = validWords[0] }
        }
        for column in columns {
            let sets = self.sets.span.extracting(column.start..<(column.start + column.coder.bucketCount))
            switch column.source {
            case .customers: break
            case .integers(let values): Block.meet(values.span.extracting(rows), column.coder, sets, &words)
            case .reals(let values):
                Block.keys(of: values.span.extracting(rows), into: &keys)
                Block.meet(keys.span.extracting(0..<rows.count), column.coder, sets, &words)
            case .derived(let program):
                compute(program, column, rows, &keys, &registers)
                Block.meet(keys.span.extracting(0..<rows.count), column.coder, sets, &words)
            }
        }
    }

    private func compute(
        _ program: ColumnProgram,
        _ column: Column,
        _ rows: Range<Int>,
        _ keys: inout [Int64],
        _ registers: inout [[Int64]]
    ) {
        machine.run(program, on: entity, rows: rows, in: &registers)
        for row in 0..<rows.count { keys[row] = column.key(registers[0][row]) }
    }

    // MARK: Sets of many words

    private func sortColumns(
        _ rows: Range<Int>,
        _ buckets: inout [UInt16],
        _ keys: inout [Int64],
        _ registers: inout [[Int64]]
    ) {
        var buckets = buckets.mutableSpan
        for (place, column) in columns.enumerated() {
            let start = place * Block.length
            switch column.source {
            case .customers(let known):
                Block.gather(known.span, customerOfInvoice.span.extracting(rows), into: &buckets, at: start)
            case .integers(let values):
                Block.sort(values.span.extracting(rows), column.coder, into: &buckets, at: start)
            case .reals(let values):
                Block.keys(of: values.span.extracting(rows), into: &keys)
                Block.sort(keys.span.extracting(0..<rows.count), column.coder, into: &buckets, at: start)
            case .derived(let program):
                compute(program, column, rows, &keys, &registers)
                Block.sort(keys.span.extracting(0..<rows.count), column.coder, into: &buckets, at: start)
            }
        }
    }

    private func joinSets(_ count: Int, _ buckets: [UInt16], _ words: inout [UInt64], _ starts: inout [Int]) {
        var words = words.mutableSpan
        var starts = starts.mutableSpan
        let buckets = buckets.span
        let sets = self.sets.span
        let columnCount = columns.count
        if wordCount == 1 {
            let valid = validWords[0]
            for row in 0..<count { unsafe words[unchecked: row] = valid }
            for place in 0..<columnCount {
                let start = columns[place].start
                let first = place * Block.length
                for row in 0..<count {
                    unsafe words[unchecked: row] &= sets[unchecked: start &+ Int(buckets[unchecked: first &+ row])]
                }
            }
            return
        }
        for row in 0..<count {
            var window = (first: 0, end: wordCount)
            if let leader { window = windows[Int(buckets[leader * Block.length + row])] }
            for place in 0..<columnCount {
                let bucket = unsafe buckets[unchecked: place &* Block.length &+ row]
                unsafe starts[unchecked: place] = columns[place].start &+ Int(bucket) &* wordCount
            }
            let result = row &* wordCount
            for word in 0..<window.first { unsafe words[unchecked: result &+ word] = 0 }
            for word in window.first..<window.end {
                var set = unsafe sets[unchecked: starts[unchecked: 0] &+ word]
                for place in 1..<columnCount { unsafe set &= sets[unchecked: starts[unchecked: place] &+ word] }
                unsafe words[unchecked: result &+ word] = set
            }
            for word in window.end..<wordCount { unsafe words[unchecked: result &+ word] = 0 }
        }
    }
}
