import Foundation
import Glibc
import Wire

/// A headless Chromium, driven as W3C WebDriver has it.
final class Browser {
    /// Where the browser and its driver are; `nil` where this machine lacks one of them.
    static let paths: (browser: String, driver: String)? = {
        func first(_ candidates: [String]) -> String? {
            candidates.first { FileManager.default.isExecutableFile(atPath: $0) }
        }
        guard let browser = first(["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]),
            let driver = first(["/usr/bin/chromedriver", "/usr/lib/chromium-browser/chromedriver"])
        else { return nil }
        return (browser, driver)
    }()

    private let driver: ChildProcess
    private let port: Int
    private var session = ""

    /// Starts a browser whose profile lies in `folder`.
    init(in folder: TestFolder) throws {
        let paths = try Browser.paths.orFail("browser")
        let driver = try ChildProcess(
            paths.driver,
            ["--port=0"],
            environment: ["PATH": "/usr/bin:/bin", "HOME": folder.root, "TMPDIR": folder.root],
            streams: folder
        )
        self.driver = driver
        port = try poll("the driver has started") {
            guard driver.isRunning else { throw Failure("the driver has stopped: \(driver.output) \(driver.errors)") }
            guard let start = driver.output.range(of: "successfully on port ") else { return nil }
            return Int(driver.output[start.upperBound...].prefix { $0.isNumber })
        }
        // The browser's own sandbox refuses to run as root, as in a container.
        let sandbox = geteuid() == 0 ? #""--no-sandbox","# : ""
        let answer = try command(
            "POST",
            "/session",
            """
            {"capabilities":{"alwaysMatch":{"goog:loggingPrefs":{"browser":"ALL"},"goog:chromeOptions":{
            "binary":\(Browser.quoted(paths.browser)),"args":["--headless=new",\(sandbox)"--disable-gpu",
            "--disable-dev-shm-usage","--window-size=1280,900"]}}}}
            """
        )
        session = try "/session/" + (answer["sessionId"]?.text.orFail("session") ?? "")
    }

    deinit {
        // The driver takes its browser along only where it is asked to.
        if !session.isEmpty { _ = try? command("DELETE", session, nil) }
    }

    /// Goes to a page.
    func open(_ url: String) throws {
        _ = try command("POST", session + "/url", #"{"url":\#(Browser.quoted(url))}"#)
    }

    /// What an expression comes to in the page.
    @discardableResult
    func value(_ expression: String) throws -> JSONValue {
        try command(
            "POST",
            session + "/execute/sync",
            #"{"script":\#(Browser.quoted("return (\(expression));")),"args":[]}"#
        )
    }

    /// The text of the first element that a selector finds; `nil` where it finds none.
    func text(_ selector: String) throws -> String? {
        try value("document.querySelector(\(Browser.quoted(selector)))?.textContent ?? null").text
    }

    /// Waits until an expression is true in the page.
    func wait(until expression: String) throws {
        do {
            try poll("the page has `\(expression)`", seconds: 20) { try value(expression).boolean == true ? () : nil }
        } catch {
            throw Failure("\(error); it shows: \(try value("document.body.innerText").text ?? "nothing")")
        }
    }

    /// Presses the element that a selector finds.
    func click(_ selector: String) throws {
        let found = try command(
            "POST",
            session + "/element",
            #"{"using":"css selector","value":\#(Browser.quoted(selector))}"#
        )
        guard case .object(let object) = found, let id = object.members.first?.value.text else {
            throw Failure("there is no element \(selector)")
        }
        _ = try command("POST", session + "/element/\(id)/click", "{}")
    }

    /// Types on the keyboard, into whatever has the focus.
    func type(_ text: String) throws {
        let keys = text.map { character in
            let key = Browser.quoted(String(character))
            return #"{"type":"keyDown","value":\#(key)},{"type":"keyUp","value":\#(key)}"#
        }
        let actions = keys.joined(separator: ",")
        _ = try command(
            "POST",
            session + "/actions",
            #"{"actions":[{"type":"key","id":"keyboard","actions":[\#(actions)]}]}"#
        )
    }

    /// The key that ends a line, in WebDriver's alphabet.
    static let enter = "\u{E007}"

    /// Everything the browser has complained of since it was last asked.
    func complaints() throws -> [JSONValue] {
        try command("POST", session + "/se/log", #"{"type":"browser"}"#).elements
    }

    private func command(_ method: String, _ path: String, _ body: String?) throws -> JSONValue {
        let answer = try HTTPClient.send(
            method,
            path,
            to: port,
            headers: ["Content-Type": "application/json; charset=utf-8"],
            body: body
        )
        let value = try answer.json()["value"].orFail("value in \(answer.text)")
        guard answer.status == 200 else {
            throw Failure("the browser says: \(value["message"]?.text ?? answer.text)")
        }
        return value
    }

    private static func quoted(_ text: String) -> String {
        var json = JSONWriter()
        json.value(text)
        return json.text
    }
}
