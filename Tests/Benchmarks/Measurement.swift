import Foundation
import Glibc

/// The processor time this process has used.
func processorSeconds() -> Double {
    var time = timespec()
    guard unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) == 0 else { return 0 }
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// The processor time that `body` takes, in nanoseconds.
func nanoseconds(_ body: () throws -> Void) rethrows -> Double {
    let start = processorSeconds()
    try body()
    return (processorSeconds() - start) * 1e9
}

/// The middle one of some figures.
func middle(_ figures: [Double]) -> Double {
    let sorted = figures.sorted()
    return sorted.isEmpty ? .nan : sorted[sorted.count / 2]
}

/// Runs a yardstick and gives the processor time of its fastest pass in nanoseconds, the number of records and of bits.
func runYardstick(_ name: String, _ arguments: [String], in folder: String) throws -> (
    nanoseconds: Double, records: Int, bits: Int
) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: folder + "/" + name)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
        throw BenchmarkError("\(name) ended with \(process.terminationStatus)")
    }
    let passes = text.split(separator: "\n").map { $0.split(separator: " ") }
    let seconds = passes.compactMap { Double($0[0]) }
    guard let last = passes.last, last.count == 3, let records = Int(last[1]), let bits = Int(last[2]),
        let fastest = seconds.min()
    else { throw BenchmarkError("\(name) printed \(text)") }
    return (fastest * 1e9, records, bits)
}
