/// How a stream comes by its bytes, and what stops it.
extension CSVStream {
    /// What stands where the text ends, if it is no text.
    enum Obstacle {
        case undecodable(UInt8?), nul, unreadable(String)
    }

    /// Whether all text there is lies before ``textEnd``.
    var isTextWhole: Bool { isSourceAtEnd && obstacle == nil }

    /// Reads a block behind the text of the current record, which moves to the front.
    ///
    /// - Throws: ``CSVError`` where what follows is no text.
    mutating func fill() throws(CSVError) {
        if let obstacle { throw error(of: obstacle) }
        moveToFront()
        let oldEnd = textEnd
        do throws(WireError) {
            switch encoding {
            case .utf8: try fillInPlace()
            case .utf16LittleEndian, .utf16BigEndian, .windows1252: try fillDecoding()
            }
        } catch {
            obstacle = .unreadable(error.message)
        }
        if isAtStart, textEnd > oldEnd {
            isAtStart = false
            if bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { position = 3 }
        }
    }

    private mutating func moveToFront() {
        guard position > 0 else { return }
        let count = filledEnd - position
        if count > 0 {
            unsafe bytes.withUnsafeMutableBytes { bytes in
                let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[position..<filledEnd])
                unsafe bytes.copyMemory(from: rest)
            }
        }
        textEnd -= position
        filledEnd = count
        position = 0
    }

    /// Reads UTF-8 to where it stays.
    private mutating func fillInPlace() throws(WireError) {
        makeRoom(for: blockSize)
        let count = try source.read(into: &bytes, at: filledEnd, upTo: blockSize)
        filledEnd += count
        isSourceAtEnd = count == 0
        let text = UTF8Validation.textEnd(in: bytes.span, range: textEnd..<filledEnd)
        textEnd = text.end
        switch text.stop {
        case .end: break
        case .partial: if isSourceAtEnd { obstacle = .undecodable(bytes[textEnd]) }
        case .invalid: obstacle = .undecodable(bytes[textEnd])
        case .nul: obstacle = .nul
        }
    }

    /// Reads bytes of another encoding beside the text, and decodes them behind it.
    private mutating func fillDecoding() throws(WireError) {
        let room = undecodedCount + blockSize
        if undecoded.count < room { undecoded += Array(repeating: 0, count: room - undecoded.count) }
        let count = try source.read(into: &undecoded, at: undecodedCount, upTo: blockSize)
        undecodedCount += count
        isSourceAtEnd = count == 0
        makeRoom(for: undecodedCount * 3)
        let step = encoding.decode(undecoded, count: undecodedCount, into: &bytes, at: filledEnd)
        filledEnd += step.writtenCount
        textEnd = filledEnd
        switch step.stop {
        case .end: if isSourceAtEnd, step.readCount < undecodedCount { obstacle = .undecodable(nil) }
        case .undecodable: obstacle = .undecodable(encoding == .windows1252 ? undecoded[step.readCount] : nil)
        case .nul: obstacle = .nul
        }
        // At most three bytes are left, or reading ends.
        undecoded.replaceSubrange(
            0..<undecodedCount - step.readCount,
            with: undecoded[step.readCount..<undecodedCount]
        )
        undecodedCount -= step.readCount
    }

    private mutating func makeRoom(for count: Int) {
        if bytes.count - filledEnd < count { bytes += Array(repeating: 0, count: max(count, bytes.count)) }
    }

    private func error(of obstacle: Obstacle) -> CSVError {
        switch obstacle {
        case .undecodable(let byte):
            let subject =
                byte.map { "the byte \(hexadecimal($0)) is no character in \(encoding.rawValue)" }
                ?? "half a character stands here, so this is no whole text in \(encoding.rawValue)"
            let advice = "save the file as CSV UTF-8 and import that, or state its encoding"
            return CSVError(reason: .undecodable, place: placeOfEnd, message: "\(subject); \(advice)")
        case .nul:
            let message = "a NUL byte stands here, which no text has; the file is damaged, export it once more"
            return CSVError(reason: .undecodable, place: placeOfEnd, message: message)
        case .unreadable(let message):
            return CSVError(reason: .unreadable, place: placeOfEnd, message: message)
        }
    }

    private func hexadecimal(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.utf8.count == 1 ? "0" + digits : digits
    }
}
