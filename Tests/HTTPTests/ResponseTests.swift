import HTTP
import Testing

@Suite struct ResponseTests {
    @Test func `a header value cannot end its line`() {
        var response = Response(.ok)
        response.addHeader("Location", "/a\r\nSet-Cookie: b\u{0}c")
        #expect(response.headers["location"] == "/a  Set-Cookie: b c")
        #expect(response.headers.count == 1)
    }

    @Test func `a name that is no token, or is the server's work, is a mistake in the program`() async {
        await #expect(processExitsWith: .failure) {
            var response = Response(.ok)
            response.addHeader("A b", "c")
        }
        await #expect(processExitsWith: .failure) {
            var response = Response(.ok)
            response.addHeader("content-LENGTH", "5")
        }
    }

    @Test(
        arguments: [
            (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
            (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
            (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
            (1_709_251_199, "Thu, 29 Feb 2024 23:59:59 GMT"),
            (253_402_300_799, "Fri, 31 Dec 9999 23:59:59 GMT"),
        ] as [(Int64, String)]
    )
    func `a date is written as RFC 9110 has it`(_ seconds: Int64, _ text: String) {
        #expect(HTTPDate.text(secondsSinceEpoch: seconds) == text)
    }
}
