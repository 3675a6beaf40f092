import Glibc
import Telemetry
import Testing

@Suite struct LogTests {
    @Test func `an event is one JSON object on one line`() throws {
        let lines = try written { log in
            log.info("request answered", ["status": 200, "path": "/a", "seconds": 0.25, "late": false])
            log.error("the disk is full", ["reason": .text("no space")])
        }
        #expect(
            lines == #"""
                {"time":"T","level":"info","event":"request answered","status":200,"path":"/a","seconds":0.25,"late":false}
                {"time":"T","level":"error","event":"the disk is full","reason":"no space"}

                """#
        )
    }

    @Test func `no text can end its line or its quotes`() throws {
        let lines = try written { log in
            log.warning("odd", ["text": "a\"b\\c\nd\re\u{0}f\u{1B}g\u{7F}ü", "number": .number(.nan)])
        }
        #expect(
            lines
                == #"{"time":"T","level":"warning","event":"odd","text":"a\"b\\c\nd\u000de\u0000f\u001bg\u007fü","number":null}"#
                + "\n"
        )
    }

    @Test func `events below the minimum are left out`() throws {
        let lines = try written { log in
            log.debug("small")
            #expect(!log.writes(.debug))
            #expect(log.writes(.warning))
        }
        #expect(lines.isEmpty)
    }

    @Test func `a line that cannot be written is counted`() {
        let log = Log(to: -1) { "T" }
        log.error("lost")
        #expect(log.lostLineCount == 1)
    }

    @Test func `a level has a name, and a name a level`() {
        #expect(Log.Level.allCases.map(\.name) == ["debug", "info", "warning", "error"])
        #expect(Log.Level("warning") == .warning)
        #expect(Log.Level("loud") == nil)
        #expect(Log.Level.debug < .error)
    }
}

/// What `body` makes a log write.
private func written(_ body: (Log) -> Void) throws -> String {
    var ends: [CInt] = [0, 0]
    try #require(unsafe pipe(&ends) == 0)
    body(Log(to: ends[1]) { "T" })
    close(ends[1])
    defer { close(ends[0]) }
    var buffer = [UInt8](repeating: 0, count: 4_096)
    let count = unsafe read(ends[0], &buffer, buffer.count)
    return String(decoding: buffer[..<max(0, count)], as: UTF8.self)
}
